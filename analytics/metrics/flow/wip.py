"""Work in progress: items begun and not finished, and how old they are together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.calendar import DAY, days
from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import dates, day_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Flow

COLUMNS = ("arrivals", "departures", "wip", "total_age", "mean_age")
FORMULA = (
    "Items that entered {start} or a later column by the end of the day, less those "
    "first done by then. Their age is as-of day - start + 1."
)
NOT_BEGUN = "work on it had not begun by the as-of day"
NONE_BEGUN = "Work on no item had begun by the as-of day."
NO_WIP = "Nothing is in progress on the as-of day."


@dataclass(frozen=True, slots=True, eq=False)
class Wip:
    """Items in progress at the end of each day.

    Attributes:
        days: One row per day: arrivals, departures, wip, total_age (item-days),
            mean_age (days, NaN where nothing is in progress).
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    days: pd.DataFrame
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, float | None]:
        """What is in progress on the last day, and the mean over the days."""
        if self.days.empty:
            return dict.fromkeys(("wip", "mean_wip", "total_age_days", "mean_age_days"))
        last = self.days.iloc[-1]
        return {
            "wip": int(last["wip"]),
            "mean_wip": float(self.days["wip"].mean()),
            "total_age_days": int(last["total_age"]),
            "mean_age_days": float(last["mean_age"]) if last["wip"] else None,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The days as a plain table."""
        return self.days.rename_axis("day").reset_index()

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def wip(flow: Flow, *, as_of: date, since: date | None = None) -> Wip:
    """Count the items in progress at the end of each day.

        wip(d) = items begun by day d - items first done by day d

    in items: arrivals less departures, on every day. Total WIP age is the sum of the
    ages (day - start + 1) in item-days. Done never falls here, as in the cumulative
    flow: an item that was reopened is not in it, but in the list of ageing work.

    Source: Open Guide to Kanban, "WIP" and "total work item age".

    >>> begun, done = 12, 7
    >>> begun - done
    5

    Args:
        flow: Items and the days on which they reached each column.
        as_of: The last day.
        since: The first day shown; the counts are from the beginning.
    """
    formula = FORMULA.format(start=flow.workflow.start_name or "work")
    begun = flow.started <= day_number(as_of)
    basis = flow.basis(formula, begun, NOT_BEGUN)
    why = flow.why_none or ("" if flow.workflow.start_name else NO_START)
    if not begun.any():
        table = pd.DataFrame(columns=list(COLUMNS), dtype="float64")
        names = ("wip", "mean_wip", "total_age_days", "mean_age_days")
        return Wip(table, basis, dict.fromkeys(names, why or NONE_BEGUN))
    first = dates(flow.started[begun]).min().date()
    first = max(first, since) if since else first
    span = days(first, as_of + DAY)
    table = wip_days(
        flow.started, flow.finished, first=day_number(first), count=len(span)
    ).set_index(span)
    return Wip(table, basis, {"mean_age_days": NO_WIP})


def wip_days(started: Days, finished: Days, *, first: int, count: int) -> pd.DataFrame:
    """Return arrivals, departures, WIP and ages at the end of `count` days.

    >>> table = wip_days(np.array([1, 2]), np.array([3, 9]), first=1, count=3)
    >>> table["wip"].tolist(), table["total_age"].tolist()
    ([1, 2, 1], [1, 3, 2])
    """
    arrived, sum_arrived = _cumulated(started, started, first, count)
    left, sum_left = _cumulated(finished, started, first, count)
    held = arrived - left
    day = first + np.arange(count)
    total = held * (day + 1) - (sum_arrived - sum_left)
    mean = np.divide(total, held, out=np.full(count, np.nan), where=held > 0)
    return pd.DataFrame(
        {
            "arrivals": np.diff(arrived, prepend=_before(started, first)),
            "departures": np.diff(left, prepend=_before(finished, first)),
            "wip": held,
            "total_age": total,
            "mean_age": mean,
        }
    )


def _cumulated(at: Days, start: Days, first: int, count: int) -> tuple[Days, Days]:
    """Count items by day, and sum up the days on which they were begun."""
    known = at < first + count
    place = np.maximum(at[known] - first, 0)
    counts = np.bincount(place, minlength=count).cumsum()
    sums = np.bincount(place, weights=start[known], minlength=count).cumsum()
    return counts, sums.round().astype(np.int64)


def _before(at: Days, first: int) -> int:
    return int((at < first).sum())
