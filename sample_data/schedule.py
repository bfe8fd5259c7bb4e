"""The schedule: work packages by release, milestones.

Its summaries are the work packages of the budget, and their baseline costs add up to
it. The second release was planned for 27 February and came on 24 April; everything
behind it began late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sample_data import story
from sample_data.money_plan import PACKAGES, RESERVE

SATURDAY = 5
HOURS = 8
HANDOVER = (date(2026, 6, 29), date(2026, 7, 3))


@dataclass(frozen=True, slots=True)
class Phase:
    """The part of each work package that belongs to one release.

    `share` is how much of the work is done on the last day of the story.
    """

    name: str
    months: tuple[int, int]
    baseline: tuple[date, date]
    now: tuple[date, date]
    is_done: bool


PHASES = (
    Phase(
        "Release 1",
        (0, 4),
        (date(2025, 9, 1), date(2025, 12, 12)),
        (date(2025, 9, 1), date(2025, 12, 12)),
        is_done=True,
    ),
    Phase(
        "Release 2",
        (4, 6),
        (date(2025, 12, 15), date(2026, 2, 27)),
        (date(2025, 12, 15), date(2026, 4, 24)),
        is_done=True,
    ),
    Phase(
        "Release 3",
        (6, 10),
        (date(2026, 3, 2), date(2026, 6, 26)),
        (date(2026, 4, 27), date(2026, 6, 26)),
        is_done=False,
    ),
)
PROGRESS = {
    "Product teams": 45,
    "Project office": 55,
    "Billing system integration": 60,
    "Portal and design": 50,
    "Cloud hosting": 50,
    "Licences": 50,
    "Trial and final migration": 30,
    "Customer care training": 35,
}
"""Percent complete of what belongs to the third release."""
EARLIER = {"Customer care training": date(2026, 6, 19), "Licences": date(2026, 6, 12)}
"""Packages whose part of the third release ends before the others."""


@dataclass(slots=True)
class Task:
    """One row of the schedule."""

    uid: int
    name: str
    level: int
    now: tuple[date, date]
    baseline: tuple[date, date] | None = None
    cost: int = 0
    percent: int = 0
    kind: str = "task"
    after: tuple[int, ...] = ()


def tasks() -> list[Task]:
    """Return all rows, summaries before their tasks."""
    found: list[Task] = []
    ends: dict[str, list[int]] = {phase.name: [] for phase in PHASES}
    for package in PACKAGES:
        if package.name == RESERVE:
            continue
        whole = (story.START, PHASES[-1].now[1])
        found.append(Task(len(found) + 1, package.name, 1, whole, kind="summary"))
        before: tuple[int, ...] = ()
        for phase, cost in zip(
            PHASES, _costs(package.weights, package.total), strict=True
        ):
            if cost:
                task = _task(len(found) + 1, package.name, phase, cost, before)
                found.append(task)
                before = (task.uid,)
                ends[phase.name].append(task.uid)
    whole = (story.START, HANDOVER[1])
    found.append(Task(len(found) + 1, "Milestones", 1, whole, kind="summary"))
    for phase in PHASES:
        found.append(_milestone(len(found) + 1, phase, tuple(ends[phase.name])))
    return [*found, *_closing(len(found) + 1, found[-1].uid)]


def _costs(weights: tuple[int, ...], total: int) -> list[int]:
    """Split the budget of a package by the months of each release."""
    parts = [
        total * sum(weights[slice(*phase.months)]) // sum(weights) for phase in PHASES
    ]
    rest = total - sum(parts)
    last = max(number for number, part in enumerate(parts) if part)
    parts[last] += rest
    return parts


def _task(
    uid: int, package: str, phase: Phase, cost: int, after: tuple[int, ...]
) -> Task:
    percent = 100 if phase.is_done else PROGRESS.get(package, 0)
    begins, ends = phase.now
    if not phase.is_done:
        ends = EARLIER.get(package, ends)
        begins = begins if percent else date(2026, 6, 15)
    name = f"{package}, {phase.name.lower()}"
    return Task(
        uid, name, 2, (begins, ends), phase.baseline, cost, percent, after=after
    )


def _milestone(uid: int, phase: Phase, after: tuple[int, ...]) -> Task:
    planned, expected = (days[1] for days in (phase.baseline, phase.now))
    return Task(
        uid,
        f"{phase.name} live",
        2,
        (expected, expected),
        (planned, planned),
        percent=100 * phase.is_done,
        kind="milestone",
        after=after,
    )


def _closing(uid: int, last: int) -> list[Task]:
    """Return the handover, which was planned without the days it takes now."""
    end = date(2026, 6, 30)
    handover = Task(
        uid,
        "Handover to operations",
        2,
        HANDOVER,
        (date(2026, 6, 29), end),
        after=(last,),
    )
    closed = Task(
        uid + 1,
        "Project closed",
        2,
        (HANDOVER[1], HANDOVER[1]),
        (end, end),
        kind="milestone",
        after=(uid,),
    )
    return [handover, closed]


def hours(days: tuple[date, date]) -> int:
    """Return the working hours of days, the last one included."""
    length = (days[1] - days[0]).days + 1
    span = (days[0] + timedelta(days=n) for n in range(length))
    return HOURS * sum(day.weekday() < SATURDAY for day in span)


def truth() -> dict[str, Any]:
    """Return what a correct reading must find."""
    work = [task for task in tasks() if task.kind == "task"]
    marks = [task for task in tasks() if task.kind == "milestone"]
    return {
        "tasks": len(tasks()),
        "leaves": len(work) + len(marks),
        "budget": sum(task.cost for task in work),
        "earned": sum(task.cost * task.percent for task in work) / 100,
        "finish": HANDOVER[1].isoformat(),
        "milestones": [
            {
                "name": task.name,
                "baseline": task.baseline[1].isoformat() if task.baseline else None,
                "expected": task.now[1].isoformat(),
                "reached": task.percent == 100,  # noqa: PLR2004 - all of it
            }
            for task in marks
        ],
    }
