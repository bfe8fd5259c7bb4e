"""How likely each total of the open risks is, and what the reserve covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.figures.theme import (
    COLOURS,
    canvas,
    chance,
    escape,
    explain,
    money,
    percent,
)
from analytics.metrics.risk import contingency_confidence

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.risk_sum import RiskSum

POINTS = 500
"""So many points draw a curve at most."""

MARKS = ((0.5, "circle"), (0.8, "square"), (0.9, "diamond"))
"""Shares of the marked percentiles, each with its own shape."""

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def plot_exposure_curve(result: RiskExposure) -> go.Figure:
    """Draw the chance that the risks cost no more than each amount."""
    title = f"Total of the open risks ({escape(result.currency)})"
    figure = canvas(x_title=title, y_title="Chance to cost no more (%)")
    if result.inherent is None or result.residual is None:
        return explain(figure, "No open risk has both a probability and an impact")
    _curve(figure, result.inherent.total, name="Before responses", is_after=False)
    _curve(figure, result.residual.total, name="After responses", is_after=True)
    for share, symbol in MARKS:
        amount = result.residual.total.percentile(share)
        figure.add_scatter(
            x=[amount],
            y=[100 * result.residual.total.at_most(amount)],
            name=f"P{share * 100:.0f}: {escape(money(amount, result.currency))}",
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": COLOURS["forecast"]},
            hovertemplate="%{x}",
        )
    if result.contingency is not None:
        figure.add_scatter(
            x=[result.contingency, result.contingency],
            y=[0, 100],
            name=f"Contingency: {escape(money(result.contingency, result.currency))}",
            mode="lines",
            line={"color": COLOURS["contingency"], "dash": "dashdot", "width": 3},
        )
    figure.update_layout(height=420, xaxis_exponentformat="B", yaxis_range=[0, 102])
    return figure


def read_exposure_curve(result: RiskExposure) -> str:
    """Say in one sentence whether the contingency is enough."""
    outlook, covered = result.residual, contingency_confidence(result)
    if outlook is None:
        return (
            "Whether the reserve is enough cannot be said: no open risk has both a"
            " probability and an impact in money."
        )
    safe = money(outlook.total.percentile(0.8), result.currency)
    if covered is None:
        return (
            f"In four of five cases the open risks cost no more than {safe}; there is"
            " no contingency to compare it with."
        )
    return (
        f"The contingency of {money(result.contingency, result.currency)} covers the"
        f" open risks with a chance of {chance(covered)}; {safe} would cover them"
        " in four of five cases."
    )


def table_exposure_curve(result: RiskExposure) -> pd.DataFrame:
    """Return what is not exceeded with each chance, after and before responses."""
    header = ["Chance", "After responses", "Before responses"]
    if result.inherent is None or result.residual is None:
        return pd.DataFrame(columns=header)
    after, before = result.residual.total, result.inherent.total
    rows = [
        (percent(share), after.percentile(share), before.percentile(share))
        for share in SHARES
    ]
    return pd.DataFrame(rows, columns=header)


def _curve(figure: go.Figure, total: RiskSum, *, name: str, is_after: bool) -> None:
    """Draw a distribution as steps, of at most `POINTS` points."""
    places = np.searchsorted(total.cumulative, np.linspace(0, 1, POINTS - 1))
    kept = np.unique(np.append(places.clip(max=len(total.amounts) - 1), 0))
    amounts = np.insert(total.amounts[kept], 0, total.amounts[0])
    shares = np.insert(100 * total.cumulative[kept], 0, 0.0)
    figure.add_scatter(
        x=amounts,
        y=shares,
        name=name,
        mode="lines",
        line={
            "shape": "hv",
            "color": COLOURS["actual" if is_after else "neutral"],
            "dash": "solid" if is_after else "dash",
            "width": 3 if is_after else 2,
        },
        hovertemplate="%{y:.0f} %: %{x:,.0f}",
    )
