"""The schedule: trend of milestones, float, and the fourteen points as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.figures.labels import shorten
from analytics.figures.theme import COLOURS, DASH, canvas, day, explain, number, percent

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.milestones import Milestones
    from analytics.metrics.plan.quality import ScheduleQuality

MOST = 12
"""More milestones than this are in the table only."""
COLOURED, LOOKS = 6, (("circle", "solid"), ("diamond", "dash"))
"""Lines in colours of their own, and how the first ones and the next are drawn."""
NAMED = 5
MILESTONES = {
    "name": "Milestone",
    "source": "From",
    "baseline_on": "Baseline",
    "expected_on": "Expected or reached",
    "is_reached": "Reached",
    "slip_days": "Slip in working days",
}
PATH = {
    "name": "Task",
    "account": "Part of",
    "early_start": "Starts",
    "early_finish": "Ends",
    "float_days": "Float in days",
    "free_days": "Free float in days",
    "tool_float_days": "Float by the tool",
    "difference_days": "Difference",
}


def plot_trend(result: Milestones) -> go.Figure:
    """Draw for each report on which day it expected each milestone."""
    figure = canvas(x_title="Reported on", y_title="Expected on")
    trend = result.trend
    if trend.empty:
        return explain(figure, "No upload tells a milestone")
    names = list(result.rows["name"][:MOST])
    for place, name in enumerate(names):
        # Colours come round after six: shape and dash then tell two lines apart.
        symbol, dash = LOOKS[place // COLOURED % len(LOOKS)]
        rows = trend[trend["name"] == name].sort_values("reported_on")
        figure.add_scatter(
            x=rows["reported_on"],
            y=rows["expected_on"],
            name=shorten(name, 28),
            mode="lines+markers",
            marker={"symbol": symbol, "size": 8},
            line={"dash": dash},
            hovertemplate="%{x|%d %b %Y}: %{y|%d %b %Y}",
        )
    both = pd.concat([trend["reported_on"], trend["expected_on"]])
    line = {"color": COLOURS["neutral"], "dash": "dot", "width": 1}
    ends = {"x0": both.min(), "x1": both.max(), "y0": both.min(), "y1": both.max()}
    figure.add_shape(type="line", **ends, line=line)
    return figure


def read_milestones(result: Milestones) -> str:
    """Say which open milestone slipped most, and which are overdue."""
    if result.rows.empty:
        return "No file names a milestone."
    open_ones = int((~result.rows["is_reached"]).sum())
    many = "milestone" if len(result.rows) == 1 else "milestones"
    counted = f"{len(result.rows)} {many}, {open_ones} still open."
    if result.overdue:
        named = ", ".join(result.overdue[:NAMED])
        counted += f" Overdue: {named}."
    worst = result.latest
    if worst is None:
        return f"{counted} No open one is expected later than its baseline."
    name, slip, expected = worst
    return (
        f"{counted} The latest against its baseline is {name}: expected on "
        f"{day(expected)}, {slip} working {'day' if slip == 1 else 'days'} late."
    )


def table_milestones(result: Milestones) -> pd.DataFrame:
    """Return the milestones with their slip."""
    table = result.rows[list(MILESTONES)].rename(columns=MILESTONES)
    days = ("Baseline", "Expected or reached")
    return table.assign(**{name: [day(one) for one in table[name]] for name in days})


def plot_float(result: CriticalPath) -> go.Figure:
    """Draw how many open tasks have how much float."""
    figure = canvas(x_title="Total float in working days", y_title="Open tasks")
    floats = result.tasks["float_days"].dropna()
    if floats.empty:
        return explain(figure, result.why or "No task is open")
    edges = np.array([-1e-9, 1e-9, 5, 10, 20, 44])
    labels = ["below 0", "0", "to 5", "to 10", "to 20", "to 44", "above 44"]
    places = np.searchsorted(edges, floats.to_numpy("float64"))
    counts = np.bincount(places, minlength=len(labels))
    tight = [COLOURS["bad"]] * 2 + [COLOURS["actual"]] * 4 + [COLOURS["neutral"]]
    figure.add_bar(
        x=labels,
        y=counts,
        name="Open tasks",
        marker={"color": tight},
        hovertemplate="%{x}: %{y}",
    )
    figure.update_xaxes(type="category")
    return figure


def read_float(result: CriticalPath) -> str:
    """Say when the network ends and what cannot slip."""
    if result.why:
        return result.why
    path = result.path
    end = day(result.finish.date() if result.finish is not None else None)
    tasks = "one open task" if len(path) == 1 else f"{len(path)} open tasks"
    words = f"By its links the schedule ends on {end}; {tasks} cannot slip without it."
    if not result.compared:
        return f"{words} The file states no float of its own to compare with."
    return (
        f"{words} Of {result.compared} floats that the tool computed itself, "
        f"{len(result.differences)} differ from ours."
    )


def table_path(result: CriticalPath, *, only_path: bool = False) -> pd.DataFrame:
    """Return the open tasks with their dates and floats."""
    rows = result.path if only_path else result.tasks[~result.tasks["is_done"]]
    table = rows[list(PATH)].rename(columns=PATH)
    days = ("Starts", "Ends")
    return table.assign(**{name: [day(one) for one in table[name]] for name in days})


def read_quality(result: ScheduleQuality) -> str:
    """Say how many points are met, and which are not."""
    known = [one for one in result.points if one.is_met is not None]
    if not known:
        return "None of the fourteen points can be told."
    met = sum(bool(one.is_met) for one in known)
    words = f"{met} of the {len(known)} points that can be told are met."
    if result.failed:
        names = ", ".join(one.name for one in result.failed)
        words += f" Not met: {names}."
    return words


def table_quality(result: ScheduleQuality) -> pd.DataFrame:
    """Return the fourteen points with limit, value, verdict and what was found."""
    verdicts = {True: "met", False: "not met", None: DASH}
    rows = [
        (
            one.name,
            one.limit or "no limit",
            _value(one.value, of=one.of),
            DASH if one.of is None else f"{one.count} of {one.of}",
            verdicts[one.is_met],
            one.why
            or ", ".join(one.names[:NAMED]) + (" …" if one.names[NAMED:] else ""),
        )
        for one in result.points
    ]
    columns = ["Point", "Limit", "Value", "Found", "Verdict", "Which, or why not"]
    return pd.DataFrame(rows, columns=columns)


def _value(value: float | None, *, of: int | None) -> str:
    if value is None:
        return DASH
    return number(value, 2) if of is None else percent(value)
