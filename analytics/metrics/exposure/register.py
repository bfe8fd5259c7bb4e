"""From the lines of a register to the terms of a sum, and why some are in none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analytics.metrics.exposure.shapes import Shape, shape_of
from analytics.metrics.exposure.terms import Term
from analytics.metrics.money import text
from analytics.metrics.risk_rows import assessed, state_on

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import date

    from analytics.metrics.exposure.shapes import Name
    from analytics.metrics.scales import RiskScale

NO_PROBABILITY = "no probability between 0 and 1"
NO_DAYS = "no impact in days"


class Line(NamedTuple):
    """One open risk as it is added up, before (`inherent`) and after the response."""

    version_id: int
    risk_id: str
    title: str
    inherent: Term
    residual: Term


class Taken(NamedTuple):
    """The lines that are added up, and the reason of each open risk that is not."""

    lines: tuple[Line, ...]
    left_out: pd.DataFrame


def open_lines(
    risks: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    scale: RiskScale,
    three: Name = "pert",
) -> Taken:
    """Return the open risks in money.

    A most likely impact between an optimistic and a pessimistic one makes a
    distribution of three points (`three`: pert or triangular), the two alone a range,
    an impact alone a point. What the response does to the impact it does to both
    bounds in proportion; a register that gives no residual values gets no credit.

    Returns:
        The lines, and version_id, risk_id, reason of the open risks left out.
    """
    rows = risks[state_on(risks, as_of) == "open"]
    table = assessed(rows, currency=currency, scale=scale)
    out = table[table["reason"] != ""]
    reasons = dict(zip(out["version_id"], out["reason"], strict=True))
    return Taken(lines_of(rows, table, three=three), _left_out(table, reasons))


def lines_of(
    rows: pd.DataFrame, table: pd.DataFrame, *, three: Name = "pert"
) -> tuple[Line, ...]:
    """Return the lines of the risks that have an exposure.

    Args:
        rows: The open risks as the register gives them.
        table: The same, `assessed`, in the same order.
        three: How three points are read.
    """
    given = table.assign(
        low=rows["impact_low_amount"],
        mode=rows["impact_amount"],
        high=rows["impact_high_amount"],
    )
    lines: list[Line] = []
    for row in given[given["reason"] == ""].to_dict("records"):
        points = [_number(row[name]) for name in ("mode", "low", "high")]
        shape = shape_of(*points, three=three)
        if not isinstance(shape, str):
            lines.append(_line(row, shape, _after(row, shape)))
    return tuple(lines)


def open_days(risks: pd.DataFrame, *, as_of: date, scale: RiskScale) -> Taken:
    """Return the open risks in days of delay, gains negative; each a point."""
    rows = risks[state_on(risks, as_of) == "open"]
    table = assessed(rows, currency="", scale=scale)
    lines: list[Line] = []
    reasons: dict[int, str] = {}
    for row in table.to_dict("records"):
        days, chances = _number(row["impact_days"]), _chances(row)
        if days is None or chances is None:
            reasons[row["version_id"]] = NO_DAYS if days is None else NO_PROBABILITY
            continue
        shape = Shape("point", days, days, days)
        lines.append(_line(row, shape, shape))
    return Taken(tuple(lines), _left_out(table, reasons))


def _chances(row: dict[Hashable, Any]) -> tuple[float, float] | None:
    pair = row["probability"], row["residual_probability"]
    return pair if all(0 <= one <= 1 for one in pair) else None


def _line(row: dict[Hashable, Any], before: Shape, after: Shape) -> Line:
    group = str(row["category"] or "").casefold()
    return Line(
        int(row["version_id"]),
        str(row["risk_id"]),
        str(row["title"]),
        Term(float(row["probability"]), before, group),
        Term(float(row["residual_probability"]), after, group),
    )


def _after(row: dict[Hashable, Any], shape: Shape) -> Shape:
    """Return the shape after the response: all its amounts in the same proportion."""
    share = row["residual_impact_amount"] / (row["impact_amount"] or 1.0)
    low, mode, high = (amount * share for amount in shape[1:])
    if low == high:
        return Shape("point", mode, mode, mode)
    return Shape(shape.name, low, mode, high)


def _left_out(table: pd.DataFrame, reasons: dict[int, str]) -> pd.DataFrame:
    rows = table[table["version_id"].isin(list(reasons))]
    return pd.DataFrame(
        {
            "version_id": rows["version_id"],
            "risk_id": text(rows["risk_id"]),
            "reason": rows["version_id"].map(reasons).astype("str"),
        }
    )


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
