"""Ageing work: what is in progress, against the pace of what was finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.flow.parts import (
    LEVEL_NAMES,
    NEAR,
    apart,
    counted,
    readable,
)
from analytics.metrics.ranks import LEVELS

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.flow.ageing import Ageing

TABLE = {
    "issue_key": "Item",
    "summary": "Title",
    "issue_type": "Type",
    "column": "Column",
    "start": "Start",
    "age": "Age in days",
    "pace": "Pace",
    "again": "Reopened",
}
MOST = 500
SPREAD = 0.6
"""Dots of one column are spread over so much of its width."""
LATE = 0.85


def plot_ageing(result: Ageing) -> go.Figure:
    """Draw a dot per item in its column, over the bands of its pace."""
    title = "Age since creation in days" if result.is_upper_bound else "Age in days"
    figure = theme.canvas(x_title="Column it is in", y_title=title)
    items = result.items.head(MOST)
    if items.empty:
        return theme.explain(figure, result.why.get("oldest_days", ""))
    columns = [name for name in result.columns if _is_drawn(name, result)]
    _bands(figure, result, columns)
    places = {name: number for number, name in enumerate(columns)}
    late = items["slower_than"] >= LATE
    for is_late in (False, True):
        rows = items[late == is_late]
        if rows.empty:
            continue
        figure.add_scatter(
            x=_spread(rows["column"].map(places)),
            y=rows["age"].tolist(),
            text=[labels.shorten(key) for key in rows["issue_key"]],
            hovertemplate="%{text}<br>%{y} days<extra></extra>",
            name="Slower than 85 %" if is_late else "In progress",
            mode="markers",
            marker={
                "symbol": "square" if is_late else "circle",
                "size": 10,
                "color": theme.COLOURS["bad" if is_late else "actual"],
            },
        )
    names = [labels.wrapped(name, line=12) for name in columns]
    figure.update_xaxes(
        tickvals=list(places.values()),
        ticktext=names,
        range=[-0.5, len(columns) - 0.5],
        showgrid=False,
        zeroline=False,
    )
    figure.update_yaxes(rangemode="tozero")
    return figure


def read_ageing(result: Ageing) -> str:
    """Say how much is in progress, how old the oldest is and what is late."""
    if result.items.empty:
        return f"There is no ageing work. {result.why.get('oldest_days', '')}"
    oldest = result.items.iloc[0]
    many = len(result.items)
    state = "open" if result.is_upper_bound else "in progress"
    again = int(result.items["is_reopened"].sum())
    back = f", {theme.number(again)} of them reopened after they were done" * bool(
        again
    )
    text = (
        f"{counted(many, 'item')} {'is' if many == 1 else 'are'} {state}{back}; the "
        f"oldest, {oldest['issue_key']}, is {counted(oldest['age'], 'day')} old"
    )
    if result.is_upper_bound:
        return f"{text} at most, since it was created."
    late = result.figures["slower_than_85_percent"]
    if late is None:
        return f"{text}. {result.why.get('slower_than_85_percent', '')}"
    verb = "has" if late == 1 else "have"
    return (
        f"{text}; {theme.number(late)} {verb} been longer on the way than 85 % of the "
        "finished items had when they left the same column."
    )


def table_ageing(result: Ageing) -> pd.DataFrame:
    """Return the items behind the chart, the oldest first."""
    items = result.items
    table = items.assign(
        pace=[_pace(at) for at in items["slower_than"]],
        again=["yes" if one else "" for one in items["is_reopened"]],
    )
    return readable(table, TABLE)


def _pace(level: float) -> str:
    if pd.isna(level):
        return theme.DASH
    return f"slower than {LEVEL_NAMES[level]}" if level else "within half of all"


def _is_drawn(name: str, result: Ageing) -> bool:
    return name in set(result.bands["column"]) or name in set(result.items["column"])


def _bands(figure: go.Figure, result: Ageing, columns: list[str]) -> None:
    """Draw the ages at which finished items left each column, one step per level."""
    bands = result.bands[result.bands["column"].isin(columns)]
    ages = [*result.items["age"], *bands[list(LEVELS)].max()]
    highest = max(float(age) for age in ages if not pd.isna(age))
    for row in bands.to_dict("records"):
        place, low = columns.index(row["column"]), 0.0
        known = [level for level in LEVELS if not pd.isna(row[level])]
        for number, level in enumerate(known):
            figure.add_shape(
                type="rect",
                x0=place - 0.45,
                x1=place + 0.45,
                y0=low,
                y1=float(row[level]),
                fillcolor=theme.NEUTRAL,
                opacity=0.08 + 0.07 * number,
                line_width=0,
                layer="below",
                name=f"{LEVEL_NAMES[level]} had left",
            )
            low = float(row[level])
        _names(figure, place, {level: float(row[level]) for level in known}, highest)


def _names(
    figure: go.Figure, place: int, ages: dict[float, float], highest: float
) -> None:
    """Name the bands of a column; of bands that lie close together the oldest."""
    levels = sorted(ages, reverse=True)
    for group in apart([ages[level] for level in levels], NEAR * highest):
        level = levels[group.start]
        figure.add_annotation(
            x=place + 0.45,
            y=ages[level],
            text=LEVEL_NAMES[level],
            showarrow=False,
            xanchor="right",
            yanchor="top",
            font={"size": 11},
        )


def _spread(places: pd.Series) -> list[float]:
    """Put the dots of one column side by side, so that none hides another."""
    number = places.groupby(places).cumcount()
    count = places.groupby(places).transform("size")
    shift = ((number + 0.5) / count - 0.5) * SPREAD
    return (places + shift).tolist()
