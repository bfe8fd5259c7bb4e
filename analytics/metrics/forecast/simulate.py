"""The forecast by simulation: the check of the exact one, trial by trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.forecast.exact import HORIZON, TOLERANCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.forecast.pace import Pace
    from analytics.metrics.forecast.when import Assumptions
    from analytics.metrics.scope import Floats

TRIALS = 10_000
SEED = 20_260_529
"""Any number does; it is fixed so that two people see the same figures."""
AT_ONCE = 32
"""Blocks drawn in one go: most forecasts end within one or two."""


def simulated_blocks(
    remaining: float,
    past: Pace,
    *,
    assumptions: Assumptions,
    trials: int = TRIALS,
    seed: int = SEED,
) -> NDArray[np.int64]:
    """Return for each trial the block in which nothing is left; 0 is never.

    Each trial draws one past block after the other, with replacement, until what is
    left is gone. It answers what `when` answers exactly, and differs from it by the
    sampling error alone: at most sqrt(p (1 - p) / trials) in a chance p, as one
    standard deviation. The same seed gives the same trials, to the last digit, and
    draws the same blocks whatever is left: with less left no trial ends later.

    Args:
        remaining: What is left, in the unit of `past`.
        past: The pace to draw from; it must be fit for a forecast.
        assumptions: What is taken for granted.
        trials: How many.
        seed: Of the random numbers.
    """
    random = np.random.default_rng(seed)
    left = _backlogs(remaining, assumptions, trials, random)
    net = past.done * assumptions.pace_factor
    if assumptions.scope == "growing" and past.growth is not None:
        net = net - past.growth
    ended = np.zeros(trials, dtype=np.int64)
    running = np.arange(trials)
    for first in range(0, HORIZON, AT_ONCE):
        # Drawn for all trials, so that a trial meets the same blocks whatever is left.
        drawn = random.integers(0, len(net), (trials, min(AT_ONCE, HORIZON - first)))
        after = left[running, None] - net[drawn[running]].cumsum(axis=1)
        over = after <= TOLERANCE
        done = over.any(axis=1)
        ended[running[done]] = first + 1 + over[done].argmax(axis=1)
        left[running] = after[:, -1]
        running = running[~done]
        if not len(running):
            break
    return ended


def chance_after(ended: NDArray[np.int64], blocks: int) -> float:
    """Return the share of trials that are done after so many blocks.

    Trials that never end are in the denominator: they are beyond the horizon, not
    dropped.

    >>> chance_after(np.array([2, 3, 0, 4]), 3)
    0.5
    """
    return float(np.mean((ended > 0) & (ended <= blocks)))


def _backlogs(
    remaining: float, taken: Assumptions, trials: int, random: np.random.Generator
) -> Floats:
    """Draw how large the backlog becomes by splitting; a started item is an item."""
    if taken.split_high <= taken.split_low:
        return np.full(trials, remaining * taken.split_low)
    factor = random.uniform(taken.split_low, taken.split_high, trials)
    return np.ceil(remaining * factor - TOLERANCE)
