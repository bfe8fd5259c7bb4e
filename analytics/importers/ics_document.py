"""Opens an iCalendar file (RFC 5545): its name, its time zone and its events.

`icalendar` reads folded lines, escaped text, time zones and durations. It is given
one component at a time: so each event knows its line, and a damaged one does not
take the others with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from analytics.errors import DamagedFileError
from analytics.importers.ics_event import (
    BROKEN,
    EXCERPT,
    Damage,
    Event,
    read_event,
)
from analytics.settings import MIB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BEGIN = re.compile(r"BEGIN:([\w-]+)\s*", re.IGNORECASE)
_END = re.compile(r"END:([\w-]+)\s*", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\(.)")
_LETTER = {"n": " ", "N": " "}
_TASKS = ("VTODO", "VJOURNAL", "VFREEBUSY")


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one component; `is_whole` unless the file ends inside it."""

    name: str
    line: int
    text: str
    is_whole: bool


@dataclass(slots=True)
class IcsDocument:
    """A calendar file.

    `others` counts components that are no events, such as tasks. `is_cut` says that
    the end of the calendar is missing.
    """

    filename: str
    name: str = ""
    is_withdrawn: bool = False
    events: list[Event] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    others: int = 0
    is_cut: bool = False


def open_ics(path: Path, encoding: str, filename: str) -> IcsDocument:
    """Read a calendar file.

    Raises:
        DamagedFileError: It is no calendar.
    """
    text = path.read_text(encoding=encoding, errors="replace")
    return read_ics(text, filename)


def read_ics(text: str, filename: str) -> IcsDocument:
    """Read the text of a calendar file.

    Args:
        text: The decoded file.
        filename: What messages call it.

    Raises:
        DamagedFileError: It is no calendar.
    """
    lines = text.lstrip("\ufeff").replace("\x00", "").splitlines()
    found = list(_blocks(lines))
    if not any(_is_calendar(line) for line in lines[:100]):
        message = f"{filename} does not begin a calendar. Export it again."
        raise DamagedFileError(message)
    document = IcsDocument(filename)
    document.is_cut = not any(
        (end := _END.fullmatch(line)) and end[1].upper() == "VCALENDAR"
        for line in lines
    )
    zone = _envelope(document, [b.text for b in found if b.name == "VCALENDAR"])
    _zones(block for block in found if block.name == "VTIMEZONE")
    document.others = sum(block.name in _TASKS for block in found)
    for block in found:
        if block.name == "VEVENT":
            _event(document, block, zone)
    return document


def _is_calendar(line: str) -> bool:
    begin = _BEGIN.fullmatch(line)
    return begin is not None and begin[1].upper() == "VCALENDAR"


def _event(document: IcsDocument, block: Block, zone: ZoneInfo | None) -> None:
    if not block.is_whole:
        reason = "the file ends inside this event"
        document.damages.append(Damage(block.line, reason, block.text[:EXCERPT]))
        return
    if len(block.text) > MIB:
        reason = "is longer than 1 MiB"
        document.damages.append(Damage(block.line, reason, block.text[:EXCERPT]))
        return
    event = read_event(block.text, block.line, zone)
    if isinstance(event, Damage):
        document.damages.append(event)
    else:
        document.events.append(event)


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yield the components inside calendars, and last the calendars' own lines."""
    own: list[str] = []
    inside: list[str] = []
    name, first = "", 0
    for number, line in enumerate(lines, start=1):
        begin = _BEGIN.fullmatch(line)
        if name:
            inside.append(line)
            end = _END.fullmatch(line)
            if end and end[1].upper() == name:
                yield Block(name, first, "\r\n".join(inside), is_whole=True)
                name = ""
        elif begin and begin[1].upper() != "VCALENDAR":
            name, first, inside = begin[1].upper(), number, [line]
        elif not begin and not _END.fullmatch(line):
            own.append(line)
    if name:
        yield Block(name, first, "\r\n".join(inside), is_whole=False)
    yield Block("VCALENDAR", 1, "\r\n".join(own), is_whole=True)


def _envelope(document: IcsDocument, texts: list[str]) -> ZoneInfo | None:
    """Read what is said of the calendar as a whole; return its time zone."""
    said: dict[str, str] = {}
    for line in _FOLD.sub("", "\n".join(texts)).splitlines():
        name, _, value = line.partition(":")
        text = _ESCAPED.sub(lambda found: _LETTER.get(found[1], found[1]), value)
        said.setdefault(name.partition(";")[0].upper(), " ".join(text.split()))
    document.name = said.get("X-WR-CALNAME") or said.get("NAME") or ""
    document.is_withdrawn = said.get("METHOD", "").upper() == "CANCEL"
    try:
        return ZoneInfo(said["X-WR-TIMEZONE"])
    except (KeyError, ValueError, OSError):
        return None


def _zones(blocks: Iterable[Block]) -> None:
    """Let `icalendar` learn the time zones that the file defines itself."""
    import icalendar  # noqa: PLC0415 - a tenth of a second that other files need not pay

    for block in blocks:
        try:
            icalendar.Timezone.from_ical(block.text)
        except BROKEN:
            continue  # times of a zone that nobody knows count as they are written
