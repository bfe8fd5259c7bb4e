"""Finds records of JSON whose brackets open wide, before anybody decodes them.

Brackets in texts count like others here: a record that is named may be nested deeply,
and is for a strict reader to judge. One that is not named is not, unless its texts
close a bracket for each that opens outside of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOCK = 1 << 17
"""Bytes looked at together: with all that is noted of them they stay in the cache."""
LOWER, OPENING, CLOSING = 0x20, 0x7B, 0x7D
"""With this bit set, square brackets are braces."""


def wide_records(text: bytes, marker: bytes, levels: int) -> Iterator[bytes]:
    r"""Yield the records in which so many brackets or more may be open at once.

    >>> list(wide_records(b'{"a": [[[]]]},{"a": [[]]}', b'},{"a":', 4))
    [b'{"a": [[[]]]}']

    Args:
        text: Records with commas between them; it begins with the first.
        marker: What is between two records and opens each.
        levels: What is too many.
    """
    data = np.frombuffer(text, np.uint8)
    found, steps = [], []
    for start in range(0, len(data), BLOCK):
        part = data[start : start + BLOCK] | np.uint8(LOWER)
        is_opening = part == OPENING
        at = np.flatnonzero(is_opening | (part == CLOSING))
        found.append(at + start)
        steps.append(np.where(is_opening[at], np.int8(1), np.int8(-1)))
    depth = np.cumsum(np.concatenate(steps), dtype=np.int32)
    if int(depth.max()) - int(depth.min()) < levels:
        return
    starts = _starts(text, marker)
    # Each record has a bracket at its start, so no stretch of the depths is empty.
    first = np.searchsorted(np.concatenate(found), starts)
    spread = np.maximum.reduceat(depth, first) - np.minimum.reduceat(depth, first)
    stops = [*starts[1:], len(text)]
    for start, stop, far in zip(starts, stops, spread, strict=True):
        if far >= levels:
            yield text[start : text.rindex(b"}", start, stop) + 1]


def _starts(text: bytes, marker: bytes) -> list[int]:
    """Return where each record begins."""
    opening = marker.index(b"{")
    starts, at = [0], text.find(marker)
    while at >= 0:
        starts.append(at + opening)
        at = text.find(marker, at + opening)
    return starts
