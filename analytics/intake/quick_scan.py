"""The strict scan of a file that is plainly sound, at the speed of arrays.

It accepts a file only where every quotation mark opens or closes a whole cell, every
record has the cells of the header, and nothing else needs a second look; then it
gives the same lines and keys as `scan.scan_records`, which a property test holds. At
the first doubt it gives up and the careful scan decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.intake.scan import Scan

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from analytics.intake.form import Form
    from analytics.settings import Limits

BLOCK = 8 << 20
NUL, NEWLINE, RETURN, QUOTE = 0, 10, 13, 34


class _Doubt(Exception):  # noqa: N818 - no error, a change of method
    """The file needs the careful scan."""


def quick_scan(
    path: Path, form: Form, *, skip: int, width: int, key: int, limits: Limits
) -> Scan | None:
    """Scan a plainly sound UTF-8 file; None where the careful scan must decide."""
    scan = Scan(width)
    line = skip + 1
    try:
        with path.open("rb") as stream:
            for _ in range(skip):
                stream.readline()
            rest = b""
            while True:
                block = stream.read(BLOCK)
                data = rest + block
                if not data:
                    break
                last = not block
                used, lines = _take(
                    data, scan, line, form, key, is_last=last, most=limits.record_bytes
                )
                line += lines
                rest = data[used:]
                if len(rest) > limits.record_bytes:
                    return None
                if limits.records is not None and len(scan.lines) > limits.records:
                    return None
                if not block:
                    break
    except (_Doubt, UnicodeDecodeError):
        return None
    return scan


def _take(  # noqa: PLR0913 - one call site
    data: bytes,
    scan: Scan,
    line: int,
    form: Form,
    key: int,
    *,
    is_last: bool,
    most: int,
) -> tuple[int, int]:
    """Take the whole records of a block; return bytes used and lines passed."""
    if is_last and not data.endswith(b"\n"):
        data += b"\n"
    cells = np.frombuffer(data, dtype=np.uint8)
    quotes = cells == QUOTE
    outside = _outside(np.flatnonzero(quotes), len(cells))
    newlines = cells == NEWLINE
    ends = np.flatnonzero(newlines & outside)
    if is_last and (not len(ends) or ends[-1] != len(data) - 1):
        raise _Doubt
    if not len(ends):
        return 0, 0
    used = int(ends[-1]) + 1
    if not data.isascii():
        data[:used].decode("utf-8")
    _check_bytes(cells[:used], quotes[:used], ord(form.delimiter))
    starts = np.concatenate(([0], ends[:-1] + 1))
    commas = np.flatnonzero((cells[:used] == ord(form.delimiter)) & outside[:used])
    first = np.searchsorted(commas, starts)
    counts = np.searchsorted(commas, ends) - first
    lengths = ends - starts
    if np.any(lengths > most):
        raise _Doubt
    blank = (lengths == 0) | ((lengths == 1) & (cells[starts] == RETURN))
    if np.any((counts != scan.width - 1) & ~blank) or np.any(
        (lengths <= scan.width) & ~blank
    ):
        raise _Doubt
    feeds = np.flatnonzero(newlines[:used])
    lines = line + np.searchsorted(feeds, starts)
    sound = ~blank
    scan.lines.extend(lines[sound].tolist())
    at = first[sound] + key
    lows = starts[sound] if key == 0 else commas[at - 1] + 1
    highs = ends[sound] if key == scan.width - 1 else commas[at]
    scan.keys.extend(_keys(data, lows, highs))
    return used, len(feeds)


def _outside(marks: NDArray[np.int64], size: int) -> NDArray[np.bool_]:
    """Say of each byte whether it is outside quotation marks."""
    edges = np.concatenate(([0], marks, [size]))
    alternating = np.zeros(len(edges) - 1, dtype=np.bool_)
    alternating[0::2] = True
    return np.repeat(alternating, np.diff(edges))


def _check_bytes(
    cells: NDArray[np.uint8], quotes: NDArray[np.bool_], comma: int
) -> None:
    """Raise unless quotation marks wrap whole cells and line ends are plain."""
    returns = np.flatnonzero(cells == RETURN)
    if len(returns) and np.any(
        cells[np.minimum(returns + 1, len(cells) - 1)] != NEWLINE
    ):
        raise _Doubt
    if np.any(cells == NUL):
        raise _Doubt
    marks = np.flatnonzero(quotes)
    if len(marks) % 2:
        raise _Doubt
    opening, closing = marks[0::2], marks[1::2]
    before = np.where(opening > 0, cells[opening - 1], NEWLINE)
    good = (before == comma) | (before == NEWLINE) | (before == QUOTE)
    after = cells[np.minimum(closing + 1, len(cells) - 1)]
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
