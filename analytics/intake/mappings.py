"""Columns named by hand: suggested, checked, remembered, found again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.importers.headers import plain
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import mapping_file, preview
from analytics.intake.mapping_file import HeaderMapping
from analytics.intake.report import ColumnMapping
from analytics.warehouse import saved_mappings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from analytics.importers.base import Grid, TableImporter
    from analytics.intake.originals import Received
    from analytics.warehouse.store import Warehouse

ALIKE = 0.8
"""Least likeness, 0 to 1, at which a header is suggested for a column."""
NEEDED: dict[str, tuple[str, ...]] = {
    "jira_csv": ("issue_key",),
    "budget": ("amount",),
    "cost": ("amount",),
    "commitment": ("amount",),
    "risk": ("title",),
    "sprint_table": ("name", "start_at", "end_at"),
    "tempo_worklogs": ("spent_seconds",),
    "worklog_table": ("spent_seconds",),
    "task_table": ("name",),
    "milestone": ("name",),
    "capacity": ("starts_on",),
    "earned_value": ("earned_amount",),
    "exchange_rate": ("from_currency", "rate"),
    "requirement": ("title",),
    "acceptance": ("title",),
    "change_request": ("title",),
    "decision": ("title",),
    "compliance": ("title",),
}
"""Columns without which the rows of a table mean nothing, by importer."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A mapping that was saved for a header of this file."""

    mapping: ColumnMapping
    saved_at: datetime


def header_hash(header: Sequence[str]) -> str:
    """Name a header: the same columns in the same order, however they are spaced.

    >>> header_hash(("Item ", "COST", "")) == header_hash(("item", "Cost"))
    True
    """
    cells = [plain(cell) for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def importer_named(name: str) -> TableImporter:
    """Return a table importer by name.

    Raises:
        RequestError: There is none.
    """
    found = next((one for one in TABLE_IMPORTERS if one.name == name), None)
    if found is None:
        message = f"There is no table called {name!r} that columns could fill."
        raise RequestError(message)
    return found


def required(importer: TableImporter) -> tuple[str, ...]:
    """Return the columns without which its rows mean nothing."""
    return NEEDED.get(importer.name, tuple(filter(None, (importer.table.key,))))


def missing(importer: TableImporter, columns: Mapping[str, Sequence[int]]) -> str:
    """Say what is still needed before the file can be read; empty when nothing is."""
    gaps = [name for name in required(importer) if not columns.get(name)]
    words = " and ".join(name.replace("_", " ") for name in gaps)
    return f"Choose the column of the file that holds the {words}." if gaps else ""


def suggest(
    importer: TableImporter, header: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    """Guess which column is which: by alias first, then by likeness of the names.

    A column of the file is suggested once only.
    """
    found = importer.match(header)
    taken = {position for positions in found.values() for position in positions}
    scored = sorted(
        (
            (_likeness(importer, column, name), column, position)
            for column in importer.columns
            if column not in found
            for position, name in enumerate(header)
            if position not in taken and name.strip()
        ),
        key=lambda one: (-one[0], one[2]),
    )
    for score, column, position in scored:
        if score >= ALIKE and column not in found and position not in taken:
            found[column] = (position,)
            taken.add(position)
    return found


def _likeness(importer: TableImporter, column: str, header: str) -> float:
    """Return how alike a header is to a column's name or one of its aliases."""
    words = {column, *importer.columns[column].aliases}
    return max(_alike(plain(header), plain(word)) for word in words)


@lru_cache(maxsize=1 << 16)
def _alike(name: str, word: str) -> float:
    """Return the likeness of two words, 0 where it is below what is suggested."""
    both = SequenceMatcher(None, name, word)
    if both.real_quick_ratio() < ALIKE or both.quick_ratio() < ALIKE:
        return 0.0
    return both.ratio()


def save(warehouse: Warehouse, header: Sequence[str], mapping: ColumnMapping) -> None:
    """Remember a mapping for the next file with the same header."""
    kept = HeaderMapping(tuple(header), replace(mapping, sheet="", header_row=0))
    saved_mappings.save(warehouse, header_hash(header), kept.to_json())


def recall(warehouse: Warehouse, received: Received) -> list[Remembered]:
    """Return the mappings saved for headers at the top of a file, one for each sheet.

    Sheet and row are those of this file; the columns are those of the saved one.
    """
    if not saved_mappings.any_saved(warehouse):
        return []
    grids = preview.top(warehouse, received)
    return [one for grid in grids if (one := find(warehouse, [grid])) is not None]


def find(warehouse: Warehouse, grids: Sequence[Grid]) -> Remembered | None:
    """Return the mapping saved for one of the rows of these sheets, if any."""
    hashes = {
        header_hash(row): (grid.sheet, number)
        for grid in reversed(grids)
        for number, row in reversed(list(enumerate(grid.rows)))
        if any(cell.strip() for cell in row)
    }
    saved = saved_mappings.find(warehouse, list(hashes))
    for header, (sheet, number) in reversed(hashes.items()):
        if header in saved:
            text, when = saved[header]
            mapping = ColumnMapping.from_json(text)
            return Remembered(replace(mapping, sheet=sheet, header_row=number), when)
    return None


def all_saved(warehouse: Warehouse) -> tuple[HeaderMapping, ...]:
    """Return every saved mapping with its header, those of the same kind together."""
    texts = saved_mappings.list_all(warehouse).values()
    found = [one for one in map(HeaderMapping.from_json, texts) if one is not None]
    return tuple(sorted(found, key=lambda one: (one.mapping.importer, one.header)))


def from_file(text: str, header: Sequence[str]) -> ColumnMapping:
    """Return the mapping for this header from a file that somebody saved.

    Raises:
        RequestError: It is no such file, or it has none for this header.
    """
    for one in mapping_file.from_file(text):
        if header_hash(one.header) == header_hash(header):
            return one.mapping
    message = "This mapping was made for a file with other columns."
    raise RequestError(message)


def take_over(warehouse: Warehouse, text: str) -> int:
    """Save every mapping of a file, in place of those for the same headers.

    Returns:
        How many there were.

    Raises:
        RequestError: It is no such file; nothing of it is saved.
    """
    given = mapping_file.from_file(text)
    for one in given:
        save(warehouse, one.header, one.mapping)
    return len(given)
