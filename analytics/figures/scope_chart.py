"""What the charts of scope share: lines over days, marks, and how amounts read.

A value holds at the end of its day, so it is drawn at the instant when that day is
over; the opening value is drawn at the start of the first day.
"""

from __future__ import annotations

from datetime import timedelta
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analytics.calendar import DAY
from analytics.figures import labels, theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import plotly.graph_objects as go

    from analytics.metrics.burndown import Burndown
    from analytics.metrics.scope import Unit

POINTS = 1_000
"""A line with more points is thinned: no screen could show them."""
HEADROOM = 1.15
"""So much higher than the highest line is the axis: room for a line of text."""
SHADED_DAYS = 200
"""Longer spans are not shaded: days off would be too thin to see."""
NAMES: Mapping[Unit, tuple[str, str, str]] = {
    "points": ("Story points", "point", "points"),
    "items": ("Items", "item", "items"),
    "hours": ("Hours", "hour", "hours"),
}
EXACT = 1e-9
LONGEST = 60
NARROW = 44
"""Letters of a line below a chart that a telephone shows whole."""
HOVER = "end of %{x|%-d %b %Y}"
INSTANT = "%Y-%m-%dT%H:%M:%S"
"""Days go to the chart as text, which costs a tenth of what dates cost."""
LAST_SECOND = timedelta(seconds=1)
"""Lines end their day one second early, so that its own date is shown for it."""


class Line(NamedTuple):
    """One line of a chart: column of the days, name, dash, width, opening value."""

    column: str
    name: str
    dash: str
    width: float
    opening: float | None


def chart(result: Burndown, lines: Sequence[Line]) -> go.Figure:
    """Draw lines over the days of a result, or the reason why there are none."""
    title = f"{labels.shorten(result.frame.name, LONGEST)}, end of each day"
    figure = theme.canvas(x_title=title, y_title=NAMES[result.unit][0])
    figure.update_layout(hovermode="x unified")
    figure.update_xaxes(type="date", unifiedhovertitle_text=HOVER)
    figure.update_yaxes(rangemode="tozero")
    if not result.is_defined:
        return theme.explain(figure, undefined(result))
    _shade_days_off(figure, result)
    if lines[0].column == "remaining":
        _add_band(figure, result)
    for line in lines:
        if result.days[line.column].notna().any():
            _add_line(figure, result, line)
    _leave_room(figure, result, [line.column for line in lines])
    _mark_days(figure, result)
    return _label(figure, result.label) if result.label else figure


