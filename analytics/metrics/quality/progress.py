"""Checks of work under way: who does it, what its status means, is it moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import (
    Check,
    Finding,
    blank,
    days,
    found,
    is_true,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Work items"
GUESSED = ("its name", "unknown name")
"""What a status counts because of where neither people nor files have said it: a name
that means the same in most teams, or none of these, which counts as under way."""
STALE_DAYS = 30
"""Work in progress that nobody has touched for longer is stale."""


def nobody_at_work(known: Material) -> Finding:
    """Find items in progress that have no assignee."""
    items = _in_progress(known)
    return found("issue", items, blank(items["assignee"]), subject="issue_key")


def stale_in_progress(known: Material) -> Finding:
    """Find items in progress not changed for more than `STALE_DAYS` days.

    An item of which no change is known is not judged.
    """
    items = _in_progress(known)
    items = items[items["updated_at"].notna()]
    quiet = pd.Timestamp(known.as_of) - items["updated_at"].dt.normalize()
    return found(
        "issue",
        items,
        quiet.dt.days > STALE_DAYS,
        subject="issue_key",
        detail=lambda rows: "last changed on " + days(rows["updated_at"]),
    )


def status_by_name(known: Material) -> Finding:
    """Find items whose status is read by its name only: nobody has mapped it."""
    items = known.items
    wrong = items["category_from"].isin(GUESSED) & ~blank(items["status"])
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: (
            rows["status"].astype("str")
            + " is taken for "
            + rows["status_category"].fillna("nothing")
        ),
        effect=known.moves(
            "Left",
            -known.size_of(wrong, is_done=False),
            known.size_of(wrong, is_done=True),
            "if the statuses mean the opposite",
        ),
    )


def status_missing(known: Material) -> Finding:
    """Find items without a status."""
    items = known.items
    wrong = blank(items["status"])
    size = known.size_of(wrong, is_done=False)
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        effect=known.moves("Left", -size, 0.0, "they count as open"),
    )


def done_but_flagged(known: Material) -> Finding:
    """Find done items that are still flagged as blocked."""
    items = known.done_items
    return found("issue", items, is_true(items["is_flagged"]), subject="issue_key")


def done_with_hours_left(known: Material) -> Finding:
    """Find done items with a remaining time estimate above 0."""
    items = known.done_items
    return found(
        "issue",
        items,
        items["hours"] > 0,
        subject="issue_key",
        detail=lambda rows: rows["hours"].map("{:g} hours left".format),
    )


def _in_progress(known: Material) -> pd.DataFrame:
    items = known.items
    doing = items["status_category"].eq("doing") & ~items["is_done"]
    return items[doing & ~items["is_container"].astype("bool")]


CHECKS: tuple[Check, ...] = (
    Check(
        "nobody_at_work",
        AREA,
        "In progress without an assignee",
        "medium",
        "Work that nobody does is not in progress.",
        {
            "Jira": "Assign it, or move it back; a condition of the transition can "
            "ask for an assignee.",
            "Excel": "Fill the column Assignee.",
        },
        nobody_at_work,
    ),
    Check(
        "stale_in_progress",
        AREA,
        f"In progress, untouched for {STALE_DAYS} days",
        "medium",
        "It may be done, dropped or blocked, and counts as under way.",
        {
            "Jira": "Close it, flag it, or move it back to the backlog.",
            "Excel": "Bring Status up to date.",
        },
        stale_in_progress,
    ),
    Check(
        "status_by_name",
        AREA,
        "Status that nobody has mapped",
        "high",
        "What counts as done was guessed from the name of the status.",
        {
            "Steerco": "Say in Settings what each status counts as.",
            "Jira": "Export with Status Category, or as JSON.",
        },
        status_by_name,
    ),
    Check(
        "status_missing",
        AREA,
        "Without a status",
        "high",
        "The work counts as open whatever was done.",
        {
            "Jira": "Export with the column Status.",
            "Excel": "Fill the column Status.",
        },
        status_missing,
    ),
    Check(
        "done_but_flagged",
        AREA,
        "Done, still flagged as blocked",
        "low",
        "Counts of blocked work are too high.",
        {"Jira": "Remove the flag; a rule can do it on the way to done."},
        done_but_flagged,
    ),
    Check(
        "done_with_hours_left",
        AREA,
        "Done with hours left to do",
        "medium",
        "A burn-down in hours does not come down.",
        {
            "Jira": "Set the remaining estimate to 0 in the transition to done.",
            "Excel": "Empty the remaining estimate of done rows.",
        },
        done_with_hours_left,
    ),
)
