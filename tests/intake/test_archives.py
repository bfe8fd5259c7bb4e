"""Archives of exports: each member is an upload of its own, under limits."""

from __future__ import annotations

import gzip
import hashlib
import io
import threading
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from analytics.commands import Options, list_imports, run_import
from analytics.errors import (
    ArchiveError,
    DamagedFileError,
    RequestError,
    TooLargeError,
    UnknownFileError,
)
from analytics.intake import members, preview, road
from analytics.intake.watched import CancelledError
from analytics.settings import INTERACTIVE, MIB
from tests.homes import csv_text, issue_rows

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.intake.members import Unpacked
    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse

ISSUES = csv_text(issue_rows(20)).encode()
LEDGER = (
    b"Posting date,Document,Category,Amount,Currency\n"
    b"2026-05-03,D-1,Staff,100.00,EUR\n2026-05-20,D-2,Staff,50.00,EUR\n"
)


def zipped(
    *files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    """Pack files; a name may come twice."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def encrypted(content: bytes) -> bytes:
    """Say of every member that it is encrypted."""
    changed = bytearray(content)
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(magic)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(magic, at + 4)
    return bytes(changed)


def unpacked(
    warehouse: Warehouse,
    content: bytes,
    limits: Limits = INTERACTIVE,
    name: str = "exports.zip",
) -> Unpacked:
    """Receive an archive as the upload page does, and unpack it."""
    received = road.take_in(warehouse, io.BytesIO(content), name)
    with pytest.raises(ArchiveError, match="Unpack it"):
        road.stage(warehouse, received)
    return members.unpack(warehouse, received, limits=limits)


def names(found: Unpacked) -> list[str]:
    return [member.filename for member in found.members]


def imported(
    warehouse: Warehouse, folder: Path, content: bytes, name: str = "exports.zip"
) -> list[dict[str, Any]]:
    """Load a file as `steerco import` does."""
    path = folder / name
    path.write_bytes(content)
    return run_import(warehouse, [(name, path)], Options(project="App"))


def test_each_member_is_an_import_of_its_own(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    content = zipped(("q1/", b""), ("q1/board.csv", ISSUES), ("ledger.csv", LEDGER))
    first, second = imported(warehouse, tmp_path, content)
    assert (first["file"], first["rows_loaded"]) == ("exports.zip / board.csv", 20)
    assert (second["file"], second["importer"]) == ("exports.zip / ledger.csv", "cost")
    assert first["sha256"] == hashlib.sha256(ISSUES).hexdigest()
    assert {path.name for path in warehouse.home.originals.iterdir()} == {
        first["sha256"],
        second["sha256"],
    }
    assert [one["file"] for one in list_imports(warehouse)] == [
        "exports.zip / ledger.csv",
        "exports.zip / board.csv",
    ]
    assert not list(warehouse.home.stage.iterdir())
    again = imported(warehouse, tmp_path, content)
    assert [one["already_imported"] for one in again] == [True, True]


def test_a_file_loaded_by_itself_is_known_in_an_archive(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    imported(warehouse, tmp_path, ISSUES, "board.csv")
    (again,) = imported(warehouse, tmp_path, zipped(("b.csv", ISSUES)))
    assert again["already_imported"]


def test_a_file_packed_with_gzip_is_an_archive_of_one(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    packed = gzip.compress(ISSUES, mtime=0)
    (one,) = imported(warehouse, tmp_path, packed, "board.csv.gz")
    assert (one["file"], one["error"]) == ("board.csv.gz / board.csv", "")
    assert one["rows_loaded"] == 20
    (other,) = imported(warehouse, tmp_path, packed, "packed")
    assert (other["file"], other["already_imported"]) == ("packed / packed", True)


def test_each_refused_member_says_why(warehouse: Warehouse, tmp_path: Path) -> None:
    content = zipped(
        ("inner.zip", zipped(("board.csv", ISSUES))),
        ("paper.pdf", b"%PDF-1.7"),
        ("nothing.csv", b""),
        ("board.csv", ISSUES),
        ("board.csv.gz", gzip.compress(ISSUES, mtime=0)),
    )
    outcomes = imported(warehouse, tmp_path, content)
    assert [bool(one["error"]) for one in outcomes] == [True, True, True, False, True]
    said = [one["error"] for one in outcomes]
    assert said[0].startswith("exports.zip / inner.zip is an archive inside another")
    assert "This is a PDF" in said[1]
    assert "nothing.csv is empty" in said[2]
    assert all(one["sha256"] for one in outcomes)


TRICKS = {
    "../../etc/passwd": "passwd",
    "/etc/cron.d/job.csv": "job.csv",
    "C:\\Windows\\system32\\a.csv": "a.csv",
    "\\\\host\\share\\b.csv": "b.csv",
    "..\\..\\c.csv": "c.csv",
    "line\nERROR d.csv": "lineERROR d.csv",
    "\u202egnp.csv": "gnp.csv",
    "CON": "CON",
    "aux.csv": "aux.csv",
    "x" * 4_000 + ".csv": "x" * 200,
    "'; drop table import; --.csv": "'; drop table import; --.csv",
    " ": "upload",
    "<script>.csv": "<script>.csv",
    "..": None,
    "a/../../b/..": None,
}


def test_a_name_is_shown_and_has_no_other_say(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    files = [(name, f"{number}".encode()) for number, name in enumerate(TRICKS)]
    found = unpacked(warehouse, zipped(*files))
    shown = [f"exports.zip / {name}" for name in TRICKS.values() if name]
    assert names(found) == shown
    after = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.parent for path in after} == {warehouse.home.originals}
    assert all(len(path.name) == 64 for path in after)


def test_files_of_one_name_are_told_apart(warehouse: Warehouse) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = zipped(
            ("q1/a.csv", ISSUES), ("q2/a.csv", LEDGER), ("q2/a.csv", LEDGER + b"\n")
        )
    found = unpacked(warehouse, content)
    assert names(found) == [
        f"exports.zip / {name}" for name in ("a.csv", "a.csv (2)", "a.csv (3)")
    ]
    assert len({one.received.sha256 for one in found.members if one.received}) == 3


def test_what_an_operating_system_leaves_is_named_and_left_out(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    litter = ("__MACOSX/._board.csv", "__MACOSX/q/x.csv", ".DS_Store", "Thumbs.db")
    more = (*litter, "q/.hidden", "q/desktop.ini")
    content = zipped(("board.csv", ISSUES), *((name, b"x") for name in more))
    (one,) = imported(warehouse, tmp_path, content)
    (note,) = one["notes"]
    assert note == (
        "Left out, as they are no exports: ._board.csv, x.csv, .DS_Store, Thumbs.db, "
        ".hidden and 1 more."
    )
    with pytest.raises(UnknownFileError, match="no file in it"):
        unpacked(warehouse, zipped(*((name, b"x") for name in litter)))


def test_a_password_is_a_sentence(warehouse: Warehouse) -> None:
    (member,) = unpacked(warehouse, encrypted(zipped(("a.csv", ISSUES)))).members
    assert member.received is None
    assert member.error.startswith("exports.zip: a.csv is protected by a password.")


def test_an_uncommon_packing_is_a_sentence(warehouse: Warehouse) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        content = zipped(("a.csv", ISSUES), method=method)
        (member,) = unpacked(warehouse, content).members
        assert "packed in an uncommon way" in member.error


def test_one_damaged_member_does_not_spoil_the_others(warehouse: Warehouse) -> None:
    content = bytearray(zipped(("a.csv", ISSUES), ("b.csv", LEDGER), method=0))
    content[60] ^= 1
    first, second = unpacked(warehouse, bytes(content)).members
    assert "a.csv is damaged in the archive" in first.error
    assert second.received is not None


@pytest.mark.parametrize(
    ("content", "error", "sentence"),
    [
        (b"PK\x03\x04broken", DamagedFileError, "archive is damaged"),
        (zipped(("[Content_Types].xml", b"")), UnknownFileError, "no Excel workbook"),
        (zipped(("mimetype", b"")), UnknownFileError, "no Excel workbook"),
    ],
)
def test_what_is_no_archive_of_exports_is_refused(
    warehouse: Warehouse, content: bytes, error: type[Exception], sentence: str
) -> None:
    received = road.take_in(warehouse, io.BytesIO(content), "exports.zip")
    with pytest.raises(error, match=sentence):
        road.stage(warehouse, received)


def test_a_damaged_gzip_is_refused(warehouse: Warehouse) -> None:
    whole = gzip.compress(ISSUES)
    for content in (whole[:-9], whole[:40] + b"\xff" * 40, whole + b"more"):
        with pytest.raises(DamagedFileError, match=r"board\.gz: the archive is damag"):
            unpacked(warehouse, content, name="board.gz")


def test_an_empty_archive_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(UnknownFileError, match="no file in it"):
        unpacked(warehouse, zipped())


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (zipped(*((f"{n}.csv", b"a") for n in range(5))), {"members": 4}),
        (zipped(("a.csv", bytes(2 * MIB))), {}),
        (zipped(("a.csv", b"ab" * MIB), method=0), {"unpacked_bytes": MIB}),
        (gzip.compress(bytes(9 * MIB)), {}),
        (gzip.compress(ISSUES), {"unpacked_bytes": 1_000}),
    ],
)
def test_limits_hold_and_the_archive_stays_stored(
    warehouse: Warehouse, content: bytes, limits: dict[str, int]
) -> None:
    with pytest.raises(TooLargeError, match="more than"):
        unpacked(warehouse, content, replace(INTERACTIVE, **limits))
    (kept,) = warehouse.home.originals.iterdir()
    assert kept.name == hashlib.sha256(content).hexdigest()
    assert not list(warehouse.home.stage.iterdir())


def test_a_member_over_the_limit_is_refused_alone(warehouse: Warehouse) -> None:
    content = zipped(("a.csv", b"ab" * MIB), ("b.csv", ISSUES), method=0)
    small = replace(INTERACTIVE, file_bytes=MIB)
    first, second = unpacked(warehouse, content, small).members
    assert first.error.startswith("exports.zip / a.csv is larger than 1 MB")
    assert second.received is not None


def test_refusals_reach_the_command_line(warehouse: Warehouse, tmp_path: Path) -> None:
    (one,) = imported(warehouse, tmp_path, zipped())
    assert "no file in it" in one["error"]
    (other,) = imported(warehouse, tmp_path, encrypted(zipped(("a.csv", ISSUES))))
    assert "password" in other["error"]
    assert other["sha256"] is None


def test_an_archive_has_no_columns_and_a_table_no_members(
    warehouse: Warehouse,
) -> None:
    archive = road.take_in(warehouse, io.BytesIO(zipped(("a.csv", ISSUES))), "a.zip")
    with pytest.raises(ArchiveError):
        preview.top(warehouse, archive)
    table = road.take_in(warehouse, io.BytesIO(ISSUES), "a.csv")
    with pytest.raises(RequestError, match="is no archive"):
        members.unpack(warehouse, table)


def test_unpacking_can_be_cancelled(warehouse: Warehouse) -> None:
    archive = road.take_in(warehouse, io.BytesIO(zipped(("a.csv", ISSUES))), "a.zip")
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError):
        members.unpack(warehouse, archive, cancelled=cancelled)
    assert archive.path.exists()


def test_a_new_project_is_not_called_after_the_archive(warehouse: Warehouse) -> None:
    (member,) = unpacked(warehouse, zipped(("Costs of May.csv", LEDGER))).members
    assert member.received is not None
    report = road.stage(warehouse, member.received).report
    assert road.suggest_project(report)[0] == "Costs of May"
