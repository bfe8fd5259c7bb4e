"""The cumulative flow: one band per column, never crossing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
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
            name=theme.shorten(name),
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
    text = (
        f"{counted(figures['arrived'], 'item')} have come in by "
        f"{theme.day(result.as_of)}, {theme.number(figures['done'])} are done"
    )
    if len(inside) and inside.max() > 0:
        most = str(inside.idxmax())
        return f"{text}; of the columns in between, {most} holds most ({inside.max()})."
    return f"{text}; nothing is in between."


def table_cumulative_flow(result: CumulativeFlow) -> pd.DataFrame:
    """Return the numbers behind the chart, one row per day."""
    table = result.days.copy()
    table.insert(0, "Day", [theme.day(day) for day in table.index])
    return table.reset_index(drop=True)
