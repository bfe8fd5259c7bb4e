"""How much of a piece of work counts as earned: the techniques of the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

Technique = Literal["percent", "0/100", "50/50"]
TECHNIQUES: dict[str, str] = {
    "percent": "Percent complete",
    "0/100": "Nothing before it is finished (0/100)",
    "50/50": "Half when begun, half when finished (50/50)",
}
WEIGHTED = "Weighted milestones"
UNITS = "Units"


def all_at_end(finished: Flags) -> Floats:
    """Return the earned share by 0/100: all when finished, nothing before.

    >>> all_at_end(np.array([True, False])).tolist()
    [1.0, 0.0]
    """
    return np.where(finished, 1.0, 0.0)


def half_and_half(begun: Flags, finished: Flags) -> Floats:
    """Return the earned share by 50/50: half when begun, the rest when finished.

    >>> half_and_half(np.array([True, True]), np.array([True, False])).tolist()
    [1.0, 0.5]
    """
    return np.where(finished, 1.0, np.where(begun, 0.5, 0.0))


def weighted_milestones(
    weights: Sequence[float], reached: Sequence[bool]
) -> float | None:
    """Return the earned share by weighted milestones.

        share = weights of the milestones reached / weights of all

    None where there is no weight.

    >>> weighted_milestones([20, 30, 50], [True, True, False])
    0.5

    Raises:
        ValueError: A weight is negative, or not one flag for each.
    """
    if any(weight < 0 for weight in weights):
        message = "a milestone cannot weigh less than nothing"
        raise ValueError(message)
    total = sum(weights)
    done = sum(w for w, is_reached in zip(weights, reached, strict=True) if is_reached)
    return done / total if total else None


def units(done: float, planned: float) -> float | None:
    """Return the earned share by units: done / planned, None where none is planned.

    What is done beyond the plan earns nothing: the share is never above 1.

    400 loaves of which 80 are baked at 0.02 each earn 1.60 of 8.00
    (geocities.ws/projectmanagementquestpond).

    >>> round(units(80, 400) * 8.00, 2)
    1.6

    Raises:
        ValueError: Less than nothing is done or planned.
    """
    if done < 0 or planned < 0:
        message = "units done or planned cannot be less than none"
        raise ValueError(message)
    return min(done / planned, 1.0) if planned else None
