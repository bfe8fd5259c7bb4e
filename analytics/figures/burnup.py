"""The burn-up chart: what is done, against what there is to do."""

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
    "scope": "Scope",
    "done": "Done",
    "remaining": "Remaining",
    "added": "Added",
    "removed": "Removed",
    "re_estimated": "Re-estimated",
}


def plot_burnup(result: Burndown) -> go.Figure:
    """Draw what is done and the scope at the end of each day."""
    opening, done = result.opening, result.opening_done
    scope = None if opening is None or done is None else opening + done
    return chart(
        result,
        (
            Line("scope", "Scope", "dot", 2, scope),
            Line("done", "Done", "solid", 3, done),
        ),
    )


def read_burnup(result: Burndown) -> str:
    """Say in one sentence how much is done and how the scope moved."""
    if result.until is None:
        return f"There is no burn-up. {undefined(result)}"
    text = f"{amount(result.done)} of {count(result.scope, result.unit)}"
    text = f"{text} {state_on(result, result.done, 'done')}"
    if result.commitment is not None:
        text = f"{text}; {scope_moved(result)}"
    return f"{text}, {result.label}." if result.label else f"{text}."


def table_burnup(result: Burndown) -> pd.DataFrame:
    """Return the numbers behind the chart, one row per day that counts."""
    return table_of(result, TABLE)
