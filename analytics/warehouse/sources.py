"""Sources: which earlier files a file is the next state of.

What identifies a source is said by its file: project keys, boards, or the header. A
header may change a little from one export to the next; the file is still the next
state of the same source, or its rows would count twice.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ALIKE = 0.75
"""Least share of columns that two headers of one source have in common."""
SHEET = "sheet "
ADD_UP = ("sprints", "statuses", "issue changes", "worklogs")
"""Kinds of files that never take the place of an earlier one, as in the models."""
READ_SHEET = "coalesce(json_extract_string(report, '$.read_sheet'), '')"
SAME_CONTENT = f"project_id, sha256, kind, {READ_SHEET}"
"""What readings of one sheet of one file have in common: only the newest counts."""
BY_CONTENT = {"issue", "issue_event", "sprint", "board_column", "status", "schedule"}
"""Tables whose files are told apart by what they hold, not by their header."""


class Wanted(NamedTuple):
    """What a file says of its source."""

    project_id: str
    kind: str
    importer: str
    identity: str
    table: str


def source_for(cursor: DuckDBPyConnection, wanted: Wanted) -> int:
    """Return the source that a file is the next state of, made if new."""
    found = find(cursor, wanted)
    if found is not None:
        return found
    source_id = next_id(cursor, "source", "source_id")
    cursor.execute(
        "insert into source values (?, ?, ?, ?, ?)", [source_id, *wanted[:4]]
    )
    return source_id


def find(cursor: DuckDBPyConnection, wanted: Wanted) -> int | None:
    """Return the source of the same identity, else the one with the likest header."""
    rows = cursor.execute(
        "select source_id, identity from source where project_id = ? and kind = ? "
        "and importer = ? order by source_id",
        list(wanted[:3]),
    ).fetchall()
    for source_id, identity in rows:
        if identity == wanted.identity:
            return int(source_id)
    if wanted.table in BY_CONTENT:
        return None
    scored = [
        (likeness(identity, wanted.identity), -source_id)
        for source_id, identity in rows
    ]
    score, negative = max(scored, default=(0.0, 0))
    return -negative if score >= ALIKE else None


def read_before(cursor: DuckDBPyConnection, import_id: int) -> list[tuple[int, str]]:
    """Return number and name of the reading of the same file before, if any."""
    return cursor.execute(
        "select import_id, filename from import where undone_at is null "
        f"and import_id <> $1 and row({SAME_CONTENT}) = "
        f"(select row({SAME_CONTENT}) from import where import_id = $1) "
        "order by import_id desc limit 1",
        [import_id],
    ).fetchall()


def likeness(first: str, second: str) -> float:
    """Return the share of columns that two headers have in common.

    Different sheets of a workbook are different sources, however alike they are.

    >>> likeness('["amount", "category", "owner"]', '["amount", "category", "note"]')
    0.5
    """
    one, other = set(json.loads(first)), set(json.loads(second))
    if any(name.startswith(SHEET) for name in one ^ other):
        return 0.0
    return len(one & other) / len(one | other) if one | other else 0.0


def next_id(cursor: DuckDBPyConnection, name: str, column: str) -> int:
    """Return the next id; the single writer makes a sequence unnecessary."""
    rows = cursor.execute(
        f"select coalesce(max({column}), 0) + 1 from {name}"
    ).fetchall()
    return int(rows[0][0])
