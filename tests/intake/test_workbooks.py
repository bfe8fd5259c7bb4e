"""Workbooks are read like tables, and bombs are refused before they unpack."""

from __future__ import annotations

import io
import time
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from analytics.errors import DamagedFileError, FileError, TooLargeError
from tests.homes import HEADER, csv_text, issue_rows
from tests.intake.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def workbook(rows: list[list[str]], header: tuple[str, ...] = HEADER) -> bytes:
    """Return rows as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data", 0)
    for row in (header, *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Replace or add one member of an archive."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
XML = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{}</sheetData></worksheet>"
)


def test_a_workbook_gives_what_the_csv_gives(tmp_path: Path) -> None:
    rows = issue_rows(30)
    columns = "* exclude (line)"
    plain = read(tmp_path, csv_text(rows).encode()).rows(columns)
    assert read(tmp_path, workbook(rows)).rows(columns) == plain


def test_rows_have_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    found = read(tmp_path, workbook([["title"], [], *issue_rows(3)][2:]))
    assert [line for (line,) in found.rows("line")] == [2, 3, 4]


@pytest.mark.parametrize(
    ("part", "name"),
    [
        pytest.param(b"0" * (64 << 20), "xl/media/image1.bin", id="ratio"),
        pytest.param(
            XML.format("<row r='1'><c t='inlineStr'><is><t>{}</t></is></c></row>")
            .format("x" * (40 << 20))
            .encode(),
            SHEET,
            id="one huge cell",
        ),
    ],
)
def test_a_bomb_is_refused_before_it_unpacks(
    tmp_path: Path, part: bytes, name: str
) -> None:
    content = with_part(workbook(issue_rows(3)), name, part)
    begun = time.monotonic()
    with pytest.raises(TooLargeError, match="more than it may"):
        read(tmp_path, content)
    assert time.monotonic() - begun < 2


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(workbook(issue_rows(3)))
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(500):
            archive.writestr(f"xl/media/{number}", b"")
    with pytest.raises(TooLargeError, match="parts, more than it may"):
        read(tmp_path, stream.getvalue())


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    far = "<c r='XFD1048576' t='inlineStr'><is><t>far</t></is></c>"
    part = XML.format(f"<row r='1048576'>{far}</row>").encode()
    begun = time.monotonic()
    with pytest.raises(FileError):
        read(tmp_path, with_part(workbook([]), SHEET, part))
    assert time.monotonic() - begun < 10


def test_where_reading_stopped_at_empty_rows_is_said(tmp_path: Path) -> None:
    row = "<row r='{}'>" + "<c t='inlineStr'><is><t>{}</t></is></c>" * 2 + "</row>"
    filled = row.format(1, "Issue key", "Summary") + row.format(2, "APP-1", "Top")
    for last, warned in ((9_000, 0), (20_000, 1)):
        part = XML.format(filled + row.format(last, "APP-2", "Below")).encode()
        report = read(tmp_path, with_part(workbook([]), SHEET, part)).report
        said = [one for one in report.warnings if "was read to row 2: more" in one]
        assert (report.rows_read, len(said)) == (2 - warned, warned)


@pytest.mark.parametrize(
    "part",
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet>&b;</worksheet>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        b"<worksheet><sheetData>",
        b"",
    ],
)
def test_a_damaged_or_hostile_sheet_is_refused(tmp_path: Path, part: bytes) -> None:
    with pytest.raises(FileError):
        read(tmp_path, with_part(workbook(issue_rows(3)), SHEET, part))


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    content = workbook(issue_rows(30))
    with pytest.raises(DamagedFileError):
        read(tmp_path, content[: len(content) // 2])
