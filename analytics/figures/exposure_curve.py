"""How likely each total of the open risks is, and what the reserve covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.risk_total import (
    AFTER,
    BEFORE,
    draw_curve,
    draw_percentiles,
    draw_reserve,
)
from analytics.figures.theme import canvas, chance, explain, money, percent
from analytics.metrics.risk import contingency_confidence

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.risk import RiskExposure

MARKS = (0.5, 0.8, 0.9)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def plot_exposure_curve(result: RiskExposure) -> go.Figure:
    """Draw the chance that the risks cost no more than each amount."""
    title = f"Total of the open risks ({escape(result.currency)})"
    figure = canvas(x_title=title, y_title="Chance to cost no more (%)")
    if result.inherent is None or result.residual is None:
        return explain(figure, "No open risk has both a probability and an impact")
    draw_curve(figure, result.inherent.total, BEFORE)
    draw_curve(figure, result.residual.total, AFTER)
    draw_percentiles(
        figure,
        result.residual.total,
        MARKS,
        lambda amount: money(amount, result.currency),
    )
    if (left := result.reserve.left) is not None:
        held = money(left, result.currency)
        draw_reserve(figure, left, f"Contingency left: {held}")
    return figure


def read_exposure_curve(result: RiskExposure) -> str:
    """Say in one sentence whether what is left of the contingency is enough."""
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
        f"The {money(result.reserve.left, result.currency)} left of the contingency"
        f" cover the open risks with a chance of {chance(covered)}; {safe} would cover"
        " them in four of five cases."
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
