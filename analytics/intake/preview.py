"""The top of a stored table file, for people who name its columns themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.base import Grid
from analytics.intake import parser
from analytics.settings import INTERACTIVE

if TYPE_CHECKING:
    from analytics.intake.originals import Received
    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse


def top(
    warehouse: Warehouse, received: Received, *, limits: Limits = INTERACTIVE
) -> tuple[Grid, ...]:
    """Return the first rows of every sheet, read by the parser under its limits.

    Raises:
        FileError: The file is no CSV or XLSX, or it cannot be read.
    """
    found = parser.peek(
        received.path,
        filename=received.filename,
        sha256=received.sha256,
        stage_folder=warehouse.home.stage,
        limits=limits,
    )
    return tuple(
        Grid(sheet["sheet"], tuple(tuple(row) for row in sheet["rows"]))
        for sheet in found
    )


def likely_header(grid: Grid) -> int:
    """Return the row that looks most like a header: the first of the fullest rows.

    >>> likely_header(Grid("", (("Budget 2026",), ("Item", "Cost"), ("Tent", "80"))))
    1
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in grid.rows]
    return filled.index(max(filled)) if filled else 0
