"""Why the forecast moved: the days of the P85 date, shared out among its causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING

from analytics.metrics.forecast.when import Assumptions, Standing, when
from analytics.metrics.scope import long_day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.metrics.scope import Unit

SURE = 0.85
CAUSES = ("added", "removed", "re_estimated", "progress", "pace", "calendar")
METHOD = (
    "Each cause is given the mean of what it moves over every order in which the "
    "causes can come (Shapley value), computed from all combinations; so the parts do "
    "not depend on an order and add up to the whole move exactly."
)


@dataclass(frozen=True, slots=True)
class ForecastBridge:
    """The move of a forecast date between two days, cause by cause.

    Attributes:
        unit: What is counted.
        p: The percentile that is followed.
        since: The earlier day; `as_of` is the later one.
        before: The date forecast then; `after` is that forecast now.
        parts: Cause -> days of the date; positive is later. Empty where undefined.
        why: Why there is no bridge, an empty text otherwise.
    """

    unit: Unit
    p: float
    since: date
    as_of: date
    before: date | None
    after: date | None
    parts: Mapping[str, float]
    why: str = ""

    @property
    def days(self) -> int | None:
        """How many days the date moved; positive is later."""
        if self.before is None or self.after is None:
            return None
        return (self.after - self.before).days


def forecast_bridge(
    then: Standing,
    now: Standing,
    *,
    days: pd.DataFrame,
    assumptions: Assumptions | None = None,
    p: float = SURE,
) -> ForecastBridge:
    """Share out the move of a forecast date among its causes, in days.

    The causes between the two days:

        added, removed, re_estimated: what came into the scope, went out, was sized anew
        progress: the days that passed, against what was finished in them; a team that
            worked as forecast is near 0
        pace: the blocks that are drawn from are others (and so is the growth of the
            scope, where that is forecast too)
        calendar: days off that were not known then

    With D(S) the date when the causes in S have happened and the others have not,

        part(c) = sum over S without c of |S|! (n - |S| - 1)! / n! * (D(S + c) - D(S))

    the Shapley value: independent of any order, and the parts add up to the move.
    Undefined where there is no date at either end, or at a combination between.

    Source: Shapley, "A value for n-person games" (1953).

    >>> alone, other, both = 3, 5, 10  # days later by one cause, the other, both
    >>> (alone + both - other) / 2, (other + both - alone) / 2
    (4.0, 6.0)

    Args:
        then: What the forecast rested on at the earlier day.
        now: What it rests on at the later day.
        days: One row per day as in `Burndown.days`, up to the later day.
        assumptions: What both forecasts take for granted.
        p: The percentile to follow.
    """
    taken = assumptions or Assumptions()
    changes = _changes(days, then, now)

    def date_at(happened: frozenset[str]) -> int | None:
        standing = _mixed(then, now, changes, happened)
        if standing.remaining <= 0:
            return standing.as_of.toordinal()
        found = when(
            standing.remaining,
            standing.past,
            calendar=standing.calendar,
            as_of=standing.as_of,
            assumptions=taken,
            percentiles=(p,),
        ).days[p]
        return None if found is None else found.toordinal()

    table = {found: date_at(found) for found in _subsets()}
    first, last = _date(table[frozenset()]), _date(table[frozenset(CAUSES)])
    bridge = ForecastBridge(now.past.unit, p, then.as_of, now.as_of, first, last, {})
    known = {key: value for key, value in table.items() if value is not None}
    if len(known) < len(table):
        return replace(bridge, why=_why_not(then, now, bridge))
    return replace(bridge, parts={c: shapley(c, known.__getitem__) for c in CAUSES})


def shapley(cause: str, worth: Callable[[frozenset[str]], float]) -> float:
    """Return the Shapley value of one cause, from the worth of every combination.

    >>> shapley("added", lambda s: 10.0 * ({"added", "pace"} <= s))
    5.0
    """
    others, n = [one for one in CAUSES if one != cause], len(CAUSES)
    total = 0.0
    for size in range(n):
        weight = factorial(size) * factorial(n - size - 1)
        for chosen in combinations(others, size):
            without = frozenset(chosen)
            total += weight * (worth(without | {cause}) - worth(without))
    return total / factorial(n)


def _subsets() -> list[frozenset[str]]:
    return [
        frozenset(chosen)
        for size in range(len(CAUSES) + 1)
        for chosen in combinations(CAUSES, size)
    ]


def _changes(days: pd.DataFrame, then: Standing, now: Standing) -> dict[str, float]:
    """Return how each ledger changed what is left; progress is whatever remains."""
    index = days.index.date  # type: ignore[attr-defined]
    rows = days[(index > then.as_of) & (index <= now.as_of)]
    moved = {
        "added": float(rows["added"].sum()),
        "removed": -float(rows["removed"].sum()),
        "re_estimated": float(rows["re_estimated"].sum()),
    }
    whole = now.remaining - then.remaining
    return {**moved, "progress": whole - sum(moved.values())}


def _mixed(
    then: Standing,
    now: Standing,
    changes: Mapping[str, float],
    happened: frozenset[str],
) -> Standing:
    """Return the standing in which only some of the causes have happened."""
    left = then.remaining + sum(changes[c] for c in happened & changes.keys())
    return Standing(
        now.as_of if "progress" in happened else then.as_of,
        round(left, 9),
        now.past if "pace" in happened else then.past,
        now.calendar if "calendar" in happened else then.calendar,
    )


def _why_not(then: Standing, now: Standing, bridge: ForecastBridge) -> str:
    for standing, found in ((then, bridge.before), (now, bridge.after)):
        if found is None:
            why = standing.past.why_none or "The date is beyond the horizon."
            return f"There was no date on {long_day(standing.as_of)}. {why}"
    return "Between the two days there is a combination that never ends."


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
