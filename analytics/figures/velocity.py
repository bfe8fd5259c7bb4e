"""What each sprint promised and completed, beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import shorten
from analytics.figures.scope_chart import NAMES, amount, count
from analytics.figures.theme import (
    BLUE,
    DASH,
    GREEN,
    NEUTRAL,
    OCHRE,
    canvas,
    day,
    explain,
    percent,
)
from analytics.metrics.velocity import NO_SPRINT

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.velocity import Velocity

DRAWN = 24
"""So many of the newest sprints are drawn; the table holds all."""
BARS = {
    "commitment": ("Promised at the start", NEUTRAL),
    "final_commitment": ("Promised in the end", OCHRE),
    "completed": ("Completed", GREEN),
}
TABLE = {
    "name": "Sprint",
    "start": "Start",
    "closed": "Closed",
    "commitment": "Promised at the start",
    "added": "Added",
    "removed": "Taken out",
    "re_estimated": "Re-estimated",
    "final_commitment": "Promised in the end",
    "completed": "Completed",
    "reopened": "Reopened",
    "spill_over": "Spilled over",
    "spill_over_items": "Items spilled over",
    "kept": "Kept of the promise",
    "say_do": "Share kept",
    "committed_items": "Items promised",
    "kept_items": "Items kept",
    "kept_low": "Share of items kept, at least",
    "kept_high": "Share of items kept, at most",
    "evidence": "Rests on",
}


def plot_velocity(sprints: pd.DataFrame, result: Velocity) -> go.Figure:
    """Draw commitment, final commitment and completed of each closed sprint."""
    figure = canvas(x_title="Sprint, oldest first", y_title=NAMES[result.unit][0])
    if sprints.empty:
        return explain(figure, NO_SPRINT)
    shown = sprints.tail(DRAWN)
    names = [shorten(name, 20) for name in shown["name"]]
    places = list(range(len(shown)))
    for column, (name, colour) in BARS.items():
        if shown[column].notna().any():
            figure.add_bar(
                x=places,
                y=shown[column].tolist(),
                name=name,
                marker_color=colour,
                customdata=names,
                hovertemplate="%{customdata}<br>%{y:,.4~f}",
            )
    if result.mean is not None:
        figure.add_scatter(
            x=places[-result.counted :],
            y=[result.mean] * result.counted,
            name=f"Mean of the last {result.counted}",
            mode="lines+markers",
            line={"color": BLUE, "dash": "dash", "width": 2},
            hovertemplate="%{y:,.4~f}",
        )
    step = -(-len(names) // 6)
    figure.update_xaxes(tickvals=places[::step], ticktext=names[::step])
    figure.update_yaxes(rangemode="tozero")
    return figure.update_layout(barmode="group")


def read_velocity(sprints: pd.DataFrame, result: Velocity) -> str:
    """Say in one sentence how much a sprint completes and what is kept."""
    if result.mean is None:
        return f"There is no velocity. {result.why.get('mean', '')}"
    many = "sprint" if result.counted == 1 else f"{result.counted} sprints"
    text = (
        f"The last {many} completed {count(result.mean, result.unit)} each on average"
    )
    zeros = int(sprints["completed"].tail(result.counted).eq(0).sum())
    if zeros:
        text = f"{text}, {zeros} of them nothing"
    if result.say_do is None:
        return f"{text}. {result.why.get('say_do', '')}".strip()
    return f"{text}; {percent(result.say_do)} of what was promised was kept."


def read_last(sprints: pd.DataFrame, result: Velocity) -> str:
    """Say what became of the last closed sprint, with the interval of its items."""
    if sprints.empty:
        return NO_SPRINT
    last = sprints.iloc[-1]
    name = f"{last['name']}, closed on {day(last['closed'])}"
    done = f"{name}: {count(last['completed'], result.unit)} completed"
    left = f"{amount(last['spill_over'])} spilled over"
    if pd.isna(last["kept_low"]):
        return f"{done}, {left}."
    kept, held = int(last["kept_items"]), int(last["committed_items"])
    low, high = percent(last["kept_low"]), percent(last["kept_high"])
    return (
        f"{done}, {left}; {kept} of {held} promised items were kept, which fits any "
        f"true share from {low} to {high} (95 %)."
    )


def table_velocity(sprints: pd.DataFrame) -> pd.DataFrame:
    """Return every closed sprint, oldest first."""
    table = sprints[list(TABLE)].rename(columns=TABLE)
    for name in ("Start", "Closed"):
        table[name] = [day(at) if pd.notna(at) else DASH for at in table[name]]
    return table
