"""The project office: refinement, releases, the slip of R2."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sample_data import story

if TYPE_CHECKING:
    from sample_data.model import Issue
    from sample_data.state import State
    from sample_data.story import Release

FRIDAY = 4
AHEAD = date(2026, 5, 28)
CANCELLED_AT_SLIP = 7
DEFERRED_AT_SLIP = 9


def refine(state: State) -> None:
    """Estimate a few issues from the top of each backlog."""
    for team in story.TEAMS:
        for issue in state.waiting(team)[:9]:
            if issue.key in state.estimates and state.chance(0.08):
                state.world.pass_time(60, 400)
                points = state.estimates.pop(issue.key)
                state.world.estimate(issue, points, story.ANALYST)


def scripted(state: State, today: date) -> None:
    """Do what the story says happens today."""
    if today == story.R1.date:
        _go_live(state, story.R1, story.R2_OLD)
    if today == story.R2_SLIP:
        _slip(state)
    if today == story.R2.date:
        _go_live(state, story.R2, story.R3)
    if today == AHEAD:
        _look_ahead(state)
    if today.weekday() == FRIDAY:
        _close_epics(state, today)


def _of(state: State, release: Release) -> list[Issue]:
    return [issue for issue in state.world.issues if release in issue.releases]


def _go_live(state: State, release: Release, following: Release) -> None:
    world = state.world
    for issue in _of(state, release):
        if "milestone" in issue.labels:
            world.pass_time(20, 60)
            world.move(issue, story.DONE, story.LEAD)
        elif not issue.is_done and issue.kind != "Epic":
            world.pass_time(1, 4)
            world.release(issue, release, following, story.LEAD)
    for issue in _of(state, following):
        if issue.kind == "Bug" and issue.is_done and state.chance(0.4):
            world.pass_time(1, 4)
            world.release(issue, None, release, story.LEAD)


def _slip(state: State) -> None:
    world = state.world
    scope = _of(state, story.R2_OLD)
    for issue in scope:
        world.pass_time(0, 2)
        world.release(issue, story.R2_OLD, story.R2, story.LEAD)
    milestone = next(issue for issue in scope if "milestone" in issue.labels)
    world.pass_time(60, 90)
    world.due(milestone, story.R2.date.isoformat(), story.LEAD)
    text = "Steering committee, 5 February: R2 moves from 27 February to 24 April."
    world.pass_time(60, 90)
    world.comment(milestone, text, story.LEAD)
    idle = [
        issue
        for issue in scope
        if issue.status is story.TODO and issue.kind == "Story" and not _planned(issue)
    ]
    for issue in idle[:CANCELLED_AT_SLIP]:
        world.pass_time(20, 60)
        world.move(issue, story.CANCELLED, story.LEAD)
    for issue in idle[CANCELLED_AT_SLIP:][:DEFERRED_AT_SLIP]:
        world.pass_time(20, 60)
        world.release(issue, story.R2, story.R3, story.LEAD)


def _planned(issue: Issue) -> bool:
    return bool(issue.sprints) or "regulator" in issue.labels


def _close_epics(state: State, today: date) -> None:
    world = state.world
    for epic in state.epics.values():
        parts = [issue for issue in world.issues if issue.parent is epic]
        over = all(release.date <= today for release in epic.releases)
        if over and not epic.is_done and parts and all(i.is_done for i in parts):
            world.pass_time(20, 90)
            world.move(epic, story.DONE, story.LEAD)


def _look_ahead(state: State) -> None:
    for team in story.TEAMS:
        for issue in state.waiting(team)[:2]:
            state.world.pass_time(10, 60)
            number = story.SPRINTS + 1
            state.world.plan(issue, (*issue.sprints, number), story.MASTER)
