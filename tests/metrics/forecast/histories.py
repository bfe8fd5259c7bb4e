"""Histories whose weeks are known: what a burn-down of them would say, day by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.calendar import WorkingCalendar
from analytics.metrics.forecast.pace import Pace, pace
from analytics.metrics.forecast.when import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

START = date(2022, 1, 3)
MOVES = ("completed", "reopened", "added", "removed", "re_estimated")


def history(
    weekly: Sequence[float] | NDArray[np.float64], added: Sequence[float] | None = None
) -> pd.DataFrame:
    """Return days from a Monday on; all of a week happens on its Friday."""
    span = pd.date_range(START, periods=7 * len(weekly), name="day")
    table = pd.DataFrame(0.0, index=span, columns=list(MOVES))
    table["working"] = span.day_of_week < 5
    fridays = span.day_of_week == 4
    table.loc[fridays, "completed"] = np.asarray(weekly, dtype=np.float64)
    if added is not None:
        table.loc[fridays, "added"] = list(added)
    return table


def last_day(table: pd.DataFrame) -> date:
    """Return the last day of a history."""
    found: date = table.index[-1].date()
    return found


def past(weekly: Sequence[float], added: Sequence[float] | None = None) -> Pace:
    """Return the pace of such weeks."""
    table = history(weekly, added)
    return pace(table, unit="items", as_of=last_day(table), last=None)


def standing(
    weekly: Sequence[float], remaining: float, added: Sequence[float] | None = None
) -> Standing:
    """Return where a project stands after such weeks."""
    found = past(weekly, added)
    return Standing(found.as_of, remaining, found, WorkingCalendar())
