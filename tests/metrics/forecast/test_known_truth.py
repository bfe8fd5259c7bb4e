"""Simulated projects whose truth is known: is 85 % right 85 % of the time?"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from analytics.metrics.forecast.calibration import (
    Calibration,
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.trials import (
    Asked,
    column,
    how_many_trial,
    when_trial,
)
from tests.metrics.forecast.histories import history, last_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Weeks = NDArray[np.float64]
    Ask = Callable[[Weeks], "Told"]

KNOWN, COMING, LAST = 49, 25, 26
SURE = 0.85
KINDS = ("steady", "bursts", "moods")


class Told(NamedTuple):
    """What one project tells: did 85 % hold as it was, and recalibrated?"""

    plain: bool
    recalibrated: bool
    found: Calibration


def weeks_of(kind: str, seed: int) -> Weeks:
    """Return what a simulated team finishes week by week.

    steady: by chance alone; bursts: some weeks much more; moods: good and bad months.
    """
    random, count = np.random.default_rng(seed), KNOWN + COMING
    if kind == "bursts":
        return random.poisson(random.gamma(2.0, 3.0, count)).astype(float)
    mood = np.zeros(count)
    for week in range(1, count * (kind == "moods")):
        mood[week] = 0.7 * mood[week - 1] + random.normal(0.0, 0.35)
    return random.poisson(6.0 * np.exp(mood)).astype(float)


def how_many_of(weeks: Weeks) -> Told:
    """Ask how many items four weeks finish, and look."""
    days = history(weeks[:KNOWN])
    found = how_many_calibration(days, unit="items", as_of=last_day(days))
    levels = (SURE, found.level_for(SURE) or SURE)
    known, coming = weeks[KNOWN - LAST : KNOWN], weeks[KNOWN:]
    trials = [how_many_trial(known, coming, Asked(percentiles=(p,))) for p in levels]
    plain, again = (
        bool(trial[column(p)] <= trial["outcome"])
        for trial, p in zip(trials, levels, strict=True)
    )
    return Told(plain, again, found)


def when_of(weeks: Weeks) -> Told:
    """Ask when what four mean weeks finish is done, and look."""
    days = history(weeks[:KNOWN])
    found = when_calibration(days, unit="items", as_of=last_day(days))
    levels = (SURE, found.level_for(SURE) or SURE)
    known, coming = weeks[KNOWN - LAST : KNOWN], weeks[KNOWN:]
    amount = max(round(float(known.mean()) * 4), 1)
    trials = [
        when_trial(known, coming, amount, Asked(percentiles=(p,))) for p in levels
    ]
    plain, again = (
        bool(trial[column(p)] >= trial["outcome"])
        for trial, p in zip(trials, levels, strict=True)
    )
    return Told(plain, again, found)


@pytest.mark.parametrize("ask", [how_many_of, when_of])
def test_recalibrated_promises_are_kept_on_twenty_projects(ask: Ask) -> None:
    told = [ask(weeks_of("moods", seed)) for seed in range(20)]
    kept = sum(one.recalibrated for one in told)
    # Binomial law: 20 x 0.85 = 17, three standard deviations are 4.8.
    assert abs(kept - 20 * SURE) <= 3 * sqrt(20 * SURE * (1 - SURE))
    assert sum(one.found.beats_naive is True for one in told) >= 14
    losses = {
        name: sum(one.found.pinball[name] for one in told)
        for name in ("ours", "last_value", "median")
    }
    assert losses["ours"] < min(losses["last_value"], losses["median"])


@pytest.mark.soak
@pytest.mark.parametrize("ask", [how_many_of, when_of])
@pytest.mark.parametrize("kind", KINDS)
def test_recalibrated_promises_are_kept_on_500_projects(
    kind: str, ask: Ask, record_property: Callable[[str, object], None]
) -> None:
    """Coverage is kept in the report of the run (`--junitxml`)."""
    told = [ask(weeks_of(kind, seed)) for seed in range(500)]
    kept = float(np.mean([one.recalibrated for one in told]))
    record_property("kept as it was", float(np.mean([one.plain for one in told])))
    record_property("kept when recalibrated", kept)
    assert 0.80 <= kept <= 0.90
    for naive in ("last_value", "median"):
        ours = np.mean([one.found.pinball["ours"] for one in told])
        assert ours < np.mean([one.found.pinball[naive] for one in told])
    assert np.mean([one.found.beats_naive is True for one in told]) > 0.8
