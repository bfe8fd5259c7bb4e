"""How figures look and how numbers read: template, colours, formats.

Figures are drawn on a transparent ground with colours that keep a contrast of three
to one on white and on the dark page alike; `themed` adds the text colour of the page.
Undefined values (None, NaN, NaT) become a dash, never a zero. Rounding is half up and
happens here, when a number becomes text, never before.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
import plotly.graph_objects as go

from analytics.figures.labels import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial"
GRID, CLEAR = "rgba(127,127,127,0.25)", "rgba(0,0,0,0)"
BAND = "rgba(0,114,178,0.18)"
TEXT_ON_LIGHT, TEXT_ON_DARK = "#1B2430", "#E8EDF4"
DASH = "\N{EN DASH}"
TOGETHER = "\N{NO-BREAK SPACE}"
"""Between the parts of an amount, which no line may take apart."""
SYMBOLS: Mapping[str, str] = MappingProxyType({"EUR": "€", "GBP": "£"})
MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
MOST_WEEKS = 7
"""Weeks marked on an axis; more labels lie on each other."""
WEEK_MILLISECONDS = 7 * 86_400_000
NEARLY = 0.99
"""A chance above it reads as certain, one below the rest as none."""

BLUE, VERMILLION, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
OCHRE, NEUTRAL = "#B36B00", "#7A8594"
"""Okabe and Ito's palette; its orange is too pale on white, ochre stands in for it."""

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "remaining": BLUE,
        "scope": VERMILLION,
        "done": GREEN,
        "ideal": NEUTRAL,
        "current_ideal": PINK,
        "threat": VERMILLION,
        "opportunity": BLUE,
        "budget": NEUTRAL,
        "actual": BLUE,
        "committed": OCHRE,
        "forecast": VERMILLION,
        "contingency": GREEN,
        "good": GREEN,
        "bad": VERMILLION,
        "neutral": NEUTRAL,
    }
)
"""What each thing is drawn in, the same in every figure."""

CONFIG: Mapping[str, object] = MappingProxyType(
    {
        "displaylogo": False,
        "modeBarButtonsToRemove": ["sendChartToCloud", "select2d", "lasso2d"],
        "responsive": True,
        "locale": "en-GB",
        "locales": {
            "en-GB": {
                "dictionary": {},
                "format": {"dayMonth": "%-d %b", "dayMonthYear": "%-d %b %Y"},
            }
        },
    }
)
"""Settings of the drawing library: nothing leaves the machine, days come first."""

_AXIS = {
    "gridcolor": GRID,
    "linecolor": NEUTRAL,
    "zerolinecolor": NEUTRAL,
    "automargin": True,
    "title": {"standoff": 8},
}
TEMPLATE = go.layout.Template(
    layout={
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 14, "color": NEUTRAL},
        "colorway": [BLUE, VERMILLION, GREEN, PINK, OCHRE, NEUTRAL],
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        "margin": {"l": 48, "r": 16, "t": 40, "b": 48},
        "hoverlabel": {"align": "left"},
        "separators": ".,",
    }
)
"""Transparent ground, neutral greys: legible on a light and on a dark page."""


def steps(count: int) -> list[str]:
    """Return a colour per column of a board: waiting first, done last.

    >>> steps(3) == [NEUTRAL, BLUE, GREEN]
    True
    """
    between = [BLUE, OCHRE, PINK, VERMILLION]
    inner = [between[place % len(between)] for place in range(max(count - 2, 0))]
    return [NEUTRAL, *inner, GREEN]


