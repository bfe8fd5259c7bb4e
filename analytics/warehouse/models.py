"""Build what metrics read: one SQL file per model, for one set of imports.

A model is a SELECT. Its name is the name of its file, its inputs are found by looking
for the names of other models in its text, and its header says what one row is. The
`stg_` models live for one build; `fct_` and `dim_` models are kept in the schema
`mart` under the id of their set, so that several states of a project stand side by
side and a build touches no other project.

DuckDB takes tables of the transaction under way for empty when it plans, and keeps the
order of a join as it is written: so the larger table comes first.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from analytics.schema.delivery import SUBTASK
from analytics.warehouse.clock import now
from analytics.warehouse.sql_files import names, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from analytics.project import Project

KEPT_SETS = 3
"""States of one project kept built; older ones are built again when asked for."""
SLICE = 100_000
"""Issues whose changes are sorted at once: those of more do not fit into the memory of
the warehouse, and sorting with a disk takes three times as long."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model and what its header says of it."""

    name: str
    layer: str
    text: str
    key: tuple[str, ...]
    is_view: bool
    is_sliced: bool
    """Whether it is filled issue by issue: those from `slice_from` to `slice_to`."""
    reads: frozenset[str]
    """The models it reads, also through views."""

    @property
    def is_kept(self) -> bool:
        """Whether it is stored; staging models are not."""
        return self.layer == "marts"


@cache
def models() -> tuple[Model, ...]:
    """Return all models, each after those it reads."""
    texts = {
        name: (layer, sql(f"{layer}/{name}"))
        for layer in ("staging", "marts")
        for name in names(layer)
    }
    graph = {}
    for name, (_, text) in sorted(texts.items()):
        words = set(re.findall(r"\w+", re.sub(r"--.*", "", text)))
        graph[name] = sorted((words & texts.keys()) - {name})
    found: dict[str, Model] = {}
    for name in TopologicalSorter(graph).static_order():
        behind = (found[one].reads for one in graph[name] if found[one].is_view)
        reads = frozenset(graph[name]).union(*behind)
        found[name] = _model(name, *texts[name], reads)
    return tuple(found.values())


def _model(name: str, layer: str, text: str, reads: frozenset[str]) -> Model:
    header = re.search(r"^-- key: (.+)$", text, re.MULTILINE)
    key = header.group(1).strip() if header else "none"
    columns = () if key == "none" else tuple(part.strip() for part in key.split(","))
    is_view, is_sliced = (f"\n-- as: {one}\n" in text for one in ("view", "slices"))
    return Model(name, layer, text, columns, is_view, is_sliced, reads)


@cache
def models_version() -> str:
    """Return an id of all SQL texts: changed models never serve an old result."""
    text = "\n".join(model.text for model in models())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def set_id(project: Project, import_ids: Sequence[int]) -> str:
    """Name a state: project, imports, settings and models."""
    parts = json.dumps(
        [
            project.project_id,
            sorted(import_ids),
            project.settings.to_json(),
            models_version(),
        ]
    )
    return hashlib.sha256(parts.encode()).hexdigest()[:20]


def is_built(cursor: DuckDBPyConnection, name: str) -> bool:
    """Say whether the marts of a state are there."""
    return bool(
        cursor.execute("select 1 from model_set where set_id = ?", [name]).fetchall()
    )


def build(
    cursor: DuckDBPyConnection, project: Project, import_ids: Sequence[int]
) -> str:
    """Build the marts of a state inside the caller's transaction; return its id."""
    name = set_id(project, import_ids)
    if is_built(cursor, name):
        return name
    prepare(cursor, project, import_ids)
    _create_all(cursor, name)
    cursor.execute(
        "insert into model_set values (?, ?, ?, ?)",
        [name, project.project_id, list(import_ids), now()],
    )
    _forget_old(cursor, project.project_id)
    return name


