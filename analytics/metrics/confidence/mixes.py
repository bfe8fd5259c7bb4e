"""Which mixes of date, budget and scope hold together with a chance."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.confidence.trials import draw
from analytics.metrics.forecast.exact import TOLERANCE
from analytics.metrics.forecast.grid import grid_for
from analytics.metrics.forecast.needed import least

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from analytics.metrics.confidence.trials import Run, Trials
    from analytics.metrics.exposure.shapes import Floats

CUTS = (0.0, 0.1, 0.25, 0.5)
"""Shares taken out of what is left, of which the mixes are told."""
FRONTIER = ("cut", "remaining", "by", "budget", "is_balanced")
"""Columns of the table of mixes; each row holds with the chance asked for."""
MOST_DAYS = 60
"""So many dates tell the mixes of one scope."""


def chance(trials: Trials, *, days: float, budget: float) -> float:
    """Return the share of trials that end within days and within a budget.

    Where no cost was drawn, that of the days.

    >>> from analytics.metrics.confidence.trials import Trials
    >>> none = np.zeros(4)
    >>> known = Trials(np.array([1., 2, 3, 4]), np.array([9., 5, 5, 5]), none, none)
    >>> chance(known, days=3, budget=5), chance(known, days=3, budget=9)
    (0.5, 0.75)
    """
    if trials.cost is None:
        return float(np.mean(trials.days <= days))
    return float(np.mean((trials.days <= days) & (trials.cost <= budget)))


def least_of(values: Floats, p: float, *, among: NDArray[np.bool_]) -> float | None:
    """Return the least value that a share p of all trials stays within.

    Only trials of the mask `among` may; None where they are too few.

    >>> least_of(np.array([4., 1, 2, 3]), 0.5, among=np.arange(4) < 3)
    2.0
    >>> least_of(np.array([4., 1, 2, 3]), 0.9, among=np.ones(4, bool)) is None
    False
    """
    wanted = max(ceil(p * len(values) - TOLERANCE), 1)
    able = np.sort(values[among & np.isfinite(values)])
    return float(able[wanted - 1]) if len(able) >= wanted else None


def day_on(run: Run, days: float) -> date:
    """Return the day so many days after the as-of date."""
    return (pd.Timestamp(run.standing.as_of) + pd.Timedelta(days=days)).date()


def days_to(run: Run, day: date) -> int:
    """Return the days from the as-of date to a day."""
    return (day - run.standing.as_of).days


def frontier(run: Run, p: float) -> pd.DataFrame:
    """List mixes of scope, date and budget that hold together with chance p.

        budget(date, scope) = least b with P(end <= date and cost <= b) >= p

    For each share of `CUTS` taken out of what is left, from the earliest date that
    any budget reaches to the date after which waiting saves no money. One mix of each
    scope is marked: that in which date and cost are met with the same chance alone.

    >>> ends, costs = np.array([1., 2, 3, 4]), np.array([10., 20, 40, 30])
    >>> [least_of(costs, 0.5, among=ends <= day) for day in (1, 2, 3)]
    [None, 20.0, 20.0]

    Returns:
        One row per mix, columns `FRONTIER`; no rows of a scope that never holds, and
        none where no cost can be drawn.
    """
    rows: list[tuple[object, ...]] = []
    for cut in CUTS:
        left = run.standing.remaining * (1 - cut)
        rows += [(cut, left, *mix) for mix in _mixes(at(run, left), p)]
    table = pd.DataFrame(rows, columns=["cut", "remaining", "days", *FRONTIER[3:]])
    table.insert(2, "by", [day_on(run, days) for days in table["days"]])
    return table[list(FRONTIER)]


def at(run: Run, remaining: float) -> Trials:
    """Draw the same trials with another amount left."""
    return draw(run._replace(standing=run.standing._replace(remaining=remaining)))


def _mixes(trials: Trials, p: float) -> list[tuple[float, float, bool]]:
    if trials.cost is None:
        return []
    both = balanced(trials, p)
    if both is None:
        return []
    ends = np.unique(trials.days[np.isfinite(trials.days)])
    steps = np.linspace(0, len(ends) - 1, min(MOST_DAYS, len(ends))).astype(np.int64)
    found: list[tuple[float, float, bool]] = []
    lowest = np.inf
    for days in np.unique(np.append(ends[steps], both[0])):
        budget = least_of(trials.cost, p, among=trials.days <= days)
        if budget is not None and budget < lowest:
            lowest = budget
            found.append((float(days), budget, False))
    # The balanced mix may stand above the least budget of its day.
    return sorted([*(one for one in found if one[0] != both[0]), (*both, True)])


def balanced(trials: Trials, p: float) -> tuple[float, float] | None:
    """Return days and budget that hold together with chance p, evenly.

    Both are the same percentile q of their own distribution, the least one with
    P(end <= q of the ends and cost <= q of the costs) >= p. None where the work ends
    in too few trials.

    >>> from analytics.metrics.confidence.trials import Trials
    >>> none, steps = np.zeros(10), np.arange(1.0, 11)
    >>> balanced(Trials(steps, 100 * steps, none, none), 0.8)
    (8.0, 800.0)
    """
    if trials.cost is None:
        return None
    days, costs = np.sort(trials.days), np.sort(trials.cost)
    count = len(days)
    place = least(
        lambda n: chance(trials, days=days[n], budget=costs[n]) >= p - TOLERANCE,
        count - 1,
    )
    if place is None or not np.isfinite(days[place] + costs[place]):
        return None
    return float(days[place]), float(costs[place])


def least_cut(run: Run, p: float, *, days: float, budget: float) -> float | None:
    """Return the least amount to take out of what is left; None if all is too little.

    P(end <= date and cost <= budget) >= p with the rest, found by halving: on the
    same trials less work never ends later.
    """
    left = run.standing.remaining
    step = grid_for(np.array([left]), run.standing.past.done).step
    found = least(
        lambda n: (
            chance(at(run, max(left - n * step, 0.0)), days=days, budget=budget)
            >= p - TOLERANCE
        ),
        ceil(left / step),
    )
    return None if found is None else min(found * step, left)
