"""Throughput and arrivals: how many items come in, begin and come out per period."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import NEVER, dates, day_number, day_numbers
from analytics.metrics.flow.items import NO_ITEMS
from analytics.metrics.flow.window import monday

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Flow, Mask

Period = Literal["week", "day"]
LENGTH = {"week": 7, "day": 1}
COLUMNS = ("start", "end", "created", "started", "finished", "is_partial")
FORMULA = (
    "Count of items first done in each {period}; a {period} with none counts as 0, "
    "and one that is not over is marked and not in the mean."
)
OUTSIDE = "it was not done in the stretch of time looked at"
NO_WHOLE = "No {period} is over yet."


@dataclass(frozen=True, slots=True, eq=False)
class Throughput:
    """Items per period.

    Attributes:
        period: week (Monday to Sunday) or day.
        periods: One row per period without a gap: start, end (its last day), created,
            started, finished, is_partial. started is NaN where nobody knows.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    period: Period
    periods: pd.DataFrame
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> pd.DataFrame:
        """The periods that are over and were begun on their first day."""
        return self.periods[~self.periods["is_partial"].astype("bool")]

    @property
    def figures(self) -> dict[str, float | None]:
        """Periods counted, means per period, and their difference."""
        whole = self.whole
        means = {
            f"{name}_per_{self.period}": _mean(whole[name])
            for name in ("finished", "created", "started")
        }
        zero = int((whole["finished"] == 0).sum()) if len(whole) else None
        return {f"{self.period}s": len(whole), **means, "without_any": zero}

    @property
    def rows(self) -> pd.DataFrame:
        """The periods as a plain table."""
        return self.periods

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def throughput(
    flow: Flow, *, as_of: date, since: date | None = None, period: Period = "week"
) -> Throughput:
    """Count the items finished per week.

        throughput = count of items first done in the week

    Items, not points and not hours. Weeks begin on Monday. A week in which nothing
    was finished counts as 0, leaving it out would promise a pace that the team does
    not have; the week that is not over on the as-of day, and the one in which the
    first item came, are marked and not in the mean. Beside it stand the items that
    came in (created) and that were begun. Reopened work is not counted twice. Items
    without a change log count on the day they were last resolved.

    Source: Open Guide to Kanban; jira-agile-metrics, throughput_test.py.

    >>> per_period(np.array([0, 1, 15]), first=0, count=3, length=7).tolist()
    [2, 0, 1]

    Args:
        flow: Items with and without a change log.
        as_of: The last day that counts.
        since: The first day that counts; without it all days.
        period: week or day.
    """
    length = LENGTH[period]
    created, ended = _all_days(flow)
    known = created[created <= day_number(as_of)]
    if not len(known):
        names = ("finished", "created", "started")
        why = {f"{one}_per_{period}": NO_ITEMS for one in names}
        nobody = np.zeros(len(flow.items), dtype=bool)
        basis = _basis(flow, period, nobody, np.zeros(len(flow.unlogged), dtype=bool))
        table = pd.DataFrame(columns=list(COLUMNS), dtype="object")
        return Throughput(period, table, basis, why | {"without_any": NO_ITEMS})
    born = dates(known).min().date()
    opened = max(since, born) if since else born
    first = day_number(monday(opened) if period == "week" else opened)
    last = day_number(as_of)
    count = (last - first) // length + 1
    edges = first + length * np.arange(count, dtype=np.int64)
    table = pd.DataFrame({"start": dates(edges), "end": dates(edges + length - 1)})
    for name, days in (("created", created), ("finished", ended)):
        table[name] = _counts(days, first, last, count, length)
    table["started"] = _started(flow, first, last, count, length)
    table["is_partial"] = (edges + length - 1 > last) | (edges < day_number(opened))
    logged = (flow.finished >= first) & (flow.finished <= last)
    ends = day_numbers(flow.unlogged["done_day"])
    basis = _basis(flow, period, logged, (ends >= first) & (ends <= last))
    return Throughput(period, table[list(COLUMNS)], basis, _why(flow, period))


def per_period(days: Days, *, first: int, count: int, length: int) -> Days:
    """Count days per period of `length` days, `count` of them from day `first` on."""
    place = (days - first) // length
    inside = (place >= 0) & (place < count)
    return np.bincount(place[inside], minlength=count).astype(np.int64)


def _all_days(flow: Flow) -> tuple[Days, Days]:
    rows = flow.unlogged
    created = np.append(flow.created, day_numbers(rows["created_day"]))
    return created, np.append(flow.finished, day_numbers(rows["done_day"]))


def _counts(days: Days, first: int, last: int, count: int, length: int) -> Days:
    known = days[(days <= last) & (days < NEVER)]
    return per_period(known, first=first, count=count, length=length)


def _started(
    flow: Flow, first: int, last: int, count: int, length: int
) -> Days | float:
    if flow.workflow.started is None or not len(flow.items):
        return float("nan")
    return _counts(flow.started, first, last, count, length)


def _mean(values: pd.Series) -> float | None:
    known = values.dropna()
    return float(known.mean()) if len(known) else None


def _why(flow: Flow, period: str) -> dict[str, str]:
    names = (*(f"{one}_per_{period}" for one in ("finished", "created")), "without_any")
    none = NO_WHOLE.format(period=period)
    begun = flow.why_none or none
    if flow.workflow.started is None and not flow.why_none:
        begun = NO_START
    return dict.fromkeys(names, none) | {f"started_per_{period}": begun}


def _basis(flow: Flow, period: str, logged: Mask, unlogged: Mask) -> Basis:
    return flow.basis(FORMULA.format(period=period), logged, OUTSIDE, unlogged=unlogged)
