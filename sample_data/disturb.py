"""What changes a sprint after it began: additions, removals, second thoughts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sample_data import story
from sample_data.backlog import SIZES
from sample_data.state import begins

if TYPE_CHECKING:
    from datetime import date

    from sample_data.model import Issue
    from sample_data.state import State

DONE_ELSEWHERE = (5, 11, 16)
BACK_AGAIN = (6, 9, 12, 15, 18)
SIXTH_DAY = 8


def intake(state: State, issue: Issue) -> None:
    """Pull a fresh bug or change request into the running sprint, at times."""
    sprint = state.sprint
    regulated = "regulator" in issue.labels
    hurry = 0.5 if regulated else 0.3
    urgent = regulated or (issue.kind == "Bug" and issue.priority != "Low")
    if sprint is None or issue.sprints or not urgent or not state.chance(hurry):
        return
    state.world.pass_time(300, 3000)
    points = state.estimates.pop(issue.key, None)
    state.world.plan(issue, (sprint.number,), story.MASTER, points=points)


def disturb(state: State, today: date) -> None:
    """Let the day's share of trouble reach the active sprint."""
    sprint = state.sprint
    if sprint is None:
        return
    inside = state.inside(sprint.number)
    age = (today - begins(sprint.number)).days
    if age > 1:
        _second_thoughts(state, inside)
    if age > 3 and sprint.number > 1:  # noqa: PLR2004 - not in the first days
        _remove(state, inside, sprint.number)
        _reopen(state, inside)
    if age == SIXTH_DAY - 1 and sprint.number in DONE_ELSEWHERE:
        _finish_elsewhere(state)
    if age == SIXTH_DAY and sprint.number in DONE_ELSEWHERE:
        _attach_done(state, sprint.number)
    if age == SIXTH_DAY and sprint.number in BACK_AGAIN:
        _bring_back(state, sprint.number)


def _second_thoughts(state: State, inside: list[Issue]) -> None:
    for issue in inside:
        if issue.is_done or issue.points is None or issue.status is story.TESTING:
            continue
        regulated = "regulator" in issue.labels
        if not state.chance(0.075 if regulated else 0.009):
            continue
        place = SIZES.index(issue.points)
        up = place == 0 or state.chance(0.92 if regulated else 0.65)
        place = min(place + 1, len(SIZES) - 1) if up else place - 1
        if SIZES[place] == issue.points:
            continue
        state.world.pass_time(300, 3000)
        more = SIZES[place] - issue.points
        state.world.estimate(issue, SIZES[place], issue.assignee or story.ANALYST)
        if issue.key in state.effort:
            state.effort[issue.key] += max(more, 0)


def _remove(state: State, inside: list[Issue], number: int) -> None:
    early = {story.TODO, story.DOING}
    movable = [
        issue
        for issue in inside
        if issue.status in early and not issue.flagged and issue.priority != "Highest"
    ]
    movable = [issue for issue in movable if "regulator" not in issue.labels]
    if not movable or not state.chance(0.16):
        return
    issue = max(movable, key=lambda i: (i.status is story.TODO, i.number))
    if issue.status is story.DOING:
        state.world.pass_time(60, 600)
        state.world.move(issue, story.TODO, story.MASTER)
        state.busy = {p: i for p, i in state.busy.items() if i is not issue}
    state.world.pass_time(10, 60)
    rest = tuple(n for n in issue.sprints if n != number)
    state.world.plan(issue, rest, story.MASTER)


def _reopen(state: State, inside: list[Issue]) -> None:
    done = [i for i in inside if i.is_done and i.assignee and i.kind != "Task"]
    if not done or not state.chance(0.1):
        return
    issue = state.rng.choice(done)
    _open_again(state, issue)


def _open_again(state: State, issue: Issue) -> None:
    state.world.pass_time(300, 3000)
    state.world.move(issue, story.DOING, story.TESTER)
    state.effort[issue.key] = 2.0
    state.world.pass_time(10, 60)
    text = "Found again on the test system, see the steps in the description."
    state.world.comment(issue, text, story.TESTER)


def _finish_elsewhere(state: State) -> None:
    for team in story.TEAMS:
        chores = [issue for issue in state.waiting(team) if issue.kind == "Task"]
        if chores:
            issue = chores[0]
            points = state.estimates.pop(issue.key, None)
            if points is not None:
                state.world.pass_time(30, 90)
                state.world.estimate(issue, points, story.ANALYST)
            state.world.pass_time(30, 300)
            state.world.assign(issue, story.TEAMS[team][0], story.MASTER)
            state.world.pass_time(30, 300)
            state.world.move(issue, story.DONE, story.TEAMS[team][0])
            return


def _attach_done(state: State, number: int) -> None:
    loose = [
        issue
        for issue in state.world.issues
        if issue.status is story.DONE and not issue.sprints and issue.kind == "Task"
    ]
    if loose:
        state.world.pass_time(30, 300)
        state.world.plan(loose[-1], (number,), story.MASTER)


def _bring_back(state: State, number: int) -> None:
    done = [
        issue
        for issue in state.inside(number - 1)
        if issue.status is story.DONE and number not in issue.sprints and issue.assignee
    ]
    if done:
        issue = state.rng.choice(done)
        _open_again(state, issue)
        state.world.pass_time(60, 400)
        state.world.plan(issue, (*issue.sprints, number), story.MASTER)
