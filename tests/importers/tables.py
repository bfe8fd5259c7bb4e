"""What a table importer sets aside, as the reading child asks for it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from analytics.importers.base import Grid
from tests.importers.raw import raw_table

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter


def rejected(importer: TableImporter, text: str) -> list[tuple[int, str]]:
    """Return line and reason (its first clause) of the rows that are no records."""
    reader = csv.reader(io.StringIO(text))
    rows = [(reader.line_num, tuple(cells)) for cells in reader]
    found = importer.find(Grid("", tuple(cells for _, cells in rows)))
    assert found is not None, "the importer does not claim this text"
    assert importer.rejects is not None
    raw = raw_table(found.header, rows[found.header_row + 1 :])
    return [
        (line, reason.split(":")[0])
        for condition, reason in importer.rejects(raw, found.columns)
        for (line,) in raw.connection.execute(
            f"select line from {raw.relation} where {condition} order by line"
        ).fetchall()
    ]
