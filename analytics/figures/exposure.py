"""What each open risk may cost, before and after the response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape, wrapped
from analytics.figures.risk_names import named
from analytics.figures.theme import COLOURS, canvas, explain, money, money_exact

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.risk import RiskExposure

MOST = 15
"""So many risks are drawn, the largest; the table has all."""

TABLE = {
    "risk_id": "Risk",
    "title": "Title",
    "owner": "Owner",
    "risk_kind": "Kind",
    "probability": "Probability",
    "impact_amount": "Impact",
    "exposure": "Exposure before response",
    "residual_probability": "Probability after response",
    "residual_impact_amount": "Impact after response",
    "residual_exposure": "Exposure after response",
    "exposure_days": "Exposure in days",
    "reason": "Why there is no exposure",
}


def plot_exposure(result: RiskExposure) -> go.Figure:
    """Draw the largest exposures; losses to the right, gains to the left."""
    title = f"Probability x impact ({escape(result.currency)})"
    figure = canvas(x_title=title, y_title="Risk")
    risks = _largest(result)
    if risks.empty:
        return explain(figure, _reason(result))
    _bars(figure, risks, "exposure", result, name="Before response")
    for kind in ("threat", "opportunity"):
        rows = risks[risks["risk_kind"] == kind]
        if len(rows):
            name = f"After response, {kind}"
            _bars(figure, rows, "residual_exposure", result, name=name)
    figure.update_layout(
        barmode="group",
        height=160 + 40 * len(risks),
        xaxis_exponentformat="B",
        yaxis={
            "autorange": "reversed",
            "tickvals": list(risks.index),
            "ticktext": [wrapped(name, line=20) for name in named(risks)],
        },
    )
    return figure


def read_exposure(result: RiskExposure) -> str:
    """Say in one sentence what the open risks may cost on average."""
    before, after, currency = result.inherent, result.residual, result.currency
    if before is None or after is None:
        return f"{_reason(result)}."
    number, missing = len(result.quantified), len(result.unquantified)
    what = "cost" if after.net >= 0 else "gain"
    sentence = (
        f"{number} open risk{'s' if number > 1 else ''} may"
        f" {what} {money(abs(after.net), currency)} on average after responses"
        f" ({money(before.net, currency)} before them)"
    )
    if after.opportunities:
        sentence += f", gains of {money(-after.opportunities, currency)} set off"
    if missing:
        sentence += f"; {missing} more {'are' if missing > 1 else 'is'} not quantified"
    return f"{sentence}."


def table_exposure(result: RiskExposure) -> pd.DataFrame:
    """Return every open risk, the quantified ones first."""
    rows = [part for part in (result.quantified, result.unquantified) if len(part)]
    risks = pd.concat(rows, ignore_index=True) if rows else result.risks
    return risks[list(TABLE)].rename(columns=TABLE)


def _reason(result: RiskExposure) -> str:
    if result.risks.empty:
        return "There is no open risk in the register"
    return "No open risk has both a probability and an impact in money"


def _largest(result: RiskExposure) -> pd.DataFrame:
    known = result.quantified
    size = known[["exposure", "residual_exposure"]].abs().max(axis=1)
    order = size.sort_values(ascending=False, kind="stable").index
    return known.loc[order].head(MOST).reset_index(drop=True)


def _bars(
    figure: go.Figure,
    risks: pd.DataFrame,
    column: str,
    result: RiskExposure,
    *,
    name: str,
) -> None:
    """Add one bar per risk; each series has its own pattern besides its colour."""
    is_before = column == "exposure"
    kind = "neutral" if is_before else str(risks["risk_kind"].iloc[0])
    shape = {"neutral": "/", "threat": "", "opportunity": "."}[kind]
    figure.add_bar(
        x=risks[column],
        y=risks.index,
        name=name,
        orientation="h",
        offsetgroup="before" if is_before else "after",
        marker={
            "color": COLOURS[kind],
            "pattern": {"shape": shape, "solidity": 0.4},
            "line": {"color": COLOURS[kind], "width": 1},
        },
        text=[escape(money_exact(x, result.currency)) for x in risks[column]],
        textposition="none",
        hovertemplate="%{text}",
    )
