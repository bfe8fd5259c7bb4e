"""How the register moved: exposure, risks added and closed, the reserve beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.theme import COLOURS, canvas, day, explain, money
from analytics.metrics.exposure.cover import NO_MONEY
from analytics.metrics.risk_burndown import DATES, NO_HISTORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analytics.metrics.exposure.cover import Cover
    from analytics.metrics.risk_burndown import RiskBurndown

STEPS = {
    "exposure": "Exposure after responses",
    "added": "Added",
    "rescored": "Scored anew",
    "closed": "Closed",
    "struck": "Struck",
    "open_risks": "Open risks",
}
BARS = (
    ("added", 1, "bad", "", "Added risks"),
    ("rescored", 1, "neutral", "/", "Scored anew"),
    ("closed", -1, "good", ".", "Closed risks"),
    ("struck", -1, "committed", "x", "Struck risks"),
)
FEWEST = 2


def plot_risk_burndown(result: RiskBurndown) -> go.Figure:
    """Draw the exposure, and what was added, scored anew, closed and struck."""
    title = f"Exposure after responses ({escape(result.currency)})"
    figure = canvas(x_title="Day", y_title=title)
    steps = result.steps
    if len(steps) < FEWEST:
        return explain(figure, NO_HISTORY.removesuffix("."))
    for column, sign, colour, pattern, name in BARS:
        if steps[column].any():
            figure.add_bar(
                x=steps["day"],
                y=sign * steps[column],
                name=name,
                marker={"color": COLOURS[colour], "pattern": {"shape": pattern}},
            )
    figure.add_scatter(
        x=steps["day"],
        y=steps["exposure"],
        name="Exposure after responses",
        mode="lines+markers",
        line={"color": COLOURS["actual"], "width": 3},
    )
    # From zero: else the axis of an exposure that stood still shows hairs of it.
    return figure.update_layout(
        barmode="relative", yaxis_exponentformat="B", yaxis_rangemode="tozero"
    )


def read_risk_burndown(result: RiskBurndown) -> str:
    """Say in one sentence what was won, and what new risks added."""
    if result.added is None or result.removed is None:
        return NO_HISTORY
    steps, currency = result.steps, result.currency
    first, last = steps.iloc[0], steps.iloc[-1]
    won = "took away" if result.removed >= 0 else "added"
    sentence = (
        f"Since {day(first['day'])} the exposure after responses went from"
        f" {money(first['exposure'], currency)} to"
        f" {money(last['exposure'], currency)}: closing and scoring anew {won}"
        f" {money(abs(result.removed), currency)}, new risks added"
        f" {money(result.added, currency)}"
    )
    if result.rests_on == DATES:
        sentence += ", told with the scores of today"
    return f"{sentence}."


def table_risk_burndown(result: RiskBurndown) -> pd.DataFrame:
    """Return the steps."""
    table = result.steps.rename(columns=STEPS)
    return table[list(STEPS.values())].assign(
        Day=[day(one) for one in result.steps["day"]]
    )[["Day", *STEPS.values()]]


def read_moves(result: RiskBurndown) -> str:
    """Say which risks moved since the upload before."""
    if result.rests_on == DATES:
        return "How risks moved needs a second upload of the register."
    if result.moves.empty:
        return "No risk moved since the upload before."
    names = ", ".join(result.moves["risk_id"].astype("str"))
    return f"Moved since the upload before: {names}."


def plot_reserve(days: Sequence[Cover]) -> go.Figure:
    """Draw the reserve that was needed and the contingency that was left."""
    currency = days[-1].currency
    figure = canvas(x_title="Day", y_title=f"Reserve ({escape(currency)})")
    if len(days) < FEWEST or not any(one.needed is not None for one in days):
        return explain(figure, _why(days).removesuffix("."))
    chance = f"P{100 * days[-1].wanted.confidence:.0f}"
    lines = (
        ("needed", f"Needed ({chance})", "forecast", "solid", "circle"),
        ("left", "Contingency left", "contingency", "dashdot", "square"),
    )
    for name, label, colour, dash, symbol in lines:
        figure.add_scatter(
            x=[one.as_of for one in days],
            y=[getattr(one, name) for one in days],
            name=label,
            mode="lines+markers",
            marker={"symbol": symbol, "size": 8},
            line={"color": COLOURS[colour], "dash": dash, "width": 3},
        )
    return figure.update_layout(yaxis_exponentformat="B", yaxis_rangemode="tozero")


def read_reserve(days: Sequence[Cover]) -> str:
    """Say in one sentence how the reserve developed."""
    known = [one for one in days if one.needed is not None and one.left is not None]
    if len(known) < FEWEST:
        return _why(days)
    first, last, currency = known[0], known[-1], known[-1].currency
    return (
        f"From {day(first.as_of)} to {day(last.as_of)} the reserve needed went from"
        f" {money(first.needed, currency)} to {money(last.needed, currency)}, the"
        f" contingency left from {money(first.left, currency)} to"
        f" {money(last.left, currency)}."
    )


def table_reserve(days: Sequence[Cover]) -> pd.DataFrame:
    """Return needed, left and the chance that it was enough."""
    rows = [
        (day(one.as_of), one.needed, one.left, one.gap, one.covered) for one in days
    ]
    header = ["Day", "Needed", "Contingency left", "Too much or too little"]
    return pd.DataFrame(rows, columns=[*header, "Probability that it is enough"])


def _why(days: Sequence[Cover]) -> str:
    if days[-1].needed is None:
        return NO_MONEY
    if days[-1].left is None:
        return "There is no contingency to compare with over time."
    return NO_HISTORY
