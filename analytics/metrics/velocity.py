"""Velocity: how much closed sprints completed, and what that says about the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import TYPE_CHECKING

from analytics.metrics.commitment import closed_sprints, commitments, counts
from analytics.metrics.scope import TOLERANCE, Frame, Unit, basis_of, long_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import pandas as pd

    from analytics.metrics.basis import Basis

LAST = 3
FORMULA = (
    "Mean of what the last closed sprints completed, sprints that completed nothing "
    "included; the running sprint is not."
)
NO_SPRINT = "No sprint is closed yet."
NO_PROMISE = "Nothing was committed at the start of these sprints."
NO_CHANGE_LOG = (
    "What was committed at the start needs a change log, or an upload of that day."
)


@dataclass(frozen=True, slots=True, eq=False)
class Velocity:
    """The velocity of a project with the sprints it rests on.

    Attributes:
        unit: points, items or hours.
        as_of: Sprints closed by the end of this day count.
        sprints: Every closed sprint, oldest first, as `commitments` returns them.
        last: How many sprints were asked for; `counted` is how many there were.
        mean: Completed per sprint over those.
        say_do: Kept / commitment over those that have a commitment, summed first.
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    unit: Unit
    as_of: date
    sprints: pd.DataFrame
    last: int
    counted: int
    mean: float | None
    say_do: float | None
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PredictedSprints:
    """How many sprints the remaining work needs at the velocity so far.

    Attributes:
        sprints: With the velocity rounded to a whole number, as Jira does.
        unrounded: With the velocity as it is.
        velocity: Mean of the sprints, as it is.
        why: Why there is no prediction, or an empty text.
    """

    sprints: int | None
    unrounded: int | None
    velocity: float | None
    why: str = ""


def mean_velocity(completed: Sequence[float], *, last: int = LAST) -> float | None:
    """Return the mean of the last `last` sprints, or None without a sprint.

    >>> mean_velocity([23, 22, 0])
    15.0
    """
    counted = completed[-last:]
    return sum(counted) / len(counted) if len(counted) else None


def velocity(
    deltas: pd.DataFrame,
    *,
    frames: Sequence[Frame],
    unit: Unit,
    as_of: date,
    last: int = LAST,
) -> Velocity:
    """Measure how much a sprint completes.

        velocity = sum of completed over the last n closed sprints / n

    in points, items or hours per sprint. A sprint that completed nothing counts as
    0; the running sprint does not count. None where no sprint is closed. Say/do over
    the same sprints is the sum of what was kept / the sum of what was committed,
    None where nothing was.

    Source: Zoho Sprints, "Understanding the velocity chart": sprints of 23, 22 and 0
    points have the velocity 15, not 22.5.

    >>> mean_velocity([23, 22, 0])
    15.0

    Args:
        deltas: Rows of fct_scope_delta.
        frames: The sprints of the project, closed or not.
        unit: points, items or hours.
        as_of: Sprints closed by the end of this day count.
        last: n.
    """
    sprints = commitments(deltas, frames=frames, unit=unit, as_of=as_of)
    counted = sprints.tail(last)
    promised = counted[counted["commitment"].notna()]
    commitment = float(promised["commitment"].sum())
    mean = mean_velocity(counted["completed"].tolist(), last=last)
    say_do = float(promised["kept"].sum()) / commitment if commitment else None
    why = {"mean": NO_SPRINT, "say_do": NO_SPRINT} if mean is None else {}
    if mean is not None and say_do is None:
        why["say_do"] = NO_PROMISE if len(promised) else NO_CHANGE_LOG
    return Velocity(
        unit=unit,
        as_of=as_of,
        sprints=sprints,
        last=last,
        counted=len(counted),
        mean=mean,
        say_do=say_do,
        basis=_basis(deltas, frames, counted, as_of),
        why=why,
    )


def predicted_sprints(
    remaining: float, completed: Sequence[float], *, last: int = LAST
) -> PredictedSprints:
    """Divide the remaining work by the velocity of the last sprints, rounded up.

        sprints = ceil(remaining / velocity)

    Jira rounds the velocity to a whole number first, which can change the answer:
    both are given. Growth of the scope is not in the velocity. None with fewer than
    `last` closed sprints, and where the velocity is 0: the work never ends then.

    Source: Atlassian, "Understand the epic burndown report".

    >>> prediction = predicted_sprints(14, [2, 2, 3])
    >>> prediction.sprints, prediction.unrounded
    (7, 6)
    """
    if len(completed) < last:
        why = f"Fewer than {last} sprints are closed."
        return PredictedSprints(None, None, None, why)
    pace = sum(completed[-last:]) / last
    unrounded = _sprints(remaining, pace)
    rounded = _sprints(remaining, floor(pace + 0.5))
    why = "" if unrounded is not None else f"The last {last} sprints completed nothing."
    if rounded is None and unrounded is not None:
        why = "The velocity rounds to 0."
    return PredictedSprints(rounded, unrounded, pace, why)


def _sprints(remaining: float, pace: float) -> int | None:
    if remaining <= 0:
        return 0
    return ceil(remaining / pace - TOLERANCE) if pace > 0 else None


def _basis(
    deltas: pd.DataFrame, frames: Sequence[Frame], counted: pd.DataFrame, as_of: date
) -> Basis:
    """List the rows of the counted sprints, and those of the other sprints."""
    ids = set(counted["frame_id"])
    closed = [one for one in closed_sprints(frames, as_of) if one.frame_id in ids]
    used = counts(deltas, closed)
    own = deltas["frame_id"].isin([frame.frame_id for frame in frames]).to_numpy()
    evidence = {frame.evidence for frame in closed}
    return basis_of(
        FORMULA,
        deltas[used],
        deltas[own & ~used],
        why=f"not in one of the {len(closed)} last sprints closed by {long_day(as_of)}",
        rests_on=" and ".join(sorted(evidence)),
    )
