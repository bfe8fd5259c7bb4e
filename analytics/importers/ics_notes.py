"""What is said of a calendar after it was read, so that somebody can object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.importers.ics_repeat import FIRST, LAST

if TYPE_CHECKING:
    from datetime import date

FREE = "marked as free time (TRANSP) where others are busy"
ENDLESS = "repeated without an end: followed from"


@dataclass(slots=True)
class Seen:
    """Events by what they are; `off` holds first day, day after and name."""

    others: int = 0
    off: list[tuple[date, date, str]] = field(default_factory=list)
    partly: int = 0
    free: int = 0
    observances: int = 0
    absences: int = 0
    endless: int = 0


def notes(seen: Seen) -> list[str]:
    """Return what was understood, in sentences."""
    said = [_off(seen.off)] if seen.off else ["No day of it is a day off for all."]
    counted = {
        "named people: their absence does not stop the project": seen.absences,
        "took a part of a day and counted as working time": seen.partly,
        f"{FREE}, and counted as working days": seen.free,
        "called an observance and counted as working days": seen.observances,
        f"{ENDLESS} {FIRST.year} to {LAST.year - 1}": seen.endless,
    }
    said += [f"{_events(count)} {what}." for what, count in counted.items() if count]
    if seen.others:
        said.append(f"Tasks and the like are no events: {seen.others:,} left out.")
    return said


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count:,} events"


def _off(off: list[tuple[date, date, str]]) -> str:
    """Say how many days off there are, and which time off is the longest."""
    days = {
        first.toordinal() + number
        for first, after, _ in off
        for number in range((after - first).days)
    }
    first, after = min(one[0] for one in off), max(one[1] for one in off)
    longest = max(off, key=lambda one: ((one[1] - one[0]).days, one[0]))
    said = (
        f"Days off for all: {len(days):,}, from {first} to before {after}: nobody is "
        "expected to work on them"
    )
    lasts = (longest[1] - longest[0]).days
    if lasts > 1:
        said += f". The longest is '{longest[2]}' with {lasts} days from {longest[0]}"
    return f"{said}."
