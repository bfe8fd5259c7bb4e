"""Checks of a schedule's tasks, milestones and dates.

The limits are those of the DCMA's fourteen points where there is one (DCMA-EA PAM
200.1, 2012), used on the data only: what is counted is listed, no verdict is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import (
    Check,
    Finding,
)
from analytics.metrics.quality.task_rows import (
    AREA,
    status_end,
    task_lines,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material


def task_without_baseline(known: Material) -> Finding:
    """Find tasks without a baseline finish; without any there is nothing to check."""
    rows = known.tasks
    missing = rows["baseline_finish_at"].isna()
    return task_lines(rows, missing)


def finish_before_start(known: Material) -> Finding:
    """Find tasks that finish before they start, planned or actual."""
    rows = known.tasks
    wrong = (rows["finish_at"] < rows["start_at"]) | (
        rows["actual_finish_at"] < rows["actual_start_at"]
    )
    return task_lines(rows, wrong, ("start_at", "finish_at"))


def complete_without_finish(known: Material) -> Finding:
    """Find tasks at 100 % without an actual finish."""
    rows = known.tasks
    wrong = rows["complete_ratio"].ge(1) & rows["actual_finish_at"].isna()
    return task_lines(rows, wrong, ("finish_at",))


def finished_incomplete(known: Material) -> Finding:
    """Find tasks with an actual finish that are below 100 %."""
    rows = known.tasks
    wrong = rows["complete_ratio"].lt(1) & rows["actual_finish_at"].notna()
    return task_lines(rows, wrong, ("actual_finish_at",))


def begun_without_start(known: Material) -> Finding:
    """Find tasks with progress and no actual start."""
    rows = known.tasks
    wrong = rows["complete_ratio"].gt(0) & rows["actual_start_at"].isna()
    return task_lines(rows, wrong, ("start_at",))


def actual_in_future(known: Material) -> Finding:
    """Find tasks with actual dates after the status date (DCMA, invalid dates)."""
    rows, end = known.tasks, status_end(known)
    wrong = rows["actual_start_at"].ge(end) | rows["actual_finish_at"].ge(end)
    return task_lines(rows, wrong, ("actual_start_at", "actual_finish_at"))


def forecast_in_past(known: Material) -> Finding:
    """Find work planned before the status date and not done (DCMA, invalid dates)."""
    rows = known.unfinished
    day = status_end(known) - pd.Timedelta(days=1)
    late = rows["finish_at"].lt(day) | (
        rows["start_at"].lt(day) & rows["actual_start_at"].isna()
    )
    return task_lines(rows, late, ("start_at", "finish_at"))


CHECKS: tuple[Check, ...] = (
    Check(
        "task_without_baseline",
        AREA,
        "Task without a baseline",
        "medium",
        "Nobody can say whether it is late.",
        {
            "Microsoft Project": "Project, Set Baseline, for the selected tasks.",
            "Excel": "Fill the columns of the baseline.",
        },
        task_without_baseline,
    ),
    Check(
        "finish_before_start",
        AREA,
        "Task that finishes before it starts",
        "medium",
        "Its length is below zero.",
        {
            "Microsoft Project": "Correct start, finish or the constraint.",
            "Excel": "Swap the two dates.",
        },
        finish_before_start,
    ),
    Check(
        "complete_without_finish",
        AREA,
        "Complete without an actual finish",
        "medium",
        "It cannot count as finished on any day.",
        {
            "Microsoft Project": "Enter Actual Finish in the tracking table.",
            "Excel": "Fill the actual finish.",
        },
        complete_without_finish,
    ),
    Check(
        "finished_incomplete",
        AREA,
        "Actual finish, but below 100 %",
        "medium",
        "It is finished and still to be done at once.",
        {
            "Microsoft Project": "Set 100 % complete, or clear Actual Finish.",
            "Excel": "Correct percent complete or the actual finish.",
        },
        finished_incomplete,
    ),
    Check(
        "begun_without_start",
        AREA,
        "Progress without an actual start",
        "medium",
        "What was done has no day.",
        {
            "Microsoft Project": "Enter Actual Start in the tracking table.",
            "Excel": "Fill the actual start.",
        },
        begun_without_start,
    ),
    Check(
        "actual_in_future",
        AREA,
        "Actual date after the status date",
        "medium",
        "What has not happened yet is reported as done (DCMA: invalid dates).",
        {
            "Microsoft Project": "Correct the actual dates, or the status date under "
            "Project Information.",
            "Excel": "Correct the actual dates.",
        },
        actual_in_future,
    ),
    Check(
        "forecast_in_past",
        AREA,
        "Planned in the past, not done",
        "medium",
        "The plan promises work for days that are over (DCMA: invalid dates).",
        {
            "Microsoft Project": "Project, Update Project: reschedule uncompleted "
            "work to start after the status date.",
            "Excel": "Give it new dates.",
        },
        forecast_in_past,
    ),
)
