"""Look whether the warehouse holds what it says it holds: `steerco check`.

Every finding is a sentence; none means that all is well.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import duckdb

from analytics.schema import TABLES
from analytics.warehouse import models

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.warehouse.store import Warehouse

BLOCK = 1 << 20


def check(warehouse: Warehouse) -> list[str]:
    """Return what is wrong with a warehouse and its originals."""
    try:
        with warehouse.paused() as cursor:
            found = [
                *_unreadable(cursor),
                *_counts(cursor),
                *_manifests(cursor),
                *_orphans(cursor),
                *broken_keys(cursor),
                *_open_doors(cursor),
            ]
    except duckdb.Error as error:
        sentence = warehouse.explained(error)
        return [str(sentence or "The warehouse could not be read to its end.")]
    return found + list(_originals(warehouse))


def _unreadable(cursor: DuckDBPyConnection) -> list[str]:
    """Read every value once; damage raises an error."""
    tables = cursor.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = current_database() and not temporary"
    ).fetchall()
    for schema, name in tables:
        cursor.execute(f'select max(hash(t)) from "{schema}"."{name}" as t').fetchall()
    return []


def _counts(cursor: DuckDBPyConnection) -> Iterator[str]:
    """Every row read is loaded or set aside."""
    for (import_id,) in cursor.execute(
        "select import_id from import "
        "where rows_read <> rows_loaded + rows_quarantined order by 1"
    ).fetchall():
        yield f"Import {import_id}: rows read are not rows loaded plus set aside."


def _manifests(cursor: DuckDBPyConnection) -> Iterator[str]:
    """Every import has the rows that its report promised."""
    there = {
        (import_id, name): count
        for import_id, name, count in cursor.execute(
            "select import_id, table_name, count(*) from import_row group by all"
        ).fetchall()
    }
    known = set()
    for import_id, report in cursor.execute(
        "select import_id, report from import order by 1"
    ).fetchall():
        known.add(import_id)
        for name, count in json.loads(report)["tables"].items():
            found = there.get((import_id, name), 0)
            if found != count:
                yield f"Import {import_id}: {found} of {count} rows of {name} exist."
    for import_id in sorted({key[0] for key in there} - known):
        yield f"There are rows of an import {import_id} that does not exist."


def _orphans(cursor: DuckDBPyConnection) -> Iterator[str]:
    """Every row of an import is stored, once, in its own project."""
    for target in TABLES:
        (lost, doubled) = cursor.execute(
            "select (select count(*) from import_row as r "
            "inner join import as i using (import_id) "
            f"left join raw_{target.name} as t on t.version_id = r.version_id "
            "and t.project_id = i.project_id "
            "where r.table_name = ? and t.version_id is null), "
            "(select count(*) - count(distinct (project_id, row_hash)) "
            f"from raw_{target.name})",
            [target.name],
        ).fetchall()[0]
        if lost:
            yield f"{lost} rows of {target.name} are listed but not stored."
        if doubled:
            yield f"{doubled} rows of {target.name} are stored twice."


def broken_keys(cursor: DuckDBPyConnection) -> Iterator[str]:
    """Every model has one row for each key, and no row without one."""
    built = {
        row[0]
        for row in cursor.execute(
            "select table_name from duckdb_tables() where schema_name = 'mart'"
        ).fetchall()
    }
    for model in models.models():
        if not model.is_kept or model.name not in built or not model.key:
            continue
        keys = ", ".join(model.key)
        missing = " or ".join(f"{name} is null" for name in model.key)
        (doubled, empty) = cursor.execute(
            f"select (select count(*) from (select 1 from mart.{model.name} "
            f"group by set_id, {keys} having count(*) > 1)), "
            f"(select count(*) from mart.{model.name} where {missing})"
        ).fetchall()[0]
        if doubled:
            yield f"{model.name}: {doubled} keys ({keys}) appear more than once."
        if empty:
            yield f"{model.name}: {empty} rows have no key ({keys})."


def _open_doors(cursor: DuckDBPyConnection) -> Iterator[str]:
    """The configuration is closed."""
    for name, wanted in (
        ("enable_external_access", False),
        ("lock_configuration", True),
    ):
        (found,) = cursor.execute("select current_setting(?)", [name]).fetchall()[0]
        if bool(found) is not wanted:
            yield f"The database setting {name} is not {str(wanted).lower()}."


def _originals(warehouse: Warehouse) -> Iterator[str]:
    """Every uploaded file is kept as it came."""
    rows = (
        warehouse.cursor()
        .execute("select distinct sha256, filename, bytes from import order by 2, 1")
        .fetchall()
    )
    for sha256, filename, size in rows:
        path = warehouse.home.originals / sha256
        if not path.exists():
            yield f"The original of {filename} is missing ({sha256[:12]})."
        elif path.stat().st_size != size or digest(path) != sha256:
            yield f"The original of {filename} was changed ({sha256[:12]})."


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            found.update(block)
    return found.hexdigest()
