"""Numbers of a Jira export: candidate estimates, and durations in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, plain
from analytics.importers.date_columns import first_filled
from analytics.importers.jira_headers import CUSTOM, ESTIMATE, field_name, is_custom

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
class Candidate:
    """One field that may hold the estimate: its name, SQL and filled cells."""

    name: str
    cell: str
    value: str
    filled: int
    readable: int

    @property
    def known(self) -> bool:
        """Whether it is story points without doubt."""
        return plain(self.name) in STORY_POINTS


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
        found = [_measure(raw, name, tuple(where)) for name, where in named.items()]
        known = [one for one in found if one.known and one.filled]
        other = [
            one
            for one in found
            if not one.known and one.filled and one.readable == one.filled
        ][:MAX_CANDIDATES]
        if not known and not other:
            return Fitted("cast(null as map(varchar, double))", notes=(_none(found),))
        broken = [
            f"({one.cell} is not null and {one.value} is null)"
            for one in known
            if one.readable < one.filled
        ]
        return Fitted(
            _map([*known, *other]),
            " or ".join(broken) or None,
            "is not a number",
            notes=tuple(filter(None, (_points_note(raw, known), _other_note(other)))),
        )


def measured(raw: RawTable, cell: str) -> tuple[str, int, int]:
    """Return SQL of a cell as a finite number, and how many are filled and read.

    A lone comma is a decimal comma.
    """
    plain_value = f"try_cast({cell} as double)"
    value = f"try_cast(replace({cell}, ',', '.') as double)"
    careful = f"case when isfinite({value}) then {value} end"
    filled, simple, readable = raw.fetch(
        f"count({cell}), count(*) filter (where isfinite({plain_value})), "
        f"count({careful})"
    )[0]
    return plain_value if simple == filled else careful, filled, readable


def _measure(raw: RawTable, name: str, positions: tuple[int, ...]) -> Candidate:
    cell = first_filled(raw, positions)
    return Candidate(name, cell, *measured(raw, cell))


def _map(fields: list[Candidate]) -> str:
    """Return SQL of the map; a field that a row does not fill is left out of it."""
    entries = ", ".join(
        # As hex, so that no text of the file becomes SQL.
        f"{{'k': decode(from_hex('{one.name.encode().hex()}')), 'v': {one.value}}}"
        for one in fields
    )
    values = ", ".join(one.value for one in fields)
    return (
        f"case when coalesce({values}) is not null then map_from_entries("
        f"list_filter([{entries}], lambda x: x.v is not null)) end"
    )


def _none(found: list[Candidate]) -> str:
    names = ", ".join(f"'{one.name}'" for one in found)
    return f"Story points: no issue has a number in {names}."


def _points_note(raw: RawTable, known: list[Candidate]) -> str:
    """Say which story point fields there are and how they meet."""
    if not known:
        return ""
    first, *rest = known
    said = [f"'{first.name}' filled on {_issues(first.readable)}"]
    said += [f"'{one.name}' on {one.readable:,}" for one in rest]
    if not rest:
        return f"Story points: {said[0]}."
    filled = " + ".join(f"cast(({one.value}) is not null as int)" for one in known)
    values = ", ".join(one.value for one in known)
    both, differ = raw.fetch(
        f"count(*) filter (where {filled} > 1), count(*) filter (where {filled} > 1 "
        f"and greatest({values}) <> least({values}))"
    )[0]
    several = "both" if len(known) == 2 else "several"  # noqa: PLR2004 - a pair
    meeting = f"{several} on {both:,}" + (f" (different on {differ:,})" if both else "")
    return (
        f"Story points: {', '.join(said)}, {meeting}; per row the first filled is used."
    )


def _issues(count: int) -> str:
    """Return a number of issues in words.

    >>> _issues(1), _issues(1200)
    ('1 issue', '1,200 issues')
    """
    return f"{count:,} issue" + ("" if count == 1 else "s")


def _other_note(other: list[Candidate]) -> str:
    if not other:
        return ""
    names = ", ".join(f"'{one.name}' ({_issues(one.filled)})" for one in other)
    return f"Numbers that can be chosen as the estimate instead: {names}."


@dataclass(frozen=True, slots=True)
class Seconds:
    """A duration in seconds; texts such as 1h 30m are read too."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read plain numbers as seconds, and words where there are any."""
        cell = first_filled(raw, positions)
        value, filled, numbers = measured(raw, cell)
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
            "is neither seconds nor a duration such as 1h 30m",
            notes=(note,),
        )


def _duration(cell: str) -> str:
    """Return SQL of a text such as 1w 2d 3h 30m in seconds."""
    text = f"replace(lower({cell}), ',', ' ')"
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
