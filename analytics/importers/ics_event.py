"""One event of a calendar, with its times as a clock on the wall shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from analytics.errors import Problem

if TYPE_CHECKING:
    from icalendar import Component

DAY = timedelta(days=1)
LONGEST = 366
"""Days of the longest event that can be time off."""
EXCERPT = 200
UNREADABLE = "is not written as a calendar should be (RFC 5545)"
BROKEN = (ValueError, TypeError, AttributeError, LookupError, OverflowError)
"""What icalendar raises at texts that are no calendar."""
_NEEDED = {"DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID"}
_OBSERVANCE = "observance"
Moment = date | datetime


@dataclass(frozen=True, slots=True)
class Damage:
    """An event that cannot be read, and why."""

    line: int
    reason: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of repetition without its end; `until` is the last moment it allows."""

    text: str
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Times are naive, those of the event's own time zone. `is_dated` says that it was
    written with dates alone; `end` is the first moment after it. `replaces` is the
    occurrence of the repeated event `uid` whose place it takes.
    """

    line: int
    uid: str
    name: str | None
    start: datetime
    end: datetime
    is_dated: bool = False
    is_cancelled: bool = False
    is_free: bool = False
    is_observance: bool = False
    people: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    dates: tuple[datetime, ...] = ()
    excluded: tuple[Moment, ...] = ()
    replaces: datetime | None = None
    problems: tuple[Problem, ...] = ()


def instant(moment: Moment) -> datetime:
    """Return a moment as a time; a date begins at midnight."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


def read_event(text: str, line: int, zone: tzinfo | None = None) -> Event | Damage:
    """Read the text of one VEVENT.

    Args:
        text: From BEGIN:VEVENT to END:VEVENT.
        line: Where it starts in the file.
        zone: What the calendar names as its time zone; times in UTC are shown in it.
    """
    import icalendar  # noqa: PLC0415 - a tenth of a second that other files need not pay

    shown = " ".join(text.split())[:EXCERPT]
    try:
        component = icalendar.Event.from_ical(text)
    except BROKEN:
        return Damage(line, UNREADABLE, shown)
    broken = [name for name, _ in component.errors if name in _NEEDED]
    if broken:
        return Damage(line, f"{broken[0]} cannot be read", shown)
    if component.get("EXRULE") is not None:
        return Damage(line, "leaves days out by a rule (EXRULE): list them", shown)
    if component.get("DTSTART") is None:
        return Damage(line, "has no start (DTSTART)", shown)
    try:
        return _event(component, line, zone)
    except BROKEN:
        return Damage(line, UNREADABLE, shown)


def _event(component: Component, line: int, zone: tzinfo | None) -> Event | Damage:
    first = _one(component, "DTSTART").dt
    here = _zone(first, zone)
    start, end = _wall(first, here), _wall(_end(component, first), here)
    if isinstance(start, datetime) != isinstance(end, datetime):
        timed, untimed = ("starts", "ends")
        if isinstance(end, datetime):
            timed, untimed = untimed, timed
        return Damage(line, f"{timed} with a time and {untimed} without one", "")
    if end < start:
        return Damage(line, f"ends ({end}) before it starts ({start})", "")
    if end - start > timedelta(days=LONGEST):
        reason = f"lasts {(end - start).days:,} days, longer than any time off"
        return Damage(line, reason, "")
    problems = []
    if end == start and not isinstance(start, datetime):
        end = start + DAY
        said = f"ends on the day it starts ({start}): taken as that one day"
        problems.append(Problem(line, "DTEND", said))
    about = str(component.get("DESCRIPTION") or "").strip().casefold()
    replaced = _one(component, "RECURRENCE-ID")
    return Event(
        line,
        str(component.get("UID") or f"line {line}"),
        " ".join(str(component.get("SUMMARY") or "").split()) or None,
        instant(start),
        instant(end),
        is_dated=not isinstance(start, datetime),
        is_cancelled=_word(component, "STATUS") == "CANCELLED",
        is_free=_word(component, "TRANSP") == "TRANSPARENT",
        is_observance=about.startswith(_OBSERVANCE),
        people=tuple(dict.fromkeys(map(_person, _all(component, "ATTENDEE")))),
        rules=tuple(_rule(rule, here) for rule in _all(component, "RRULE")),
        dates=tuple(instant(_wall(d, here)) for d in _moments(component, "RDATE")),
        excluded=tuple(_wall(day, here) for day in _moments(component, "EXDATE")),
        replaces=None if replaced is None else instant(_wall(replaced.dt, here)),
        problems=(*problems, *_problems(component, line)),
    )


def _problems(component: Component, line: int) -> list[Problem]:
    """Return what of an event cannot be read, and what of it is not followed."""
    problems = [
        Problem(line, name or "", "cannot be read and was left out")
        for name, _ in component.errors
    ]
    replaced = _one(component, "RECURRENCE-ID")
    if replaced is not None and replaced.params.get("RANGE"):
        said = "changes all later days too, which is not followed: only this one is"
        problems.append(Problem(line, "RECURRENCE-ID", said))
    return problems


def _zone(start: Moment, calendar: tzinfo | None) -> tzinfo | None:
    own = start.tzinfo if isinstance(start, datetime) else None
    is_utc = own is not None and own.utcoffset(None) == UTC.utcoffset(None)
    return calendar if calendar and is_utc else own


def _wall(moment: Moment, zone: tzinfo | None) -> Moment:
    """Return a moment as a clock in that zone shows it."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(zone).replace(tzinfo=None) if zone else _bare(moment)
    return moment


def _bare(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)


def _end(component: Component, first: Moment) -> Moment:
    """Return the end: as said, after a duration, or that of the first day."""
    if (end := _one(component, "DTEND")) is not None:
        said: Moment = end.dt
        return said
    if (lasts := _one(component, "DURATION")) is not None:
        after: Moment = first + lasts.dt
        return after
    return first if isinstance(first, datetime) else first + DAY


def _one(component: Component, name: str) -> Any:  # noqa: ANN401 - any property
    """Return the first property of a name, None where there is none."""
    return next(iter(_all(component, name)), None)


def _all(component: Component, name: str) -> list[Any]:
    """Return all properties of a name."""
    found = component.get(name)
    if found is None:
        return []
    return list(found) if isinstance(found, list) else [found]


def _moments(component: Component, name: str) -> list[Moment]:
    """Return the dates of all lists of a name; of a period its start."""
    days = [one.dt for found in _all(component, name) for one in found.dts]
    return [day[0] if isinstance(day, tuple) else day for day in days]


def _word(component: Component, name: str) -> str:
    found = _all(component, name)
    return str(found[0]).strip().upper() if found else ""


def _person(attendee: Any) -> str:  # noqa: ANN401 - an address with parameters
    named = str(attendee.params.get("CN") or "").strip()
    return named or str(attendee).strip().removeprefix("mailto:")


def _rule(rule: Any, zone: tzinfo | None) -> Rule:  # noqa: ANN401 - a vRecur
    parts = rule.to_ical().decode("utf-8").split(";")
    kept = [part for part in parts if not part.upper().startswith(("UNTIL=", "X-"))]
    until = rule.get("UNTIL")
    last = until[0] if isinstance(until, list) else until
    return Rule(";".join(kept), None if last is None else _wall(last, zone))
