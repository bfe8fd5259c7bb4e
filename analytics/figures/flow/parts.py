"""What the charts of flow share: days as text, counts in words, lines across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    import plotly.graph_objects as go

DAY = "%Y-%m-%d"
"""Days go to the chart as text, which costs a tenth of what dates cost."""
POINTS = 1_000
"""A line with more points is thinned: no screen could show them."""
ROOM = 76
"""Pixels beside a chart for the names of its lines."""
LEVEL_NAMES = {0.5: "50 %", 0.7: "70 %", 0.85: "85 %", 0.95: "95 %"}


def day_texts(days: Iterable[object]) -> list[str]:
    """Write days for an axis."""
    return list(pd.DatetimeIndex(list(days)).strftime(DAY))


def thinned(table: pd.DataFrame) -> pd.DataFrame:
    """Return at most `POINTS` rows, the last one among them."""
    step = -(-max(len(table), 1) // POINTS)
    return table.iloc[::-step].iloc[::-1]


def counted(count: float | None, one: str, many: str = "") -> str:
    """Write a count with its word.

    >>> counted(1, "item"), counted(2.5, "day")
    ('1 item', '2.5 days')
    """
    text = theme.number(count, 1).removesuffix(".0")
    return f"{text} {one if text == '1' else many or one + 's'}"


def level_line(figure: go.Figure, at: float, text: str, dash: str = "dash") -> None:
    """Draw a line across with its name beside the right end, clear of the dots."""
    figure.add_hline(
        y=at,
        line={"color": theme.NEUTRAL, "dash": dash, "width": 1.5},
        annotation={
            "text": theme.escape(text),
            "font": {"size": 12},
            "xanchor": "left",
            "x": 1,
            "yanchor": "middle",
            "align": "left",
        },
    )
    figure.update_layout(margin_r=ROOM)


def readable(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return these columns under readable names, days as people write them."""
    shown = table[list(names)].rename(columns=names)
    for name in shown.select_dtypes("datetime").columns:
        shown[name] = [theme.day(at) for at in shown[name]]
    return shown
