"""Days, and the ranges made of them.

A range holds its start and stops before its end: `days(date(2024, 1, 1),
date(2024, 1, 15))` is fourteen days. Labels may show the last day, arithmetic may
not. Days are those of the project's time zone; nothing here reads the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.errors import RequestError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY = timedelta(days=1)
WEEK = range(7)


def days(start: date, end: date) -> pd.DatetimeIndex:
    """Return the days of [start, end) as naive midnights.

    >>> len(days(date(2024, 1, 1), date(2024, 1, 15)))
    14
    """
    count = max((end - start).days, 0)
    first = np.datetime64(start, "D")
    span = np.arange(first, first + count).astype("datetime64[us]")
    return pd.DatetimeIndex(span, name="day")


def elapsed_days_plus_one(start: date, end: date) -> int | None:
    """Count the calendar days something took, its first and its last day included.

    (end - start) + 1, so that what starts and ends on one day took one day. None
    where it ended before it started.

    >>> elapsed_days_plus_one(date(2025, 1, 1), date(2025, 1, 5))
    5
    """
    return (end - start).days + 1 if end >= start else None


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The days on which a project works.

    Attributes:
        weekend: Weekdays off, 0 being Monday.
        holidays: Single days off.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a calendar in which nobody ever works."""
        if not set(WEEK) - self.weekend:
            raise RequestError(
                "No weekday is a working day. Leave at least one in the calendar."
            )

    def is_working(self, day: date) -> bool:
        """Say whether people work on that day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def working(self, span: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Say for each day of `span` whether people work on it."""
        return np.is_busday(_days_of(span), busdaycal=self._numpy())

    def working_days(self, start: date, end: date) -> int:
        """Count the working days of [start, end).

        >>> WorkingCalendar().working_days(date(2024, 1, 1), date(2024, 1, 15))
        10
        """
        if end <= start:
            return 0
        first, stop = np.datetime64(start, "D"), np.datetime64(end, "D")
        return int(np.busday_count(first, stop, busdaycal=self._numpy()))

    def working_days_left(self, span: pd.DatetimeIndex, end: date) -> NDArray[np.int64]:
        """Count for each day of `span` the working days after it and before `end`."""
        after = _days_of(span) + np.timedelta64(1, "D")
        stop = np.datetime64(end, "D")
        left = np.busday_count(np.minimum(after, stop), stop, busdaycal=self._numpy())
        return np.asarray(left, dtype=np.int64)

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`.

        >>> WorkingCalendar().next_working_day(date(2024, 1, 5)).isoformat()
        '2024-01-08'
        """
        following = day + DAY
        while not self.is_working(following):
            following += DAY
        return following

    def working_days_after(self, day: date, count: int) -> tuple[date, ...]:
        """Return the next `count` working days after `day`.

        >>> after = WorkingCalendar().working_days_after(date(2024, 1, 5), 2)
        >>> [one.isoformat() for one in after]
        ['2024-01-08', '2024-01-09']
        """
        if not count:
            return ()
        first = np.datetime64(self.next_working_day(day), "D")
        found = np.busday_offset(first, np.arange(count), busdaycal=self._numpy())
        return tuple(found.tolist())

    def ideal_line(self, total: float, *, start: date, end: date) -> pd.Series | None:
        """Spread `total` evenly over the working days of [start, end).

        The value of a day is what should be left when that day is over: flat on days
        off, 0 at the end of the last working day. None where no day is a working day.

        >>> line = WorkingCalendar().ideal_line(
        ...     10, start=date(2024, 1, 4), end=date(2024, 1, 10)
        ... )
        >>> line.tolist()  # Thursday to Tuesday
        [7.5, 5.0, 5.0, 5.0, 2.5, 0.0]
        """
        count = self.working_days(start, end)
        if not count:
            return None
        span = days(start, end)
        left = self.working_days_left(span, end)
        return pd.Series(total * left / count, index=span, name="ideal")

    def _numpy(self) -> np.busdaycalendar:
        return np.busdaycalendar(
            weekmask=[weekday not in self.weekend for weekday in WEEK],
            holidays=sorted(self.holidays),
        )


def _days_of(span: pd.DatetimeIndex) -> NDArray[np.datetime64]:
    return np.asarray(span.to_numpy().astype("datetime64[D]"))
