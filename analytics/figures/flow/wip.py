"""Work in progress at the end of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.figures.flow.parts import Level, counted, day_texts, level_lines, thinned

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.flow.wip import Wip

TABLE = {
    "arrivals": "Begun",
    "departures": "Finished",
    "wip": "In progress",
    "total_age": "Total age in item-days",
    "mean_age": "Mean age in days",
}


def plot_wip(result: Wip) -> go.Figure:
    """Draw how many items are in progress."""
    figure = theme.canvas(x_title="End of each day", y_title="Items in progress")
    table = thinned(result.days)
    if table.empty:
        return theme.explain(figure, result.why.get("wip", ""))
    figure.add_scatter(
        x=day_texts(table.index),
        y=table["wip"].tolist(),
        name="In progress",
        hovertemplate="%{y:,} in progress<extra></extra>",
        mode="lines",
        line={"color": theme.COLOURS["actual"], "width": 2, "shape": "hv"},
    )
    mean = result.figures["mean_wip"]
    if mean is not None:
        levels = [Level(mean, f"mean {theme.number(mean, 1)}")]
        level_lines(figure, levels, top=float(table["wip"].max()))
    figure.update_yaxes(rangemode="tozero")
    return figure


def read_wip(result: Wip) -> str:
    """Say how much is in progress, and how old it is together."""
    figures = result.figures
    now = figures["wip"]
    if now is None:
        return f"Nothing can be said of work in progress. {result.why.get('wip', '')}"
    return (
        f"{counted(now, 'item')} {'is' if now == 1 else 'are'} in progress on "
        f"{theme.day(result.days.index[-1])}, against "
        f"{theme.number(figures['mean_wip'], 1)} on average; together they are "
        f"{theme.number(figures['total_age_days'])} days old."
    )


def table_wip(result: Wip) -> pd.DataFrame:
    """Return the numbers behind the chart, one row per day."""
    table = result.days[list(TABLE)].rename(columns=TABLE)
    table.insert(0, "Day", [theme.day(day) for day in table.index])
    return table.reset_index(drop=True)