def _create_all(cursor: DuckDBPyConnection, name: str) -> None:
    """Create the models one after the other, each for as long as it is read.

    What is kept is written once: models that read it see their part of the mart.
    """
    waiting = list(models())
    there = cursor.execute(
        "select table_name from duckdb_tables() where schema_name = 'mart'"
    ).fetchall()
    held: list[Model] = []
    while waiting:
        model = waiting.pop(0)
        text = model.text
        if model.is_kept:
            mart = f"mart.{model.name}"
            is_there = (model.name,) in there  # the first state of all makes the table
            into = f"insert into {mart}" if is_there else f"create table {mart} as"
            cursor.execute(f"{into} select '{name}' as set_id, * from ({text})")
            text = f"select * exclude (set_id) from {mart} where set_id = '{name}'"
        if any(model.name in later.reads for later in waiting):
            held.append(model)
            create(cursor, model, text)
        needed = frozenset[str]().union(*(later.reads for later in waiting))
        for one in [one for one in held if one.name not in needed]:
            cursor.execute(f"drop {_what(one)} temp.{one.name}")
            held.remove(one)


def create(cursor: DuckDBPyConnection, model: Model, text: str) -> None:
    """Create what other models read under the name of a model, from a question."""
    make = f"create or replace temp {_what(model)} {model.name} as"
    if not model.is_sliced:
        cursor.execute(f"{make} {text}")
        return
    ((issues,),) = cursor.execute("select count(*) from stg_opening").fetchall()
    for first in range(1, max(issues, 1) + 1, SLICE):
        cursor.execute("set variable slice_from = ?", [first])
        cursor.execute("set variable slice_to = ?", [first + SLICE - 1])
        cursor.execute(f"{make} {text}")
        make = f"insert into temp.{model.name}"


def _what(model: Model) -> str:
    return "view" if model.is_view or model.is_kept else "table"


def prepare(
    cursor: DuckDBPyConnection, project: Project, import_ids: Sequence[int]
) -> None:
    """Put what people decided beside what files say."""
    settings = project.settings
    cursor.execute(
        "create or replace temp table active_import as "
        "select * from import where list_contains(?::bigint[], import_id)",
        [list(import_ids)],
    )
    for name, value in (
        ("time_zone", settings.time_zone),
        ("done_rule", settings.done_rule),
        ("subtask_rule", settings.subtask_rule),
        ("point_field", settings.point_field),
        ("risk_score_top", settings.risk_score_top),
        ("subtask_words", SUBTASK),
    ):  # known when a model is planned, and joined with nothing
        cursor.execute(f"set variable {name} = ?", [value])
    cursor.execute(
        "create or replace temp table status_map as "
        "select unnest(?::varchar[]) as status, unnest(?::varchar[]) as category",
        [list(settings.status_map.keys()), list(settings.status_map.values())],
    )
    sprints = settings.sprint_dates
    cursor.execute(
        "create or replace temp table sprint_date as "
        "select unnest(?::varchar[]) as name, unnest(?::date[]) as starts_on, "
        "unnest(?::date[]) as ends_before",
        [
            [sprint.name for sprint in sprints],
            [sprint.starts_on for sprint in sprints],
            [sprint.ends_before for sprint in sprints],
        ],
    )


def _forget_old(cursor: DuckDBPyConnection, project_id: str) -> None:
    """Drop the oldest built states of a project."""
    old = cursor.execute(
        "select set_id from model_set where project_id = ? "
        "order by built_at desc offset ?",
        [project_id, KEPT_SETS],
    ).fetchall()
    for (name,) in old:
        drop_set(cursor, name)


def drop_set(cursor: DuckDBPyConnection, name: str) -> None:
    """Forget the marts of one state."""
    for model in models():
        if model.is_kept:
            cursor.execute(f"delete from mart.{model.name} where set_id = ?", [name])
    cursor.execute("delete from model_set where set_id = ?", [name])


def refresh(cursor: DuckDBPyConnection) -> None:
    """Drop marts that another version of the models has built."""
    cursor.execute("create schema if not exists mart")
    cursor.execute("create table if not exists mart.version (version varchar)")
    kept = cursor.execute("select version from mart.version").fetchall()
    if kept == [(models_version(),)]:
        return
    for (table,) in cursor.execute(
        "select table_name from information_schema.tables "
        "where table_schema = 'mart' and table_name <> 'version'"
    ).fetchall():
        cursor.execute(f'drop table mart."{table}"')
    cursor.execute("delete from model_set")
    cursor.execute("delete from mart.version")
    cursor.execute("insert into mart.version values (?)", [models_version()])
