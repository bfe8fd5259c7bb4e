"""The headline figures of plan and earned value in words, for pages and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from analytics.figures import theme
from analytics.figures.earned_value import amount

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.evm.report import Report
    from analytics.metrics.plan.milestones import Milestones

ABSURD = 10
"""A TCPI beyond which only the words count."""
NO_BASELINE = "No milestone has a baseline."


class Told(NamedTuple):
    """A figure in words; `why` is the reason where the value is a dash."""

    label: str
    value: str
    note: str
    why: str = ""

    @property
    def said(self) -> str:
        """The note, or the reason where there is no value."""
        return self.why if self.value == theme.DASH and self.why else self.note


@dataclass(frozen=True, slots=True)
class PaceTold:
    """The figures of earned schedule, in the order of the page."""

    earned_on: Told
    variance: Told
    index: Told
    finish: Told
    adherence: Told

    @property
    def all(self) -> tuple[Told, ...]:
        """All of them."""
        index, finish = self.index, self.finish
        return self.earned_on, self.variance, index, finish, self.adherence


def value(report: Report) -> tuple[Told, ...]:
    """Say what the work is worth, what it cost, and what it will cost."""
    total, unit, why = report.total, report.unit, report.why
    best = report.estimates.get(report.nearest or "typical")
    needed = report.to_budget
    no_cost = why.get("cost_index", "")
    return (
        Told(
            "Value for money",
            theme.number(total.cost_index if total else None, 2),
            "cost performance index, CPI; 1 is as planned",
            no_cost,
        ),
        Told(
            "Pace against plan",
            theme.number(report.schedule_index, 2),
            "schedule performance index, SPI",
            why.get("schedule_index", ""),
        ),
        Told(
            "Expected in the end",
            amount(best.estimate if best else None, unit),
            "EAC by the nearest rule so far"
            if report.nearest
            else "EAC, if it goes on as so far",
            (best.why if best else "") or no_cost,
        ),
        Told(
            "Needed from now on",
            _needed(needed.index if needed else None),
            "TCPI to the budget. " + (needed.words if needed else ""),
            needed.words if needed else no_cost,
        ),
    )


def _needed(index: float | None) -> str:
    """Return a TCPI; where next to no budget is left its size tells nothing more."""
    if index is not None and index > ABSURD:
        return f"over {ABSURD}"
    return theme.number(index, 2)


def pace(report: Report) -> PaceTold:
    """Say how far the work is in time, and when it ends at this pace."""
    pace, why = report.pace, report.why.get("planned", "Nothing tells progress.")
    found = pace.found if pace else None
    late = found.variance if found else None
    told = found.why if found else why
    ahead = (late or 0) > 0
    return PaceTold(
        earned_on=Told(
            "The work done now was planned for",
            theme.day(pace.earned_on if pace else None),
            "earned schedule, ES",
            why,
        ),
        variance=Told(
            "In time",
            theme.number(late, 0),
            "days ahead of plan, SV(t)" if ahead else "days, SV(t)",
            told,
        ),
        index=Told(
            "Pace in time",
            theme.number(found.index if found else None, 2),
            "SPI(t); stays true to the end, when SPI tends to 1",
            told,
        ),
        finish=Told(
            "End at this pace",
            theme.day(pace.finish() if pace else None),
            f"IEAC(t); planned {theme.day(pace.planned_end)}" if pace else "",
            "Nothing is earned yet." if pace else why,
        ),
        adherence=Told(
            "In the order planned",
            theme.percent(pace.adherence if pace else None),
            "p-factor: done work that was planned first",
            "Only a schedule tells it task by task.",
        ),
    )


def ends(
    milestones: Milestones, end: date | None, report: Report | None
) -> tuple[Told, ...]:
    """Say when a plan ends, how many milestones are late, and how fast it goes.

    Args:
        milestones: The milestones of the plan.
        end: The latest day of what is open; None where nothing is.
        report: Earned value of the schedule; None without a baseline.
    """
    rows = milestones.rows
    slips = rows["slip_days"].dropna()
    late, overdue = int((slips > 0).sum()), len(milestones.overdue)
    told = pace(report) if report else None
    return (
        Told(
            "Expected to end",
            theme.day(end),
            "the latest day of the open tasks and milestones",
            "Everything in the plan is finished.",
        ),
        Told(
            "Milestones late",
            theme.number(late if len(slips) else None, 0),
            f"of {len(slips)} with a baseline, reached ones included",
            NO_BASELINE,
        ),
        Told(
            "Milestones overdue",
            theme.number(overdue if len(rows) else None, 0),
            "expected before this day and not reached",
            "The plan has no milestones.",
        ),
        *((told.index, told.finish) if told else ()),
    )
