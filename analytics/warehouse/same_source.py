"""What an upload meets of its source: itself, the file before it, a later one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse import sources

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from analytics.warehouse.manifests import Manifest


def known(cursor: DuckDBPyConnection, manifest: Manifest) -> tuple[int, bool] | None:
    """Return the import that loaded the same file in the same way, if any."""
    rows = cursor.execute(
        "select import_id, undone_at is not null from import where project_id = ? "
        "and sha256 = ? and importer = ? and mapping = ? "
        "order by undone_at is null desc, import_id desc",
        [manifest.project_id, manifest.sha256, manifest.importer, manifest.mapping],
    ).fetchall()
    return rows[0] if rows else None


def replaced(
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


def newer(cursor: DuckDBPyConnection, import_id: int) -> str:
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
