"""Cuts a long list of JSON records into lines of their own, without reading them.

Where a record ends is guessed: where one follows that begins as the first does. The
guess need not be trusted. Who reads the lines insists that each of them is one whole
object, and a text of whole objects between commas can be read in no other way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 8 << 20
HEAD = 1 << 20
LONGEST = 32 << 20
"""Bytes of a record beyond which the cuts are not believed."""

_OPENING = re.compile(rb'(?:"issues"\s*:\s*|\A\s*)\[(\s*)(\{\s*"[\w.-]+"\s*:)')
_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_LENIENT = re.compile(rb"[:,\[]\s*-?(?:NaN|Infinity)|,\s*[\]}]")
_SUSPECT = (b"NaN", b"Infinity", b",]", b",}", b", ]", b", }", b",  ", b",\t")


class DoubtError(Exception):
    """The file needs the careful reader."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """What stands beside the list, and how many records were cut."""

    envelope: dict[str, Any]
    list_key: str
    count: int


def cut(path: Path, target: Path) -> Pieces:
    """Write one line for each record: {"line": where it starts, "r": the record}.

    Args:
        path: A UTF-8 file that holds a list of records, alone or under "issues".
        target: Where the lines go.

    Raises:
        DoubtError: It is no such list, a record has lines of its own, or the text
            holds what our readers understand differently.
    """
    with path.open("rb") as stream, target.open("wb") as lines:
        head = stream.read(HEAD)
        opening = _OPENING.search(head)
        if opening is None:
            raise DoubtError
        before, start = head[: opening.start(2)], opening[2]
        stream.seek(len(before))
        line, count, rest = 1 + before.count(b"\n"), 0, b""
        for piece in _pieces(stream, b"}," + opening[1] + start):
            if count:
                _write(lines, line, rest + b"}")
                line += opening[1].count(b"\n")
            rest = start + piece if count else piece
            count += 1
        last, after = _last(rest)
        _write(lines, line, last)
    return _around(before, after, count)


def _pieces(stream: IO[bytes], marker: bytes) -> Iterator[bytes]:
    """Yield what stands between two places where a record seems to begin."""
    rest = b""
    while block := stream.read(BLOCK):
        text = rest + block
        if _is_doubtful(text):
            raise DoubtError
        *whole, rest = text.split(marker)
        yield from whole
        if len(rest) > LONGEST:
            raise DoubtError
    yield rest


def _is_doubtful(text: bytes) -> bool:
    """Say whether a text holds what not all readers take alike, or cannot store."""
    return (
        b"\x00" in text
        or b"\r" in text
        or _UNSTORABLE.search(text) is not None
        or (
            any(mark in text for mark in _SUSPECT) and _LENIENT.search(text) is not None
        )
    )


def _write(lines: IO[bytes], line: int, record: bytes) -> None:
    if b"\n" in record:
        raise DoubtError
    lines.write(b'{"line":%d,"r":%b}\n' % (line, record))


def _last(rest: bytes) -> tuple[bytes, bytes]:
    """Split the last record from what follows it."""
    try:
        text = rest.decode()
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    return text[:end].encode(), text[end:].encode()


def _around(before: bytes, after: bytes, count: int) -> Pieces:
    """Read what stands beside the list, as if the list were empty."""
    try:
        around = json.loads(before + after)
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    if around == []:
        return Pieces({}, "", count)
    if not isinstance(around, dict) or around.pop("issues", None) != []:
        raise DoubtError
    return Pieces(around, "issues", count)
