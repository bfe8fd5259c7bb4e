"""Lead time: how many days finished items took since they were created."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import left_out
from analytics.metrics.flow.day_numbers import NEVER, day_number, day_numbers
from analytics.metrics.flow.durations import (
    NOT_FINISHED,
    Durations,
    item_table,
    ordered,
    reasons,
)
from analytics.metrics.flow.items import NO_ITEMS

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.flow.items import Flow, Mask

FORMULA = (
    "Days from the day an item was created to the day it was done, both counted: "
    "end - start + 1. Created stands in for the day somebody asked."
)
BEFORE = "it was resolved before it was created"
FIRST = "The lead time is to the first finish; see the cycle time."


def lead_time(flow: Flow, *, as_of: date, since: date | None = None) -> Durations:
    """Measure how many days finished items took since they were created.

        lead time = day done - day created + 1

    in calendar days. Created stands in for the day somebody asked. It is the one
    duration that can be told without a change log: then it runs to the day on which
    an item was last resolved, and anything reopened has lost its first such day.
    Items resolved before they were created are left out and listed.

    Source: Open Guide to Kanban, "customer lead time".

    >>> import numpy as np
    >>> from analytics.metrics.flow.durations import elapsed
    >>> elapsed(np.array([10]), np.array([12])).tolist()
    [3]

    Args:
        flow: Items with and without a change log.
        as_of: The last day that counts.
        since: Items done before this day are not looked at.
    """
    first, last = day_number(since) if since else -NEVER, day_number(as_of)
    inside = (flow.finished >= first) & (flow.finished <= last)
    logged = item_table(flow.items, inside, flow.created, flow.finished)
    logged["finishes"] = flow.standing(as_of).finishes[inside]
    start = day_numbers(flow.unlogged["created_day"])
    end = day_numbers(flow.unlogged["done_day"])
    resolved = (end >= first) & (end <= last) & (start < NEVER)
    right = resolved & (end >= start)
    plain = item_table(flow.unlogged, right, start, end).assign(finishes=1)
    items = pd.concat([part for part in (logged, plain) if len(part)] or [logged])
    why = "" if len(flow.items) + len(flow.unlogged) else NO_ITEMS
    basis = flow.basis(FORMULA, inside, NOT_FINISHED, unlogged=right)
    return Durations(
        "lead time",
        ordered(items),
        "created",
        _with_reason(basis, flow, resolved & ~right),
        reasons(len(items), why) | {"p85_days_to_last_finish": FIRST},
    )


def _with_reason(basis: Basis, flow: Flow, wrong: Mask) -> Basis:
    """Say of rows with a negative duration that this is why they are left out."""
    if not wrong.any():
        return basis
    rows = left_out("issue", flow.unlogged[wrong], "issue_key", BEFORE)
    others = basis.left_out[~basis.left_out["subject"].isin(rows["subject"])]
    return replace(basis, left_out=pd.concat([rows, others], ignore_index=True))
