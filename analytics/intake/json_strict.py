"""Finds what a lenient reader takes for JSON and a strict one refuses.

DuckDB takes a comma before a closing bracket, and `nan` and `inf` in any case. Whether
such a place is damage or stands in a text is left to who reads that place strictly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]

BLOCK = 1 << 18
REACH = 4
"""Bytes that are looked at together: one, and those right after it."""
COMMA, SPACE, LOWER, BRACE = 44, 32, 0x20, 0x7D
BEFORE = np.frombuffer(b":,[+- \t\n", np.uint8)
AFTER = np.frombuffer(b",]}iI \t\n", np.uint8)


def lenient(text: bytes) -> list[int]:
    r"""Return where a strict reader may stumble over what a lenient one takes.

    >>> lenient(b'{"a": [1, 2 ,\n ], "b": -Inf, "c": nan, "d": "information"}')
    [12, 24, 34]
    """
    data = np.frombuffer(text + b"\0" * REACH, np.uint8)
    found: list[int] = []
    for start in range(0, len(text), BLOCK):
        part = data[start : min(start + BLOCK, len(text)) + REACH]
        for places in (_commas(part, data, start), _words(part, data, start)):
            found += places.tolist()
    return sorted(found)


def _commas(part: Bytes, data: Bytes, start: int) -> NDArray[np.intp]:
    """Find commas before a closing bracket, with white space or without."""
    comma, after = part[:-REACH] == COMMA, part[1 : 1 - REACH]
    close = (after | LOWER) == BRACE
    near = np.flatnonzero(comma & close) + start
    far = np.flatnonzero(comma & (after <= SPACE)) + start
    after_far = far + 1
    while len(far):
        is_blank = (data[after_far] <= SPACE) & (data[after_far] > 0)
        if not is_blank.any():
            break
        after_far = after_far + is_blank
    return np.concatenate([near, far[(data[after_far] | LOWER) == BRACE]])


def _words(part: Bytes, data: Bytes, start: int) -> NDArray[np.intp]:
    """Find `nan` and `inf`, of any case, that stand alone where a value may."""
    lower = part | LOWER
    first, second, third = lower[:-REACH], lower[1 : 1 - REACH], lower[2 : 2 - REACH]
    nan = (second == ord("a")) & (first == ord("n")) & (third == ord("n"))
    inf = (third == ord("f")) & (first == ord("i")) & (second == ord("n"))
    found = np.flatnonzero(nan | inf) + start
    is_alone = np.isin(data[found + 3], AFTER)
    is_alone &= (found == 0) | np.isin(data[found - 1], BEFORE)
    return np.compress(is_alone, found)
