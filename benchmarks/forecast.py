"""Forecasts: the exact one, 10,000 trials, and the whole calibration.

The yardstick of the simulation is the plain way with numpy: draw a matrix of past
blocks, add up along each row, count. Both sides run in the same process.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.calendar import WorkingCalendar
from analytics.metrics.forecast.calibration import (
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.pace import pace
from analytics.metrics.forecast.simulate import TRIALS, simulated_blocks
from analytics.metrics.forecast.trials import ORIGINS
from analytics.metrics.forecast.when import Assumptions, when
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

BACKLOG, WEEKS, MEAN = 200, 80, 3.0
ROUNDS = 15
MILLISECONDS = 1_000
WHEN_GATE, SIMULATION_GATE, CALIBRATION_GATE = 5.0, 1.5, 0.5
"""The limits of our goals: ms, times the numpy figure, seconds."""


def run() -> list[Measured]:
    """Measure all sides in turn and compare their medians."""
    days = history()
    until: date = days.index[-1].date()
    past = pace(days, unit="items", as_of=until)
    calendar = WorkingCalendar()

    def exact() -> None:
        when(BACKLOG, past, calendar=calendar, as_of=until)

    def simulated() -> None:
        simulated_blocks(BACKLOG, past, assumptions=Assumptions())

    def plain() -> None:
        _numpy(past.done)

    def calibrated() -> None:
        for calibrate in (when_calibration, how_many_calibration):
            calibrate(days, unit="items", as_of=until)

    cpu = _medians(exact, simulated, plain, calibrated)
    trials = f"{TRIALS:,} trials"
    return [
        Measured("exact forecast", cpu[exact] * MILLISECONDS, "ms", WHEN_GATE),
        Measured(f"{trials}", cpu[simulated] * MILLISECONDS, "ms"),
        Measured(f"{trials}, plain numpy", cpu[plain] * MILLISECONDS, "ms"),
        Measured(
            "simulation / plain numpy",
            cpu[simulated] / cpu[plain],
            "x",
            SIMULATION_GATE,
        ),
        Measured("simulation / exact", cpu[simulated] / cpu[exact], "x"),
        Measured(
            f"calibration of {ORIGINS} days, both questions",
            cpu[calibrated],
            "s",
            CALIBRATION_GATE,
        ),
    ]


def _medians(*works: Callable[[], None]) -> dict[Callable[[], None], float]:
    """Measure the processor time of each work in turn, several times."""
    took: dict[Callable[[], None], list[float]] = {work: [] for work in works}
    for _ in range(ROUNDS):
        for work, times in took.items():
            before = time.process_time()
            work()
            times.append(time.process_time() - before)
    return {work: statistics.median(times) for work, times in took.items()}


def history() -> pd.DataFrame:
    """Return days of a team whose weeks differ, the same each time."""
    span = pd.date_range("2024-01-01", periods=7 * WEEKS, name="day")
    random = np.random.default_rng(1)
    columns = ["completed", "reopened", "added", "removed", "re_estimated"]
    table = pd.DataFrame(0.0, index=span, columns=columns)
    fridays = span.day_of_week == 4  # noqa: PLR2004 - Monday is 0
    table.loc[fridays, "completed"] = random.poisson(MEAN, WEEKS).astype(float)
    return table.assign(working=span.day_of_week < 5)  # noqa: PLR2004


def _numpy(done: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Simulate as one writes it down: enough blocks for every trial at once."""
    random = np.random.default_rng(1)
    most = int(2 * BACKLOG / done.mean())
    drawn = random.integers(0, len(done), (TRIALS, most))
    left = BACKLOG - done[drawn].cumsum(axis=1)
    return float(np.percentile((left > 0).sum(axis=1) + 1, 85))
