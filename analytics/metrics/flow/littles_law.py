"""Little's law: whether its conditions hold, and what it then says of the past."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import day_number
from analytics.metrics.flow.durations import elapsed
from analytics.metrics.flow.wip import NONE_BEGUN, wip_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.items import Flow

EXACT = 1e-9
TOLERANCE = 0.1
"""Two averages are alike if they differ by at most so much of the larger one."""
FORMULA = (
    "Mean work in progress = mean throughput x mean cycle time, between {first} and "
    "{last}. An item is in progress on every day from its start to its finish, both "
    "counted, as in the cycle time."
)
OUTSIDE = "it was not in progress in the stretch of time looked at"
NONE_DONE = "No item was finished in the stretch of time looked at."
COLUMNS = ("condition", "passed", "first", "second", "said")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of Little's law, tested.

    Attributes:
        condition: What must hold, in words.
        passed: Whether it does; None where it cannot be told.
        first: The number on the left.
        second: The number that it is compared with.
        said: The numbers in a sentence.
    """

    condition: str
    passed: bool | None
    first: float | None
    second: float | None
    said: str


@dataclass(frozen=True, slots=True, eq=False)
class LittlesLaw:
    """The law on one stretch of the past.

    Attributes:
        first: First day.
        last: Last day.
        mean_wip: Mean items in progress per day.
        throughput: Mean items finished per day.
        cycle_time: Mean days of the items finished.
        conditions: The five conditions, each tested.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    first: date
    last: date
    mean_wip: float | None
    throughput: float | None
    cycle_time: float | None
    conditions: tuple[Condition, ...]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> float | None:
        """The cycle time that the law gives: mean WIP / mean throughput."""
        return average_time(self.mean_wip, self.throughput)

    @property
    def holds(self) -> bool | None:
        """Whether all conditions hold; None where one cannot be told."""
        known = [one.passed for one in self.conditions]
        if not known or None in known:
            return None
        return all(known)

    @property
    def figures(self) -> dict[str, float | bool | None]:
        """The three averages, what the law makes of two of them, and the verdict."""
        return {
            "mean_wip": self.mean_wip,
            "throughput_per_day": self.throughput,
            "mean_cycle_time_days": self.cycle_time,
            "expected_cycle_time_days": self.expected,
            "conditions": len(self.conditions),
            "conditions_passed": sum(one.passed is True for one in self.conditions),
            "holds": self.holds,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The conditions as a plain table."""
        values = [[getattr(one, name) for name in COLUMNS] for one in self.conditions]
        return pd.DataFrame(values, columns=list(COLUMNS))

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def littles_law(
    flow: Flow,
    *,
    as_of: date,
    since: date,
    tolerance: float = TOLERANCE,
) -> LittlesLaw:
    """Test the conditions of Little's law one by one, and compare its two sides.

        mean WIP = mean throughput x mean cycle time

    in items, items per day and days. It explains the past and is no forecast. It
    holds where (1) as much was begun as was finished, (2) all that was begun is
    finished in the end: nothing in progress was put back before the start, (3) there
    is as much in progress at the end as at the beginning, (4) its mean age is neither
    rising nor falling, (5) all three use the same units. Averages are alike if they
    differ by at most a tenth of the larger one; for counts one item is always within
    the tolerance. Where a condition fails, the horizontal gap in the cumulative flow
    is no cycle time. None where nothing was finished.

    Source: Vacanti, "Actionable Agile Metrics"; the whisky note of S. Gomez: 12
    bottles at half a bottle a month stay 24 months.

    >>> average_time(12, 0.5)
    24.0

    Args:
        flow: Items and the days on which they reached each column.
        as_of: The last day of the stretch.
        since: Its first day; it begins with the first item, if that came later.
        tolerance: How much two averages that are alike may differ, as a ratio.
    """
    why = flow.why_none or ("" if flow.workflow.start_name else NO_START)
    last = day_number(as_of)
    begun = flow.started[flow.started <= last]
    first = max(day_number(since), int(begun.min())) if len(begun) else last
    inside = (flow.started <= last) & (flow.finished >= first)
    opened = np.datetime64(first, "D").astype("datetime64[D]").item()
    basis = flow.basis(FORMULA.format(first=opened, last=as_of), inside, OUTSIDE)
    if why or not inside.any():
        return LittlesLaw(
            opened, as_of, None, None, None, (), basis, _why(why or NONE_BEGUN)
        )
    table = wip_days(flow.started, flow.finished, first=first, count=last - first + 1)
    ended = (flow.finished >= first) & (flow.finished <= last)
    took = elapsed(flow.started, flow.finished)[ended & inside]
    return LittlesLaw(
        opened,
        as_of,
        float((table["wip"] + table["departures"]).mean()),
        float(table["departures"].mean()) or None,
        float(took.mean()) if len(took) else None,
        _conditions(flow, table, as_of, tolerance),
        basis,
        {} if len(took) else _why(NONE_DONE),
    )


