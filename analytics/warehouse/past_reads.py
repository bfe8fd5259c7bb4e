"""What single uploads said, also those that a later one of their source replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.schema import table
from analytics.warehouse.reads import frame, limited

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from analytics.warehouse.store import Warehouse


def told_by(warehouse: Warehouse, name: str, import_ids: Sequence[int]) -> pd.DataFrame:
    """Return the rows of a plain table in these uploads, with `import_id`."""
    columns = ", ".join(f"stored.{column}" for column in table(name).names)
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select stored.version_id, {columns}, import_id, "
            f"import_row.source_line from import_row inner join raw_{name} as stored "
            "using (version_id) where list_contains($1::bigint[], import_id) "
            "and import_row.table_name = $2 order by import_id, source_line",
            [list(import_ids), name],
        )


def spoken_of(
    warehouse: Warehouse, import_ids: Sequence[int]
) -> list[tuple[int, date]]:
    """Return each upload with the day that it speaks of, the earliest first."""
    rows = (
        warehouse.cursor()
        .execute(
            "select import_id, coalesce(as_of, imported_at)::date as day "
            "from import where list_contains($1::bigint[], import_id) "
            "order by day, import_id",
            [list(import_ids)],
        )
        .fetchall()
    )
    return [(int(number), day) for number, day in rows]
