"""Which item reached which column on which day: what every flow metric rests on.

An item has reached a column on the day on which it first entered it or a later one.
Moving back takes nothing away, a skipped column is reached with the next one. So the
days of one item never fall from left to right, and a day that is over never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.flow.day_numbers import NEVER, day_number, day_numbers

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from analytics.metrics.flow.columns import Workflow
    from analytics.metrics.flow.day_numbers import Days

    Mask = NDArray[np.bool_]

LOGGED = "change log"
RECONSTRUCTED = "reconstructed"
NO_ITEMS = "There are no work items yet."
NO_LOG = (
    "None of the items has a change log. Upload an export with its change log (JSON)."
)
WITHOUT_LOG = "it has no change log: when it was in which column is not known"
BACKWARDS = "its changes are out of order: one came before it was created"
NO_STATUS = "the day it was created or its status is not known"


@dataclass(frozen=True, eq=False)
class Flow:
    """The items of a project on their way through its columns.

    Attributes:
        workflow: The columns.
        items: Items with a change log, one row each, in order of their keys.
        reached: Per item (row) and column the day it was reached, in days since 1970.
        spans: Visits of these items in order: item (its row), stage, entered, at,
            until, table, version_id, status.
        unlogged: Items without a change log: created_day, done_day.
        left_out: Items that no figure of this flow counts, with the reason.
    """

    workflow: Workflow
    items: pd.DataFrame
    reached: Days
    spans: pd.DataFrame
    unlogged: pd.DataFrame
    left_out: pd.DataFrame = field(repr=False)

    @property
    def created(self) -> Days:
        """The day each item came in."""
        return self.reached[:, 0]

    @property
    def started(self) -> Days:
        """The day work on each item began."""
        place = self.workflow.started
        if place is None:
            return np.full(len(self.items), NEVER, dtype=np.int64)
        return self.reached[:, place]

    @property
    def finished(self) -> Days:
        """The day each item was first done."""
        return self.reached[:, self.workflow.done]

    @property
    def evidence(self) -> str:
        """What the figures rest on."""
        return LOGGED if len(self.items) or not len(self.unlogged) else RECONSTRUCTED

    @property
    def why_none(self) -> str:
        """Why there is nothing to say about columns, an empty text where there is."""
        if len(self.items):
            return ""
        return NO_LOG if len(self.unlogged) else NO_ITEMS

    @cached_property
    def _firsts(self) -> Days:
        return np.flatnonzero(_is_first(self.spans["item"].to_numpy()))

    def first_visit(self, stage: int) -> Days:
        """Return the row of each item's first visit to a column or a later one.

        -1 where there was none.
        """
        found = self.spans["stage"].to_numpy() >= stage
        if not len(found):
            return np.zeros(0, dtype=np.int64)
        rows = np.where(found, np.arange(len(found)), NEVER)
        first = np.minimum.reduceat(rows, self._firsts)
        return np.where(first < NEVER, first, -1)

    def standing(self, as_of: date) -> Standing:
        """Return where each item stands at the end of a day."""
        day = day_number(as_of)
        entered = self.spans["entered"].to_numpy()
        place = np.arange(len(entered))
        stage = self.spans["stage"].to_numpy()
        known = entered <= day
        if not len(entered):
            empty = np.zeros(0, dtype=np.int64)
            return Standing(empty, empty, empty)
        done = stage == self.workflow.done
        finishes = done & known & ~_shifted(done, self._firsts)
        last = np.maximum.reduceat(np.where(known, place, -1), self._firsts)
        return Standing(
            np.where(last >= 0, stage[last], -1),
            np.maximum.reduceat(np.where(finishes, place, -1), self._firsts),
            np.add.reduceat(finishes.astype(np.int64), self._firsts),
        )

    def basis(
        self,
        formula: str,
        counted: Mask,
        out: str,
        *,
        unlogged: Mask | None = None,
    ) -> Basis:
        """Return the rows behind a figure and those left out of it.

        Args:
            formula: What is measured, in words.
            counted: Which items it counts.
            out: Why it does not count the others.
            unlogged: Which items without a change log it counts; None where it can
                count none of them.
        """
        inside = counted[self.spans["item"].to_numpy(dtype=np.int64)]
        rows = self.spans[inside]
        others = np.zeros(len(self.unlogged), dtype=bool)
        others = others if unlogged is None else unlogged
        taken = (self.items[counted], self.unlogged[others])
        ids = np.concatenate([part["version_id"].to_numpy() for part in taken])
        logged = rows.loc[rows["table"] == "issue_event", "version_id"].to_numpy()
        gone = [
            left_out("issue", self.items[~counted], "issue_key", out),
            left_out(
                "issue",
                self.unlogged[~others],
                "issue_key",
                WITHOUT_LOG if unlogged is None else out,
            ),
            self.left_out,
        ]
        gone = [part for part in gone if len(part)]
        return Basis(
            formula,
            {k: v for k, v in {"issue": ids, "issue_event": logged}.items() if len(v)},
            pd.concat(gone, ignore_index=True) if gone else nothing_left_out(),
            self.evidence,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where items stand at the end of a day.

    Attributes:
        stage: Column of the last known visit, -1 for items not yet created.
        last_finish: Row of the visit with which each was last done, -1 for never.
        finishes: How often each became done.
    """

    stage: Days
    last_finish: Days
    finishes: Days


