"""Working time as a clock that stands still when nobody works.

The canonical calendar tells hours per day, not from when to when. A day is taken to
begin at 8:00 and, where it has more than four hours, to stop for one hour at noon:
what the tools assume when nothing else is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.plan.rows import is_true

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.evm.grid import Floats

OPENS, NOON, BREAK, MORNING = 8.0, 12.0, 1.0, 4.0
YEARS_AROUND = 366
LONGEST = 366 * 80
"""Days a clock can hold; a plan beyond them has a wrong date."""
STANDARD = ""


@dataclass(frozen=True)
class Clock:
    """Working hours of one calendar from a first day on.

    Attributes:
        origin: The first day, at midnight.
        hours: Hours worked on each day.
        before: Hours worked before each day, and at the end all.
    """

    origin: pd.Timestamp
    hours: Floats
    before: Floats

    @classmethod
    def of(cls, origin: pd.Timestamp, hours: Floats) -> Clock:
        """Make a clock from the hours of each day."""
        return cls(origin, hours, np.concatenate([[0.0], np.cumsum(hours)]))

    def reading(self, moment: datetime) -> float:
        """Return the working hours from the first day to a moment.

        >>> clock = Clock.of(pd.Timestamp("2026-03-02"), np.array([8.0, 8.0]))
        >>> clock.reading(pd.Timestamp("2026-03-03 14:00"))
        13.0
        """
        gone = pd.Timestamp(moment) - self.origin
        day = min(max(gone.days, 0), len(self.hours) - 1)
        clock = (gone - timedelta(days=day)).total_seconds() / 3600
        return float(self.before[day] + _worked(clock, self.hours[day]))

    def starts(self, reading: float) -> pd.Timestamp:
        """Return the moment at which work goes on after so many hours."""
        return self._moment(reading, "right")

    def ends(self, reading: float) -> pd.Timestamp:
        """Return the moment at which so many hours are over.

        >>> clock = Clock.of(pd.Timestamp("2026-03-02"), np.array([8.0, 8.0]))
        >>> str(clock.ends(8.0)), str(clock.starts(8.0))
        ('2026-03-02 17:00:00', '2026-03-03 08:00:00')
        """
        return self._moment(reading, "left")

    def _moment(self, reading: float, side: str) -> pd.Timestamp:
        place = np.searchsorted(self.before, reading, side=side) - 1  # type: ignore[call-overload]
        day = int(min(max(place, 0), len(self.hours) - 1))
        into = min(max(reading - float(self.before[day]), 0.0), float(self.hours[day]))
        pause = BREAK if self.hours[day] > MORNING and into > MORNING else 0.0
        if side == "right" and self.hours[day] > MORNING and into == MORNING:
            pause = BREAK
        opens = 0.0 if self.hours[day] > 24 - OPENS - BREAK else OPENS
        hours = opens + into + (pause if opens else 0.0)
        return self.origin + timedelta(days=day, seconds=round(hours * 3600))


def _worked(clock: float, hours: float) -> float:
    """Return the hours worked by a time of day."""
    if hours > 24 - OPENS - BREAK:  # shifts around the clock
        return min(max(clock, 0.0), hours)
    gone = clock - OPENS
    if hours > MORNING:
        gone -= min(max(clock - NOON, 0.0), BREAK)
    return min(max(gone, 0.0), hours)


def clocks(
    days: pd.DataFrame,
    calendar: WorkingCalendar,
    *,
    first: pd.Timestamp,
    last: pd.Timestamp,
    per_day: float,
) -> Mapping[str, Clock]:
    """Return the clock of each calendar by name, and of the project as `STANDARD`.

    Where no calendar was loaded for the project, its own working days count with
    `per_day` hours. The days around are kept, so that dates may move.

    Args:
        days: Table calendar_day.
        calendar: The project's working days.
        first: The earliest moment of the plan.
        last: The latest.
        per_day: Hours of a day that says none.
    """
    origin = pd.Timestamp(first).normalize() - timedelta(days=YEARS_AROUND)
    length = min((last - origin).days + 10 * YEARS_AROUND, LONGEST)
    span = pd.date_range(origin, periods=length, freq="D", unit="us")
    plain = np.where(calendar.working(span), per_day, 0.0)
    found = {STANDARD: Clock.of(origin, plain)}
    for_all = days[days["person"].isna() & days["calendar_name"].notna()]
    for name, rules in for_all.groupby("calendar_name"):
        if not rules["weekday"].notna().any():
            continue
        clock = Clock.of(origin, _hours(rules, span, per_day))
        if clock.before[-1] <= 0:
            continue
        found[str(name)] = clock
        if is_true(rules["is_project_calendar"]).any():
            found[STANDARD] = clock
    return found


def _hours(rules: pd.DataFrame, span: pd.DatetimeIndex, per_day: float) -> Floats:
    usual = rules["working_hours"].fillna(per_day)
    hours = usual.where(is_true(rules["is_working"]), 0.0)
    week = np.zeros(7)
    weekly = rules["weekday"].notna()
    for day, amount in zip(rules.loc[weekly, "weekday"], hours[weekly], strict=True):
        week[int(day) - 1] = amount
    found = week[span.day_of_week]
    differ = rules[~weekly & rules["starts_on"].notna()]
    for start, end, amount in zip(
        differ["starts_on"], differ["ends_before"], hours[differ.index], strict=True
    ):
        stop = start + timedelta(days=1) if pd.isna(end) else end
        found[(span >= start) & (span < stop)] = amount
    return np.asarray(found, dtype="float64")
