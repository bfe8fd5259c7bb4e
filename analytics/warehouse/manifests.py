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
from analytics.warehouse import journal, models, sources
from analytics.warehouse.clock import now
from analytics.warehouse.drift import Drift, drift_of
from analytics.warehouse.projects import active_ids, read_project
from analytics.warehouse.staged import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from duckdb import DuckDBPyConnection

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
    known = _known(cursor, manifest)
    if known is not None:
        import_id, undone = known
        if undone:
            cursor.execute(
                "update import set undone_at = null where import_id = ?", [import_id]
            )
        active = active_ids(cursor, project.project_id)
        built = models.build(cursor, project, active)
        return Accepted(import_id, not undone, 0, manifest.rows_loaded, built)
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
    new = 0
    for name in manifest.tables:
        new += _load_rows(cursor, manifest, import_id, name)
    _write_manifest(cursor, manifest, import_id, source_id)
    replaces, vanished = _replaced(cursor, manifest, import_id)
    newer = _newer(cursor, import_id)
    loaded = sum(_count(cursor, import_id, name) for name in manifest.tables)
    active = active_ids(cursor, project.project_id)
    built = models.build(cursor, project, active)
    zone = project.settings.time_zone
    drift = drift_of(cursor, import_id, built, zone)
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


def _newer(cursor: DuckDBPyConnection, import_id: int) -> str:
    """Name a complete file of the same source that speaks of a later day, if any."""
    rows = cursor.execute(
        "select later.filename from import as own inner join import as later "
        "using (source_id) where own.import_id = ? and later.undone_at is null "
        "and not list_contains(?::varchar[], later.kind) "
        "and not later.is_partial and coalesce(later.as_of, later.imported_at) > "
        "coalesce(own.as_of, own.imported_at) "
        "order by coalesce(later.as_of, later.imported_at) desc limit 1",
        [import_id, list(sources.ADD_UP)],
    ).fetchall()
    return str(rows[0][0]) if rows else ""


def _known(cursor: DuckDBPyConnection, manifest: Manifest) -> tuple[int, bool] | None:
    """Return the import that loaded the same file in the same way, if any."""
    rows = cursor.execute(
        "select import_id, undone_at is not null from import where project_id = ? "
        "and sha256 = ? and importer = ? and mapping = ? "
        "order by undone_at is null desc, import_id desc",
        [manifest.project_id, manifest.sha256, manifest.importer, manifest.mapping],
    ).fetchall()
    return rows[0] if rows else None


def _replaced(
    cursor: DuckDBPyConnection, manifest: Manifest, import_id: int
) -> tuple[str, int]:
    """Name the file that this one takes the place of, and count what it lacks."""
    again = sources.read_before(cursor, import_id)
    earlier = (
        again
        or cursor.execute(
            "select earlier.import_id, earlier.filename "
            "from import as own inner join import as earlier using (source_id) "
            "where own.import_id = ? and earlier.import_id <> own.import_id "
            "and earlier.undone_at is null and not earlier.is_partial "
            "and coalesce(earlier.as_of, earlier.imported_at) "
            "<= coalesce(own.as_of, own.imported_at) "
            "order by coalesce(earlier.as_of, earlier.imported_at) desc, "
            "earlier.import_id desc limit 1",
            [import_id],
        ).fetchall()
    )
    stays = manifest.is_partial or manifest.kind in sources.ADD_UP
    if not earlier or (stays and not again):
        return "", 0
    (vanished,) = cursor.execute(
        "select count(*) from import_row as old where import_id = ? "
        "and table_name = ? and version_id not in (select version_id "
        "from import_row where import_id = ? and table_name = ?)",
        [earlier[0][0], manifest.table, import_id, manifest.table],
    ).fetchall()[0]
    return str(earlier[0][1]), int(vanished)


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
