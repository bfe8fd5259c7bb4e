"""The lists of one sprint: completed, not completed, taken out, done elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.count_rules import undefined
from analytics.metrics.scope import basis_of

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.scope import Frame, Unit

LISTS = {
    "completed": "Completed",
    "not_completed": "Not completed",
    "removed": "Taken out",
    "completed_outside": "Completed outside the sprint",
}
ROWS = ("list", "issue_key", "initial", "final", "is_added", "is_subtask")
FORMULA = (
    "Each item that was in the sprint is on exactly one list, with its estimate when "
    "it was first in and at the end."
)


@dataclass(frozen=True, slots=True, eq=False)
class SprintReport:
    """The lists of one sprint with their sums.

    Attributes:
        frame: The sprint.
        unit: points, items or hours.
        as_of: Last day that may be known.
        rows: One row per item: list, issue_key, initial, final, is_added, is_subtask.
        sums: Per list: items, initial, final.
        listed: All initial estimates added up; not the commitment.
        added: The initial estimates of what came in after the start.
        commitment: listed - added.
        why: The reason where there is no report.
        basis: Rows used.
    """

    frame: Frame
    unit: Unit
    as_of: date
    rows: pd.DataFrame
    sums: pd.DataFrame
    listed: float | None
    added: float | None
    commitment: float | None
    basis: Basis
    why: str = ""


def sprint_report(
    items: pd.DataFrame, *, frame: Frame, unit: Unit, as_of: date
) -> SprintReport:
    """Put every item of a sprint on one list, as Jira's sprint report does.

    Completed: in the sprint and done when it ended, and finished inside. Completed
    outside: done and in it when it ended, but finished before or elsewhere. Taken out:
    not in it any more. The rest is not completed. `initial` is the estimate at the
    start, or on entry for what was added later; `final` that of the end.

        commitment = sum of all initial estimates - those of what was added later

    Adding up the lists alone is not the commitment: a published case shows 109 of
    which 35 were added, so 74. In points, items or hours; sub-tasks are listed where
    the project counts them. Undefined (with the reason) for anything but a begun sprint
    with a change log.

    Source: Atlassian community, "Sprint report commitment"; Atlassian, sprint report.

    >>> listed, added = 109, 35
    >>> listed - added
    74

    Args:
        items: What `sprint_items` returns, of the items that count.
        frame: The sprint.
        unit: What was counted.
        as_of: Last day that may be known.
    """
    why = undefined(frame, items, unit, as_of)
    used = items[: 0 if why else None]
    rows = _rows(used)
    listed = None if why else float(rows["initial"].sum())
    added = None if why else float(rows.loc[rows["is_added"], "initial"].sum())
    return SprintReport(
        frame=frame,
        unit=unit,
        as_of=as_of,
        rows=rows,
        sums=_sums(rows),
        listed=listed,
        added=added,
        commitment=None if listed is None or added is None else listed - added,
        basis=basis_of(FORMULA, used, used[:0], why="", rests_on=frame.evidence),
        why=why,
    )


def _rows(items: pd.DataFrame) -> pd.DataFrame:
    is_done = items["done_at_end"].to_numpy()
    named = np.select(
        [
            ~items["in_at_end"].to_numpy(),
            is_done & items["finished_here"].to_numpy(),
            is_done,
        ],
        ["removed", "completed", "completed_outside"],
        "not_completed",
    )
    return pd.DataFrame(
        {
            "list": named,
            "issue_key": items["issue_key"].to_numpy(),
            "initial": items["at_entry"].to_numpy(),
            "final": items["at_end"].to_numpy(),
            "is_added": ~items["in_at_start"].to_numpy(),
            "is_subtask": items["is_subtask"].to_numpy(),
        },
        columns=list(ROWS),
    )


def _sums(rows: pd.DataFrame) -> pd.DataFrame:
    groups = rows.groupby("list")
    sums = groups[["initial", "final"]].sum()
    sums.insert(0, "items", groups.size())
    return sums.reindex(list(LISTS), fill_value=0).rename_axis("list").reset_index()
