"""The strict scan of a file that is plainly sound, at the speed of arrays.

It accepts a file only where every quotation mark opens or closes a whole cell, every
record has the cells of the header, and nothing else needs a second look; then it
gives the same lines and keys as `scan.scan_records`, which a property test holds. At
the first doubt it gives up and the careful scan decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.intake.scan import Scan

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from analytics.intake.form import Form
    from analytics.intake.scan import Below
    from analytics.settings import Limits

BLOCK = 2 << 20
"""Bytes taken at once: what is computed of them stays in the cache."""
NUL, NEWLINE, RETURN, QUOTE = 0, 10, 13, 34


class _Doubt(Exception):  # noqa: N818 - no error, a change of method
    """The file needs the careful scan."""


def quick_scan(path: Path, form: Form, *, below: Below, limits: Limits) -> Scan | None:
    """Scan a plainly sound UTF-8 file; None where the careful scan must decide."""
    scan = Scan(below.width)
    taking = _Taking(scan, below.key, ord(form.delimiter), limits.record_bytes)
    line = below.skip + 1
    try:
        with path.open("rb") as stream:
            for _ in range(below.skip):
                stream.readline()
            rest = b""
            while block := stream.read(BLOCK):
                used, lines = taking.take(rest + block, line)
                line += lines
                rest = (rest + block)[used:]
                taking.check(rest, limits.records)
            if rest:
                taking.take(rest if rest.endswith(b"\n") else rest + b"\n", line)
    except (_Doubt, UnicodeDecodeError):
        return None
    return None if taking.left_over else scan


@dataclass(slots=True)
class _Taking:
    """Takes the whole records out of one block after the other."""

    scan: Scan
    key: int
    comma: int
    most: int
    left_over: bool = False

    def check(self, rest: bytes, records: int | None) -> None:
        """Raise at a record that never ends, or at too many records."""
        if len(rest) > self.most:
            raise _Doubt
        if records is not None and len(self.scan.lines) > records:
            raise _Doubt

    def take(self, data: bytes, line: int) -> tuple[int, int]:
        """Take the whole records of a block; return bytes used and lines passed."""
        marks = _marks(data, self.comma)
        ends = marks.at[(marks.kinds == NEWLINE) & marks.outside]
        used = int(ends[-1]) + 1 if len(ends) else 0
        self.left_over = used < len(data)
        if not used:
            return 0, 0
        if not data.isascii():
            data[:used].decode("utf-8")
        marks = marks.before(used)
        _check(marks, self.comma)
        starts = np.concatenate(([0], ends[:-1] + 1))
        commas = marks.at[(marks.kinds == self.comma) & marks.outside]
        first = np.searchsorted(commas, starts)
        counts = np.searchsorted(commas, ends) - first
        sound = self._sound(marks.cells, starts, ends, counts)
        feeds = marks.at[marks.kinds == NEWLINE]
        lines = line + np.searchsorted(feeds, starts)
        self.scan.lines.extend(lines[sound].tolist())
        at = first[sound] + self.key
        lows = starts[sound] if self.key == 0 else commas[at - 1] + 1
        is_last = self.key == self.scan.width - 1
        highs = ends[sound] if is_last else commas[at]
        self.scan.keys.extend(_keys(data, lows, highs))
        return used, len(feeds)

    def _sound(
        self,
        cells: NDArray[np.uint8],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        commas: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Return which records are not blank; all of those must be sound."""
        lengths = ends - starts
        blank = (lengths == 0) | ((lengths == 1) & (cells[starts] == RETURN))
        doubtful = (commas != self.scan.width - 1) | (lengths <= self.scan.width)
        if np.any(doubtful & ~blank) or np.any(lengths > self.most):
            raise _Doubt
        sound: NDArray[np.bool_] = ~blank
        return sound


@dataclass(frozen=True, slots=True)
class _Marks:
    """The bytes of a block that matter: where they are, and which.

    They are a tenth of all bytes, so whatever is computed from them is cheap.
    `outside` says which stand outside quotation marks.
    """

    cells: NDArray[np.uint8]
    at: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    outside: NDArray[np.bool_]

    def before(self, end: int) -> _Marks:
        """Return those before a byte."""
        size = int(np.searchsorted(self.at, end))
        return _Marks(
            self.cells[:end], self.at[:size], self.kinds[:size], self.outside[:size]
        )


def _marks(data: bytes, comma: int) -> _Marks:
    cells = np.frombuffer(data, dtype=np.uint8)
    matters = bytes(one in {NUL, NEWLINE, RETURN, QUOTE, comma} for one in range(256))
    at = np.flatnonzero(np.frombuffer(data.translate(matters), dtype=np.bool_))
    kinds = cells[at]
    is_quote = kinds == QUOTE
    open_quotes = np.cumsum(is_quote, dtype=np.int32) & 1
    return _Marks(cells, at, kinds, (open_quotes == 0) & ~is_quote)


def _check(marks: _Marks, comma: int) -> None:
    """Raise unless quotation marks wrap whole cells and line ends are plain."""
    cells, last = marks.cells, len(marks.cells) - 1
    returns = marks.at[marks.kinds == RETURN]
    if np.any(cells[np.minimum(returns + 1, last)] != NEWLINE):
        raise _Doubt
    if np.any(marks.kinds == NUL):
        raise _Doubt
    quotes = marks.at[marks.kinds == QUOTE]
    if len(quotes) % 2:
        raise _Doubt
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, cells[opening - 1], NEWLINE)
    good = (before == comma) | (before == NEWLINE) | (before == QUOTE)
    after = cells[np.minimum(closing + 1, last)]
    good_after = (
        (after == comma) | (after == NEWLINE) | (after == RETURN) | (after == QUOTE)
    )
    if not good.all() or not good_after.all():
        raise _Doubt


def _keys(
    data: bytes,
    lows: NDArray[np.int64],
    highs: NDArray[np.int64],
) -> list[str]:
    """Cut the key cell out of each record."""
    return [
        _unquote(data[low:high])
        for low, high in zip(lows.tolist(), highs.tolist(), strict=True)
    ]


def _unquote(cell: bytes) -> str:
    text = cell.decode("utf-8").removesuffix("\r")
    if text.startswith('"'):
        return text[1:-1].replace('""', '"')
    return text
