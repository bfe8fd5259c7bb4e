"""Hours logged per week, stacked by who or what, under the hours available."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.flow.parts import counted, day_texts, readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from analytics.metrics.hours.logged import HoursLogged

DRAWN = 52
"""So many of the newest weeks are drawn; the table holds all."""
STACKED = (theme.BLUE, theme.GREEN, theme.OCHRE, theme.PINK)
OTHERS = "All others"
WHOLE_FROM = 100
TABLE = {
    "start": "Week from",
    "end": "To",
    "hours": "Hours logged",
    "available": "Hours available",
    "bookings": "Bookings",
    "people": "People",
    "over": "Over",
}
GROUPS = {
    "name": "",
    "hours": "Hours",
    "share": "Share of the hours",
    "bookings": "Bookings",
    "people": "People",
    "first_day": "First",
    "last_day": "Last",
}


def plot_weeks(
    result: HoursLogged, available: pd.Series, names: Mapping[str, str]
) -> go.Figure:
    """Draw a bar per week with the largest groups in it, and the hours available.

    Args:
        result: The hours.
        available: Hours available in each of its weeks, NaN where unknown.
        names: What to call a group, where that is not its own name.
    """
    figure = theme.canvas(x_title="Week from Monday", y_title="Hours")
    if result.weeks.empty:
        return theme.explain(figure, result.why.get("hours", ""))
    weeks = result.weeks.tail(DRAWN)
    texts = day_texts(weeks["start"])
    shapes = ["/" if one else "" for one in weeks["is_partial"]]
    cells = _cells(result)
    for place, name in enumerate(cells.columns):
        colour = theme.NEUTRAL if name == OTHERS else STACKED[place]
        label = labels.shorten(names.get(name, name), 24)
        figure.add_bar(
            x=texts,
            y=cells[name].reindex(weeks["start"], fill_value=0.0).tolist(),
            name=label,
            marker={"color": colour, "pattern": {"shape": shapes}},
            hovertemplate=f"{label}: %{{y:,.4~f}} h<extra></extra>",
        )
    known = available.reindex(weeks.index)
    if known.notna().any():
        figure.add_scatter(
            x=texts,
            y=[None if pd.isna(one) else one for one in known],
            name="Available",
            mode="lines+markers",
            line={"color": theme.VERMILLION, "dash": "dash", "width": 2},
            hovertemplate="%{y:,.4~f} h available<extra></extra>",
        )
    figure.update_layout(barmode="relative", hovermode="x unified", bargap=0.25)
    return theme.mark_mondays(figure, texts)


def _cells(result: HoursLogged) -> pd.DataFrame:
    """Return hours by week and group, the smaller groups as one."""
    groups = result.groups.sort_values(
        ["hours", "group"], ascending=[False, True], kind="stable"
    )
    largest = sorted(groups["group"].head(len(STACKED)))
    cells = result.cells
    shown = cells["group"].where(cells["group"].isin(largest), OTHERS)
    table = cells.assign(group=shown).pivot_table(
        index="start", columns="group", values="hours", aggfunc="sum", fill_value=0.0
    )
    order = [*largest, OTHERS] if OTHERS in set(shown) else largest
    return table.reindex(columns=order)


def in_words(amount: float | None) -> str:
    """Write hours: whole ones from a hundred on.

    >>> in_words(3071.25), in_words(43.25), in_words(1.0)
    ('3,071 hours', '43.3 hours', '1 hour')
    """
    if amount is not None and amount >= WHOLE_FROM:
        return f"{theme.number(amount)} hours"
    return counted(amount, "hour")


def read_weeks(result: HoursLogged, utilisation: float | None) -> str:
    """Say how many hours went in, how many a week, and what of the capacity."""
    figures = result.figures
    if figures["hours"] is None:
        return f"No hours are shown. {result.why.get('hours', '')}"
    hours = in_words(figures["hours"])
    first, last = result.groups["first_day"].min(), result.groups["last_day"].max()
    text = f"{hours} were booked from {theme.day(first)} to {theme.day(last)}"
    if figures["hours_per_week"] is not None:
        pace = theme.number(figures["hours_per_week"], 0)
        text = f"{text}, {pace} a week on average"
    if utilisation is not None:
        share = theme.percent(utilisation)
        text = f"{text}; where the capacity is known, {share} of it was booked"
    return f"{text}."


def table_weeks(result: HoursLogged, available: pd.Series) -> pd.DataFrame:
    """Return the weeks behind the chart."""
    partial = result.weeks["is_partial"].astype("bool")
    over = ["not yet" if one else "yes" for one in partial]
    return readable(result.weeks.assign(available=available, over=over), TABLE)


def table_groups(
    groups: pd.DataFrame, title: str, names: Mapping[str, str]
) -> pd.DataFrame:
    """Return hours by group, under the name of what they are broken down by."""
    named = [names.get(one, one) for one in groups["group"]]
    shown = readable(groups.assign(name=named), GROUPS).rename(columns={"": title})
    return shown.drop(columns=["People"] if title == "Person" else [])
