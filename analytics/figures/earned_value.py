"""Planned, earned and actual value added up, with the range of the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures.labels import escape
from analytics.figures.theme import (
    BAND,
    CLEAR,
    COLOURS,
    canvas,
    day,
    explain,
    money,
    money_exact,
    number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from analytics.metrics.evm.report import Report

LINES = (
    ("planned", "Planned (PV)", "budget", "dash"),
    ("earned", "Earned (EV)", "done", "solid"),
    ("actual", "Actual cost (AC)", "actual", "solid"),
)
TABLE = {
    "until": "Until",
    "planned": "Planned (PV)",
    "earned": "Earned (EV)",
    "actual": "Actual cost (AC)",
    "cpi": "CPI",
    "spi": "SPI",
}
MOST = 400
NOTHING = "Nothing tells what was planned, earned or spent"


def amount(value: float | None, unit: str) -> str:
    r"""Write an amount of money or of hours.

    >>> amount(1200, "hours"), amount(1200, "EUR")
    ('1,200 hours', '€\xa01,200')
    """
    if unit != "hours" or value is None:
        return money(value, unit)
    return f"{number(value, 0)} hours"


def plot_earned_value(report: Report) -> go.Figure:
    """Draw the three amounts by month, and where the estimates say it will end."""
    unit = escape(report.unit)
    figure = canvas(x_title="Month", y_title=f"Amount, added up ({unit})")
    months = _thinned(report.months)
    if months.empty or months[["planned", "earned", "actual"]].isna().all(axis=None):
        return explain(figure, NOTHING)
    for column, name, colour, dash in LINES:
        known = months[months[column].notna()]
        if known.empty:
            continue
        figure.add_scatter(
            x=known["until"],
            y=known[column],
            name=name,
            mode="lines+markers",
            marker={"size": 6},
            line={"color": COLOURS[colour], "dash": dash, "width": 3},
            text=[escape(money_exact(value, report.unit)) for value in known[column]],
            hovertemplate="%{x|%d %b %Y}: %{text}",
        )
    _band(figure, report)
    yaxis = {"exponentformat": "B", "rangemode": "tozero"}
    figure.update_layout(height=440, yaxis=yaxis)
    return figure


def read_earned_value(report: Report) -> str:
    """Say in one sentence what was got for the money, against the plan."""
    known, unit = report.known, report.unit
    if report.total is None:
        reason = report.why.get("cost_index") or report.why.get("schedule_index", "")
        return f"Cost and progress cannot be held against the plan. {reason}".strip()
    gap = report.total.cost_variance
    cost = "just what it was planned to"
    if gap:
        size = amount(abs(gap), unit)
        cost = f"{size} {'less' if gap > 0 else 'more'} than it was planned to"
    return (
        f"By {day(report.status)} work worth {amount(known['earned'], unit)} is done "
        f"where {amount(known['planned'], unit)} was planned; it cost "
        f"{amount(known['actual'], unit)}, {cost}."
    )


def table_earned_value(report: Report) -> pd.DataFrame:
    """Return the three amounts and the indices by month."""
    months = report.months[list(TABLE)].rename(columns=TABLE)
    return months.assign(Until=[day(one) for one in report.months["until"]])


def plot_indices(report: Report) -> go.Figure:
    """Draw CPI and SPI over time against 1, which is as planned."""
    figure = canvas(x_title="Month", y_title="Index (1 is as planned)")
    months = _thinned(report.months)
    shown = months[months[["cpi", "spi"]].notna().any(axis=1)]
    if shown.empty:
        return explain(figure, "Nothing is spent or planned yet")
    for column, name, colour, symbol in (
        ("cpi", "Cost (CPI)", "actual", "circle"),
        ("spi", "Schedule (SPI)", "scope", "square"),
    ):
        figure.add_scatter(
            x=shown["until"],
            y=shown[column],
            name=name,
            mode="lines+markers",
            marker={"symbol": symbol, "size": 8},
            line={"color": COLOURS[colour], "width": 2},
            hovertemplate="%{x|%d %b %Y}: %{y:.2f}",
        )
    line = {"color": COLOURS["neutral"], "dash": "dot", "width": 2}
    figure.add_shape(type="line", x0=0, x1=1, xref="paper", y0=1, y1=1, line=line)
    return figure


def read_indices(report: Report) -> str:
    """Say what the two indices mean."""
    cost = report.total.cost_index if report.total else None
    pace = report.schedule_index
    parts = []
    if cost is not None:
        one = "hour" if report.unit == "hours" else report.unit
        brought = f"Each {one} spent so far brought {number(cost, 2)} of planned work"
        parts.append(f"{brought} (CPI).")
    else:
        parts.append(f"There is no CPI. {report.why.get('cost_index', '')}".strip())
    if pace is not None:
        words = f"{number(100 * pace, 0)} % of what was planned by now is done (SPI)."
        parts.append(words)
    else:
        parts.append(f"There is no SPI. {report.why.get('schedule_index', '')}".strip())
    return " ".join(parts)


def _band(figure: go.Figure, report: Report) -> None:
    """Draw from today's cost to the least and the greatest estimate."""
    found = [one.estimate for one in report.estimates.values() if one.estimate]
    if not found or report.total is None:
        return
    last = report.months["until"].iloc[-1]
    end = report.pace.finish() if report.pace else None
    stop = max([last, *([pd.Timestamp(end)] if end else [])])
    now, start = report.total.actual, pd.Timestamp(report.status)
    if stop <= start:
        stop = start + pd.Timedelta(days=30)
    days: Sequence[pd.Timestamp] = [start, stop, stop, start]
    figure.add_scatter(
        x=days,
        y=[now, max(found), min(found), now],
        fill="toself",
        fillcolor=BAND,
        line={"color": CLEAR},
        name="Range of the estimates (EAC)",
        hoverinfo="skip",
    )
    best = report.estimates[report.nearest or "typical"].estimate
    if best is not None:
        figure.add_scatter(
            x=[stop],
            y=[best],
            name="Estimate at completion",
            mode="markers",
            marker={"symbol": "diamond", "size": 12, "color": COLOURS["forecast"]},
            text=[escape(money_exact(best, report.unit))],
            hovertemplate="%{text}",
        )


def _thinned(months: pd.DataFrame) -> pd.DataFrame:
    step = 1 + len(months) // MOST
    return months.iloc[sorted({*range(0, len(months), step), *range(len(months))[-1:]})]
