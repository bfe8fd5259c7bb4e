"""Checks of milestones, whether they come from a list or from a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import Check, Finding, blank, days, found

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Milestones"
EXCEL = "Fill the column in the list of milestones."


def milestone_without_baseline(known: Material) -> Finding:
    """Find milestones without the date first agreed."""
    rows = known.table("milestone")
    return _found(rows, rows["baseline_on"].isna())


def milestone_without_date(known: Material) -> Finding:
    """Find milestones that are neither planned nor reached on any day."""
    rows = known.table("milestone")
    return _found(rows, rows["planned_on"].isna() & rows["actual_on"].isna())


def milestone_past(known: Material) -> Finding:
    """Find milestones planned before the status date and not reached."""
    rows = known.table("milestone")
    is_open = rows["actual_on"].isna() & ~rows["complete_ratio"].ge(1)
    late = rows["planned_on"] < pd.Timestamp(known.as_of)
    return _found(rows, is_open & late, "planned_on")


def milestone_reached_without_day(known: Material) -> Finding:
    """Find milestones at 100 % without the day on which they were reached."""
    rows = known.table("milestone")
    wrong = rows["complete_ratio"].ge(1) & rows["actual_on"].isna()
    return _found(rows, wrong, "planned_on")


def milestone_reached_in_future(known: Material) -> Finding:
    """Find milestones reached on a day of which the file cannot know."""
    rows = known.table("milestone")
    return _found(rows, rows["actual_on"] >= known.future, "actual_on")


def milestone_without_owner(known: Material) -> Finding:
    """Find milestones not yet reached that nobody owns."""
    rows = known.table("milestone")
    rows = rows[rows["actual_on"].isna() & ~rows["complete_ratio"].ge(1)]
    return _found(rows, blank(rows["owner"]))


def _found(rows: pd.DataFrame, wrong: pd.Series, column: str = "") -> Finding:
    words = {"planned_on": "planned for ", "actual_on": "reached on "}
    return found(
        "milestone",
        rows.assign(title=rows["name"].fillna(rows["milestone_id"])),
        wrong,
        subject="title",
        detail=(lambda odd: words[column] + days(odd[column])) if column else "",
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "milestone_without_baseline",
        AREA,
        "Milestone without a baseline",
        "medium",
        "Nobody can say how far it has moved.",
        {
            "Microsoft Project": "Project, Set Baseline, before the first review.",
            "Excel": "Fill the date first agreed.",
        },
        milestone_without_baseline,
    ),
    Check(
        "milestone_without_date",
        AREA,
        "Milestone without a date",
        "medium",
        "It is on no chart.",
        {"Excel": EXCEL},
        milestone_without_date,
    ),
    Check(
        "milestone_past",
        AREA,
        "Milestone past its date, not reached",
        "medium",
        "It is late or was reached and nobody said so.",
        {
            "Microsoft Project": "Set it complete, or give it a new date.",
            "Excel": "Fill the day it was reached, or plan it anew.",
        },
        milestone_past,
    ),
    Check(
        "milestone_reached_without_day",
        AREA,
        "Milestone reached without a day",
        "medium",
        "Whether it was in time is not known.",
        {
            "Microsoft Project": "Enter Actual Finish in the tracking table.",
            "Excel": EXCEL,
        },
        milestone_reached_without_day,
    ),
    Check(
        "milestone_reached_in_future",
        AREA,
        "Milestone reached in the future",
        "medium",
        "What has not happened is reported as done.",
        {
            "Microsoft Project": "Clear Actual Finish, or correct it.",
            "Excel": "Correct the day.",
        },
        milestone_reached_in_future,
    ),
    Check(
        "milestone_without_owner",
        AREA,
        "Milestone without an owner",
        "low",
        "Nobody answers for it.",
        {"Excel": EXCEL},
        milestone_without_owner,
    ),
)