def faded(colour: str, opacity: float = 0.45) -> str:
    """Return a colour to fill an area with, through which the grid can be seen.

    >>> faded("#0072B2")
    'rgba(0,114,178,0.45)'
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def themed(figure: go.Figure, *, dark: bool) -> go.Figure:
    """Return a copy of the figure in the text colours of a light or dark page."""
    ink = TEXT_ON_DARK if dark else TEXT_ON_LIGHT
    ground = "#18233A" if dark else "#FFFFFF"
    copy = go.Figure(figure)
    copy.update_layout(
        font_color=ink, hoverlabel={"bgcolor": ground, "font": {"color": ink}}
    )
    return copy


def canvas(*, x_title: str, y_title: str) -> go.Figure:
    """Return a figure without traces that has its axis titles."""
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "xaxis": {"title": {"text": x_title}},
            "yaxis": {"title": {"text": y_title}},
        }
    )


def mark_mondays(figure: go.Figure, weeks: Sequence[str]) -> go.Figure:
    """Mark some of the weeks of an axis, each at the Monday that it begins on.

    Left to itself the library puts its marks on Sundays.
    """
    step = -(-len(weeks) // MOST_WEEKS) * WEEK_MILLISECONDS
    return figure.update_xaxes(type="date", tick0=weeks[0], dtick=step)


def explain(figure: go.Figure, reason: str) -> go.Figure:
    """Write into an empty figure why there is nothing to draw."""
    figure.update_layout(
        xaxis={"showticklabels": False, "zeroline": False, "showgrid": False},
        yaxis={"showticklabels": False, "zeroline": False, "showgrid": False},
    )
    middle = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    return figure.add_annotation(text=escape(reason), showarrow=False, **middle)


def number(x: float | None, digits: int = 0) -> str:
    """Write a number with `digits` decimals and thousands separators.

    >>> number(1234.5), number(2.345, 2), number(-0.4), number(None) == DASH
    ('1,235', '2.35', '0', True)
    """
    if x is None or not isfinite(x):
        return DASH
    rounded = _rounded(x, digits)
    return f"{rounded or abs(rounded):,}"


def signed(x: float | None, digits: int = 0) -> str:
    """Write a number with its sign, also where it is positive.

    >>> signed(3), signed(-3), signed(0)
    ('+3', '-3', '0')
    """
    text = number(x, digits)
    return f"+{text}" if x is not None and _rounds_above_zero(x, digits) else text


def money(x: float | None, currency: str | None) -> str:
    r"""Write an amount short: whole units, and millions from one million on.

    The dollar sign is not used: it belongs to a dozen currencies.

    >>> money(12345.4, "EUR"), money(-1234567, "EUR"), money(2.5e9, "USD")
    ('€\xa012,345', '-€\xa01.23\xa0M', 'USD\xa02.50\xa0bn')
    """
    if x is None or not isfinite(x):
        return DASH
    for unit, name in ((1e9, "bn"), (1e6, "M")):
        if _rounded(abs(x), 0) >= unit:
            return _amount(x / unit, currency, 2) + TOGETHER + name
    return _amount(x, currency, 0)


def money_exact(x: float | None, currency: str | None) -> str:
    r"""Write an amount to the cent.

    >>> money_exact(1234567.891, "EUR"), money_exact(-0.5, "CHF")
    ('€\xa01,234,567.89', '-CHF\xa00.50')
    """
    return DASH if x is None or not isfinite(x) else _amount(x, currency, 2)


def money_signed(x: float | None, currency: str | None) -> str:
    r"""Write an amount short, with its sign also where it is positive.

    >>> money_signed(1200, "EUR"), money_signed(-1200, "EUR"), money_signed(0, "EUR")
    ('+€\xa01,200', '-€\xa01,200', '€\xa00')
    """
    text = money(x, currency)
    return f"+{text}" if x is not None and _rounds_above_zero(x, 0) else text


def percent(ratio: float | None, digits: int = 0) -> str:
    """Write a ratio as per cent.

    >>> percent(0.455), percent(1.2345, 1), percent(None) == DASH
    ('46 %', '123.5 %', True)
    """
    if ratio is None or not isfinite(ratio):
        return DASH
    share = Decimal(repr(float(ratio))) * 100
    return f"{number(float(share), digits)} %"


def chance(p: float | None) -> str:
    """Write a probability; only what is certain is 0 or 100 per cent.

    >>> chance(0.9999), chance(0.54495), chance(0.001), chance(1.0)
    ('over 99 %', '54 %', 'under 1 %', '100 %')
    """
    if p is not None and NEARLY < p < 1:
        return f"over {percent(NEARLY)}"
    is_small = p is not None and 0 < p < 1 - NEARLY
    return f"under {percent(1 - NEARLY)}" if is_small else percent(p)


def day(d: date | None) -> str:
    """Write a day the same way under every system language.

    >>> from datetime import date
    >>> day(date(2026, 3, 12)), day(None) == DASH
    ('12 Mar 2026', True)
    """
    if d is None or pd.isna(d):
        return DASH
    return f"{d.day} {MONTHS[d.month - 1]} {d.year}"


def month(d: date | None) -> str:
    """Write the month of a day.

    >>> from datetime import date
    >>> month(date(2026, 3, 12))
    'Mar 2026'
    """
    return DASH if d is None or pd.isna(d) else f"{MONTHS[d.month - 1]} {d.year}"


def dash(reason: str) -> str:
    """Write an undefined value with the reason why it is.

    >>> dash("nothing spent yet") == DASH + " (nothing spent yet)"
    True
    """
    return f"{DASH} ({reason})"


def _rounded(x: float, digits: int) -> Decimal:
    step = Decimal(1).scaleb(-digits)
    return Decimal(repr(float(x))).quantize(step, ROUND_HALF_UP, Context(prec=400))


def _rounds_above_zero(x: float, digits: int) -> bool:
    return isfinite(x) and _rounded(x, digits) > 0


def _amount(x: float, currency: str | None, digits: int) -> str:
    name = SYMBOLS.get(currency, currency) if isinstance(currency, str) else ""
    text = number(abs(x), digits)
    minus = "-" if _rounded(x, digits) < 0 else ""
    return f"{minus}{name}{TOGETHER}{text}" if name else minus + text
