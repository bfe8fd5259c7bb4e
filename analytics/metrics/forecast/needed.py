"""What would have to be true for a date: cut work, gain pace, or move the date."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from analytics.calendar import DAY
from analytics.metrics.forecast.exact import TOLERANCE
from analytics.metrics.forecast.grid import grid_for
from analytics.metrics.forecast.when import Assumptions, when

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from analytics.metrics.forecast.when import Standing, WhenForecast
    from analytics.metrics.scope import Unit

MOST_PERCENT = 900
"""Nobody becomes more than ten times as fast."""
SURE = 0.85
TOO_EARLY = (
    "The date lies before the end of the first {block} working days: no amount of "
    "work can be promised by then."
)
TOO_FAST = "Even ten times the pace is not enough by then."
FIGURES = ("chance", "cut", "pace_percent", "day", "move_days")


@dataclass(frozen=True, slots=True)
class Needed:
    """Three ways to a promise, each by itself.

    Attributes:
        unit: What is counted; `remaining` of it is left.
        p: The chance that is asked for, by the day `by`.
        chance: The chance as things stand; None where nothing can be forecast.
        cut: The least amount to take out of the scope, 0 where it is met already.
        pace_percent: The least gain of pace in whole per cent, likewise.
        day: The earliest day that has the chance as things stand.
        move_days: Days from `by` to it; 0 where it is met already.
        why: The reason for each of them that is None.
    """

    unit: Unit
    remaining: float
    p: float
    by: date
    chance: float | None = None
    cut: float | None = None
    pace_percent: int | None = None
    day: date | None = None
    move_days: int | None = None
    why: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        """Whether the promise holds as things stand."""
        return self.chance is not None and self.cut == 0


def what_must_be_true(
    standing: Standing,
    *,
    by: date,
    p: float = SURE,
    assumptions: Assumptions | None = None,
) -> Needed:
    """Find what would have to be true for "p by a date", each way by itself.

        cut = the least x with P(remaining - x is done by the date) >= p
        pace_percent = the least whole g with P(done by the date at (1 + g / 100)
            times the pace) >= p
        day = the earliest day with P(done by it) >= p

    The chance only falls with more work and only rises with pace, so each is found
    by halving, on the exact distribution: no simulation, no tolerance but the step of
    the amounts. Undefined where nothing can be forecast, and where the date comes
    before the first block of working days is over.

    Source: the forecast of `when`; how much can be promised by a date is the 15th
    percentile of what is finished by then (`metrics.md`, section 5).

    >>> import numpy as np
    >>> from analytics.metrics.forecast.exact import largest_with, total_after
    >>> low, chance = total_after(np.array([1, 2]), 2)  # finished by the date
    >>> 10 - largest_with(low, chance, 0.75)  # to cut of 10 that are left
    7

    Args:
        standing: What is left, on which day, at which pace, in which calendar.
        by: The day to be done by.
        p: The chance that is wanted.
        assumptions: What is taken for granted.
    """
    taken = assumptions or Assumptions()
    past, remaining = standing.past, standing.remaining
    result = Needed(past.unit, remaining, p, by)
    now = _forecast(standing, taken, p)
    if not len(now.chance):
        return replace(result, why=dict.fromkeys(FIGURES, now.why["all"]))
    day = now.days[p]
    why = {} if day else dict.fromkeys(("day", "move_days"), now.why[f"{100 * p:g}"])
    moved = None if day is None else max((day - by).days, 0)
    result = replace(result, chance=now.chance_by(by), day=day, move_days=moved)
    if standing.calendar.working_days(standing.as_of + DAY, by + DAY) < past.block:
        too_early = TOO_EARLY.format(block=past.block)
        return replace(
            result, why={**why, **dict.fromkeys(("cut", "pace_percent"), too_early)}
        )

    def holds(left: float, assumed: Assumptions) -> bool:
        if left <= 0:
            return True
        found = _forecast(standing._replace(remaining=left), assumed, p)
        return (found.chance_by(by) or 0.0) >= p - TOLERANCE

    step = grid_for(np.array([remaining]), past.done).step
    most = ceil(remaining / step)
    cut = least(lambda n: holds(remaining - n * step, taken), most) or 0
    gain = least(lambda g: holds(remaining, _faster(taken, g)), MOST_PERCENT)
    if gain is None:
        why["pace_percent"] = TOO_FAST
    return replace(result, cut=min(cut * step, remaining), pace_percent=gain, why=why)


def _forecast(standing: Standing, taken: Assumptions, p: float) -> WhenForecast:
    return when(
        standing.remaining,
        standing.past,
        calendar=standing.calendar,
        as_of=standing.as_of,
        assumptions=taken,
        percentiles=(p,),
    )


def _faster(taken: Assumptions, percent: int) -> Assumptions:
    return replace(taken, pace_factor=taken.pace_factor * (100 + percent) / 100)


def least(holds: Callable[[int], bool], most: int) -> int | None:
    """Return the least whole number that holds, where more of it always holds too.

    >>> least(lambda n: n * n >= 50, 100), least(lambda n: False, 9)
    (8, None)
    """
    if not holds(most):
        return None
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
