"""On which days a repeated event falls.

The rules of RFC 5545 are followed by `dateutil`. A rule may have no end: days are
listed from `FIRST` until `LAST` only, whoever made the file.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from dateutil.rrule import rrule

    from analytics.importers.ics_event import Event, Rule

FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 - times are those of the wall
LAST = datetime(2050, 1, 1)  # noqa: DTZ001 - as above
"""Repeated days are listed in [FIRST, LAST)."""
OLDEST = datetime(1900, 1, 1)  # noqa: DTZ001 - as above
"""Rules that begin earlier would take seconds to be followed to our days."""
MOST = 60_000
"""Occurrences of one rule that are looked at; a century and a half of days."""
_TOO_FINE = re.compile(r"FREQ=(?:HOURLY|MINUTELY|SECONDLY)", re.IGNORECASE)
_COUNTED = re.compile(r"(?:^|;)COUNT=", re.IGNORECASE)
_END_OF_DAY = time(23, 59, 59)


class RuleError(ValueError):
    """A rule of repetition that gives no days, in the words of a reason."""


def is_endless(rule: Rule) -> bool:
    """Say whether a rule has no end of its own."""
    return rule.until is None and not _COUNTED.search(rule.text)


def starts(event: Event) -> list[datetime]:
    """Return when an event begins: once, or each time it is repeated.

    Raises:
        RuleError: A rule cannot be followed.
    """
    if not event.rules and not event.dates:
        return [event.start]
    found = {event.start, *event.dates}
    for rule in event.rules:
        found.update(_follow(rule, event.start))
    days = {day for day in event.excluded if not isinstance(day, datetime)}
    instants = {day for day in event.excluded if isinstance(day, datetime)}
    if event.is_dated:
        days |= {day.date() for day in instants}
    return sorted(
        one
        for one in found
        if FIRST <= one < LAST and one not in instants and one.date() not in days
    )


def _follow(rule: Rule, first: datetime) -> list[datetime]:
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - other files need it not

    if _TOO_FINE.search(rule.text):
        message = "repeats within a day, which no day off does"
        raise RuleError(message)
    if first < OLDEST:
        message = f"repeats since {first.year}, too long ago to be followed"
        raise RuleError(message)
    until = _last(rule)
    try:
        read = cast("rrule", rrulestr(rule.text, dtstart=first))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        message = "repeats by a rule that cannot be followed"
        raise RuleError(message) from error
    seen = list(islice(takewhile(lambda one: one <= until, read), MOST + 1))
    if len(seen) > MOST:
        message = f"repeats more than {MOST:,} times"
        raise RuleError(message)
    return seen


def _last(rule: Rule) -> datetime:
    """Return the last moment that a rule may give."""
    edge = LAST - timedelta(seconds=1)
    if rule.until is None:
        return edge
    if isinstance(rule.until, datetime):
        return min(rule.until, edge)
    return min(datetime.combine(rule.until, _END_OF_DAY), edge)


def whole_days(start: datetime, end: datetime) -> tuple[date, date] | None:
    """Return the days that lie wholly in [start, end), None where there is none.

    >>> whole_days(datetime(2026, 5, 1), datetime(2026, 5, 2))
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 2))
    >>> whole_days(datetime(2026, 5, 1, 9), datetime(2026, 5, 1, 17)) is None
    True
    """
    first = start.date() if start.time() == time() else start.date() + timedelta(days=1)
    return (first, end.date()) if first < end.date() else None
