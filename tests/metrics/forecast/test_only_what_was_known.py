"""A past forecast uses only what was known on its day: cut the ledger and see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from analytics.calendar import WorkingCalendar
from analytics.metrics.burndown import burndown
from analytics.metrics.forecast.calibration import (
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.pace import pace
from analytics.metrics.forecast.trials import Asked, how_many_trial, when_trial
from tests import factories

if TYPE_CHECKING:
    from analytics.metrics.scope import Unit

WEEKS = 30


def ledger() -> pd.DataFrame:
    """Return items that come in, are sized anew, done, reopened, over half a year."""
    random, rows = np.random.default_rng(11), []
    for item in range(150):
        start = int(random.integers(1, 7 * WEEKS - 20))
        size = float(random.integers(1, 9))
        rows += [(f"A-{item}", start, "added", size)]
        if item % 5 == 0:
            rows += [(f"A-{item}", start + 3, "re_estimated", 2.0)]
        if item % 4:
            done = start + int(random.integers(4, 40))
            whole = size + 2.0 * (item % 5 == 0)
            rows += [(f"A-{item}", done, "completed", whole)]
            if item % 9 == 0:
                rows += [(f"A-{item}", done + 5, "reopened", whole)]
    return factories.deltas(sorted(rows, key=lambda row: row[1]))


def days_until(deltas: pd.DataFrame, day: date, unit: Unit) -> pd.DataFrame:
    """Return the days of a burn-down as of a day."""
    return burndown(
        deltas,
        frame=factories.sprint(start=1, end=None, kind="project"),
        unit=unit,
        calendar=WorkingCalendar(),
        as_of=day,
    ).days


@pytest.mark.parametrize("unit", ["items", "points"])
def test_forecasts_of_past_days_do_not_know_the_rest_of_the_ledger(unit: Unit) -> None:
    whole = ledger()
    last = factories.january(1) + timedelta(days=7 * WEEKS - 1)
    days = days_until(whole, last, unit)
    for calibrate in (how_many_calibration, when_calibration):
        trials = calibrate(days, unit=unit, as_of=last).trials
        assert len(trials) > 10
        for trial in trials.iloc[::4].to_dict("records"):
            origin = trial["origin"].date()
            cut = whole[whole["day"] <= pd.Timestamp(origin)]
            known = pace(days_until(cut, origin, unit), unit=unit, as_of=origin)
            ahead = _again(known.done, is_when=calibrate is when_calibration)
            assert {name: trial[name] for name in ahead} == pytest.approx(ahead)


def _again(
    known: np.ndarray[tuple[int], np.dtype[np.float64]],
    *,
    is_when: bool,
) -> dict[str, float]:
    nothing = np.zeros(1)
    if is_when:
        amount = max(round(float(known.mean()) * 4), 1)
        found = when_trial(known, nothing, amount, Asked())
    else:
        found = how_many_trial(known, nothing, Asked())
    return {name: found[name] for name in ("p50", "p70", "p85", "p95", "median")}


def test_a_ledger_that_goes_on_changes_no_day_and_no_block_of_before() -> None:
    whole = ledger()
    early = factories.january(1) + timedelta(days=99)
    late = early + timedelta(days=60)
    known = days_until(whole, early, "points")
    later = days_until(whole, late, "points").loc[: pd.Timestamp(early)]
    pd.testing.assert_frame_equal(
        known[["remaining", "completed", "added"]],
        later[["remaining", "completed", "added"]],
        check_freq=False,
    )
