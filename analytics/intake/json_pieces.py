"""Cuts a long list of JSON records into pieces, each a list of its own.

Where a record ends is guessed: where one follows that begins as the first does. The
guess need not be trusted. Who reads the pieces insists that each of them is a list of
whole objects, and such lists with commas between can be read in no other way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from analytics.intake.json_depth import wide_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 16 << 20
HEAD = 1 << 20
LONGEST = 16 << 20
"""Bytes of a record beyond which the cuts are not believed."""
DEEPEST = 50
"""Levels of nesting that need no second look; the careful reader counts exactly."""

_OPENING = re.compile(rb'(?:"issues"\s*:\s*|\A\s*)\[(\s*)(\{\s*"[\w.-]+"\s*:)')


class DoubtError(Exception):
    """The file needs the careful reader."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the list stands in the file, and what stands beside it.

    `first` is its first record, `marker` what is between two records and opens each.
    """

    envelope: dict[str, Any]
    list_key: str
    first: dict[str, Any]
    start: int
    stop: int
    line: int
    marker: bytes


class Span(NamedTuple):
    """A stretch of the list: where its first record begins, and where it ends."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the records, as a list of their own.

    `line` is where the first begins, `lines` where each does; all on one line have
    no `lines`.
    """

    text: bytes
    line: int
    lines: list[int]


def outline(path: Path) -> Outline:
    """Find the list in a UTF-8 file: alone, or under "issues".

    Raises:
        DoubtError: It is no such list, or one of a single record.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        opening = _OPENING.search(head)
        if opening is None:
            raise DoubtError
        before, marker = head[: opening.start(2)], b"}," + opening[1] + opening[2]
        first, found, _ = head[len(before) :].partition(marker)
        if not found:
            raise DoubtError
        last, after = _tail(stream, len(before), marker)
    envelope = decoded(before + after)
    record = decoded(first + b"}")
    list_key = "" if envelope == [] else "issues"
    around: dict[str, Any] = {} if envelope == [] else envelope
    if list_key and (not isinstance(around, dict) or around.pop("issues", 0) != []):
        raise DoubtError
    line = 1 + before.count(b"\n")
    return Outline(around, list_key, record, len(before), last, line, marker)


def _tail(stream: IO[bytes], start: int, marker: bytes) -> tuple[int, bytes]:
    """Return where the last record ends, and what follows it."""
    end = stream.seek(0, 2)
    begin = max(start, end - LONGEST)
    stream.seek(begin)
    tail = stream.read()
    at = tail.rfind(marker)
    if at < 0:
        raise DoubtError
    at = tail.index(b"{", at)
    try:
        text = tail[at:].decode()
        _, length = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    size = len(text[:length].encode())
    return begin + at + size, tail[at + size :]


def decoded(given: str | bytes) -> Any:  # noqa: ANN401 - any JSON
    """Decode a value as the careful reader does.

    Raises:
        DoubtError: It is none, or nests deeper than needs no second look.
    """
    try:
        text = given if isinstance(given, str) else given.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    if text.count("{") + text.count("[") > DEEPEST and _is_deep(value):
        raise DoubtError
    return value


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return bool(level)


def _refuse(_: str) -> object:
    raise DoubtError


def spans(path: Path, found: Outline, count: int) -> list[Span]:
    """Divide the list where records begin, into stretches of about one length.

    Raises:
        DoubtError: The cuts would be too far from where they should be.
    """
    opening = found.marker.index(b"{")
    starts = [found.start]
    with path.open("rb") as stream:
        for number in range(1, count):
            begin = found.start + (found.stop - found.start) * number // count
            stream.seek(begin)
            near = stream.read(min(LONGEST, found.stop - begin)).find(found.marker)
            if near >= 0:
                starts.append(begin + near + opening)
    stops = [*starts[1:], found.stop]
    return [
        Span(start, stop)
        for start, stop in zip(starts, stops, strict=True)
        if start < stop
    ]


def pieces(
    path: Path, found: Outline, span: Span, size: int = PIECE
) -> Iterator[Piece]:
    """Yield the records of a span, a part of them at a time.

    Args:
        path: The file.
        found: Where the list stands in it.
        span: The stretch of the list that is read.
        size: Bytes of a piece, at most.

    Raises:
        DoubtError: A record is longer than a piece or nested deeply, or the text
            holds what our readers understand differently.
    """
    opening = found.marker.index(b"{")
    with path.open("rb") as stream:
        at = span.start
        line = found.line + _breaks(stream, found.start, at)
        stream.seek(at)
        while at < span.stop:
            text = stream.read(min(size, span.stop - at))
            if at + len(text) < span.stop:
                end = text.rfind(found.marker)
                if end < 0:
                    raise DoubtError
                text = text[: end + opening]
                stream.seek(at + len(text))
            at += len(text)
            if b"\x00" in text or b"\r" in text or b"\\u0000" in text:
                raise DoubtError
            for record in wide_records(text, found.marker, DEEPEST):
                decoded(record)
            # A comma may follow the last record.
            records = memoryview(text)[: text.rindex(b"}") + 1]
            whole = b"".join((b"[", records, b"]"))
            yield Piece(whole, line, _lines(text, line, found.marker))
            line += text.count(b"\n")


def _breaks(stream: IO[bytes], start: int, stop: int) -> int:
    """Count the line breaks of a stretch of the file."""
    stream.seek(start)
    breaks = 0
    for at in range(start, stop, HEAD):
        breaks += stream.read(min(HEAD, stop - at)).count(b"\n")
    return breaks


def _lines(text: bytes, line: int, marker: bytes) -> list[int]:
    """Return the line of each record, none where all are on one."""
    if b"\n" not in text:
        return []
    opening = marker.index(b"{")
    between = marker[:opening].count(b"\n")
    lines, at, found = [line], 0, text.find(marker)
    while found >= 0:
        line += text.count(b"\n", at, found) + between
        lines.append(line)
        at = found + opening
        found = text.find(marker, at)
    return lines
