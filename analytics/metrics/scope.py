"""The scope ledgers: what every change of scope and progress is booked as.

One row of the warehouse's `fct_scope_delta` is one change of one issue inside one
frame. Summing them gives what is left and what is done at any instant; keeping the
ledgers apart tells scope change from progress.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.errors import SteercoError
from analytics.metrics.basis import Basis, left_out, nothing_left_out

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Unit = Literal["points", "items", "hours"]
Kind = Literal["sprint", "release", "epic", "label", "project"]
Evidence = Literal["change log", "between uploads", "reconstructed"]

LEDGERS = ("initial", "added", "removed", "re_estimated", "completed", "reopened")
SIGNS = (1, 1, -1, 1, -1, 1)
"""How a ledger enters what is left; ledgers themselves are shown positive."""
TABLES = ("issue", "issue_event")
"""Where the rows that a change rests on are stored."""
LONGEST = timedelta(days=50 * 366)
TOLERANCE = 1e-6
DIGITS = 9
"""Sums are cut here, so that 0.1 + 0.2 - 0.3 is nothing left."""


class LedgerMismatchError(SteercoError):
    """The ledgers of a frame contradict each other, so no line may be drawn."""

    def __init__(self, name: str, day: date, what: str) -> None:
        """Say where they stop adding up."""
        super().__init__(
            f"{name}: the scope ledgers do not add up on {long_day(day)} ({what}). "
            "Nothing is drawn from them. Import the issues again."
        )
        self.day = day


@dataclass(frozen=True, slots=True)
class Frame:
    """Work that has a scope: a sprint, a release, an epic, a label or the project.

    Attributes:
        frame_id: Its id in the ledgers.
        kind: What it is.
        name: What people call it.
        start: Its first day; for releases and projects the day to look from.
        end: Its planned end, the first day after it.
        closed: The day it was closed, where it was.
        evidence: What the ledgers rest on.
        known_from: The day of the first upload, where it rests on several.
        start_after: The last upload not after the start; `start_before` the first
            not before it.
    """

    frame_id: str
    kind: Kind
    name: str
    start: date | None
    end: date | None = None
    closed: date | None = None
    evidence: Evidence = "change log"
    known_from: date | None = None
    start_after: date | None = None
    start_before: date | None = None

    @property
    def knows_opening(self) -> bool:
        """Whether it is known what it held at its start.

        A change log tells it, and so does an upload of the day of the start.
        """
        if self.evidence == "between uploads":
            return self.start is not None and self.start == self.start_after
        return self.evidence == "change log"

    def until(self, as_of: date) -> date:
        """Return the last day that counts: `as_of`, or the close if that is earlier."""
        return min(as_of, self.closed) if self.closed else as_of

    def is_closed(self, as_of: date) -> bool:
        """Say whether it was closed by the end of `as_of`."""
        return self.closed is not None and self.closed <= as_of


def long_day(day: date) -> str:
    """Return a day as people write it.

    >>> from datetime import date
    >>> long_day(date(2026, 3, 5))
    '5 March 2026'
    """
    return f"{day.day} {day:%B %Y}"


def numbers(rows: pd.DataFrame, column: str) -> Floats:
    """Return a column of changes; no estimate counts as nothing."""
    values: Floats = rows[column].to_numpy(dtype=np.float64, na_value=0.0)
    return values


def tidy(sums: Floats) -> Floats:
    """Remove the dust that adding fractions leaves behind; no negative zero."""
    rounded: Floats = np.round(sums, DIGITS) + 0.0
    return rounded


def split(
    deltas: pd.DataFrame, frame: Frame, as_of: date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the frame known by its last day that counts, and the later."""
    own = (deltas["frame_id"] == frame.frame_id).to_numpy()
    known = (deltas["day"] <= pd.Timestamp(frame.until(as_of))).to_numpy()
    used, later = own & known, own & ~known
    return (deltas if used.all() else deltas[used]), deltas[later]


NO_START = "It has no start date. Type it in the project settings."
NO_DAYS = (
    "None of its items has a day of creation, so nothing can be drawn over time. "
    "Export the field Created as well."
)


def undefined(frame: Frame, used: pd.DataFrame, unit: Unit, as_of: date) -> str:
    """Return why nothing can be measured, or an empty text.

    Items without a single estimate do not add up to zero points: there is no sum.
    """
    if frame.start is None:
        return NO_DAYS if frame.kind == "project" else NO_START
    if as_of < frame.start:
        return f"It starts on {long_day(frame.start)}, after {long_day(as_of)}."
    if frame.until(as_of) < frame.start:
        return f"It was closed before its start on {long_day(frame.start)}."
    if max(frame.until(as_of), frame.end or as_of) - frame.start > LONGEST:
        return "It spans more than 50 years. Check its dates."
    return _nothing_to_add_up(used, unit)


def _nothing_to_add_up(used: pd.DataFrame, unit: Unit) -> str:
    if not len(used):
        return "No issue was in it by then."
    if unit == "items" or used[[unit, f"done_{unit}"]].any(axis=None):
        return ""
    return no_estimates(used["issue_key"].nunique(), unit)


def no_estimates(items: int, unit: Unit) -> str:
    """Say that nothing is estimated in a unit, and what can be counted instead.

    >>> no_estimates(1, "points")
    'Its only item has no estimate in points. Count items: choose the unit items.'
    """
    whose = (
        "Its only item has no" if items == 1 else f"None of its {items:,} items has an"
    )
    return f"{whose} estimate in {unit}. Count items: choose the unit items."


