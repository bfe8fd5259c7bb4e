"""What a correct reading of the exports must find.

Sprint figures come from the snapshots that the simulation took, not from the history
in the export. With contribution(t) = story points of an issue that is in the sprint
and not done at t (0 where unestimated), every change after the start of the sprint is
one of added, removed, re-estimated, completed and reopened, so that

    commitment + added - removed + re_estimated - completed + reopened = remaining
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sample_data import story

if TYPE_CHECKING:
    from datetime import datetime

    from sample_data.model import Issue, Snapshot, Sprint
    from sample_data.world import World

KINDS = ("added", "removed", "completed", "reopened")
LAST_MOMENT = story.at(story.AS_OF, 23, 59, 59)


@dataclass(slots=True)
class Book:
    """The running account of one sprint: points and keys per kind of event."""

    points: Counter[str] = field(default_factory=Counter)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def note(self, kind: str, issue: Issue, points: int) -> None:
        """Book one event."""
        self.points[kind] += points
        self.keys.setdefault(kind, []).append(issue.key)

    def total(self, kind: str) -> dict[str, int]:
        """Return points and number of events of one kind."""
        return {"points": self.points[kind], "count": len(self.keys.get(kind, []))}


def sprint_truth(world: World, sprint: Sprint) -> dict[str, Any]:
    """Return the figures of one started sprint."""
    book = Book()
    start, end = sprint.started or LAST_MOMENT, sprint.completed or LAST_MOMENT
    for issue in world.issues:
        _account(book, issue, sprint.number, start, end)
    committed = set(book.keys.get("commitment", []))
    finished = set(book.keys.get("done_at_end", []))
    points = book.points
    return {
        "id": sprint.id,
        "name": sprint.name,
        "state": sprint.state,
        "commitment": book.total("commitment"),
        **{kind: book.total(kind) for kind in KINDS},
        "re_estimated": book.total("re_estimated"),
        "completed_net": {
            "points": points["completed"] - points["reopened"],
            "count": book.total("completed")["count"] - book.total("reopened")["count"],
        },
        "remaining": book.total("remaining"),
        "added_already_done": book.total("added_already_done")["count"],
        "committed_and_done": {
            "points": points["committed_done"],
            "count": len(committed & finished),
        },
        "keys": {
            kind: sorted(book.keys.get(kind, []), key=_key_number)
            for kind in (*KINDS, "re_estimated", "added_already_done")
        },
    }


def _key_number(key: str) -> int:
    return int(key.rsplit("-", 1)[1])


def _account(
    book: Book, issue: Issue, number: int, start: datetime, end: datetime
) -> None:
    before: Snapshot | None = None
    opening = 0
    committed = False
    for now in issue.snapshots:
        if now.when > end:
            break
        if now.when > start:
            if before is None or before.when <= start:
                opening, committed = _open(book, issue, before, number)
            _event(book, issue, number, before, now)
        before = now
    if before is None:
        return
    if before.when <= start:
        opening, committed = _open(book, issue, before, number)
    if number in before.sprints and not before.done:
        book.note("remaining", issue, before.points or 0)
    elif number in before.sprints and committed:
        book.note("done_at_end", issue, 0)
        book.points["committed_done"] += opening


def _open(
    book: Book, issue: Issue, at_start: Snapshot | None, number: int
) -> tuple[int, bool]:
    if at_start is None or number not in at_start.sprints or at_start.done:
        return 0, False
    points = at_start.points or 0
    book.note("commitment", issue, points)
    return points, True


def _event(
    book: Book, issue: Issue, number: int, before: Snapshot | None, now: Snapshot
) -> None:
    was_in = before is not None and number in before.sprints
    is_in = number in now.sprints
    was_done = before is not None and before.done
    old, new = (before.points or 0) if before else 0, now.points or 0
    if is_in and not was_in:
        book.note("added_already_done" if now.done else "added", issue, new)
    elif was_in and not is_in and not was_done:
        book.note("removed", issue, old)
    elif was_in and is_in and was_done != now.done:
        book.note("completed" if now.done else "reopened", issue, new)
    elif was_in and is_in and not now.done and old != new:
        book.note("re_estimated", issue, new - old)


def project_truth(world: World) -> dict[str, Any]:
    """Return the figures of the whole project as of the last day."""
    issues = world.issues
    scope = [issue for issue in issues if issue.kind not in {"Epic", "Sub-task"}]
    return {
        "issues": len(issues),
        "by_type": dict(sorted(Counter(i.kind for i in issues).items())),
        "by_status": dict(sorted(Counter(i.status.name for i in issues).items())),
        "by_status_category": dict(
            sorted(Counter(i.status.category for i in issues).items())
        ),
        "histories": sum(len(issue.histories) for issue in issues),
        "points": _points(scope),
        "points_done": _points([issue for issue in scope if issue.is_done]),
        "points_cancelled": _points([i for i in scope if i.status is story.CANCELLED]),
        "points_by_team": {
            team: _points([issue for issue in scope if issue.team == team])
            for team in story.TEAMS
        },
        "unestimated": sum(issue.points is None for issue in scope),
        "flagged_now": [issue.key for issue in issues if issue.flagged],
        "reopened": [issue.key for issue in issues if _reopened(issue)],
        "cancelled": [i.key for i in issues if i.status is story.CANCELLED],
        "regulator": _group([i for i in issues if "regulator" in i.labels]),
        "releases": {
            name: _group([i for i in scope if name in {r.name for r in i.releases}])
            for name in story.RELEASES
        },
        "months": [_month(scope, month) for month in story.months()[:-1]],
    }


def _points(issues: list[Issue]) -> int:
    return sum(issue.points or 0 for issue in issues)


def _group(issues: list[Issue]) -> dict[str, int]:
    done = [issue for issue in issues if issue.is_done]
    return {
        "count": len(issues),
        "points": _points(issues),
        "count_done": len(done),
        "points_done": _points(done),
    }


def _reopened(issue: Issue) -> bool:
    marks = [snapshot.done for snapshot in issue.snapshots]
    return any(a and not b for a, b in pairwise(marks))


def _month(scope: list[Issue], month: str) -> dict[str, Any]:
    states = [last for issue in scope if (last := _last(issue, month)) is not None]
    return {
        "month": month,
        "issues": len(states),
        "scope_points": sum(state.points or 0 for state in states),
        "done_points": sum(state.points or 0 for state in states if state.done),
    }


def _last(issue: Issue, month: str) -> Snapshot | None:
    seen = [s for s in issue.snapshots if f"{s.when:%Y-%m}" <= month]
    return seen[-1] if seen else None
