"""Schedule quality: the fourteen points of the DCMA, BEI, CPLI and hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.basis import Basis
from analytics.metrics.plan.counted import Case, Point, cases
from analytics.metrics.plan.rows import NO_PLAN

if TYPE_CHECKING:
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.rows import Plan

FORMULA = (
    "The DCMA's 14 points (DCMA-EA PAM 200.1, 2012): shares of the unfinished tasks"
    " without summaries, or of their links. BEI = tasks finished / tasks that the"
    " baseline has finished by now, and those it does not know. CPLI = (critical path"
    " length + total float) / critical path length."
)


@dataclass(frozen=True)
class ScheduleQuality:
    """How far a schedule can be trusted as a model of the work.

    Attributes:
        status: The day its progress speaks of.
        points: The fourteen points, in the DCMA's order.
        bei: Baseline execution index; None where undefined.
        cpli: Critical path length index; None where undefined.
        hit: Share of the tasks baselined to finish by now that are finished.
        hit_in_month: The same for those of the month of the status date.
        why: The reason of each of these that is None.
        basis: Rows used and left out.
    """

    status: date
    points: tuple[Point, ...]
    bei: float | None
    cpli: float | None
    hit: float | None
    hit_in_month: float | None
    why: dict[str, str]
    basis: Basis

    @property
    def failed(self) -> tuple[Point, ...]:
        """The points whose limit is passed."""
        return tuple(one for one in self.points if one.is_met is False)


def schedule_quality(
    plan: Plan, path: CriticalPath, *, as_of: date, calendar: WorkingCalendar
) -> ScheduleQuality:
    """Assess a schedule by the fourteen points of the DCMA.

        logic <= 5 %             open tasks without predecessor or successor
        leads 0, lags <= 5 %     links with a negative, a positive lag
        finish to start >= 90 %  of the links
        hard constraints <= 5 %  must start or finish on, no later than
        high float <= 5 %        more than 44 working days
        negative float 0
        high duration <= 5 %     more than 44 working days, milestones apart
        invalid dates 0          actual dates in the future, planned ones in the past
        resources                open tasks with neither resource nor cost (no limit)
        missed tasks <= 5 %      of the tasks baselined to be finished by now
        critical path test       600 days more on it move the end by 600 days
        CPLI >= 0.95, BEI >= 0.95

        BEI  = tasks finished / (tasks baselined to finish by now + tasks without a
               baseline finish); can pass 1
        CPLI = (L + F) / L, L the working days from the status date to the end of the
               path, F those from there to its baseline finish (negative: late)
        hit  = tasks baselined to finish by now and finished / baselined to by now

    Shares are of unfinished tasks (milestones and summaries as said), those of links
    of links that drive one. Undefined where the denominator is 0.

    Source: DCMA-EA PAM 200.1 (October 2012); for BEI, Defense Acquisition University:
    1,516 of 1,955 is 0.78.

    >>> from analytics.metrics.plan.quality import execution_index
    >>> round(execution_index(1516, 1955), 2), execution_index(8, 0)
    (0.78, None)

    Args:
        plan: The tables of the schedule.
        path: Its critical path.
        as_of: Last day that counts.
        calendar: Working days.
    """
    case = cases(plan, path, as_of=as_of, calendar=calendar)
    bei = execution_index(int(case.finished.sum()), case.due_or_unplanned)
    hit = execution_index(int((case.due & case.finished).sum()), int(case.due.sum()))
    month = case.due_in_month
    in_month = execution_index(int((month & case.finished).sum()), int(month.sum()))
    cpli, no_cpli = length_index(case)
    due = "No task was to be finished by then." if len(case.rows) else NO_PLAN
    why = {
        "bei": due,
        "cpli": no_cpli,
        "hit": due,
        "hit_in_month": "No task was to be finished in this month.",
    }
    indices = (
        Point.of_index("Critical path length index (CPLI)", cpli, no_cpli),
        Point.of_index("Baseline execution index (BEI)", bei, due),
    )
    found = {"bei": bei, "cpli": cpli, "hit": hit, "hit_in_month": in_month}
    return ScheduleQuality(
        status=case.status,
        points=(*case.points(), *indices),
        **found,
        why={name: reason for name, reason in why.items() if found[name] is None},
        basis=Basis(
            FORMULA,
            {
                "task": plan.work["version_id"].to_numpy(),
                "task_link": plan.links["version_id"].to_numpy(),
            },
            plan.set_apart,
            "the schedule",
        ),
    )


def execution_index(finished: int, due: int) -> float | None:
    """Return finished / due; None where nothing is due.

    >>> execution_index(6, 6), round(execution_index(8, 6), 2)
    (1.0, 1.33)
    """
    return finished / due if due else None


def length_index(case: Case) -> tuple[float | None, str]:
    """Return the CPLI, or the reason why there is none.

    The float is that to the baseline finish of the project, as a float to its own end
    is 0 always.
    """
    end, baseline = case.path.finish, case.rows["baseline_finish_at"].max()
    if end is None:
        return None, case.path.why
    if pd.isna(baseline):
        return None, "No task has a baseline finish."
    length = case.working_days(case.status, end.date())
    if length <= 0:
        return None, "Nothing is left of the critical path."
    return (length + case.working_days(end.date(), baseline.date())) / length, ""
