"""Turns the calendars of Microsoft Project's XML into rules of working days.

A base calendar has a rule per weekday and days that differ. A calendar of a resource
has its own days and follows its base calendar in the rest; its rules are given in
full, and one that differs nowhere is replaced by its base.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.importers.mspdi_cells import Cells
from analytics.importers.recurrence import DAY, KINDS, MOST, Recurrence, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analytics.errors import Problem
    from analytics.importers.xml_document import Element

Row = dict[str, Any]
EXCEPTION = 0
"""The type of a weekday that is no weekday but days that differ (until 2007)."""
NESTED = 10
"""Calendars on calendars; Project itself knows two."""
MINUTES = 60
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
"""Days beyond are taken as these: they mean "ever"."""


@dataclass(slots=True)
class _Calendar:
    uid: str
    name: str | None
    base: str | None
    weekdays: dict[int, Row]
    differing: list[Row] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether it has no rule of its own."""
        return not self.weekdays and not self.differing


class Calendars:
    """The calendars of one file."""

    def __init__(self, elements: Iterable[Element], problems: list[Problem]) -> None:
        """Read the calendars; those without a UID cannot be named by anything."""
        self.problems = problems
        self.by_uid: dict[str, _Calendar] = {}
        for element in elements:
            cells = Cells.of(element, problems)
            uid = cells.text("UID")
            if uid is None:
                cells.refuse("UID", "a calendar without a UID is left out")
                continue
            self.by_uid[uid] = self._read(element, cells, uid)
        self.names = {
            uid: name
            for uid, one in self.by_uid.items()
            if (name := self._effective(one).name)
        }
        """Name of the calendar that rules, by UID."""

    def _read(self, element: Element, cells: Cells, uid: str) -> _Calendar:
        base = cells.identity("BaseCalendarUID")
        one = _Calendar(uid, cells.text("Name"), None if base == uid else base, {})
        differing = [*element.inside("Exceptions", "Exception")]
        for weekday in element.inside("WeekDays", "WeekDay"):
            kind = Cells.of(weekday, self.problems).whole("DayType")
            if kind != EXCEPTION:
                one.weekdays |= self._weekday(weekday, kind)
            elif not differing:  # later versions write them in both places
                one.differing += self._differing(weekday)
        for exception in differing:
            one.differing += self._differing(exception)
        for week in element.inside("WorkWeeks", "WorkWeek"):
            one.differing += self._work_week(week)
        return one

    def _weekday(self, element: Element, kind: int | None) -> dict[int, Row]:
        """Return the rule of a weekday; 1 is Sunday in the file, Monday here."""
        if kind is None or not 1 <= kind <= 7:  # noqa: PLR2004 - days of a week
            return {}
        return {(kind - 2) % 7 + 1: self._work(element)}

    def _work(self, element: Element) -> Row:
        cells = Cells.of(element, self.problems)
        times = [
            self._stretch(time)
            for time in element.inside("WorkingTimes", "WorkingTime")
        ]
        known = sorted(stretch for stretch in times if stretch is not None)
        is_working = cells.flag("DayWorking")
        if is_working is None:
            is_working = bool(known)
        is_told = is_working and bool(known)
        hours = sum(end - start for start, end in known) / MINUTES
        return {
            "is_working": is_working,
            "working_hours": 0.0 if not is_working else hours if is_told else None,
            "working_times": " ".join(map(_written, known)) if is_told else None,
            "name": cells.text("Name"),
            "line": element.line,
        }

    def _stretch(self, element: Element) -> tuple[int, int] | None:
        """Return one stretch in minutes; 00:00 at its end is midnight."""
        cells = Cells.of(element, self.problems)
        start, end = _minutes(cells, "FromTime"), _minutes(cells, "ToTime")
        if start is None or end is None:
            return None
        return start, end or 24 * MINUTES

    def _differing(self, element: Element) -> list[Row]:
        """Return the rows of days that differ, one per unbroken stretch."""
        span = self._span(element)
        if span is None:
            return []
        work = self._work(element)
        cells = Cells.of(element, self.problems)
        kind, period = cells.whole("Type"), cells.whole("Period") or 1
        # A daily exception without a gap is a plain stretch of days.
        if kind is None or kind not in KINDS or (kind in (1, 7) and period == 1):
            return [work | _days(span[0], span[1] + DAY)]
        days = _recurrence(cells, kind, span).days()
        if len(days) == MOST:
            cells.refuse("Exception", f"only its first {MOST:,} days are read")
        return [work | _days(start, end) for start, end in runs(days)]

    def _work_week(self, element: Element) -> list[Row]:
        """Return the rows of weeks with hours of their own."""
        span = self._span(element)
        if span is None:
            return []
        rules: dict[int, Row] = {}
        for one in element.inside("WeekDays", "WeekDay"):
            kind = Cells.of(one, self.problems).whole("DayType")
            rules |= self._weekday(one, kind)
        name = Cells.of(element, self.problems).text("Name")
        rows: list[Row] = []
        for weekday, work in rules.items():
            bits = 1 << weekday % 7
            days = Recurrence(6, *span, weekdays=bits).days()
            rows += [
                work | {"name": name} | _days(start, end) for start, end in runs(days)
            ]
        return rows

    def _span(self, element: Element) -> tuple[date, date] | None:
        """Return the first and the last day of a period, both included."""
        period = element.first("TimePeriod")
        if period is None:
            return None
        cells = Cells.of(period, self.problems)
        first, last = cells.instant("FromDate"), cells.instant("ToDate")
        if first is None or last is None:
            return None
        start = max(date.fromisoformat(first[:10]), EARLIEST)
        end = min(date.fromisoformat(last[:10]), LATEST)
        return (start, end) if start <= end else None

    def _effective(self, one: _Calendar) -> _Calendar:
        """Return the calendar that rules: the base of one without own rules."""
        for _ in range(NESTED):
            if not one.is_plain or one.base not in self.by_uid:
                break
            one = self.by_uid[one.base]
        return one

    def rows(self, *, project: str | None, people: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rules of every calendar that has its own.

        Args:
            project: UID of the calendar that the project follows.
            people: Name of the resource that a calendar belongs to, by UID.
        """
        ruling = self.by_uid.get(project or "")
        ruling = self._effective(ruling) if ruling else None
        for one in self.by_uid.values():
            if one.is_plain:
                continue
            head: Row = {
                "calendar_name": one.name or people.get(one.uid),
                "is_project_calendar": one is ruling,
            }
            for weekday, rule in sorted(self._week(one).items()):
                yield head | rule | {"weekday": weekday}
            for base in self._bases(one):
                yield from (head | row for row in base.differing)
            own = {"person": people.get(one.uid)} if one.base else {}
            yield from (head | row | own for row in one.differing)

    def _bases(self, one: _Calendar) -> list[_Calendar]:
        """Return the calendars that one builds upon, the farthest first."""
        found: list[_Calendar] = []
        while one.base in self.by_uid and len(found) < NESTED:
            one = self.by_uid[one.base]
            found.insert(0, one)
        return found

    def _week(self, one: _Calendar) -> dict[int, Row]:
        week: dict[int, Row] = {}
        for each in (*self._bases(one), one):
            week |= each.weekdays
        return week


def _recurrence(cells: Cells, kind: int, span: tuple[date, date]) -> Recurrence:
    counted = cells.flag("EnteredByOccurrences")
    return Recurrence(
        kind,
        *span,
        period=cells.whole("Period") or 1,
        weekdays=cells.whole("DaysOfWeek") or 0,
        month=(cells.whole("Month") or 0) % 12 + 1,
        day=cells.whole("MonthDay") or 0,
        position=max(cells.whole("MonthPosition") or 0, 0),
        item=min(max(cells.whole("MonthItem") or 0, 0), 9),
        most=max(cells.whole("Occurrences") or 0, 0) if counted else 0,
    )


def _written(stretch: tuple[int, int]) -> str:
    """Write a stretch of minutes as times of day.

    >>> _written((540, 810))
    '09:00-13:30'
    """
    return "-".join(f"{m // MINUTES:02}:{m % MINUTES:02}" for m in stretch)


def _days(start: date, end: date) -> Row:
    return {"starts_on": start.isoformat(), "ends_before": end.isoformat()}


def _minutes(cells: Cells, name: str) -> int | None:
    text = cells.text(name)
    parts = (text or "").split(":")
    if len(parts) >= 2 and all(part.isdigit() for part in parts[:2]):  # noqa: PLR2004 - hours and minutes
        return int(parts[0]) * MINUTES + int(parts[1])
    if text is not None:
        cells.refuse(name, f"{text[:40]!r} is not a time of day")
    return None
