"""Projects: create, list, change, erase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import NotFoundError, RequestError
from analytics.project import Project, ProjectSettings, slug
from analytics.schema import TABLES
from analytics.warehouse import journal, models
from analytics.warehouse.clock import now
from analytics.warehouse.sources import SAME_CONTENT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from analytics.warehouse.store import Warehouse

SELECT = "select project_id, name, is_sample, settings from project "


def list_projects(warehouse: Warehouse) -> tuple[Project, ...]:
    """Return all projects: the user's own first, by name, then the sample."""
    rows = (
        warehouse.cursor()
        .execute(SELECT + "order by is_sample, lower(name), project_id")
        .fetchall()
    )
    return tuple(_project(row) for row in rows)


def get_project(warehouse: Warehouse, project_id: str) -> Project:
    """Return a project by id.

    Raises:
        NotFoundError: There is none.
    """
    return read_project(warehouse.cursor(), project_id)


def read_project(cursor: DuckDBPyConnection, project_id: str) -> Project:
    """Return a project by id, as the given transaction sees it."""
    rows = cursor.execute(SELECT + "where project_id = ?", [project_id]).fetchall()
    if not rows:
        message = f"There is no project {project_id!r}. It may have been removed."
        raise NotFoundError(message)
    return _project(rows[0])


def find_project(warehouse: Warehouse, name: str) -> Project | None:
    """Return the project of that id or name (case does not matter), if any."""
    wanted = name.casefold()
    return next(
        (
            project
            for project in list_projects(warehouse)
            if wanted in {project.project_id.casefold(), project.name.casefold()}
        ),
        None,
    )


def create_project(
    warehouse: Warehouse,
    name: str,
    *,
    settings: ProjectSettings | None = None,
    is_sample: bool = False,
) -> Project:
    """Create a project; its id is made from its name.

    Raises:
        RequestError: The name is empty or taken.
    """
    name = " ".join(name.split())[:120]
    if not name:
        message = "Give the project a name."
        raise RequestError(message)
    with warehouse.writing() as cursor:
        taken = cursor.execute("select project_id, lower(name) from project").fetchall()
        if name.lower() in {row[1] for row in taken}:
            message = f"There is already a project called {name!r}."
            raise RequestError(message)
        project_id = _free_id(slug(name), {row[0] for row in taken})
        project = Project(project_id, name, is_sample, settings or ProjectSettings())
        cursor.execute(
            "insert into project values (?, ?, ?, ?, ?, ?)",
            [project_id, name, is_sample, project.settings.to_json(), now(), now()],
        )
        warehouse.note(journal.project_entry(project))
    return project


def put_back(warehouse: Warehouse, project: Project) -> None:
    """Make a project stand as given, under its own id: what recovery does."""
    with warehouse.writing() as cursor:
        cursor.execute("delete from project where project_id = ?", [project.project_id])
        cursor.execute(
            "insert into project values (?, ?, ?, ?, ?, ?)",
            [
                project.project_id,
                project.name,
                project.is_sample,
                project.settings.to_json(),
                now(),
                now(),
            ],
        )
        active = active_ids(cursor, project.project_id)
        models.build(cursor, project, active)


def _free_id(wanted: str, taken: set[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def change_settings(
    warehouse: Warehouse, project_id: str, settings: ProjectSettings
) -> Project:
    """Store new settings and rebuild the project's current state."""
    with warehouse.writing() as cursor:
        cursor.execute(
            "update project set settings = ?, changed_at = ? where project_id = ?",
            [settings.to_json(), now(), project_id],
        )
        project = read_project(cursor, project_id)
        models.build(cursor, project, active_ids(cursor, project_id))
        warehouse.note(journal.project_entry(project))
    return project


def rename_project(warehouse: Warehouse, project_id: str, name: str) -> None:
    """Give a project another name; its id, and with it every link, stays.

    Raises:
        RequestError: The name is empty or taken.
    """
    name = " ".join(name.split())[:120]
    if not name:
        message = "Give the project a name."
        raise RequestError(message)
    with warehouse.writing() as cursor:
        read_project(cursor, project_id)
        taken = cursor.execute(
            "select 1 from project where lower(name) = lower(?) and project_id <> ?",
            [name, project_id],
        ).fetchall()
        if taken:
            message = f"There is already a project called {name!r}."
            raise RequestError(message)
        cursor.execute(
            "update project set name = ?, changed_at = ? where project_id = ?",
            [name, now(), project_id],
        )
        project = read_project(cursor, project_id)
        warehouse.note(journal.project_entry(project))


def active_ids(
    cursor: DuckDBPyConnection, project_id: str, upto: int | None = None
) -> tuple[int, ...]:
    """Return the imports that count: not undone, and not later than `upto`.

    A file that was read again, with other columns, counts as it was read last.
    """
    rows = cursor.execute(
        "select import_id from import where project_id = ? and undone_at is null "
        "and (?::bigint is null or import_id <= ?) qualify row_number() over "
        f"(partition by {SAME_CONTENT} order by import_id desc) = 1 order by import_id",
        [project_id, upto, upto],
    ).fetchall()
    return tuple(row[0] for row in rows)


def remove_project(
    warehouse: Warehouse, project_id: str, *, with_shares: bool = False
) -> None:
    """Remove a project and everything loaded into it; shares stay unless named."""
    with warehouse.writing() as cursor:
        read_project(cursor, project_id)
        for table in ("figure_check", "figure_check_run"):
            cursor.execute(
                f"delete from {table} where set_id in "
                "(select set_id from model_set where project_id = ?)",
                [project_id],
            )
        if with_shares:
            cursor.execute(
                "delete from share_view where share_id in "
                "(select share_id from share_link where project_id = ?)",
                [project_id],
            )
            cursor.execute("delete from share_link where project_id = ?", [project_id])
        for (name,) in cursor.execute(
            "select set_id from model_set where project_id = ?", [project_id]
        ).fetchall():
            models.drop_set(cursor, name)
        for table in ("import_row", "quarantine", "problem"):
            cursor.execute(
                f"delete from {table} where import_id in "
                "(select import_id from import where project_id = ?)",
                [project_id],
            )
        for target in TABLES:
            cursor.execute(
                f"delete from raw_{target.name} where project_id = ?", [project_id]
            )
        for table in ("import", "source", "scenario", "quality_count", "project"):
            cursor.execute(f"delete from {table} where project_id = ?", [project_id])
        warehouse.note({"what": "removed", "project_id": project_id})


def _project(row: tuple[str, str, bool, str]) -> Project:
    return Project(row[0], row[1], row[2], ProjectSettings.from_json(row[3]))
