"""The tasks of a schedule as the passes of its network have to know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.plan.clock import STANDARD, around_the_clock, clocks
from analytics.metrics.plan.passes import Activity

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.plan.clock import Clock
    from analytics.metrics.plan.rows import Plan


def activities_of(
    plan: Plan, *, as_of: date, calendar: WorkingCalendar
) -> tuple[dict[str, Activity], pd.Timestamp]:
    """Return what the passes have to know of each task, and the start of the project.

    Constraints: must start (finish) on fixes the early and the late date; no earlier
    than moves the early ones, no later than and a deadline limit the late ones.

    What is left of a task that has begun is what the file says, else the share of its
    duration that is not complete. An elapsed duration counts all hours of the day.
    """
    rows = plan.work
    dated = [
        pd.Timestamp(moment)
        for name in ("start_at", "finish_at", "actual_start_at", "actual_finish_at")
        for moment in rows[name].dropna()
    ]
    today = pd.Timestamp(as_of)
    stated = plan.schedules["start_at"].min()
    first = [] if pd.isna(stated) else [pd.Timestamp(stated)]
    start = min([*first, *dated], default=today)
    last = max([today, *dated])
    found = clocks(
        plan.days, calendar, first=start, last=last, per_day=plan.hours_per_day
    )
    always = around_the_clock(found[STANDARD])
    activities = {
        str(row["key"]): _activity(row, _clock(row, found), always)
        for row in rows.to_dict("records")
    }
    return activities, start


def _clock(row: Mapping[Hashable, object], found: Mapping[str, Clock]) -> Clock:
    name = row["calendar_name"]
    return found.get(name if isinstance(name, str) else STANDARD, found[STANDARD])


def _activity(
    row: Mapping[Hashable, object], working: Clock, always: Clock
) -> Activity:
    clock = always if row["is_elapsed"] is True else working
    hours = _hours(row, clock)
    begun, ended = _moment(row["actual_start_at"]), _moment(row["actual_finish_at"])
    if row["is_manual"] is True and begun is None:
        begun = _moment(row["start_at"])
    kind, day = row["constraint_type"], _moment(row["constraint_at"])
    deadline = _moment(row["deadline_at"])
    ends = [one for one in (deadline, day if kind in {"fnlt", "mfo"} else None) if one]
    return Activity(
        hours=hours,
        clock=clock,
        lags=working,
        begun=begun if begun is not None else ended,
        ended=ended,
        left=_left(row, hours),
        earliest=day if kind in {"snet", "mso"} else None,
        earliest_end=day if kind in {"fnet", "mfo"} else None,
        latest=day if kind in {"snlt", "mso"} else None,
        latest_end=min(ends) if ends else None,
    )


def _hours(row: Mapping[Hashable, object], clock: Clock) -> float:
    stated = _number(row["duration_hours"])
    if stated is not None:
        return max(stated, 0.0)
    start, finish = _moment(row["start_at"]), _moment(row["finish_at"])
    if start is None or finish is None:
        return 0.0
    return max(clock.reading(finish) - clock.reading(start), 0.0)


def _left(row: Mapping[Hashable, object], hours: float) -> float | None:
    """Return the hours to go of a task that has begun, None of any other."""
    if _moment(row["actual_finish_at"]) is not None:
        return 0.0
    if _moment(row["actual_start_at"]) is None or not hours:
        return None  # a milestone is never under way
    stated, done = _number(row["remaining_duration_hours"]), row["complete_ratio"]
    left = hours * (1 - (_number(done) or 0.0)) if stated is None else stated
    return min(max(left, 0.0), hours)


def _number(value: object) -> float | None:
    return value if isinstance(value, float) and not np.isnan(value) else None


def _moment(value: object) -> pd.Timestamp | None:
    return value if isinstance(value, pd.Timestamp) else None
