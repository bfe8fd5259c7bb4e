"""Archives of exports, taken apart by the parser process under limits.

An archive is a ZIP file that is no office document, or a file packed with gzip. What
is unpacked gets a number for a name: what the archive calls it is shown, its last
part only, and has no say in where anything is written.
"""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import DamagedFileError, TooLargeError, UnknownFileError
from analytics.intake.originals import display_name
from analytics.settings import MIB

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.settings import Limits

ZIP, GZIP = "zip", "gzip"
ZIP_MAGIC, NOTHING_ZIPPED, GZIP_MAGIC = b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b"
WORKBOOK = "xl/workbook.xml"
OFFICE = {"[Content_Types].xml", "mimetype"}
"""A part that every document of an office program has, and no archive of exports."""
LITTER = {"thumbs.db", "desktop.ini"}
IS_ENCRYPTED = 0x1
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
BLOCK = 1 << 20
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in an archive: the name of what was unpacked, or why it was not."""

    name: str
    file: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds, in its order; `notes` name what is no export."""

    members: tuple[Packed, ...]
    notes: tuple[str, ...] = ()


def form_of(path: Path, filename: str) -> str:
    """Return xlsx or zip.

    Raises:
        DamagedFileError: It cannot be opened.
        UnknownFileError: It is a document of an office program, and no workbook.
    """
    names = {member.filename for member in members(path, filename)}
    if WORKBOOK in names:
        return "xlsx"
    if names & OFFICE:
        message = (
            f"{filename} is a document, but no Excel workbook. Save the table in it as "
            "XLSX or CSV."
        )
        raise UnknownFileError(message)
    return ZIP


def members(path: Path, filename: str) -> list[zipfile.ZipInfo]:
    """Return what a ZIP archive says it holds.

    Raises:
        DamagedFileError: It cannot be opened.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        message = f"{filename}: the archive is damaged. Export it again."
        raise DamagedFileError(message) from error


def check_size(
    path: Path, filename: str, limits: Limits, advice: str
) -> list[zipfile.ZipInfo]:
    """Return the members, unless they unpack to more than the limits allow.

    No member can unpack to more than it says: reading stops there.

    Raises:
        TooLargeError: Too many members, too large, or packed too densely.
        DamagedFileError: The archive cannot be read.
    """
    found = members(path, filename)
    unpacked = sum(member.file_size for member in found)
    packed = max(1, sum(member.compress_size for member in found))
    most = limits.unpacked_bytes
    if (
        len(found) > limits.members
        or (most is not None and unpacked > most)
        or (unpacked > MIB and unpacked / packed > limits.ratio)
    ):
        message = (
            f"{filename} unpacks to {unpacked / 1e6:,.0f} MB in {len(found):,} parts, "
            f"more than it may. {advice}"
        )
        raise TooLargeError(message)
    return found


def unpack(
    path: Path, filename: str, form: str, folder: Path, limits: Limits
) -> Contents:
    """Unpack what may be an export into numbered files of a folder.

    Raises:
        UnknownFileError: There is nothing in it to read.
        TooLargeError: It unpacks to more than the limits allow.
        DamagedFileError: It cannot be unpacked.
    """
    if form == GZIP:
        return _unpack_gzip(path, filename, folder, limits)
    advice = "Unpack it and upload its files a few at a time."
    files, notes = _sorted_out(check_size(path, filename, limits, advice))
    if not files:
        message = f"{filename} is an archive with no file in it that could be read."
        raise UnknownFileError(message)
    with zipfile.ZipFile(path) as archive:
        taken = tuple(
            _take_out(archive, member, name, folder / str(number))
            for number, (name, member) in enumerate(files.items())
        )
    return Contents(taken, notes)


def _sorted_out(
    found: list[zipfile.ZipInfo],
) -> tuple[dict[str, zipfile.ZipInfo], tuple[str, ...]]:
    """Return the files by the name to show, and what is left out.

    Two files of one name (from two folders, or packed twice) are told apart by number.
    """
    files: dict[str, zipfile.ZipInfo] = {}
    litter: list[str] = []
    for member in found:
        if member.filename.endswith("/"):
            continue
        name = shown = display_name(member.filename)
        if _is_litter(member.filename, name):
            litter.append(name)
            continue
        number = 1
        while shown in files:
            number += 1
            shown = f"{name} ({number})"
        files[shown] = member
    if not litter:
        return files, ()
    more = f" and {len(litter) - SHOWN:,} more" if len(litter) > SHOWN else ""
    listed = ", ".join(litter[:SHOWN])
    return files, (f"Left out, as they are no exports: {listed}{more}.",)


def _is_litter(path: str, name: str) -> bool:
    """Say whether an operating system left it there.

    >>> _is_litter("__MACOSX/q1/._board.csv", "._board.csv")
    True
    """
    parts = path.replace("\\", "/").split("/")
    return "__MACOSX" in parts or name.startswith(".") or name.lower() in LITTER


def _take_out(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path
) -> Packed:
    """Unpack one member, or say why that cannot be."""
    if member.flag_bits & IS_ENCRYPTED:
        why = f"{name} is protected by a password. Unpack it and upload what is inside."
        return Packed(name, error=why)
    if member.compress_type not in READABLE:
        why = f"{name} is packed in an uncommon way. Unpack it and upload it as it is."
        return Packed(name, error=why)
    try:
        with archive.open(member) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, BLOCK)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        target.unlink(missing_ok=True)
        why = f"{name} is damaged in the archive. Pack it again, or export it again."
        return Packed(name, error=why)
    return Packed(name, target.name)


def _unpack_gzip(path: Path, filename: str, folder: Path, limits: Limits) -> Contents:
    """Unpack the one file that was packed with gzip."""
    most = max(MIB, limits.ratio * path.stat().st_size)
    if limits.unpacked_bytes is not None:
        most = min(most, limits.unpacked_bytes)
    size = 0
    try:
        with gzip.open(path) as source, (folder / "0").open("wb") as sink:
            while block := source.read(BLOCK):
                size += len(block)
                if size > most:
                    message = (
                        f"{filename} unpacks to more than {most / 1e6:,.0f} MB, which "
                        "is more than it may. Split the export into smaller files."
                    )
                    raise TooLargeError(message)
                sink.write(block)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        message = f"{filename}: the archive is damaged. Pack it again."
        raise DamagedFileError(message) from error
    name = filename[:-3] if filename.lower().endswith(".gz") else filename
    return Contents((Packed(display_name(name), "0"),))
