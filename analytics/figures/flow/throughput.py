"""Throughput: finished items per week, beside those that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.figures.flow.parts import (
    Level,
    counted,
    day_texts,
    level_lines,
    readable,
)

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.flow.throughput import Throughput

TABLE = {
    "start": "From",
    "end": "To",
    "created": "Came in",
    "started": "Begun",
    "finished": "Finished",
    "over": "Over",
}


def plot_throughput(result: Throughput) -> go.Figure:
    """Draw a bar per week, the one that is not over hatched, and the arrivals."""
    figure = theme.canvas(x_title="Week from Monday", y_title="Items per week")
    table = result.periods
    if table.empty:
        return theme.explain(figure, result.why.get("finished_per_week", ""))
    weeks = day_texts(table["start"])
    partial = table["is_partial"].astype("bool")
    figure.add_bar(
        x=weeks,
        y=table["finished"].tolist(),
        name="Finished",
        hovertemplate="%{y:,} finished",
        marker={
            "color": theme.COLOURS["done"],
            "pattern": {"shape": ["/" if one else "" for one in partial]},
        },
    )
    figure.add_scatter(
        x=weeks,
        y=table["created"].tolist(),
        name="Came in",
        hovertemplate="%{y:,} came in",
        mode="lines+markers",
        line={"color": theme.COLOURS["scope"], "dash": "dot", "width": 2},
    )
    mean = result.figures["finished_per_week"]
    if mean is not None:
        levels = [Level(mean, f"mean {theme.number(mean, 1)}")]
        level_lines(figure, levels, top=float(table["finished"].max()))
    figure.update_layout(hovermode="x unified", bargap=0.25)
    figure.update_yaxes(rangemode="tozero")
    return theme.mark_mondays(figure, weeks)


def read_throughput(result: Throughput) -> str:
    """Say how much is finished per week and how much comes in."""
    figures = result.figures
    mean, came = figures["finished_per_week"], figures["created_per_week"]
    if mean is None:
        return f"There is no throughput. {result.why.get('finished_per_week', '')}"
    weeks = counted(figures["weeks"], "week")
    text = (
        f"{counted(mean, 'item')} per week were finished over the last {weeks} and "
        f"{theme.number(came, 1)} came in"
    )
    none = figures["without_any"]
    if none:
        text = f"{text}; in {counted(none, 'week')} nothing was finished"
    return f"{text}. The week that is not over does not count."


def table_throughput(result: Throughput) -> pd.DataFrame:
    """Return the weeks behind the chart."""
    partial = result.periods["is_partial"].astype("bool")
    table = result.periods.assign(over=["partial" if one else "yes" for one in partial])
    return readable(table, TABLE)
