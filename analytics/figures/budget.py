"""Budget against what is spent, ordered and expected, name by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from analytics.figures.labels import escape, wrapped
from analytics.figures.theme import (
    CLEAR,
    COLOURS,
    canvas,
    dash,
    day,
    explain,
    money,
    money_exact,
    percent,
)
from analytics.metrics.money import cents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.metrics.budget import BudgetVariance

MOST = 20
"""More names than this are drawn as one bar of the others."""

TABLE = {
    "name": "Name",
    "baseline": "Baseline",
    "changes": "Approved changes",
    "budget": "Budget",
    "budget_to_date": "Budget to date",
    "actual": "Spent",
    "committed": "Ordered, not invoiced",
    "variance_to_date": "Variance to date",
    "at_least": "At least",
    "plan_rest": "Spent and plan",
    "estimate_at_completion": "Estimate at completion",
    "rule": "Estimate rests on",
    "variance_at_completion": "Variance at completion",
    "used_ratio": "Share of budget spent",
    "note": "Note",
}
KINDS = {
    "contingency": "Contingency, apart",
    "management_reserve": "Management reserve, apart",
}


def plot_budget(result: BudgetVariance) -> go.Figure:
    """Draw budget, spent and ordered amounts as bars, the estimate as a diamond."""
    named = result.by.replace("_", " ").capitalize()
    figure = canvas(x_title=f"Amount ({escape(result.currency)})", y_title=named)
    lines = _largest(result.lines)
    if lines.empty:
        return explain(figure, "No budget, ledger or order lines to show")
    outline = {"color": CLEAR, "line": {"color": COLOURS["budget"], "width": 2}}
    hatched = {
        "color": COLOURS["committed"],
        "pattern": {"shape": "/", "solidity": 0.4},
    }
    solid, spent = {"color": COLOURS["actual"]}, lines["actual"].fillna(0.0)
    for bar in (
        _bar(lines, "budget", result.currency, marker=outline, width=0.8),
        _bar(lines, "actual", result.currency, marker=solid, width=0.45),
        _bar(lines, "committed", result.currency, marker=hatched, width=0.45),
    ):
        figure.add_trace(bar)
    figure.update_traces(base=spent, selector={"name": TABLE["committed"]})
    figure.add_scatter(
        x=lines["estimate_at_completion"],
        y=lines.index,
        name=TABLE["estimate_at_completion"],
        mode="markers",
        marker={"symbol": "diamond", "size": 11, "color": COLOURS["forecast"]},
        text=_exact(lines, "estimate_at_completion", result.currency),
        hovertemplate="%{text}",
    )
    figure.update_layout(
        barmode="overlay",
        height=160 + 44 * len(lines),
        xaxis_exponentformat="B",
        yaxis={
            "autorange": "reversed",
            "tickvals": list(lines.index),
            "ticktext": [wrapped(name, line=20) for name in lines["name"]],
        },
    )
    return figure


def read_budget(result: BudgetVariance) -> str:
    """Say in one sentence what is spent of the budget and where it will end."""
    total, currency = result.total, result.currency
    if not result.is_known:
        none = "There is neither a budget nor a ledger to read."
        return why_nothing_counts(result) or none
    if total.budget is None:
        return f"{money(total.actual, currency)} is spent; there is no budget for it."
    if total.actual is None or total.variance_at_completion is None:
        return (
            f"The budget is {money(total.budget, currency)}; what is spent is not"
            f" known: {result.reasons['actual']}."
        )
    share = "" if total.used_ratio is None else f" ({percent(total.used_ratio)})"
    return (
        f"By {day(result.as_of)} {money(total.actual, currency)} of"
        f" {money(total.budget, currency)}{share} is spent, and"
        f" {money(total.estimate_at_completion, currency)} is expected in the end:"
        f" {_verdict(total.variance_at_completion, currency)}."
    )


def why_nothing_counts(result: BudgetVariance) -> str:
    """Say why no line of the files counts; nothing where there are no lines."""
    aside = result.basis.left_out["reason"].value_counts()
    if aside.empty:
        return ""
    told = [f"{n:,} {'is' if n == 1 else 'are'} {why}" for why, n in aside.items()]
    return f"Of the lines of budget, ledger and orders none counts: {'; '.join(told)}."


def table_budget(result: BudgetVariance) -> pd.DataFrame:
    """Return the lines, their total, and contingency and reserve below it."""
    total = {column: getattr(result.total, column, None) for column in TABLE}
    total |= {"name": "Total", "note": "; ".join(sorted(set(result.reasons.values())))}
    apart = [
        {
            "name": row["name"] or KINDS[str(row["kind"])],
            "budget": row["budget"],
            "actual": row["actual"],
            "note": KINDS[str(row["kind"])],
        }
        for row in result.reserves.to_dict("records")
    ]
    rows = [*result.lines.to_dict("records"), total, *apart]
    return pd.DataFrame(rows, columns=list(TABLE)).rename(columns=TABLE)


def _verdict(variance: float, currency: str) -> str:
    if variance == 0:
        return "exactly the budget"
    word = "under" if variance > 0 else "over"
    return f"{money(abs(variance), currency)} {word} budget"


def _largest(lines: pd.DataFrame) -> pd.DataFrame:
    """Keep the largest names and add up the others in one line."""
    size = lines[["budget", "estimate_at_completion", "actual"]].max(axis=1)
    order = size.sort_values(ascending=False, kind="stable").index
    if len(lines) <= MOST:
        return lines.loc[order].reset_index(drop=True)
    kept, others = lines.loc[order[: MOST - 1]], lines.loc[order[MOST - 1 :]]
    amounts = ["budget", "actual", "committed", "estimate_at_completion"]
    whole = others[amounts].apply(cents).sum().div(100)
    row = whole.where(others[amounts].notna().all()).astype("float64").to_frame().T
    named = row.assign(name=f"{len(others)} others")
    return pd.concat([kept[["name", *amounts]], named], ignore_index=True)


def _bar(
    lines: pd.DataFrame,
    column: str,
    currency: str,
    *,
    marker: Mapping[str, object],
    width: float,
) -> go.Bar:
    return go.Bar(
        x=lines[column],
        y=lines.index,
        name=TABLE[column],
        orientation="h",
        width=width,
        marker=marker,
        text=_exact(lines, column, currency),
        textposition="none",
        hovertemplate="%{text}",
    )


def _exact(lines: pd.DataFrame, column: str, currency: str) -> list[str]:
    """Return the amounts to the cent, as texts that are safe to draw."""
    return [
        dash("not known") if pd.isna(amount) else escape(money_exact(amount, currency))
        for amount in lines[column]
    ]
