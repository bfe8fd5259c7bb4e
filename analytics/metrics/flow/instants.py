"""Elapsed time of items in seconds, from instants in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd
    from numpy.typing import NDArray

    from analytics.metrics.flow.day_numbers import Days
    from analytics.metrics.flow.items import Flow

    Seconds = NDArray[np.float64]

DAY_SECONDS = 86_400.0
MICRO = 1e6


def seconds(instants: pd.Series) -> Seconds:
    """Return instants as seconds since 1970, NaN for those that are missing.

    >>> import pandas as pd
    >>> seconds(pd.Series(pd.to_datetime(["1970-01-01 00:01", None]))).tolist()
    [60.0, nan]
    """
    found = instants.to_numpy(dtype="datetime64[us]")
    return np.where(np.isnat(found), np.nan, found.astype(np.int64) / MICRO)


def instant(at: datetime) -> float:
    """Return a naive instant in UTC as seconds since 1970."""
    return float(np.datetime64(at, "us").astype(np.int64) / MICRO)


def overlap_days(
    up: Seconds, down: Seconds, *, start: Seconds, end: Seconds
) -> Seconds:
    """Return for each span [up, down] how many days lie inside [start, end].

    >>> low, high = np.array([0.0]), np.array([86400.0])
    >>> overlap_days(low, high, start=np.array([43200.0]), end=high).tolist()
    [0.5]
    """
    inside = np.minimum(down, end) - np.maximum(up, start)
    days: Seconds = np.maximum(np.nan_to_num(inside), 0.0) / DAY_SECONDS
    return days


def work_seconds(flow: Flow, finish: Days, *, end: float) -> tuple[Seconds, Seconds]:
    """Return when work on each item began and when it ended, at `end` at the latest.

    Args:
        flow: Items and their visits.
        finish: Row of the visit with which each item was done, -1 for none.
        end: The end of the as-of day, in seconds.

    Returns:
        Both in seconds; NaN for items that had not begun by then.
    """
    at = np.append(seconds(flow.spans["at"]), np.nan)
    place = flow.workflow.started
    begun = flow.first_visit(flow.workflow.done if place is None else place)
    start = at[begun]
    start = np.where((start <= end) & (place is not None), start, np.nan)
    stop = np.fmin(at[finish], end)
    return start, np.where(np.isnan(start), np.nan, stop)
