"""The burn-down chart: what is left, beside what should be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures.scope_chart import (
    Line,
    amount,
    chart,
    count,
    scope_moved,
    state_on,
    table_of,
    undefined,
)

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.burndown import Burndown

TABLE = {
    "working": "Working day",
    "remaining": "Remaining",
    "scope": "Scope",
    "done": "Done",
    "ideal": "Ideal",
    "added": "Added",
    "removed": "Removed",
    "re_estimated": "Re-estimated",
    "completed": "Completed",
    "reopened": "Reopened",
}

BAND = {"low": "Left at least", "high": "Left at most"}


def plot_burndown(result: Burndown) -> go.Figure:
    """Draw what is left at the end of each day, with scope and ideal lines."""
    opening, done = result.opening, result.opening_done
    scope = None if opening is None or done is None else opening + done
    return chart(
        result,
        (
            Line("remaining", "Remaining", "solid", 3, opening),
            Line("scope", "Scope", "dot", 2, scope),
            Line("ideal", "Ideal from the start", "dash", 2, result.commitment),
            Line("current_ideal", "Ideal for today's scope", "dashdot", 1.5, opening),
        ),
    )


def read_burndown(result: Burndown) -> str:
    """Say in one sentence how much is left."""
    if result.until is None:
        return f"There is no burn-down. {undefined(result)}"
    text = f"{amount(result.remaining)} of {count(result.scope, result.unit)}"
    text = f"{text} {state_on(result, result.remaining, 'left')}"
    if result.commitment is not None:
        text = f"{text}{_against_ideal(result)}; {scope_moved(result)}"
    return f"{text}, {result.label}." if result.label else f"{text}."


def table_burndown(result: Burndown) -> pd.DataFrame:
    """Return the numbers behind the chart, one row per day that counts."""
    table = table_of(result, TABLE)
    if result.band is None:
        return table
    return table.assign(
        **{name: result.band[column].to_numpy() for column, name in BAND.items()}
    )


def _against_ideal(result: Burndown) -> str:
    if result.over_ideal is None:
        return ""
    gap = amount(abs(result.over_ideal))
    if gap == "0":
        return ", on the ideal line"
    word = "more" if result.over_ideal > 0 else "fewer"
    return f", {gap} {word} than the ideal line"
