"""Sheets of an XLSX file as rows of text, inside limits that a bomb cannot pass."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from analytics.errors import DamagedFileError, TooLargeError
from analytics.intake.archive import check_size

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from analytics.settings import Limits

MAX_CELLS = 20_000_000
MAX_GAP = 10_000
"""Empty rows after which a sheet is taken to have ended."""


def sheets(
    path: Path, filename: str, limits: Limits, notes: dict[str, str]
) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
    """Return the filled rows of every sheet with their row numbers.

    Dates come as ISO text, numbers with a decimal point, percent-formatted numbers
    with a percent sign, everything else as it stands. `notes` takes, by sheet, what is
    to be said of its reading.
    """
    check_size(path, filename, limits, "Export the sheet as CSV.")
    import openpyxl  # noqa: PLC0415 - a third of a second that a CSV need not pay

    try:
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
            return {
                sheet.title: list(_rows(sheet, filename, limits, notes))
                for sheet in book.worksheets
                if hasattr(sheet, "iter_rows")
            }
    except (TooLargeError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises many kinds on a damaged part
        message = (
            f"{filename}: the workbook cannot be read. Save it again in Excel, or "
            "export the sheet as CSV."
        )
        raise DamagedFileError(message) from error


def _rows(
    sheet: Worksheet, filename: str, limits: Limits, notes: dict[str, str]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined] # read-only sheets have it
    cells = gap = kept = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells += len(row)
        if any(cell.value is not None for cell in row[limits.columns :]):
            message = (
                f"{filename}: row {number:,} of sheet {sheet.title!r} has more than "
                f"{limits.columns:,} columns. Export only the fields that matter."
            )
            raise TooLargeError(message)
        texts = tuple(_text(cell) for cell in row[: limits.columns])
        while texts and not texts[-1]:
            texts = texts[:-1]
        gap = 0 if texts else gap + 1
        if gap > MAX_GAP:
            notes[sheet.title] = (
                f"Sheet {sheet.title!r} was read to row {number - gap:,}: more than "
                f"{MAX_GAP:,} empty rows follow. If anything stands below them, delete "
                "the empty rows and upload the file again."
            )
            return
        if texts:
            kept += 1
            yield number, texts
        if cells > MAX_CELLS or (limits.records and kept > limits.records + 100):
            message = (
                f"{filename}: sheet {sheet.title!r} is too large. Export it as CSV."
            )
            raise TooLargeError(message)


def _text(cell: Cell | MergedCell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "")
    return str(value)


def _number(value: float, shown_as: str) -> str:
    """Return a number with a point; 0.35 that is shown as a percentage is 35%."""
    return f"{value * 100:.10g}%" if "%" in shown_as else f"{value:.15g}"
