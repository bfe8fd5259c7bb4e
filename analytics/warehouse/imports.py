"""Imports that are loaded: list them, hide one, let it count again, correct it.

Undo hides a manifest; a past state is the manifests that were active then.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.errors import NotFoundError
from analytics.warehouse import journal, models
from analytics.warehouse.clock import now
from analytics.warehouse.projects import active_ids, read_project
from analytics.warehouse.sources import SAME_CONTENT

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from analytics.warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One line of the list of imports.

    `is_read_again` says that a later reading of the same file counts in its place.
    """

    import_id: int
    project_id: str
    kind: str
    importer: str
    title: str
    sha256: str
    filename: str
    bytes: int
    as_of: datetime | None
    imported_at: datetime
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    problem_count: int
    is_partial: bool
    mapping: str
    undone_at: datetime | None
    is_read_again: bool


ENTRY = (
    "import_id, project_id, kind, importer, title, sha256, filename, bytes, as_of, "
    "imported_at, rows_read, rows_loaded, rows_quarantined, problem_count, is_partial, "
    "mapping, undone_at, coalesce(max(import_id) filter (undone_at is null) over "
    f"(partition by {SAME_CONTENT}) > import_id, false)"
)


def list_imports(
    warehouse: Warehouse, project_id: str | None = None
) -> tuple[ImportEntry, ...]:
    """Return the imports of a project (or of all), newest first."""
    rows = (
        warehouse.cursor()
        .execute(
            f"select {ENTRY} from import where ?::varchar is null or project_id = ? "
            "order by import_id desc",
            [project_id, project_id],
        )
        .fetchall()
    )
    return tuple(ImportEntry(*row) for row in rows)


def undo(warehouse: Warehouse, import_id: int) -> str:
    """Hide an import; return the id of the state that results."""
    return _set_undone(warehouse, import_id, now())


def redo(warehouse: Warehouse, import_id: int) -> str:
    """Let an undone import count again; return the id of the state that results."""
    return _set_undone(warehouse, import_id, None)


def _set_undone(warehouse: Warehouse, import_id: int, when: datetime | None) -> str:
    with warehouse.writing() as cursor:
        project_id = _project_of(cursor, import_id)
        cursor.execute(
            "update import set undone_at = ? where import_id = ?", [when, import_id]
        )
        warehouse.note(journal.import_entry(cursor, import_id))
        project = read_project(cursor, project_id)
        return models.build(cursor, project, active_ids(cursor, project.project_id))


def _project_of(cursor: DuckDBPyConnection, import_id: int) -> str:
    rows = cursor.execute(
        "select project_id from import where import_id = ?", [import_id]
    ).fetchall()
    if not rows:
        message = f"There is no import number {import_id}."
        raise NotFoundError(message)
    return str(rows[0][0])


def set_as_of(
    warehouse: Warehouse, import_id: int, as_of: datetime, *, is_partial: bool
) -> str:
    """Correct what day an import speaks of and whether it is complete."""
    with warehouse.writing() as cursor:
        project_id = _project_of(cursor, import_id)
        cursor.execute(
            "update import set as_of = ?, is_partial = ? where import_id = ?",
            [as_of, is_partial, import_id],
        )
        warehouse.note(journal.import_entry(cursor, import_id))
        project = read_project(cursor, project_id)
        for (name,) in cursor.execute(
            "select set_id from model_set where project_id = ?", [project.project_id]
        ).fetchall():
            models.drop_set(cursor, name)
        return models.build(cursor, project, active_ids(cursor, project.project_id))


def report_of(warehouse: Warehouse, import_id: int) -> dict[str, Any]:
    """Return the report that was shown when the import was accepted."""
    rows = (
        warehouse.cursor()
        .execute("select report from import where import_id = ?", [import_id])
        .fetchall()
    )
    if not rows:
        message = f"There is no import number {import_id}."
        raise NotFoundError(message)
    return dict(json.loads(rows[0][0]))
