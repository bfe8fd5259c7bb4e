"""What files hold: the lines behind a figure, and what of a file was set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse.reads import frame, limited

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from analytics.warehouse.store import Warehouse


def lines(
    warehouse: Warehouse,
    import_ids: Sequence[int],
    table: str,
    version_ids: Sequence[int],
) -> pd.DataFrame:
    """Resolve stored rows to file, line and upload: the receipt's last step."""
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            "select import_row.version_id, import.filename, import_row.source_line, "
            "import.sha256, import.import_id, import.imported_at "
            "from import_row inner join import using (import_id) "
            "where import_row.table_name = ? "
            "and list_contains(?::bigint[], import_row.import_id) "
            "and import_row.version_id in (select unnest(?::bigint[])) "
            "qualify row_number() over (partition by import_row.version_id, "
            "import_row.source_line order by import.import_id desc) = 1 "
            "order by import.import_id, import_row.source_line",
            [table, list(import_ids), [int(one) for one in version_ids]],
        )


def set_aside(warehouse: Warehouse, import_id: int, what: str) -> pd.DataFrame:
    """Return the quarantine or the problems of one import."""
    columns = {
        "quarantine": "source_line as line, reason, excerpt",
        "problem": "source_line as line, column_name as column, message",
    }[what]
    with limited(warehouse) as cursor:
        return frame(
            cursor,
            f"select {columns} from {what} where import_id = ? order by source_line",
            [import_id],
        )
