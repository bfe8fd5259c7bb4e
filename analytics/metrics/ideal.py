"""The ideal lines of a burn-down: how much should be left when a day is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.scope import Floats, Frame


def no_ideal(frame: Frame, calendar: WorkingCalendar) -> str:
    """Return why the frame has no ideal line, or an empty text."""
    if frame.end is None and frame.kind != "sprint":
        return "It has no planned end."
    if frame.end is None:
        return "It has no planned end. Type it in the project settings."
    if frame.start and not calendar.working_days(frame.start, frame.end):
        return "There is no working day between its start and its planned end."
    return ""


def ideal_lines(
    ledgers: Mapping[str, Floats],
    *,
    span: pd.DatetimeIndex,
    end: date | None,
    calendar: WorkingCalendar,
) -> tuple[Floats, Floats]:
    """Return the frozen and the current ideal line, both 0 from the planned end on.

    The frozen line spreads the opening total over the working days of the frame:

        ideal(d) = initial x working days left after d / working days of the frame

    The current line takes the scope as it is at the end of each day, initial + added
    - removed + re_estimated so far, so it steps on the day of a change and never
    before it. Both are NaN without an end or without a working day.

    Args:
        ledgers: Per day initial, added, removed and re_estimated.
        span: The days.
        end: Planned end of the frame.
        calendar: The working days of the project.
    """
    count = calendar.working_days(span[0].date(), end) if end else 0
    if end is None or not count:
        nothing = np.full(len(span), np.nan)
        return nothing, nothing
    share = calendar.working_days_left(span, end) / count
    change = ledgers["initial"] + ledgers["added"] - ledgers["removed"]
    scope = np.cumsum(change + ledgers["re_estimated"])
    return ledgers["initial"][0] * share, scope * share
