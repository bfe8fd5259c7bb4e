"""When will the work that is left be done?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analytics.metrics.forecast import exact
from analytics.metrics.forecast.grid import grid_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.forecast.pace import Pace
    from analytics.metrics.scope import Floats, Unit

Scope = Literal["frozen", "growing"]
PERCENTILES = (0.5, 0.7, 0.85, 0.95)
NOTHING_LEFT = "Nothing is left to do."
NO_GROWTH = (
    "How the scope grows needs a change log, or several uploads. "
    "Forecast with the scope of today."
)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a forecast takes for granted.

    Attributes:
        scope: `growing` lets the scope grow as it did in the blocks that are drawn;
            `frozen` keeps it as it is today.
        split_low: Items are split into at least so many on the way; 1 is none.
        split_high: And into at most so many.
        pace_factor: The pace against the past, 1 is as it was.
        levels: Percentile and the level that is computed for it: another one where
            the forecast is recalibrated.
    """

    scope: Scope = "frozen"
    split_low: float = 1.0
    split_high: float = 1.0
    pace_factor: float = 1.0
    levels: tuple[tuple[float, float], ...] = ()

    def level(self, p: float) -> float:
        """Return the level that is computed for a percentile.

        >>> Assumptions(levels=((0.85, 0.93),)).level(0.85), Assumptions().level(0.5)
        (0.93, 0.5)
        """
        return dict(self.levels).get(p, p)


class Standing(NamedTuple):
    """What a forecast rests on: what is left at the end of a day, pace and calendar."""

    as_of: date
    remaining: float
    past: Pace
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True, eq=False)
class WhenForecast:
    """On which day the remaining work is done, for each percentile.

    Attributes:
        unit: What is counted; `remaining` of it is left.
        assumptions: What is taken for granted.
        as_of: The day the forecast was made for.
        days: Percentile -> the last day of the block in which the work is done with
            that chance; None where it is beyond the horizon.
        blocks: Percentile -> that block, counted from 1.
        chance: P(done by the end of block d), d = 0, 1, ...; `ends` has the days.
        beyond: The chance that it is not done within the horizon.
        rounding: The largest rounding error of one amount, 0 for whole numbers.
        why: The reason for each percentile that is None, by its text ("85"); the
            key "all" where nothing can be forecast.
    """

    unit: Unit
    remaining: float
    assumptions: Assumptions
    as_of: date
    days: Mapping[float, date | None]
    blocks: Mapping[float, int | None]
    chance: Floats
    ends: tuple[date, ...]
    beyond: float
    rounding: float
    why: Mapping[str, str] = field(default_factory=dict)

    def chance_by(self, day: date) -> float | None:
        """Return the chance that the work is done by the end of a day.

        Only whole blocks count: a day inside a block has the chance of the block
        before it. None where nothing can be forecast.
        """
        if not len(self.chance):
            return None
        known = [end for end in self.ends if end <= day]
        return float(self.chance[len(known) - 1]) if known else 0.0


def when(
    remaining: float,
    past: Pace,
    *,
    calendar: WorkingCalendar,
    as_of: date,
    assumptions: Assumptions | None = None,
    percentiles: Sequence[float] = PERCENTILES,
) -> WhenForecast:
    """Forecast when `remaining` is done, at any percentile.

        the day at p = the end of the smallest block d with P(done after d) >= p

    The distribution is exact (see `exact.finished_by`), so no seed and no number of
    trials is in it. Not defined without enough history, and where the past finished
    nothing; a percentile that lies beyond five years is None.

    Source: Focused Objective and the Kanban Guide; 85 % is the 85th percentile of
    the dates (`metrics.md`, section 5).

    >>> from analytics.metrics.forecast.exact import certain
    >>> import numpy as np
    >>> nothing_added = np.zeros(6, dtype=int)  # 20 stories, one die a week
    >>> chance = exact.finished_by(certain(20), np.arange(1, 7), nothing_added)
    >>> exact.smallest_reaching(chance, 0.85)  # weeks
    7

    Args:
        remaining: What is left, in the unit of `past`.
        past: The pace to draw from.
        calendar: Working days to come.
        as_of: The last day that is known.
        assumptions: What is taken for granted.
        percentiles: Chances that are asked for, between 0 and 1.
    """
    taken = assumptions or Assumptions()
    why = _why_not(remaining, past, taken)
    if why:
        return _no_forecast(remaining, past, taken, as_of, percentiles, why)
    done, growth, faster = _blocks(past, taken)
    grid = grid_for(np.array([remaining]), done, growth)
    left = exact.widened(
        remaining / faster / grid.step, taken.split_low, taken.split_high
    )
    chance = exact.finished_by(left, grid.steps(done), grid.steps(growth))
    ends = block_ends(as_of, len(chance), past.block, calendar)
    blocks = {p: exact.smallest_reaching(chance, taken.level(p)) for p in percentiles}
    days = {p: None if at is None else ends[at] for p, at in blocks.items()}
    beyond = float(1.0 - chance[-1]) if chance[-1] < exact.CERTAIN else 0.0
    missing = {f"{100 * p:g}": _beyond(past) for p in percentiles if days[p] is None}
    return WhenForecast(
        past.unit,
        remaining,
        taken,
        as_of,
        days,
        blocks,
        chance,
        ends,
        beyond,
        grid.error,
        missing,
    )


def _why_not(remaining: float, past: Pace, taken: Assumptions) -> str:
    if remaining <= 0:
        return NOTHING_LEFT
    if taken.scope == "growing" and past.growth is None:
        return NO_GROWTH
    return past.why_none


def _no_forecast(
    remaining: float,
    past: Pace,
    taken: Assumptions,
    as_of: date,
    percentiles: Sequence[float],
    why: str,
) -> WhenForecast:
    nothing = dict.fromkeys(percentiles)
    return WhenForecast(
        past.unit,
        remaining,
        taken,
        as_of,
        nothing,
        nothing,
        np.zeros(0),
        (),
        0.0,
        0.0,
        {"all": why},
    )


def _blocks(past: Pace, taken: Assumptions) -> tuple[Floats, Floats, float]:
    """Return progress and growth of the blocks, and the divisor of the backlog.

    Working 1.1 times as fast is having 1 / 1.1 of the work, which needs no rounding;
    only where the scope grows meanwhile must the blocks themselves be scaled.
    """
    if taken.scope == "growing" and past.growth is not None:
        return past.done * taken.pace_factor, past.growth, 1.0
    return past.done, np.zeros(len(past.done)), taken.pace_factor


def block_ends(
    as_of: date, count: int, block: int, calendar: WorkingCalendar
) -> tuple[date, ...]:
    """Return the last working day of each block to come; the first is `as_of`."""
    ahead = calendar.working_days_after(as_of, (count - 1) * block)
    return (as_of, *ahead[block - 1 :: block])


def _beyond(past: Pace) -> str:
    days = exact.HORIZON * past.block
    return f"Not within {days:,} working days at this pace."
