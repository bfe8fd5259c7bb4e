"""Cells that only Jira writes: parents, sprints, categories, flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.date_columns import first_filled
from analytics.importers.jira_headers import CATEGORIES, NOT_FLAGGED
from analytics.schema.delivery import SUBTASK

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

KEY = "[A-Za-z][A-Za-z0-9_]*-[0-9]+"
NUMBER = "[0-9]+"
SPRINT = "com.atlassian.greenhopper"
SPRINT_NAME = (
    r"[\[,]name=(.*?)(?:,(?:id|rapidViewId|state|startDate|endDate|completeDate"
    r"|activatedDate|sequence|goal|synced|autoStartStop"
    r"|incompleteIssuesDestinationId)=|\]$)"
)
SPRINT_ID = r"[\[,]id=([0-9]+)"


@dataclass(frozen=True, slots=True)
class ProjectKey:
    """The key of the project, from its own column or from the key of the issue."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Cut off the number of an issue; a project key has no hyphen."""
        return Fitted(f"split_part({first_filled(raw, positions)}, '-', 1)")


@dataclass(frozen=True, slots=True)
class Reference:
    """Another issue, by key or by number; a title alone does not say which.

    The key goes to the column itself, the number to the column `number`.
    """

    aliases: tuple[str, ...]
    number: str = ""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take from all columns the first key and the first number."""
        cells = [raw.cell(position) for position in positions]
        key = _first_match(raw, cells, KEY)
        number = _first_match(raw, cells, NUMBER) if self.number else "null"
        either = f"coalesce({key}, {number})"
        missing = f"{first_filled(raw, positions)} is not null and {either} is null"
        (missed,) = raw.fetch(f"count(*) filter (where {missing})")[0]
        return Fitted(
            f"cast({key} as varchar)",
            missing if missed else None,
            "does not name an issue by its key or number",
            {self.number: f"cast({number} as varchar)"} if self.number else {},
        )


def _first_match(raw: RawTable, cells: list[str], form: str) -> str:
    """Return SQL of the first cell of a form; a pure column needs no second look."""
    found = []
    for cell in cells:
        matches = f"regexp_full_match({cell}, '{form}')"
        filled, fitting = raw.fetch(
            f"count({cell}), count(*) filter (where {matches})"
        )[0]
        if fitting:
            pure = filled == fitting
            found.append(cell if pure else f"case when {matches} then {cell} end")
    return f"coalesce({', '.join([*found, 'null'])})"


@dataclass(frozen=True, slots=True)
class Subtask:
    """Whether an issue is part of another, from the name of its type."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look for the word in any of the languages."""
        cell = first_filled(raw, positions)
        return Fitted(f"regexp_matches(lower({cell}), '{SUBTASK}')")


@dataclass(frozen=True, slots=True)
class Category:
    """The category of a status: todo, doing or done."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Translate the names of the three categories that are there."""
        cell = first_filled(raw, positions)
        rows = raw.connection.execute(
            f"select distinct lower({cell}) from {raw.relation}"
        ).fetchall()
        there = {name for (name,) in rows if name is not None}
        # The names in the expression are ours, the file only chooses among them.
        known = {
            category: [name for name in names if name in there]
            for category, names in CATEGORIES.items()
        }
        cases = " ".join(
            f"when lower({cell}) in ({', '.join(map(quoted, names))}) then '{category}'"
            for category, names in known.items()
            if names
        )
        value = f"case {cases} end" if cases else "cast(null as varchar)"
        unknown = there - {name for names in known.values() for name in names}
        return Fitted(
            value,
            f"{cell} is not null and {value} is null" if unknown else None,
            "is not a status category we know (to do, in progress, done)",
        )


@dataclass(frozen=True, slots=True)
class Flag:
    """Whether something is written there, such as Impediment."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take any text but a plain no."""
        cell = first_filled(raw, positions)
        negative = ", ".join(map(quoted, NOT_FLAGGED))
        return Fitted(f"{cell} is not null and lower({cell}) not in ({negative})")


@dataclass(frozen=True, slots=True)
class Sprints:
    """Names of the sprints from repeated columns, empty cells left out.

    Some servers write a sprint as `...Sprint@1a[id=3,name=X,...]`; it is reduced to
    its name, and its id goes to the column `sprint_numbers`, in the same order.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Collect the filled cells from left to right."""
        cells = [raw.cell(position) for position in sorted(positions)]
        names = f"list_filter([{', '.join(cells)}], lambda x: x is not null)"
        long = " or ".join(f"starts_with({cell}, '{SPRINT}')" for cell in cells)
        (objects,) = raw.fetch(f"count(*) filter (where {long})")[0]
        if not objects:
            return Fitted(names)
        is_object = f"starts_with(x, '{SPRINT}')"
        name = (
            f"case when {is_object} then nullif(trim("
            f"regexp_extract(x, '{SPRINT_NAME}', 1)), '') else x end"
        )
        number = f"nullif(regexp_extract(x, '{SPRINT_ID}', 1), '')"
        return Fitted(
            f"list_transform({names}, lambda x: {name})",
            extra={
                "sprint_numbers": f"list_transform({names}, "
                f"lambda x: case when {is_object} then {number} end)"
            },
        )
