"""Look at staged tables before they are loaded, and at where files went before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.schema import table
from analytics.warehouse.reads import limited

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from analytics.warehouse.store import Warehouse


def rows_of(folder: Path, name: str) -> str:
    """Return SQL of a staged table, which may be written in several parts."""
    parts = sorted(map(str, folder.glob(f"{name}.*parquet")))
    paths = ", ".join("'" + part.replace("'", "''") + "'" for part in parts)
    return f"read_parquet([{paths}])"


def first_rows(
    warehouse: Warehouse, folder: Path, name: str, *, rows: int = 20
) -> pd.DataFrame:
    """Return the first rows of a staged table: line, then the canonical columns."""
    columns = ", ".join(("line", *table(name).names))
    with limited(warehouse) as cursor:
        frame: pd.DataFrame = cursor.execute(
            f"select {columns} from {rows_of(folder, name)} order by line limit ?",
            [rows],
        ).df()
    return frame


def projects_of(
    warehouse: Warehouse, kind: str, importer: str, identity: str
) -> tuple[str, ...]:
    """Return the projects that hold earlier files of the same source, newest first."""
    rows = (
        warehouse.cursor()
        .execute(
            "select source.project_id from source inner join import using (source_id) "
            "inner join project on project.project_id = source.project_id "
            "where source.kind = ? and source.importer = ? and source.identity = ? "
            "and import.undone_at is null and not project.is_sample "
            "group by 1 order by max(import.import_id) desc",
            [kind, importer, identity],
        )
        .fetchall()
    )
    return tuple(row[0] for row in rows)
