"""Ratings of risks against what struck, and past estimates against what came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.risk_adjusted import NAMES
from analytics.figures.theme import (
    COLOURS,
    canvas,
    day,
    explain,
    faded,
    money,
    number,
    percent,
)
from analytics.metrics.honesty.risks import NONE_OVER

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.honesty.costs import EstimateHonesty
    from analytics.metrics.honesty.risks import RiskHonesty

LINES = {
    "by_line": ("actual", "solid", "circle"),
    "plan": ("neutral", "dash", "square"),
    "trend": ("committed", "dot", "diamond"),
    "work": ("contingency", "dashdot", "triangle-up"),
    "by_hand": ("current_ideal", "longdash", "x"),
}
BANDS = {
    "band": "Rated",
    "risks": "Risks that are over",
    "struck": "Struck",
    "rated": "Probability rated on average",
    "share": "Share that struck",
    "share_low": "Share at least",
    "share_high": "Share at most",
}
CATEGORIES = {
    "category": "Category",
    "risks": "Risks that are over",
    "struck": "Struck",
    "expected": "Expected to strike",
    "before": "Open exposure before responses",
    "after": "Open exposure after responses",
    "unbiased": "Exposure corrected",
    "corrected_by": "Corrected by",
    "reason": "Why it is not corrected",
    "predicted": "Impact predicted",
    "booked": "Cost booked",
    "share_low": "Share that struck, at least",
    "share_high": "Share that struck, at most",
}
COSTS = {
    "category": "Category",
    "stated": "Estimate of today",
    "unbiased": "Estimate corrected",
    "bias": "Share too high (+) or too low",
    "mean_error": "Share off on average",
    "months": "Past months",
    "reason": "Why it is not corrected",
}


def plot_ratings(result: RiskHonesty) -> go.Figure:
    """Draw per band what was rated, and what struck with its interval."""
    figure = canvas(
        x_title="Rated (%), and how many struck", y_title="Share that struck (%)"
    )
    rows = result.bands[result.bands["risks"] > 0]
    if rows.empty:
        return explain(figure, NONE_OVER.removesuffix("."))
    figure.add_bar(
        x=_counted(result.bands),
        y=100 * (result.bands["high"] - result.bands["low"]),
        base=100 * result.bands["low"],
        name="As rated",
        marker={"color": faded(COLOURS["neutral"])},
        hoverinfo="skip",
    )
    share = 100 * rows["share"]
    figure.add_scatter(
        x=_counted(rows),
        y=share,
        name="Struck, with the interval of 95 %",
        mode="markers",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": 100 * rows["share_high"] - share,
            "arrayminus": share - 100 * rows["share_low"],
        },
        marker={"size": 12, "color": COLOURS["actual"]},
        customdata=rows[["struck", "risks"]],
        hovertemplate="%{customdata[0]} of %{customdata[1]} struck<extra></extra>",
    )
    return figure.update_layout(
        yaxis_range=[-4, 104], xaxis={"type": "category", "tickangle": 0}
    )


def _names(bands: pd.DataFrame) -> list[str]:
    """Return bands as texts.

    >>> _names(pd.DataFrame({"low": [0.6], "high": [0.8]}))
    ['60\u201380 %']
    """
    pairs = zip(bands["low"], bands["high"], strict=True)
    return [f"{number(100 * low)}\u2013{percent(high)}" for low, high in pairs]


def _counted(bands: pd.DataFrame) -> list[str]:
    """Return bands with what struck of them.

    >>> _counted(
    ...     pd.DataFrame({"low": [0.6], "high": [0.8], "struck": [4], "risks": [10]})
    ... )
    ['60\u201380<br>4 of 10']
    """
    counts = zip(_names(bands), bands["struck"], bands["risks"], strict=True)
    return [
        f"{name.removesuffix(' %')}<br>{struck} of {risks}"
        for name, struck, risks in counts
    ]


def read_ratings(result: RiskHonesty) -> str:
    """Say how many risks struck of those expected to, and what that corrects."""
    tally, currency = result.tally, result.currency
    if not tally.risks:
        return f"How honest the ratings are cannot be said. {NONE_OVER}"
    verb = "is" if tally.risks == 1 else "are"
    sentence = (
        f"Of {tally.risks} rated risk{'s' * (tally.risks != 1)} that {verb} over"
        f" {tally.struck} struck; by their ratings {number(tally.expected, 1)} should"
        " have"
    )
    if tally.priced:
        sentence += (
            f". What struck was to cost {money(tally.predicted, currency)} and cost"
            f" {money(tally.booked, currency)}"
        )
    if result.unbiased is None:
        return f"{sentence}. {result.reason}"
    return (
        f"{sentence}. Corrected by that the open risks have an exposure of"
        f" {money(result.unbiased, currency)}, beside the"
        f" {money(result.after, currency)} stated after responses and"
        f" {money(result.before, currency)} before."
    )


def table_ratings(result: RiskHonesty) -> pd.DataFrame:
    """Return the bands."""
    table = result.bands.assign(band=_names(result.bands))
    return table[list(BANDS)].rename(columns=BANDS)


def table_rated_categories(result: RiskHonesty) -> pd.DataFrame:
    """Return per category what struck, and stated and corrected exposure."""
    return _in_cents(result.categories)[list(CATEGORIES)].rename(columns=CATEGORIES)


def plot_past_estimates(result: EstimateHonesty) -> go.Figure:
    """Draw what each past month said, by method, and what came or is expected now."""
    title = f"Cost in the end, as estimated ({escape(result.currency)})"
    figure = canvas(x_title="Estimated on", y_title=title)
    if result.said.empty or result.came is None:
        return explain(figure, result.reason.removesuffix("."))
    for method, rows in result.said.groupby("method", sort=False):
        colour, dash, symbol = LINES[str(method)]
        figure.add_scatter(
            x=rows["on"],
            y=rows["said"],
            name=NAMES[str(method)],
            mode="lines+markers",
            line={"color": COLOURS[colour], "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 8},
            hovertemplate="%{x|%d %b %Y}: %{y:,.0f}",
        )
    label = "Came" if result.is_over else "Expected today"
    figure.add_scatter(
        x=[result.said["on"].min(), result.as_of],
        y=[result.came, result.came],
        name=f"{label}: {escape(money(result.came, result.currency))}",
        mode="lines",
        line={"color": COLOURS["forecast"], "width": 3},
    )
    return figure.update_layout(height=420, yaxis_exponentformat="B")


def read_past_estimates(result: EstimateHonesty, method: str = "by_line") -> str:
    """Say how far the estimates were off, and what today's would be corrected."""
    rows = result.methods[result.methods["method"] == method]
    if result.reason or rows.empty or pd.isna(rows["bias"].iloc[0]):
        return f"How honest the estimates are cannot be said. {result.reason}".strip()
    row, currency = rows.iloc[0], result.currency
    side = "too low" if row["bias"] < 0 else "too high"
    against = "the cost in the end" if result.is_over else "what is expected today"
    sentence = (
        f"Line by line the estimates of {row['months']} past months were"
        f" {percent(abs(row['bias']))} {side} on average against {against}"
    )
    if pd.isna(row["unbiased"]):
        return f"{sentence}. Not corrected: {row['reason']}."
    if result.is_over:
        return f"{sentence}."
    return (
        f"{sentence}. Corrected by that, it costs"
        f" {money(row['unbiased'], currency)} in the end rather than"
        f" {money(row['stated'], currency)}."
    )


