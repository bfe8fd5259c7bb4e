"""Numbers of a Jira export: candidate estimates, and durations in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.date_columns import first_filled
from analytics.importers.headers import plain
from analytics.importers.jira_headers import CUSTOM, ESTIMATE, field_name, is_custom
from analytics.importers.number_fields import (
    NOTHING,
    Candidate,
    issues,
    mapped,
    measure,
    measured,
    none_note,
    points_note,
)

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

HOURS_PER_DAY = 8
DAYS_PER_WEEK = 5
UNITS = {
    "w": DAYS_PER_WEEK * HOURS_PER_DAY * 3600,
    "d": HOURS_PER_DAY * 3600,
    "h": 3600,
    "m": 60,
    "s": 1,
}
MAX_CANDIDATES = 12
"""How many number fields are offered beside the known ones."""

STORY_POINTS = frozenset(plain(name) for name in CUSTOM["numbers"])
"""Plain names of the fields that are story points without doubt."""


@dataclass(frozen=True, slots=True)
class Estimates:
    """A map from field name to number: every filled field that may be an estimate.

    Story points come first, in the order of the aliases; then custom fields whose
    name speaks of an estimate and whose filled cells are all numbers.
    """

    aliases: tuple[str, ...]

    def accepts(self, header: str) -> bool:
        """Take custom fields that are named like an estimate."""
        return is_custom(header) and bool(ESTIMATE.search(plain(field_name(header))))

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Measure every candidate and map the filled ones."""
        named: dict[str, list[int]] = {}
        for position in positions:
            named.setdefault(field_name(raw.header[position]), []).append(position)
        found = [measure(raw, name, tuple(where)) for name, where in named.items()]
        known = [one for one in found if _is_points(one) and one.filled]
        other = [
            one
            for one in found
            if not _is_points(one) and one.filled and one.readable == one.filled
        ][:MAX_CANDIDATES]
        if not known and not other:
            return Fitted(NOTHING, notes=(none_note(found),))
        broken = [one.broken for one in known if one.readable < one.filled]
        return Fitted(
            mapped([*known, *other]),
            " or ".join(broken) or None,
            "is not a number",
            notes=tuple(filter(None, (points_note(raw, known), _other_note(other)))),
        )


def _is_points(one: Candidate) -> bool:
    """Say whether a field is story points without doubt."""
    return plain(one.name) in STORY_POINTS


def _other_note(other: list[Candidate]) -> str:
    if not other:
        return ""
    names = ", ".join(f"'{one.name}' ({issues(one.filled)})" for one in other)
    return f"Numbers that can be chosen as the estimate instead: {names}."


@dataclass(frozen=True, slots=True)
class Seconds:
    """A duration in seconds; texts such as 1h 30m are read too.

    `unit` is what a plain number counts: 1 second, or 3600 of them where it is hours.
    """

    aliases: tuple[str, ...]
    unit: int = 1

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read plain numbers as seconds, and words where there are any."""
        cell = first_filled(raw, positions)
        value, filled, numbers = measured(raw, cell)
        if self.unit != 1:
            value = f"{self.unit} * {value}"
        if filled == numbers:
            return Fitted(value)
        value = f"coalesce({value}, {_duration(cell)})"
        label = raw.header[positions[0]].strip()
        note = (
            f"{label}: durations such as 1h 30m or 2d are read with "
            f"{HOURS_PER_DAY} hours a day and {DAYS_PER_WEEK} days a week."
        )
        return Fitted(
            value,
            f"{cell} is not null and {value} is null",
            "is neither a number nor a duration such as 1h 30m",
            notes=(note,),
        )


def _duration(cell: str) -> str:
    """Return SQL of a text such as 1w 2d 3h 30m or 1,5h in seconds."""
    dotted = rf"regexp_replace(lower({cell}), '([0-9]),([0-9])', '\1.\2')"
    text = f"replace({dotted}, ',', ' ')"
    form = " *".join(f"(?:([0-9]+(?:[.][0-9]+)?) ?{unit}[a-z]*)?" for unit in UNITS)
    terms = " + ".join(
        f"{seconds} * coalesce("
        f"try_cast(regexp_extract({text}, '^{form}$', {group}) as double), 0)"
        for group, seconds in enumerate(UNITS.values(), start=1)
    )
    return (
        f"case when regexp_matches({text}, '[0-9]') "
        f"and regexp_full_match({text}, '{form}') then {terms} end"
    )
