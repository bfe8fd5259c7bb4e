"""Cells that several trackers write alike: lists in one cell, people, hours, states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.date_columns import first_filled
from analytics.importers.number_fields import issues, measured

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable

ADDRESS = " *<[^<>]*>$"
"""A mail address behind a name, as in `Ada Poe <ada@example.com>`."""


@dataclass(frozen=True, slots=True)
class Split:
    """A list of texts in one cell, such as labels; empty pieces are left out.

    `separators` are the letters between two texts. A list that a script wrote as
    `[]` is empty.
    """

    aliases: tuple[str, ...]
    separators: str = ","

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Cut the first filled cell at every separator."""
        cell = first_filled(raw, positions)
        pieces = f"regexp_split_to_array({cell}, '\\s*[{self.separators}]\\s*')"
        return Fitted(
            f"list_filter(coalesce({pieces}, []), lambda x: x not in ('', '[]'))"
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A name, without the mail address that may stand behind it."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the name; an address alone stays."""
        cell = first_filled(raw, positions)
        name = f"nullif(regexp_replace({cell}, '{ADDRESS}', ''), '')"
        return Fitted(f"coalesce({name}, {cell})")


@dataclass(frozen=True, slots=True)
class Hours:
    """A duration written as a number of hours, such as 7.5 or 7,5; in seconds."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as hours."""
        cell = first_filled(raw, positions)
        value, filled, readable = measured(raw, cell)
        return Fitted(
            f"3600 * {value}",
            f"{cell} is not null and {value} is null" if readable < filled else None,
            "is not a number of hours",
        )


@dataclass(frozen=True, slots=True)
class States:
    """The category of a state by its name, where the tool itself defines it.

    `meanings` maps todo, doing and done to names in small letters. A state of
    somebody's own gets no category here; the status map of the project decides.
    `given_up` is a state of work that will not be done, which a note counts.
    """

    aliases: tuple[str, ...]
    meanings: Mapping[str, tuple[str, ...]]
    given_up: str = ""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look the name up."""
        cell = first_filled(raw, positions)
        is_given_up = f"lower({cell}) = {quoted(self.given_up.lower())}"
        (count,) = raw.fetch(f"count(*) filter (where {is_given_up})")[0]
        note = (
            f"In the state {self.given_up}: {issues(count)}, counted as done as "
            "cancelled work is; map the state in the settings to change that."
        )
        return Fitted(category(cell, self.meanings), notes=(note,) if count else ())


def category(cell: str, meanings: Mapping[str, tuple[str, ...]]) -> str:
    """Return SQL for the category of a state, NULL where its name says nothing."""
    cases = " ".join(
        f"when lower({cell}) in ({', '.join(map(quoted, names))}) then '{meaning}'"
        for meaning, names in meanings.items()
    )
    return f"case {cases} end"


@dataclass(frozen=True, slots=True)
class Number:
    """The number of an issue as people write it: with a number sign."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take a number with or without its sign, and nothing else."""
        cell = first_filled(raw, positions)
        key = f"'#' || nullif(regexp_extract({cell}, '^#?([0-9]+)$', 1), '')"
        return Fitted(
            key, f"{cell} is not null and ({key}) is null", "is not an issue number"
        )
