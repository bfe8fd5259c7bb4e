"""Earned value of a project: by month, by control account, and at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.evm.accuracy import judge, nearest
from analytics.metrics.evm.amounts import CENTS
from analytics.metrics.evm.grid import ordinal, to_date
from analytics.metrics.evm.indices import EarnedValue, completions, to_complete
from analytics.metrics.evm.pace import Pace, pace_of
from analytics.metrics.evm.sampled import accounts_of, grid_of, known_of, months_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.evm.amounts import Amounts
    from analytics.metrics.evm.indices import Completion, Method, ToComplete
    from analytics.metrics.evm.sampled import Grid

FORMULA = (
    "PV is what was planned to be done, EV what is done at its planned cost, AC what it"
    " cost, all summed up to one day. CPI = EV / AC, SPI = EV / PV, EAC = BAC / CPI,"
    " VAC = BAC - EAC. Sums first, then quotients; level of effort is no part of SPI."
)
NO_SOURCE = (
    "No file tells planned value. Upload a schedule with a baseline, a budget, or a"
    " table of planned, earned and actual amounts."
)


@dataclass(frozen=True)
class Report:
    """Earned value on a status date.

    Attributes:
        as_of: What was asked for.
        status: The day all amounts are of, never after `as_of`.
        unit: A currency, or `hours`.
        source: What the amounts come from, in words.
        baseline: Which baseline counts, in words.
        total: All accounts together; None where PV, EV or AC is unknown.
        discrete: The accounts without level of effort; SPI and SV are of these.
        schedule_variance: SV of the same accounts; needs no cost to be known.
        schedule_index: SPI of them; None before anything was planned.
        effort: Level of effort alone; None where there is none.
        known: PV, EV, AC and BAC one by one; None where unknown.
        estimates: The family of EAC, by method.
        to_budget: TCPI to BAC.
        to_estimate: TCPI to the typical EAC; it is the CPI.
        pace: Earned schedule; None where there is no plan in time or nothing earned.
        judged: What each method said in the past, columns `accuracy.JUDGED`.
        nearest: The method nearest so far; None where nothing could be judged.
        errors: Mean absolute error by method.
        months: Columns `MONTHS`; NaN is unknown or undefined.
        accounts: Columns `ACCOUNTS`, one row per account, in order of budget.
        steps: Changes of the baseline, columns `amounts.STEPS`.
        notes: Sentences on what was assumed.
        why: For each figure that is None, the reason.
        basis: Rows used and left out.
    """

    as_of: date
    status: date
    unit: str
    source: str
    baseline: str
    total: EarnedValue | None
    discrete: EarnedValue | None
    schedule_variance: float | None
    schedule_index: float | None
    effort: EarnedValue | None
    known: Mapping[str, float | None]
    estimates: Mapping[Method, Completion]
    to_budget: ToComplete | None
    to_estimate: ToComplete | None
    pace: Pace | None
    judged: pd.DataFrame
    nearest: Method | None
    errors: pd.Series
    months: pd.DataFrame
    accounts: pd.DataFrame
    steps: pd.DataFrame
    notes: tuple[str, ...]
    why: Mapping[str, str]
    basis: Basis


def earned_value(amounts: Amounts, *, as_of: date, calendar: WorkingCalendar) -> Report:
    """Compare what is done with what was planned and with what it cost.

        PV  planned value: what was planned to be done by now
        EV  earned value: what is done, at its planned cost
        AC  actual cost of what is done
        BAC budget at completion, without management reserve
        CV = EV - AC     SV = EV - PV     CPI = EV / AC     SPI = EV / PV
        EAC, ETC, VAC, TCPI as in `completions` and `to_complete`

    in money (in hours where the plan holds no cost), cumulative to the end of the
    status date. The status date is the last day not after `as_of` that progress
    speaks of, so that all amounts are of one day. Accounts are summed before anything
    is divided. Level of effort earns what is planned, always: it is no part of SPI,
    SV and earned schedule, and shown apart; its cost is part of all others.

    Undefined figures are None with a reason: CPI before anything is spent, EAC before
    anything is earned, everything that needs PV or BAC without a plan.

    Source: DAU Gold Card; PMI's practice standard. Worked example: of a budget of
    500,000 half was planned by now, 40 % is done and cost 290,000: CPI 0.69, SPI 0.8,
    EAC 725,000.

    >>> from analytics.metrics.evm.indices import EarnedValue
    >>> round(EarnedValue(250_000, 200_000, 290_000, 500_000).cost_index, 2)
    0.69

    Args:
        amounts: What a source says.
        as_of: Status date asked for.
        calendar: Working days over which planned amounts are spread.
    """
    grid = grid_of(amounts, as_of, calendar)
    everything = np.ones(len(amounts.accounts), dtype=bool)
    total = grid.at(grid.status, everything)
    discrete = grid.at(grid.status, ~grid.is_loe)
    pace = _pace(grid, total)
    months = months_of(grid, as_of)
    judged, best, errors = _past(grid, total, everything)
    estimates = _estimates(grid, total)
    typical = estimates["typical"].estimate if estimates else None
    return Report(
        as_of=as_of,
        status=to_date(grid.status),
        unit=amounts.unit,
        source=amounts.source,
        baseline=amounts.baseline,
        total=total,
        discrete=discrete,
        schedule_variance=grid.variance(~grid.is_loe),
        schedule_index=grid.index(~grid.is_loe),
        effort=grid.at(grid.status, grid.is_loe) if grid.is_loe.any() else None,
        known=known_of(grid),
        estimates=estimates,
        to_budget=to_complete(total, target=total.total) if total else None,
        to_estimate=to_complete(total, target=typical) if total and typical else None,
        pace=pace,
        judged=judged,
        nearest=best,
        errors=errors,
        months=months,
        accounts=accounts_of(grid),
        steps=amounts.steps,
        notes=amounts.notes,
        why=_reasons(amounts, total),
        basis=Basis(FORMULA, amounts.used, amounts.left_out, amounts.source),
    )


def _estimates(grid: Grid, total: EarnedValue | None) -> dict[Method, Completion]:
    """Return the family of EAC; empty where PV, EV or AC is unknown."""
    if total is None:
        return {}
    to_go = grid.amounts.to_go
    index = grid.index(~grid.is_loe)
    rest = None if to_go is None else to_go / CENTS
    return dict(completions(total, to_go=rest, schedule_index=index))


def _past(
    grid: Grid, total: EarnedValue | None, rows: np.ndarray
) -> tuple[pd.DataFrame, Method | None, pd.Series]:
    """Hold what each method said at past ends of month against what came since."""
    past = []
    if total is not None:
        first, status = to_date(grid.span.first), to_date(grid.status)
        for end in pd.date_range(first, status, freq="ME"):
            then = grid.at(ordinal(end.date()), rows)
            if then is not None and end.date() < status:
                past.append((end.date(), then))
    judged = judge(past, total or EarnedValue(0, 0, 0, 0))
    return judged, *nearest(judged)


def _pace(grid: Grid, total: EarnedValue | None) -> Pace | None:
    if grid.planned is None or grid.earned is None:
        return None
    rows = ~grid.is_loe
    found = pace_of(
        grid.planned[rows].sum(axis=0) / CENTS,
        earned=float(grid.earned[rows, grid.column(grid.status)].sum()) / CENTS,
        first=grid.span.first,
        status=grid.status,
        cost_index=total.cost_index if total else None,
    )
    if found is None or grid.amounts.tasks is None:
        return found
    planned, earned = grid.amounts.tasks
    return replace(found, adherence=found.followed(planned, earned, grid.span))


def _reasons(amounts: Amounts, total: EarnedValue | None) -> dict[str, str]:
    """Say of each figure that is None why it is."""
    why = dict(amounts.why)
    first = next(iter(why.values()), "")
    planned = why.get("planned") or why.get("earned", "")
    why |= dict.fromkeys(("cost_variance", "cost_index"), first)
    why |= dict.fromkeys(("schedule_variance", "schedule_index"), planned)
    if total is not None:
        if not total.actual:
            why["cost_index"] = "Nothing is spent yet."
        if not total.planned:
            why["schedule_index"] = "Nothing was planned by then."
    return {name: reason for name, reason in why.items() if reason}
