"""What happens to one issue inside one frame, replayed event by event.

The state of an issue before its first change of a field is that change's
`old`, or today's value if the field never changed. Events at or before the start make
the opening state; those after it, up to and including the end, are booked. Items of
one history entry apply in the order estimates, membership and type, status. An issue
is in no frame before it was created, nor while it is a sub-task that counts in its
parent. What a sprint did is what was finished while in it: work
that entered already done never burns. Of a release or project everything done counts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from numpy.typing import NDArray

    from analytics.metrics.scope import Kind

MEMBERSHIP = {
    "sprint": "sprints",
    "fix_version": "fix_versions",
    "epic": "epics",
    "label": "labels",
}
FIELD_OF: dict[Kind, str] = {
    "sprint": "sprint",
    "release": "fix_version",
    "epic": "epic",
    "label": "label",
}
RANKS = {
    "points": 0,
    "hours": 0,
    **dict.fromkeys([*MEMBERSHIP, "type"], 1),
    "status": 2,
}
"""Order of the items of one history entry."""
EVER = pd.Timestamp(1900, 1, 1)
"""When an issue was created that does not say so."""


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time in which a frame's scope is booked.

    Attributes:
        frame_id: Written into the rows.
        kind: sprint, release, epic, label or project.
        start_at: Instant of the start, naive UTC. None: there is no opening state,
            everything is booked.
        end_at: Instant of the close, None while it is open.
        member: Id of the sprint or release in the events, `frame_id` by default.
        zone: Time zone in which the days are counted.
        counts_subtasks: Whether a sub-task counts beside its parent.
    """

    frame_id: str
    kind: Kind
    start_at: datetime | None
    end_at: datetime | None = None
    member: str = ""
    zone: str = "UTC"
    counts_subtasks: bool = True


class Move(NamedTuple):
    """One change of one field of one issue."""

    at: pd.Timestamp
    field: str
    new: Any
    version_id: object
    table: str = "issue_event"


class State(NamedTuple):
    """What an issue is at one instant, seen from one frame.

    `counts` says that being done counts: it was finished inside a sprint, or the
    frame is no sprint; `is_left_out` that it counts in its parent.
    """

    exists: bool
    listed: bool
    done: bool
    points: float
    hours: float
    counts: bool
    is_subtask: bool = False
    is_left_out: bool = False

    @property
    def inside(self) -> bool:
        """Whether it belongs to the frame."""
        return self.exists and self.listed and not self.is_left_out

    def amounts(self) -> NDArray[np.float64]:
        """Return points, items and hours left, then those done."""
        values = np.array([self.points, 1.0, self.hours]) * self.inside
        return np.concatenate([values * (not self.done), values * self._is_counted])

    @property
    def _is_counted(self) -> bool:
        return self.done and self.counts


@dataclass(frozen=True, slots=True)
class Story:
    """One issue: today's values and its moves in order."""

    issue_key: str
    version_id: object
    today: Mapping[str, Any]
    moves: list[Move]
    before: Mapping[str, Any] = field(default_factory=dict)

    def at_first(self, name: str) -> Any:  # noqa: ANN401 - a cell
        """Return the value a field had before everything known."""
        return self.before.get(name, self.today.get(name))


def story_of(
    today: Mapping[Hashable, Any], moves: list[Move], before: Mapping[str, Any]
) -> Story:
    """Put the creation in front of the moves."""
    created: Any = today["created_at" if "created_at" in today else "created_day"]
    values = {
        **{name: today.get(column) for name, column in MEMBERSHIP.items()},
        "type": today.get("is_subtask", False),
        "status": today["is_done"],
        "points": today["points"],
        "hours": today["hours"],
    }
    at = EVER if pd.isna(created) else pd.Timestamp(created)
    born = Move(at, "created", None, today["version_id"], table="issue")
    grown = _grown(today)
    moves = sorted([born, *grown, *moves], key=lambda move: move.at)
    return Story(str(today["issue_key"]), today["version_id"], values, moves, before)


def _grown(today: Mapping[Hashable, Any]) -> list[Move]:
    """Return the moment from which on it counts through its children, if it has one."""
    until = today.get("counted_until")
    if until is None or pd.isna(until):
        return []
    return [Move(until, "grown", None, today["version_id"], table="issue")]


def book(story: Story, window: Window) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one issue in one frame."""
    state = opening(story, window)
    if window.start_at is not None and state.inside and not state.done:
        about = (story.issue_key, story.version_id, "issue", window.start_at, "initial")
        yield (*about, *state.amounts())
    for move, before, after in steps(story, window, state):
        change = after.amounts() - before.amounts()
        if change.any():
            booked = (story.issue_key, move.version_id, move.table, move.at)
            yield (*booked, ledger_of(before, after), *change)


def opening(story: Story, window: Window) -> State:
    """Return the state at the start of a frame; without one, before everything."""
    state = _first_state(story, window)
    if window.start_at is None:
        return state
    for move in story.moves:
        if move.at <= window.start_at:
            state = _after(state, move, window)
    return state._replace(counts=window.kind != "sprint")


def steps(
    story: Story, window: Window, state: State
) -> Iterator[tuple[Move, State, State]]:
    """Yield each move inside a frame with the state before and after it."""
    start, end = window.start_at, window.end_at
    for move in story.moves:
        if (start is None or move.at > start) and (end is None or move.at <= end):
            before, state = state, _after(state, move, window)
            yield move, before, state


def _first_state(story: Story, window: Window) -> State:
    listing = FIELD_OF.get(window.kind)
    is_subtask = _flag(story.at_first("type"))
    return State(
        exists=False,
        listed=listing is None or _is_listed(story.at_first(listing), window),
        done=_flag(story.at_first("status")),
        points=_number(story.at_first("points")),
        hours=_number(story.at_first("hours")),
        counts=window.kind != "sprint",
        is_subtask=is_subtask,
        is_left_out=is_subtask and not window.counts_subtasks,
    )


def _after(state: State, move: Move, window: Window) -> State:
    """Return the state after a move."""
    match move.field:
        case "created" | "grown":
            return state._replace(exists=move.field == "created")
        case "status" if _flag(move.new) != state.done:
            counts = window.kind != "sprint" or state.inside
            return state._replace(done=_flag(move.new), counts=counts)
        case "type":
            is_subtask = _flag(move.new)
            is_left_out = is_subtask and not window.counts_subtasks
            return state._replace(is_subtask=is_subtask, is_left_out=is_left_out)
        case "points" | "hours":
            left = {"points": state.points, "hours": state.hours}
            left[move.field] = _number(move.new)
            return state._replace(points=left["points"], hours=left["hours"])
        case name if name == FIELD_OF.get(window.kind):
            return state._replace(listed=_is_listed(move.new, window))
    return state


def ledger_of(before: State, after: State) -> str:
    """Name the ledger that a change is booked in."""
    if before.inside != after.inside:
        return "added" if after.inside else "removed"
    if before.done != after.done:
        return "completed" if after.done else "reopened"
    return "re_estimated"


def _is_listed(ids: object, window: Window) -> bool:
    """Say whether the frame is in a list of ids; a missing list holds none."""
    member = window.member or window.frame_id
    return isinstance(ids, Iterable) and member in map(str, ids)


def _number(value: Any) -> float:  # noqa: ANN401 - a cell
    """Return an estimate; a missing one counts as 0."""
    return 0.0 if pd.isna(value) else float(value)


def _flag(value: Any) -> bool:  # noqa: ANN401 - a cell
    """Return a flag; a missing one is no."""
    return not pd.isna(value) and bool(value)
