"""The process behaviour chart: points, natural limits, signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.flow.parts import Level, counted, level_lines
from analytics.metrics.flow.behaviour import RULES

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.flow.behaviour import Behaviour

NAMES = {
    "throughput": ("Week from Monday", "Items finished per week"),
    "arrivals": ("Week from Monday", "Items that came in per week"),
    "cycle_time": ("Finished items in their order", "Cycle time in days"),
}
MOST = 1_000


def plot_behaviour(result: Behaviour) -> go.Figure:
    """Draw the points with their limits; points that are signals are squares."""
    x_title, y_title = NAMES[result.of]
    figure = theme.canvas(x_title=x_title, y_title=y_title)
    points = result.points.tail(MOST)
    if result.limits is None or points.empty:
        return theme.explain(figure, result.why.get("mean", ""))
    is_signal = points[list(RULES)].any(axis=1)
    labels = [_label(one) for one in points["label"]]
    figure.add_scatter(
        x=labels,
        y=points["value"].tolist(),
        name="Value",
        mode="lines+markers",
        hovertemplate="%{x}: %{y:,}<extra></extra>",
        line={"color": theme.COLOURS["actual"], "width": 1.5},
    )
    if is_signal.any():
        figure.add_scatter(
            x=[one for one, said in zip(labels, is_signal, strict=True) if said],
            y=points.loc[is_signal, "value"].tolist(),
            name="Signal",
            mode="markers",
            hovertemplate="%{x}: %{y:,}<extra></extra>",
            marker={"color": theme.COLOURS["bad"], "symbol": "square", "size": 11},
        )
    known = result.limits
    levels = (
        []
        if known.lower is None
        else [Level(known.lower, f"lower {theme.number(known.lower, 1)}")]
    )
    levels += [
        Level(known.mean, f"mean {theme.number(known.mean, 1)}", "solid"),
        Level(known.upper, f"upper {theme.number(known.upper, 1)}"),
    ]
    level_lines(figure, levels, top=float(points["value"].max()))
    figure.update_xaxes(type="category", nticks=12)
    figure.update_yaxes(rangemode="tozero")
    return figure


def read_behaviour(result: Behaviour) -> str:
    """Say whether the pace changed or only wavers."""
    if result.limits is None:
        return f"There are no limits. {result.why.get('mean', '')}"
    rest = f"limits from the first {counted(result.baseline, 'point')}"
    found = result.signals
    if found.empty:
        return (
            f"No signal in {counted(len(result.points), 'point')} ({rest}): what goes "
            "up and down is noise, and needs no explanation."
        )
    last = found.iloc[-1]
    spoken = next(text for name, text in RULES.items() if last[name])
    return (
        f"{counted(len(found), 'signal')} in {counted(len(result.points), 'point')} "
        f"({rest}); the last one at {_label(last['label'])}: {spoken}. "
        "Something changed there; ask what."
    )


def table_behaviour(result: Behaviour) -> pd.DataFrame:
    """Return the points behind the chart with what each rule says."""
    shown = pd.DataFrame(
        {
            "Point": [_label(one) for one in result.points["label"]],
            "Value": result.points["value"],
            "Moving range": result.points["moving_range"],
        }
    )
    for name, text in RULES.items():
        said = result.points[name].astype("bool")
        shown[text.capitalize()] = ["yes" if one else "" for one in said]
    return shown


def _label(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return theme.day(value)
    return labels.shorten(value)
