"""Table importers for files that have no maker: many files look a little like them.

A header such as "Amount" or "Date" says little. It may fill a column, but it must not
decide alone what a file is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.importers.base import HEADER_ROWS, Found, Grid, TableImporter
from analytics.importers.headers import in_words, names_in, plain
from analytics.importers.units import bare

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CautiousImporter(TableImporter):
    """A table importer that knows which of its headers are too general.

    A column named in a signature counts only under a header that is not in `general`
    for that column; "column?" in a signature accepts those too.
    """

    general: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, grid: Grid) -> Found | None:
        """Return the header row that this importer recognises, if any."""
        forbidden = {plain(name) for name in self.forbids}
        for number, row in enumerate(grid.rows[:HEADER_ROWS]):
            if not self.may_match(row) or forbidden & names_in(row):
                continue
            columns = self.match(row)
            seen = {f"{column}?" for column in columns} | {
                column
                for column, positions in columns.items()
                if not self._is_general(column, row[positions[0]])
            }
            if any(set(signature) <= seen for signature in self.signatures):
                return Found(grid.sheet, number, tuple(row), columns)
        return None

    def _is_general(self, column: str, header: str) -> bool:
        general = {plain(name) for name in self.general.get(column, ())}
        return bool(general & {plain(header), plain(bare(header)), in_words(header)})
