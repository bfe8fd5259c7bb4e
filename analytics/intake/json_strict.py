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
    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

BLOCK = 1 << 17
"""Bytes looked at together: with all that is noted of them they stay in the cache."""
REACH = 256
"""Bytes after those that may tell what they are."""
COMMA, SPACE, LOWER, BRACE = 44, 32, 0x20, 0x7D
LETTER_A, LETTER_F, LETTER_I, LETTER_N = b"afin"
BEFORE = np.frombuffer(b":,[+- \t\n", np.uint8)
AFTER = np.frombuffer(b",]}iI \t\n", np.uint8)
NONE = np.empty(0, np.intp)


def lenient(text: bytes) -> list[int]:
    r"""Return where a strict reader may stumble over what a lenient one takes.

    >>> lenient(b'{"a": [1, 2 ,\n ], "b": -Inf, "c": nan, "d": "information"}')
    [12, 24, 34]
    """
    data = np.frombuffer(text, np.uint8)
    end = np.concatenate([data[-BLOCK:], np.zeros(REACH, np.uint8)])
    last = len(data) - len(end) + REACH
    found: list[int] = []
    one, two = np.empty(BLOCK, np.bool_), np.empty(BLOCK, np.bool_)
    for start in range(0, last, BLOCK):
        part = data[start : start + BLOCK + REACH]
        found += (_places(part, one, two) + start).tolist()
    found += (_places(end, one, two) + last).tolist()
    return sorted(set(found))


def _places(part: Bytes, one: Flags, two: Flags) -> Places:
    size = len(part) - REACH
    one, two = one[:size], two[:size]
    lower = np.bitwise_or(part, np.uint8(LOWER))
    commas = _commas(part, lower, one, two)
    is_n = lower == LETTER_N
    np.logical_and(is_n[:size], is_n[2 : size + 2], out=one)
    np.logical_and(one, np.equal(lower[1 : size + 1], LETTER_A, out=two), out=one)
    nan = np.flatnonzero(one) if one.any() else NONE
    np.logical_and(is_n[1 : size + 1], lower[:size] == LETTER_I, out=one)
    np.logical_and(one, np.equal(lower[2 : size + 2], LETTER_F, out=two), out=one)
    inf = np.flatnonzero(one) if one.any() else NONE
    words = np.concatenate([nan, inf])
    words = np.compress(np.isin(part[words + 3], AFTER), words)
    is_alone = (words == 0) | np.isin(part[words - 1], BEFORE)
    return np.concatenate([commas, np.compress(is_alone, words)])


def _commas(part: Bytes, lower: Bytes, one: Flags, two: Flags) -> Places:
    """Find commas before a closing bracket, with white space or without."""
    size = len(one)
    comma = np.equal(part[:size], COMMA, out=one)
    np.logical_and(comma, np.equal(lower[1 : size + 1], BRACE, out=two), out=two)
    near = np.flatnonzero(two) if two.any() else NONE
    np.logical_and(comma, np.less_equal(part[1 : size + 1], SPACE, out=two), out=two)
    far = np.flatnonzero(two) if two.any() else NONE
    after = far + 1
    for _ in range(REACH - 1):
        is_blank = (part[after] <= SPACE) & (part[after] > 0)
        if not is_blank.any():
            break
        after = after + is_blank
    is_close = ((part[after] | LOWER) == BRACE) | (part[after] == SPACE)
    return np.concatenate([near, np.compress(is_close, far)])
