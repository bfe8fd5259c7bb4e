"""The S-curve: budget and spending added up month by month."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.theme import (
    BAND,
    COLOURS,
    canvas,
    day,
    explain,
    money,
    money_exact,
    month,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.estimates import CostEstimates

MOST = 400
"""More months than this are drawn with every n-th only; the table has all."""

TABLE = {
    "month": "Month",
    "budget": "Budget",
    "actual": "Spent",
    "budget_cumulative": "Budget, added up",
    "in_force": "Whole budget in force",
    "actual_cumulative": "Spent, added up",
    "is_partial": "Month not over",
}


def plot_budget_curve(
    result: BudgetVariance, estimates: CostEstimates | None = None
) -> go.Figure:
    """Draw budget and spending added up, and where the spending is expected to end.

    With estimates a band runs from what is spent to the least and the greatest.
    """
    currency = escape(result.currency)
    figure = canvas(x_title="Month", y_title=f"Amount, added up ({currency})")
    months = _thinned(result.months)
    if months.empty:
        return explain(figure, "No budget line has a period and no ledger line a date")
    ends = months["ends_before"] - pd.Timedelta(days=1)
    known = months["actual_cumulative"].notna()
    today = pd.Timestamp(result.as_of)
    spent_on = [min(end, today) for end in ends[known]]
    opening = [months["month"].iloc[0]]
    if months["budget_cumulative"].any():
        planned = [0.0, *months["budget_cumulative"]]
        _line(figure, [*opening, *ends], planned, result, name="Budget", dash="dash")
    if known.any():
        spent = [0.0, *months.loc[known, "actual_cumulative"]]
        _line(figure, [*opening, *spent_on], spent, result, name="Spent", dash="solid")
    _band(figure, ends.iloc[-1], result, estimates)
    _in_force(figure, opening, ends, result)
    _estimate(figure, ends.iloc[-1], result)
    _status_date(figure, result)
    yaxis = {"exponentformat": "B", "rangemode": "tozero"}
    figure.update_layout(height=420, yaxis=yaxis)
    return figure


def read_budget_curve(result: BudgetVariance) -> str:
    """Say in one sentence whether spending is ahead of the plan."""
    total, currency = result.total, result.currency
    if total.actual is None or total.budget_to_date is None:
        why = result.reasons.get("actual") or result.reasons["budget_to_date"]
        return f"Spending cannot be compared with the plan to date: {why}."
    gap = total.budget_to_date - total.actual
    size = money(abs(gap), currency)
    words = "as planned"
    if gap:
        words = f"{size} less than planned" if gap > 0 else f"{size} more than planned"
    return (
        f"By {day(result.as_of)} {money(total.actual, currency)} is spent where"
        f" {money(total.budget_to_date, currency)} was planned: {words}."
    )


def table_budget_curve(result: BudgetVariance) -> pd.DataFrame:
    """Return budget and spending by month."""
    months = result.months[list(TABLE)].rename(columns=TABLE)
    return months.assign(Month=[month(first) for first in result.months["month"]])


def _thinned(months: pd.DataFrame) -> pd.DataFrame:
    step = 1 + len(months) // MOST
    return months.iloc[sorted({*range(0, len(months), step), *range(len(months))[-1:]})]


def _line(
    figure: go.Figure,
    days: Sequence[pd.Timestamp],
    amounts: Sequence[float],
    result: BudgetVariance,
    *,
    name: str,
    dash: str,
) -> None:
    is_spent = name == "Spent"
    figure.add_scatter(
        x=days,
        y=amounts,
        name=name,
        mode="lines+markers" if is_spent else "lines",
        line={
            "color": COLOURS["actual" if is_spent else "budget"],
            "dash": dash,
            "width": 3 if is_spent else 2,
        },
        text=[escape(money_exact(amount, result.currency)) for amount in amounts],
        hovertemplate="%{x|%d %b %Y}: %{text}",
    )


def _band(
    figure: go.Figure,
    last: pd.Timestamp,
    result: BudgetVariance,
    estimates: CostEstimates | None,
) -> None:
    """Shade what lies between the least and the greatest estimate."""
    spent, today = result.total.actual, pd.Timestamp(result.as_of)
    if estimates is None or spent is None or estimates.low is None or last <= today:
        return
    ends = {"Least estimate": estimates.low, "Greatest estimate": estimates.high}
    for number, (name, amount) in enumerate(ends.items()):
        figure.add_scatter(
            x=[today, last],
            y=[spent, amount],
            name=name,
            mode="lines",
            fill="tonexty" if number else None,
            fillcolor=BAND,
            line={"color": COLOURS["forecast"], "width": 1, "dash": "dot"},
            text=[escape(money_exact(one, result.currency)) for one in (spent, amount)],
            hovertemplate="%{x|%d %b %Y}: %{text}",
        )


def _in_force(
    figure: go.Figure,
    opening: Sequence[pd.Timestamp],
    ends: pd.Series,
    result: BudgetVariance,
) -> None:
    """Draw the whole budget as a line with a step at each approved change."""
    if result.changes.empty or not result.total.budget:
        return
    dated = result.changes.dropna(subset="decided_on")
    amounts = [result.total.budget - dated["amount"].sum()]
    amounts += list(amounts[0] + dated["amount"].cumsum())
    last = max(ends.iloc[-1], pd.Timestamp(result.as_of))
    days = [*opening, *dated["decided_on"], last]
    figure.add_scatter(
        x=days,
        y=[*amounts, amounts[-1]],
        name="Whole budget in force",
        mode="lines",
        line={"color": COLOURS["neutral"], "dash": "dashdot", "shape": "hv"},
        text=[
            escape(money_exact(amount, result.currency))
            for amount in [*amounts, amounts[-1]]
        ],
        hovertemplate="%{x|%d %b %Y}: %{text}",
    )


def _estimate(figure: go.Figure, last: pd.Timestamp, result: BudgetVariance) -> None:
    amount = result.total.estimate_at_completion
    if amount is None:
        return
    figure.add_scatter(
        x=[max(last, pd.Timestamp(result.as_of))],
        y=[amount],
        name="Estimate at completion",
        mode="markers",
        marker={"symbol": "diamond", "size": 12, "color": COLOURS["forecast"]},
        text=[escape(money_exact(amount, result.currency))],
        hovertemplate="%{text}",
    )


def _status_date(figure: go.Figure, result: BudgetVariance) -> None:
    """Mark the end of the as-of date."""
    end = result.as_of + timedelta(days=1)
    line = {"color": COLOURS["neutral"], "dash": "dot", "width": 1}
    figure.add_shape(type="line", x0=end, x1=end, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=end,
        y=1,
        yref="paper",
        text=day(result.as_of),
        showarrow=False,
        xanchor="left",
    )
