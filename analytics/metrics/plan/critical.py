"""The critical path of a schedule, computed anew and held against the tool's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.money import joined
from analytics.metrics.plan.activities import activities_of
from analytics.metrics.plan.network import Network, network_of
from analytics.metrics.plan.passes import walk
from analytics.metrics.plan.rows import is_true

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.plan.passes import Activity, Dates
    from analytics.metrics.plan.rows import Plan

TASKS = (
    *("key", "name", "account", "is_done", "is_critical", "float_days", "free_days"),
    *("tool_float_days", "difference_days", "early_start", "early_finish"),
    *("late_start", "late_finish"),
)
"""Columns of `CriticalPath.tasks`; floats in working days, NaN where undefined.

Floats of tasks with an elapsed duration are in days of 24 hours.
"""
HALF_AN_HOUR = 0.5
HALF_AN_HOUR_OF_8 = HALF_AN_HOUR / 8
TEST_DAYS = 600
FORMULA = (
    "Forward pass: the earliest dates that links, calendars and constraints allow, the"
    " greatest of all predecessors. Backward pass from the end of the project. Total"
    " float is the less of late start - early start and late finish - early finish; of"
    " work under way the latter, and what it waits for has float until the rest of it"
    " goes on. The critical path has none. Days are those of the calendars of the plan;"
    " one that tells hours only begins at 8:00 with one hour off at noon. Elapsed"
    " durations and their floats count days of 24 hours."
)
SOON = (
    "no-later-than dates and deadlines limit the late dates, no-earlier-than dates the"
    " early ones; as-late-as-possible counts as as-soon-as-possible"
)


@dataclass(frozen=True)
class CriticalPath:
    """Earliest and latest dates of each task, and what cannot slip.

    Attributes:
        tasks: One row per leaf task, columns `TASKS`.
        finish: The end by the network; None where there is none.
        moved: Days by which the end moves if the first critical task takes 600
            working days more (the DCMA's test); None where it cannot be told.
        differences: Open tasks whose float differs from the tool's by more than half
            an hour.
        compared: How many open tasks have a float by the tool.
        why: Why there are no dates: no tasks, no links, or a circle.
        notes: Sentences on what was assumed.
        basis: Rows used and left out.
    """

    tasks: pd.DataFrame
    finish: pd.Timestamp | None
    moved: float | None
    differences: pd.DataFrame
    compared: int
    why: str
    notes: tuple[str, ...]
    basis: Basis

    @property
    def path(self) -> pd.DataFrame:
        """The open tasks without float, in order of their dates."""
        rows = self.tasks[is_true(self.tasks["is_critical"])]
        return rows.sort_values(["early_start", "early_finish"], kind="stable")


def critical_path(
    plan: Plan, *, as_of: date, calendar: WorkingCalendar
) -> CriticalPath:
    """Compute which tasks move the end of the project if they slip.

        early start   the latest of what all predecessors allow (the rule of the
                      greatest), early finish = early start + duration
        late finish   the earliest of what all successors allow
        total float   late - early, in working days; 0 or less is critical
        free float    how far a task can slip before any other does

    over the links FS, SS, FF and SF with lags, on the working time of each task's
    calendar, around the clock where its duration is elapsed. Finished tasks keep their
    actual dates and have no float. What is left of a task under way goes on without a
    break: what it waits for has float until then. Where the file
    states the float that its tool computed, both are compared and every difference is
    listed: tools also level resources and use their calendars. A file that states a
    float of 0 for every task was written without computing any.

    None, with a reason, where there are no links or tasks wait for each other.

    Source: the critical path method. Worked example: A takes 6 hours, then B (2) and
    D (3), and beside them C (2) and F (2); E waits for D and F and can start at 11,
    not at 10, and C and F have a float of 1 hour (studylib.net, document 8378728).

    >>> max(6 + 2 + 3, 6 + 2 + 2)  # E starts when A, B, D and A, C, F are done
    11

    Args:
        plan: The tables of the schedule.
        as_of: Last day that counts.
        calendar: Working days, where the schedule brings no calendar.
    """
    network = network_of(plan)
    why = _why_not(plan, network)
    dates: Mapping[str, Dates] = {}
    moved: float | None = None
    if not why:
        activities, start = activities_of(plan, as_of=as_of, calendar=calendar)
        dates = walk(network, activities, start=start)
        moved = _moved(network, activities, dates, start)
    tasks = _table(plan, dates)
    known = tasks[~tasks["is_done"] & tasks["tool_float_days"].notna()]
    if (known["tool_float_days"] == 0).all() and (known["float_days"] > 0).any():
        known = known.iloc[:0]
    apart = known["difference_days"].abs() > HALF_AN_HOUR_OF_8
    ends = [one.early_finish for one in dates.values()]
    return CriticalPath(
        tasks=tasks,
        finish=max(ends) if ends else None,
        moved=moved,
        differences=known[apart],
        compared=len(known) if dates else 0,
        why=why,
        notes=tuple(_notes(plan, network)) if dates else (),
        basis=Basis(
            FORMULA,
            {
                "task": plan.work["version_id"].to_numpy(),
                "task_link": plan.links["version_id"].to_numpy(),
            },
            joined([plan.set_apart, network.left_out]),
            "the links of the schedule",
        ),
    )


def _why_not(plan: Plan, network: Network) -> str:
    if plan.work.empty:
        return "There is no schedule with tasks."
    if network.cycle:
        names = ", ".join(network.cycle[:5])
        return (
            f"Tasks wait for each other in a circle: {names}. Remove one of the links."
        )
    if not network.links:
        return "The schedule has no links between tasks: there is no path to compute."
    return ""


def _moved(
    network: Network,
    activities: Mapping[str, Activity],
    dates: Mapping[str, Dates],
    start: pd.Timestamp,
) -> float | None:
    """Return by how many days the end moves if a critical task takes 600 days more."""
    free = [
        key
        for key in network.order
        if activities[key].begun is None
        and activities[key].hours > 0
        and dates[key].total_float <= 0
    ]
    if not free:
        return None
    first = min(free, key=lambda key: (dates[key].early_start, key))
    one = activities[first]
    per_day = max(float(np.max(one.clock.hours)), 1.0)
    longer = replace(one, hours=one.hours + TEST_DAYS * per_day)
    tested = walk(network, {**activities, first: longer}, start=start)
    ends = [
        one.clock.reading(max(found.early_finish for found in both.values()))
        for both in (dates, tested)
    ]
    return round((ends[1] - ends[0]) / per_day, 6)


def _table(plan: Plan, dates: Mapping[str, Dates]) -> pd.DataFrame:
    rows = plan.work
    per_day = rows["day_hours"].to_numpy()
    found = [dates.get(key) for key in rows["key"]]
    done = rows["is_done"].to_numpy("bool")

    def floats(name: str) -> np.ndarray:
        values = [np.nan if one is None else getattr(one, name) for one in found]
        return np.where(done, np.nan, np.array(values, dtype="float64") / per_day)

    total = floats("total_float")
    tool = np.where(done, np.nan, rows["total_slack_hours"] / per_day)
    moments = {
        name: pd.Series(
            [None if one is None else getattr(one, name) for one in found],
            dtype="datetime64[us]",
        ).to_numpy()
        for name in ("early_start", "early_finish", "late_start", "late_finish")
    }
    table = pd.DataFrame(
        {
            "key": rows["key"].to_numpy(),
            "name": rows["name"].to_numpy(),
            "account": rows["account"].to_numpy(),
            "is_done": done,
            "is_critical": (total <= 0) & ~done,
            "float_days": total,
            "free_days": floats("free_float"),
            "tool_float_days": tool,
            "difference_days": total - tool,
            **moments,
        }
    )
    return table[list(TASKS)]


def _notes(plan: Plan, network: Network) -> Iterator[str]:
    yield f"Constraints: {SOON}."
    if len(network.left_out):
        yield f"Links that could not be used: {len(network.left_out)}, see the receipt."
    rows = plan.work
    if elapsed := int(is_true(rows["is_elapsed"]).sum()):
        yield f"Tasks with elapsed durations, whose days have 24 hours: {elapsed}."
    guessed = int((rows["duration_hours"].isna() & rows["start_at"].isna()).sum())
    if guessed:
        yield f"Tasks without duration and dates, taken to take no time: {guessed}."
