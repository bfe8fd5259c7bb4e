"""The two questions of a forecast, answered exactly by convolution.

Each future block draws one past block with replacement. *When* is the first block in
which nothing is left; *how many* is the sum of the drawn blocks. Both distributions
are finite sums over what was observed, so they are computed, not simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.forecast.grid import Steps
    from analytics.metrics.scope import Floats

HORIZON = 260
"""Blocks that are looked ahead: five years of weeks."""
CERTAIN = 1.0 - 1e-9
ROOM = 4
"""A backlog that grows beyond so many times itself is not waited for."""
LEAST_ROOM = 200
SPARSE = 10
"""One cell of so many is met where the others are passed over."""
TOLERANCE = 1e-9
"""So that a chance of exactly p counts as p."""


def finished_by(
    backlog: Floats, done: Steps, growth: Steps, *, horizon: int = HORIZON
) -> Floats:
    """Return P(nothing is left after d blocks) for d = 0, 1, 2, ...

        left(d) = left(d - 1) + growth - done, of one past block drawn at random

    Growth and progress of one block are drawn together, as they belong together; once
    nothing is left, growth no longer counts. The result stops where it is certain, or
    at the horizon; what is missing from 1 there never ends within it.

    Source: convolution of the observed throughput, `performance.md`, recipe 9.4.

    >>> dice = np.arange(1, 7)  # Magennis: 20 stories, one die a week
    >>> chance = finished_by(certain(20), dice, np.zeros(6, int))
    >>> round(float(chance[6] - chance[5]), 6)
    0.331726

    Args:
        backlog: P(left = r) at the start for r = 0, 1, 2, ... steps.
        done: Steps that each past block finished.
        growth: Steps that each past block added.
        horizon: Blocks looked ahead.
    """
    net = done - growth
    low, high = int(net.min()), int(net.max())
    room = max(ROOM * (len(backlog) - 1), LEAST_ROOM) if low < 0 else len(backlog) - 1
    drawn = np.bincount(net - low, minlength=high - low + 1) / len(net)
    left = np.zeros(room + 1)
    left[: len(backlog)] = backlog
    told, left = [float(left[0])], left[1:]
    while told[-1] < CERTAIN and len(told) <= horizon:
        told_now, left = _after_block(left, drawn[::-1], high)
        told.append(told[-1] + told_now)
    chances: Floats = np.minimum(np.array(told), 1.0)
    return chances


def _after_block(left: Floats, falling: Floats, high: int) -> tuple[float, Floats]:
    """Return the chance that this block is the last, and what is left otherwise.

    `left[i]` is the chance of i + 1 steps; a sum at index k of the convolution means
    k + 1 - high steps.
    """
    spread = _spread(left, falling)
    first = max(high, 0)
    ended = float(spread[:first].sum())
    rest = spread[first:] if high >= 0 else np.concatenate([np.zeros(-high), spread])
    kept = np.zeros(len(left))
    size = min(len(left), len(rest))
    kept[:size] = rest[:size]
    return ended, kept


def _spread(left: Floats, falling: Floats) -> Floats:
    """Return the convolution of the two.

    Points of different sizes are counted on a fine grid, of which few cells are met:
    adding a shifted copy for each of these is many times less than for all.
    """
    met = np.flatnonzero(falling)
    if len(met) * SPARSE > len(falling):
        return np.convolve(left, falling)
    spread = np.zeros(len(left) + len(falling) - 1)
    for cell in met:
        spread[cell : cell + len(left)] += falling[cell] * left
    return spread


def certain(steps: int) -> Floats:
    """Return the distribution of a backlog that is known.

    >>> certain(2).tolist()
    [0.0, 0.0, 1.0]
    """
    backlog = np.zeros(max(steps, 0) + 1)
    backlog[-1] = 1.0
    return backlog


def widened(steps: float, low: float, high: float) -> Floats:
    """Return the distribution of a backlog that splitting makes larger.

    Every factor between `low` and `high` is equally likely; a fraction of a step is
    rounded up, as a started item is an item.

    >>> widened(10, 1.0, 1.2).round(2).tolist()[10:]
    [0.0, 0.5, 0.5]
    """
    if high <= low:
        return certain(int(np.ceil(steps * low - TOLERANCE)))
    top = int(np.ceil(steps * high - TOLERANCE))
    edges = np.clip(np.arange(top + 1), steps * low, steps * high)
    shares: Floats = np.diff(edges, prepend=edges[0]) / (steps * (high - low))
    return shares


def total_after(done: Steps, blocks: int) -> tuple[int, Floats]:
    """Return the smallest sum and P(sum = smallest + i) of `blocks` drawn blocks.

    >>> low, chance = total_after(np.array([1, 2]), 2)
    >>> low, chance.tolist()
    (2, [0.25, 0.5, 0.25])
    """
    low = int(done.min())
    drawn = np.bincount(done - low) / len(done)
    chance = np.ones(1)
    for _ in range(blocks):
        chance = np.convolve(chance, drawn)
    return low * blocks, chance


def smallest_reaching(chance: Floats, p: float) -> int | None:
    """Return the first block by which the work is done with chance p; None if never.

    >>> smallest_reaching(np.array([0.0, 0.5, 0.85, 1.0]), 0.85)
    2
    """
    reached: NDArray[np.bool_] = chance >= p - TOLERANCE
    return int(reached.argmax()) if reached.any() else None


def largest_with(low: int, chance: Floats, p: float) -> int:
    """Return the largest n with P(sum >= n) >= p: 85 % is the 15th percentile.

    >>> largest_with(2, np.array([0.25, 0.5, 0.25]), 0.75)
    3
    """
    at_least = chance[::-1].cumsum()[::-1]
    return low + int(np.flatnonzero(at_least >= p - TOLERANCE)[-1])
