"""Findings after each upload, and what a finding does to a figure in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape, shorten
from analytics.figures.theme import (
    BLUE,
    NEUTRAL,
    VERMILLION,
    canvas,
    day,
    explain,
    money,
    number,
)
from analytics.metrics.quality.registry import CHECKS

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.quality.finding import Effect
    from analytics.metrics.quality.trend import Trend

UNITS = ("points", "items")
WEIGHTS = {
    "high": "Figures may be wrong",
    "medium": "Lists and charts mislead",
    "low": "Untidy",
}
"""What each severity is called."""
LINES = {
    "high": (VERMILLION, "solid", "circle"),
    "medium": (BLUE, "dash", "diamond"),
    "low": (NEUTRAL, "dot", "square"),
}
LABELS = 5
"""So many days are written below the axis at most."""


def effect_words(effect: Effect) -> str:
    r"""Say how far a headline figure could move.

    >>> from analytics.metrics.quality.finding import Effect
    >>> effect_words(Effect("Left", "points", 269, 0, None, 66, "with 3 points each"))
    'Left is at least 269 points; 335 points with 3 points each.'
    >>> effect_words(Effect("Spent", "EUR", 900, -120.0, 0.0))
    'Spent could be up to €\xa0120 lower (now €\xa0900).'
    >>> effect_words(Effect())
    'Moves no headline figure.'
    """
    if not effect.moves:
        return "Moves no headline figure."
    if effect.low is None:
        return f"{effect.figure} could be anything else: {effect.note}."
    if effect.high is None:
        return f"{_at_least(effect)}."
    note = f" {effect.note}" if effect.note.startswith(("if", "at")) else ""
    return f"{effect.figure} could be {_between(effect)}{note}."


def _at_least(effect: Effect) -> str:
    if effect.now is None:
        known = f"; {effect.note}" if effect.note else ""
        return f"{effect.figure} could be higher by an amount that nobody knows{known}"
    words = f"{effect.figure} is at least {_amount(effect.now, effect.unit)}"
    if not effect.likely:
        return words
    likely = _amount(effect.now + effect.likely, effect.unit)
    return f"{words}; {likely} {effect.note}"


def _between(effect: Effect) -> str:
    low, high, unit = effect.low or 0.0, effect.high or 0.0, effect.unit
    now = "" if effect.now is None else f" (now {_amount(effect.now, unit)})"
    if not low:
        return f"up to {_amount(high, unit)} higher{now}"
    if not high:
        return f"up to {_amount(-low, unit)} lower{now}"
    return f"{_amount(-low, unit)} lower to {_amount(high, unit)} higher{now}"


def _amount(x: float, unit: str) -> str:
    if unit not in UNITS:
        return money(x, unit)
    return f"{number(x, 1).removesuffix('.0')} {unit}"


def plot_trend(trend: Trend) -> go.Figure:
    """Draw the findings after each upload, by severity; a line may have several."""
    figure = canvas(x_title="Upload", y_title="Findings")
    if not trend.uploads:
        return explain(figure, "No upload was counted yet.")
    table = trend.by_severity()
    hover = [
        f"{one.number}. {shorten(one.name, 40)}, {escape(day(one.day))}"
        for one in trend.uploads
    ]
    for name, (colour, dash, symbol) in LINES.items():
        figure.add_scatter(
            x=table.index,
            y=table[name],
            name=WEIGHTS[name],
            mode="lines+markers",
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 9},
            customdata=hover,
            hovertemplate="%{customdata}<br>%{y:,} findings",
        )
    step = -(-len(hover) // LABELS)
    shown = trend.uploads[::step]
    figure.update_layout(
        xaxis={
            "tickvals": [one.number for one in shown],
            "ticktext": [f"{one.number}<br>{day(one.day)[:-5]}" for one in shown],
            "tickangle": 0,
        },
        yaxis={"rangemode": "tozero"},
    )
    return figure


def read_trend(trend: Trend) -> str:
    """Say in one sentence whether it gets better, and what there is most of."""
    if not trend.uploads:
        return "No upload was counted yet."
    totals = trend.totals()
    newest = trend.uploads[-1]
    sentence = f"After the newest upload there {_findings(totals[-1])}"
    if len(totals) > 1:
        sentence += (
            f", {_change(totals[-1] - totals[0])} upload {trend.uploads[0].number}"
        )
    most = max(CHECKS, key=lambda check: newest.counts.get(check.key) or 0)
    count = newest.counts.get(most.key) or 0
    if count:
        sentence += f"; most often: {most.title[0].lower()}{most.title[1:]} ({count:,})"
    return f"{sentence}."


def table_trend(trend: Trend) -> pd.DataFrame:
    """Return the count of each check after each upload; a dash was not checked."""
    names = [f"{one.number}. {one.name}, {day(one.day)}" for one in trend.uploads]
    rows = {
        check.key: trend.of(check.key) for check in CHECKS if any(trend.of(check.key))
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names, dtype="Int64")
    titles = {check.key: check.title for check in CHECKS}
    table.insert(0, "Check", [titles[key] for key in rows])
    return table


def _findings(count: int) -> str:
    return "is 1 finding" if count == 1 else f"are {count:,} findings"


def _change(more: int) -> str:
    if not more:
        return "as many as after"
    return f"{abs(more):,} {'more' if more > 0 else 'fewer'} than after"
