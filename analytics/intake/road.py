"""The road of a file: receive, stage, preview, accept.

Upload page and command line take the same one.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from analytics.intake import parser, parsers, waiting
from analytics.intake.originals import Received, original, receive, stored_name
from analytics.intake.waiting import Staged
from analytics.project import ProjectSettings
from analytics.settings import ADMINISTRATOR, INTERACTIVE, MAX_LISTED
from analytics.warehouse import imports, manifests, projects

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from datetime import datetime
    from typing import BinaryIO

    from analytics.intake.report import Report
    from analytics.project import Project
    from analytics.settings import Limits
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse


def take_in(
    warehouse: Warehouse, stream: BinaryIO, filename: str, limits: Limits = INTERACTIVE
) -> Received:
    """Store the file as it came, while a parser process gets ready for it."""
    parsers.prepare()
    return receive(warehouse.home, stream, filename, limits)


def stage(  # noqa: PLR0913 - each named
    warehouse: Warehouse,
    received: Received,
    *,
    limits: Limits = INTERACTIVE,
    importer: str = "",
    mapping: str = "",
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Staged:
    """Let the parser process read it; nothing is loaded yet.

    Raises:
        FileError: The file is refused, with a sentence that says why.
    """
    while True:
        folder, report = parser.stage(
            received.path,
            filename=received.filename,
            sha256=received.sha256,
            stage_folder=warehouse.home.stage,
            limits=limits,
            importer=importer,
            mapping=mapping,
            on_progress=on_progress,
            cancelled=cancelled,
        )
        staged = Staged(received, folder, report)
        if waiting.hold(staged):  # else somebody accepted it just now: read it again
            return staged


def _there(warehouse: Warehouse, staged: Staged) -> Staged:
    """Return the staged file, read again from its original where it is gone."""
    if waiting.hold(staged):
        return staged
    report = staged.report
    return stage(
        warehouse,
        staged.received,
        limits=ADMINISTRATOR,
        importer=report.importer,
        mapping=report.mapping,
    )


def manifest(
    staged: Staged,
    project_id: str,
    *,
    as_of: datetime | None = None,
    is_partial: bool | None = None,
) -> manifests.Manifest:
    """Turn a staged file into what the warehouse loads."""
    report = staged.report
    return manifests.Manifest(
        project_id=project_id,
        folder=staged.folder,
        tables=tuple(sorted(report.tables)),
        table=report.table,
        kind=report.kind,
        importer=report.importer,
        title=report.title,
        identity=json.dumps(report.identity, ensure_ascii=False),
        sha256=report.sha256,
        filename=staged.received.filename,
        bytes=staged.received.bytes,
        as_of=as_of or report.as_of_instant,
        rows_read=report.rows_read,
        rows_loaded=report.rows_loaded,
        rows_quarantined=report.rows_quarantined,
        problem_count=report.problem_count,
        is_partial=bool(report.partial) if is_partial is None else is_partial,
        instants=report.instants,
        mapping=report.mapping,
        report=json.dumps(
            {**asdict(report), "problems": [], "quarantine": []}, ensure_ascii=False
        ),
        problems=tuple(report.problems[:MAX_LISTED]),
        quarantine=tuple(report.quarantine[:MAX_LISTED]),
    )


def preview(warehouse: Warehouse, staged: Staged, project_id: str) -> Accepted:
    """Do what accept does in a transaction that is rolled back: the dry run."""
    there = _there(warehouse, staged)
    return manifests.rehearse(warehouse, manifest(there, project_id))


def accept(
    warehouse: Warehouse,
    staged: Staged,
    project_id: str,
    *,
    as_of: datetime | None = None,
    is_partial: bool | None = None,
) -> Accepted:
    """Load the staged file into a project; the same file twice changes nothing.

    What the parser left of it goes then, unless somebody else waits to accept it.
    """
    there = _there(warehouse, staged)
    prefill(warehouse, there.report, project_id)
    accepted = manifests.accept(
        warehouse,
        manifest(there, project_id, as_of=as_of, is_partial=is_partial),
    )
    waiting.release(staged)
    waiting.release(there)
    return accepted


def prefill(warehouse: Warehouse, report: Report, project_id: str) -> None:
    """Take the currency from the first money file of a project."""
    currencies = report.hints.get("currencies") or []
    if not currencies or len(str(currencies[0])) != 3:  # noqa: PLR2004 - ISO code
        return
    project = projects.get_project(warehouse, project_id)
    kinds = {entry.kind for entry in imports.list_imports(warehouse, project_id)}
    money = {"budget", "cost", "commitment", "risks"}
    if kinds & money or project.settings.currency == currencies[0]:
        return
    settings = replace(project.settings, currency=str(currencies[0]).upper())
    projects.change_settings(warehouse, project_id, settings)


def suggest_project(report: Report) -> tuple[str, ProjectSettings]:
    """Return a name and settings for a new project, from what the file shows."""
    found = report.hints.get("projects") or []
    name = next((str(row[1] or row[0]) for row in found), "")
    own_name = stored_name(report.filename)
    return name or own_name.rsplit(".", 1)[0], ProjectSettings()


def stored(warehouse: Warehouse, sha256: str, filename: str) -> Received:
    """Return an original that is stored already, to read it again another way."""
    path = original(warehouse.home, sha256)
    return Received(sha256, filename, path.stat().st_size, path)


def project_for(
    warehouse: Warehouse, report: Report, name: str | None
) -> Project | None:
    """Return the named project, or the only own project that fits."""
    if name:
        return projects.find_project(warehouse, name)
    suggested, _ = suggest_project(report)
    return projects.find_project(warehouse, suggested)
