"""What a check is, what it finds, and how far that could move a headline figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.metrics.quality.material import Material

Severity = Literal["high", "medium", "low"]

ROWS = ("version_id", "subject", "detail")
"""Columns of `Finding.rows`."""
NONE = pd.DataFrame({name: pd.Series(dtype="object") for name in ROWS})
"""The rows of a finding without any; nobody writes into it."""
NOUNS = {
    "issue": "work items",
    "issue_link": "links of work items",
    "sprint": "sprints",
    "cost": "ledger lines",
    "budget_line": "budget lines",
    "commitment": "purchase orders",
    "risk": "risks",
    "task": "tasks of the schedule",
    "task_link": "links of the schedule",
    "milestone": "milestones",
    "change_request": "change requests",
    "decision": "decisions",
    "requirement": "requirements",
    "acceptance": "acceptance results",
    "compliance_item": "compliance items",
}
"""What the rows of a table are called."""


@dataclass(frozen=True, slots=True)
class Effect:
    """How far a headline figure could move if the rows were put right.

    The figure would lie between `now + low` and `now + high`.

    Attributes:
        figure: Name of the figure; empty where none rests on the rows.
        unit: points, items, or a currency code.
        now: The figure today, None where it is not known.
        low: The least change, 0 or less; None where there is no bound.
        high: The greatest change, 0 or more; None where there is no bound.
        likely: A plausible change, None where nothing speaks for one.
        note: What the likely change assumes, or why there is no bound.
    """

    figure: str = ""
    unit: str = ""
    now: float | None = None
    low: float | None = 0.0
    high: float | None = 0.0
    likely: float | None = None
    note: str = ""

    @property
    def moves(self) -> bool:
        """Whether the figure could change at all."""
        return bool(self.figure) and (self.low, self.high) != (0.0, 0.0)


NO_EFFECT = Effect()


@dataclass(frozen=True, slots=True)
class Finding:
    """The rows of one table that a check objects to.

    Attributes:
        table: Canonical table of the rows.
        rows: One row per offending row: version_id, subject, detail.
        checked: How many rows were looked at.
        effect: What it could do to a headline figure.
        reason: Why nothing could be checked, empty where something was.
    """

    table: str
    rows: pd.DataFrame
    checked: int
    effect: Effect = NO_EFFECT
    reason: str = ""

    @property
    def count(self) -> int:
        """How many rows the check objects to."""
        return len(self.rows)

    @property
    def share(self) -> float | None:
        """Offending rows by rows looked at; None where none was."""
        return self.count / self.checked if self.checked else None

    @property
    def touches(self) -> bool:
        """Whether a headline figure could be another one without these rows."""
        return self.count > 0 and self.effect.moves


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to the data.

    Attributes:
        key: Name on the command line and in links.
        area: Part of the project, as the page groups by.
        title: What is wrong, in a few words.
        severity: high: figures may be wrong; medium: lists and charts mislead; low:
            untidy.
        why: What it leads to, in one sentence.
        fixes: How to put it right, by tool.
        find: Looks for it.
    """

    key: str
    area: str
    title: str
    severity: Severity
    why: str
    fixes: Mapping[str, str]
    find: Callable[[Material], Finding] = field(repr=False)


def found(
    table: str,
    rows: pd.DataFrame,
    wrong: pd.Series,
    *,
    subject: str,
    detail: str | Callable[[pd.DataFrame], pd.Series] = "",
    effect: Effect = NO_EFFECT,
) -> Finding:
    """List the rows where `wrong` holds, in the order of their files.

    Args:
        table: Canonical table of the rows.
        rows: The rows that were looked at.
        wrong: Whether each is objected to.
        subject: The column that names a row to the reader.
        detail: What to say of each offending row.
        effect: What it could do to a headline figure.

    >>> rows = pd.DataFrame({"version_id": [7, 8], "risk_id": ["R1", "R2"]})
    >>> one = found("risk", rows, rows["risk_id"] == "R2", subject="risk_id")
    >>> one.rows["version_id"].tolist(), one.count, one.share
    ([8], 1, 0.5)
    """
    reason = (
        "" if len(rows) else f"There are no {NOUNS[table]} that this check looks at."
    )
    places = wrong.to_numpy(dtype="bool", na_value=False).nonzero()[0]
    if not len(places):
        return Finding(table, NONE, len(rows), effect, reason)
    offending = rows.iloc[places]
    said = detail if isinstance(detail, str) else detail(offending).astype("str")
    names = offending[subject].astype("object")
    listed = {
        "version_id": offending["version_id"].astype("int64"),
        "subject": names.where(names.notna(), "").astype("str"),
        "detail": said,
    }
    table_of = pd.DataFrame(listed, columns=list(ROWS))
    return Finding(table, table_of.reset_index(drop=True), len(rows), effect)


def unchecked(table: str, reason: str) -> Finding:
    """Say why a check has nothing to look at."""
    return Finding(table, NONE, 0, reason=reason)


def days(column: pd.Series) -> pd.Series:
    """Write days as 2026-03-31, missing ones as an empty text.

    >>> days(pd.Series(pd.to_datetime(["2026-03-31", None]))).tolist()
    ['2026-03-31', '']
    """
    written = column.dt.strftime("%Y-%m-%d").astype("object")
    shown: pd.Series = written.where(column.notna(), "").astype("str")
    return shown


def blank(column: pd.Series) -> pd.Series:
    """Say where a text is missing or has nothing in it.

    >>> blank(pd.Series(["Ada", " ", None])).tolist()
    [False, True, True]
    """
    # An empty frame has no type that knows texts.
    words: pd.Series[str] = column.astype("str").str.strip()
    return words.eq("").mask(column.isna(), other=True).astype("bool")


def is_true(column: pd.Series) -> pd.Series:
    """Say where a flag is set; a missing one is not.

    >>> is_true(pd.Series([True, False, None], dtype="object")).tolist()
    [True, False, False]
    """
    return column.astype("object").eq(other=True).astype("bool")


def later_again(columns: pd.DataFrame, usable: pd.Series) -> pd.Series:
    """Say which usable rows repeat an earlier one in all columns.

    >>> rows = pd.DataFrame({"name": ["a", "a", "", ""]})
    >>> later_again(rows, rows["name"] != "").tolist()
    [False, True, False, False]
    """
    again = columns[usable].duplicated()
    return again.reindex(columns.index, fill_value=False).astype("bool")
