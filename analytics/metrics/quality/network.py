"""Checks of a schedule as a network: links, float, constraints, resources."""

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
    unchecked,
)
from analytics.metrics.quality.task_rows import (
    AREA,
    day_hours,
    task_lines,
)

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

LONG_DAYS = 44
"""DCMA: a float or a duration above so many working days is too long."""


def task_without_links(known: Material) -> Finding:
    """Find unfinished tasks without a predecessor, a successor or both (DCMA, logic).

    The first and the last task of a plan are on the list by nature.
    """
    rows, links = known.unfinished, known.table("task_link")
    before = ~rows["task_id"].isin(links["successor_id"])
    behind = ~rows["task_id"].isin(links["predecessor_id"])
    words = pd.Series("no predecessor", rows.index).mask(behind, "no successor")
    words = words.mask(before & behind, "no link at all")
    return found(
        "task",
        rows,
        before | behind,
        subject="name",
        detail=lambda odd: words[odd.index],
    )


def link_to_nowhere(known: Material) -> Finding:
    """Find links from or to a task that no file holds; links to other files apart."""
    links = known.table("task_link")
    links = links[~is_true(links["is_external"])]
    ids = known.table("task")["task_id"]
    wrong = ~links["predecessor_id"].isin(ids) | ~links["successor_id"].isin(ids)
    return _link(links, wrong)


def lead(known: Material) -> Finding:
    """Find links with a negative lag (DCMA, leads)."""
    links = known.table("task_link")
    wrong = links["lag_hours"].lt(0) | links["lag_ratio"].lt(0)
    return _link(links, wrong)


def negative_float(known: Material) -> Finding:
    """Find unfinished tasks whose total float is below 0."""
    rows = known.unfinished
    return found(
        "task",
        rows,
        rows["total_slack_hours"].lt(0),
        subject="name",
        detail=lambda odd: odd["total_slack_hours"].map("{:g} hours of float".format),
    )


def high_float(known: Material) -> Finding:
    """Find unfinished tasks with a total float above 44 working days (DCMA)."""
    rows = known.unfinished
    return found(
        "task",
        rows,
        rows["total_slack_hours"].gt(LONG_DAYS * day_hours(known, rows)),
        subject="name",
        detail=lambda odd: odd["total_slack_hours"].map("{:g} hours of float".format),
    )


def long_task(known: Material) -> Finding:
    """Find unfinished tasks longer than 44 working days (DCMA); milestones apart."""
    rows = known.unfinished[known.unfinished["task_kind"] != "milestone"]
    return found(
        "task",
        rows,
        rows["duration_hours"].gt(LONG_DAYS * day_hours(known, rows)),
        subject="name",
        detail=lambda odd: odd["duration_hours"].map("{:g} hours".format),
    )


def hard_constraint(known: Material) -> Finding:
    """Find unfinished tasks nailed to a date: mso, mfo, snlt or fnlt (DCMA)."""
    rows = known.unfinished
    return found(
        "task",
        rows,
        rows["constraint_type"].isin(["mso", "mfo", "snlt", "fnlt"]),
        subject="name",
        detail=lambda odd: (
            odd["constraint_type"].str.upper() + " " + days(odd["constraint_at"])
        ),
    )


def task_without_resource(known: Material) -> Finding:
    """Find unfinished tasks with a duration that nobody is assigned to (DCMA).

    Where the plan names no resource at all, nothing is checked.
    """
    assigned = known.table("assignment")
    rows = known.unfinished
    named = rows["resources"].map(lambda names: names is not None and len(names) > 0)
    ids = assigned.loc[~blank(assigned["resource_id"]), "task_id"]
    if not len(ids) and not named.any():
        return unchecked("task", "The plan names no resources.")
    rows = rows[rows["duration_hours"].gt(0) & rows["task_kind"].ne("milestone")]
    wrong = ~rows["task_id"].isin(ids) & ~named[rows.index].astype("bool")
    return task_lines(rows, wrong)


def _link(links: pd.DataFrame, wrong: pd.Series) -> Finding:
    return found(
        "task_link",
        links,
        wrong,
        subject="successor_id",
        detail=lambda odd: (
            "after "
            + odd["predecessor_id"].astype("object").fillna("nothing").astype("str")
        ),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "task_without_links",
        AREA,
        "Task without a predecessor or a successor",
        "medium",
        "A delay before it does not reach it, or its own reaches nothing; the first "
        "and the last task are listed by nature (DCMA: at most 5 %).",
        {
            "Microsoft Project": "Link it in the Gantt chart; every task but the ends "
            "has one before and one after.",
            "Excel": "Fill the column Predecessors.",
        },
        task_without_links,
    ),
    Check(
        "link_to_nowhere",
        AREA,
        "Link to a task that is not in the files",
        "medium",
        "What drives the task cannot be seen.",
        {
            "Microsoft Project": "Delete the link, or save the plan with its "
            "subprojects.",
            "Excel": "Correct the number in Predecessors.",
        },
        link_to_nowhere,
    ),
    Check(
        "lead",
        AREA,
        "Link with a negative lag",
        "low",
        "The plan starts before what it waits for is done (DCMA: none).",
        {"Microsoft Project": "Split the first task and link its part instead."},
        lead,
    ),
    Check(
        "negative_float",
        AREA,
        "Task with negative float",
        "medium",
        "By its own logic the plan misses a date it is nailed to (DCMA: none).",
        {"Microsoft Project": "Move the deadline or constraint, or shorten the path."},
        negative_float,
    ),
    Check(
        "high_float",
        AREA,
        f"Task with more than {LONG_DAYS} days of float",
        "low",
        "It is probably not linked to what needs it (DCMA: at most 5 %).",
        {"Microsoft Project": "Add the missing successor."},
        high_float,
    ),
    Check(
        "long_task",
        AREA,
        f"Task longer than {LONG_DAYS} days",
        "low",
        "Its progress is a guess for weeks (DCMA: at most 5 %).",
        {
            "Microsoft Project": "Break it into tasks of a reporting period each.",
            "Excel": "Break it into several rows.",
        },
        long_task,
    ),
    Check(
        "hard_constraint",
        AREA,
        "Task nailed to a date",
        "low",
        "The plan shows the wish and not the consequence (DCMA: at most 5 %).",
        {"Microsoft Project": "Use As Soon As Possible and a deadline instead."},
        hard_constraint,
    ),
    Check(
        "task_without_resource",
        AREA,
        "Task that nobody is assigned to",
        "low",
        "It is in no workload and in no cost (DCMA: resources).",
        {
            "Microsoft Project": "Assign resources in the task information.",
            "Excel": "Fill the column Resources.",
        },
        task_without_resource,
    ),
)
