"""How likely each total of cost or delay is, before and after the responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.risk_total import (
    AFTER,
    BEFORE,
    CHECK,
    draw_curve,
    draw_percentiles,
    draw_reserve,
)
from analytics.figures.theme import canvas, explain, money, number, percent
from analytics.metrics.exposure.cover import NO_MONEY
from analytics.metrics.exposure.measure import NO_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    import plotly.graph_objects as go

    from analytics.metrics.exposure.measure import Exposure, Outcome

MARKS = (0.5, 0.8, 0.95)
SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


class _Side(NamedTuple):
    """What is drawn: cost or delay, and how an amount is written."""

    before: Outcome | None
    after: Outcome | None
    write: Callable[[float], str]
    title: str
    reason: str


def plot_total_cost(result: Exposure) -> go.Figure:
    """Draw the chance that the risks cost no more than each amount."""
    figure = _plot(_cost(result))
    if result.residual is not None and result.left is not None:
        left = money(result.left, result.currency)
        draw_reserve(figure, result.left, f"Contingency left: {left}")
    return figure


def plot_total_days(result: Exposure) -> go.Figure:
    """Draw the chance that the risks delay by no more than so many days."""
    return _plot(_delay(result))


def read_total_cost(result: Exposure) -> str:
    """Say in one or two sentences what the risks may cost and what covers it."""
    after, currency = result.residual, result.currency
    if after is None:
        return f"What the risks may cost in all cannot be said. {NO_MONEY}"
    chance = percent(result.wanted.confidence)
    sentence = (
        f"With a chance of {chance} the open risks cost no more than"
        f" {money(max(result.needed or 0.0, 0.0), currency)}; their mean of"
        f" {money(after.mean, currency)} is kept with {percent(after.mean_confidence)}"
        " only"
    )
    if after.mean_confidence > result.wanted.confidence:
        sentence = sentence.removesuffix(" only")
    if result.left is None or result.gap is None:
        return f"{sentence}; there is no contingency to compare it with."
    much = money(abs(result.gap), currency)
    end = f"{much} more than needed" if result.gap >= 0 else f"{much} too little"
    return (
        f"{sentence}. The contingency has {money(result.left, currency)} left, {end}."
    )


def read_total_days(result: Exposure) -> str:
    """Say in one sentence how long the risks may delay."""
    days = result.days
    if days is None:
        return f"How long the risks may delay cannot be said. {NO_DAYS}"
    chance = percent(result.wanted.confidence)
    late = days.total.percentile(result.wanted.confidence)
    return (
        f"With a chance of {chance} the open risks delay by no more than"
        f" {number(late, 1)} days, on average by {number(days.mean, 1)}, if all of"
        " them are on the critical path."
    )


def table_total_cost(result: Exposure) -> pd.DataFrame:
    """Return what is not exceeded with each chance."""
    return _table(_cost(result))


def table_total_days(result: Exposure) -> pd.DataFrame:
    """Return the delay that is not exceeded with each chance."""
    return _table(_delay(result))


def _cost(result: Exposure) -> _Side:
    return _Side(
        result.inherent,
        result.residual,
        lambda amount: money(amount, result.currency),
        f"Total cost of the open risks ({escape(result.currency)})",
        NO_MONEY,
    )


def _delay(result: Exposure) -> _Side:
    return _Side(
        result.days_before,
        result.days,
        lambda days: f"{number(days, 1)} days",
        "Total delay by the open risks (days)",
        NO_DAYS,
    )


def _plot(side: _Side) -> go.Figure:
    figure = canvas(x_title=side.title, y_title="Chance of no more (%)")
    if side.before is None or side.after is None:
        return explain(figure, side.reason.removesuffix("."))
    draw_curve(figure, side.before.total, BEFORE)
    draw_curve(figure, side.after.total, AFTER)
    if side.after.is_computed:
        draw_curve(figure, side.after.drawn, CHECK)
    return draw_percentiles(figure, side.after.total, MARKS, side.write)


def _table(side: _Side) -> pd.DataFrame:
    header = ["Chance", "After responses", "Before responses", "After, simulated"]
    if side.before is None or side.after is None:
        return pd.DataFrame(columns=header)
    parts = (side.after.total, side.before.total, side.after.drawn)
    rows = [
        (percent(share), *(one.percentile(share) for one in parts)) for share in SHARES
    ]
    mean = ("Mean (EMV)", side.after.mean, side.before.mean, side.after.drawn.mean)
    return pd.DataFrame([*rows, mean], columns=header)
