"""Cuts a long list of JSON records into pieces, each a list of its own.

Where a record ends is guessed: where one follows that begins as the first does. The
guess need not be trusted. Who reads the pieces insists that each of them is a list of
whole objects, and such lists with commas between can be read in no other way.
"""

from __future__ import annotations

import itertools
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from analytics.intake.json_strict import lenient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 64 << 20
HEAD = 1 << 20
LONGEST = 16 << 20
"""Bytes of a record beyond which the cuts are not believed."""
DEEPEST = 50
"""Levels of nesting that need no second look; the careful reader counts exactly."""
MOST_DOUBTS = 1_000
"""Places of a piece that are looked at a second time."""

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


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the records, as a list in a file of its own.

    `line` is where the first begins, `lines` where each does; all on one line have
    no `lines`.
    """

    path: Path
    line: int
    lines: list[int] = field(default_factory=list)


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


def pieces(
    path: Path, found: Outline, folder: Path, size: int = PIECE
) -> Iterator[Piece]:
    """Write one piece after the other, the next one while a piece is being read.

    Args:
        path: The file.
        found: Where the list stands in it.
        folder: Where the pieces go; who reads one removes it.
        size: Bytes of a piece, at most.

    Raises:
        DoubtError: The text holds what our readers understand differently.
    """
    cut = _cut(path, found, folder, size)
    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(next, cut, None)
        while (piece := waiting.result()) is not None:
            waiting = beside.submit(next, cut, None)
            yield piece


def _cut(path: Path, found: Outline, folder: Path, size: int) -> Iterator[Piece]:
    line, at = found.line, found.start
    opening = found.marker.index(b"{")
    with path.open("rb") as stream:
        for number in itertools.count():
            if at >= found.stop:
                return
            stream.seek(at)
            text = stream.read(min(size, found.stop - at))
            if at + len(text) < found.stop:
                end = text.rfind(found.marker)
                if end < 0:
                    raise DoubtError
                text = text[: end + opening]
            at += len(text)
            _check(text, found.marker)
            lines = _lines(text, line, found.marker)
            target = folder / f"piece_{number}.json"
            with target.open("wb") as file:
                file.write(b"[")
                file.write(memoryview(text).cast("B")[: _end(text)])
                file.write(b"]")
            yield Piece(target, line, lines)
            line += text.count(b"\n")


def _end(text: bytes) -> int:
    """Return where the last record of a piece ends: commas may follow it."""
    return text.rindex(b"}") + 1


def _check(text: bytes, marker: bytes) -> None:
    """Raise where a text holds what not all readers take alike, or cannot store."""
    if b"\x00" in text or b"\r" in text or b"\\u0000" in text:
        raise DoubtError
    doubts = lenient(text)
    if len(doubts) > MOST_DOUBTS:
        raise DoubtError
    read = -1
    for place in doubts:
        if place > read:
            read = _read_strictly(text, place, marker)


def _read_strictly(text: bytes, place: int, marker: bytes) -> int:
    """Decode the record around a place; return where it ends."""
    opening = marker.index(b"{")
    before = text.rfind(marker, 0, place)
    after = text.find(marker, place)
    start = 0 if before < 0 else before + opening
    stop = _end(text) if after < 0 else after + 1
    decoded(text[start:stop])
    return stop


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
