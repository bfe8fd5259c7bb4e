"""Cycle time: how many days finished items took from start to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from analytics.metrics.flow.columns import NO_START
from analytics.metrics.flow.day_numbers import NEVER, day_number
from analytics.metrics.flow.durations import (
    NOT_FINISHED,
    Durations,
    elapsed,
    item_table,
    ordered,
    reasons,
)
from analytics.metrics.ranks import expectation

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Flow, Mask

Finish = Literal["first", "last"]
FORMULA = (
    "Days from the day an item entered {start} (or a later column) to the day it was "
    "{finish} done, both counted: end - start + 1."
)
PROMISE = 0.85


def cycle_time(
    flow: Flow,
    *,
    as_of: date,
    since: date | None = None,
    finish: Finish = "first",
) -> Durations:
    """Measure how many days finished items took from start to end.

        cycle time = end - start + 1

    in calendar days, at least 1: weekends, waiting and blocked days count. The start
    is the day of the first entry into the column in which work begins, or a later
    one; moving back does not start anew. The end is the day an item was first done,
    so that a day that is over never changes; how many were reopened since, and the
    expectation to their last finish, stand beside it. `p85` reads "85 % took so many
    days or less" (ceiling nearest rank); below 5 items there is none.

    Other tools print one day less (jira-agile-metrics), or half a day for what is
    done on the day it began. Source: 55 Degrees, "What is cycle time?": 1 to 5
    January are 5 days.

    >>> elapsed(np.array([1, 7]), np.array([5, 7])).tolist()
    [5, 1]

    Args:
        flow: Items and the days on which they reached each column.
        as_of: The last day that counts.
        since: Items done before this day are not looked at.
        finish: Whether the first or the last finish of a reopened item is its end.
    """
    start_name = flow.workflow.start_name
    ends = flow.finished if finish == "first" else last_finishes(flow, as_of)
    inside = _inside(flow, ends, as_of, since)
    items = item_table(flow.items, inside, flow.started, ends)
    items["finishes"] = flow.standing(as_of).finishes[inside]
    why = flow.why_none or ("" if start_name else NO_START)
    formula = FORMULA.format(start=start_name or "work", finish=finish)
    return Durations(
        "cycle time",
        ordered(items),
        start_name,
        flow.basis(formula, inside, NOT_FINISHED),
        reasons(len(items), why),
        _to_last(flow, as_of, since),
    )


def last_finishes(flow: Flow, as_of: date) -> Days:
    """Return the day each item was last done, NEVER for those not done on the day."""
    standing = flow.standing(as_of)
    entered = flow.spans["entered"].to_numpy(dtype=np.int64)
    days = np.append(entered, NEVER)[standing.last_finish]
    return np.where(standing.stage == flow.workflow.done, days, NEVER)


def _inside(flow: Flow, ends: Days, as_of: date, since: date | None) -> Mask:
    first = day_number(since) if since else -NEVER
    is_known = (ends >= first) & (ends <= day_number(as_of))
    return is_known & (flow.started < NEVER)


def _to_last(flow: Flow, as_of: date, since: date | None) -> float | None:
    ends = last_finishes(flow, as_of)
    inside = _inside(flow, ends, as_of, since)
    return expectation(elapsed(flow.started, ends)[inside].tolist(), PROMISE)
