"""What changed lately: a bridge from what was left then to what is left now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.scope_chart import NAMES, amount, count
from pages.ui.cache import once
from pages.ui.layout import Chart

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.burndown import Burndown

STEPS = (
    ("Added", "added", 1),
    ("Removed", "removed", -1),
    ("Re-estimated", "re_estimated", 1),
    ("Reopened", "reopened", 1),
    ("Completed", "completed", -1),
)
MOVES = (
    ("removed", "{} went out"),
    ("re_estimated", "new estimates moved {}"),
    ("reopened", "{} came back"),
)
"""Steps that the sentence names where there were any."""


@once
def bridge_chart(result: Burndown) -> Chart:
    """Return the bridge of a burn-down that starts at the last review."""
    return Chart(
        lambda: plot_bridge(result),
        read_bridge(result),
        lambda: table_bridge(result),
        result.basis,
    )


def table_bridge(result: Burndown) -> pd.DataFrame:
    """Return the steps with their signs; they add up to what is left."""
    start = f"Left before {theme.day(result.frame.start)}"
    moves = [
        (name, sign * value)
        for name, ledger, sign in STEPS
        if (value := getattr(result, ledger)) is not None
    ]
    rows = [(start, result.opening), *moves, ("Left now", result.remaining)]
    return pd.DataFrame(rows, columns=["Step", NAMES[result.unit][0]])


def read_bridge(result: Burndown) -> str:
    """Say in one sentence how what is left moved."""
    if result.opening is None or result.remaining is None:
        return result.why.get("remaining", "Nothing is known of the last days.")
    if result.added is None or result.removed is None:
        return result.why["added"]
    moved = [
        words.format(amount(abs(value)))
        for name, words in MOVES
        if (value := getattr(result, name))
    ]
    done = f"{count(result.completed, result.unit)} got done"
    *first, last = [done, f"{amount(result.added)} came in", *moved]
    return (
        f"Since {theme.day(result.frame.start)} {', '.join(first)} and {last}; what is "
        f"left went from {amount(result.opening)} to {amount(result.remaining)}."
    )


def plot_bridge(result: Burndown) -> go.Figure:
    """Draw the bridge."""
    figure = theme.canvas(x_title="", y_title=NAMES[result.unit][0])
    if result.opening is None or result.added is None:
        return theme.explain(figure, read_bridge(result))
    table = table_bridge(result)
    values = table.iloc[:, 1].tolist()
    steps = table["Step"].tolist()
    figure.add_waterfall(
        x=[
            labels.escape(step).replace("Left before ", "Left before<br>")
            for step in steps
        ],
        y=values,
        measure=["absolute", *["relative"] * (len(values) - 2), "total"],
        text=[amount(values[0]), *map(_signed, values[1:-1]), amount(values[-1])],
        textposition="outside",
        cliponaxis=False,
        increasing={"marker": {"color": theme.COLOURS["bad"]}},
        decreasing={"marker": {"color": theme.COLOURS["good"]}},
        totals={"marker": {"color": theme.COLOURS["remaining"]}},
        connector={"line": {"color": theme.NEUTRAL, "width": 1, "dash": "dot"}},
        hovertemplate="%{x}: %{text}<extra></extra>",
    )
    return figure.update_layout(showlegend=False)


def _signed(value: float) -> str:
    return f"+{amount(value)}" if value > 0 else amount(value)
