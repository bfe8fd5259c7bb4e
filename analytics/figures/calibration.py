"""How often the forecasts of the past came true, against what they promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import theme
from analytics.figures.forecast import chance_of
from analytics.metrics.forecast.calibration import ENOUGH

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analytics.metrics.forecast.calibration import Calibration

LOOK = {
    "when": ("When", "remaining", "circle", -0.6),
    "how_many": ("How much", "forecast", "diamond", 0.6),
}
"""Name, colour, shape and shift of each question, so that intervals do not overlap."""
LOSSES = {"ours": "ours", "last_value": "the last month again", "median": "the median"}


def line(result: Calibration, p: float) -> str:
    """Say beside a forecast how often its like was right.

    Such as: our 85 % was right 61 % of 46 times.
    """
    covered = result.coverage.get(p)
    if covered is None or covered.share is None:
        why = result.why or f"No forecast of {chance_of(p)} is over yet."
        return f"Nobody knows yet how often we are right. {why}"
    few = "" if covered.count >= ENOUGH else "; that is too few to judge"
    return (
        f"Our {chance_of(p)} was right {theme.percent(covered.share)} of "
        f"{covered.count} times (the truth may lie between "
        f"{theme.percent(covered.low)} and {theme.percent(covered.high)}){few}."
    )


def read_calibration(results: Sequence[Calibration], p: float = 0.85) -> str:
    """Say in sentences how often forecasts held, and whether they are worth it."""
    known = [one for one in results if one.coverage[p].share is not None]
    if not known:
        return line(results[0], p)
    parts = []
    for one in known:
        covered = one.coverage[p]
        parts.append(
            f"{LOOK[one.question][0]}: our {chance_of(p)} was right "
            f"{theme.percent(covered.share)} of {covered.count} times"
        )
    beaten = [one for one in known if one.beats_naive]
    if len(beaten) == len(known) > 1:
        worth = "Both beat"
    elif beaten:
        worth = f"{LOOK[beaten[0].question][0]} beats"
    else:
        worth = "Neither beats" if len(known) > 1 else "It does not beat"
    return (
        f"{'; '.join(parts)}. {worth} the two naive forecasts: the last month again, "
        "and the median week."
    )


def plot_calibration(results: Sequence[Calibration]) -> go.Figure:
    """Draw what was promised against what held, with intervals of 95 %."""
    figure = theme.canvas(x_title="Promised (%)", y_title="Came true (%)")
    known = [one for one in results if len(one.trials)]
    if not known:
        return theme.explain(figure, results[0].why or "No forecast is over yet.")
    figure.add_scatter(
        x=[45, 100],
        y=[45, 100],
        mode="lines",
        name="As promised",
        line={"color": theme.NEUTRAL, "dash": "dash", "width": 2},
        hoverinfo="skip",
    )
    for one in known:
        _dots(figure, one)
    return figure.update_layout(yaxis_range=[0, 104], xaxis_range=[44, 101])


def _dots(figure: go.Figure, result: Calibration) -> None:
    name, colour, symbol, shift = LOOK[result.question]
    told = [one for one in result.coverage.values() if one.share is not None]
    shares = [100 * (one.share or 0) for one in told]
    figure.add_scatter(
        x=[100 * one.p + shift for one in told],
        y=shares,
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [
                100 * (one.high or 0) - y for one, y in zip(told, shares, strict=True)
            ],
            "arrayminus": [
                y - 100 * (one.low or 0) for one, y in zip(told, shares, strict=True)
            ],
        },
        mode="markers",
        marker={"symbol": symbol, "size": 12, "color": theme.COLOURS[colour]},
        name=name,
        customdata=[[one.held, one.count] for one in told],
        hovertemplate="held %{customdata[0]} of %{customdata[1]}<extra></extra>",
    )


def table_calibration(results: Sequence[Calibration]) -> pd.DataFrame:
    """Return coverage per percentile, bias and losses."""
    return pd.DataFrame(
        [
            {
                "Question": LOOK[one.question][0],
                "Counted in": one.unit,
                "Promised": chance_of(p),
                "Share that held": covered.share,
                "Held": covered.held,
                "Forecasts": covered.count,
                "Share at least": covered.low,
                "Share at most": covered.high,
                "Bias of the even chance": one.bias,
                **{
                    f"Pinball loss, {words}": one.pinball.get(name)
                    for name, words in LOSSES.items()
                },
            }
            for one in results
            for p, covered in one.coverage.items()
        ]
    )
