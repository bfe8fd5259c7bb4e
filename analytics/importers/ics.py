"""Days off from calendars: public holidays, company holidays, absences (RFC 5545).

An event that covers whole days says that nobody works on them, unless it is marked
as free time in a calendar that marks others as busy, or is called an observance (as
public calendars do). An event that names people is their absence only. What takes a
part of a day is kept and stops nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from analytics.errors import TooLargeError
from analytics.importers.documents import Extract
from analytics.importers.ics_notes import Seen, notes
from analytics.importers.ics_repeat import RuleError, is_endless, starts, whole_days
from analytics.schema import CALENDAR_DAY

if TYPE_CHECKING:
    from analytics.importers.ics_document import IcsDocument
    from analytics.importers.ics_event import Event
    from analytics.schema import Table

Row = dict[str, Any]
Span = tuple[date, date]
MOST_ROWS = 200_000
"""Days that one file may list."""
_CANCELLED = "is cancelled: what it announced does not take place"


@dataclass(frozen=True, slots=True)
class Ics:
    """Calendars in the form that every calendar program exports."""

    name: str = "ics"
    title: str = "Calendar (ICS)"
    kind: str = "calendar"
    table: Table = field(default=CALENDAR_DAY)

    def claims(self, document: IcsDocument) -> bool:
        """Claim calendars with at least one event."""
        return bool(document.events or document.damages)

    def read(self, document: IcsDocument) -> Extract:
        """Turn events into the days on which people do not work.

        Raises:
            TooLargeError: The events list more days than any calendar has.
        """
        extract = Extract(rows_read=len(document.events) + len(document.damages))
        extract.quarantined = [
            (one.line, one.reason, one.excerpt) for one in document.damages
        ]
        seen = Seen(others=document.others)
        extract.rows[CALENDAR_DAY.name] = _rows(document, extract, seen)
        extract.quarantined.sort()
        extract.notes = notes(seen)
        if document.is_cut:
            extract.partial = (
                f"{document.filename} ends before its calendar does. Export it again."
            )
        return extract


def _rows(document: IcsDocument, extract: Extract, seen: Seen) -> list[Row]:
    calendar = document.name or PurePath(document.filename).stem
    whole = [event for event in document.events if whole_days(event.start, event.end)]
    tells_apart = len({event.is_free for event in whole if not event.people}) > 1
    replaced: dict[str, set[datetime]] = {}
    for event in document.events:
        if event.replaces is not None:
            replaced.setdefault(event.uid, set()).add(event.replaces)
    rows: list[Row] = []
    for event in document.events:
        try:
            spans = _spans(event, replaced.get(event.uid, set()))
        except RuleError as error:
            extract.quarantined.append((event.line, str(error), event.name or ""))
            continue
        if event.is_cancelled or document.is_withdrawn:
            extract.quarantined.append((event.line, _CANCELLED, event.name or ""))
            continue
        extract.problems += event.problems
        is_working = _note(event, spans, seen, tells_apart=tells_apart)
        for person in event.people or (None,):
            rows += (_row(event, calendar, span, person, is_working) for span in spans)
        if len(rows) > MOST_ROWS:
            message = (
                f"{document.filename} lists more than {MOST_ROWS:,} days. Export the "
                "calendar with the holidays only."
            )
            raise TooLargeError(message)
    return rows


def _spans(event: Event, replaced: set[datetime]) -> list[Span]:
    """Return the days of an event, each time it takes place.

    What takes a part of a day is listed once, however often it is repeated.
    """
    lasts = event.end - event.start
    if whole_days(event.start, event.end) is None:
        last = max(event.start, event.end - timedelta(seconds=1)).date()
        return [(event.start.date(), last + timedelta(days=1))]
    taken = replaced if event.replaces is None else set()
    begun = [start for start in starts(event) if start not in taken]
    return [span for one in begun if (span := whole_days(one, one + lasts))]


def _note(event: Event, spans: list[Span], seen: Seen, *, tells_apart: bool) -> bool:
    """Count what an event is; return whether people work on its days."""
    seen.endless += any(map(is_endless, event.rules))
    if whole_days(event.start, event.end) is None:
        seen.partly += 1
        return True
    if event.is_observance:
        seen.observances += 1
        return True
    if event.is_free and tells_apart:
        seen.free += 1
        return True
    if event.people:
        seen.absences += 1
    else:
        seen.off += [(*span, event.name or "no name") for span in spans]
    return False


def _row(
    event: Event,
    calendar: str,
    span: Span,
    person: str | None,
    is_working: bool,  # noqa: FBT001 - a cell of the row
) -> Row:
    return {
        "calendar_name": calendar,
        "is_project_calendar": person is None,
        "starts_on": span[0].isoformat(),
        "ends_before": span[1].isoformat(),
        "is_working": is_working,
        "name": event.name,
        "person": person,
        "line": event.line,
    }


def unknown_ics(document: IcsDocument) -> str:
    """Say why a calendar gives no days."""
    if document.others:
        return (
            "This calendar holds tasks or free-busy times and no events. Export the "
            "calendar with the holidays."
        )
    return "This calendar holds no events. Export the calendar with the holidays."


ICS = Ics()