def read_flow(issues: pd.DataFrame, spans: pd.DataFrame, workflow: Workflow) -> Flow:
    """Work out which item reached which column when.

    Sub-tasks count through their parent, epics with children through these: both are
    not items of their own. Items without a change log are kept apart; items whose
    changes contradict their creation are left out and listed.

    Args:
        issues: fct_issue: issue_key, version_id, has_log, is_subtask, is_container,
            created_day, done_day and what is shown of an item.
        spans: fct_status_span of them.
        workflow: The columns of the statuses.
    """
    own = issues[~issues["is_subtask"].astype("bool")]
    own = own[~own["is_container"].astype("bool")].sort_values("issue_key")
    has_log = own["has_log"].astype("bool")
    logged, unlogged = own[has_log], own[~has_log].reset_index(drop=True)
    spans = spans.sort_values(["issue_key", "visit"], kind="stable")
    known = logged["issue_key"].isin(spans["issue_key"])
    wrong = spans.loc[spans["left_at"] < spans["entered_at"], "issue_key"]
    right = ~logged["issue_key"].isin(wrong)
    items = logged[known & right].reset_index(drop=True)
    table = _table(spans[spans["issue_key"].isin(items["issue_key"])], items, workflow)
    parts = [
        left_out("issue", logged[known & ~right], "issue_key", BACKWARDS),
        left_out("issue", logged[~known], "issue_key", NO_STATUS),
    ]
    parts = [part for part in parts if len(part)]
    return Flow(
        workflow,
        items,
        _reached(table, len(items), len(workflow.columns)),
        table,
        unlogged,
        pd.concat(parts, ignore_index=True) if parts else nothing_left_out(),
    )


def reached_days(item: Days, stage: Days, entered: Days, *, columns: int) -> Days:
    """Return per item and column the first day in that column or a later one.

    >>> item, stage = np.array([0, 0, 0]), np.array([0, 2, 1])
    >>> reached_days(item, stage, np.array([3, 5, 9]), columns=4)[0, :3].tolist()
    [3, 5, 5]

    Args:
        item: Row of the item of each visit, ascending.
        stage: Column of each visit.
        entered: Day of each visit.
        columns: How many columns there are.
    """
    firsts = np.flatnonzero(_is_first(item))
    reached = np.full((len(firsts), columns), NEVER, dtype=np.int64)
    for place in range(columns if len(firsts) else 0):
        days = np.where(stage >= place, entered, NEVER)
        reached[:, place] = np.minimum.reduceat(days, firsts)
    return reached


def _table(
    spans: pd.DataFrame, items: pd.DataFrame, workflow: Workflow
) -> pd.DataFrame:
    place = pd.Index(items["issue_key"]).get_indexer(pd.Index(spans["issue_key"]))
    stage = spans["status"].map(workflow.stage_of).fillna(0)
    return pd.DataFrame(
        {
            "item": place.astype(np.int64),
            "stage": stage.to_numpy(dtype=np.int64),
            "entered": day_numbers(spans["entered_day"]),
            "at": spans["entered_at"].to_numpy(dtype="datetime64[us]"),
            "until": spans["left_at"].to_numpy(dtype="datetime64[us]"),
            "status": spans["status"].to_numpy(),
            "table": spans["table"].to_numpy(),
            "version_id": spans["version_id"].to_numpy(),
        }
    )


def _reached(table: pd.DataFrame, count: int, columns: int) -> Days:
    if not count:
        return np.zeros((0, columns), dtype=np.int64)
    item, stage, entered = (
        table[name].to_numpy(dtype=np.int64) for name in ("item", "stage", "entered")
    )
    return reached_days(item, stage, entered, columns=columns)


def _is_first(item: Days) -> Mask:
    first: Mask = np.diff(item, prepend=-1) != 0
    return first


def _shifted(done: Mask, firsts: Days) -> Mask:
    """Return for each visit whether the one before it, of the same item, was done."""
    before: Mask = np.roll(done, 1)
    before[firsts] = False
    return before
