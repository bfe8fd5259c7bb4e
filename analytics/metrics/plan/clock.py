"""Working time as a clock that stands still when nobody works.

A calendar of a schedule tells from when to when people work. Where one tells hours
only, a day is taken to begin at 8:00 and, where it has more than four hours, to stop
for one hour at noon: what the tools assume when nothing else is set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analytics.metrics.plan.rows import is_true

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.evm.grid import Floats

OPENS, NOON, BREAK, MORNING = 8.0, 12.0, 1.0, 4.0
YEARS_AROUND = 366
LONGEST = 366 * 80
"""Days a clock can hold; a plan beyond them has a wrong date."""
STANDARD = ""
SAME = 1 / 60
"""Hours by which working times may differ from the hours stated for the day."""


Shifts: TypeAlias = "tuple[tuple[float, float], ...]"
"""The stretches of a day in which people work, in hours since midnight, in order."""


@dataclass(frozen=True)
class Clock:
    """Working hours of one calendar from a first day on.

    Attributes:
        origin: The first day, at midnight.
        hours: Hours worked on each day.
        before: Hours worked before each day, and at the end all.
        shifts: From when to when people work on each day.
    """

    origin: pd.Timestamp
    hours: Floats
    before: Floats
    shifts: Sequence[Shifts]

    @classmethod
    def of(
        cls, origin: pd.Timestamp, hours: Floats, shifts: Sequence[Shifts] | None = None
    ) -> Clock:
        """Make a clock from the hours of each day, worked at the usual times."""
        if shifts is None:
            usual = {amount: usual_shifts(float(amount)) for amount in set(hours)}
            shifts = [usual[amount] for amount in hours]
        return cls(origin, hours, np.concatenate([[0.0], np.cumsum(hours)]), shifts)

    def reading(self, moment: datetime) -> float:
        """Return the working hours from the first day to a moment.

        >>> clock = Clock.of(pd.Timestamp("2026-03-02"), np.array([8.0, 8.0]))
        >>> clock.reading(pd.Timestamp("2026-03-03 14:00"))
        13.0
        >>> spain = Clock.of(clock.origin, clock.hours, [((9, 14), (16, 19))] * 2)
        >>> spain.reading(pd.Timestamp("2026-03-03 14:00"))
        13.0
        >>> spain.reading(pd.Timestamp("2026-03-03 16:30"))
        13.5
        """
        gone = pd.Timestamp(moment) - self.origin
        day = min(max(gone.days, 0), len(self.hours) - 1)
        clock = (gone - timedelta(days=day)).total_seconds() / 3600
        worked = sum(
            min(max(clock - start, 0.0), end - start) for start, end in self.shifts[day]
        )
        return float(self.before[day] + worked)

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
        into = max(reading - float(self.before[day]), 0.0)
        hours = OPENS
        for start, end in self.shifts[day]:
            hours = min(start + into, end)
            into -= end - start
            if into < 0 or (into == 0 and side == "left"):
                break
        return self.origin + timedelta(days=day, seconds=round(hours * 3600))


def usual_shifts(hours: float) -> Shifts:
    """Return when people usually work so many hours of a day.

    >>> usual_shifts(8), usual_shifts(3), usual_shifts(24), usual_shifts(0)
    (((8.0, 12.0), (13.0, 17.0)), ((8.0, 11.0),), ((0.0, 24),), ())
    """
    if hours <= 0:
        return ()
    if hours > 24 - OPENS - BREAK:  # shifts around the clock
        return ((0.0, hours),)
    if hours <= MORNING:
        return ((OPENS, OPENS + hours),)
    return (OPENS, NOON), (NOON + BREAK, NOON + BREAK + hours - MORNING)


def shifts_of(times: object, hours: float) -> Shifts:
    """Read the working times of a rule; without any, or with others, the usual ones.

    >>> shifts_of("09:00-14:00 16:00-19:30", 8.5)
    ((9.0, 14.0), (16.0, 19.5))
    >>> shifts_of(None, 3)
    ((8.0, 11.0),)
    """
    found = []
    for text in times.split() if isinstance(times, str) else ():
        start, _, end = text.partition("-")
        found.append((_hour(start), _hour(end)))
    found.sort()
    told = sum(end - start for start, end in found)
    return tuple(found) if found and abs(told - hours) < SAME else usual_shifts(hours)


def _hour(text: str) -> float:
    hours, _, minutes = text.partition(":")
    return int(hours) + int(minutes) / 60


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
        clock = _ruled(rules, span, per_day)
        if clock.before[-1] <= 0:
            continue
        found[str(name)] = clock
        if is_true(rules["is_project_calendar"]).any():
            found[STANDARD] = clock
    return found


def around_the_clock(clock: Clock) -> Clock:
    """Return a clock of the same days that never stands still."""
    return Clock.of(clock.origin, np.full(len(clock.hours), 24.0))


def _ruled(rules: pd.DataFrame, span: pd.DatetimeIndex, per_day: float) -> Clock:
    """Return the clock of the rules of one calendar, days that differ coming last."""
    usual = rules["working_hours"].fillna(per_day)
    hours = usual.where(is_true(rules["is_working"]), 0.0)
    # Each day is given the number of its rule; 0 is a day that no rule is for.
    week = np.zeros(7, dtype="int64")
    weekly = rules["weekday"].notna().to_numpy()
    for number, day in enumerate(rules["weekday"], start=1):
        if weekly[number - 1]:
            week[int(day) - 1] = number
    rule = week[span.day_of_week]
    spans = zip(rules["starts_on"], rules["ends_before"], strict=True)
    for number, (start, end) in enumerate(spans, start=1):
        if weekly[number - 1] or pd.isna(start):
            continue
        stop = start + timedelta(days=1) if pd.isna(end) else end
        rule[(span >= start) & (span < stop)] = number
    amounts = np.concatenate([[0.0], hours.to_numpy("float64")])
    told = zip(rules["working_times"], hours, strict=True)
    shifts: list[Shifts] = [(), *(shifts_of(times, amount) for times, amount in told)]
    return Clock.of(span[0], amounts[rule], [shifts[number] for number in rule])
