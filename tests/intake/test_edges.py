"""Every kind of damage that a CSV can have, and what becomes of it."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analytics.errors import (
    ArchiveError,
    DamagedFileError,
    FileError,
    TooLargeError,
    UnknownFileError,
)
from analytics.settings import ADMINISTRATOR, INTERACTIVE, MIB
from tests.homes import HEADER, csv_text, issue_rows
from tests.intake.reading import read

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "Issue key,Summary,Status,Created\n"
LINES = [f"APP-{n},Title {n},Done,0{n}/Jan/26 9:00 AM\n" for n in range(1, 10)]
KEYS = [f"APP-{n}" for n in range(1, 10)]


def with_line(number: int, line: str) -> bytes:
    """Return nine issues, one of them replaced."""
    lines = list(LINES)
    lines[number - 1] = line
    return (HEAD + "".join(lines)).encode()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('APP-4,"never closed,Done,04/Jan/26 9:00 AM\n', "opened and never closed"),
        ('APP-4,"closed" early,Done,04/Jan/26 9:00 AM\n', "text follows a closing"),
        ("APP-4,short\n", "it has 2 cells where the header has 4"),
        ("APP-4,a,b,c,d\n", "it has 5 cells where the header has 4"),
        ("APP-4,nul\x00here,Done,04/Jan/26 9:00 AM\n", "NUL character"),
    ],
)
def test_a_damaged_record_is_set_aside_alone(
    tmp_path: Path, line: str, reason: str
) -> None:
    found = read(tmp_path, with_line(4, line))
    assert [key for (key,) in found.rows("issue_key")] == KEYS[:3] + KEYS[4:]
    assert found.report.rows_read == 9
    ((at, why),) = found.reasons
    assert at == 5
    assert reason in why


def test_a_quotation_mark_that_swallows_a_record_gives_it_back(tmp_path: Path) -> None:
    content = with_line(4, 'APP-4,"opened,Done,04/Jan/26 9:00 AM\n').replace(
        b"APP-7,Title 7", b'APP-7,"Title 7"'
    )
    found = read(tmp_path, content)
    assert [key for (key,) in found.rows("issue_key")] == KEYS[:3] + KEYS[4:]
    assert [line for line, _ in found.reasons] == [5]


def test_bytes_that_are_no_text_are_set_aside(tmp_path: Path) -> None:
    text = csv_text(issue_rows(60)).encode()
    found = read(tmp_path, text.replace(b'number 9"', b'number \xff9"'))
    assert found.report.rows_quarantined == 1
    assert "no text in the file's encoding" in found.reasons[0][1]
    assert found.report.rows_read == 60


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_line(4, LINES[3] + "\n\n,,,\n"), id="blank lines"),
        pytest.param(with_line(4, LINES[3].replace("\n", ",,,\n")), id="blank cells"),
        pytest.param((HEAD + "".join(LINES)).replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(
            with_line(4, LINES[3].replace("\n", "\r\n")), id="one CRLF among LF"
        ),
        pytest.param(b"\xef\xbb\xbf" + (HEAD + "".join(LINES)).encode(), id="BOM"),
        pytest.param((HEAD + "".join(LINES)).encode("utf-16"), id="UTF-16"),
        pytest.param((HEAD + "".join(LINES)).encode("utf-16-le"), id="UTF-16, no BOM"),
        pytest.param((HEAD + "".join(LINES)).encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param((HEAD + "".join(LINES)).encode("utf-32"), id="UTF-32"),
        pytest.param(
            (HEAD + "".join(LINES)).replace(",", ";").encode(), id="semicolon"
        ),
        pytest.param((HEAD + "".join(LINES)).replace(",", "\t").encode(), id="tab"),
        pytest.param((HEAD + "".join(LINES)).replace(",", "|").encode(), id="bar"),
        pytest.param((HEAD + "".join(LINES)).rstrip().encode(), id="no last newline"),
        pytest.param(
            b"Board of App,,,\n,,,\n" + (HEAD + "".join(LINES)).encode(),
            id="title rows",
        ),
        pytest.param(
            (HEAD.replace("Status", '"Sta\ntus",Status') + "".join(LINES))
            .replace(",Title", ",x,Title")
            .replace("Summary,", "Other,Summary,")
            .replace('"Sta\ntus",', "")
            .encode(),
            id="one more column",
        ),
    ],
)
def test_the_form_does_not_matter(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, content)
    assert [key for (key,) in found.rows("issue_key")] == KEYS
    assert found.report.rows_quarantined == 0


def test_a_line_break_in_the_header_is_a_blank(tmp_path: Path) -> None:
    head = HEAD.replace("Status", '"Custom field\n(Story Points)",Status')
    content = head + "".join(line.replace(",Done", ",3,Done") for line in LINES)
    found = read(tmp_path, content.encode())
    assert [key for (key,) in found.rows("issue_key")] == KEYS
    assert found.rows("line")[0] == (3,)


def test_a_line_number_is_that_of_the_file(tmp_path: Path) -> None:
    text = csv_text(issue_rows(30))
    lines = text.split("\n")
    for line, key in read(tmp_path, text.encode()).rows("line, issue_key"):
        assert f",{key}," in lines[line - 1]


def test_windows_letters_are_read_and_said(tmp_path: Path) -> None:
    content = csv_text(issue_rows(20)).encode("cp1252")
    found = read(tmp_path, content)
    assert found.rows("labels")[4] == (["größe"],)
    assert "Windows Western European" in " ".join(found.report.warnings)


def test_two_thousand_columns(tmp_path: Path) -> None:
    more = [f"Custom field (No {n})" for n in range(2_000)]
    rows = [[*row, *[""] * 2_000] for row in issue_rows(5)]
    found = read(tmp_path, csv_text(rows, [*HEADER, *more]).encode())
    assert found.report.rows_loaded == 5


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    limits = replace(INTERACTIVE, columns=100)
    text = csv_text([], [*HEADER, *[f"c{n}" for n in range(100)]])
    with pytest.raises(TooLargeError, match="115 columns, more than 100"):
        read(tmp_path, text.encode(), limits=limits)


@pytest.mark.parametrize("size", [100_000, MIB - 200])
def test_a_large_cell_is_read(tmp_path: Path, size: int) -> None:
    content = with_line(4, f"APP-4,{'x' * size},Done,04/Jan/26 9:00 AM\n")
    found = read(tmp_path, content)
    assert len(found.rows()[3][1]) == size


def test_a_cell_over_the_limit_is_refused(tmp_path: Path) -> None:
    cell = "\n".join(["x" * 1_000] * 1_100)
    content = with_line(4, f'APP-4,"{cell}",Done,04/Jan/26 9:00 AM\n')
    with pytest.raises(FileError, match="longer than 1 MiB"):
        read(tmp_path, content)


def test_one_giant_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLargeError, match="longer than 1 MiB"):
        read(tmp_path, HEAD.encode() + b"x" * (8 << 20))
    with pytest.raises(TooLargeError, match="longer than 1 MiB"):
        read(tmp_path, b"x" * (8 << 20))


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("board.csv", HEAD)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"", DamagedFileError, "is empty"),
        (b" \n\n", DamagedFileError, "is empty"),
        (HEAD.encode(), DamagedFileError, "a header but no rows"),
        (b"<html><body>Log in</body></html>", UnknownFileError, "a web page"),
        (b"<!DOCTYPE html><p>", UnknownFileError, "a web page"),
        (b"%PDF-1.7\n...", UnknownFileError, "a PDF"),
        (zipped(), ArchiveError, "is an archive"),
        (b"PK\x03\x04broken", DamagedFileError, "archive is damaged"),
        (gzip.compress(HEAD.encode(), mtime=0), ArchiveError, "is an archive"),
        (b"\xd0\xcf\x11\xe0rest", UnknownFileError, "old Excel"),
        (b"<?xml version='1.0'?><rss/>", UnknownFileError, "XML"),
        (bytes(range(256)) * 50, FileError, ""),
        (b"a,b\n1,2\n3,4\n", UnknownFileError, "no known export has these columns"),
        (
            b"Backlog\nstory,size\nlog in, log out,5\npay,3\n",
            UnknownFileError,
            "these columns ('story', 'size')",
        ),
        (b"a;b;c;d\n", UnknownFileError, "these columns ('a', 'b', 'c', 'd')"),
        (b"Dear all,\nplease find it.\n", UnknownFileError, "text to read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, error: type[FileError], sentence: str
) -> None:
    with pytest.raises(error) as refused:
        read(tmp_path, content)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith((".", "?"))


def test_a_file_that_is_mostly_damaged_is_refused(tmp_path: Path) -> None:
    lines = [line if n % 3 else "broken\n" for n, line in enumerate(LINES)]
    with pytest.raises(DamagedFileError, match="3 of 9 records are damaged"):
        read(tmp_path, (HEAD + "".join(lines)).encode())


@pytest.mark.parametrize(("count", "is_partial"), [(999, False), (1_000, True)])
def test_exactly_a_thousand_rows_are_suspicious(
    tmp_path: Path,
    count: int,
    is_partial: bool,  # noqa: FBT001 - a table
) -> None:
    found = read(tmp_path, csv_text(issue_rows(count)).encode())
    assert bool(found.report.partial) is is_partial


def test_too_many_records_are_refused(tmp_path: Path) -> None:
    content = csv_text(issue_rows(60)).encode()
    with pytest.raises(TooLargeError, match="More than 50 records"):
        read(tmp_path, content, limits=replace(INTERACTIVE, records=50))
    assert read(tmp_path, content, limits=ADMINISTRATOR).report.rows_read == 60


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd", "a\x00b.csv", "CON", "x" * 4_000, "\u202egnp.csv"),
        *("'; drop table import; --.csv", "<script>.csv", "%s%n.csv", "a\nERROR b"),
    ],
)
def test_a_name_has_no_say(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, (HEAD + "".join(LINES)).encode(), name)
    assert found.report.rows_loaded == 9
    assert found.report.filename == name


def test_a_header_with_bytes_that_are_no_text_shows_them(tmp_path: Path) -> None:
    text = csv_text(issue_rows(60)).replace("Description", "Descr\x80iption")
    found = read(tmp_path, text.encode("latin-1").replace(b"\xf6\xdf", "öß".encode()))
    assert "Descr\ufffdiption" in found.report.unknown_columns
