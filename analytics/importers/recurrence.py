"""The days on which something recurs, as Microsoft Project's calendars say it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DAY = timedelta(days=1)
MOST = 10_000
"""Days of one recurrence; a daily one of twenty-seven years."""
LAST = 4
"""The position that means the last of the month."""
SUNDAY = 3
"""The item that is Sunday; 0 to 2 are any day, a weekday, a weekend day."""
SATURDAY = 6


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A pattern of days from `first` to `last`, both included.

    Attributes:
        kind: 1 daily, 2 yearly on a day, 3 yearly by position, 4 monthly on a day,
            5 monthly by position, 6 weekly, 7 every so many days.
        first: The first day it may fall on.
        last: The last one.
        period: Every so many days, weeks or months.
        weekdays: Sum of 1 (Sunday), 2 (Monday), 4 ... 64 (Saturday), for weekly.
        month: 1 is January, for yearly.
        day: Day of the month, for kinds 2 and 4; months without it are left out.
        position: 0 the first of the month ... 3 the fourth, 4 the last.
        item: What is counted: 0 days, 1 weekdays, 2 weekend days, 3 Sundays,
            4 Mondays ... 9 Saturdays.
        most: No more than so many, 0 for no such limit.
    """

    kind: int
    first: date
    last: date
    period: int = 1
    weekdays: int = 0
    month: int = 0
    day: int = 0
    position: int = 0
    item: int = 0
    most: int = 0

    def days(self) -> list[date]:
        """Return the days; at most `MOST`.

        >>> every_other_wednesday = Recurrence(
        ...     6, date(2026, 1, 1), date(2026, 1, 31), period=2, weekdays=8)
        >>> [day.day for day in every_other_wednesday.days()]
        [14, 28]
        >>> last_monday_of_may = Recurrence(
        ...     3, date(2026, 1, 1), date(2027, 12, 31), month=5, position=4, item=4)
        >>> [str(day) for day in last_monday_of_may.days()]
        ['2026-05-25', '2027-05-31']
        """
        if self.kind not in KINDS:
            return []
        found = KINDS[self.kind](self)
        limit = min(self.most, MOST) if self.most else MOST
        return list(islice((d for d in found if self.first <= d <= self.last), limit))

    def _daily(self) -> Iterator[date]:
        step = max(self.period, 1)
        for number in range(0, (self.last - self.first).days + 1, step):
            yield self.first + number * DAY

    def _weekly(self) -> Iterator[date]:
        sunday = self.first - (self.first.isoweekday() % 7) * DAY
        for number in range((self.last - sunday).days + 1):
            week, weekday = divmod(number, 7)
            if week % max(self.period, 1) == 0 and self.weekdays >> weekday & 1:
                yield sunday + number * DAY

    def _monthly(self) -> Iterator[date]:
        return self._in_months(max(self.period, 1), self.first.month)

    def _yearly(self) -> Iterator[date]:
        return self._in_months(12, self.month)

    def _in_months(self, step: int, month: int) -> Iterator[date]:
        """Yield a day of every month of the pattern."""
        end = self.last.year * 12 + self.last.month - 1
        for number in range(self.first.year * 12 + month - 1, end + 1, step):
            year, index = divmod(number, 12)
            found = self._in_month(year, index + 1)
            if found is not None:
                yield found

    def _in_month(self, year: int, month: int) -> date | None:
        length = calendar.monthrange(year, month)[1]
        if self.kind not in BY_POSITION:
            return date(year, month, self.day) if 1 <= self.day <= length else None
        days = [date(year, month, day) for day in range(1, length + 1)]
        fitting = [day for day in days if fits(day, self.item)]
        place = -1 if self.position >= LAST else self.position
        return fitting[place] if place < len(fitting) else None


def fits(day: date, item: int) -> bool:
    """Say whether a day is one of those that are counted."""
    is_weekend = day.isoweekday() >= SATURDAY
    if item >= SUNDAY:
        return day.isoweekday() % 7 == item - SUNDAY
    return (True, not is_weekend, is_weekend)[item]


BY_POSITION = frozenset((3, 5))
KINDS: dict[int, Callable[[Recurrence], Iterator[date]]] = {
    1: Recurrence._daily,  # noqa: SLF001 - of the class above
    2: Recurrence._yearly,  # noqa: SLF001
    3: Recurrence._yearly,  # noqa: SLF001
    4: Recurrence._monthly,  # noqa: SLF001
    5: Recurrence._monthly,  # noqa: SLF001
    6: Recurrence._weekly,  # noqa: SLF001
    7: Recurrence._daily,  # noqa: SLF001
}


def runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield stretches of consecutive days as [start, end).

    >>> [(a.day, b.day) for a, b in runs([date(2026, 1, d) for d in (1, 2, 5)])]
    [(1, 3), (5, 6)]
    """
    numbered = enumerate(days)
    for _, group in groupby(numbered, lambda pair: pair[1].toordinal() - pair[0]):
        stretch = [day for _, day in group]
        yield stretch[0], stretch[-1] + DAY
