"""Questions that facts, pages and receipts ask; every call takes its own cursor."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

from analytics.errors import StoreError
from analytics.schema import BY_NAME, table
from analytics.warehouse import models
from analytics.warehouse.projects import active_ids, read_project
from analytics.warehouse.sql_files import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import pandas as pd
    from duckdb import DuckDBPyConnection

    from analytics.filters import Filters
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

SECONDS = 10
"""DuckDB has no time limit of its own; a question that takes longer is stopped."""
MARTS = tuple(model.name for model in models.models() if model.is_kept)

LISTS = "set_id, sprint_ids, fix_versions, labels"
"""Columns that pages do not need; turning lists into objects takes most of the time."""
AS_WRITTEN = ", ".join(
    f"raw_issue.{column}"
    for column in (
        "issue_number",
        "project_key",
        "summary",
        "priority",
        "resolution",
        "assignee",
        "start_on",
        "due_on",
        "milestone",
        "url",
    )
)
"""What the mart does not keep a second time, because no model reads it."""
FILTER = (
    "set_id = ? and (len(?) = 0 or list_contains(?, fct_issue.team)) "
    "and (len(?) = 0 or list_contains(?, fct_issue.issue_type)) "
    "and (len(?) = 0 or list_contains(?, "
    "coalesce(fct_issue.epic_key, fct_issue.parent_key))) "
    "and (len(?) = 0 or list_has_any(?, fct_issue.labels))"
)


def state(
    warehouse: Warehouse, project_id: str, upto: int | None = None
) -> tuple[str, tuple[int, ...]]:
    """Return id and imports of a state, building its marts where they are missing."""
    cursor = warehouse.cursor()
    project = read_project(cursor, project_id)
    imports = active_ids(cursor, project_id, upto)
    return built(warehouse, project, imports), imports


def built(warehouse: Warehouse, project: Project, import_ids: Sequence[int]) -> str:
    """Return the id of a state, building it where it is missing."""
    name = models.set_id(project, import_ids)
    if not models.is_built(warehouse.cursor(), name):
        with warehouse.writing() as writer:
            models.build(writer, project, import_ids)
    return name


def frame(
    cursor: DuckDBPyConnection,
    select: str,
    parameters: list[Any] | dict[str, Any] | None = None,
) -> pd.DataFrame:
    """Return the answer of a question as a frame."""
    found: pd.DataFrame = cursor.execute(select, parameters).df()
    return found


def long_frame(
    cursor: DuckDBPyConnection, select: str, parameters: dict[str, Any]
) -> pd.DataFrame:
    """Return an answer of many rows as a frame, in half the processor time.

    By way of Arrow, which pandas keeps texts in, no text is made a Python object.
    Only for texts, numbers, flags and instants without a zone: of days and of decimal
    numbers Arrow would make objects.
    """
    answer = cursor.execute(select, parameters).to_arrow_table()
    found: pd.DataFrame = answer.to_pandas()
    return found


@contextmanager
def limited(
    warehouse: Warehouse, seconds: float = SECONDS
) -> Iterator[DuckDBPyConnection]:
    """Give a cursor whose question is stopped after a while.

    Raises:
        StoreError: It took too long, or the file turns out to be damaged.
    """
    cursor = warehouse.cursor()
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield cursor
    except duckdb.InterruptException as error:
        message = "That took too long. Narrow the filters and try again."
        raise StoreError(message) from error
    except duckdb.IOException as error:
        sentence = warehouse.explained(error)
        if sentence is None:
            raise
        raise sentence from error
    finally:
        timer.cancel()
        cursor.close()


def mart(warehouse: Warehouse, model: str, set_id: str) -> pd.DataFrame:
    """Return one mart of a state."""
    if model not in MARTS:
        message = f"there is no model {model}"
        raise KeyError(message)
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select * exclude (set_id) from mart.{model} where set_id = ?",
            [set_id],
        )


def rows(warehouse: Warehouse, name: str, set_id: str, zone: str) -> pd.DataFrame:
    """Return the rows of a plain table that count in a state, with file and line.

    Such a table needs no model: every line of every file that counts is a row. Where
    a table has a key that is no mere name, the last line of a source that has it is the
    one that counts, as its report says. Files of hours add up: what two of them have in
    common is counted once, and the days of the project's time zone tell what that is.
    """
    columns = ", ".join(f"stored.{column}" for column in table(name).names)
    key = "" if name in BY_NAME else table(name).key
    last = (
        f"qualify stored.{key} is null or row_number() over "
        f"(partition by source_id, stored.{key} order by newest, source_line desc) = 1 "
    )
    once = (
        "and (import_id, version_id, source_line) in "
        "(select (import_id, version_id, source_line) "
        f"from ({sql('reads/worklogs')}) where is_counted) "
    )
    asked = {"s": set_id, "t": name}
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select stored.version_id, {columns}, import_id, "
            "import_row.source_line from mart.dim_import "
            "inner join import_row using (import_id) "
            f"inner join raw_{name} as stored using (version_id) "
            "where set_id = $s and import_row.table_name = $t "
            f"{once if name == 'worklog' else ''}"
            f"{last if key else ''}"
            "order by import_id, source_line",
            asked | ({"z": zone} if name == "worklog" else {}),
        )


def issues(warehouse: Warehouse, set_id: str, filters: Filters) -> pd.DataFrame:
    """Return the issues of a state under filters, in the order of their files."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select fct_issue.* exclude ({LISTS}), {AS_WRITTEN} "
            "from mart.fct_issue inner join raw_issue using (version_id) "
            f"where {FILTER} order by import_id, source_line",
            _parameters(set_id, filters),
        )


