"""Cells that only Azure DevOps writes: trees of titles, iterations, states."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.date_columns import first_filled
from analytics.importers.headers import plain

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

LEVEL = re.compile(r"title (\d{1,2})")
"""The header of one level of a tree, in plain form."""

NUMBER = "^#?([0-9]+)$"
TREE = "Parents were taken from the indented titles of the tree."
UNSURE = " Below a damaged record they are left empty, as it may be the parent."

STATES = {
    "todo": ("new", "to do", "proposed", "approved", "requested"),
    "doing": (
        *("active", "committed", "doing", "in progress", "resolved", "open"),
        *("accepted", "design", "ready", "in planning"),
    ),
    "done": ("closed", "done", "completed", "removed", "inactive"),
}
"""States of the processes that come with Azure DevOps: Basic, Agile, Scrum, CMMI.

Resolved is work that nobody has checked yet. Removed counts as done, as cancelled
work does everywhere in Steerco, and a note says so.
"""


@dataclass(frozen=True, slots=True)
class Title:
    """The title, in one column or in one column for each level of a tree."""

    aliases: tuple[str, ...]

    def accepts(self, header: str) -> bool:
        """Take the titles of every level."""
        return LEVEL.fullmatch(header) is not None

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the one cell that is filled."""
        return Fitted(first_filled(raw, positions))


@dataclass(frozen=True, slots=True)
class Tree:
    """The parent of a work item: its Parent, or where it stands in a tree.

    A tree query indents titles: `Title 1` holds the roots, `Title 2` their children.
    The parent of a row is the nearest row above that stands less deep.

    Where the file holds the parents of tasks as well, a task with a parent is a part
    of it: `is_subtask`. A list of tasks alone counts them.
    """

    aliases: tuple[str, ...]

    def accepts(self, header: str) -> bool:
        """Take the titles of every level."""
        return LEVEL.fullmatch(header) is not None

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column Parent; find the parents of a tree."""
        named = {plain(raw.header[position]): position for position in positions}
        parents: list[str] = []
        unreadable: str | None = None
        notes: tuple[str, ...] = ()
        if "parent" in named:
            cell = raw.cell(named["parent"])
            parents.append(f"nullif(regexp_extract({cell}, '{NUMBER}', 1), '')")
            unreadable = f"{cell} is not null and {parents[0]} is null"
        levels = _levels(named)
        if levels and "id" in named:
            cells = [raw.cell(named[name]) for name in levels]
            parents.append(_above(raw, cells, raw.cell(named["id"])))
            notes = (TREE + (UNSURE if raw.damaged else ""),)
        if not parents:
            return Fitted("cast(null as varchar)")
        parent = f"coalesce({', '.join(parents)})"
        return Fitted(
            parent,
            unreadable,
            "is not the number of a work item",
            _is_part(raw, named, parent),
            notes,
        )


def _levels(named: dict[str, int]) -> list[str]:
    """Return the headers of a tree from its roots down, if no level is missing.

    >>> _levels({"title 2": 4, "id": 0, "title 1": 3})
    ['title 1', 'title 2']
    >>> _levels({"title 2": 4, "title 3": 5})
    []
    """
    count = sum(LEVEL.fullmatch(name) is not None for name in named)
    wanted = [f"title {level}" for level in range(1, count + 1)]
    return wanted if set(wanted) <= named.keys() else []


def _above(raw: RawTable, cells: list[str], key: str) -> str:
    """Return SQL of the key of the nearest row above that stands less deep.

    Where a damaged record stands between the two, it may be the parent: NULL.
    """
    depth = " ".join(
        f"when {cell} is not null then {level}" for level, cell in enumerate(cells)
    )
    depth = f"case {depth} end"
    above = "over (order by line rows between unbounded preceding and 1 preceding)"
    nearest = ", ".join(
        f"last_value(case when {depth} = {level} then {{'l': line, 'k': {key}}} end "
        f"ignore nulls) {above}"
        for level in range(len(cells))
    )
    shallower = f"list_filter([{nearest}], lambda x, i: i <= {depth} and x.l > 0)"
    damaged = f"list_filter({list(raw.damaged)}::bigint[], lambda x: x < line)"
    parent = f"list_max({shallower})"
    return (
        f"case when coalesce(list_max({damaged}), 0) < ({parent}).l "
        f"then ({parent}).k end"
    )


def _is_part(raw: RawTable, named: dict[str, int], parent: str) -> dict[str, str]:
    """Tell tasks that are parts, unless the file holds the tasks alone."""
    if not {"id", "work item type"} <= named.keys():
        return {}
    kind, key = raw.cell(named["work item type"]), raw.cell(named["id"])
    # The parents of a tree are window functions, which no condition may hold.
    kinds = replace(
        raw, relation=f"(select {kind} as kind, {parent} as up from {raw.relation})"
    )
    there = f"up in (select {key} from {raw.relation})"
    (parts,) = kinds.fetch(f"count(*) filter (where lower(kind) = 'task' and {there})")[
        0
    ]
    is_part = f"lower({kind}) = 'task' and ({parent}) is not null"
    return {"is_subtask": is_part if parts else "false"}


@dataclass(frozen=True, slots=True)
class Root:
    """The project: a column of its own, or what every path begins with."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the first part."""
        path = first_filled(raw, positions)
        return Fitted(f"nullif(regexp_extract({path}, '^[^\\\\]+'), '')")


@dataclass(frozen=True, slots=True)
class Iteration:
    r"""The iteration without the project it begins with, such as `Release 1\Sprint 3`.

    The project alone is no iteration: such items are in the backlog.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Cut off the first part of the path."""
        path = first_filled(raw, positions)
        (roots,) = raw.fetch(f"count(*) filter (where not contains({path}, '\\'))")[0]
        label = raw.header[positions[0]].strip()
        note = (
            f"{label}: {roots:,} without a sprint below the project count as backlog."
        )
        name = f"nullif(regexp_extract({path}, '^[^\\\\]+\\\\+(.+)$', 1), '')"
        return Fitted(
            f"list_filter([{name}], lambda x: x is not null)",
            notes=(note,) if roots else (),
        )
