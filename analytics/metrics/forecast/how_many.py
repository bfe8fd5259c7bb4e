"""How much is finished by a day?"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING

import numpy as np

from analytics.calendar import DAY
from analytics.metrics.forecast import exact
from analytics.metrics.forecast.grid import grid_for
from analytics.metrics.forecast.when import PERCENTILES, Assumptions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.calendar import WorkingCalendar
    from analytics.metrics.forecast.pace import Pace
    from analytics.metrics.scope import Floats, Unit


@dataclass(frozen=True, slots=True, eq=False)
class HowManyForecast:
    """How much is finished by a day, for each percentile.

    Attributes:
        unit: What is counted.
        as_of: The day the forecast was made for.
        by: The last day that counts.
        blocks: Whole blocks between the two; a rest of days is left out.
        amounts: Percentile -> with that chance at least so much is finished.
        sums: Every amount that can be finished; `at_least` has P(finished >= it).
        why: The reason where `amounts` is empty.
    """

    unit: Unit
    as_of: date
    by: date
    blocks: int
    amounts: Mapping[float, float]
    sums: Floats
    at_least: Floats
    why: str = ""


def how_many(
    past: Pace,
    *,
    calendar: WorkingCalendar,
    by: date,
    percentiles: Sequence[float] = PERCENTILES,
    assumptions: Assumptions | None = None,
) -> HowManyForecast:
    """Forecast how much is finished by a day, at any percentile.

        the amount at p = the largest n with P(finished >= n) >= p

    so that 85 % is the 15th percentile of the sums. Whole blocks count; the rest of
    days before `by` promises nothing.

    Source: Focused Objective, "Throughput Simulation": 24 weeks of samples, six
    weeks ahead, at least 47 items with 85 % (the exact value of the exercise).

    >>> import numpy as np
    >>> low, chance = exact.total_after(np.array([1, 2]), 2)  # two blocks ahead
    >>> exact.largest_with(low, chance, 0.75)
    3

    Args:
        past: The pace to draw from; its last day is the day it starts.
        calendar: Working days to come.
        by: The last day that counts.
        percentiles: Chances that are asked for, between 0 and 1.
        assumptions: The pace and the levels taken for granted; what is added to the
            scope does not change how much is finished.
    """
    taken = assumptions or Assumptions()
    if past.why_none:
        return _nothing_by(past, by, past.why_none)
    days = calendar.working_days(past.as_of + DAY, by + DAY)
    blocks = floor(days / past.block)
    if not blocks:
        why = f"There are fewer than {past.block} working days until then."
        return _nothing_by(past, by, why)
    grid = grid_for(past.done)
    low, chance = exact.total_after(grid.steps(past.done), blocks)
    step = grid.step * taken.pace_factor
    amounts = {
        p: max(exact.largest_with(low, chance, taken.level(p)), 0) * step
        for p in percentiles
    }
    sums: Floats = (low + np.arange(len(chance), dtype=np.float64)) * step
    at_least: Floats = np.minimum(chance[::-1].cumsum()[::-1], 1.0)
    return HowManyForecast(past.unit, past.as_of, by, blocks, amounts, sums, at_least)


def _nothing_by(past: Pace, by: date, why: str) -> HowManyForecast:
    none = np.zeros(0)
    return HowManyForecast(past.unit, past.as_of, by, 0, {}, none, none, why)
