"""Milestones: where they stand against the baseline, and how their dates moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.money import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.plan.rows import Plan

LISTED = ("name", "source", "baseline_on", "expected_on", "is_reached", "slip_days")
"""Columns of `Milestones.rows`; slip in working days, NaN where undefined."""
TREND = ("reported_on", "name", "expected_on", "is_reached")
"""Columns of the trend: what a report said of a milestone."""
FORMULA = (
    "Slip = the expected day (the actual one where it is reached) less the day of the"
    " baseline, in working days; late is positive. The trend has one point for each"
    " upload: the day it speaks of, and the day on which it expected the milestone."
)


@dataclass(frozen=True)
class Milestones:
    """The milestones of a project.

    Attributes:
        as_of: Last day that counts.
        rows: Columns `LISTED`, in order of the day expected.
        trend: Columns `TREND`: one row for each milestone and upload.
        overdue: Names of those expected before `as_of` and not reached.
        basis: Rows used and left out.
    """

    as_of: date
    rows: pd.DataFrame
    trend: pd.DataFrame
    overdue: tuple[str, ...]
    basis: Basis

    @property
    def latest(self) -> tuple[str, int, date] | None:
        """Name, slip and day of the open milestone that slipped most; None if none."""
        rows = self.rows[~self.rows["is_reached"] & self.rows["slip_days"].gt(0)]
        if rows.empty:
            return None
        worst = rows.sort_values("slip_days", kind="stable").iloc[-1]
        day = pd.Timestamp(worst["expected_on"]).date()
        return str(worst["name"]), int(worst["slip_days"]), day


def milestones(
    plan: Plan,
    listed: pd.DataFrame,
    *,
    as_of: date,
    calendar: WorkingCalendar,
    reports: Sequence[tuple[date, pd.DataFrame]] = (),
) -> Milestones:
    """Compare milestones with their baseline, and follow them over the uploads.

        slip = expected (or actual) day - baseline day, in working days

    Positive is late; 0 is on its day; undefined without a baseline. In the trend a
    level line is a stable date, a rising one slips, and a milestone that meets the
    diagonal is due. Source: kazinex.com and projectscience.net on milestone trend
    charts.

    >>> from datetime import date
    >>> from analytics.calendar import WorkingCalendar
    >>> slip(date(2026, 3, 6), date(2026, 3, 10), WorkingCalendar())
    2

    Args:
        plan: The tables of the schedule; its milestones count.
        listed: Table milestone, from lists of milestones.
        as_of: Last day that counts.
        calendar: Working days.
        reports: For each upload, the earliest first, the day that it speaks of and
            its milestones as `told` returns them.
    """
    rows = told(plan, listed)
    slips = [
        np.nan if pd.isna(b) or pd.isna(e) else slip(b.date(), e.date(), calendar)
        for b, e in zip(rows["baseline_on"], rows["expected_on"], strict=True)
    ]
    rows = rows.assign(slip_days=np.array(slips, dtype="float64"))
    rows = rows.sort_values(["expected_on", "name"], kind="stable")
    late = ~rows["is_reached"] & (rows["expected_on"] < pd.Timestamp(as_of))
    used = {
        name: rows.loc[rows["source"] == words, "version_id"].to_numpy("int64")
        for name, words in (("task", "schedule"), ("milestone", "list of milestones"))
    }
    return Milestones(
        as_of=as_of,
        rows=rows[list(LISTED)].reset_index(drop=True),
        trend=_trend(reports),
        overdue=tuple(rows.loc[late, "name"]),
        basis=Basis(FORMULA, used, rests_on="schedule and lists of milestones"),
    )


def told(plan: Plan, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the milestones of schedules and lists, as columns of `LISTED`."""
    work = plan.work[plan.work["is_milestone"]]
    of_plan = pd.DataFrame(
        {
            "version_id": work["version_id"],
            "name": text(work["name"]),
            "source": "schedule",
            "baseline_on": work["baseline_finish_at"].dt.normalize(),
            "expected_on": work["actual_finish_at"]
            .fillna(work["finish_at"])
            .dt.normalize(),
            "is_reached": work["is_done"].astype("bool"),
        }
    )
    reached = listed["actual_on"].notna() | listed["complete_ratio"].ge(1)
    of_list = pd.DataFrame(
        {
            "version_id": listed["version_id"],
            "name": _told_apart(listed),
            "source": "list of milestones",
            "baseline_on": listed["baseline_on"],
            "expected_on": listed["actual_on"].fillna(listed["planned_on"]),
            "is_reached": reached.astype("bool"),
        }
    )
    return pd.concat([of_plan, of_list], ignore_index=True)


def _told_apart(listed: pd.DataFrame) -> pd.Series:
    """Return names, with the work package where several milestones share one."""
    name, package = text(listed["name"]), text(listed["work_package"])
    shared = name.duplicated(keep=False) & package.ne("")
    return name.where(~shared, package + ": " + name)


def expected_end(plan: Plan, found: Milestones) -> date | None:
    """Return the last day on which something that is open is expected to end.

    Open are tasks and milestones that are not done; their days are those of the plan
    as it stands, not of its baseline. None where nothing open has a date.
    """
    work = plan.work
    tasks = work.loc[~work["is_done"].astype("bool"), "finish_at"]
    rows = found.rows
    marks = rows.loc[~rows["is_reached"].astype("bool"), "expected_on"]
    last = pd.concat([pd.to_datetime(tasks), pd.to_datetime(marks)]).max()
    return None if pd.isna(last) else last.date()


def slip(baseline: date, expected: date, calendar: WorkingCalendar) -> int:
    """Return how many working days later than its baseline something is expected."""
    if expected >= baseline:
        return calendar.working_days(baseline, expected)
    return -calendar.working_days(expected, baseline)


def _trend(reports: Sequence[tuple[date, pd.DataFrame]]) -> pd.DataFrame:
    parts = [
        rows[rows["expected_on"].notna()].assign(reported_on=pd.Timestamp(day))
        for day, rows in reports
    ]
    filled = [part[list(TREND)] for part in parts if len(part)]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in TREND})
    table = pd.concat(filled, ignore_index=True)
    return table.drop_duplicates(["reported_on", "name"], keep="last")