def table_of(result: Burndown, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return these columns of the days that count, under readable names."""
    days = result.days
    if result.until is not None:
        days = days.loc[: pd.Timestamp(result.until)]
    table = days[list(columns)].rename(columns=columns)
    table.insert(0, "Day", [theme.day(day.date()) for day in days.index])
    return table.reset_index(drop=True)


def undefined(result: Burndown) -> str:
    """Return why nothing can be drawn."""
    return result.why.get("remaining", "")


def amount(value: float | None) -> str:
    """Write an amount with as many decimals as it needs, at most two.

    >>> amount(1200.0), amount(2.5), amount(1 / 3)
    ('1,200', '2.5', '0.33')
    """
    if value is None:
        return theme.number(None)
    exact = (n for n in (0, 1) if abs(value - round(value, n)) < EXACT)
    return theme.number(value, next(exact, 2))


def count(value: float | None, unit: Unit) -> str:
    """Write an amount with its unit.

    >>> count(1, "points"), count(2.5, "hours")
    ('1 point', '2.5 hours')
    """
    _, one, many = NAMES[unit]
    return f"{amount(value)} {one if is_one(value) else many}"


def is_one(value: float | None) -> bool:
    """Say whether an amount is written in the singular."""
    return amount(value) == "1"


def state_on(result: Burndown, value: float | None, state: str) -> str:
    """Say that a value is (or at the close was) in a state on the last day."""
    day = theme.day(result.until)
    if result.frame.closed == result.until:
        return f"{'was' if is_one(value) else 'were'} {state} when it closed on {day}"
    return f"{'is' if is_one(value) else 'are'} {state} on {day}"


def scope_moved(result: Burndown) -> str:
    """Say what was added, removed and re-estimated after the start."""
    moved = ((result.added, "added"), (result.removed, "removed"))
    parts = [(value, word) for value, word in moved if value]
    text = "nothing was added or removed after the start"
    if parts:
        first, word = parts[0]
        verb = "was" if is_one(first) else "were"
        more = "".join(f" and {amount(value)} {word}" for value, word in parts[1:])
        text = f"{count(first, result.unit)} {verb} {word}{more} after the start"
    # In hours, most re-estimation is logged work: progress, no change of scope.
    if not result.re_estimated or result.unit == "hours":
        return text
    way = "more" if result.re_estimated > 0 else "fewer"
    return f"{text}, and new estimates made it {amount(abs(result.re_estimated))} {way}"


def _leave_room(figure: go.Figure, result: Burndown, drawn: list[str]) -> None:
    """Let the axis end above the lines, where the marked days are named."""
    highest = result.days[drawn].max().max()
    if result.band is not None and "remaining" in drawn:
        highest = max(highest, result.band["high"].max())
    if highest > 0:
        figure.update_yaxes(autorangeoptions_include=float(highest) * HEADROOM)


def _add_line(figure: go.Figure, result: Burndown, line: Line) -> None:
    known = result.days[line.column].dropna()
    step = -(-len(known) // (POINTS - 1))
    known = known.iloc[::-step].iloc[::-1]
    ends = pd.DatetimeIndex(known.index) + DAY - LAST_SECOND
    x, y = ends.strftime(INSTANT).tolist(), known.tolist()
    if line.opening is not None:
        first = result.days.index[0] - LAST_SECOND
        x, y = [first.strftime(INSTANT), *x], [line.opening, *y]
    figure.add_scatter(
        x=x,
        y=y,
        hovertemplate="%{y:,.4~f}",
        mode="lines",
        name=line.name,
        line={
            "dash": line.dash,
            "width": line.width,
            "color": theme.COLOURS[line.column],
        },
    )


def _add_band(figure: go.Figure, result: Burndown) -> None:
    """Shade between what and what the work left was, where no log tells it."""
    if result.band is None or result.band["low"].equals(result.band["high"]):
        return
    step = -(-len(result.band) // (POINTS - 1))
    band = result.band.iloc[::-step].iloc[::-1]
    x = (pd.DatetimeIndex(band.index) + DAY - LAST_SECOND).strftime(INSTANT).tolist()
    for name, column, fill in (
        ("Left at most", "high", None),
        ("Left at least", "low", "tonexty"),
    ):
        figure.add_scatter(
            x=x,
            y=band[column].tolist(),
            hovertemplate="%{y:,.4~f}",
            mode="lines",
            name=name,
            fill=fill,
            fillcolor=theme.BAND,
            line={"width": 1, "dash": "dot", "color": theme.BAND},
        )


def _label(figure: go.Figure, text: str) -> go.Figure:
    """Write below the title of the days what the lines rest on."""
    lines = "<br>".join(map(labels.escape, wrap(text, NARROW)))
    small = f'<span style="font-size:12px">{lines}</span>'
    figure.update_xaxes(title_text=f"{figure.layout.xaxis.title.text}<br>{small}")
    return figure


def _shade_days_off(figure: go.Figure, result: Burndown) -> None:
    if len(result.days) > SHADED_DAYS:
        return
    off = ~result.days["working"].astype("bool")
    runs = off.ne(off.shift()).cumsum()[off]
    for _, run in runs.groupby(runs):
        figure.add_shape(
            type="rect",
            x0=run.index[0],
            x1=run.index[-1] + DAY,
            y0=0,
            y1=1,
            yref="paper",
            fillcolor=theme.GRID,
            opacity=0.5,
            line_width=0,
            layer="below",
            name="day off",
        )


def _mark_days(figure: go.Figure, result: Burndown) -> None:
    """Mark the planned end, and the close or the as-of day."""
    frame = result.frame
    if frame.end:
        last = frame.end - DAY
        _mark(figure, frame.end, f"planned end {theme.day(last)}", "dot", 0.92)
    if result.until:
        word = "closed" if frame.closed == result.until else "as of"
        after = result.until + DAY
        _mark(figure, after, f"{word} {theme.day(result.until)}", "solid", 1.0)


def _mark(figure: go.Figure, at: date, text: str, dash: str, height: float) -> None:
    line = {"color": theme.NEUTRAL, "dash": dash, "width": 1}
    x = pd.Timestamp(at)
    figure.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, yref="paper", line=line)
    figure.add_annotation(
        x=x,
        y=height,
        yref="paper",
        xanchor="right",
        text=labels.escape(text),
        showarrow=False,
        font={"size": 12},
    )
