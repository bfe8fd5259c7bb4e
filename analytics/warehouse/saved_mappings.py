"""Column mappings that people made, by the header they were made for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse import journal
from analytics.warehouse.clock import now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from analytics.warehouse.store import Warehouse


def save(warehouse: Warehouse, header_hash: str, mapping: str) -> None:
    """Remember the mapping of a header in place of an earlier one."""
    with warehouse.writing() as cursor:
        cursor.execute("delete from saved_mapping where header_hash = ?", [header_hash])
        cursor.execute(
            "insert into saved_mapping values (?, ?, ?)", [header_hash, mapping, now()]
        )
        warehouse.note(journal.mapping_entry(header_hash, mapping))


def forget(warehouse: Warehouse, header_hash: str) -> None:
    """Forget the mapping of a header."""
    with warehouse.writing() as cursor:
        cursor.execute("delete from saved_mapping where header_hash = ?", [header_hash])
        warehouse.note(journal.mapping_entry(header_hash, ""))


def list_all(warehouse: Warehouse) -> dict[str, str]:
    """Return every mapping by its header."""
    rows = (
        warehouse.cursor()
        .execute("select header_hash, mapping from saved_mapping order by saved_at")
        .fetchall()
    )
    return dict(rows)


def any_saved(warehouse: Warehouse) -> bool:
    """Say whether there is any mapping to look for."""
    rows = warehouse.cursor().execute("select 1 from saved_mapping limit 1").fetchall()
    return bool(rows)


def find(
    warehouse: Warehouse, header_hashes: Sequence[str]
) -> dict[str, tuple[str, datetime]]:
    """Return the mappings of those headers that have one, and when it was saved."""
    rows = (
        warehouse.cursor()
        .execute(
            "select header_hash, mapping, saved_at from saved_mapping "
            "where list_contains(?::varchar[], header_hash)",
            [list(header_hashes)],
        )
        .fetchall()
    )
    return {header: (mapping, when) for header, mapping, when in rows}
