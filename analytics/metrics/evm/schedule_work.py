"""The tasks of a schedule that earn value, and how much each has earned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.evm.amounts import CENTS
from analytics.metrics.evm.grid import ordinal, ordinals
from analytics.metrics.evm.techniques import all_at_end, half_and_half
from analytics.metrics.money import joined

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints
    from analytics.metrics.evm.techniques import Technique

HOURS = "hours"
COLUMNS = {
    True: ("baseline_work", "actual_work_hours", "remaining_work_hours"),
    False: ("baseline_cost", "actual_cost_amount", "remaining_cost_amount"),
}
"""Baseline, actual and remaining amount, in hours or in money."""


class Reading(NamedTuple):
    """How a schedule is read.

    Attributes:
        technique: How progress becomes earned value.
        baseline: Number of the baseline; 0 is the current one.
        level_of_effort: Accounts whose work only accompanies the rest.
    """

    technique: Technique = "percent"
    baseline: int = 0
    level_of_effort: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Work:
    """Leaf tasks with a baseline; arrays hold one value for each."""

    rows: pd.DataFrame
    names: tuple[str, ...]
    account: Ints
    budget: Floats
    unit: str
    known: date
    is_loe: np.ndarray

    @property
    def ids(self) -> np.ndarray:
        """Version ids of the tasks."""
        return self.rows["version_id"].to_numpy()

    @property
    def totals(self) -> Floats:
        """The budget of each account."""
        size = len(self.names)
        return np.bincount(self.account, self.budget, size).astype("float64")

    @property
    def is_hours(self) -> bool:
        """Whether the plan holds hours of work and no cost."""
        return self.unit == HOURS


def unit_of(rows: pd.DataFrame, currency: str) -> str | None:
    """Return what the baseline is measured in; None where it holds nothing."""
    if rows["baseline_cost"].gt(0).any():
        return currency
    return HOURS if rows["baseline_work"].gt(0).any() else None


def choose(
    rows: pd.DataFrame, unit: str, known: date, reading: Reading
) -> tuple[Work, pd.DataFrame]:
    """Choose the tasks that count, and list the others with the reason."""
    budget = rows[COLUMNS[unit == HOURS][0]]
    dates = rows["baseline_from"].notna() & rows["baseline_to"].notna()
    share = _percent(rows)
    reasons = (
        (budget.isna() | budget.eq(0), "no baseline amount"),
        (budget.lt(0), "the baseline amount is negative"),
        (~dates, "a baseline amount without baseline dates"),
        (
            rows["baseline_to"] < rows["baseline_from"],
            "the baseline ends before it begins",
        ),
        (share.lt(0) | share.gt(1), "percent complete is outside 0 to 100"),
    )
    rest = pd.Series(data=True, index=rows.index)
    parts = []
    for mask, why in reasons:
        parts.append(left_out("task", rows[rest & mask], "name", why))
        rest &= ~mask
    used = rows[rest]
    names = tuple(dict.fromkeys(used["account"]))
    place = {name: number for number, name in enumerate(names)}
    account = np.array([place[name] for name in used["account"]], dtype="int64")
    cents = np.round(budget[rest].to_numpy("float64") * CENTS)
    is_loe = used["account"].isin(reading.level_of_effort).to_numpy("bool")
    work = Work(used, names, account, cents, unit, known, is_loe)
    return work, joined([nothing_left_out(), *parts])


def earned_share(rows: pd.DataFrame, technique: Technique) -> Floats:
    """Return the earned share of each task, 0 to 1.

    A task with an actual finish is finished, whatever its percent complete says.
    """
    finished = rows["is_done"].to_numpy("bool")
    begun = rows["actual_start_at"].notna().to_numpy() | finished
    if technique == "0/100":
        return all_at_end(finished)
    if technique == "50/50":
        return half_and_half(begun, finished)
    return np.where(finished, 1.0, _percent(rows).fillna(0.0).to_numpy("float64"))


def _percent(rows: pd.DataFrame) -> pd.Series:
    stated = rows["complete_ratio"].fillna(rows["work_complete_ratio"])
    is_physical = rows["earned_value_method"].eq("physical")
    physical = rows["physical_complete_ratio"]
    return stated.mask(is_physical & physical.notna(), physical)


def begun(work: Work) -> Ints:
    """Return the day on which each task began: actual, else planned, else known."""
    rows, today = work.rows, pd.Timestamp(work.known)
    start = rows["actual_start_at"].fillna(rows["start_at"]).fillna(today)
    return np.minimum(ordinals(start), ended(work))


def ended(work: Work) -> Ints:
    """Return the day up to which each task has progressed."""
    rows, today = work.rows, pd.Timestamp(work.known)
    planned_end = rows["finish_at"].where(rows["is_done"])
    end = rows["actual_finish_at"].fillna(planned_end).fillna(today)
    return np.minimum(ordinals(end), ordinal(work.known))
