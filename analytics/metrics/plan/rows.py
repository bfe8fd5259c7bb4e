"""The tables of a schedule as one value, and which of its rows are work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.money import after, joined, text

if TYPE_CHECKING:
    from datetime import date

NO_SUMMARY = "Tasks without a summary"
HOURS_PER_DAY = 8.0
NO_PLAN = "There is no schedule."


@dataclass(frozen=True)
class Plan:
    """The tables of the schedules that count.

    Tasks of two files never meet: an id counts together with its upload.

    Attributes:
        schedules: Table schedule, one row per file.
        tasks: Table task.
        baselines: Table task_baseline.
        links: Table task_link.
        timephased: Table timephased.
        days: Table calendar_day.
        milestones: Table milestone, from lists; None where there are none.
    """

    schedules: pd.DataFrame
    tasks: pd.DataFrame
    baselines: pd.DataFrame
    links: pd.DataFrame
    timephased: pd.DataFrame
    days: pd.DataFrame
    milestones: pd.DataFrame | None = None

    @cached_property
    def work(self) -> pd.DataFrame:
        """The leaf tasks that count, with `key`, `account` and `is_milestone`.

        `day_hours` are the hours of a day of its duration: 24 where that is elapsed.

        No work are summaries (their parts count), the row of the project itself,
        inactive tasks, and those that stand for a task of another file.
        """
        rows = keyed(self.tasks)
        rows = rows[~self._apart(rows)]
        zero = rows["duration_hours"].eq(0)
        blank = rows["task_kind"].isna() & zero
        return rows.assign(
            account=_accounts(keyed(self.tasks), rows),
            is_milestone=(rows["task_kind"] == "milestone") | blank,
            day_hours=np.where(is_true(rows["is_elapsed"]), 24.0, self.hours_per_day),
            is_done=rows["actual_finish_at"].notna() | rows["complete_ratio"].ge(1),
        )

    @cached_property
    def set_apart(self) -> pd.DataFrame:
        """The rows that are no work of their own, as in `Basis.left_out`."""
        rows = keyed(self.tasks)
        off, external = is_false(rows["is_active"]), is_true(rows["is_external"])
        kinds = (
            (_is_summary(rows) & ~off & ~external, "a summary: its tasks count"),
            (off, "not active in the plan"),
            (external & ~off, "stands for a task of another file"),
        )
        named = rows.assign(subject=text(rows["name"]))
        parts = [left_out("task", named[m], "subject", why) for m, why in kinds]
        return joined([nothing_left_out(), *parts])

    @property
    def currency(self) -> str | None:
        """The one currency of the schedules; None where none or several are named."""
        named = {*text(self.schedules["currency"]), *text(self.tasks["currency"])}
        found = {one.upper() for one in named - {""}}
        return found.pop() if len(found) == 1 else None

    @property
    def hours_per_day(self) -> float:
        """Working hours of a day, as the schedule says or 8."""
        stated = self.schedules["hours_per_day"].max()
        return HOURS_PER_DAY if pd.isna(stated) or stated <= 0 else float(stated)

    def status(self, as_of: date) -> tuple[date, str]:
        """Return the day its progress speaks of, never after `as_of`, and why it."""
        for name, words in (
            ("status_at", "the status date of the schedule"),
            ("saved_at", "the day on which the schedule was saved"),
        ):
            day = self.schedules[name].max()
            if not pd.isna(day):
                known = pd.Timestamp(day).date()
                return (known, words) if known <= as_of else (as_of, "the as-of date")
        return as_of, "the as-of date, as the schedule states none"

    def known_by(self, as_of: date) -> Plan:
        """Return the schedule without progress that is dated after a day.

        A file that was written later tells more than was known then: what began or
        ended after the day is planned still, and how far it was is not known.
        """
        rows, end = self.tasks, after(as_of)
        begun, ended = rows["actual_start_at"] >= end, rows["actual_finish_at"] >= end
        undated = rows["actual_finish_at"].isna() & rows["complete_ratio"].ge(1)
        ended |= undated & (rows["finish_at"] >= end)
        if not (begun | ended).any():
            return self
        known = rows.assign(
            actual_start_at=rows["actual_start_at"].mask(begun),
            actual_finish_at=rows["actual_finish_at"].mask(ended),
            complete_ratio=rows["complete_ratio"].mask(begun | ended),
        )
        return replace(self, tasks=known)

    def _apart(self, rows: pd.DataFrame) -> pd.Series:
        unused = is_false(rows["is_active"]) | is_true(rows["is_external"])
        return _is_summary(rows) | unused


def keyed(rows: pd.DataFrame, name: str = "task_id") -> pd.DataFrame:
    """Add `key`: the id of a task together with its upload."""
    return rows.assign(key=key_of(rows, name))


def key_of(rows: pd.DataFrame, name: str) -> pd.Series:
    """Return the ids in a column together with the upload they belong to."""
    upload = rows["import_id"].astype("str") if "import_id" in rows else "0"
    return upload + ":" + rows[name].astype("object").fillna("").astype("str")


def is_true(column: pd.Series) -> pd.Series:
    """Say where a flag is set; a missing one is not."""
    return column.astype("object").eq(other=True).astype("bool")


def is_false(column: pd.Series) -> pd.Series:
    """Say where a flag says no; a missing one does not."""
    return column.astype("object").eq(other=False).astype("bool")


def _is_summary(rows: pd.DataFrame) -> pd.Series:
    parents = set(key_of(rows, "parent_id"))
    named = rows["task_kind"].isin(["summary", "project"])
    return named | rows["key"].isin(parents)


def _accounts(rows: pd.DataFrame, work: pd.DataFrame) -> list[str]:
    """Name the control account of each task: a summary task near the top.

    The level taken is the first on which there are several summaries, so that one
    summary over everything is not the only account.
    """
    names = dict(zip(rows["key"], text(rows["name"]), strict=True))
    above = dict(zip(rows["key"], key_of(rows, "parent_id"), strict=True))
    root = set(rows.loc[rows["task_kind"] == "project", "key"])
    chains = [_chain(key, above, root) for key in work["key"]]
    depth = max(map(len, chains), default=0)
    level = next(
        (n for n in range(depth) if len({c[n] for c in chains if n < len(c)}) > 1), 0
    )
    return [names[c[min(level, len(c) - 1)]] if c else NO_SUMMARY for c in chains]


def _chain(key: str, above: dict[str, str], root: set[str]) -> list[str]:
    """Return the summaries over a task, the outermost first."""
    found: list[str] = []
    parent = above.get(key, "")
    while parent in above and parent not in root and parent not in found:
        found.append(parent)
        parent = above[parent]
    return found[::-1]
