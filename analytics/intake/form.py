"""What kind of file it is, told from its bytes and never from its name."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import DamagedFileError, UnknownFileError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 65_536
ELEMENT = re.compile(r"<(?:!--|[A-Za-z_][\w.:-]*[\s/>])")
CALENDAR = "BEGIN:VCALENDAR"
NOT_UTF8 = (
    "The file is not UTF-8; it was read as Windows Western European (Latin-1). Check "
    "letters with accents."
)
DELIMITERS = (",", ";", "\t", "|")
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%pdf", "This is a PDF. Steerco reads the export behind it: CSV, XLSX or JSON."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel or Project file. Save it as XLSX, CSV or XML.",
    ),
    (b"\x1f\x8b", "This is a compressed file. Unpack it and upload what is inside."),
    (b"<!doctype html", "This is a web page, not an export. Was the session over?"),
    (b"<html", "This is a web page, not an export. Was the session over?"),
)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a file: `kind` is csv, json, xml, ics or xlsx; the rest is for text."""

    kind: str
    encoding: str = "utf-8"
    delimiter: str = ","
    note: str = ""


def sniff(path: Path, filename: str) -> Form:
    """Tell the form of a file from its content.

    Raises:
        UnknownFileError: It is nothing that any importer could read.
        DamagedFileError: It is empty.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        message = f"{filename} is empty. Export it again."
        raise DamagedFileError(message)
    if head.startswith(b"PK\x03\x04"):
        return _archive(path, filename)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for magic, sentence in REFUSED:
        if start.startswith(magic):
            message = f"{filename}: {sentence}"
            raise UnknownFileError(message)
    if start.startswith(b"<?xml") or b"<\0?\0x\0m\0l\0" in head[:16]:
        return Form("xml")
    return _text(path, head, filename)


def _archive(path: Path, filename: str) -> Form:
    """Tell a workbook from other archives."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        message = f"{filename}: the archive is damaged. Export it again."
        raise DamagedFileError(message) from error
    if "xl/workbook.xml" in names:
        return Form("xlsx")
    message = (
        f"{filename} is an archive without a workbook in it. Unpack it and upload the "
        "files one by one."
    )
    raise UnknownFileError(message)


def _text(path: Path, head: bytes, filename: str) -> Form:
    """Tell encoding, JSON or delimited text."""
    encoding, note = _encoding(path, head)
    text = head.decode(encoding, errors="replace").lstrip("\ufeff").lstrip()
    if text[:1] in {"{", "["}:
        return Form("json", encoding, note=note)
    if text[: len(CALENDAR)].upper() == CALENDAR:
        return Form("ics", encoding, note=note)
    if ELEMENT.match(text):
        return Form("xml")
    if text.count("\x00") > len(text) // 10:
        message = f"{filename} is not text. Upload a CSV, XLSX or JSON export."
        raise UnknownFileError(message)
    return Form("csv", encoding, _delimiter(text), note)


def _encoding(path: Path, head: bytes) -> tuple[str, str]:
    """Return the encoding and, where it was guessed, the sentence that says so."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return name, ""
    zeros = head[:200].count(0)
    if zeros > len(head[:200]) // 3:
        little = head[1:200:2].count(0) > head[0:200:2].count(0)
        return ("utf-16-le" if little else "utf-16-be"), ""
    damaged, beyond = _undecodable(path)
    if not damaged:
        return "utf-8", ""
    if beyond > damaged:
        return "utf-8", ""
    return (
        "cp1252",
        NOT_UTF8,
    )


def _undecodable(path: Path) -> tuple[int, int]:
    """Count lines that are no UTF-8, and lines that are UTF-8 beyond ASCII."""
    damaged = beyond = 0
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        pass
    else:
        return 0, 0
    with path.open("rb") as stream:
        for line in iter(lambda: stream.readline(1 << 20), b""):
            if not line.isascii():
                try:
                    line.decode("utf-8")
                    beyond += 1
                except UnicodeDecodeError:
                    damaged += 1
    return damaged, beyond


def _delimiter(text: str) -> str:
    r"""Return the delimiter that splits the first records most evenly.

    >>> _delimiter('a;b;c\n1,5;2;3\n')
    ';'
    """
    scores = {delimiter: _evenness(text, delimiter) for delimiter in DELIMITERS}
    return (
        max(DELIMITERS, key=scores.__getitem__)
        if any(w for _, w in scores.values())
        else ","
    )


def _evenness(text: str, delimiter: str) -> tuple[bool, int]:
    """Say whether most rows have one width above 1, and that width."""
    lines = text.splitlines(keepends=True)[:200]
    widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row][:60]
    if not widths:
        return False, 0
    width = max(set(widths), key=lambda one: (widths.count(one), one))
    return (
        width > 1 and widths.count(width) * 2 > len(widths),
        width if width > 1 else 0,
    )
