"""What the fourteen points of the DCMA count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import after
from analytics.metrics.plan.rows import key_of

if TYPE_CHECKING:
    from analytics.calendar import WorkingCalendar
    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.rows import Plan

LONG_DAYS, FEW, MOST_FS, GOOD = 44, 0.05, 0.90, 0.95
HARD = ("mso", "mfo", "snlt", "fnlt")
TEST_DAYS = 600
ROUNDING = 0.5
NO_TASKS, NO_LINKS = "No unfinished tasks.", "No links between unfinished tasks."


@dataclass(frozen=True, slots=True)
class Point:
    """One of the fourteen points.

    Attributes:
        name: What it is about.
        limit: The DCMA's limit in words; empty where there is none.
        count: How many were found; None for an index.
        of: Of how many.
        value: Share or index; None where undefined.
        is_met: Whether the limit is met; None where there is none, or no value.
        why: Why there is no value.
        names: The tasks (or links) found.
    """

    name: str
    limit: str
    count: int | None
    of: int | None
    value: float | None
    is_met: bool | None
    why: str = ""
    names: tuple[str, ...] = ()

    @classmethod
    def of_index(cls, name: str, value: float | None, why: str) -> Point:
        """Return an index whose goal is 0.95 or more."""
        met = None if value is None else value >= GOOD
        return cls(name, "at least 0.95", None, None, value, met, why * (value is None))


@dataclass(frozen=True)
class Case:
    """The tasks of a schedule on its status date."""

    plan: Plan
    path: CriticalPath
    status: date
    calendar: WorkingCalendar

    @property
    def rows(self) -> pd.DataFrame:
        """The leaf tasks."""
        return self.plan.work

    @cached_property
    def end(self) -> pd.Timestamp:
        """The first instant after the status date."""
        return after(self.status)

    @cached_property
    def finished(self) -> pd.Series:
        """Whether a task is finished, milestones apart."""
        return self.rows["is_done"] & ~self.rows["is_milestone"]

    @cached_property
    def due(self) -> pd.Series:
        """Whether a task was to be finished by now, milestones apart."""
        by_now = self.rows["baseline_finish_at"] < self.end
        return by_now & ~self.rows["is_milestone"]

    @property
    def due_in_month(self) -> pd.Series:
        """Those of the month of the status date."""
        first = pd.Timestamp(self.status).replace(day=1)
        return self.due & (self.rows["baseline_finish_at"] >= first)

    @property
    def due_or_unplanned(self) -> int:
        """How many were to be finished by now, or have no baseline finish."""
        unplanned = self.rows["baseline_finish_at"].isna() & ~self.rows["is_milestone"]
        return int((self.due | unplanned).sum())

    @cached_property
    def open(self) -> pd.DataFrame:
        """The unfinished tasks, milestones included, with their float in days."""
        rows = self.rows.assign(float_days=self._floats())
        return rows[~rows["is_done"]]

    @cached_property
    def links(self) -> pd.DataFrame:
        """The links that drive an unfinished task, named by both tasks."""
        links = self.plan.links
        names = self.rows.drop_duplicates("key").set_index("key")["name"].astype("str")
        before, behind = key_of(links, "predecessor_id"), key_of(links, "successor_id")
        one = before.map(names).fillna(links["predecessor_id"])
        other = behind.map(names).fillna(links["successor_id"])
        named = links.assign(name=one + " to " + other)
        return named[behind.isin(self.open["key"])]

    def working_days(self, start: date, end: date) -> int:
        """Count the working days from one day to another, backwards negative."""
        one, other = start + timedelta(days=1), end + timedelta(days=1)
        if end >= start:
            return self.calendar.working_days(one, other)
        return -self.calendar.working_days(other, one)

    def points(self) -> list[Point]:
        """Return the first twelve points."""
        rows, links = self.open, self.links
        all_links = self.plan.links
        linked = rows["key"].isin(key_of(all_links, "predecessor_id")) & rows[
            "key"
        ].isin(key_of(all_links, "successor_id"))
        lag = links["lag_hours"].fillna(0.0) + links["lag_ratio"].fillna(0.0)
        work = rows[~rows["is_milestone"]]
        no_resource = work["resources"].map(_is_empty) & ~(
            work["cost_amount"].gt(0) | work["work_hours"].gt(0)
        )
        few = "at most 5 %"
        return [
            _share("Logic", few, rows, ~linked, most=FEW),
            _share("Leads", "none", links, lag < 0, most=0.0, why=NO_LINKS),
            _share("Lags", few, links, lag > 0, most=FEW, why=NO_LINKS),
            self._finish_to_start(links),
            _share(
                "Hard constraints",
                few,
                rows,
                rows["constraint_type"].isin(HARD),
                most=FEW,
            ),
            _share("High float", few, rows, rows["float_days"] > LONG_DAYS, most=FEW),
            _share("Negative float", "none", rows, rows["float_days"] < 0, most=0.0),
            _share(
                "High duration",
                few,
                work,
                work["duration_hours"] / work["day_hours"] > LONG_DAYS,
                most=FEW,
            ),
            self._invalid_dates(),
            _share("Resources", "", work, no_resource, most=None),
            self._missed(),
            self._path_test(),
        ]

    def _floats(self) -> pd.Series:
        """Return the float of the tool, else our own, in working days."""
        own = self.path.tasks.set_index("key")["float_days"]
        stated = self.rows["total_slack_hours"] / self.rows["day_hours"]
        return stated.fillna(self.rows["key"].map(own))

    def _finish_to_start(self, links: pd.DataFrame) -> Point:
        is_fs = links["link_type"].fillna("FS").str.upper().eq("FS")
        found = _share("Finish to start", "", links, ~is_fs, most=None, why=NO_LINKS)
        share = None if found.value is None else 1 - found.value
        met = None if share is None else share >= MOST_FS
        count = int(is_fs.sum())
        return Point(
            found.name,
            "at least 90 %",
            count,
            found.of,
            share,
            met,
            found.why,
            found.names,
        )

    def _invalid_dates(self) -> Point:
        """Find actual dates after the status date and planned ones before it."""
        rows = self.rows
        future = (rows["actual_start_at"] >= self.end) | (
            rows["actual_finish_at"] >= self.end
        )
        first = pd.Timestamp(self.status)
        late_start = rows["actual_start_at"].isna() & (rows["start_at"] < first)
        past = ~rows["is_done"] & (late_start | (rows["finish_at"] < first))
        return _share("Invalid dates", "none", rows, future | past, most=0.0)

    def _missed(self) -> Point:
        rows = self.rows[self.due]
        planned = rows["baseline_finish_at"].dt.normalize()
        ended = rows["actual_finish_at"].fillna(rows["finish_at"]).dt.normalize()
        late = (ended > planned) | (~rows["is_done"] & ended.isna())
        none = "No task was to be finished by then."
        return _share("Missed tasks", "at most 5 %", rows, late, most=FEW, why=none)

    def _path_test(self) -> Point:
        moved, limit = self.path.moved, "600 days more move the end by 600"
        name = "Critical path test"
        if moved is None:
            why = self.path.why or "No task of the critical path is still to begin."
            return Point(name, limit, None, None, None, None, why)
        met = abs(moved - TEST_DAYS) <= ROUNDING
        return Point(name, limit, None, None, moved, met)


def cases(
    plan: Plan, path: CriticalPath, *, as_of: date, calendar: WorkingCalendar
) -> Case:
    """Return the tasks of a schedule on its status date, never after `as_of`."""
    return Case(plan, path, plan.status(as_of)[0], calendar)


def _share(
    name: str,
    limit: str,
    rows: pd.DataFrame,
    found: pd.Series,
    *,
    most: float | None,
    why: str = NO_TASKS,
) -> Point:
    mask = found.fillna(value=False).astype("bool")
    if rows.empty:
        return Point(name, limit, 0, 0, None, None, why)
    value = float(mask.sum()) / len(rows)
    met = None if most is None else value <= most
    names = tuple(rows.loc[mask, "name"].astype("str"))
    return Point(name, limit, int(mask.sum()), len(rows), value, met, "", names)


def _is_empty(listed: object) -> bool:
    return listed is None or isinstance(listed, float) or not len(listed)  # type: ignore[arg-type]
