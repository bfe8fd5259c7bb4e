"""Where the time of finished items went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import labels, theme
from analytics.figures.flow.parts import counted

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.flow.efficiency import TimeInState

TABLE = {
    "status": "Status",
    "column": "Column",
    "kind": "Counts as",
    "visits": "Visits",
    "items": "Items",
    "days": "Days in all",
    "mean_days": "Days per finished item",
    "share": "Share of the time",
}
MOST = 20
ROW = 34
KINDS = {True: ("Work", "done", ""), False: ("Waiting", "neutral", "/")}


def plot_time_in_state(result: TimeInState) -> go.Figure:
    """Draw a bar per status: days per finished item, work and waiting apart."""
    figure = theme.canvas(x_title="Days per item", y_title="")
    table = result.statuses.head(MOST).iloc[::-1]
    if table.empty:
        return theme.explain(figure, result.why.get("efficiency_at_most", ""))
    for is_active, (name, colour, pattern) in KINDS.items():
        rows = table[table["is_active"].astype("bool") == is_active]
        figure.add_bar(
            x=rows["mean_days"].tolist(),
            y=[labels.shorten(status, 24) for status in rows["status"]],
            name=name,
            orientation="h",
            hovertemplate="%{y}: %{x:.1f} days<extra></extra>",
            marker={"color": theme.COLOURS[colour], "pattern": {"shape": pattern}},
        )
    order = [labels.shorten(status, 24) for status in table["status"]]
    figure.update_yaxes(categoryorder="array", categoryarray=order)
    figure.update_layout(height=max(300, 140 + ROW * len(table)))
    return figure


def read_time_in_state(result: TimeInState) -> str:
    """Say where the time goes, and which share of it can have been work."""
    if result.statuses.empty:
        why = result.why.get("efficiency_at_most", "")
        return f"Nothing can be said of the time in each status. {why}"
    first = result.statuses.iloc[0]
    text = (
        f"Most of the time went into {first['status']}: "
        f"{counted(first['mean_days'], 'day')} per finished item"
    )
    if result.efficiency is None:
        return f"{text}. No status counts as work."
    return (
        f"{text}; at most {theme.percent(result.efficiency)} of the time was work "
        f"({', '.join(result.active)}), because work waits there too."
    )


def table_time_in_state(result: TimeInState) -> pd.DataFrame:
    """Return the statuses behind the chart."""
    active = result.statuses["is_active"].astype("bool")
    kinds = [KINDS[bool(one)][0] for one in active]
    return result.statuses.assign(kind=kinds)[list(TABLE)].rename(columns=TABLE)
