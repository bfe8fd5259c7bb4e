"""Items that one sprint handed on to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.scope import basis_of

if TYPE_CHECKING:
    import pandas as pd

    from analytics.metrics.basis import Basis

ROWS = ("issue_key", "sprints", "carried", "is_done", "points")
FORMULA = "Times carried over = sprints that an item was put in - 1."
NO_SPRINT = "No item names a sprint. Upload an export with its Sprint column."


@dataclass(frozen=True, slots=True, eq=False)
class CarryOver:
    """How often work was handed on.

    Attributes:
        in_sprints: Items that were ever put in a sprint.
        items: Items in more than one; None where no item names a sprint.
        times: How often they were carried over, added up.
        open_items: Those of them that are not done.
        rows: One row per item carried over: issue_key, sprints, carried, is_done,
            points; the most often carried first.
        why: The reason where the figures are None.
        basis: Rows used.
    """

    in_sprints: int
    items: int | None
    times: int | None
    open_items: int | None
    rows: pd.DataFrame
    basis: Basis
    why: str = ""


def carry_over(issues: pd.DataFrame) -> CarryOver:
    """Count the items that were in two sprints or more.

        times carried over = number of sprints of the item - 1

    in items, from the Sprint values as they stand today: exact for who was in which
    sprint, silent on when; a change log is not needed. Sprints that start after
    the as-of day are left out by the caller. None where no item names a sprint.

    Source: charlietanksley/sprint-reports; Jira repeats the column Sprint once per
    sprint, left to right.

    >>> sprints = ["Sprint 1", "Sprint 2", "Sprint 4"]
    >>> len(sprints) - 1
    2

    Args:
        issues: issue_key, version_id, is_done, points, sprints (lists of ids).
    """
    number = issues["sprints"].map(lambda ids: len(set(ids))).astype("int64")
    used = issues[number > 0].assign(table="issue", sprints=number[number > 0])
    rows = used.assign(carried=used["sprints"] - 1)
    rows = rows[rows["carried"] > 0].sort_values(
        ["carried", "issue_key"], ascending=[False, True], ignore_index=True
    )
    is_known = len(used) > 0
    is_done = rows["is_done"].to_numpy(dtype=np.bool_)
    return CarryOver(
        in_sprints=len(used),
        items=len(rows) if is_known else None,
        times=int(rows["carried"].sum()) if is_known else None,
        open_items=int((~is_done).sum()) if is_known else None,
        rows=rows[list(ROWS)],
        basis=basis_of(FORMULA, used, used[:0], why="", rests_on="the files as loaded"),
        why="" if is_known else NO_SPRINT,
    )