def memberships(warehouse: Warehouse, set_id: str) -> pd.DataFrame:
    """Return sprints and releases of each issue, as lists of their ids."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select issue_key, sprint_ids, fix_versions "
            "from mart.fct_issue where set_id = ?",
            [set_id],
        )


def _parameters(set_id: str, filters: Filters) -> list[Any]:
    lists = (filters.team, filters.issue_type, filters.epic, filters.label)
    return [set_id, *(list(values) for values in lists for _ in (0, 1))]


def choices(warehouse: Warehouse, set_id: str) -> dict[str, tuple[str, ...]]:
    """Return what each filter can be set to."""
    with limited(warehouse) as cursor:
        rows = cursor.execute(
            "select 'team' as field, team as value from mart.fct_issue "
            "where set_id = $1 union select 'issue_type', issue_type "
            "from mart.fct_issue where set_id = $1 union "
            "select 'epic', epic_key from mart.fct_issue where set_id = $1 union "
            "select 'label', unnest(labels) from mart.fct_issue where set_id = $1 "
            "order by 1, 2",
            [set_id],
        ).fetchall()
    found: dict[str, list[str]] = {}
    for name, value in rows:
        if value is not None:
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def latest_day(
    warehouse: Warehouse, import_ids: Sequence[int], zone: str
) -> date | None:
    """Return the last day that the files speak of, in the project's time zone.

    A file cannot know a day after its upload: a line booked for 2031 does not move the
    dashboard there. A file without a day counts only where none has one.
    """
    rows = (
        warehouse.cursor()
        .execute(
            "with spoken as (select case when instants = 'utc' "
            "then timezone($2, timezone('UTC', as_of)) else as_of end::date as day, "
            "timezone($2, timezone('UTC', imported_at))::date as uploaded "
            "from import where list_contains($1::bigint[], import_id)) "
            "select max(least(day, uploaded)) filter (where day is not null), "
            "max(uploaded) from spoken",
            [list(import_ids), zone],
        )
        .fetchall()
    )
    as_of, uploaded = rows[0]
    found: date | None = as_of or uploaded
    return found


def raw_changes(warehouse: Warehouse, import_ids: Sequence[int]) -> pd.DataFrame:
    """Return the field changes as imported, for the independent computation.

    Nothing of the models is used: issue, instant and the texts of the file.
    """
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select distinct on (e.issue_key, e.changed_at, e.history_id, e.item_no) "
            "e.issue_key, e.version_id, e.changed_at as at, e.history_id, e.item_no, "
            "e.field, e.field_name, e.from_id, e.to_id, e.from_text, e.to_text "
            "from import_row as r inner join raw_issue_event as e using (version_id) "
            "where r.table_name = 'issue_event' and e.issue_key is not null "
            "and list_contains(?::bigint[], r.import_id) "
            "and e.field in ('status', 'sprint', 'remaining', 'number', "
            "'issue_type') "
            "order by e.issue_key, e.changed_at, e.history_id, e.item_no",
            [list(import_ids)],
        )


def count_changes(warehouse: Warehouse, import_ids: Sequence[int]) -> int:
    """Return how many field changes a state rests on."""
    rows = (
        warehouse.cursor()
        .execute(
            "select count(*) from import_row where table_name = 'issue_event' "
            "and list_contains(?::bigint[], import_id)",
            [list(import_ids)],
        )
        .fetchall()
    )
    return int(rows[0][0])
