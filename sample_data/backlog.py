"""What gets written down, and on which day: the drafts of all issues."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sample_data import story, texts

if TYPE_CHECKING:
    from random import Random

    from sample_data.story import Epic, Release

SIZES = (1, 2, 3, 5, 8, 13)
CHORES = 48
BUGS = 78
MILESTONES = (
    ("R1 go-live", "2025-12-12", story.R1),
    ("R2 go-live", "2026-02-27", story.R2_OLD),
    ("R3 go-live", "2026-06-26", story.R3),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An issue that somebody will write on a given day."""

    kind: str
    summary: str
    description: str
    epic: Epic | None = None
    team: str = ""
    component: str = ""
    priority: str = "Medium"
    labels: tuple[str, ...] = ()
    release: Release | None = None
    points: int | None = None
    due: str | None = None


Calendar = dict[date, list[Draft]]


def drafts(rng: Random) -> Calendar:
    """Return all drafts by working day."""
    days = list(story.working_days())
    calendar: Calendar = defaultdict(list)
    _epics(calendar)
    for epic in story.EPICS:
        _stories(calendar, epic, rng)
    _rules(calendar, rng)
    spread = [d for d in days if d > date(2025, 9, 8)]
    for _ in range(CHORES):
        calendar[rng.choice(spread)].append(_chore(rng))
    late = [d for d in days if d > date(2025, 10, 6) and not quiet(d)]
    for day in sorted(rng.sample(late, BUGS)):
        calendar[day].append(_bug(rng, day))
    for title, due, release in MILESTONES:
        calendar[date(2025, 9, 8)].append(
            Draft(
                "Task",
                title,
                f"Milestone: {title}.\nDate agreed in the steering committee.",
                team="Project office",
                priority="High",
                labels=("milestone",),
                release=release,
                due=due,
            )
        )
    return calendar


def quiet(day: date) -> bool:
    """Whether the day lies in the quiet weeks around the new year."""
    return story.QUIET[0] <= day < story.QUIET[1]


def _epics(calendar: Calendar) -> None:
    for epic in (*story.EPICS, story.REGULATOR_EPIC):
        new = epic is story.REGULATOR_EPIC
        day = story.REGULATOR_FROM if new else story.START
        text = f"All work on {epic.title.lower()}.\nComponent: {epic.component}"
        calendar[day].append(
            Draft(
                "Epic",
                epic.title,
                text,
                epic,
                epic.team,
                epic.component,
                release=epic.release,
            )
        )


def _window(epic: Epic) -> tuple[date, date]:
    return {
        story.R1.name: (date(2025, 9, 2), date(2025, 9, 12)),
        story.R2_OLD.name: (date(2025, 9, 9), date(2025, 10, 31)),
        story.R3.name: (date(2025, 9, 22), date(2025, 11, 14)),
    }[epic.release.name]


def _workday(rng: Random, first: date, last: date) -> date:
    while True:
        day = first + timedelta(days=rng.randint(0, (last - first).days))
        if day.weekday() < 5 and day not in story.HOLIDAYS:  # noqa: PLR2004 - Saturday
            return day


def _stories(calendar: Calendar, epic: Epic, rng: Random) -> None:
    first, last = _window(epic)
    for feature in epic.features:
        for facet in rng.sample(texts.FACETS, rng.choice((2, 3, 3, 3))):
            draft = Draft(
                "Story",
                f"{feature}: {facet}",
                texts.story_text(feature, facet, rng),
                epic,
                epic.team,
                epic.component,
                rng.choice(("Low", "Medium", "Medium", "High")),
                rng.choice(((), ("customer",), ("customer", "beta-group"))),
                epic.release,
                rng.choices(SIZES, (8, 22, 30, 27, 11, 1))[0],
            )
            calendar[_workday(rng, first, last)].append(draft)


def _rules(calendar: Calendar, rng: Random) -> None:
    epic = story.REGULATOR_EPIC
    teams = tuple(story.TEAMS)
    for feature in epic.features:
        for rule in rng.sample(texts.RULES, 5):
            day = _workday(rng, story.REGULATOR_FROM, date(2026, 4, 17))
            draft = Draft(
                "Story",
                f"{feature}: {rule}",
                texts.rule_text(feature, rule, rng),
                epic,
                rng.choice(teams),
                epic.component,
                rng.choice(("High", "High", "Highest", "Medium")),
                ("regulator", "change-request"),
                story.R2_OLD if day < story.R2_SLIP else story.R3,
                rng.choices(SIZES, (4, 18, 30, 34, 12, 2))[0],
            )
            calendar[day].append(draft)


def _chore(rng: Random) -> Draft:
    epic = rng.choice(story.EPICS)
    feature = rng.choice(epic.features)
    return Draft(
        "Task",
        rng.choice(texts.CHORES).format(feature.lower()),
        texts.task_text(feature),
        epic,
        epic.team,
        epic.component,
        "Medium",
        rng.choice(((), ("operations",))),
        epic.release,
        rng.choice((1, 2, 2, 3)),
    )


def _bug(rng: Random, day: date) -> Draft:
    soon = day + timedelta(days=70)
    epic = rng.choice([e for e in story.EPICS if e.release.date <= soon])
    feature = rng.choice(epic.features)
    defect = rng.choice(texts.DEFECTS)
    return Draft(
        "Bug",
        f"{feature}: {defect}",
        texts.bug_text(feature, defect, rng),
        epic,
        epic.team,
        epic.component,
        rng.choices(("Low", "Medium", "High", "Highest"), (2, 4, 4, 2))[0],
        rng.choice(((), ("beta-group",), ("regression", "beta-group"))),
        epic.release,
        rng.choice((None, 1, 1, 2, 3)),
    )
