"""A simulated project of twelve weeks: what truly happened, and its weekly exports.

Everything comes from one seed. In one week an issue goes through at most one change of
each field, is not re-estimated in a week in which it moves, and nothing else happens
to it in the weeks in which it is created or deleted: what two exports cannot tell
apart is not asked of them.
"""

from __future__ import annotations

import csv
import json
import random
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from analytics.project import SprintDates

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

START = datetime(2026, 1, 5, tzinfo=UTC)
WEEKS = 12
EXPORTED = timedelta(days=6, hours=20)
"""Sunday evening; nothing happens on the rest of that day."""
STATUSES = {"To Do": "new", "In Progress": "indeterminate", "Done": "done"}
SPRINTS = tuple(
    SprintDates(f"Sprint {n + 1}", first, first + timedelta(days=14))
    for n in range(5)
    for first in [date(2026, 1, 11) + timedelta(days=14 * n + n % 2)]
)
"""Every other one starts on the day of an export, the others on the day after."""
HEADER = (
    *("Issue key", "Summary", "Issue Type", "Status", "Status Category"),
    *("Project key", "Project name", "Assignee", "Created", "Updated", "Resolved"),
    *("Story Points", "Fix Version", "Sprint", "Sprint"),
)


class Happened(NamedTuple):
    """One change; `appeared` and `vanished` are those of a whole issue."""

    key: str
    field: str
    before: str | None
    after: str | None
    at: datetime


@dataclass(slots=True)
class Story:
    """One issue as it stands at a moment."""

    key: str
    created: datetime
    points: int
    status: str = "To Do"
    assignee: str = ""
    sprints: tuple[str, ...] = ()
    release: str = ""
    updated: datetime = START
    done_at: datetime | None = None
    log: list[Happened] = field(default_factory=list)


@dataclass(slots=True)
class Week:
    """The issues on one Sunday evening."""

    exported: datetime
    stories: dict[str, Story]


