"""Time in state and flow efficiency: where the time of finished items went."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.cycle_time import last_finishes
from analytics.metrics.flow.day_numbers import NEVER, day_number
from analytics.metrics.flow.durations import NONE_FINISHED, NOT_FINISHED
from analytics.metrics.flow.instants import (
    instant,
    overlap_days,
    seconds,
    work_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    import pandas as pd

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.items import Flow

COLUMNS = (
    *("status", "column", "is_active", "visits", "items", "days"),
    *("mean_days", "share"),
)
FORMULA = (
    "Time of finished items in {active}, divided by their whole time from the start "
    "of work to the last finish; both are summed over the items first. It is an upper "
    "bound: work waits inside these statuses too."
)


@dataclass(frozen=True, slots=True, eq=False)
class TimeInState:
    """Where the time of finished items went.

    Attributes:
        statuses: One row per status, the longest first: status, column, is_active,
            visits, items, days (elapsed, all visits summed), mean_days (per finished
            item), share of the whole time.
        items: One row per finished item: issue_key, active_days, days, efficiency.
        active: Statuses that count as work.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    statuses: pd.DataFrame
    items: pd.DataFrame
    active: tuple[str, ...]
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def efficiency(self) -> float | None:
        """Active time / whole time, summed first; None where no time has passed."""
        whole = float(self.items["days"].sum())
        if not whole or not self.active:
            return None
        return float(self.items["active_days"].sum()) / whole

    @property
    def figures(self) -> dict[str, float | str | None]:
        """Upper bound of the efficiency and what it is made of."""
        known = len(self.items) > 0
        return {
            "items": len(self.items),
            "active": ", ".join(self.active) or None,
            "active_days": float(self.items["active_days"].sum()) if known else None,
            "elapsed_days": float(self.items["days"].sum()) if known else None,
            "efficiency_at_most": self.efficiency,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The statuses as a plain table."""
        return self.statuses

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def time_in_state(
    flow: Flow, *, as_of: date, end: datetime, since: date | None = None
) -> TimeInState:
    """Measure how long finished items were in each status, all visits summed.

        days(status) = sum over visits of (left - entered), from start to last finish

    in elapsed days of 24 hours, of items that are done on the as-of day and were
    last done in the stretch of time looked at. A status that is visited three times
    is summed; an item that was reopened was waiting while it was done. This is not
    the age at which items left a column, which the pace bands show: one counts every
    visit, the other the first.

    Source: Kanalyzer, graphDataParserSpec.js.

    >>> visits = [2.5, 4.0, 1.5]
    >>> sum(visits)
    8.0

    Args:
        flow: Items and their visits.
        as_of: The last day that counts.
        end: The end of that day as an instant in UTC.
        since: Items last done before this day are not looked at.
    """
    return _measure(flow, as_of=as_of, end=end, since=since)


def flow_efficiency(
    flow: Flow, *, as_of: date, end: datetime, since: date | None = None
) -> TimeInState:
    """Measure which share of their time finished items were in a status of work.

        flow efficiency <= sum of active time / sum of time from start to last finish

    as a ratio, both summed over the items before dividing: never the mean of ratios.
    Active are the statuses chosen; unless chosen, those of the category `doing` whose
    names do not say that work waits there (waiting, review, ready, blocked, on hold,
    queue, approval and the like). It is an upper bound, because work waits inside "In
    Progress" too. None where nothing is finished: unfinished work has no efficiency.

    Source: 3cs.ch, "Measuring flow efficiency": 1 day of work in 10 is 10 %.

    >>> 1 / 10
    0.1

    Args:
        flow: Items and their visits.
        as_of: The last day that counts.
        end: The end of that day as an instant in UTC.
        since: Items last done before this day are not looked at.
    """
    return _measure(flow, as_of=as_of, end=end, since=since)


def _measure(
    flow: Flow, *, as_of: date, end: datetime, since: date | None
) -> TimeInState:
    first, now = day_number(since) if since else -NEVER, instant(end)
    ends = last_finishes(flow, as_of)
    inside = (ends >= first) & (ends <= day_number(as_of)) & (flow.started < NEVER)
    start, stop = work_seconds(flow, flow.standing(as_of).last_finish, end=now)
    visits = _visits(flow, inside, start, stop)
    items = _items(flow, inside, visits)
    why = flow.why_none or ("" if flow.workflow.start_name else NO_START)
    none = why or NONE_FINISHED
    names = ("active_days", "elapsed_days", "efficiency_at_most")
    active = ", ".join(flow.workflow.active) or "a status of work"
    return TimeInState(
        _statuses(flow, visits, len(items)),
        items,
        flow.workflow.active,
        flow.basis(FORMULA.format(active=active), inside, NOT_FINISHED),
        dict.fromkeys(names, none) | {"active": "No status counts as work."},
    )


def _visits(
    flow: Flow, inside: np.ndarray, start: np.ndarray, stop: np.ndarray
) -> pd.DataFrame:
    """Return the parts of visits that lie between start and finish."""
    rows = flow.spans[inside[flow.spans["item"].to_numpy(dtype=np.int64)]]
    item = rows["item"].to_numpy(dtype=np.int64)
    until = seconds(rows["until"])
    until = np.where(np.isnan(until), np.inf, until)
    lasted = overlap_days(seconds(rows["at"]), until, start=start[item], end=stop[item])
    table = rows[["item", "status", "stage"]].assign(days=lasted)
    table["is_active"] = table["status"].isin(flow.workflow.active)
    known: pd.DataFrame = table[lasted > 0]
    return known


def _items(flow: Flow, inside: np.ndarray, visits: pd.DataFrame) -> pd.DataFrame:
    table = flow.items.loc[inside, ["issue_key"]].copy()
    whole = visits.groupby("item")["days"].sum()
    active = visits[visits["is_active"]].groupby("item")["days"].sum()
    for name, sums in (("active_days", active), ("days", whole)):
        table[name] = sums.reindex(table.index).fillna(0.0)
    known = table["days"] > 0
    table["efficiency"] = (table["active_days"] / table["days"]).where(known)
    return table.reset_index(drop=True)


def _statuses(flow: Flow, visits: pd.DataFrame, count: int) -> pd.DataFrame:
    table = visits.groupby(["status", "stage", "is_active"], as_index=False).agg(
        visits=("item", "size"), items=("item", "nunique"), days=("days", "sum")
    )
    table["column"] = [flow.workflow.columns[stage] for stage in table["stage"]]
    table["mean_days"] = table["days"] / max(count, 1)
    table["share"] = table["days"] / table["days"].sum()
    table = table.sort_values(["days", "status"], ascending=[False, True])
    return table[list(COLUMNS)].reset_index(drop=True)