def basis_of(
    formula: str, used: pd.DataFrame, unused: pd.DataFrame, *, why: str, rests_on: str
) -> Basis:
    """List the stored rows that a figure rests on, and the unused ones with `why`."""
    parts = [
        left_out(table, unused[where], "issue_key", why)
        for table, where in _by_table(unused)
    ]
    return Basis(
        formula=formula,
        used={
            table: pd.unique(used["version_id"].to_numpy()[where])
            for table, where in _by_table(used)
        },
        left_out=pd.concat(parts, ignore_index=True) if parts else nothing_left_out(),
        rests_on=rests_on,
    )


def daily(
    rows: pd.DataFrame, *, frame: Frame, unit: Unit, span: pd.DatetimeIndex
) -> dict[str, Floats]:
    """Sum the ledgers of each day of `span` and what is left and done at its end.

    Rows before the span are rolled into `initial`. On every day

        remaining = initial + added - removed + re_estimated - completed + reopened

    summed from the first day on, or the ledgers are refused.

    Raises:
        LedgerMismatchError: The ledgers contradict each other.
    """
    since = (rows["day"].to_numpy() - span[0].to_datetime64()) // np.timedelta64(1, "D")
    position = np.maximum(since, 0)
    code = np.where(since < 0, 0, _ledger_of(rows))
    change, done = numbers(rows, unit), numbers(rows, f"done_{unit}")
    table = {
        name: _per_day(position, np.where(code == number, change * sign, 0.0), span)
        for number, (name, sign) in enumerate(zip(LEDGERS, SIGNS, strict=True))
    }
    remaining = _per_day(position, change, span).cumsum()
    booked = sum(table[name] * sign for name, sign in zip(LEDGERS, SIGNS, strict=True))
    _refuse_mismatch(np.cumsum(booked) - remaining, "sum", frame, span)
    completed = code == LEDGERS.index("completed")
    moved = _per_day(position, np.where(completed, np.abs(change + done), 0.0), span)
    _refuse_mismatch(moved, "completing work changed the scope", frame, span)
    table["remaining"] = remaining
    table["done"] = _per_day(position, done, span).cumsum()
    table["scope"] = table["remaining"] + table["done"]
    return {name: tidy(values) for name, values in table.items()}


def open_without_estimate(
    rows: pd.DataFrame, *, frame: Frame, unit: Unit, day: date
) -> int:
    """Count the issues open at the end of `day` whose estimate is missing or 0.

    Raises:
        LedgerMismatchError: An issue is in the frame more or less than once.
    """
    issue, keys = pd.factorize(rows["issue_key"])
    held = np.bincount(issue, numbers(rows, "items"), minlength=len(keys))
    done = np.bincount(issue, numbers(rows, "done_items"), minlength=len(keys))
    wrong = (held < 0) | (done < 0) | (held + done > 1)
    if wrong.any():
        key = keys[int(wrong.argmax())]
        raise LedgerMismatchError(
            frame.name, day, f"{key} is not in it exactly once or not at all"
        )
    value = np.bincount(issue, numbers(rows, unit), minlength=len(keys))
    return int(((held > 0) & (np.abs(value) <= TOLERANCE)).sum())


def done_before(rows: pd.DataFrame, *, unit: Unit, start: date) -> float:
    """Sum what was done in the frame before `start`."""
    before = rows[(rows["day"] < pd.Timestamp(start)).to_numpy()]
    return float(tidy(numbers(before, f"done_{unit}").sum(keepdims=True))[0])


def scope_changes(
    deltas: pd.DataFrame, *, frame: Frame, unit: Unit, as_of: date
) -> pd.DataFrame:
    """List each change of scope after the start, oldest first.

    Returns:
        day, earliest (the first day on which it can have happened, where it lies
        between two uploads), at, issue_key, ledger (added, removed, re_estimated),
        version_id and table (the stored row), amount (signed
        change of what is left) and done_amount (of what is done). Empty where the
        frame has no start or rests on one file without a change log. Of several
        uploads it is what came after the first of them.
    """
    rows = split(deltas, frame, as_of)[0]
    rows = rows[rows["ledger"].isin(("added", "removed", "re_estimated"))]
    if frame.start is None or frame.evidence == "reconstructed":
        rows = rows[:0]
    else:
        since = frame.start
        if frame.known_from and not frame.knows_opening:
            since = max(since, frame.known_from + timedelta(days=1))
        rows = rows[rows["day"] >= pd.Timestamp(since)]
    names = {unit: "amount", f"done_{unit}": "done_amount"}
    kept = ["day", "earliest", "at", "issue_key", "ledger", "version_id", "table"]
    table = rows.reindex(columns=[*kept, *names]).rename(columns=names)
    same = table["amount"].fillna(0).eq(0) & table["done_amount"].fillna(0).eq(0)
    table = table[~(same & table["ledger"].eq("re_estimated"))]
    return table.sort_values(["at", "issue_key"], ignore_index=True)


def _by_table(rows: pd.DataFrame) -> list[tuple[str, NDArray[np.bool_]]]:
    tables = [(name, (rows["table"] == name).to_numpy()) for name in TABLES]
    return [(name, where) for name, where in tables if where.any()]


def _ledger_of(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Number the ledgers of the rows, -1 where there is no such ledger."""
    code = np.full(len(rows), -1)
    for number, name in enumerate(LEDGERS):
        code[(rows["ledger"] == name).to_numpy()] = number
    return code


def _per_day(
    position: NDArray[np.int64], amounts: Floats, span: pd.DatetimeIndex
) -> Floats:
    sums = np.bincount(position, amounts, minlength=len(span))
    return np.asarray(sums, dtype=np.float64)


def _refuse_mismatch(
    gap: Floats, what: str, frame: Frame, span: pd.DatetimeIndex
) -> None:
    wrong = np.abs(gap) > TOLERANCE
    if wrong.any():
        day = span[int(wrong.argmax())].date()
        raise LedgerMismatchError(frame.name, day, what)
