"""When it will be done, and how much by a day: distributions and their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.figures import labels, theme
from analytics.figures.scope_chart import NAMES, amount, count

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.metrics.forecast.how_many import HowManyForecast
    from analytics.metrics.forecast.when import Assumptions, WhenForecast

MARKS = {0.5: "circle", 0.7: "triangle-up", 0.85: "square", 0.95: "diamond"}
OTHER = "star"
GROWING = "if the scope keeps growing as it did"
RARE = 0.0005
"""Ends that are less likely on either side are not drawn."""
MOST_BARS = 260


def chance_of(p: float) -> str:
    """Write a percentile as a chance.

    >>> chance_of(0.85), chance_of(0.995)
    ('85 %', '99.5 %')
    """
    return f"{100 * p:g} %"


def promise(result: WhenForecast, p: float) -> str:
    """Say by when the work is done with a chance, in half a sentence."""
    day = result.days.get(p)
    if day is not None:
        return f"{chance_of(p)}: by {theme.day(day)}"
    why = result.why.get("all") or result.why.get(f"{100 * p:g}", "")
    return f"{chance_of(p)}: no date. {why}".strip()


def read_growing(result: WhenForecast, p: float = 0.85) -> str:
    """Say in a sentence when the work is done if the scope grows on."""
    if result.days.get(p) is None:
        return f"If the scope keeps growing as it did: {promise(result, p)}"
    return f"{promise(result, p)}, {GROWING}."


def assumed(taken: Assumptions) -> str:
    """Say what a forecast takes for granted."""
    parts = [GROWING if taken.scope == "growing" else "if nothing is added"]
    if taken.split_high > 1:
        parts.append(f"items split into up to {amount(taken.split_high)}")
    if taken.pace_factor != 1:
        parts.append(f"at {theme.percent(taken.pace_factor)} of the past pace")
    if taken.levels:
        parts.append("recalibrated by what held in the past")
    return ", ".join(parts)


def read_when(result: WhenForecast, p: float = 0.85) -> str:
    """Say in a sentence when the work is done, the promised chance first."""
    if result.days.get(p) is None:
        return promise(result, p)
    others = [q for q in (0.5, 0.95) if q != p and result.days.get(q) is not None]
    more = " and ".join(
        f"{chance_of(q)} by {theme.day(result.days[q])}" for q in others
    )
    tail = f"; {more}" if more else ""
    left = count(result.remaining, result.unit)
    return (
        f"{promise(result, p)}, {assumed(result.assumptions)}. {left} left on "
        f"{theme.day(result.as_of)}{tail}."
    )


def plot_when(result: WhenForecast) -> go.Figure:
    """Draw how likely each week is to be the last one, with the percentiles."""
    figure = theme.canvas(x_title="Last week of the work", y_title="Chance (%)")
    if not any(result.days.values()):
        return theme.explain(figure, read_when(result))
    table = _drawn(table_of_chances(result))
    figure.add_bar(
        x=table["day"].dt.strftime("%Y-%m-%d").tolist(),
        y=(100 * table["in_it"]).tolist(),
        customdata=(100 * table["by_then"]).tolist(),
        name="Done in the week to",
        marker={"color": theme.COLOURS["remaining"]},
        hovertemplate="Done by %{x|%-d %b %Y}: %{customdata:.1f} &#37;<extra></extra>",
    )
    highest = float(100 * table["in_it"].max())
    for place, (p, day) in enumerate(sorted(result.days.items())):
        if day is not None:
            height = highest * (1.08 + 0.11 * place)
            _mark(figure, p, f"{day}", height, promise(result, p))
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(type="date", showgrid=False)
    return figure.update_layout(bargap=0.15)


def _mark(figure: go.Figure, p: float, day: str, height: float, name: str) -> None:
    colour = theme.COLOURS["forecast"]
    figure.add_scatter(
        x=[day, day],
        y=[0, height],
        mode="lines+markers",
        line={"color": colour, "width": 2, "dash": "dot"},
        marker={"symbol": MARKS.get(p, OTHER), "size": [0, 11], "color": colour},
        name=labels.escape(name),
        hovertemplate=f"{labels.escape(name)}<extra></extra>",
    )


def table_of_chances(result: WhenForecast) -> pd.DataFrame:
    """Return each week's chance to be the last, and the chance to be done by it."""
    return pd.DataFrame(
        {
            "day": pd.to_datetime(list(result.ends)),
            "in_it": np.diff(result.chance, prepend=0.0),
            "by_then": result.chance,
        }
    )


def table_when(result: WhenForecast) -> pd.DataFrame:
    """Return the numbers behind the chart."""
    table = table_of_chances(result)
    return pd.DataFrame(
        {
            "Day": [theme.day(day.date()) for day in table["day"]],
            "Probability of this week": table["in_it"],
            "Probability by then": table["by_then"],
        }
    )


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    inside = (table["by_then"] > RARE) & (
        table["by_then"].shift(fill_value=0) < 1 - RARE
    )
    return table[inside].head(MOST_BARS)


def read_how_many(result: HowManyForecast, p: float = 0.85) -> str:
    """Say in a sentence how much is finished by the day, the promised chance first."""
    until = theme.day(result.by)
    if p not in result.amounts:
        return f"By {until}: no forecast. {result.why}"
    even = count(result.amounts[0.5], result.unit)
    return (
        f"{chance_of(p)}: at least {count(result.amounts[p], result.unit)} more by "
        f"{until}, as far as there is so much to do; {even} with an even chance."
    )


def plot_how_many(result: HowManyForecast) -> go.Figure:
    """Draw the chance that at least each amount is finished by the day."""
    figure = theme.canvas(
        x_title=f"{NAMES[result.unit][0]} by {theme.day(result.by)}, at least",
        y_title="Chance (%)",
    )
    if result.why:
        return theme.explain(figure, result.why)
    inside = (result.at_least > RARE) & (np.roll(result.at_least, -1) < 1 - RARE)
    figure.add_scatter(
        x=result.sums[inside].tolist(),
        y=(100 * result.at_least[inside]).tolist(),
        mode="lines",
        line={"color": theme.COLOURS["done"], "width": 3, "shape": "vh"},
        name="At least so much",
        hovertemplate="at least %{x}: %{y:.1f} &#37;<extra></extra>",
    )
    for p, value in sorted(result.amounts.items()):
        figure.add_scatter(
            x=[value],
            y=[100 * p],
            mode="markers",
            marker={
                "symbol": MARKS.get(p, OTHER),
                "size": 12,
                "color": theme.COLOURS["forecast"],
            },
            name=f"{chance_of(p)}: {count(value, result.unit)}",
            hovertemplate=f"{chance_of(p)}: %{{x}}<extra></extra>",
        )
    return figure.update_yaxes(range=[0, 102])


def table_how_many(result: HowManyForecast) -> pd.DataFrame:
    """Return the numbers behind the curve."""
    return pd.DataFrame(
        {
            NAMES[result.unit][0]: result.sums,
            "Probability to finish at least so much": result.at_least,
        }
    )
