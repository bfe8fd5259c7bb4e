"""Blocked time: how long items were flagged between their start and their end."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import NEVER, day_number
from analytics.metrics.flow.instants import (
    DAY_SECONDS,
    instant,
    overlap_days,
    seconds,
    work_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Flow, Mask

COLUMNS = ("issue_key", "summary", "times", "blocked_days", "is_blocked")
FORMULA = (
    "Sum of the times an item was flagged, between the start of work and the first "
    "finish; a flag that is still up runs to the end of the as-of day."
)
NOT_BEGUN = "work on it had not begun, or ended before the stretch of time looked at"
NONE_BEGUN = "Work on no item had begun."
NEVER_FLAGGED = "No item was flagged while work on it was going on."


@dataclass(frozen=True, slots=True, eq=False)
class Blocked:
    """Times in which items were flagged.

    Attributes:
        items: Items flagged in work, the longest first: issue_key, summary, times,
            blocked_days (elapsed days of 24 hours), is_blocked (now).
        elapsed_days: Elapsed time of all items looked at, flagged or not.
        basis: Rows used and left out.
        why: The reason for each figure that is None.
    """

    items: pd.DataFrame
    elapsed_days: float
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, float | None]:
        """Items flagged, days in all, and their share of the elapsed time."""
        known = self.elapsed_days > 0
        total = float(self.items["blocked_days"].sum())
        return {
            "items": len(self.items) if known else None,
            "blocked_now": int(self.items["is_blocked"].sum()) if known else None,
            "blocked_days": total if known else None,
            "share_of_elapsed": total / self.elapsed_days if known else None,
        }

    @property
    def rows(self) -> pd.DataFrame:
        """The items as a plain table."""
        return self.items

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return self.basis.rests_on


def blocked_time(
    flow: Flow,
    flags: pd.DataFrame,
    *,
    as_of: date,
    end: datetime,
    since: date | None = None,
) -> Blocked:
    """Measure how long items were flagged as blocked while they were in work.

        blocked = sum of (flag taken down - flag put up), inside start to finish

    in elapsed days of 24 hours. A flag before the start or after the first finish
    does not count; one that is still up runs to the end of the as-of day. It counts
    flags, so it is what people said, not what held them up.

    Source: jira-agile-metrics, "blocked days" between the committed and done columns.

    >>> up, down = np.array([0.0]), np.array([86400.0])
    >>> overlap_days(up, down, start=np.array([43200.0]), end=down).tolist()
    [0.5]

    Args:
        flow: Items and the days on which they reached each column.
        flags: fct_blocked_span: issue_key, version_id, flagged_at, source and
            unflagged_at.
        as_of: The last day that counts.
        end: The end of that day as an instant in UTC.
        since: Items done before this day are not looked at.
    """
    why = flow.why_none or ("" if flow.workflow.start_name else NO_START)
    first, now = day_number(since) if since else -NEVER, instant(end)
    inside = (flow.started <= day_number(as_of)) & (flow.finished >= first)
    start, stop = work_seconds(flow, flow.first_visit(flow.workflow.done), end=now)
    rows, item = _own(flow, flags, inside)
    up, down = (seconds(rows[name]) for name in ("flagged_at", "unflagged_at"))
    lasted = overlap_days(up, np.fmin(down, now), start=start[item], end=stop[item])
    spans = pd.DataFrame({"item": item, "blocked_days": lasted})
    spans["is_blocked"] = (up <= now) & ~(down <= now) & (stop[item] >= now)
    counted = lasted > 0
    names = ("items", "blocked_now", "blocked_days", "share_of_elapsed")
    return Blocked(
        _listed(flow, spans[counted]),
        float((stop - start)[inside].sum()) / DAY_SECONDS,
        _with_flags(flow.basis(FORMULA, inside, NOT_BEGUN), rows[counted]),
        dict.fromkeys(names, why or NONE_BEGUN),
    )


def _own(flow: Flow, flags: pd.DataFrame, inside: Mask) -> tuple[pd.DataFrame, Days]:
    """Return the flags of the items that count, with the rows of their items."""
    place = pd.Index(flow.items["issue_key"]).get_indexer(pd.Index(flags["issue_key"]))
    known = np.append(inside, False)[place]
    return flags[known], place[known].astype(np.int64)


def _listed(flow: Flow, spans: pd.DataFrame) -> pd.DataFrame:
    grouped = spans.groupby("item")
    table = grouped.agg(
        times=("item", "size"),
        blocked_days=("blocked_days", "sum"),
        is_blocked=("is_blocked", "any"),
    )
    shown = flow.items.iloc[table.index]
    for name in ("issue_key", "summary"):
        table[name] = shown[name].to_numpy()
    order = ["blocked_days", "issue_key"]
    table = table.sort_values(order, ascending=[False, True])
    return table[list(COLUMNS)].reset_index(drop=True)


def _with_flags(basis: Basis, rows: pd.DataFrame) -> Basis:
    """Add the flags to the rows used."""
    used = dict(basis.used)
    for table in ("issue", "issue_event"):
        own = rows.loc[rows["source"] == table, "version_id"].to_numpy()
        ids = np.concatenate([used.get(table, own[:0]), own])
        if len(ids):
            used[table] = np.unique(ids)
    return replace(basis, used=used)
