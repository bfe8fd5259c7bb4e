"""Checks of sprints: dates, overlaps, and work in the wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import key
from analytics.metrics.quality.finding import Check, Finding, days, found

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Sprints"


def orphan_sprint(known: Material) -> Finding:
    """Find items in a sprint that is only a name: no file and no setting dates it."""
    sprints = known.sprints
    undated = sprints["version_id"].isna() & sprints["start_day"].isna()
    named = _items_in(known, sprints[undated])
    return _in_one_of(known.items, named)


def sprint_without_dates(known: Material) -> Finding:
    """Find sprints of the files without a start or an end; future ones apart."""
    sprints = _stored(known)
    sprints = sprints[~key(sprints["state"]).eq("future")]
    undated = sprints["start_day"].isna() | sprints["end_before"].isna()
    return found("sprint", sprints, undated, subject="name")


def sprint_backwards(known: Material) -> Finding:
    """Find sprints that end before they start."""
    sprints = _stored(known)
    return found(
        "sprint",
        sprints,
        sprints["end_before"] <= sprints["start_day"],
        subject="name",
        detail=_span,
    )


def sprints_overlap(known: Material) -> Finding:
    """Find sprints of a board that start before an earlier one of it is over.

    A sprint is over with its planned end, or on the day it was closed before it. The
    next one may start on the same day.
    """
    sprints = _stored(known)
    dated = sprints.dropna(subset=["start_day", "end_before"])
    dated = dated.sort_values(["start_day", "end_before", "sprint_id"])
    last = (dated["end_before"] - pd.Timedelta(days=1)).clip(
        upper=dated["complete_day"].fillna(pd.Timestamp.max.normalize())
    )
    board = dated["board_number"].fillna("")
    latest = last.groupby(board).cummax().groupby(board).shift()
    return found(
        "sprint",
        dated,
        dated["start_day"] < latest,
        subject="name",
        detail=lambda rows: (
            _span(rows) + ", an earlier one is over on " + days(latest[rows.index])
        ),
    )


def in_two_running_sprints(known: Material) -> Finding:
    """Find open items that are in two sprints which both run on the status date."""
    items = known.open_items
    rows = known.memberships
    rows = rows[rows["sprint_id"].isin(_running(known)["sprint_id"])]
    counts = rows.drop_duplicates().groupby("issue_key").size()
    return found(
        "issue",
        items,
        items["issue_key"].map(counts).astype("float64") > 1,
        subject="issue_key",
        detail="in two running sprints",
    )


def done_in_future_sprint(known: Material) -> Finding:
    """Find done items in a sprint that starts only after the status date."""
    sprints = known.sprints
    ahead = sprints["start_day"].ge(known.end) | (
        key(sprints["state"]).eq("future") & sprints["start_day"].isna()
    )
    named = _items_in(known, sprints[ahead])
    return _in_one_of(known.done_items, named)


def sprint_not_closed(known: Material) -> Finding:
    """Find sprints still active after the day of their planned end."""
    sprints = _stored(known)
    sprints = sprints[key(sprints["state"]).eq("active")]
    over = sprints["end_before"] <= pd.Timestamp(known.as_of)
    return found("sprint", sprints, over, subject="name", detail=_span)


def closed_without_day(known: Material) -> Finding:
    """Find closed sprints without the day on which they were closed."""
    sprints = _stored(known)
    sprints = sprints[key(sprints["state"]).eq("closed")]
    undated = sprints["complete_day"].isna()
    return found("sprint", sprints, undated, subject="name", detail=_span)


def sprint_named_twice(known: Material) -> Finding:
    """Find sprints with the name of another sprint of the same board."""
    sprints = _stored(known)
    names = pd.DataFrame(
        {"name": key(sprints["name"]), "board": sprints["board_number"].fillna("")}
    )
    again = names.duplicated() & names["name"].ne("")
    return found("sprint", sprints, again, subject="name", detail=_span)


def _stored(known: Material) -> pd.DataFrame:
    """Return the sprints that a file describes; others are only names."""
    return known.sprints[known.sprints["version_id"].notna()]


def _running(known: Material) -> pd.DataFrame:
    sprints = known.sprints
    begun = sprints["start_day"] < known.end
    over = sprints["complete_day"] < known.end
    state = key(sprints["state"])
    ended = (
        state.eq("closed")
        | over
        | (state.eq("") & (sprints["end_before"] <= pd.Timestamp(known.as_of)))
    )
    return sprints[begun & ~ended & ~state.eq("future")]


def _items_in(known: Material, sprints: pd.DataFrame) -> pd.Series:
    """Return the names of these sprints by the items that are in one."""
    names = sprints.set_index("sprint_id")["name"].fillna("a sprint without a name")
    rows = known.memberships
    rows = rows[rows["sprint_id"].isin(names.index)]
    held = rows.drop_duplicates("issue_key").set_index("issue_key")["sprint_id"]
    return held.map(names)


def _in_one_of(items: pd.DataFrame, named: pd.Series) -> Finding:
    sprint = items["issue_key"].map(named)
    return found(
        "issue",
        items,
        sprint.notna(),
        subject="issue_key",
        detail=lambda rows: "in " + sprint[rows.index].astype("str"),
    )


def _span(rows: pd.DataFrame) -> pd.Series:
    last = rows["end_before"] - pd.Timedelta(days=1)
    return days(rows["start_day"]) + " to " + days(last)


CHECKS: tuple[Check, ...] = (
    Check(
        "orphan_sprint",
        AREA,
        "In a sprint that nobody has dated",
        "high",
        "The sprint has no burn-down and is no part of the pace.",
        {
            "Jira": "Export the board's sprints too (REST: board, sprints), or export "
            "the issues as JSON.",
            "Steerco": "Type the dates in Settings, Sprints.",
        },
        orphan_sprint,
    ),
    Check(
        "sprint_without_dates",
        AREA,
        "Sprint without a start or an end",
        "high",
        "It has no burn-down and is no part of the pace.",
        {
            "Jira": "Set both dates of the sprint on the board.",
            "Excel": "Fill Start and End.",
            "Steerco": "Type the dates in Settings, Sprints.",
        },
        sprint_without_dates,
    ),
    Check(
        "sprint_backwards",
        AREA,
        "Sprint that ends before it starts",
        "high",
        "Nothing can be measured inside it.",
        {"Jira": "Correct its dates.", "Excel": "Swap Start and End."},
        sprint_backwards,
    ),
    Check(
        "sprints_overlap",
        AREA,
        "Sprints of one board that overlap",
        "low",
        "Two sprints share the team's days, so pace per sprint misleads.",
        {
            "Jira": "Correct the dates; give teams that work side by side a board "
            "each.",
            "Excel": "Correct Start and End.",
        },
        sprints_overlap,
    ),
    Check(
        "in_two_running_sprints",
        AREA,
        "In two running sprints",
        "medium",
        "The work counts as left in both.",
        {"Jira": "Remove it from one of them.", "Excel": "Leave one sprint."},
        in_two_running_sprints,
    ),
    Check(
        "done_in_future_sprint",
        AREA,
        "Done, but planned for a sprint to come",
        "medium",
        "The next sprint looks begun, and this one slower than it was.",
        {"Jira": "Move it to the sprint in which it was done."},
        done_in_future_sprint,
    ),
    Check(
        "sprint_not_closed",
        AREA,
        "Sprint over, but not closed",
        "medium",
        "It is no part of the pace until it is closed.",
        {"Jira": "Complete the sprint on the board."},
        sprint_not_closed,
    ),
    Check(
        "closed_without_day",
        AREA,
        "Closed sprint without the day of its closing",
        "low",
        "Its planned end stands in; what was done late may count or not.",
        {
            "Jira": "Export the sprint by REST, which has completeDate.",
            "Excel": "Fill the column Complete.",
        },
        closed_without_day,
    ),
    Check(
        "sprint_named_twice",
        AREA,
        "Two sprints of one name",
        "low",
        "A CSV knows sprints by name only, so their work is mixed.",
        {"Jira": "Rename one of them.", "Excel": "Rename one of them."},
        sprint_named_twice,
    ),
)
