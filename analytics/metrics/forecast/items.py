"""Items one by one: their order, who waits for whom, limits on work in progress.

None of this can be computed exactly, so it is simulated. Each team works in its own
calendar on at most so many items at a time and takes them in order; an item takes as
many of the team's working days as some past item took, drawn with replacement, and
does not begin before all it waits for is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.calendar import DAY
from analytics.errors import RequestError
from analytics.metrics.forecast.simulate import SEED
from analytics.metrics.forecast.when import PERCENTILES
from analytics.metrics.ranks import nearest_rank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from analytics.calendar import WorkingCalendar

    Days = NDArray[np.int64]

TRIALS = 2_000
NEVER = 5 * 365
"""So many days ahead are looked at."""
FEWEST = 5
"""With fewer finished items nobody knows how long an item takes."""


@dataclass(frozen=True, slots=True)
class Item:
    """One open item: its team and the items that must be done before it begins."""

    key: str
    team: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Crew:
    """A team: how long its items took, how many it works on at a time, its days.

    Attributes:
        name: As items name it.
        took: Working days from start to finish of past items, each at least 1.
        limit: Items in progress at most (WIP limit).
        calendar: Its working days.
    """

    name: str
    took: tuple[int, ...]
    limit: int
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True, eq=False)
class ItemForecast:
    """On which day the last item is done, over all trials.

    Attributes:
        as_of: The last day that is known.
        days: Percentile -> day; None where it is beyond five years.
        waited: Item -> working days that it waited for others on average, if any.
        trials: How many were simulated.
        seed: Of the random numbers.
        why: Why there is nothing, an empty text otherwise.
        notes: What was taken for granted for want of data, as sentences.
    """

    as_of: date
    days: Mapping[float, date | None]
    waited: Mapping[str, float]
    trials: int = 0
    seed: int = SEED
    why: str = ""
    notes: tuple[str, ...] = ()


def simulate_items(
    items: Sequence[Item],
    crews: Sequence[Crew],
    *,
    as_of: date,
    trials: int = TRIALS,
    seed: int = SEED,
) -> ItemForecast:
    """Simulate when the last of some items is done.

    In each trial, in the order given: an item takes the place of its team that gets
    free last before all it waits for is done, else the place that gets free first; it
    begins there once both hold. A chain that is blocked waits. Its end is the begin
    plus the drawn number of the team's working days.

        the day at p = the smallest day by which a share p of the trials is done

    Undefined without items, and where a team has fewer than 5 finished items.

    Args:
        items: Open items, the next one first.
        crews: The teams that the items name.
        as_of: The last day that is known; work goes on the day after.
        trials: How many.
        seed: Of the random numbers; the same seed gives the same days.

    Raises:
        RequestError: Items wait for each other in a circle, or name no known team.
    """
    known = {crew.name: crew for crew in crews}
    why = _why_not(items, known)
    if why:
        return ItemForecast(as_of, dict.fromkeys(PERCENTILES), {}, why=why)
    random = np.random.default_rng(seed)
    yards = {name: _Yard(crew, as_of, trials) for name, crew in known.items()}
    ends: dict[str, Days] = {}
    waited: dict[str, float] = {}
    for item in _in_order(items):
        yard = yards[item.team]
        waits_for = [ends[key] for key in item.after if key in ends]
        ready = np.max(waits_for, axis=0) if waits_for else np.zeros(trials, np.int64)
        drawn = random.choice(np.array(yard.crew.took), trials)
        ends[item.key], idle = yard.work(ready, drawn)
        if waits_for and idle.any():
            waited[item.key] = float(idle.mean())
    last = np.max(list(ends.values()), axis=0)
    days = {
        p: _day(as_of, int(day))
        for p in PERCENTILES
        if (day := nearest_rank(last.tolist(), p)) is not None
    }
    return ItemForecast(as_of, days, waited, trials, seed)


class _Yard:
    """The places of a team, in each trial; days are counted from the as-of day."""

    def __init__(self, crew: Crew, as_of: date, trials: int) -> None:
        self.crew = crew
        count = crew.calendar.working_days(as_of + DAY, as_of + NEVER * DAY)
        ahead = crew.calendar.working_days_after(as_of, count)
        self.day = np.array([0, *((one - as_of).days for one in ahead), NEVER])
        self.free = np.zeros((trials, crew.limit), dtype=np.int64)

    def work(self, ready: Days, drawn: Days) -> tuple[Days, Days]:
        """Do one item in every trial; return the day of its end, and days it waited.

        Places are free after so many of the team's working days.
        """
        rows, before = np.arange(len(ready)), self.free.min(axis=1)
        after = np.searchsorted(self.day, ready, side="right") - 1
        in_time = self.free <= after[:, None]
        latest = np.where(in_time, self.free, -1).argmax(axis=1)
        place = np.where(in_time.any(axis=1), latest, self.free.argmin(axis=1))
        free = self.free[rows, place]
        end = np.maximum(free, after) + drawn
        self.free[rows, place] = end
        last = len(self.day) - 1
        waited = np.maximum(after - before, 0)
        return self.day[np.minimum(end, last)], waited


def _day(as_of: date, after: int) -> date | None:
    return None if after >= NEVER else as_of + after * DAY


def _why_not(items: Sequence[Item], known: Mapping[str, Crew]) -> str:
    if not items:
        return "Nothing is left to do."
    for team in sorted({item.team for item in items}):
        if team not in known:
            message = f"No team {team!r} is known."
            raise RequestError(message)
        if len(known[team].took) < FEWEST:
            name = f"Team {team}" if team else "The team"
            there = len(known[team].took)
            noun = "item" if there == 1 else "items"
            return (
                f"{name} has {there} finished {noun} with a known start; {FEWEST} are "
                "needed."
            )
    return ""


def _in_order(items: Sequence[Item]) -> list[Item]:
    """Return the items in order, each after all that it waits for.

    Raises:
        RequestError: They wait for each other in a circle.
    """
    listed = {item.key: item for item in items}
    placed: dict[str, Item] = {}
    for item in items:
        way = [item]
        while way:
            here = way[-1]
            open_ones = [k for k in here.after if k in listed and k not in placed]
            if not open_ones:
                placed[here.key] = way.pop()
                continue
            following = listed[open_ones[0]]
            if following in way:
                message = f"{here.key} and {following.key} wait for each other."
                raise RequestError(message)
            way.append(following)
    return list(placed.values())
