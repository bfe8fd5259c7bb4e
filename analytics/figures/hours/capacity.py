"""The share of the hours available that was booked, period by period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.flow.parts import (
    Level,
    counted,
    day_texts,
    level_lines,
    readable,
)
from analytics.figures.hours.weeks import in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.hours.capacity import Utilisation

DRAWN = 5
"""So many teams or people are drawn apart; more of them as one line."""
COLOURS = (theme.BLUE, theme.GREEN, theme.OCHRE, theme.PINK, theme.VERMILLION)
ALL = "All together"
TICKS = 7
TABLE = {
    "team": "Team",
    "person": "Person",
    "start": "From",
    "end": "To",
    "available": "Hours available",
    "logged": "Hours logged",
    "ratio": "Share booked",
    "why": "Why there is no share",
}


def plot_capacity(result: Utilisation) -> go.Figure:
    """Draw the share booked in each period, a line per team, and all of it across."""
    figure = theme.canvas(x_title="Period from", y_title="Booked of available")
    rows = result.rows[result.rows["ratio"].notna()]
    if rows.empty:
        return theme.explain(figure, result.why.get("utilisation", ""))
    who = rows["team"].where(rows["team"] != "", rows["person"])
    who = who if who.nunique() <= DRAWN else pd.Series(ALL, rows.index)
    sums = rows.assign(who=who).groupby(["who", "start"])[["available", "logged"]].sum()
    shares = sums["logged"] / sums["available"]
    for place, (name, part) in enumerate(shares.groupby(level="who")):
        label = labels.shorten(name, 24)
        figure.add_scatter(
            x=day_texts(part.index.get_level_values("start")),
            y=part.tolist(),
            name=label,
            mode="lines+markers",
            line={"color": COLOURS[place], "width": 2},
            hovertemplate=f"{label}: %{{y:.0%}}<extra></extra>",
        )
    level_lines(figure, [Level(1, "100 %")], top=float(shares.max()))
    figure.update_layout(hovermode="x unified")
    starts = day_texts(sums.index.get_level_values("start").unique().sort_values())
    figure.update_xaxes(type="date", tickvals=starts[:: -(-len(starts) // TICKS)])
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    return figure


def read_capacity(result: Utilisation) -> str:
    """Say how much of the capacity was booked, and in how many periods too much."""
    ratio = result.figures["utilisation"]
    if ratio is None:
        return f"There is no utilisation. {result.why.get('utilisation', '')}"
    logged = in_words(result.figures["logged_hours"])
    available = theme.number(result.figures["available_hours"], 0)
    text = f"{logged} of {available} available were booked, {theme.percent(ratio)}"
    over = int((result.rows["ratio"] > 1).sum())
    known = int(result.rows["ratio"].notna().sum())
    if over:
        text = f"{text}; in {over} of {known} periods more than there was"
    unknown = len(result.rows) - known
    if unknown:
        text = f"{text}. Of {counted(unknown, 'period')} the share is unknown"
    return f"{text}."


def table_capacity(result: Utilisation) -> pd.DataFrame:
    """Return the periods behind the chart."""
    return readable(result.rows, TABLE)
