"""The nine months, day by day."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sample_data import backlog, disturb, office, story, work
from sample_data.model import Issue, Sprint
from sample_data.state import State, begins, boundary
from sample_data.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sample_data.backlog import Draft
    from sample_data.story import Epic

TARGETS = (32, 38, 44, 48, 48, 50, 50, 22, 42, 50, 52, 52, 54, 54, 54, 54, 54, 54, 54)
GOALS = (
    "Customers can sign in on the test system",
    "Account page usable end to end",
    "First deployment without hands",
    "Identity provider: first customers on the test tenant",
    "Account page complete",
    "R1 hardening",
    "R1 live",
    "Keep the lights on over the holidays",
    "First bill shown from real data",
    "Card payment on the test system",
    "Regulator: consent log",
    "Re-plan R2",
    "Direct debit end to end",
    "Trial migration two",
    "R2 hardening",
    "R2 live",
    "Usage chart with real data",
    "Moving home: first journey",
    "R3 feature complete",
)


def simulate(seed: int) -> World:
    """Run the project from its first to its last day."""
    rng = Random(seed)  # noqa: S311 - a story, not a secret
    state = State(rng, World(rng), backlog.drafts(rng))
    days = list(story.working_days())
    for number, goal in enumerate(GOALS, start=1):
        state.world.sprints.append(Sprint(number, goal))
    state.world.sprints.append(Sprint(story.SPRINTS + 1, ""))
    for today, tomorrow in zip(days, [*days[1:], story.AS_OF], strict=True):
        _day(state, today, tomorrow)
    return state.world


def _day(state: State, today: date, tomorrow: date) -> None:
    opening = story.at(today, 7, state.rng.randint(2, 25))
    state.world.now = max(state.world.now, opening)
    for number in range(1, story.SPRINTS + 1):
        if begins(number) == today:
            _change_over(state, number, today)
    actions: list[Callable[[], None]] = [
        *(_writer(state, draft) for draft in state.calendar.get(today, [])),
        *(_worker(state, team, today) for team in story.TEAMS),
        lambda: disturb.disturb(state, today),
        lambda: office.refine(state),
    ]
    state.rng.shuffle(actions)
    actions.sort(key=lambda action: action.__name__ != "write_epic")
    for action in actions:
        action()
    office.scripted(state, today)
    for number in range(1, story.SPRINTS + 1):
        if begins(number) == tomorrow and today < tomorrow:
            _plan(state, number)


def _worker(state: State, team: str, today: date) -> Callable[[], None]:
    return lambda: work.work(state, team, today)


def _writer(state: State, draft: Draft) -> Callable[[], None]:
    def write() -> None:
        issue = create(state, draft)
        if draft.kind in {"Story", "Bug"}:
            disturb.intake(state, issue)

    def write_epic() -> None:
        create(state, draft)

    return write_epic if draft.kind == "Epic" else write


def _parent(state: State, epic: Epic | None, kind: str) -> Issue | None:
    if epic is None or kind == "Epic":
        return None
    return state.epics[epic.title]


def create(state: State, draft: Draft) -> Issue:
    """Write a draft down as an issue, perhaps inside the active sprint."""
    world = state.world
    now = world.pass_time(300, 3000)
    slipped = draft.release is story.R2_OLD and now.date() > story.R2_SLIP
    release = story.R2 if slipped else draft.release
    if release and now.date() > release.date:
        release = story.R3
    known = draft.points if state.chance(0.85) and draft.kind != "Bug" else None
    urgent = draft.kind == "Bug" and draft.priority == "Highest"
    sprint = state.sprint if urgent and state.chance(0.6) else None
    issue = Issue(
        number=len(world.issues) + 1,
        kind=draft.kind,
        summary=draft.summary,
        description=draft.description,
        created=now,
        reporter=story.TESTER if draft.kind == "Bug" else story.ANALYST,
        team=draft.team,
        component=draft.component,
        priority=draft.priority,
        labels=draft.labels,
        parent=_parent(state, draft.epic, draft.kind),
        releases=(release,) if release else (),
        sprints=(sprint.number,) if sprint else (),
        points=draft.points if sprint else known,
        due=draft.due,
    )
    if draft.kind == "Epic" and draft.epic:
        state.epics[draft.epic.title] = issue
    if draft.points is not None and issue.points is None:
        state.estimates[issue.key] = draft.points
    if draft.kind == "Task" and "milestone" not in draft.labels:
        issue.estimate_seconds = issue.remaining_seconds = 7200 * (draft.points or 1)
    return world.add(issue)


def _change_over(state: State, number: int, today: date) -> None:
    world = state.world
    if number > 1:
        world.now = story.at(today, 8, state.rng.randint(2, 25), 11)
        old = world.sprints[number - 2]
        old.completed = world.pass_time(1, 9)
        for issue in state.inside(old.number):
            begun = issue.status is not story.TODO
            if not issue.is_done and (begun or state.chance(0.75)):
                world.pass_time(0, 1)
                world.plan(issue, (*issue.sprints, number), story.MASTER)
    world.now = max(world.now, story.at(today, 8, state.rng.randint(31, 55), 4))
    sprint = world.sprints[number - 1]
    sprint.started = world.pass_time(1, 20)
    sprint.ends = story.at(boundary(number + 1), 9, 0)


def _plan(state: State, number: int) -> None:
    world = state.world
    for team in story.TEAMS:
        room = TARGETS[number - 1] / len(story.TEAMS)
        room -= 0.9 * sum(
            issue.points or 0
            for issue in state.inside(number - 1)
            if issue.team == team and not issue.is_done
        )
        for issue in state.waiting(team):
            if room <= 0:
                break
            world.pass_time(5, 40)
            points = state.estimates.pop(issue.key, None)
            if points is not None:
                world.estimate(issue, points, story.ANALYST)
                world.pass_time(4, 15)
            world.plan(issue, (*issue.sprints, number), story.MASTER)
            room -= issue.points or 1