def average_time(wip: float | None, throughput: float | None) -> float | None:
    """Return WIP / throughput, None where nothing comes out.

    >>> average_time(12, None) is None
    True
    """
    return wip / throughput if wip is not None and throughput else None


def alike(first: float, second: float, tolerance: float, *, least: float = 0) -> bool:
    """Say whether two numbers differ by at most a share of the larger one.

    >>> alike(10, 9, 0.1), alike(10, 8, 0.1), alike(1, 2, 0.1, least=1)
    (True, False, True)
    """
    allowed = max(tolerance * max(abs(first), abs(second)), least)
    return abs(first - second) <= allowed + EXACT


def _why(reason: str) -> dict[str, str]:
    names = ("mean_wip", "throughput_per_day", "mean_cycle_time_days")
    return dict.fromkeys((*names, "expected_cycle_time_days", "holds"), reason)


def _conditions(
    flow: Flow, table: pd.DataFrame, as_of: date, tolerance: float
) -> tuple[Condition, ...]:
    opening = int(
        table["wip"].iloc[0] - table["arrivals"].iloc[0] + table["departures"].iloc[0]
    )
    return (
        _rates(table, tolerance),
        _finishes(flow, as_of),
        _same_wip(opening, int(table["wip"].iloc[-1]), tolerance),
        _same_age(table, tolerance),
        Condition(
            "All three use the same units",
            passed=True,
            first=None,
            second=None,
            said="Items and calendar days throughout; first and last day both count.",
        ),
    )


def _rates(table: pd.DataFrame, tolerance: float) -> Condition:
    came, left = int(table["arrivals"].sum()), int(table["departures"].sum())
    return Condition(
        "As much is begun as is finished",
        alike(came, left, tolerance, least=1),
        float(came),
        float(left),
        f"{came} items were begun and {left} were finished.",
    )


def _finishes(flow: Flow, as_of: date) -> Condition:
    day, standing = day_number(as_of), flow.standing(as_of)
    held = (flow.started <= day) & (flow.finished > day)
    place = flow.workflow.started or 0
    back = int((held & (standing.stage < place)).sum())
    return Condition(
        "All that is begun is finished",
        back == 0,
        float(back),
        0.0,
        f"{back} of {int(held.sum())} items in progress were put back to the queue.",
    )


def _same_wip(opening: int, closing: int, tolerance: float) -> Condition:
    return Condition(
        "As much is in progress at the end as at the beginning",
        alike(opening, closing, tolerance, least=1),
        float(opening),
        float(closing),
        f"{opening} items were in progress at the beginning, {closing} at the end.",
    )


def _same_age(table: pd.DataFrame, tolerance: float) -> Condition:
    half = len(table) // 2
    ages = [part["mean_age"].mean() for part in (table.iloc[:half], table.iloc[half:])]
    condition = "The mean age is neither rising nor falling"
    if any(np.isnan(age) for age in ages):
        said = "Nothing was in progress in one half of the time."
        return Condition(condition, None, None, None, said)
    early, late = (float(age) for age in ages)
    return Condition(
        condition,
        alike(early, late, tolerance, least=1),
        early,
        late,
        f"Work in progress was {early:.1f} days old on average in the first half, "
        f"{late:.1f} in the second.",
    )
