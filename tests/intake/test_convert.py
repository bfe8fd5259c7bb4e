"""Schedules in formats of their own: told apart, converted, or refused with advice.

What Java and MPXJ make of real files is tested where both are there (the extra "mpp",
or STEERCO_MPXJ), and skipped aloud elsewhere; what we make of their answers is tested
with a program that stands in for Java.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.errors import (
    DamagedFileError,
    FileError,
    TooLargeError,
    UnknownFileError,
)
from analytics.importers.mspdi import MSPDI
from analytics.importers.xml_document import read_xml
from analytics.intake import convert, parser, road
from analytics.intake.form import SCHEDULE, sniff
from analytics.intake.schedule_files import PRIMAVERA, PROJECT, TASKS
from analytics.intake.watched import CancelledError
from analytics.settings import INTERACTIVE
from analytics.warehouse import projects

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

GOLDEN = Path(__file__).parents[1] / "golden" / "convert"
WHAT = "plan.mpp is a Microsoft Project file"
FIXTURES = (("project.mpx", PROJECT), ("primavera.xer", PRIMAVERA),
            ("primavera.xml", PRIMAVERA))  # fmt: skip


@pytest.fixture
def real_java() -> None:
    """Skip where Java or MPXJ are missing."""
    try:
        convert.tools(WHAT)
    except FileError as error:
        pytest.skip(str(error))


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path for a program called java, and one that is MPXJ's."""
    jars = tmp_path / "jars"
    jars.mkdir()
    (jars / "mpxj.jar").touch()
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("STEERCO_MPXJ", str(jars))
    monkeypatch.setenv("PATH", str(folder))
    return folder


def play_java(folder: Path, script: str) -> None:
    """Put a program there that runs some Python; its last argument is the result."""
    program = folder / "java"
    program.write_text(f"#!{sys.executable}\nimport sys, time\n{script}\n")
    program.chmod(0o700)


def converted(tmp_path: Path, cancelled: threading.Event | None = None) -> Path:
    original = tmp_path / "original"
    original.write_bytes(b"plan")
    work = tmp_path / "work"
    work.mkdir()
    return convert.convert(original, WHAT, work, cancelled)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(2_000_000) + TASKS, PROJECT),
        (b"\xd0\xcf\x11\xe0" + bytes((1 << 20) - 10) + TASKS, PROJECT),
        (b"MPX,Microsoft Project for Windows,4.0,ANSI\r\n", PROJECT),
        (b"MPX;Microsoft Project f\xfcr Windows;4.0;ANSI\r\n", PROJECT),
        (b"MPX;Microsoft Project f\xfcr Windows;4,0;ANSI\r\n", PROJECT),
        (b"MPX\tOther\t1.0\n", PROJECT),
        (b"ERMHDR\t19.12\t2026-01-01\tProject\n", PRIMAVERA),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<APIBusinessObjects/>", ""),
        (b"<?xml version='1.0'?><!-- x --><APIBusinessObjects a='1'>", PRIMAVERA),
        (b"<p6:APIBusinessObjects xmlns:p6='urn:p6'>", PRIMAVERA),
        (b"<Project><APIBusinessObjects></Project>", ""),
        (b"MPX,price\nA,4.0\n", ""),
        (b"MPX,Name,Version\nA,B,4.0,C\n", ""),
    ],
)
def test_a_schedule_is_told_by_its_content(
    tmp_path: Path, content: bytes, what: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    form = sniff(path, "file")
    assert (form.kind == SCHEDULE) is bool(what)
    assert not what or form.note == what


@pytest.mark.parametrize(("name", "what"), FIXTURES)
def test_own_files_of_each_format_are_told(name: str, what: str) -> None:
    form = sniff(GOLDEN / name, name)
    assert (form.kind, form.note) == (SCHEDULE, what)


def test_thousands_of_comments_are_passed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"<?xml version='1.0'?>" + b"<!---->\n" * 6_000 + b"<rows/>")
    assert sniff(path, "file").kind == "xml"


