"""The scatter of finished items: how long each took, and the expectation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import labels, theme
from analytics.figures.flow.parts import (
    LEVEL_NAMES,
    Level,
    counted,
    day_texts,
    few_days,
    level_lines,
    readable,
)
from analytics.metrics.ranks import FEWEST

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.flow.durations import Durations

TABLE = {
    "issue_key": "Item",
    "summary": "Title",
    "issue_type": "Type",
    "start": "Start",
    "end": "End",
    "days": "Days",
    "finishes": "Times done",
}
MOST = 2_000
"""More dots than these could not be told apart: the newest are drawn."""
SHAPES = {False: ("circle", "Done once"), True: ("diamond-open", "Reopened later")}


def plot_durations(result: Durations) -> go.Figure:
    """Draw a dot per finished item, and the days that most of them kept to."""
    title = f"{result.label.capitalize()} in days"
    figure = theme.canvas(x_title="Day it was done", y_title=title)
    items = result.items.tail(MOST)
    if items.empty:
        return theme.explain(figure, result.why.get("mean_days", ""))
    again = items["finishes"] > 1
    for is_again, (symbol, name) in SHAPES.items():
        rows = items[again == is_again]
        if rows.empty:
            continue
        figure.add_scatter(
            x=day_texts(rows["end"]),
            y=rows["days"].tolist(),
            text=[labels.shorten(key) for key in rows["issue_key"]],
            hovertemplate="%{text}<br>%{y} days<extra></extra>",
            name=name,
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 8,
                "color": theme.COLOURS["bad" if is_again else "actual"],
            },
        )
    levels = [
        Level(at, f"{LEVEL_NAMES[level]}: {theme.number(at)}")
        for level in (0.5, 0.85, 0.95)
        if (at := result.within(level)) is not None
    ]
    level_lines(figure, levels, top=float(items["days"].max()))
    figure.update_xaxes(type="date", **few_days(items["end"]))
    figure.update_yaxes(rangemode="tozero")
    return figure


def read_durations(result: Durations) -> str:
    """Say what can be expected of the next item."""
    if not result.count:
        return f"There is no {result.label}. {result.why.get('mean_days', '')}"
    done = f"{counted(result.count, 'item')} {'was' if result.count == 1 else 'were'}"
    if result.count < FEWEST:
        reason = result.why.get("p85_days", "")
        return f"{done} finished: too few to expect anything. {reason}"
    text = (
        f"85 % of the {result.count} items took {counted(result.within(0.85), 'day')} "
        f"or less, half of them {counted(result.within(0.5), 'day')} or less"
    )
    if not result.reopened or result.to_last is None:
        return f"{text} ({_rule(result)})."
    again = f"{result.reopened} {'was' if result.reopened == 1 else 'were'} reopened"
    later = counted(result.to_last, "day")
    return f"{text} ({_rule(result)}); {again}, and to the last finish it is {later}."


def table_durations(result: Durations) -> pd.DataFrame:
    """Return the items behind the chart, the newest first."""
    return readable(result.items.iloc[::-1], TABLE).reset_index(drop=True)


def _rule(result: Durations) -> str:
    begin = result.start_name
    start = "created" if begin == "created" else f"entering {begin}"
    return f"from {start} to done, both days counted"
