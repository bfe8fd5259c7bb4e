"""Issues, sprints and their history, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sample_data import story

if TYPE_CHECKING:
    from datetime import datetime

    from sample_data.story import Person, Release, Status


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a history entry; None is what Jira writes as null."""

    field: str
    before: str | None
    before_text: str | None
    after: str | None
    after_text: str | None


@dataclass(frozen=True, slots=True)
class History:
    """One history entry: several fields changed by one person at one instant."""

    id: int
    when: datetime
    author: Person
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What counts in a sprint, from this instant on."""

    when: datetime
    done: bool
    sprints: tuple[int, ...]
    points: int | None
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on an issue."""

    id: int
    when: datetime
    author: Person
    text: str


@dataclass(slots=True)
class Issue:
    """A work item as it stands now, with everything that happened to it."""

    number: int
    kind: str
    summary: str
    description: str
    created: datetime
    reporter: Person
    team: str
    component: str
    priority: str = "Medium"
    labels: tuple[str, ...] = ()
    parent: Issue | None = None
    status: Status = story.TODO
    resolution: str | None = None
    resolved: datetime | None = None
    releases: tuple[Release, ...] = ()
    sprints: tuple[int, ...] = ()
    points: int | None = None
    assignee: Person | None = None
    due: str | None = None
    flagged: bool = False
    estimate_seconds: int | None = None
    remaining_seconds: int | None = None
    spent_seconds: int | None = None
    updated: datetime = field(init=False)
    category_changed: datetime = field(init=False)
    histories: list[History] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start both stamps at the moment of creation."""
        self.updated = self.category_changed = self.created

    @property
    def key(self) -> str:
        """The issue key, such as HARB-12."""
        return f"{story.PROJECT_KEY}-{self.number}"

    @property
    def id(self) -> str:
        """The internal number that exports call Issue id."""
        return str(31000 + 3 * self.number)

    @property
    def is_done(self) -> bool:
        """Whether the status belongs to the category Done."""
        return self.status.category == "Done"

    def snapshot(self, when: datetime) -> None:
        """Remember what counts in a sprint from now on."""
        names = tuple(release.name for release in self.releases)
        self.snapshots.append(
            Snapshot(when, self.is_done, self.sprints, self.points, names)
        )


@dataclass(slots=True)
class Sprint:
    """One sprint; `number` counts from 1."""

    number: int
    goal: str
    started: datetime | None = None
    ends: datetime | None = None
    completed: datetime | None = None

    @property
    def id(self) -> int:
        """The id that histories refer to."""
        return story.FIRST_SPRINT_ID + self.number - 1

    @property
    def name(self) -> str:
        """The name that exports show."""
        return f"Harbour Sprint {self.number}"

    @property
    def state(self) -> str:
        """Future, active or closed, as Jira says it."""
        if self.completed:
            return "closed"
        return "active" if self.started else "future"
