"""What the charts of flow share: days as text, counts in words, lines across."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.figures import labels, theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go

DAY = "%Y-%m-%d"
"""Days go to the chart as text, which costs a tenth of what dates cost."""
WEEK, DAY_TICK = 7, 86_400_000
"""Days of the narrowest axis, and milliseconds between its ticks."""
POINTS = 1_000
"""A line with more points is thinned: no screen could show them."""
ROOM = 76
"""Pixels beside a chart for the names of its lines."""
NEAR = 0.07
"""Names of lines that lie nearer, as a share of the height, would overlap."""
LEVEL_NAMES = {0.5: "50 %", 0.7: "70 %", 0.85: "85 %", 0.95: "95 %"}


def day_texts(days: Iterable[object]) -> list[str]:
    """Write days for an axis."""
    return list(pd.DatetimeIndex(list(days)).strftime(DAY))


def thinned(table: pd.DataFrame) -> pd.DataFrame:
    """Return at most `POINTS` rows, the last one among them."""
    step = -(-max(len(table), 1) // POINTS)
    return table.iloc[::-step].iloc[::-1]


def few_days(days: pd.Series) -> dict[str, object]:
    """Return the axis of a few days, a week wide: else its ticks would be hours.

    >>> few_days(pd.Series(pd.to_datetime(["2026-04-05", "2026-04-06"])))["range"]
    ['2026-04-01', '2026-04-10']
    >>> few_days(pd.Series(pd.to_datetime(["2026-04-05", "2026-06-06"])))
    {}
    """
    first, last = days.min(), days.max()
    missing = WEEK - (last - first).days
    if missing <= 0:
        return {}
    room = pd.Timedelta(days=missing // 2 + 1)
    return {"range": day_texts([first - room, last + room]), "dtick": DAY_TICK}


def counted(count: float | None, one: str, many: str = "") -> str:
    """Write a count with its word.

    >>> counted(1, "item"), counted(2.5, "day")
    ('1 item', '2.5 days')
    """
    text = theme.number(count, 1).removesuffix(".0")
    return f"{text} {one if text == '1' else many or one + 's'}"


class Level(NamedTuple):
    """A line across a chart: where it lies, what it is called and how it is drawn."""

    at: float
    text: str
    dash: str = "dash"


def level_lines(figure: go.Figure, levels: Sequence[Level], *, top: float) -> None:
    """Draw lines across with their names beside the right end, clear of the dots.

    Names that would lie on each other stand below each other, of equal ones the later
    on top; `top` is the highest value of the chart.
    """
    highest = max([top, *(level.at for level in levels)])
    ordered = sorted(levels, key=lambda level: level.at)[::-1]
    for level in ordered:
        line = {"color": theme.NEUTRAL, "dash": level.dash, "width": 1.5}
        figure.add_hline(y=level.at, line=line)
    for group in apart([level.at for level in ordered], NEAR * highest):
        named = ordered[group.start : group.stop]
        figure.add_annotation(
            text="<br>".join(labels.escape(level.text) for level in named),
            font={"size": 12},
            showarrow=False,
            xref="paper",
            xanchor="left",
            x=1,
            y=sum(level.at for level in named) / len(named),
            yanchor="middle",
            align="left",
        )
    figure.update_layout(margin_r=ROOM)


def apart(falling: Sequence[float], least: float) -> list[range]:
    """Return which of the falling values are too near to each other to be named apart.

    >>> apart([140, 139, 134, 50], 10)
    [range(0, 3), range(3, 4)]
    """
    groups: list[range] = []
    for place, value in enumerate(falling):
        if groups and falling[groups[-1].stop - 1] - value <= least:
            groups[-1] = range(groups[-1].start, place + 1)
        else:
            groups.append(range(place, place + 1))
    return groups


def readable(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return these columns under readable names, days as people write them."""
    shown = table[list(names)].rename(columns=names)
    for name in shown.select_dtypes("datetime").columns:
        shown[name] = [theme.day(at) for at in shown[name]]
    return shown
