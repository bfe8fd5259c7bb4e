"""Closed sprints stay as they stood; what was changed later is shown beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.commitment import closed_sprints
from analytics.metrics.scope import basis_of
from analytics.metrics.sprint_table import sprint_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.scope import Frame, Unit

FIGURES = ("commitment", "added", "removed", "re_estimated", "completed")
ROWS = (
    *("frame_id", "name", "closed", "day", "earliest", "issue_key", "ledger"),
    *("amount", "done_amount", "author"),
)
FORMULA = (
    "Figures of a sprint as they stood when it closed; every later change of what it "
    "held or had completed is a correction with its own day."
)
NONE_CLOSED = "No sprint is closed yet."


@dataclass(frozen=True, slots=True, eq=False)
class Corrections:
    """Closed sprints and what was changed after they were closed.

    Attributes:
        unit: points, items or hours.
        as_of: Last day that may be known.
        sprints: One row per closed sprint, oldest first: frame_id, name, closed,
            commitment, added, removed, re_estimated, completed (as they stood at the
            close), corrections (how many), held_since and completed_since (their sums),
            completed_now (completed + completed_since). NaN is undefined.
        rows: One row per correction, oldest first: frame_id, name, closed, day,
            earliest, issue_key, ledger, amount (change of what it held), done_amount
            (change of what it completed), author (missing where nobody is named).
        basis: Rows used.
        why: The reason where there is nothing.
    """

    unit: Unit
    as_of: date
    sprints: pd.DataFrame
    rows: pd.DataFrame
    basis: Basis
    why: str = ""


def corrections(
    deltas: pd.DataFrame,
    late: pd.DataFrame,
    *,
    frames: Sequence[Frame],
    unit: Unit,
    as_of: date,
    authors: Mapping[int, str],
) -> Corrections:
    """Show the figures of closed sprints as they stood, and later edits beside them.

    A closed period is immutable: commitment, added, removed, re-estimated and completed
    are those of the instant at which the sprint closed, whatever day is looked from.
    What is changed in the tracker afterwards is a dated correction: an item that the
    sprint held is taken out of it, one is put into it, and work that it completed is
    opened again, done again or estimated anew.

        completed now = completed at the close + sum of the corrections of it

    Work that was not done and goes on in another sprint corrects nothing. In points,
    items or hours. Undefined without a closed sprint.

    >>> completed_at_close, re_estimated_later = 21.0, -3.0
    >>> completed_at_close + re_estimated_later
    18.0

    Args:
        deltas: Rows of fct_scope_delta.
        late: Rows of fct_scope_correction.
        frames: The sprints of the project, closed or not.
        unit: points, items or hours.
        as_of: Last day that may be known.
        authors: Who made a change, by the version_id of the stored event.
    """
    closed = closed_sprints(frames, as_of)
    ids = [one.frame_id for one in closed]
    known = late["day"].le(pd.Timestamp(as_of)) & late["frame_id"].isin(ids)
    used = late[known & late[[unit, f"done_{unit}"]].ne(0).any(axis="columns")]
    names = pd.DataFrame(
        {
            "name": [one.name for one in closed],
            "closed": pd.Series([one.closed for one in closed], dtype="datetime64[us]"),
        }
    ).set_axis(ids)
    logged = used["version_id"].where(used["table"].eq("issue_event"))
    rows = used.rename(columns={unit: "amount", f"done_{unit}": "done_amount"})
    rows = rows.join(names, on="frame_id").assign(author=logged.map(dict(authors)))
    stood = sprint_table(deltas, frames=frames, unit=unit, as_of=as_of)
    return Corrections(
        unit=unit,
        as_of=as_of,
        sprints=_beside(stood, rows),
        rows=rows[list(ROWS)].reset_index(drop=True),
        basis=basis_of(FORMULA, used, used[:0], why="", rests_on="change log"),
        why="" if closed else NONE_CLOSED,
    )


def _beside(stood: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Put what the corrections of each sprint add up to beside its figures."""
    groups = rows.groupby("frame_id")
    sums = pd.DataFrame(
        {
            "corrections": groups.size(),
            "held_since": groups["amount"].sum(),
            "completed_since": groups["done_amount"].sum(),
        }
    )
    table = stood[["frame_id", "name", "closed", *FIGURES]].join(sums, on="frame_id")
    table = table.fillna(dict.fromkeys(sums.columns, 0))
    table["completed_now"] = table["completed"] + table["completed_since"]
    return table.astype({"corrections": "int64"})
