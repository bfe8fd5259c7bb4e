"""Items by their hours: against their estimates, and after they were done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import labels, theme
from analytics.figures.flow.parts import counted, readable
from analytics.figures.hours.weeks import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import plotly.graph_objects as go

    from analytics.metrics.hours.after_done import HoursAfterDone
    from analytics.metrics.hours.estimated import EstimatedHours

DRAWN = 12
"""So many items are drawn, the largest; the table has all."""
ESTIMATES = {
    "item": "Item",
    "summary": "Title",
    "issue_type": "Type",
    "team": "Team",
    "done": "Done",
    "estimate": "Estimate",
    "logged": "Hours logged",
    "remaining": "Hours remaining",
    "expected": "Hours expected",
    "over": "Over the estimate",
    "ratio": "Share of the estimate",
    "logged_by": "Hours are of",
}
AFTER = {
    "item": "Item",
    "summary": "Title",
    "done_on": "Done on",
    "hours": "Hours after",
    "bookings": "Bookings",
    "people": "People",
    "last_day": "Last booked for",
}
NONE_OVER = "No item takes more than its estimate."


def plot_estimates(result: EstimatedHours) -> go.Figure:
    """Draw the items that are over: logged and remaining, and the estimate."""
    figure = theme.canvas(x_title="Hours", y_title="Item")
    rows = result.over.head(DRAWN)
    if rows.empty:
        reason = NONE_OVER if result.figures["items"] else result.why["over_items"]
        return theme.explain(figure, reason)
    for column, name, colour in (
        ("logged", "Logged", theme.COLOURS["actual"]),
        ("remaining", "Remaining", theme.faded(theme.COLOURS["actual"])),
    ):
        if rows[column].gt(0).any():
            _bars(figure, rows, column, name, colour)
    figure.add_scatter(
        x=rows["estimate"].tolist(),
        y=list(range(len(rows))),
        name="Estimate",
        mode="markers",
        marker={
            "symbol": "line-ns-open",
            "size": 20,
            "color": theme.VERMILLION,
            "line": {"width": 3},
        },
        hovertemplate="estimated %{x:,.4~f} h<extra></extra>",
    )
    return _named(figure, rows)


def plot_after(result: HoursAfterDone) -> go.Figure:
    """Draw the items with the most hours after they were done."""
    figure = theme.canvas(x_title="Hours after done", y_title="Item")
    rows = result.rows.head(DRAWN)
    if rows.empty:
        return theme.explain(figure, read_after(result))
    _bars(figure, rows, "hours", "Hours after done", theme.OCHRE)
    return _named(figure, rows).update_layout(showlegend=False)


def _bars(
    figure: go.Figure, rows: pd.DataFrame, column: str, name: str, colour: str
) -> None:
    figure.add_bar(
        x=rows[column].fillna(0.0).tolist(),
        y=list(range(len(rows))),
        name=name,
        orientation="h",
        marker_color=colour,
        hovertemplate=f"{name}: %{{x:,.4~f}} h<extra></extra>",
    )


def _named(figure: go.Figure, rows: pd.DataFrame) -> go.Figure:
    names = rows["item"] + " " + rows["summary"].fillna("")
    return figure.update_layout(
        barmode="stack",
        height=160 + 40 * len(rows),
        yaxis={
            "autorange": "reversed",
            "tickvals": list(range(len(rows))),
            "ticktext": [labels.wrapped(one, line=24) for one in names],
        },
    )


def read_estimates(result: EstimatedHours) -> str:
    """Say how many items are over, by how much, and how good estimates were."""
    figures = result.figures
    if not figures["items"]:
        return f"There is nothing to compare. {result.why['over_items']}"
    estimate, logged = (
        theme.number(figures[f"{name}_hours"]) for name in ("estimate", "logged")
    )
    many, left = counted(figures["items"], "item"), figures["remaining_hours"]
    rest = "" if left is None else f", {theme.number(left)} to go"
    verb = "was" if figures["items"] == 1 else "were"
    text = (
        f"{many} {verb} estimated at {estimate} hours: {logged} logged{rest}; "
        f"{_over(figures)}"
    )
    if figures["done_ratio"] is not None:
        share = theme.percent(figures["done_ratio"])
        text = f"{text}; what is done took {share} of its estimate"
    return f"{text}.{_unlike(figures['differing_items'])}"


def _over(figures: Mapping[str, float | None]) -> str:
    many = figures["over_items"]
    if not many:
        return "none takes more than its estimate"
    verb = "takes" if many == 1 else "take"
    return (
        f"{theme.number(many)} {verb} more than estimated, by "
        f"{in_words(figures['over_hours'])}"
    )


def _unlike(items: float | None) -> str:
    if not items:
        return ""
    return (
        f" Of {counted(items, 'item')} the bookings add up to another time than the "
        "item itself says: bookings are missing, or the item holds others."
    )


def read_after(result: HoursAfterDone) -> str:
    """Say how many hours went into items that were done."""
    figures = result.figures
    if figures["hours"] is None:
        return f"Nobody can tell. {result.why['hours']}"
    if not figures["items"]:
        return "No hours were booked on items after they were done."
    share = theme.percent(figures["share"], 1)
    return (
        f"{in_words(figures['hours'])} ({share}) went into "
        f"{counted(figures['items'], 'item')} after the day on which they were done."
    )


def table_estimates(rows: pd.DataFrame) -> pd.DataFrame:
    """Return items with their estimates and hours, the largest overrun first."""
    done = rows["is_done"].map({True: "yes", False: "no"})
    return readable(rows.assign(done=done), ESTIMATES)


def table_after(result: HoursAfterDone) -> pd.DataFrame:
    """Return the items behind the chart."""
    return readable(result.rows, AFTER)
