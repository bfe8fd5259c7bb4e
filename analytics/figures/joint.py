"""Scope, date and budget together: the promise in words, and the mixes that hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.scope_chart import count
from analytics.figures.theme import (
    COLOURS,
    canvas,
    chance,
    day,
    explain,
    money,
    percent,
)

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.confidence.joint import JointConfidence

EDGE = 1e-4
"""One of so many trials: they do not tell never from seldom."""
STYLES = (
    ("actual", "solid", "circle"),
    ("committed", "dash", "square"),
    ("contingency", "dashdot", "diamond"),
    ("neutral", "dot", "triangle-up"),
)


def drawn_chance(p: float | None) -> str:
    """Write a share of trials, which is never certain.

    >>> drawn_chance(0.0), drawn_chance(0.54), drawn_chance(1.0)
    ('under 1 %', '54 %', 'over 99 %')
    """
    return chance(None if p is None else min(max(p, EDGE), 1 - EDGE))


def promised(result: JointConfidence, scope: str) -> str:
    """Say what is promised, and how likely it is to hold."""
    promise = result.promise
    about = f"With {scope}, {day(promise.by)}"
    if result.together is None:
        why = result.why.get("together", "")
        if result.by_date is None:
            return f"{about}: no chance can be told. {why}"
        return f"{about}: {drawn_chance(result.by_date)} for the date alone. {why}"
    budget = money(promise.budget, result.currency)
    return f"{about} and {budget}: {drawn_chance(result.together)}."


def read_frontier(result: JointConfidence) -> str:
    """Say which mix of date and budget holds, and what less scope would save."""
    p = percent(result.p)
    if result.mix_by is None:
        why = result.why.get("mix_by", "")
        return f"No date and budget hold with a chance of {p}. {why}".strip()
    whole = f"{day(result.mix_by)} and {money(result.mix_budget, result.currency)}"
    sentence = f"A chance of {p} needs {whole} for the scope as promised"
    even = result.frontier[result.frontier["is_balanced"]].sort_values("cut")
    if len(even) < 2 or not result.remaining:  # noqa: PLR2004 - nothing to compare
        return f"{sentence}."
    least = even.iloc[-1]
    saved = (result.mix_budget or 0.0) - float(least["budget"])
    return (
        f"{sentence}; with {percent(float(least['cut']))} less of it"
        f" {day(least['by'])} and {money(float(least['budget']), result.currency)},"
        f" {money(saved, result.currency)} less."
    )


def plot_frontier(result: JointConfidence) -> go.Figure:
    """Draw the least budget for each date, a line for each scope, and the promise."""
    title = f"Budget that is enough ({escape(result.currency)})"
    figure = canvas(x_title="Done by", y_title=title)
    rows = result.frontier
    if rows.empty:
        why = result.why.get("mix_by", "") or read_frontier(result)
        return explain(figure, why.removesuffix("."))
    last = max([*rows["by"], result.promise.by])
    for style, (cut, mixes) in zip(STYLES, rows.groupby("cut"), strict=True):
        _line(figure, mixes, _scope(float(cut)), style, last=last)  # type: ignore[arg-type]
    if result.promise.budget is not None:
        figure.add_scatter(
            x=[result.promise.by],
            y=[result.promise.budget],
            name=f"Promised: {drawn_chance(result.together)}",
            mode="markers",
            marker={"symbol": "star", "size": 16, "color": COLOURS["forecast"]},
            hovertemplate="%{x|%d %b %Y}: %{y:,.0f}",
        )
    return figure.update_layout(height=440, yaxis_exponentformat="B")


def _line(
    figure: go.Figure,
    mixes: pd.DataFrame,
    name: str,
    style: tuple[str, str, str],
    *,
    last: object,
) -> None:
    colour, dash, symbol = style
    lowest = mixes["budget"].cummin()
    figure.add_scatter(
        x=[*mixes["by"], last],
        y=[*lowest, lowest.iloc[-1]],
        name=name,
        legendgroup=name,
        mode="lines",
        line={"shape": "hv", "color": COLOURS[colour], "dash": dash, "width": 3},
        hovertemplate="%{x|%d %b %Y}: %{y:,.0f}",
    )
    even = mixes[mixes["is_balanced"]]
    figure.add_scatter(
        x=even["by"],
        y=even["budget"],
        name=f"{name}: even mix",
        legendgroup=name,
        showlegend=False,
        mode="markers",
        marker={"symbol": symbol, "size": 11, "color": COLOURS[colour]},
        hovertemplate="%{x|%d %b %Y}: %{y:,.0f}",
    )


def _scope(cut: float) -> str:
    """Write a share that is cut.

    >>> _scope(0.0), _scope(0.25)
    ('Scope as promised', '25 % less')
    """
    return f"{percent(cut)} less" if cut else "Scope as promised"


def table_frontier(result: JointConfidence) -> pd.DataFrame:
    """Return the mixes that hold with the chance asked for."""
    rows = result.frontier
    return pd.DataFrame(
        {
            "Scope": [_scope(cut) for cut in rows["cut"]],
            "Left to do": [
                count(round(left, 1), result.unit) for left in rows["remaining"]
            ],
            "Done by": [day(one) for one in rows["by"]],
            "Budget": rows["budget"].round(2).to_numpy(),
            "Even mix": ["yes" if one else "" for one in rows["is_balanced"]],
        }
    )
