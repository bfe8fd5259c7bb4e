"""Why the forecast date moved, cause by cause, in days."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import theme
from analytics.figures.forecast import chance_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.forecast.moved import ForecastBridge

NAMES = {
    "added": "Scope added",
    "removed": "Scope removed",
    "re_estimated": "Re-estimated",
    "progress": "Progress against time",
    "pace": "Pace",
    "calendar": "Calendar",
}
SMALL = 0.05
"""Parts smaller than this many days read as nothing."""


def read_forecast_bridge(result: ForecastBridge) -> str:
    """Say in a sentence how the date moved and what moved it most."""
    if result.why or result.days is None:
        return f"The move of the forecast cannot be told. {result.why}"
    days = abs(result.days)
    moved = f"{days} {'day' if days == 1 else 'days'}"
    way = f"{moved} {'later' if result.days > 0 else 'earlier'}" if days else "unmoved"
    largest = sorted(result.parts.items(), key=lambda one: -abs(one[1]))[:2]
    told = " and ".join(
        f"{NAMES[name].lower()} {theme.signed(value, 1)}"
        for name, value in largest
        if abs(value) >= SMALL
    )
    why = f", mostly {told} days" if told else ""
    return (
        f"{chance_of(result.p)} went from {theme.day(result.before)} to "
        f"{theme.day(result.after)} since {theme.day(result.since)}: {way}{why}."
    )


def plot_forecast_bridge(result: ForecastBridge) -> go.Figure:
    """Draw the parts of the move; a part above the line makes it later."""
    figure = theme.canvas(x_title="", y_title="Days (up is later)")
    if not result.parts:
        return theme.explain(figure, result.why)
    parts = list(result.parts.items())
    texts = [theme.signed(value, 1) for _, value in parts]
    total = f"<b>{theme.signed(result.days)} days</b>"
    return figure.add_waterfall(
        x=[NAMES[name].replace(" ", "<br>", 1) for name, _ in parts] + ["Moved"],
        y=[value for _, value in parts] + [result.days],
        measure=["relative"] * len(parts) + ["total"],
        text=[*texts, total],
        textposition="outside",
        cliponaxis=False,
        increasing={"marker": {"color": theme.COLOURS["bad"]}},
        decreasing={"marker": {"color": theme.COLOURS["good"]}},
        totals={"marker": {"color": theme.COLOURS["remaining"]}},
        connector={"line": {"color": theme.NEUTRAL, "width": 1, "dash": "dot"}},
        hovertemplate="%{x}: %{text}<extra></extra>",
    ).update_layout(showlegend=False)


def table_forecast_bridge(result: ForecastBridge) -> pd.DataFrame:
    """Return the parts; they add up to the move."""
    rows = [(NAMES[name], value) for name, value in result.parts.items()]
    rows += [("Moved", float(result.days))] if result.days is not None else []
    return pd.DataFrame(rows, columns=["Cause", "Days later"])
