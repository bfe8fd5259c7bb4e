"""Checks of work items: dates that contradict each other, work nobody moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.quality.finding import (
    Check,
    Finding,
    days,
    found,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Work items"
STALE_DAYS = 30
"""Work in progress that nobody has touched for longer is stale."""


def done_without_date(known: Material) -> Finding:
    """Find done items of which no resolution date is known."""
    items = known.done_items
    wrong = items["resolved_at"].isna()
    undated = wrong & items["done_day"].isna()
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: rows["done_day"].map(
            lambda day: (
                "done, nobody knows when"
                if pd.isna(day)
                else f"done on {day:%Y-%m-%d} by the change log"
            )
        ),
        effect=known.moves(
            "Done",
            -known.size_of(
                undated.reindex(known.items.index, fill_value=False), is_done=True
            ),
            0.0,
            "what has no day counts as done from the beginning, and in no sprint",
        ),
    )


def resolved_not_done(known: Material) -> Finding:
    """Find items with a resolution date in a status that is not done."""
    items = known.open_items
    wrong = items["resolved_at"].notna()
    size = float(items.loc[wrong & items["counts"], "size"].sum())
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: (
            "resolved on "
            + days(rows["resolved_day"])
            + ", status "
            + rows["status"].fillna("missing")
        ),
        effect=known.moves("Left", -size, 0.0, "if all of them are done"),
    )


def finished_before_created(known: Material) -> Finding:
    """Find items that were resolved or done before they were created."""
    items = known.items
    finish = items["resolved_at"].fillna(items["done_at"])
    return found(
        "issue",
        items,
        finish < items["created_at"],
        subject="issue_key",
        detail=lambda rows: (
            "created on "
            + days(rows["created_day"])
            + ", finished on "
            + days(rows["resolved_day"].fillna(rows["done_day"]))
        ),
    )


def finished_in_future(known: Material) -> Finding:
    """Find items resolved or done on a day of which the file cannot know."""
    items = known.items
    finish = items["resolved_day"].fillna(items["done_day"])
    wrong = finish >= known.future
    size = known.size_of(wrong, is_done=True)
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: (
            "finished on " + days(rows["resolved_day"].fillna(rows["done_day"]))
        ),
        effect=known.moves("Done", -size, 0.0, "if none of them is done yet"),
    )


def created_unknown(known: Material) -> Finding:
    """Find items without a creation date."""
    items = known.items
    return found("issue", items, items["created_at"].isna(), subject="issue_key")


def due_before_created(known: Material) -> Finding:
    """Find items that were due before they were created."""
    items = known.items
    return found(
        "issue",
        items,
        items["due_on"] < items["created_day"],
        subject="issue_key",
        detail=lambda rows: (
            "due on "
            + days(rows["due_on"])
            + ", created on "
            + days(rows["created_day"])
        ),
    )


def open_past_due(known: Material) -> Finding:
    """Find open items whose due date is before the status date."""
    items = known.open_items
    return found(
        "issue",
        items,
        items["due_on"] < pd.Timestamp(known.as_of),
        subject="issue_key",
        detail=lambda rows: "due on " + days(rows["due_on"]),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "done_without_date",
        AREA,
        "Done without a resolution date",
        "high",
        "Without a day, finished work is in no sprint, so pace and burn-down are off.",
        {
            "Jira": "Set the resolution in the transition to the done status (a post "
            "function), or export with the change log, which knows the day.",
            "Excel": "Fill the column Resolved of the done rows.",
        },
        done_without_date,
    ),
    Check(
        "resolved_not_done",
        AREA,
        "Resolved, but not in a done status",
        "high",
        "Either the work is done and counts as left, or it was reopened and still "
        "looks finished.",
        {
            "Jira": "Clear the resolution when an item is reopened (a post function), "
            "or move the item to its done status.",
            "Steerco": "If the status means done, say so in Settings, Statuses.",
        },
        resolved_not_done,
    ),
    Check(
        "finished_before_created",
        AREA,
        "Finished before it was created",
        "medium",
        "How long work takes comes out negative, and averages with it.",
        {
            "Jira": "Items brought over from another tool have the day of the import "
            "as created: bring the first date over as well.",
            "Excel": "Swap or correct Created and Resolved.",
        },
        finished_before_created,
    ),
    Check(
        "finished_in_future",
        AREA,
        "Finished in the future",
        "high",
        "Work counts as done on a day that has not come.",
        {
            "Jira": "Correct the resolution date, or the clock of the import that set "
            "it.",
            "Excel": "Correct the date; day and month may be swapped.",
        },
        finished_in_future,
    ),
    Check(
        "created_unknown",
        AREA,
        "Without a creation date",
        "medium",
        "Nobody can tell when the work came into scope.",
        {
            "Jira": "Export with all fields, so that Created is a column.",
            "Excel": "Fill the column Created.",
        },
        created_unknown,
    ),
    Check(
        "due_before_created",
        AREA,
        "Due before it was created",
        "low",
        "The due date was copied or mistyped, so lists of late work mislead.",
        {"Jira": "Correct the due date.", "Excel": "Correct the column Due."},
        due_before_created,
    ),
    Check(
        "open_past_due",
        AREA,
        "Open past the due date",
        "medium",
        "Either the work is late or the date no longer means anything.",
        {
            "Jira": "Agree a new due date, close the item, or empty the field.",
            "Excel": "Correct Due or Status.",
        },
        open_past_due,
    ),
)
