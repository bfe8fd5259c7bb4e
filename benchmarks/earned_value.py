"""Earned value over a million ledger lines, beside DuckDB from its own table.

`performance.md`, section 5: at most 1.5 times what DuckDB takes to sum the same lines
by project and day from a table it holds, figure included.
"""

from __future__ import annotations

from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd

from analytics.calendar import WorkingCalendar
from analytics.figures.earned_value import plot_earned_value
from analytics.metrics.evm.amounts import Amounts, booked
from analytics.metrics.evm.grid import Entries, ordinal
from analytics.metrics.evm.report import earned_value
from analytics.metrics.exchange import rates_into
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable

LINES, ACCOUNTS, DAYS, ROUNDS = 1_000_000, 40, 1_000, 5
START, END = date(2024, 1, 1), date(2026, 9, 26)
SUMS = (
    "with daily as (select work_package, booked_on as day, sum(amount) as amount "
    "from cost group by all) select work_package, day, "
    "sum(amount) over (partition by work_package order by day) from daily"
)


def ledger() -> pd.DataFrame:
    """Return a million lines, the same each time."""
    random = np.random.default_rng(9)
    first = np.datetime64(START).astype("datetime64[us]")
    days = random.integers(0, DAYS, LINES).astype("timedelta64[D]")
    names = pd.Series([f"Package {n}" for n in range(ACCOUNTS)], dtype="str")
    return pd.DataFrame(
        {
            "version_id": np.arange(LINES),
            "booked_on": first + days,
            "amount": np.round(random.gamma(2, 400, LINES), 2),
            "work_package": names.iloc[random.integers(0, ACCOUNTS, LINES)].to_numpy(),
            "currency": pd.Series(["EUR"], dtype="str").repeat(LINES).to_numpy(),
            "document": pd.Series([None], dtype="str").repeat(LINES).to_numpy(),
        }
    )


def measure(rows: pd.DataFrame) -> None:
    """Book the ledger, measure, and draw."""
    found = booked(rows, as_of=END, rates=rates_into("EUR"))
    place = np.arange(len(found.names), dtype="int64")
    first = np.full(len(place), ordinal(START), dtype="int64")
    plan = Entries(place, first, first + DAYS, np.full(len(place), 2e9))
    amounts = Amounts(
        source="a benchmark",
        accounts=found.names,
        total=np.full(len(place), 2e9),
        planned=plan,
        earned=plan,
        actual=found.entries,
        known=END,
        unit="EUR",
    )
    plot_earned_value(earned_value(amounts, as_of=END, calendar=WorkingCalendar()))


def best(run: Callable[[], object]) -> float:
    """Return the least of some times, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        run()
        times.append(perf_counter() - begun)
    return min(times)


def run() -> list[Measured]:
    """Measure both sides in one run."""
    rows = ledger()
    connection = duckdb.connect()
    connection.register("lines", rows)
    connection.execute("create table cost as select * from lines")
    theirs = best(lambda: connection.execute(SUMS).fetchnumpy())
    ours = best(lambda: measure(rows))
    coded = rows.assign(
        work_package=rows["work_package"].astype("category"),
        currency=rows["currency"].astype("category"),
    )
    fast = best(lambda: measure(coded))
    return [
        Measured("DuckDB from its table", theirs * 1000, "ms"),
        Measured("earned value, texts", ours * 1000, "ms"),
        Measured("earned value, coded texts", fast * 1000, "ms"),
        Measured("earned value / DuckDB (texts)", ours / theirs, "x", 1.5),
        Measured("earned value / DuckDB (coded)", fast / theirs, "x", 1.5),
    ]
