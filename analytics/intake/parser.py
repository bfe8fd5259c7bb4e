"""Have the parser process read, peek into or unpack a stored original."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import ScheduleFileError
from analytics.intake import watched
from analytics.intake.archive import Contents, Packed
from analytics.intake.convert import CONVERTED, convert
from analytics.intake.report import PEEK, PEEK_FILE, UNPACK, UNPACKED_FILE, Report
from analytics.settings import CODE_VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analytics.settings import Limits


def stage_key(sha256: str, importer: str, mapping: str, limits: Limits) -> str:
    """Name what one reading of one file depends on."""
    parts = "\n".join((sha256, importer, mapping, CODE_VERSION, repr(limits)))
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


def stage(  # noqa: PLR0913 - each named
    original: Path,
    *,
    filename: str,
    sha256: str,
    stage_folder: Path,
    limits: Limits,
    importer: str = "",
    mapping: str = "",
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> tuple[Path, Report]:
    """Parse a stored original, or return what an earlier parse of it left.

    Returns:
        The folder with the Parquet tables, and the report.

    Raises:
        FileError: The file is refused; the message says why and what to do.
        ArchiveError: It is an archive, see `unpacked`.
        CancelledError: Somebody pressed cancel.
    """
    folder = stage_folder / stage_key(sha256, importer, mapping, limits)
    with suppress(FileNotFoundError):  # somebody else may let it go at any moment
        report = Report.load(folder)
        report.filename = filename
        return folder, report
    with _workplace(folder) as work:
        request = _request(original, filename, sha256, work, limits)
        _read(
            request | {"importer": importer, "mapping": mapping},
            limits=limits,
            on_progress=on_progress,
            cancelled=cancelled,
        )
        _keep_results(work)
        report = Report.load(work)
        _put_in_place(work, folder)
    return folder, report


def _read(
    request: dict[str, Any],
    *,
    limits: Limits,
    on_progress: Callable[[float, str], None] | None,
    cancelled: threading.Event | None,
) -> None:
    """Have the file read; a schedule in a format of its own is converted first."""
    run = partial(
        watched.run, limits=limits, on_progress=on_progress, cancelled=cancelled
    )
    original, work = Path(request["path"]), Path(request["folder"])
    try:
        run(request, size=original.stat().st_size)
    except ScheduleFileError as error:
        if on_progress is not None:
            on_progress(0.1, "Converting the schedule")
        converted = convert(original, str(error).rstrip("."), work, cancelled)
        run(request | {"path": str(converted)}, size=converted.stat().st_size)
        report = Report.load(work)
        report.notes.insert(0, CONVERTED)
        report.save(work)


def peek(
    original: Path, *, filename: str, sha256: str, stage_folder: Path, limits: Limits
) -> list[dict[str, Any]]:
    """Return the top of every sheet of a stored CSV or XLSX: sheet and rows.

    Raises:
        FileError: It is no table, or it is refused.
    """
    folder = stage_folder / stage_key(sha256, PEEK, "", limits)
    if not (folder / PEEK_FILE).exists():
        with _workplace(folder) as work:
            request = _request(original, filename, sha256, work, limits)
            size = original.stat().st_size
            watched.run(request | {"mode": PEEK}, limits=limits, size=size)
            folder.mkdir(mode=0o700, exist_ok=True)
            (work / PEEK_FILE).replace(folder / PEEK_FILE)
    told = json.loads((folder / PEEK_FILE).read_text(encoding="utf-8"))
    top: list[dict[str, Any]] = told["sheets"]
    return top


@contextmanager
def unpacked(  # noqa: PLR0913 - each named
    original: Path,
    *,
    filename: str,
    sha256: str,
    stage_folder: Path,
    limits: Limits,
    on_progress: Callable[[float, str], None] | None = None,
    cancelled: threading.Event | None = None,
) -> Iterator[tuple[Path, Contents]]:
    """Unpack a stored archive into a folder that lasts as long as the `with` block.

    Raises:
        FileError: It cannot be unpacked within the limits.
        CancelledError: Somebody pressed cancel.
    """
    with _workplace(stage_folder / stage_key(sha256, UNPACK, "", limits)) as work:
        request = _request(original, filename, sha256, work, limits)
        watched.run(
            request | {"mode": UNPACK},
            limits=limits,
            size=original.stat().st_size,
            on_progress=on_progress,
            cancelled=cancelled,
        )
        found = json.loads((work / UNPACKED_FILE).read_text(encoding="utf-8"))
        members = tuple(Packed(**member) for member in found["members"])
        yield work, Contents(members, tuple(found["notes"]))


def _request(
    original: Path, filename: str, sha256: str, work: Path, limits: Limits
) -> dict[str, Any]:
    """Return what the parser process is asked, whatever it is to do."""
    return {
        "path": str(original),
        "filename": filename,
        "sha256": sha256,
        "folder": str(work),
        "limits": asdict(limits),
    }


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """Give a folder to work in, and remove it where it was not put in its place."""
    name = f"{folder.name}.{os.getpid()}.{threading.get_ident()}"
    work = folder.with_name(name)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700, parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put_in_place(work: Path, folder: Path) -> None:
    """Give the results their name, unless somebody read the same file meanwhile.

    What has that name is whole and may be in use already, so it stays.
    """
    try:
        work.rename(folder)
    except OSError:
        if (folder / "report.json").exists():
            return
        shutil.rmtree(folder, ignore_errors=True)  # left by a reading that was ended
        work.rename(folder)


def _keep_results(work: Path) -> None:
    """Drop the working files; only tables and report are staged."""
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix != ".parquet" and path.name != "report.json":
            path.unlink()
