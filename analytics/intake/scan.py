"""The strict scan: where each record starts, how many cells it has, what is broken.

It is the oracle beside DuckDB's fast read, which drops or bends rows in ways that
matter (`tests/intake/test_scan.py` keeps a list). Nothing vanishes: what is not a
sound record is set aside with its line and the reason.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from analytics.errors import DamagedFileError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from analytics.intake.form import Form
    from analytics.settings import Limits

EXCERPT = 2_000


@dataclass(frozen=True, slots=True)
class Below:
    """What stands below the header.

    Attributes:
        skip: Physical lines before the first record (titles and header).
        width: Cells a sound record has.
        key: Position of the column whose values prove that two readers agree.
    """

    skip: int
    width: int
    key: int


@dataclass(slots=True)
class Scan:
    """What the strict scan found below the header.

    `lines`, `keys` hold one entry per sound record, in order of the file.
    `damaged` holds (line, reason, excerpt) of the others.
    """

    width: int
    lines: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    damaged: list[tuple[int, str, str]] = field(default_factory=list)
    widened: int = 0

    @property
    def records(self) -> int:
        """Sound and damaged records."""
        return len(self.lines) + len(self.damaged)


def open_text(path: Path, form: Form) -> TextIO:
    """Open the file so that bytes which cannot be decoded stay visible."""
    return path.open(encoding=form.encoding, errors="surrogateescape", newline="")


def head_rows(path: Path, form: Form, count: int) -> list[tuple[tuple[str, ...], int]]:
    """Return the first rows and the line each ends on, reading leniently."""
    rows: list[tuple[tuple[str, ...], int]] = []
    with open_text(path, form) as stream:
        reader = csv.reader(_capped(stream), delimiter=form.delimiter)
        try:
            for row in reader:
                rows.append((tuple(map(_readable, row)), reader.line_num))
                if len(rows) >= count:
                    break
        except csv.Error as error:
            if not rows:
                message = f"The first line cannot be read as a table ({error})."
                raise DamagedFileError(message) from error
    if rows:
        rows[0] = (tuple(c.removeprefix("\ufeff") for c in rows[0][0]), rows[0][1])
    return rows


def _readable(cell: str) -> str:
    """Show bytes that could not be decoded as the sign that stands for them."""
    if cell.isascii():
        return cell
    return "".join("\ufffd" if "\udc80" <= c <= "\udcff" else c for c in cell)


def _capped(stream: TextIO, most: int = 1 << 20) -> Iterator[str]:
    """Yield lines, refusing one that never ends before it fills the memory."""
    while line := stream.readline(most + 1):
        if len(line) > most:
            message = (
                "A line is longer than 1 MiB, so this is no table. Export it again."
            )
            raise TooLargeError(message)
        yield line


class _Rewind:
    """Lines of a stream that can be given back when a record turns out broken."""

    def __init__(self, lines: Iterator[str], skip: int) -> None:
        self.lines = lines
        self.held: list[str] = []
        self.taken: list[str] = []
        self.number = sum(1 for _ in islice(lines, skip))
        self.is_rewound = False

    def __iter__(self) -> _Rewind:
        return self

    def __next__(self) -> str:
        line = self.held.pop() if self.held else next(self.lines)
        self.taken.append(line)
        self.number += 1
        return line

    def give_back(self) -> str:
        """Keep the first line of the broken record, give back the others."""
        first, *rest = self.taken
        self.held.extend(reversed(rest))
        self.number -= len(rest)
        self.is_rewound = True
        self.taken.clear()
        return first


def scan_records(
    path: Path,
    form: Form,
    *,
    below: Below,
    limits: Limits,
    write: Callable[[list[str]], object] | None = None,
) -> Scan:
    """Read every record below the header strictly.

    Args:
        path: The file.
        form: Its encoding and delimiter.
        below: Where the records begin and what they look like.
        limits: What the file may cost.
        write: Called with [line, *cells] of each sound record, if given.

    Raises:
        TooLargeError: More records, or a longer one, than the limits allow.
    """
    scan = Scan(below.width)
    csv.field_size_limit(limits.record_bytes)
    with open_text(path, form) as stream:
        lines = _Rewind(_capped(stream, limits.record_bytes), below.skip)
        for start, row, broken in _records(lines, form.delimiter):
            reason = broken or _unsound(scan, row)
            if broken or (reason and _hides_record(lines, form.delimiter, scan.width)):
                excerpt = _excerpt([lines.give_back()])
                scan.damaged.append((start, reason, excerpt))
            elif reason:
                scan.damaged.append((start, reason, _excerpt(lines.taken)))
            elif any(map(str.strip, row)):
                scan.lines.append(start)
                scan.keys.append(row[below.key])
                if write is not None:
                    write([str(start), *row[: scan.width]])
            lines.taken.clear()
            if limits.records is not None and scan.records > limits.records:
                raise _too_many(limits.records)
    return scan


def _records(lines: _Rewind, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield line, cells and what is broken of each record, starting over after one."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        if lines.is_rewound:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            lines.is_rewound = False
        start = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield start, [], _broken(str(error))
        else:
            yield start, row, ""


def _too_many(most: int) -> TooLargeError:
    return TooLargeError(
        f"More than {most:,} records. Load it with 'steerco import' on the server, "
        "which has no such limit."
    )


def _broken(error: str) -> str:
    """Say in plain words what the csv module complains of."""
    if "unexpected end" in error:
        return "a quotation mark is opened and never closed"
    if "field larger" in error:
        return "a cell is longer than 1 MiB"
    if "expected after" in error:
        return "text follows a closing quotation mark"
    if "NUL" in error:
        return "it contains a NUL character"
    return "its quotation marks do not match"


def _unsound(scan: Scan, row: list[str]) -> str:
    """Say why a row is no sound record, empty where it is one (or is blank)."""
    if len(row) != scan.width:
        if not any(map(str.strip, row)):
            return ""
        if len(row) < scan.width or any(map(str.strip, row[scan.width :])):
            return f"it has {len(row)} cells where the header has {scan.width}"
        scan.widened += 1
    text = "".join(row)
    if text.isascii():
        return "it contains a NUL character" if "\x00" in text else ""
    if any("\udc80" <= letter <= "\udcff" for letter in text):
        return "it contains bytes that are no text in the file's encoding"
    return "it contains a NUL character" if "\x00" in text else ""


def _hides_record(lines: _Rewind, delimiter: str, width: int) -> bool:
    """Say whether a broken quotation mark has swallowed a sound record."""
    return any(
        len(next(csv.reader([line], delimiter=delimiter), [])) == width
        for line in lines.taken[1:]
    )


def _excerpt(lines: list[str]) -> str:
    text = "".join(lines)[:EXCERPT]
    return text.encode("utf-8", "replace").decode()
