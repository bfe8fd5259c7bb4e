"""The family of estimates at completion, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.earned_value import amount
from analytics.figures.labels import escape
from analytics.figures.theme import COLOURS, canvas, explain, money_exact, percent
from analytics.metrics.evm.indices import METHODS

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.evm.report import Report

NAMES = {
    "typical": "As so far",
    "atypical": "As planned",
    "cost_and_schedule": "Cost and lateness",
    "bottom_up": "Estimated anew",
}
WORDS = {
    "typical": "the rest costs as the work so far",
    "atypical": "the rest costs what was planned",
    "cost_and_schedule": "being late costs too",
    "bottom_up": "the rest as estimated anew",
}


def plot_estimates(report: Report) -> go.Figure:
    """Draw each estimate as a bar, and the budget as a line."""
    figure = canvas(x_title=f"Amount ({escape(report.unit)})", y_title="")
    found = {n: e for n, e in report.estimates.items() if e.estimate is not None}
    if not found:
        return explain(figure, "There is no estimate yet")
    figure.add_bar(
        x=[one.estimate for one in found.values()],
        y=[NAMES[name] for name in found],
        orientation="h",
        name="Estimate at completion",
        marker={
            "color": [
                COLOURS["forecast" if name == report.nearest else "actual"]
                for name in found
            ]
        },
        text=[escape(amount(one.estimate, report.unit)) for one in found.values()],
        hovertext=[
            escape(money_exact(one.estimate, report.unit)) for one in found.values()
        ],
        hovertemplate="%{y}: %{hovertext}",
        showlegend=False,
    )
    budget = report.known["budget"]
    line = {"color": COLOURS["neutral"], "dash": "dash", "width": 2}
    figure.add_shape(
        type="line", x0=budget, x1=budget, y0=0, y1=1, yref="paper", line=line
    )
    figure.update_layout(
        yaxis={"autorange": "reversed"}, xaxis={"exponentformat": "B"}, height=300
    )
    return figure


def read_estimates(report: Report) -> str:
    """Say where the estimates lie, and which came nearest so far."""
    found = [one.estimate for one in report.estimates.values() if one.estimate]
    if not found:
        reason = report.why.get("cost_index", "Nothing is earned yet.")
        return f"There is no estimate at completion. {reason}"
    low, high = (amount(value, report.unit) for value in (min(found), max(found)))
    spread = f"It will cost between {low} and {high}"
    spread += f", against a budget of {amount(report.known['budget'], report.unit)}."
    if report.nearest is None:
        return f"{spread} No past month tells yet which rule is the nearest."
    error = percent(float(report.errors[report.nearest]))
    return (
        f"{spread} So far the nearest rule was: {WORDS[report.nearest]}; what it said "
        f"differed from what came by {error} on average."
    )


def table_estimates(report: Report) -> pd.DataFrame:
    """Return estimate, rest and variance by rule, and how far each was off so far."""
    rows = [
        (
            NAMES[name],
            METHODS[name],
            one.estimate,
            one.to_go,
            one.variance,
            report.errors.get(name),
            "nearest so far" if name == report.nearest else one.why,
        )
        for name, one in report.estimates.items()
    ]
    columns = ["Rule", "In words", "Estimate (EAC)", "To go (ETC)", "Variance (VAC)"]
    return pd.DataFrame(rows, columns=[*columns, "Share off so far", "Note"])