def test_an_old_workbook_is_no_schedule(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"))
    with pytest.raises(UnknownFileError, match="old Excel or other Office file"):
        sniff(path, "file.xls")


def test_without_java_it_says_what_to_install_or_to_save(stand_in: Path) -> None:
    assert not list(stand_in.iterdir())
    with pytest.raises(FileError) as refused:
        convert.tools(WHAT)
    assert str(refused.value) == (
        "plan.mpp is a Microsoft Project file. To read it, install Java 11 or later. "
        f"Or {convert.SAVE_AS}."
    )


def test_without_mpxj_it_names_the_extra(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_java(stand_in, "")
    monkeypatch.setenv("STEERCO_MPXJ", str(tmp_path / "nowhere"))
    with pytest.raises(FileError, match=r'install the extra: pip install "steerco'):
        convert.tools(WHAT)


def test_the_result_is_what_java_wrote(stand_in: Path, tmp_path: Path) -> None:
    play_java(stand_in, "open(sys.argv[-1], 'w').write(' '.join(sys.argv[1:-2]))")
    result = converted(tmp_path)
    told = result.read_text()
    assert f"-Xmx{convert.HEAP}m" in told
    assert told.endswith(convert.CONVERTER)


@pytest.mark.parametrize(
    ("script", "error", "sentence"),
    [
        (
            "sys.exit('MPXJException: File is password protected')",
            FileError,
            "plan.mpp is a Microsoft Project file with a password. Take",
        ),
        (
            "sys.exit('java.lang.OutOfMemoryError: Java heap space')",
            TooLargeError,
            "plan.mpp is a Microsoft Project file, and too large to convert.",
        ),
        ("sys.exit('oops')", DamagedFileError, "file, and cannot be read. Instead,"),
        ("", DamagedFileError, "file, and cannot be read. Instead,"),
    ],
)
def test_what_java_answers_becomes_a_sentence(
    stand_in: Path, tmp_path: Path, script: str, error: type[FileError], sentence: str
) -> None:
    play_java(stand_in, script)
    with pytest.raises(error) as refused:
        converted(tmp_path)
    assert type(refused.value) is error
    assert sentence in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_a_java_that_takes_too_long_is_ended(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play_java(stand_in, "time.sleep(100)")
    monkeypatch.setattr(convert, "SECONDS", 0.5)
    with pytest.raises(TooLargeError, match="takes too long to convert"):
        converted(tmp_path)


def test_converting_can_be_cancelled(stand_in: Path, tmp_path: Path) -> None:
    play_java(stand_in, "time.sleep(100)")
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(CancelledError):
        converted(tmp_path, cancelled)


def test_a_converted_schedule_is_imported_like_any_other(
    stand_in: Path, warehouse: Warehouse
) -> None:
    reference = GOLDEN.parent / "mspdi" / "reference.xml"
    play_java(stand_in, f"import shutil; shutil.copy({str(reference)!r}, sys.argv[-1])")
    with (GOLDEN / "project.mpx").open("rb") as stream:
        received = road.take_in(warehouse, stream, "project.mpx")
    told: list[str] = []
    staged = road.stage(
        warehouse, received, on_progress=lambda _, doing: told.append(doing)
    )
    report = staged.report
    assert (report.importer, report.rows_read, report.rows_loaded) == ("mspdi", 8, 8)
    assert report.notes[0] == convert.CONVERTED
    assert "Converting the schedule" in told
    assert not list(staged.folder.glob("*.xml"))
    project = projects.create_project(warehouse, "Plan")
    assert not road.accept(warehouse, staged, project.project_id).already_imported
    again = road.stage(warehouse, received)
    assert road.accept(warehouse, again, project.project_id).already_imported


def test_a_schedule_has_no_columns_to_name(warehouse: Warehouse) -> None:
    with (GOLDEN / "primavera.xer").open("rb") as stream:
        received = road.take_in(warehouse, stream, "plan.xer")
    with pytest.raises(FileError, match=r"plan\.xer is a Primavera schedule\."):
        parser.peek(
            received.path,
            filename="plan.xer",
            sha256=received.sha256,
            stage_folder=warehouse.home.stage,
            limits=INTERACTIVE,
        )


@pytest.mark.slow
@pytest.mark.usefixtures("real_java")
@pytest.mark.parametrize("name", [name for name, _ in FIXTURES])
def test_own_files_of_each_format_are_converted(tmp_path: Path, name: str) -> None:
    result = convert.convert(GOLDEN / name, WHAT, tmp_path)
    found = MSPDI.read(read_xml(result, "", name))
    names = {row.get("name") for row in found.rows["task"]}
    assert {"Draw & decide", "Build", "Cure the concrete", "Go live"} <= names
    assert len(found.rows["task_link"]) == 4
    assert not found.quarantined


@pytest.mark.slow
@pytest.mark.usefixtures("real_java")
def test_java_fetches_nothing_from_outside_the_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words")
    text = (GOLDEN / "primavera.xml").read_text(encoding="utf-8")
    head = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]><APIBusiness'
    text = text.replace("<APIBusiness", head, 1).replace("Draw &amp; decide", "&leak;")
    original = tmp_path / "plan.xml"
    original.write_text(text, encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    try:
        result = convert.convert(original, WHAT, work)
    except FileError:
        return
    assert "hidden words" not in result.read_text(encoding="utf-8")
