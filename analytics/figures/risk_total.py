"""The distribution of a total of risks as it is drawn: curve, percentiles, reserve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.figures.labels import escape
from analytics.figures.theme import COLOURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import plotly.graph_objects as go

    from analytics.metrics.risk_sum import RiskSum

POINTS = 400
"""So many points draw a curve at most."""
SYMBOLS = ("circle", "square", "diamond")
BEFORE = ("Before responses", "neutral", "dash", 2)
AFTER = ("After responses", "actual", "solid", 3)
CHECK = ("Simulated, as a check", "bad", "dot", 2)
"""Name, colour, dash and width of a curve."""
HEIGHT = 440


def draw_curve(
    figure: go.Figure, total: RiskSum, style: tuple[str, str, str, int]
) -> None:
    """Draw a distribution as steps, of at most `POINTS` points."""
    name, colour, dash, width = style
    places = np.searchsorted(total.cumulative, np.linspace(0, 1, POINTS - 1))
    kept = np.unique(np.append(places.clip(max=len(total.amounts) - 1), 0))
    figure.add_scatter(
        x=np.insert(total.amounts[kept], 0, total.amounts[0]),
        y=np.insert(100 * total.cumulative[kept], 0, 0.0),
        name=name,
        mode="lines",
        line={"shape": "hv", "color": COLOURS[colour], "dash": dash, "width": width},
        hovertemplate="%{y:.0f} %: %{x:,.0f}",
    )


def draw_percentiles(
    figure: go.Figure,
    total: RiskSum,
    shares: Iterable[float],
    write: Callable[[float], str],
) -> go.Figure:
    """Mark three percentiles, each with its own shape, and set the axes."""
    for share, symbol in zip(shares, SYMBOLS, strict=True):
        amount = total.percentile(share)
        figure.add_scatter(
            x=[amount],
            y=[100 * total.at_most(amount)],
            name=f"P{share * 100:.0f}: {escape(write(amount))}",
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": COLOURS["forecast"]},
            hovertemplate="%{x}",
        )
    return figure.update_layout(
        height=HEIGHT, xaxis_exponentformat="B", yaxis_range=[0, 102]
    )


def draw_reserve(figure: go.Figure, amount: float, name: str) -> None:
    """Draw what covers the risks as an upright line."""
    figure.add_scatter(
        x=[amount, amount],
        y=[0, 100],
        name=escape(name),
        mode="lines",
        line={"color": COLOURS["contingency"], "dash": "dashdot", "width": 3},
    )
