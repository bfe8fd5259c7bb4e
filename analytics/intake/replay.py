"""Keep the promises of the journal: load again what a damaged warehouse has lost.

At every open the journal is compared with the warehouse. Where they agree, as they do
unless something broke, nothing happens. Everything here can be repeated.
"""

from __future__ import annotations

import shutil
import time
from datetime import datetime
from typing import TYPE_CHECKING

from analytics.errors import SteercoError
from analytics.intake import road
from analytics.project import Project, ProjectSettings
from analytics.settings import ADMINISTRATOR
from analytics.warehouse import (
    imports,
    journal,
    manifests,
    projects,
    saved_mappings,
    scenarios,
)
from analytics.warehouse.store import Warehouse

if TYPE_CHECKING:
    from analytics.settings import Home
    from analytics.warehouse.journal import Entry, Key, Promised

STAGED_SECONDS = 7 * 86_400
"""How long a parsed file waits for accept; then it is parsed again when asked for."""


def open_warehouse(home: Home) -> Warehouse:
    """Open the warehouse and see that it holds everything that was promised.

    Raises:
        BusyError: Another process has it open.
        StoreError: It cannot be opened.
    """
    warehouse = Warehouse(home)
    try:
        sweep(home)
        catch_up(warehouse)
    except BaseException:
        warehouse.close()
        raise
    return warehouse


def sweep(home: Home) -> None:
    """Remove what an earlier process was writing when it was ended.

    Nobody else can be writing: the warehouse has one process, and it is this one.
    """
    unfinished = (
        *home.originals.glob(".receiving-*"),
        *home.backups.glob(".*.writing*"),
        *home.stage.glob(".sent-*"),
        *home.stage.glob("*.*.*"),
    )
    oldest = time.time() - STAGED_SECONDS
    staged = (one for one in home.stage.iterdir() if one.stat().st_mtime < oldest)
    for path in {*unfinished, *staged}:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def catch_up(warehouse: Warehouse) -> None:
    """Bring the warehouse to what the journal promises; say what was done."""
    wanted = journal.promised(warehouse.home)
    there = {one.project_id: one for one in projects.list_projects(warehouse)}
    for project_id in wanted.removed & there.keys():
        projects.remove_project(warehouse, project_id)
        warehouse.log.append(f"The project {project_id} was removed again.")
    for project_id, entry in wanted.projects.items():
        _settle_project(warehouse, there.get(project_id), entry)
    _settle_imports(warehouse, wanted)
    _settle_mappings(warehouse, wanted)
    _settle_scenarios(warehouse, wanted)


def _settle_mappings(warehouse: Warehouse, wanted: Promised) -> None:
    there = saved_mappings.list_all(warehouse) if wanted.mappings else {}
    for header, mapping in wanted.mappings.items():
        if mapping and there.get(header) != mapping:
            saved_mappings.save(warehouse, header, mapping)
            warehouse.log.append("A saved column mapping was put back.")
        elif not mapping and header in there:
            saved_mappings.forget(warehouse, header)
            warehouse.log.append("A saved column mapping was forgotten again.")


def _settle_scenarios(warehouse: Warehouse, wanted: Promised) -> None:
    known = {one.project_id for one in projects.list_projects(warehouse)}
    for (project_id, name), asked in wanted.scenarios.items():
        if project_id not in known:
            continue
        there = scenarios.list_all(warehouse, project_id).get(name)
        if asked is not None and there != asked:
            scenarios.save(warehouse, project_id, name, asked)
            warehouse.log.append(f"The scenario {name} was put back.")
        elif asked is None and there is not None:
            scenarios.forget(warehouse, project_id, name)
            warehouse.log.append(f"The scenario {name} was deleted again.")


def _settle_project(warehouse: Warehouse, found: Project | None, entry: Entry) -> None:
    settings = ProjectSettings.from_json(entry["settings"])
    project = Project(entry["project_id"], entry["name"], entry["is_sample"], settings)
    if found is None:
        projects.put_back(warehouse, project)
        warehouse.log.append(f"The project {project.name} was put back.")
    elif found != project:
        projects.put_back(warehouse, project)
        warehouse.log.append(f"The settings of {project.name} were put back.")


def _settle_imports(warehouse: Warehouse, wanted: Promised) -> None:
    there = stored_entries(warehouse)
    known = {one.project_id for one in projects.list_projects(warehouse)}
    for key, entry in wanted.imports.items():
        if entry["project_id"] not in known:
            continue
        try:
            _settle_import(warehouse, entry, there.get(key))
        except SteercoError as error:
            warehouse.log.append(f"{entry['filename']} could not be put back: {error}")


def stored_entries(warehouse: Warehouse) -> dict[Key, tuple[int, Entry]]:
    """Return id and standing of every import that the warehouse holds."""
    return {
        journal.key_of(entry): (import_id, entry)
        for import_id, entry in journal.import_entries(warehouse.cursor()).items()
    }


def _settle_import(
    warehouse: Warehouse, entry: Entry, found: tuple[int, Entry] | None
) -> None:
    """Load an import that is missing, and set right how it stands."""
    as_of = datetime.fromisoformat(entry["as_of"]) if entry["as_of"] else None
    if found is None:
        found = _load_again(warehouse, entry, as_of)
        warehouse.log.append(f"{entry['filename']} was loaded again.")
    import_id, stands = found
    if as_of is not None and (stands["as_of"], stands["is_partial"]) != (
        entry["as_of"],
        entry["is_partial"],
    ):
        is_partial = bool(entry["is_partial"])
        imports.set_as_of(warehouse, import_id, as_of, is_partial=is_partial)
    if stands["is_undone"] != entry["is_undone"]:
        change = imports.undo if entry["is_undone"] else imports.redo
        change(warehouse, import_id)


def _load_again(
    warehouse: Warehouse, entry: Entry, as_of: datetime | None
) -> tuple[int, Entry]:
    """Load the kept original of an import once more."""
    received = road.stored(warehouse, entry["sha256"], entry["filename"])
    staged = road.stage(
        warehouse,
        received,
        limits=ADMINISTRATOR,
        importer=entry["importer"],
        mapping=entry["mapping"],
    )
    accepted = manifests.accept(
        warehouse,
        road.manifest(
            staged,
            entry["project_id"],
            as_of=as_of,
            is_partial=bool(entry["is_partial"]),
        ),
    )
    cursor = warehouse.cursor()
    return accepted.import_id, journal.import_entry(cursor, accepted.import_id)
