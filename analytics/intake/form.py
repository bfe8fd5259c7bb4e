"""What kind of file it is, told from its bytes and never from its name."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.errors import DamagedFileError, UnknownFileError
from analytics.intake.archive import (
    GZIP,
    GZIP_MAGIC,
    NOTHING_ZIPPED,
    ZIP,
    ZIP_MAGIC,
    form_of,
)
from analytics.intake.encoding import encoding_of
from analytics.intake.schedule_files import OLE, schedule_form

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 65_536
ELEMENT = re.compile(r"<(?:!--|[A-Za-z_][\w.:-]*[\s/>])")
CALENDAR = "BEGIN:VCALENDAR"
DELIMITERS = (",", ";", "\t", "|")
REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%pdf", "This is a PDF. Steerco reads the export behind it: CSV, XLSX or JSON."),
    (OLE, "This is an old Excel or other Office file. Save it as XLSX or CSV."),
    (b"<!doctype html", "This is a web page, not an export. Was the session over?"),
    (b"<html", "This is a web page, not an export. Was the session over?"),
)


ARCHIVES = {ZIP, GZIP}
SCHEDULE = "schedule"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a file.

    `kind` is csv, json, xml, ics, xlsx, zip, gzip or schedule. The rest is for text;
    for a schedule in a format of its own the note is what it is called.
    """

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
    if head.startswith((ZIP_MAGIC, NOTHING_ZIPPED)):
        return Form(form_of(path, filename))
    if head.startswith(GZIP_MAGIC):
        return Form(GZIP)
    if what := schedule_form(path, head):
        return Form(SCHEDULE, note=what)
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for magic, sentence in REFUSED:
        if start.startswith(magic):
            message = f"{filename}: {sentence}"
            raise UnknownFileError(message)
    if start.startswith(b"<?xml") or b"<\0?\0x\0m\0l\0" in head[:16]:
        return Form("xml")
    return _text(path, head, filename)


def _text(path: Path, head: bytes, filename: str) -> Form:
    """Tell encoding, JSON or delimited text."""
    encoding, note = encoding_of(path, head)
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