class History:
    """Twelve weeks, the exports of each, and the truth."""

    def __init__(self, seed: int, *, stories: int = 14) -> None:
        """Let it happen."""
        self.random = random.Random(seed)  # noqa: S311 - a simulation
        self.truth: list[Happened] = []
        self.weeks: list[Week] = []
        self.now: dict[str, Story] = {}
        self.count = 0
        for week in range(WEEKS):
            self._happen(week, new=stories if week == 0 else 2)
            exported = START + timedelta(days=7 * week) + EXPORTED
            self.weeks.append(Week(exported, deepcopy(self.now)))

    def _happen(self, week: int, *, new: int) -> None:
        begins = START + timedelta(days=7 * week)
        old = list(self.now.values())
        for _ in range(new):
            self._create(self._moment(begins))
        for story in old:
            if len(self.now) > 6 and self.random.random() < 0.04:
                self._delete(story, self._moment(begins))
            elif self.random.random() < 0.15:
                self._change(
                    story,
                    "points",
                    str(self.random.choice([1, 2, 3, 5, 8, 13])),
                    begins,
                )
            else:
                self._move(story, week, begins)

    def _moment(self, begins: datetime) -> datetime:
        minutes = self.random.randrange(60, int(EXPORTED.total_seconds() // 60))
        return begins + timedelta(minutes=minutes)

    def _create(self, at: datetime) -> None:
        self.count += 1
        points = self.random.choice([1, 2, 3, 5, 8])
        story = Story(f"APP-{self.count}", at, points, updated=at)
        self.now[story.key] = story
        self.truth.append(Happened(story.key, "appeared", None, "To Do", at))

    def _delete(self, story: Story, at: datetime) -> None:
        del self.now[story.key]
        self.truth.append(Happened(story.key, "vanished", story.status, None, at))

    def _move(self, story: Story, week: int, begins: datetime) -> None:
        roll = self.random.random
        if roll() < 0.35:
            others = [one for one in STATUSES if one != story.status]
            self._change(story, "status", self.random.choice(others), begins)
        if roll() < 0.15:
            person = self.random.choice([one for one in "ABC" if one != story.assignee])
            self._change(story, "assignee", person, begins)
        if roll() < 0.10:
            self._change(
                story, "release", "R2" if story.release == "R1" else "R1", begins
            )
        if roll() < 0.30:
            name = SPRINTS[min(week // 2, len(SPRINTS) - 1)].name
            held = story.sprints
            after = tuple(one for one in held if one != name)
            if name not in held:
                after = (*held, name)[-2:]
            self._change(story, "sprint", ", ".join(after), begins)

    def _change(self, story: Story, name: str, value: str, begins: datetime) -> None:
        at = self._moment(begins)
        before = {
            "points": str(story.points),
            "status": story.status,
            "assignee": story.assignee,
            "release": story.release,
            "sprint": ", ".join(story.sprints),
        }[name]
        if before == value:
            return
        if name == "points":
            story.points = int(value)
        elif name == "sprint":
            story.sprints = tuple(part for part in value.split(", ") if part)
        else:
            setattr(story, name, value)
        if name == "status":
            story.done_at = at if value == "Done" else None
        story.updated = max(story.updated, at)
        happened = Happened(story.key, name, before or None, value or None, at)
        story.log.append(happened)
        self.truth.append(happened)

    def remaining(self, at: datetime, sprint: str = "") -> int:
        """Return the points left in the project, or in a sprint, at a moment."""
        left: dict[str, dict[str, Any]] = {}
        for one in sorted(self.truth, key=lambda one: one.at):
            if one.at > at:
                break
            if one.field == "appeared":
                left[one.key] = {"status": "To Do", "sprint": "", "points": None}
            elif one.field == "vanished":
                left.pop(one.key)
            else:
                left[one.key][one.field] = one.after or ""
        return sum(
            int(one["points"] or self._first_points(key))
            for key, one in left.items()
            if one["status"] != "Done"
            and (not sprint or sprint in one["sprint"].split(", "))
        )

    def _first_points(self, key: str) -> int:
        """Return the estimate that an issue was created with."""
        changes = [one for one in self.truth if (one.key, one.field) == (key, "points")]
        if changes:
            return int(min(changes, key=lambda one: one.at).before or 0)
        holding = [week.stories[key] for week in self.weeks if key in week.stories]
        return holding[0].points

    def between_exports(self) -> set[tuple[str, str, str | None, str | None, int]]:
        """Return the net changes that weekly exports can show, with their week."""
        found: set[tuple[str, str, str | None, str | None, int]] = set()
        for number in range(1, WEEKS):
            was, now = self.weeks[number - 1].stories, self.weeks[number].stories
            found |= {
                (key, "appeared", None, now[key].status, number)
                for key in now.keys() - was.keys()
            }
            found |= {
                (key, "vanished", was[key].status, None, number)
                for key in was.keys() - now.keys()
            }
            since = self.weeks[number - 1].exported
            found |= {
                (one.key, one.field, one.before, one.after, number)
                for one in self.truth
                if since < one.at <= self.weeks[number].exported
                and one.key in was.keys() & now.keys()
            }
        return found

    def write_csv(self, number: int, folder: Path) -> Path:
        """Write the export of one week without a change log."""
        path = folder / f"week-{number + 1:02}.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADER)
            writer.writerows(_cells(one) for one in self._exported(number))
        return path

    def write_json(self, number: int, folder: Path) -> Path:
        """Write the export of one week with its change log."""
        path = folder / f"week-{number + 1:02}.json"
        issues = [_issue(one) for one in self._exported(number)]
        names = {"customfield_10016": "Story Points", "customfield_10020": "Sprint"}
        text = {"startAt": 0, "total": len(issues), "names": names, "issues": issues}
        path.write_text(json.dumps(text), encoding="utf-8")
        return path

    def _exported(self, number: int) -> Iterable[Story]:
        return self.weeks[number].stories.values()


def _text(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _cells(story: Story) -> list[str]:
    category = {"new": "To Do", "indeterminate": "In Progress", "done": "Done"}
    return [
        *(story.key, f"Story {story.key}", "Story", story.status),
        *(category[STATUSES[story.status]], "APP", "App", story.assignee),
        *(_text(story.created), _text(story.updated), _text(story.done_at)),
        *(str(story.points), story.release),
        *(*story.sprints, "", "")[:2],
    ]


def _sprint_number(name: str) -> str:
    return str(100 + int(name.rsplit(maxsplit=1)[-1]))


def _numbers(names: str | None) -> str:
    return ", ".join(_sprint_number(one) for one in (names or "").split(", ") if one)


def _stamp(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000+0000") if at else None


def _item(one: Happened) -> dict[str, Any]:
    names = {
        "points": ("Story Points", "customfield_10016"),
        "sprint": ("Sprint", "customfield_10020"),
        "release": ("Fix Version", "fixVersions"),
    }
    name, field_id = names.get(one.field, (one.field, one.field))
    is_sprint = one.field == "sprint"
    return {
        "field": name,
        "fieldId": field_id,
        "from": _numbers(one.before) if is_sprint else None,
        "fromString": one.before or ("" if is_sprint else None),
        "to": _numbers(one.after) if is_sprint else None,
        "toString": one.after or ("" if is_sprint else None),
    }


def _histories(story: Story) -> list[dict[str, Any]]:
    found = []
    for number, one in enumerate(sorted(story.log, key=lambda one: one.at)):
        items = [_item(one)]
        if one.field == "release" and one.before:
            # Jira writes a version that leaves and one that comes as two items.
            items = [
                _item(one._replace(after=None)),
                _item(one._replace(before=None)),
            ]
        found.append(
            {"id": str(1000 + number), "created": _stamp(one.at), "items": items}
        )
    return found


def _issue(story: Story) -> dict[str, Any]:
    sprints = [
        {
            "id": int(_sprint_number(one.name)),
            "name": one.name,
            "state": "active",
            "startDate": f"{one.starts_on}T00:00:00.000Z",
            "endDate": f"{one.ends_before}T00:00:00.000Z",
        }
        for one in SPRINTS
        if one.name in story.sprints
    ]
    category = {"key": STATUSES[story.status], "name": story.status}
    return {
        "id": str(10_000 + int(story.key.split("-")[1])),
        "key": story.key,
        "fields": {
            "summary": f"Story {story.key}",
            "issuetype": {"name": "Story", "subtask": False},
            "status": {"name": story.status, "statusCategory": category},
            "project": {"key": "APP", "name": "App"},
            "assignee": {"displayName": story.assignee} if story.assignee else None,
            "created": _stamp(story.created),
            "updated": _stamp(story.updated),
            "resolutiondate": _stamp(story.done_at),
            "customfield_10016": story.points,
            "customfield_10020": sprints or None,
            "fixVersions": [{"name": story.release}] if story.release else [],
        },
        "changelog": {"histories": _histories(story)},
    }
