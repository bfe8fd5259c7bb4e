"""Which risks move the total most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape, wrapped
from analytics.figures.risk_names import named
from analytics.figures.theme import COLOURS, canvas, explain, money, percent
from analytics.metrics.exposure.cover import NO_MONEY

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.exposure.measure import Exposure

MOST = 15
"""So many risks are drawn; the table has all."""
NAMED = 3
TABLE = {
    "risk_id": "Risk",
    "title": "Title",
    "mean": "Mean cost (EMV)",
    "low": "Mean total at its P10",
    "high": "Mean total at its P90",
    "swing": "Swing P10 to P90",
    "variance_share": "Share of the spread",
}


def plot_tornado(result: Exposure) -> go.Figure:
    """Draw how far the mean total moves with each risk, from its P10 to its P90."""
    title = f"Mean total after responses ({escape(result.currency)})"
    figure = canvas(x_title=title, y_title="Risk")
    if result.residual is None or result.tornado.empty:
        return explain(figure, NO_MONEY.removesuffix("."))
    moving = result.tornado["swing"] > 0
    rows = result.tornado[moving].head(MOST)
    if rows.empty:
        return explain(figure, "No risk moves the total between its P10 and its P90")
    mean = result.residual.mean
    sides = (
        ("low", "opportunity", ".", "At its P10 (it stays away, or a gain comes)"),
        ("high", "threat", "", "At its P90 (it strikes hard, or no gain comes)"),
    )
    for column, colour, pattern, name in sides:
        figure.add_bar(
            x=rows[column] - mean,
            y=rows.index,
            base=mean,
            name=name,
            orientation="h",
            marker={"color": COLOURS[colour], "pattern": {"shape": pattern}},
            text=[escape(money(x, result.currency)) for x in rows[column]],
            textposition="none",
            hovertemplate="%{text}",
        )
    return figure.update_layout(
        barmode="overlay",
        height=180 + 32 * len(rows),
        xaxis_exponentformat="B",
        yaxis={
            "autorange": "reversed",
            "tickvals": list(rows.index),
            "ticktext": [wrapped(name, line=20) for name in named(rows)],
        },
    )


def read_tornado(result: Exposure) -> str:
    """Name the three risks that matter most for the total."""
    rows = result.tornado.head(NAMED)
    if rows.empty:
        return f"Which risks matter most cannot be said. {NO_MONEY}"
    swings = [
        f"{risk} ({money(swing, result.currency)})"
        for risk, swing in zip(named(rows), rows["swing"], strict=True)
    ]
    ranked = result.tornado.sort_values("variance_share", ascending=False).head(1)
    top = ranked.iloc[0]
    sentence = f"The total moves most, from P10 to P90, with {', '.join(swings)}."
    if pd.notna(top["variance_share"]) and top["risk_id"] not in set(rows["risk_id"]):
        sentence += (
            f" {named(ranked)[0]} strikes too seldom to move P90, and yet"
            f" makes {percent(top['variance_share'])} of the spread."
        )
    return sentence


def table_tornado(result: Exposure) -> pd.DataFrame:
    """Return every input, the widest swing first."""
    table = result.tornado.rename(columns=TABLE)
    return table[list(TABLE.values())]
