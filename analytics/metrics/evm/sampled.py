"""The three kinds of amounts on a grid of days, sampled by month and by account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.evm.amounts import CENTS
from analytics.metrics.evm.grid import Span, added_up, ordinal, to_date
from analytics.metrics.evm.indices import EarnedValue

if TYPE_CHECKING:
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.evm.amounts import Amounts
    from analytics.metrics.evm.grid import Floats

MONTHS = ("month", "until", "planned", "earned", "actual", "cpi", "spi")
"""Columns of `Report.months`: cumulative amounts at the end of `until`."""
ACCOUNTS = (
    *("account", "kind", "technique", "budget", "planned", "earned", "actual"),
    *("cost_variance", "schedule_variance", "cpi", "spi", "eac", "vac"),
)
"""Columns of `Report.accounts`."""


@dataclass(frozen=True)
class Grid:
    """The three kinds by account and day; a kind that is unknown is None."""

    amounts: Amounts
    span: Span
    status: int
    planned: Floats | None
    earned: Floats | None
    actual: Floats | None
    is_loe: np.ndarray

    def column(self, day: int) -> int:
        """Return the column of a day, the first or last for one outside."""
        return min(max(day - self.span.first, 0), len(self.span) - 1)

    def variance(self, rows: np.ndarray) -> float | None:
        """Return SV of some accounts on the status date; None if unknown."""
        if self.planned is None or self.earned is None:
            return None
        column = self.column(self.status)
        gap = self.earned[rows, column].sum() - self.planned[rows, column].sum()
        return float(gap) / CENTS

    def index(self, rows: np.ndarray) -> float | None:
        """Return SPI of some accounts on the status date; None if undefined."""
        if self.planned is None or self.earned is None:
            return None
        column = self.column(self.status)
        planned = float(self.planned[rows, column].sum())
        return float(self.earned[rows, column].sum()) / planned if planned else None

    def at(self, day: int, rows: np.ndarray) -> EarnedValue | None:
        """Return the value of some accounts at the end of a day; None if unknown."""
        kinds = (self.planned, self.earned, self.actual)
        if any(kind is None for kind in kinds):
            return None
        column = self.column(day)
        pv, ev, ac = (
            float(k[rows, column].sum()) / CENTS for k in kinds if k is not None
        )
        return EarnedValue(pv, ev, ac, float(self.amounts.total[rows].sum()) / CENTS)


def grid_of(amounts: Amounts, as_of: date, calendar: WorkingCalendar) -> Grid:
    """Add up all amounts over the days that hold them."""
    status = ordinal(min(amounts.known, as_of))
    kinds = (amounts.planned, amounts.earned, amounts.actual)
    parts = [one for one in kinds if one is not None]
    span = Span.over(parts, status, calendar=calendar)
    size = len(amounts.accounts)
    planned, earned, actual = (
        None if one is None else added_up(one, accounts=size, span=span)
        for one in kinds
    )
    loe = np.isin(amounts.accounts, list(amounts.level_of_effort))
    return Grid(amounts, span, status, planned, earned, actual, loe)


def known_of(grid: Grid) -> dict[str, float | None]:
    """Return PV, EV, AC and BAC at the status date; None where unknown."""
    column = grid.column(grid.status)
    kinds = {"planned": grid.planned, "earned": grid.earned, "actual": grid.actual}
    found = {
        name: None if kind is None else float(kind[:, column].sum()) / CENTS
        for name, kind in kinds.items()
    }
    total = float(grid.amounts.total.sum()) / CENTS
    return {**found, "budget": total or None}


def months_of(grid: Grid, as_of: date) -> pd.DataFrame:
    """Sample the grid at the end of each month, and on the status date."""
    first, last = to_date(grid.span.first), to_date(grid.span.stop - 1)
    ends = pd.date_range(first, max(last, as_of) + timedelta(days=31), freq="ME")
    keep = int((ends < pd.Timestamp(last)).sum()) + 1
    days = np.minimum(
        ends[:keep].to_numpy("datetime64[D]").astype("int64"), grid.span.stop - 1
    )
    days = np.unique(np.concatenate([days, [grid.status]]))
    places = days - grid.span.first
    is_known = days <= grid.status
    discrete = ~grid.is_loe
    sums = {
        name: _sampled(kind, places, known)
        for name, kind, known in (
            ("planned", grid.planned, np.ones_like(is_known)),
            ("earned", grid.earned, is_known),
            ("actual", grid.actual, is_known),
        )
    }
    plan, done = (
        _sampled(None if kind is None else kind[discrete], places, is_known)
        for kind in (grid.planned, grid.earned)
    )
    until = pd.DatetimeIndex(days.astype("datetime64[D]").astype("datetime64[us]"))
    cpi, spi = _ratio(sums["earned"], sums["actual"]), _ratio(done, plan)
    month = until.to_period("M").to_timestamp()
    columns = {"month": month, "until": until, **sums, "cpi": cpi, "spi": spi}
    return pd.DataFrame(columns, columns=list(MONTHS))


def _sampled(kind: Floats | None, columns: np.ndarray, known: np.ndarray) -> Floats:
    if kind is None:
        return np.full(len(columns), np.nan)
    return np.where(known, kind[:, columns].sum(axis=0) / CENTS, np.nan)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; where nothing is below, the ratio is undefined (NaN)."""
    undefined = np.full(len(above), np.nan)
    is_defined = np.nan_to_num(below) != 0
    return np.asarray(np.divide(above, below, out=undefined, where=is_defined))


def accounts_of(grid: Grid) -> pd.DataFrame:
    """Return one row per account at the status date, columns `ACCOUNTS`."""
    column = grid.column(grid.status)
    names = grid.amounts.accounts
    kinds = {
        name: np.full(len(names), np.nan) if kind is None else kind[:, column] / CENTS
        for name, kind in (
            ("planned", grid.planned),
            ("earned", grid.earned),
            ("actual", grid.actual),
        )
    }
    pv, ev, ac = kinds.values()
    budget = grid.amounts.total / CENTS
    cpi, spi = _ratio(ev, ac), _ratio(ev, pv)
    eac = _ratio(budget, np.where(cpi > 0, cpi, 0))
    order = np.argsort(-budget, kind="stable")
    kind = np.where(grid.is_loe, "level of effort", "work")
    columns = {
        "account": names,
        "kind": np.where(budget == 0, "booked without a budget", kind),
        "technique": _techniques(grid),
        "budget": budget,
        **kinds,
        "cost_variance": ev - ac,
        "schedule_variance": ev - pv,
        "cpi": cpi,
        "spi": np.where(grid.is_loe, np.nan, spi),
        "eac": eac,
        "vac": budget - eac,
    }
    ordered = {name: np.asarray(column)[order] for name, column in columns.items()}
    return pd.DataFrame(ordered, columns=list(ACCOUNTS))


def _techniques(grid: Grid) -> list[str]:
    """Say of each account how its work earns value; nothing where it has no budget."""
    amounts = grid.amounts
    own = ["What was planned" if loe else amounts.technique for loe in grid.is_loe]
    rows = zip(amounts.accounts, amounts.total, own, strict=True)
    return [
        (amounts.own_techniques.get(name, words) if total else "")
        for name, total, words in rows
    ]
