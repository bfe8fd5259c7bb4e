"""What the command line and the loopback routes of the server both do.

Plain values in, values that JSON can hold out. The command line calls these functions
where no server runs; where one does, it sends the same arguments to the server, which
calls them there, so that the output is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from analytics.errors import NotFoundError, RequestError, SteercoError
from analytics.intake import road
from analytics.loading import load
from analytics.metrics.registry import METRICS
from analytics.settings import ADMINISTRATOR
from analytics.showing import run_show
from analytics.warehouse import backup as copies
from analytics.warehouse import imports, projects, verify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from analytics.intake.report import Report
    from analytics.intake.waiting import Staged
    from analytics.project import Project, ProjectSettings
    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse

__all__ = [
    "Options",
    "backup",
    "check",
    "list_imports",
    "list_metrics",
    "list_projects",
    "nothing_yet",
    "run_import",
    "run_show",
]
Json = dict[str, Any]
DAY_IS_OVER = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Options:
    """What `steerco import` can be told.

    Attributes:
        project: Id or name; a new name is created. Empty takes what the files say.
        as_of: Day that the files speak of, where they should not say it themselves.
        is_dry_run: Do everything, then take it back.
        importer: Name of the importer, where the content must not decide.
        is_partial: Whether the files are partial exports; None takes what they say.
        before: Project of the file before, for files that name none.
        limits: What a file may cost.
    """

    project: str = ""
    as_of: date | None = None
    is_dry_run: bool = False
    importer: str = ""
    is_partial: bool | None = None
    before: str = ""
    limits: Limits = ADMINISTRATOR


def run_import(
    warehouse: Warehouse,
    files: Iterable[tuple[str, Path]],
    options: Options | None = None,
) -> list[Json]:
    """Load files, each for itself, and say of each what became of it.

    Files that name no project (a budget, a register) follow the one before them.

    Args:
        warehouse: Where they go.
        files: For each file the name to show and the path to read.
        options: How.

    Returns:
        Per file what `import --json` prints. `error` is empty, or the sentence that
        says why the file was refused; `project` is None where it is not known.
    """
    chosen, outcomes = options or Options(), []
    before = chosen.before
    for filename, path in files:
        outcome = _import_one(warehouse, filename, path, chosen, before)
        before = outcome["project"] or before
        outcomes.append(outcome)
    return outcomes


def _import_one(
    warehouse: Warehouse, filename: str, path: Path, options: Options, before: str
) -> Json:
    outcome = nothing_yet(filename)
    try:
        with path.open("rb") as stream:
            received = road.take_in(warehouse, stream, filename, options.limits)
        outcome |= {"file": received.filename, "sha256": received.sha256}
        staged = road.stage(
            warehouse, received, limits=options.limits, importer=options.importer
        )
        outcome |= _told(staged.report)
        return outcome | _load(warehouse, staged, options, before)
    except SteercoError as error:
        return outcome | {"error": str(error)}
    except OSError as error:
        why = error.strerror or "it cannot be read"
        return outcome | {"error": f"{filename}: {why}."}


def nothing_yet(filename: str) -> Json:
    """Return what is said of a file of which nothing is known."""
    return {
        "file": filename,
        "sha256": None,
        "importer": None,
        "project": None,
        "kind": None,
        "rows_read": 0,
        "rows_loaded": 0,
        "rows_quarantined": 0,
        "already_imported": False,
        "import_id": None,
        "problems": [],
        "error": "",
    }


def _told(report: Report) -> Json:
    """Return what the parser says of a file."""
    set_aside = [(line, "", reason) for line, reason, _ in report.quarantine]
    return {
        "importer": report.importer,
        "kind": report.kind,
        "rows_read": report.rows_read,
        "rows_loaded": report.rows_loaded,
        "rows_quarantined": report.rows_quarantined,
        "problems": [
            {"line": line, "column": column, "message": message}
            for line, column, message in (*report.problems, *set_aside)
        ],
    }


def _load(warehouse: Warehouse, staged: Staged, options: Options, before: str) -> Json:
    name, settings = _wanted(warehouse, staged.report, options.project, before)
    project = projects.find_project(warehouse, name)
    if options.is_dry_run:
        if project is None:  # nothing of it is stored yet
            return {"project": name}
        seen = road.preview(warehouse, staged, project.project_id)
        return {"project": project.name, "already_imported": seen.already_imported}
    if project is None:
        project = projects.create_project(warehouse, name, settings=settings)
    done = load(
        warehouse,
        staged,
        project.project_id,
        as_of=_as_of(options.as_of, staged.report, project),
        is_partial=options.is_partial,
    )
    return {
        "project": project.name,
        "already_imported": done.already_imported,
        "import_id": done.import_id,
    }


def _wanted(
    warehouse: Warehouse, report: Report, name: str, before: str
) -> tuple[str, ProjectSettings | None]:
    """Return the name of the project a file goes to, and settings if it is new.

    Raises:
        RequestError: The file does not say, and there is more than one.
    """
    if name:
        return name, None
    if report.hints.get("projects"):
        return road.suggest_project(report)
    if before:
        return before, None
    own = [one for one in projects.list_projects(warehouse) if not one.is_sample]
    if len(own) == 1:
        return own[0].name, None
    message = f"{report.filename} names no project. Say which with --project NAME."
    raise RequestError(message)


def _as_of(day: date | None, report: Report, project: Project) -> datetime | None:
    """Return the end of a day, in the zone in which the file gives its times."""
    if day is None:
        return None
    end = datetime.combine(day, DAY_IS_OVER)
    if report.instants != "utc":
        return end
    local = end.replace(tzinfo=project.settings.zone)
    return local.astimezone(UTC).replace(tzinfo=None)


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


def check(warehouse: Warehouse) -> Json:
    """Say what is wrong with the warehouse and its originals, and what was mended."""
    return {"findings": verify.check(warehouse), "mended": list(warehouse.log)}
