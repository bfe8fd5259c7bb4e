"""The cumulative flow: one band per column, never crossing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import labels, theme
from analytics.figures.flow.parts import counted, day_texts, thinned

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.flow.cumulative_flow import CumulativeFlow


def plot_cumulative_flow(result: CumulativeFlow) -> go.Figure:
    """Draw how many items have ever reached each column, done at the bottom."""
    figure = theme.canvas(x_title="End of each day", y_title="Items")
    figure.update_layout(hovermode="x unified")
    table = thinned(result.days)
    if table.empty:
        return theme.explain(figure, result.why.get("done", ""))
    days = day_texts(table.index)
    colours = theme.steps(len(table.columns))
    bands = thinned(result.bands)
    for place in reversed(range(len(table.columns))):
        name = str(table.columns[place])
        figure.add_scatter(
            x=days,
            y=table[name].tolist(),
            customdata=bands[name].tolist(),
            hovertemplate="%{customdata:,} here",
            name=labels.shorten(name),
            mode="lines",
            line={"color": colours[place], "width": 1.5, "shape": "hv"},
            fill="tonexty" if figure.data else "tozeroy",
            fillcolor=theme.faded(colours[place]),
        )
    figure.update_layout(legend_traceorder="reversed")
    figure.update_yaxes(rangemode="tozero")
    return figure


def read_cumulative_flow(result: CumulativeFlow) -> str:
    """Say how many items came in, are on their way and came out."""
    if result.days.empty:
        return f"There is no cumulative flow. {result.why.get('done', '')}"
    figures = result.figures
    bands = result.bands.iloc[-1]
    inside = bands.iloc[1:-1]
    has = "has" if figures["arrived"] == 1 else "have"
    text = (
        f"{counted(figures['arrived'], 'item')} {has} come in by "
        f"{theme.day(result.as_of)}, {_are(figures['done'])} done"
    )
    if len(inside) and inside.max() > 0:
        most = str(inside.idxmax())
        return f"{text}; of the columns in between, {most} holds most ({inside.max()})."
    waiting = int(bands.iloc[0]) if len(bands) > 1 else 0
    if not waiting:
        return f"{text}; nothing is in between."
    return f"{text}; {_are(waiting)} in {bands.index[0]}, none between."


def _are(count: int | None) -> str:
    return f"{theme.number(count)} {'is' if count == 1 else 'are'}"


def table_cumulative_flow(result: CumulativeFlow) -> pd.DataFrame:
    """Return the numbers behind the chart, one row per day."""
    table = result.days.copy()
    table.insert(0, "Day", [theme.day(day) for day in table.index])
    return table.reset_index(drop=True)
