"""A day in a team: pick up, build, review, test, finish."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sample_data import story, texts
from sample_data.backlog import quiet
from sample_data.model import Issue
from sample_data.state import SWITCH

if TYPE_CHECKING:
    from sample_data.state import State
    from sample_data.story import Person

EFFORT_PER_POINT = 0.7
SWITCH_FREE = date(2026, 1, 16)


def work(state: State, team: str, today: date) -> None:
    """Let every member of a team do one day of work."""
    if state.sprint is None:
        return
    _check(state, team, today)
    for person in story.TEAMS[team]:
        if state.chance(0.75 if quiet(today) else 0.22):
            continue
        _build(state, person, today)


def stuck(issue: Issue, today: date) -> bool:
    """Whether the identity vendor keeps this issue from moving."""
    return SWITCH in issue.summary and today < SWITCH_FREE


def _check(state: State, team: str, today: date) -> None:
    sprint = state.sprint
    if sprint is None:
        return
    for issue in state.inside(sprint.number):
        if issue.team != team or issue.is_done:
            continue
        if issue.flagged:
            _try_to_clear(state, issue, today)
        elif issue.status is story.REVIEW and state.chance(0.62):
            _step(state, issue, story.TESTING)
        elif issue.status is story.TESTING and state.chance(0.58):
            _finish(state, issue)
        elif issue.status is story.DOING and state.chance(0.035):
            _block(state, issue)


def _try_to_clear(state: State, issue: Issue, today: date) -> None:
    if stuck(issue, today) or not state.chance(0.4):
        return
    state.world.pass_time(300, 3000)
    state.world.flag(issue, issue.assignee or story.MASTER, raised=False)


def _block(state: State, issue: Issue) -> None:
    world, person = state.world, issue.assignee or story.MASTER
    world.pass_time(300, 3000)
    world.flag(issue, person, raised=True)
    world.pass_time(10, 60)
    reasons = texts.BLOCKERS[:1] if SWITCH in issue.summary else texts.BLOCKERS[1:]
    world.comment(issue, state.rng.choice(reasons), person)


def _step(state: State, issue: Issue, status: story.Status) -> None:
    state.world.pass_time(300, 3000)
    author = story.TESTER if status is story.TESTING else issue.assignee
    state.world.move(issue, status, author or story.MASTER)


def _finish(state: State, issue: Issue) -> None:
    if state.chance(0.09):
        _step(state, issue, story.DOING)
        state.effort[issue.key] = 1.0
        return
    world = state.world
    if issue.remaining_seconds:
        world.pass_time(60, 300)
        low, high = 70, 160
        seconds = issue.remaining_seconds * state.rng.randint(low, high) // 100
        world.log_work(issue, seconds // 900 * 900, issue.assignee or story.MASTER)
    world.pass_time(300, 3000)
    world.move(issue, story.DONE, story.TESTER)
    state.busy = {who: what for who, what in state.busy.items() if what is not issue}


def _build(state: State, person: Person, today: date) -> None:
    issue = state.busy.get(person)
    if issue is None or issue.status is not story.DOING or issue.flagged:
        issue = _next(state, person)
        if issue is None:
            state.busy.pop(person, None)
            return
        _take(state, issue, person)
        if stuck(issue, today):
            _block(state, issue)
            return
    state.effort[issue.key] = state.effort.get(issue.key, 1.0) - 1.0
    if state.effort[issue.key] <= 0:
        _close_parts(state, issue)
        _step(state, issue, story.REVIEW)
        state.busy.pop(person)


def _next(state: State, person: Person) -> Issue | None:
    sprint = state.sprint
    taken = list(state.busy.values())
    found = [
        issue
        for issue in (state.inside(sprint.number) if sprint else [])
        if issue.team == person.team and not issue.flagged and issue not in taken
    ]
    for status in (story.DOING, story.TODO):
        ready = [issue for issue in found if issue.status is status]
        if ready:
            return min(ready, key=_order)
    return None


def _order(issue: Issue) -> tuple[int, int]:
    order = ("Highest", "High", "Medium", "Low")
    return order.index(issue.priority), issue.number


def _take(state: State, issue: Issue, person: Person) -> None:
    world = state.world
    state.busy[person] = issue
    if issue.assignee is not person:
        world.pass_time(30, 400)
        world.assign(issue, person, person)
    if issue.status is story.DOING:
        return
    size = issue.points or 1
    noise = state.rng.uniform(0.7, 1.4)
    state.effort.setdefault(issue.key, EFFORT_PER_POINT * size * noise)
    world.pass_time(10, 200)
    world.move(issue, story.DOING, person)
    epic = issue.parent
    if epic and epic.status is story.TODO:
        world.pass_time(5, 30)
        world.move(epic, story.DOING, person)
    if issue.kind == "Story" and state.chance(0.19):
        _split(state, issue, person)


def _split(state: State, issue: Issue, person: Person) -> None:
    for text in state.rng.sample(texts.PARTS, 2):
        now = state.world.pass_time(20, 90)
        part = Issue(
            number=len(state.world.issues) + 1,
            kind="Sub-task",
            summary=f"{text}: {issue.summary.split(':')[0].lower()}",
            description="",
            created=now,
            reporter=person,
            team=issue.team,
            component=issue.component,
            parent=issue,
            assignee=person,
        )
        part.estimate_seconds = part.remaining_seconds = (
            state.rng.choice((2, 3, 4, 8)) * 3600
        )
        state.world.add(part)


def _close_parts(state: State, issue: Issue) -> None:
    for part in state.world.issues:
        if part.parent is issue and part.kind == "Sub-task" and not part.is_done:
            person = part.assignee or story.MASTER
            left = part.remaining_seconds or 3600
            state.world.pass_time(20, 120)
            state.world.log_work(
                part, left * state.rng.choice((2, 3, 4, 5)) // 4, person
            )
            state.world.pass_time(5, 40)
            state.world.move(part, story.DONE, person)
