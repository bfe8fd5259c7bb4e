"""The clock of the story, and every change that is made to an issue.

Every change goes through `World`, which keeps two records of it: the history that Jira
would show, and a snapshot of what counts in a sprint. The exports come from the first,
`truth.json` from the second.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sample_data import story
from sample_data.model import Change, Comment, History

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from random import Random

    from sample_data.model import Issue, Sprint
    from sample_data.story import Person, Release, Status


def _ids(sprints: Iterable[int]) -> str:
    return ", ".join(str(story.FIRST_SPRINT_ID + number - 1) for number in sprints)


def _names(sprints: Iterable[int]) -> str:
    return ", ".join(f"Harbour Sprint {number}" for number in sprints)


def _number(points: int | None) -> str | None:
    return None if points is None else str(points)


class World:
    """All issues and the clock, which only runs forward."""

    def __init__(self, rng: Random) -> None:
        """Start with nothing, at the start of the project."""
        self.rng = rng
        self.now = story.at(story.START, 7, 0)
        self.issues: list[Issue] = []
        self.sprints: list[Sprint] = []
        self._last_id = 50000

    def pass_time(self, low: int, high: int) -> datetime:
        """Let between `low` and `high` seconds pass, and some milliseconds."""
        milliseconds = self.rng.randint(low * 1000, high * 1000)
        self.now += timedelta(milliseconds=milliseconds)
        return self.now

    def next_id(self) -> int:
        """Return a number that no entry has used."""
        self._last_id += self.rng.randint(1, 4)
        return self._last_id

    def add(self, issue: Issue) -> Issue:
        """Put a new issue on the books."""
        self.issues.append(issue)
        issue.snapshot(issue.created)
        return issue

    def record(self, issue: Issue, author: Person, *changes: Change) -> None:
        """Write one history entry for changes that were just made."""
        entry = History(self.next_id(), self.now, author, changes)
        issue.histories.append(entry)
        issue.updated = self.now
        issue.snapshot(self.now)

    def move(self, issue: Issue, status: Status, author: Person) -> None:
        """Move an issue through the workflow; entering Done sets a resolution."""
        before = issue.status
        changes = [Change("status", before.id, before.name, status.id, status.name)]
        issue.status = status
        if before.category != status.category:
            issue.category_changed = self.now
        resolution = {"Done": "Done", "Cancelled": "Won't Do"}.get(status.name)
        if resolution != issue.resolution:
            old, issue.resolution = issue.resolution, resolution
            ids = {"Done": "10000", "Won't Do": "10001", None: None}
            changes.insert(
                0, Change("resolution", ids[old], old, ids[resolution], resolution)
            )
            issue.resolved = self.now if resolution else None
        self.record(issue, author, *changes)

    def plan(
        self,
        issue: Issue,
        sprints: tuple[int, ...],
        author: Person,
        *,
        points: int | None = None,
    ) -> None:
        """Change the sprints of an issue, and on the same screen its points."""
        before, issue.sprints = issue.sprints, sprints
        changes = [
            Change(
                "Sprint", _ids(before), _names(before), _ids(sprints), _names(sprints)
            )
        ]
        if points is not None:
            changes.append(self._points(issue, points))
        self.record(issue, author, *changes)

    def estimate(self, issue: Issue, points: int, author: Person) -> None:
        """Change the story points."""
        self.record(issue, author, self._points(issue, points))

    @staticmethod
    def _points(issue: Issue, points: int) -> Change:
        before, issue.points = issue.points, points
        return Change("Story Points", None, _number(before), None, _number(points))

    def assign(self, issue: Issue, person: Person, author: Person) -> None:
        """Give an issue to somebody."""
        old, issue.assignee = issue.assignee, person
        before, name = (old.account, old.name) if old else (None, None)
        change = Change("assignee", before, name, person.account, person.name)
        self.record(issue, author, change)

    def flag(self, issue: Issue, author: Person, *, raised: bool) -> None:
        """Raise or lower the Impediment flag."""
        issue.flagged = raised
        if raised:
            change = Change("Flagged", None, None, "[10019]", "Impediment")
        else:
            change = Change("Flagged", "[10019]", "Impediment", "", "")
        self.record(issue, author, change)

    def release(
        self, issue: Issue, old: Release | None, new: Release | None, author: Person
    ) -> None:
        """Take an issue out of one release and put it into another."""
        changes = []
        kept = [release for release in issue.releases if release is not old]
        if old:
            changes.append(Change("Fix Version", old.id, old.name, None, None))
        if new:
            kept.append(new)
            changes.append(Change("Fix Version", None, None, new.id, new.name))
        issue.releases = tuple(kept)
        self.record(issue, author, *changes)

    def due(self, issue: Issue, day: str, author: Person) -> None:
        """Move the due date."""
        before, issue.due = issue.due, day
        old = f"{before} 00:00:00.0" if before else None
        self.record(
            issue, author, Change("duedate", before, old, day, f"{day} 00:00:00.0")
        )

    def log_work(self, issue: Issue, seconds: int, author: Person) -> None:
        """Log the whole effort at once; nothing remains."""
        left, issue.remaining_seconds, issue.spent_seconds = (
            issue.remaining_seconds,
            0,
            seconds,
        )
        worklog = str(self.next_id())
        self.record(
            issue,
            author,
            Change("timeestimate", str(left), str(left), "0", "0"),
            Change("timespent", None, None, str(seconds), str(seconds)),
            Change("WorklogId", None, None, worklog, worklog),
        )

    def comment(self, issue: Issue, text: str, author: Person) -> None:
        """Write a comment."""
        issue.comments.append(Comment(self.next_id(), self.now, author, text))
        issue.updated = self.now
