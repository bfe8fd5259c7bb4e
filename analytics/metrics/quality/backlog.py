"""Checks of the backlog: estimates, parents and children, the same work twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.money import key
from analytics.metrics.quality.finding import (
    Check,
    Finding,
    blank,
    found,
    later_again,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.quality.material import Material

AREA = "Backlog"
FEW = 20
"""Of fewer estimates nobody can say which is out of the ordinary."""
FENCE = 3.0
"""Tukey's outer fence: this many interquartile ranges above the upper quartile."""
NO_POINTS = "No work item has an estimate in points; the figures count items."


def lost_subtask(known: Material) -> Finding:
    """Find sub-tasks that name no parent, or one that no file holds."""
    items = known.items[known.items["is_subtask"].astype("bool")]
    return _orphans(known, items, needs_parent=True)


def lost_parent(known: Material) -> Finding:
    """Find items below an epic or parent that no file holds; sub-tasks apart."""
    return _orphans(
        known,
        known.items[~known.items["is_subtask"].astype("bool")],
        needs_parent=False,
    )


def _orphans(known: Material, items: pd.DataFrame, *, needs_parent: bool) -> Finding:
    named = known.family.set_index("issue_key")["parent"]
    parent = items["issue_key"].map(named).astype("str")
    parent = parent.fillna(items["epic_key"].astype("str"))
    is_named = ~blank(parent)
    wrong = is_named & ~parent.isin(known.family["issue_key"])
    if needs_parent:
        wrong = wrong | ~is_named
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: ("below " + parent[rows.index].astype("str")).where(
            is_named[rows.index], "names no parent"
        ),
    )


def circular_parents(known: Material) -> Finding:
    """Find items that are, over their parents, a part of themselves."""
    family = known.family
    around = set(family["issue_key"].to_numpy()[on_cycle(family)])
    items = known.items
    return found(
        "issue",
        items,
        items["issue_key"].isin(around),
        subject="issue_key",
        detail=lambda rows: (
            "below "
            + rows["issue_key"]
            .map(family.set_index("issue_key")["parent"])
            .astype("str")
        ),
    )


def on_cycle(family: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which rows are on a circle of parents.

    Jumping twice as far each time, every row is soon as many steps up as there are
    rows; who has not reached the top by then stands on a circle.

    >>> family = pd.DataFrame({"issue_key": ["A", "B", "C"], "parent": ["B", "A", "A"]})
    >>> on_cycle(family).tolist()
    [True, True, False]
    """
    size = len(family)
    up = pd.Index(family["issue_key"]).get_indexer(pd.Index(family["parent"]))
    # The last place stands for the top, above which there is nothing.
    jump = np.append(np.where(up < 0, size, up), size)
    for _ in range(max(size, 1).bit_length()):
        jump = jump[jump]
    reached = np.zeros(size + 1, dtype=np.bool_)
    reached[jump[:size]] = True
    return reached[:size]


def open_children(known: Material) -> Finding:
    """Find done items that have an open child."""
    family = known.family
    open_ones = family[~family["is_done"].astype("bool")]
    items = known.done_items
    parents = pd.concat([open_ones["parent"], open_ones["epic_key"]]).dropna()
    counts = parents.value_counts()
    return found(
        "issue",
        items,
        items["issue_key"].isin(counts.index),
        subject="issue_key",
        detail="a part of it is open",
    )


def same_summary(known: Material) -> Finding:
    """Find items with the type and title of an earlier one; sub-tasks apart.

    Upper and lower case and spaces make no difference.
    """
    items = known.items
    items = items[items["counts"] & ~blank(items["summary"])]
    names = pd.DataFrame({"name": key(items["summary"]), "type": items["issue_type"]})
    wrong = later_again(names, names["name"] != "")
    size = float(items.loc[wrong & ~items["is_done"], "size"].sum())
    return found(
        "issue",
        items,
        wrong,
        subject="issue_key",
        detail=lambda rows: rows["summary"].astype("str"),
        effect=known.moves("Left", -size, 0.0, "if all of them are there twice"),
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "lost_subtask",
        AREA,
        "Sub-task whose parent is not in the files",
        "medium",
        "The work is in no story, so it counts nowhere.",
        {
            "Jira": "Export the parents as well: widen the filter to the whole "
            "project.",
            "Excel": "Fill the column Parent.",
        },
        lost_subtask,
    ),
    Check(
        "lost_parent",
        AREA,
        "Part of something that is not in the files",
        "low",
        "Figures by epic miss the name and the rest of the epic.",
        {
            "Jira": "Export the epics as well; they may be in another project.",
            "Azure DevOps": "Query the whole tree of work items.",
        },
        lost_parent,
    ),
    Check(
        "circular_parents",
        AREA,
        "Part of itself",
        "medium",
        "Items that are each other's parent count through each other.",
        {"Jira": "Take the parent off one of them.", "Excel": "Correct Parent."},
        circular_parents,
    ),
    Check(
        "open_children",
        AREA,
        "Done, but a part of it is open",
        "medium",
        "It looks finished while work is still to be done.",
        {
            "Jira": "Close the parts or reopen the whole; a condition of the "
            "transition can ask for closed sub-tasks.",
        },
        open_children,
    ),
    Check(
        "same_summary",
        AREA,
        "The same title twice",
        "high",
        "Work that is entered twice is planned twice.",
        {
            "Jira": "Close one as a duplicate and link the two.",
            "Excel": "Delete one of the rows.",
        },
        same_summary,
    ),
)
