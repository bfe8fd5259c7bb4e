"""What the days share: the world, the calendar, who works on what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sample_data import story

if TYPE_CHECKING:
    from random import Random

    from sample_data.backlog import Calendar
    from sample_data.model import Issue, Sprint
    from sample_data.story import Person
    from sample_data.world import World

LATE_CLOSE = 8
SWITCH = "Identity provider switch"
SWITCH_FROM = date(2025, 10, 24)


@dataclass(slots=True)
class State:
    """Everything the days share."""

    rng: Random
    world: World
    calendar: Calendar
    epics: dict[str, Issue] = field(default_factory=dict)
    effort: dict[str, float] = field(default_factory=dict)
    busy: dict[Person, Issue] = field(default_factory=dict)
    estimates: dict[str, int] = field(default_factory=dict)

    def chance(self, probability: float) -> bool:
        """Whether something with this probability happens now."""
        return self.rng.random() < probability

    @property
    def sprint(self) -> Sprint | None:
        """The active sprint."""
        running = [s for s in self.world.sprints if s.state == "active"]
        return running[0] if running else None

    def inside(self, number: int) -> list[Issue]:
        """Return the issues of one sprint."""
        return [i for i in self.world.issues if number in i.sprints]

    def waiting(self, team: str) -> list[Issue]:
        """Return the backlog of a team, most urgent first."""
        active = {s.number for s in self.world.sprints if s.state != "closed"}
        found = [
            issue
            for issue in self.world.issues
            if issue.team == team
            and issue.kind in {"Story", "Bug", "Task"}
            and issue.status is story.TODO
            and "milestone" not in issue.labels
            and not active & set(issue.sprints)
            and not (SWITCH in issue.summary and self.world.now.date() < SWITCH_FROM)
        ]
        return sorted(found, key=urgency)


def urgency(issue: Issue) -> tuple[date, int, int]:
    """Order by release, then priority, then age."""
    release = issue.releases[-1].date if issue.releases else story.R3.date
    order = ("Highest", "High", "Medium", "Low").index(issue.priority)
    return release, order, issue.number


def boundary(number: int) -> date:
    """Return the day on which a sprint is meant to start."""
    return story.FIRST_SPRINT + timedelta(days=story.SPRINT_DAYS * (number - 1))


def begins(number: int) -> date:
    """Return the day on which a sprint did start; one began a day late."""
    late = 1 if number == LATE_CLOSE + 1 else 0
    return boundary(number) + timedelta(days=late)
