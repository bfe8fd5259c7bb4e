"""How wide the columns of a table are, so that no text is cut at the edge."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from pandas.api.types import is_numeric_dtype, is_string_dtype

if TYPE_CHECKING:
    import pandas as pd

ROOM = 1_050
"""Pixels for the columns on a screen of 1,280; on a narrower one a table scrolls."""
LETTER, PADDING = 7, 20
LONG = 260
"""A column of text that would be wider shares what room the others leave."""
LEAST = 220
LINE, AROUND = 20, 15
WRAPS = 66
"""Cells of lower rows, of 4 rem or less, do not wrap."""
MOST_LINES = 4
ALL_ROWS = 15
"""Tables up to so many rows are shown whole; longer ones scroll."""


class Fit(NamedTuple):
    """Widths of the columns that must be narrowed, and the heights in pixels."""

    widths: dict[str, int]
    row: int | None
    height: Literal["auto", "content"]


def fit(table: pd.DataFrame) -> Fit:
    """Return how a table fits the page: long texts are wrapped where they must be.

    >>> import pandas as pd
    >>> fit(pd.DataFrame({"Rule": ["Strict"], "Promised": [1]}))
    Fit(widths={}, row=None, height='content')
    >>> fit(pd.DataFrame({"Rule": ["Strict"] * 20, "What it counts": ["x" * 200] * 20}))
    Fit(widths={'What it counts': 988}, row=66, height='auto')
    """
    height: Literal["auto", "content"] = "content" if len(table) <= ALL_ROWS else "auto"
    natural = {name: _natural(table[name]) for name in table.columns}
    long = {
        name: width
        for name, width in natural.items()
        if width > LONG and is_string_dtype(table[name])
    }
    if sum(natural.values()) <= ROOM or not long:
        return Fit({}, None, height)
    left = ROOM - sum(natural.values()) + sum(long.values())
    widths = {
        name: min(max(int(left * width / sum(long.values())), LEAST), ceil(width))
        for name, width in long.items()
    }
    lines = max(ceil(long[name] / width) for name, width in widths.items())
    row = max(AROUND + LINE * min(lines, MOST_LINES), WRAPS) if lines > 1 else None
    return Fit(widths, row, height)


def _natural(column: pd.Series) -> float:
    """Return the width that a column would take on one line."""
    if is_numeric_dtype(column):
        cells = [f"{one:,.2f}" for one in (column.min(), column.max())]
    else:
        cells = column.dropna().astype("str").tolist()
    return LETTER * max(map(len, (str(column.name), *cells))) + PADDING
