"""What the command line and the loopback routes of the server both do.

Plain values in, values that JSON can hold out. The command line calls these functions
where no server runs; where one does, it sends the same arguments to the server, which
calls them there, so that the output is the same.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.errors import NotFoundError
from analytics.importing import Options, nothing_yet, run_import
from analytics.metrics.registry import METRICS
from analytics.showing import run_show
from analytics.warehouse import backup as copies
from analytics.warehouse import imports, projects, verify
from analytics.warehouse import purge as erasing

if TYPE_CHECKING:
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

__all__ = [
    "Options",
    "backup",
    "check",
    "list_imports",
    "list_metrics",
    "list_projects",
    "nothing_yet",
    "purge",
    "run_import",
    "run_show",
]
Json = dict[str, Any]


def list_projects(warehouse: Warehouse) -> list[Json]:
    """List all projects, the user's own first."""
    entries = imports.list_imports(warehouse)
    return [
        {
            "project": one.project_id,
            "name": one.name,
            "is_sample": one.is_sample,
            "currency": one.settings.currency,
            "time_zone": one.settings.time_zone,
            "imports": sum(
                entry.project_id == one.project_id and entry.undone_at is None
                for entry in entries
            ),
        }
        for one in projects.list_projects(warehouse)
    ]


def list_imports(warehouse: Warehouse, project: str = "") -> list[Json]:
    """List the imports of one project or of all, newest first.

    Raises:
        NotFoundError: There is no such project.
    """
    wanted = find_project(warehouse, project).project_id if project else None
    return [
        {
            "import_id": entry.import_id,
            "project": entry.project_id,
            "file": entry.filename,
            "sha256": entry.sha256,
            "importer": entry.importer,
            "kind": entry.kind,
            "as_of": entry.as_of.isoformat() if entry.as_of else None,
            "imported_at": entry.imported_at.isoformat(timespec="seconds") + "Z",
            "rows_read": entry.rows_read,
            "rows_loaded": entry.rows_loaded,
            "rows_quarantined": entry.rows_quarantined,
            "problems": entry.problem_count,
            "is_partial": entry.is_partial,
            "is_undone": entry.undone_at is not None,
        }
        for entry in imports.list_imports(warehouse, wanted)
    ]


def find_project(warehouse: Warehouse, name: str) -> Project:
    """Return the project of that id or name.

    Raises:
        NotFoundError: There is none; the message names those there are.
    """
    found = projects.find_project(warehouse, name)
    if found is None:
        known = ", ".join(one.name for one in projects.list_projects(warehouse))
        message = f"There is no project {name!r}. There are: {known or 'none yet'}."
        raise NotFoundError(message)
    return found


def list_metrics() -> list[Json]:
    """List what can be measured."""
    return [
        {
            "metric": one.key,
            "label": one.label,
            "unit": one.unit,
            "question": one.question,
            "needs": list(one.needs),
        }
        for one in METRICS
    ]


def backup(warehouse: Warehouse) -> Json:
    """Copy the warehouse while others go on reading; return where it is."""
    target = warehouse.home.backups / copies.backup_name()
    warehouse.backup(target)
    return {"file": str(target), "bytes": target.stat().st_size}


def purge(warehouse: Warehouse, project: str) -> Json:
    """Erase a project for good; return the proof.

    Raises:
        NotFoundError: There is no such project.
    """
    found = find_project(warehouse, project)
    done = erasing.purge(warehouse, found.project_id)
    return {
        "project": found.name,
        "originals_erased": done.originals,
        "originals_kept": done.kept,
        "backups": list(done.backups),
        "note": done.note,
        "proof": [asdict(one) for one in done.proof],
    }


def check(warehouse: Warehouse) -> Json:
    """Say what is wrong with the warehouse and its originals, and what was mended."""
    return {"findings": verify.check(warehouse), "mended": list(warehouse.log)}
