"""Loading: an upload is a manifest that says which stored rows it holds.

A row is stored once however many uploads have it; `import_row` says on which line of
this upload it stood.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.schema import table
from analytics.settings import CODE_VERSION
from analytics.warehouse import journal, models, same_source, sources
from analytics.warehouse.clock import now
from analytics.warehouse.drift import Drift, drift_of
from analytics.warehouse.projects import active_ids, read_project
from analytics.warehouse.staged import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

HASH = "(hash_high::uhugeint << 64) | hash_low as row_hash"
"""What a row is known by; Parquet carries it in two halves."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is loaded: one parsed file on its way into a project."""

    project_id: str
    folder: Path
    tables: tuple[str, ...]
    table: str
    kind: str
    importer: str
    title: str
    identity: str
    sha256: str
    filename: str
    bytes: int
    as_of: datetime | None
    rows_read: int
    rows_loaded: int
    rows_quarantined: int
    problem_count: int
    is_partial: bool
    instants: str
    mapping: str
    report: str
    problems: tuple[tuple[int, str, str], ...]
    quarantine: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of it.

    A complete file is the next state of its source: `replaces` names the file it
    takes the place of, and `vanished_rows` counts that file's rows it does not have.
    `drift` is what it does differently from that file. `newer` names a file of its
    source that speaks of a later day: then it only becomes a part of the history.
    """

    import_id: int
    already_imported: bool
    new_rows: int
    known_rows: int
    set_id: str
    replaces: str = ""
    vanished_rows: int = 0
    drift: Drift = field(default_factory=Drift)
    newer: str = ""


def accept(warehouse: Warehouse, manifest: Manifest) -> Accepted:
    """Load a staged file: one transaction, then it is on disk."""
    with warehouse.writing() as cursor:
        accepted = load(cursor, manifest)
        warehouse.note(journal.import_entry(cursor, accepted.import_id))
        return accepted


def rehearse(warehouse: Warehouse, manifest: Manifest) -> Accepted:
    """Do everything that `accept` does, then take it back: the dry run."""
    with warehouse.rehearsing() as cursor:
        return load(cursor, manifest)


def load(cursor: DuckDBPyConnection, manifest: Manifest) -> Accepted:
    """Write manifest, rows and models inside the caller's transaction."""
    project = read_project(cursor, manifest.project_id)
    known = same_source.known(cursor, manifest)
    if known is not None:
        return _again(cursor, project, manifest, *known)
    import_id = sources.next_id(cursor, "import", "import_id")
    source_id = sources.source_for(
        cursor,
        sources.Wanted(
            manifest.project_id,
            manifest.kind,
            manifest.importer,
            manifest.identity,
            manifest.table,
        ),
    )
    new = sum(_load_rows(cursor, manifest, import_id, name) for name in manifest.tables)
    _write_manifest(cursor, manifest, import_id, source_id)
    replaces, vanished = same_source.replaced(cursor, manifest, import_id)
    newer = same_source.newer(cursor, import_id)
    loaded = sum(_count(cursor, import_id, name) for name in manifest.tables)
    built = _build(cursor, project)
    drift = drift_of(cursor, import_id, built, project.settings.time_zone)
    _note_drift(cursor, manifest, import_id, drift)
    return Accepted(
        import_id,
        already_imported=False,
        new_rows=new,
        known_rows=loaded - new,
        set_id=built,
        replaces=replaces,
        vanished_rows=vanished,
        drift=drift,
        newer=newer,
    )


def _again(
    cursor: DuckDBPyConnection,
    project: Project,
    manifest: Manifest,
    import_id: int,
    is_undone: bool,  # noqa: FBT001 - a column
) -> Accepted:
    """Let an import that is known count again; its rows are there already."""
    if is_undone:
        cursor.execute(
            "update import set undone_at = null where import_id = ?", [import_id]
        )
    built = _build(cursor, project)
    return Accepted(import_id, not is_undone, 0, manifest.rows_loaded, built)


def _build(cursor: DuckDBPyConnection, project: Project) -> str:
    return models.build(cursor, project, active_ids(cursor, project.project_id))


def _note_drift(
    cursor: DuckDBPyConnection, manifest: Manifest, import_id: int, drift: Drift
) -> None:
    """Keep with the report what was said of the drift."""
    if drift == Drift():
        return
    report = {**json.loads(manifest.report or "{}"), "drift": asdict(drift)}
    cursor.execute(
        "update import set report = ? where import_id = ?",
        [json.dumps(report, ensure_ascii=False), import_id],
    )


def _load_rows(
    cursor: DuckDBPyConnection, manifest: Manifest, import_id: int, name: str
) -> int:
    """Store the rows that are new, and note the line of each; return how many."""
    target = table(name)
    source = f"(select *, {HASH} from {rows_of(manifest.folder, name)})"
    columns = ", ".join(target.names)
    base = sources.next_id(cursor, f"raw_{name}", "version_id")
    staged = (
        f"(select * from {source} as staged "
        f"anti join (select row_hash from raw_{name} where project_id = $2) as stored "
        "using (row_hash)"
    )
    (total, distinct) = cursor.execute(
        f"select count(*), count(distinct row_hash) from {source}"
    ).fetchall()[0]
    if total != distinct:
        # Equal lines are one stored row that stands on several lines.
        staged += " qualify row_number() over (partition by row_hash order by line) = 1"
    (new,) = cursor.execute(
        f"insert into raw_{name} "
        f"select $1 + row_number() over () - 1, $2, row_hash, {columns} "
        f"from {staged})",
        [base, manifest.project_id],
    ).fetchall()[0]
    cursor.execute(
        "insert into import_row "
        f"select ?, '{name}', staged.line, stored.version_id "
        f"from {source} as staged "
        f"inner join (select row_hash, version_id from raw_{name} "
        "where project_id = ?) as stored using (row_hash) order by staged.line",
        [import_id, manifest.project_id],
    )
    return int(new)


def _count(cursor: DuckDBPyConnection, import_id: int, name: str) -> int:
    rows = cursor.execute(
        "select count(*) from import_row where import_id = ? and table_name = ?",
        [import_id, name],
    ).fetchall()
    return int(rows[0][0])


def _write_manifest(
    cursor: DuckDBPyConnection, manifest: Manifest, import_id: int, source_id: int
) -> None:
    cursor.execute(
        "insert into import values "
        "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)",
        [
            import_id,
            manifest.project_id,
            source_id,
            manifest.kind,
            manifest.importer,
            manifest.title,
            manifest.sha256,
            manifest.filename,
            manifest.bytes,
            manifest.as_of,
            now(),
            manifest.rows_read,
            manifest.rows_loaded,
            manifest.rows_quarantined,
            manifest.problem_count,
            manifest.is_partial,
            manifest.instants,
            manifest.mapping,
            CODE_VERSION,
            manifest.report,
        ],
    )
    for name, rows in (
        ("quarantine", manifest.quarantine),
        ("problem", manifest.problems),
    ):
        cursor.execute(
            f"insert into {name} select ?, unnest(?::bigint[]), "
            "unnest(?::varchar[]), unnest(?::varchar[])",
            [import_id, *(list(part) for part in _columns(rows))],
        )


def _columns(rows: Sequence[tuple[int, str, str]]) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [[], [], []]
