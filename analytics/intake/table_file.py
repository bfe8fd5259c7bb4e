"""A CSV or XLSX file, opened: the top of each sheet, and who claims it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.errors import TooLargeError
from analytics.importers.base import HEADER_ROWS, Found, Grid, TableImporter
from analytics.intake.scan import head_rows
from analytics.intake.workbook import sheets

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.form import Form
    from analytics.settings import Limits


@dataclass(slots=True)
class TableFile:
    """The top of each sheet, and what reading on needs."""

    path: Path
    filename: str
    form: Form
    limits: Limits
    grids: list[Grid]
    header_ends: list[int] = field(default_factory=list)
    rows: dict[str, list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)
    sheet_notes: dict[str, str] = field(default_factory=dict)


def open_table(path: Path, filename: str, form: Form, limits: Limits) -> TableFile:
    """Read the top of every sheet."""
    if form.kind == "xlsx":
        notes: dict[str, str] = {}
        rows = sheets(path, filename, limits, notes)
        grids = [
            Grid(name, tuple(cells for _, cells in found[:HEADER_ROWS]))
            for name, found in rows.items()
        ]
        return TableFile(
            path, filename, form, limits, grids, rows=rows, sheet_notes=notes
        )
    head = head_rows(path, form, HEADER_ROWS)
    widest = max((len(row) for row, _ in head), default=0)
    if widest > limits.columns:
        message = (
            f"{filename} has {widest:,} columns, more than {limits.columns:,}. Export "
            "only the fields that matter."
        )
        raise TooLargeError(message)
    ends = [line for _, line in head]
    return TableFile(
        path, filename, form, limits, [Grid("", tuple(row for row, _ in head))], ends
    )


def choose(
    file: TableFile, importers: tuple[TableImporter, ...]
) -> list[tuple[TableImporter, Found]]:
    """Return every importer that claims a sheet, with the header it found there."""
    return [
        (importer, found)
        for grid in file.grids
        for importer in importers
        if (found := importer.find(grid)) is not None
    ]
