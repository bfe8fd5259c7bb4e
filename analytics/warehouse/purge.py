"""Purge: erase a project for good, and prove that nothing of it is left.

Undo hides, removing keeps originals and shares; purging erases the rows, the shared
reviews, the originals that no other project uses, what was parsed of them, and the
lines of the journal. The database file is written anew, because deleted rows stay in
it as bytes until something else takes their place. Backups are never touched: those
that still hold the project are named.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from analytics.schema import TABLES
from analytics.warehouse import backup, journal, projects, share_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from analytics.settings import Home
    from analytics.warehouse.store import Warehouse

WITNESSES = 20
"""So many keys of the project are searched for, byte by byte."""
BLOCK = 1 << 20
NAMED = ("issue_key", "risk_id", "po_number", "title", "summary", "description")
"""Columns whose values tell a project from others."""
STAGED = ("report.json", "peek.json")
"""What tells of which file the folder of a parser is."""
SHORT = 5
"""Shorter texts turn up by chance."""

LATER = (
    "Somebody is reading, so the database file could not be written anew: deleted rows "
    "stay in it as bytes that nothing reads. Purge again, or restart and back up."
)


@dataclass(frozen=True, slots=True)
class Searched:
    """One line of the proof: where was looked, for what, and how often it was found."""

    where: str
    what: str
    found: int


@dataclass(frozen=True, slots=True)
class Purged:
    """What became of a project that was erased.

    Attributes:
        proof: What was searched afterwards; every count should be 0.
        originals: How many uploaded files were erased; `kept` are those that other
            projects use as well.
        backups: Names of the backups that still hold the project.
        note: What is left to be done, or an empty text.
    """

    proof: tuple[Searched, ...]
    originals: int
    kept: int
    backups: tuple[str, ...]
    note: str = ""


def purge(warehouse: Warehouse, project_id: str) -> Purged:
    """Erase a project for good; return the proof.

    Raises:
        NotFoundError: There is no such project.
    """
    name = projects.get_project(warehouse, project_id).name
    hashes, shared = _hashes(warehouse, project_id)
    witnesses = _witnesses(warehouse, project_id)
    projects.remove_project(warehouse, project_id, with_shares=True)
    share_links.CHANGES.note()
    home = warehouse.home
    for sha256 in hashes:
        (home.originals / sha256).unlink(missing_ok=True)
    for folder in _staged(home, hashes):
        shutil.rmtree(folder, ignore_errors=True)
    with warehouse.paused():
        _rewrite_journal(home, project_id)
    note = "" if warehouse.rewrite() else LATER
    return Purged(
        tuple(_proof(warehouse, project_id, witnesses, hashes)),
        len(hashes),
        len(shared),
        tuple(holding(home, project_id, name)),
        note,
    )


def _hashes(warehouse: Warehouse, project_id: str) -> tuple[set[str], set[str]]:
    """Return the originals that only this project uses, and those others use too."""
    rows = (
        warehouse.cursor()
        .execute(
            "select sha256, bool_or(project_id <> $1) from import "
            "group by sha256 having bool_or(project_id = $1)",
            [project_id],
        )
        .fetchall()
    )
    return {row[0] for row in rows if not row[1]}, {row[0] for row in rows if row[1]}


def _witnesses(warehouse: Warehouse, project_id: str) -> tuple[str, ...]:
    """Choose texts that only this project holds."""
    parts = [
        f"select {column} as value, project_id from raw_{target.name}"
        for target in TABLES
        for column in target.names
        if column in NAMED
    ]
    rows = (
        warehouse.cursor()
        .execute(
            f"with told as ({' union all '.join(parts)}) "
            "select value from told where len(value) >= ? "
            "group by value having bool_and(project_id = ?) "
            "order by hash(value) limit ?",
            [SHORT, project_id, WITNESSES],
        )
        .fetchall()
    )
    return tuple(row[0] for row in rows)


def _staged(home: Home, hashes: set[str]) -> Iterator[Path]:
    """Return what the parser left of these files: their tables, or their first rows.

    First rows that do not say which file they are of could be of any, so they go too.
    """
    for name in STAGED:
        for told in home.stage.glob(f"*/{name}"):
            try:
                found = json.loads(told.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            is_own = isinstance(found, dict) and found.get("sha256") in hashes
            if is_own or isinstance(found, list):
                yield told.parent


def _rewrite_journal(home: Home, project_id: str) -> None:
    """Leave of a project only the line that says it was removed."""
    path = journal.path_of(home)
    if not path.exists():
        return
    beside = path.with_name(f".{path.name}.writing")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with path.open("rb") as source, os.fdopen(handle, "wb") as target:
        for line in source:
            if not _speaks_of(line, project_id):
                target.write(line)
        target.flush()
        os.fsync(target.fileno())
    beside.replace(path)
    journal.sync_folder(home.path)


def _speaks_of(line: bytes, project_id: str) -> bool:
    try:
        entry = json.loads(line)
    except ValueError:
        return True  # torn: it was never acknowledged
    return (
        isinstance(entry, dict)
        and entry.get("project_id") == project_id
        and entry.get("what") != "removed"
    )


def _proof(
    warehouse: Warehouse, project_id: str, witnesses: tuple[str, ...], hashes: set[str]
) -> Iterator[Searched]:
    """Search everything that is left."""
    home = warehouse.home
    what = f"{len(witnesses)} of its keys and texts"
    yield from _in_database(warehouse, project_id, witnesses, what)
    for path in (home.database, backup.wal_of(home.database), journal.path_of(home)):
        if path.exists():
            yield Searched(f"bytes of {path.name}", what, _in_file(path, witnesses))
    left = sum((home.originals / sha256).exists() for sha256 in hashes)
    yield Searched("folder of originals", f"{len(hashes)} uploaded files", left)
    staged = sum(1 for _ in _staged(home, hashes))
    yield Searched("folder of parsed files", f"{len(hashes)} uploaded files", staged)


def _in_database(
    warehouse: Warehouse, project_id: str, witnesses: tuple[str, ...], what: str
) -> Iterator[Searched]:
    """Search every table for rows of the project, every text for its words."""
    cursor = warehouse.cursor()
    columns = cursor.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where not internal and data_type in ('VARCHAR', 'VARCHAR[]') order by all"
    ).fetchall()
    owned = sum(
        cursor.execute(
            f'select count(*) from "{schema}"."{table}" where project_id = ?',
            [project_id],
        ).fetchall()[0][0]
        for schema, table, column, _ in columns
        if column == "project_id"
    )
    tables = {(schema, table) for schema, table, _, _ in columns}
    yield Searched(
        f"{len(tables)} tables of the database", "rows of the project", owned
    )
    told = sum(
        cursor.execute(
            f'select count(*) from "{schema}"."{table}" where '
            + (
                f'list_has_any("{column}", $1)'
                if kind.endswith("[]")
                else f'"{column}" in (select unnest($1::varchar[]))'
            ),
            [list(witnesses)],
        ).fetchall()[0][0]
        for schema, table, column, kind in columns
    )
    cursor.close()
    yield Searched(f"{len(columns)} text columns of the database", what, told)


def _in_file(path: Path, witnesses: Iterable[str]) -> int:
    """Count the texts that stand in a file as bytes."""
    wanted = {text.encode() for text in witnesses}
    found: set[bytes] = set()
    longest = max(map(len, wanted), default=1)
    with path.open("rb") as stream:
        tail = b""
        while block := stream.read(BLOCK):
            seen = tail + block
            found |= {text for text in wanted if text in seen}
            tail = seen[-longest:]
    return len(found)


def holding(home: Home, project_id: str, name: str) -> Iterator[str]:
    """Name the backups that still hold a project."""
    for path in backup.listed(home):
        try:
            connection = duckdb.connect(str(path), read_only=True)
        except duckdb.Error:
            yield f"{path.name} (it cannot be read)"
            continue
        try:
            rows = connection.execute(
                "select 1 from project where project_id = ? and name = ?",
                [project_id, name],
            ).fetchall()
        finally:
            connection.close()
        if rows:
            yield path.name
