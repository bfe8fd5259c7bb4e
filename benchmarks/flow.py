"""Cumulative flow and cycle times of a million items, beside DuckDB's event deltas.

A thousand projects of a thousand items with ten changes of status each. Both sides
begin with the same sorted arrays in memory: item, day, column of each visit. Ours are
the functions behind the charts; the yardstick is SQL that sums one delta per change
by (project, day, column), and one `quantile_cont` per project.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import numpy as np
import pandas as pd

from analytics.metrics.flow.cumulative_flow import arrivals
from analytics.metrics.flow.day_numbers import NEVER
from analytics.metrics.flow.durations import elapsed
from analytics.metrics.flow.items import reached_days
from analytics.metrics.ranks import LEVELS, nearest_rank
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

ITEMS, VISITS, PROJECTS, COLUMNS, DAYS = 1_000_000, 10, 1_000, 5, 1_000
SIZE = ITEMS // PROJECTS
ROUNDS = 5
GATE = 2.0
"""Times the SQL of the same run (performance, section 3)."""
CUMULATIVE = """
    with delta as (
        select item // $size as project, day, stage, 1 as step from visit
        union all
        select item // $size, day, before, -1 from visit where before >= 0
    ),
    summed as (
        select project, day, stage, sum(step) as step from delta group by all
    )
    select count(*), sum(inside) from (
        select sum(step) over (partition by project, stage order by day) as inside
        from summed
    )
"""
CYCLE = """
    with took as (
        select
            item,
            max(day) filter (stage = $done) - min(day) filter (stage >= 1) + 1 as days
        from visit
        group by item
    )
    select item // $size as project, quantile_cont(days, [0.5, 0.7, 0.85, 0.95])
    from took
    where days is not null
    group by 1
"""


class Visits(NamedTuple):
    """Visits in order of item and day."""

    item: Whole
    day: Whole
    stage: Whole


def run() -> list[Measured]:
    """Measure both sides in turn and compare their medians."""
    visits = _visits(ITEMS)
    with duckdb.connect() as connection:
        frame = pd.DataFrame(visits._asdict())
        is_first = np.diff(visits.item, prepend=-1) != 0
        frame["before"] = np.where(is_first, -1, np.roll(visits.stage, 1))
        connection.register("given", frame)
        connection.execute("create table visit as select * from given")
        flow = _pair(connection, lambda: _flow(visits), CUMULATIVE, {"size": SIZE})
        given = {"done": COLUMNS - 1, "size": SIZE}
        cycle = _pair(connection, lambda: _cycle(visits), CYCLE, given)
    return [*_lines("cumulative flow", *flow), *_lines("cycle times", *cycle)]


def _pair(
    connection: duckdb.DuckDBPyConnection,
    ours: Callable[[], object],
    query: str,
    given: dict[str, int],
) -> tuple[list[float], list[float]]:
    """Measure both sides in turn."""
    mine, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_taken(lambda: connection.execute(query, given).fetchall()))
        mine.append(_taken(ours))
    return mine, theirs


def _lines(name: str, mine: list[float], theirs: list[float]) -> list[Measured]:
    ours, yardstick = statistics.median(mine), statistics.median(theirs)
    return [
        Measured(f"{ITEMS:,} items: {name}", ours, "s"),
        Measured(f"the same in SQL deltas: {name}", yardstick, "s"),
        Measured(f"{name} / SQL, median", ours / yardstick, "x", GATE),
    ]


def _visits(count: int) -> Visits:
    """Return items that walk through the columns, now and then one step back."""
    chance = np.random.default_rng(1)
    step = chance.choice([1, 1, 1, -1], size=(count, VISITS))
    step[:, 0] = 0
    stage = np.clip(step.cumsum(axis=1), 0, COLUMNS - 1)
    born = chance.integers(0, DAYS - 200, size=(count, 1))
    day = born + chance.integers(0, 20, size=(count, VISITS)).cumsum(axis=1)
    item = np.repeat(np.arange(count), VISITS)
    return Visits(item, day.ravel(), stage.ravel().astype(np.int64))


def _reached(visits: Visits) -> Whole:
    item, day, stage = visits
    return reached_days(item, stage, day, columns=COLUMNS)


def _flow(visits: Visits) -> list[Whole]:
    reached = _reached(visits)
    parts = np.split(reached, PROJECTS)
    return [arrivals(part, first=0, last=DAYS) for part in parts]


def _cycle(visits: Visits) -> list[list[float | None]]:
    reached = _reached(visits)
    return [_percentiles(part) for part in np.split(reached, PROJECTS)]


def _percentiles(part: Whole) -> list[float | None]:
    done = part[:, -1] < NEVER
    days = elapsed(part[done, 1], part[done, -1]).tolist()
    return [nearest_rank(days, level) for level in LEVELS]


def _taken(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
