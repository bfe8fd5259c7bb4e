"""Which tasks of a schedule the checks look at, and how they list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import Finding, days, found, is_true

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Schedule"
HOURS_PER_DAY = 8.0


def status_end(known: Material) -> pd.Timestamp:
    """Return the first instant after the schedule's own status date, else ours."""
    status = known.table("schedule")["status_at"].max()
    if pd.isna(status):
        return known.future
    return pd.Timestamp(status).normalize() + pd.Timedelta(days=1)


def day_hours(known: Material, rows: pd.DataFrame) -> pd.Series:
    """Return the hours of a day of each task: of work, or 24 where it is elapsed.

    A day of work has as many as the schedule says, or 8.
    """
    stated = known.table("schedule")["hours_per_day"].max()
    usual = HOURS_PER_DAY if pd.isna(stated) or stated <= 0 else float(stated)
    return pd.Series(usual, rows.index).mask(is_true(rows["is_elapsed"]), 24.0)


def task_lines(
    rows: pd.DataFrame, wrong: pd.Series, dates: tuple[str, ...] = ()
) -> Finding:
    """List tasks by their name, with outline code and some of their dates."""

    def said(odd: pd.DataFrame) -> pd.Series:
        words = odd["wbs"].astype("object").fillna("").astype("str")
        for name in dates:
            label = name.removesuffix("_at").replace("_", " ")
            day = days(odd[name])
            words = words + (f", {label} " + day).where(day.ne(""), "")
        return words.str.removeprefix(", ")

    return found("task", rows, wrong, subject="name", detail=said)