def table_past_estimates(result: EstimateHonesty) -> pd.DataFrame:
    """Return what each month said, and how far it was off."""
    said = result.said
    return pd.DataFrame(
        {
            "On": [day(one) for one in said["on"]],
            "How it was estimated": [NAMES[str(one)] for one in said["method"]],
            "Said": said["said"],
            "Came, or expected today": said["came"],
            "Share too high (+) or too low": said["error"],
        }
    )


def table_methods(result: EstimateHonesty) -> pd.DataFrame:
    """Return bias and corrected estimate per way of estimating.

    Without any past month there is nothing to compare, and the table is empty.
    """
    names = {"rule": "How it is estimated"} | {
        name: words for name, words in COSTS.items() if name != "category"
    }
    table = _in_cents(_compared(result.methods))
    table["rule"] = table["method"].map(NAMES)
    return table[list(names)].rename(columns=names)


def table_cost_categories(result: EstimateHonesty) -> pd.DataFrame:
    """Return bias and corrected estimate per category, likewise."""
    table = _in_cents(_compared(result.categories))
    return table[list(COSTS)].rename(columns=COSTS)


def _compared(table: pd.DataFrame) -> pd.DataFrame:
    return table if table["months"].gt(0).any() else table.head(0)


def _in_cents(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(unbiased=table["unbiased"].round(2))
