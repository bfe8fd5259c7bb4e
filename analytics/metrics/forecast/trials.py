"""One forecast of the past: what it said on its day, and what came.

A forecast is made with the blocks that were over on that day and compared with those
that followed; nothing else reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.forecast import exact
from analytics.metrics.forecast.grid import grid_for
from analytics.metrics.forecast.pace import FEWEST, LAST
from analytics.metrics.forecast.when import PERCENTILES

if TYPE_CHECKING:
    from analytics.metrics.scope import Floats

AHEAD = 4
"""Blocks looked ahead: a month, the usual distance between two reviews."""
ORIGINS = 40
"""Past days at most; the youngest count."""

Trial = dict[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked from each past day.

    Attributes:
        ahead: Blocks looked ahead.
        last: Blocks that a forecast draws from, at most; None takes all.
        origins: Past days at most, the youngest.
        percentiles: The chances that are checked.
    """

    ahead: int = AHEAD
    last: int | None = LAST
    origins: int = ORIGINS
    percentiles: tuple[float, ...] = PERCENTILES

    def window(self, done: Floats, start: int) -> Floats:
        """Return the blocks that were known before `start` and are drawn from."""
        return done[max(start - (self.last or start), 0) : start]

    def starts(self, count: int) -> list[int]:
        """Return the blocks of a history that a past forecast may start at."""
        return list(range(FEWEST, count - self.ahead + 1))[-self.origins :]


def column(p: float) -> str:
    """Return the column of a percentile.

    >>> column(0.85)
    'p85'
    """
    return f"p{100 * p:g}"


def how_many_trial(known: Floats, coming: Floats, asked: Asked) -> Trial:
    """Forecast what the next blocks finish, from the blocks known before them.

    `told` is the chance that was given to more than what came: percentiles above it
    held, those at or below it did not.

    >>> trial = how_many_trial(np.full(5, 3.0), np.full(4, 3.0), Asked())
    >>> trial["outcome"], trial["p85"], trial["told"], trial["last_value"]
    (12.0, 12.0, 0.0, 12.0)
    """
    grid = grid_for(known)
    outcome = float(coming[: asked.ahead].sum())
    low, chance = exact.total_after(grid.steps(known), asked.ahead)
    said = {
        column(p): max(exact.largest_with(low, chance, p), 0) * grid.step
        for p in asked.percentiles
    }
    place = int(np.floor(outcome / grid.step + exact.TOLERANCE)) + 1 - low
    told = float(chance[max(place, 0) :].sum()) if place < len(chance) else 0.0
    naive = {
        "last_value": float(known[-asked.ahead :].mean()) * asked.ahead,
        "median": float(np.median(known)) * asked.ahead,
    }
    return {"outcome": outcome, "told": told, **said, **naive}


def when_trial(known: Floats, coming: Floats, amount: float, asked: Asked) -> Trial:
    """Forecast the block in which an amount is finished, and look when it was.

    `seen` is how many blocks followed so far. Where the amount is not finished in
    them, the outcome is the block after them, the earliest there still can be, and
    `is_open` is 1. `told` is the chance that was given to an earlier block than the
    outcome: percentiles above it held. Where a naive forecast never ends it says the
    horizon.

    >>> trial = when_trial(np.full(5, 3.0), np.full(6, 3.0), 12.0, Asked())
    >>> trial["outcome"], trial["p85"], trial["told"], trial["is_open"]
    (4.0, 4.0, 0.0, 0.0)
    """
    grid = grid_for(known, np.array([amount]))
    zeros = np.zeros(len(known), dtype=np.int64)
    steps = round(amount / grid.step)
    chance = exact.finished_by(exact.certain(steps), grid.steps(known), zeros)
    reached = np.flatnonzero(coming.cumsum() >= amount - exact.TOLERANCE)
    outcome = int(reached[0]) + 1 if len(reached) else len(coming) + 1
    said = {column(p): _block(chance, p) for p in asked.percentiles}
    naive = {
        "last_value": _naive(amount, float(known[-asked.ahead :].mean())),
        "median": _naive(amount, float(np.median(known))),
    }
    return {
        "outcome": float(outcome),
        "told": float(chance[min(outcome, len(chance)) - 1]),
        "seen": float(len(coming)),
        "is_open": float(not len(reached)),
        **said,
        **naive,
    }


def _block(chance: Floats, p: float) -> float:
    found = exact.smallest_reaching(chance, p)
    return float(exact.HORIZON + 1 if found is None else found)


def _naive(amount: float, pace: float) -> float:
    if pace <= 0:
        return float(exact.HORIZON)
    return min(float(np.ceil(amount / pace - exact.TOLERANCE)), float(exact.HORIZON))
