"""Each estimate at completion with the open risks, against budget and contingency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures.labels import escape
from analytics.figures.theme import COLOURS, canvas, explain, faded, money

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.confidence.risk_adjusted import RiskAdjusted

NAMES = {
    "by_line": "Line by line",
    "plan": "As planned",
    "trend": "At this pace",
    "work": "By work done",
    "by_hand": "By hand",
}
"""Short names of the methods of `cost_estimates`."""
COLUMNS = {
    "rule": "How it is estimated",
    "at_completion": "In the end, without open risks",
    "with_mean": "With their mean",
    "with_reserve": "With their cost at the chance asked for",
    "left_of_budget": "Left of budget and contingency",
    "reason": "Why it is missing",
}
NO_ESTIMATE = "There is no estimate at completion that open risks could be added to"
NO_RISK = "No open risk has an amount to add"


def plot_risk_adjusted(result: RiskAdjusted) -> go.Figure:
    """Draw estimate, mean of the risks and the rest of the reserve as one bar each."""
    title = f"Cost in the end ({escape(result.currency)})"
    figure = canvas(x_title=title, y_title="")
    rows = result.table[result.table["with_reserve"].notna()]
    if rows.empty:
        is_known = result.table["at_completion"].notna().any()
        return explain(figure, NO_RISK if is_known else NO_ESTIMATE)
    names = [NAMES[method] for method in rows["method"]]
    p = f"P{100 * result.p:.0f}"
    _add_parts(figure, rows, names, p)
    _add_limits(figure, result)
    return figure.update_layout(
        barmode="relative",
        yaxis={"autorange": "reversed"},
        xaxis_exponentformat="B",
        height=420,
    )


def _add_parts(figure: go.Figure, rows: pd.DataFrame, names: list[str], p: str) -> None:
    reserve = rows["with_reserve"] - rows["with_mean"]
    mean = rows["with_mean"] - rows["at_completion"]
    for name, amounts, colour, pattern in (
        ("Estimate", rows["at_completion"], faded(COLOURS["actual"]), ""),
        ("Mean of the open risks", mean, COLOURS["committed"], "/"),
        (f"On top of it to {p}", reserve, COLOURS["neutral"], "."),
    ):
        figure.add_bar(
            x=amounts,
            y=names,
            orientation="h",
            name=name,
            marker={"color": colour, "pattern": {"shape": pattern}},
            hovertemplate="%{y}: %{x:,.0f}",
        )


def _add_limits(figure: go.Figure, result: RiskAdjusted) -> None:
    limits = (
        ("Budget", result.budget, "dash", "budget"),
        ("Budget and contingency", result.allowed, "solid", "forecast"),
    )
    for name, amount, dash, colour in limits if result.contingency else limits[:1]:
        if amount is not None:
            figure.add_shape(
                type="line",
                x0=amount,
                x1=amount,
                y0=0,
                y1=1,
                yref="paper",
                name=f"{name}: {escape(money(amount, result.currency))}",
                showlegend=True,
                line={"color": COLOURS[colour], "dash": dash, "width": 3},
            )


def read_risk_adjusted(result: RiskAdjusted, method: str = "by_line") -> str:
    """Say what it costs with the open risks, and what that is compared with."""
    found = result.table[
        (result.table["method"] == method) & result.table["with_reserve"].notna()
    ]
    if found.empty:
        return _unadjusted(result, method)
    row, currency = found.iloc[0], result.currency
    whole = (
        f"Line by line it costs {money(row['at_completion'], currency)} without the"
        f" open risks; with their cost at P{100 * result.p:.0f} of"
        f" {money(result.reserve, currency)} it is"
        f" {money(row['with_reserve'], currency)}"
    )
    if result.allowed is None:
        return f"{whole}. There is no budget to compare it with."
    over = row["left_of_budget"]
    side = "over" if over < 0 else "under"
    gap = f"{whole}, {money(abs(over), currency)} {side} the budget"
    if not result.contingency:
        return f"{gap}; there is no contingency."
    return (
        f"{gap} and its contingency of {money(result.contingency, currency)}. The"
        " contingency stands on that side only, so that no reserve counts twice."
    )


def _unadjusted(result: RiskAdjusted, method: str) -> str:
    """Say what is missing: the estimate, or risks to add to it."""
    whole = result.table.loc[result.table["method"] == method, "at_completion"].dropna()
    if whole.empty:
        return f"{NO_ESTIMATE}."
    amount = money(float(whole.iloc[0]), result.currency)
    return f"{NO_RISK}: line by line it costs {amount} in the end, as estimated."


def table_risk_adjusted(result: RiskAdjusted) -> pd.DataFrame:
    """Return the estimates with and without the open risks."""
    table = result.table.assign(rule=result.table["method"].map(NAMES))
    return table[list(COLUMNS)].round(2).rename(columns=COLUMNS)
