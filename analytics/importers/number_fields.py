"""Number fields by the name of their column: several in one row become one map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.date_columns import first_filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.importers.base import RawTable

NOTHING = "cast(null as map(varchar, double))"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One field that may hold the estimate: its name, SQL and filled cells."""

    name: str
    cell: str
    value: str
    filled: int
    readable: int

    @property
    def broken(self) -> str:
        """SQL that is true where a cell is filled and is no number."""
        return f"({self.cell} is not null and {self.value} is null)"


@dataclass(frozen=True, slots=True)
class Points:
    """Estimates that a tool writes into columns of its own, such as Effort.

    The map has the name of each column as it is written; where a row fills several,
    the first of the aliases comes first. Cells without any number, such as sizes of
    shirts, make no field.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Measure every column and map those that hold numbers."""
        found = measure_all(raw, positions)
        used = [one for one in found if one.readable]
        if not used:
            return Fitted(NOTHING, notes=(none_note(found),))
        broken = [one.broken for one in used if one.readable < one.filled]
        return Fitted(
            mapped(used),
            " or ".join(broken) or None,
            "is not a number",
            notes=(points_note(raw, used),),
        )


def measure_all(raw: RawTable, positions: tuple[int, ...]) -> list[Candidate]:
    """Measure the columns, those of one name together."""
    named: dict[str, list[int]] = {}
    for position in positions:
        name = " ".join(raw.header[position].replace("\ufeff", "").split())
        named.setdefault(name, []).append(position)
    return [measure(raw, name, tuple(where)) for name, where in named.items()]


def measure(raw: RawTable, name: str, positions: tuple[int, ...]) -> Candidate:
    """Measure one field, the first filled of its cells counting."""
    cell = first_filled(raw, positions)
    return Candidate(name, cell, *measured(raw, cell))


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


def mapped(fields: Sequence[Candidate]) -> str:
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


def none_note(found: Sequence[Candidate]) -> str:
    """Say that no field holds a number."""
    names = ", ".join(f"'{one.name}'" for one in found)
    return f"Story points: no issue has a number in {names}."


def points_note(raw: RawTable, known: Sequence[Candidate]) -> str:
    """Say which story point fields there are and how they meet."""
    if not known:
        return ""
    first, *rest = known
    said = [f"'{first.name}' filled on {issues(first.readable)}"]
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


def issues(count: int) -> str:
    """Return a number of issues in words.

    >>> issues(1), issues(1200)
    ('1 issue', '1,200 issues')
    """
    return f"{count:,} issue" + ("" if count == 1 else "s")
