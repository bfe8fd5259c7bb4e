"""Forecasts of the past against what came, on histories whose truth is known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.metrics.forecast.calibration import (
    NO_PACE,
    Calibration,
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.scores import coverage, pinball
from analytics.metrics.forecast.trials import Asked
from analytics.metrics.ranks import nearest_rank

START = date(2022, 1, 3)


def history(weekly: np.ndarray) -> pd.DataFrame:
    """Return days on which a week's work is finished on its Friday."""
    span = pd.date_range(START, periods=7 * len(weekly), name="day")
    moves = ("completed", "reopened", "added", "removed", "re_estimated")
    table = pd.DataFrame(0.0, index=span, columns=list(moves))
    table["working"] = span.day_of_week < 5
    table.loc[span.day_of_week == 4, "completed"] = weekly
    return table


def last_day(table: pd.DataFrame) -> date:
    found: date = table.index[-1].date()
    return found


def shares(found: Calibration) -> list[float]:
    return [one.share or 0.0 for one in found.coverage.values()]


def steady(weeks: int, seed: int = 3) -> pd.DataFrame:
    return history(np.random.default_rng(seed).poisson(6, weeks).astype(float))


def test_a_steady_team_finishes_as_much_as_promised_as_often_as_promised() -> None:
    table = steady(500)
    asked = Asked(origins=450, last=52)
    found = how_many_calibration(
        table, unit="items", as_of=last_day(table), asked=asked
    )
    assert shares(found) == pytest.approx([0.5, 0.7, 0.85, 0.95], abs=0.06)
    assert found.pinball["ours"] < found.pinball["last_value"]
    assert found.bias == pytest.approx(0, abs=1.5)


def test_a_steady_team_is_done_in_time_at_least_as_often_as_promised() -> None:
    # A block is named as a whole, so that the chance is a little above the promise.
    table = steady(500)
    asked = Asked(origins=450, last=52)
    found = when_calibration(table, unit="items", as_of=last_day(table), asked=asked)
    for p, share in zip(asked.percentiles, shares(found), strict=True):
        assert p - 0.06 <= share <= p + 0.2
    assert found.pinball["ours"] < found.pinball["last_value"]


def test_a_team_that_slows_down_breaks_promises_and_is_recalibrated() -> None:
    rng = np.random.default_rng(1)
    falling = rng.poisson(np.linspace(12, 3, 80)).astype(float)
    table = history(falling)
    found = how_many_calibration(table, unit="items", as_of=last_day(table))
    assert shares(found)[2] < 0.75
    assert found.coverage[0.85].is_off
    assert (found.bias or 0) < 0
    assert (found.level_for(0.85) or 0) > 0.85


def test_a_later_day_changes_no_trial_of_before() -> None:
    table = steady(60)
    early, late = table.index[7 * 50 - 1].date(), last_day(table)
    asked = Asked(origins=100)
    one = how_many_calibration(table, unit="items", as_of=early, asked=asked).trials
    two = how_many_calibration(table, unit="items", as_of=late, asked=asked).trials
    both = one.merge(two, on="origin", suffixes=("_one", "_two"))
    assert len(both) == len(one)
    for name in ("outcome", "p50", "p85", "told"):
        pd.testing.assert_series_equal(
            both[f"{name}_one"], both[f"{name}_two"], check_names=False
        )


def test_what_is_not_finished_yet_counts_as_missed_only_where_its_day_is_over() -> None:
    table = history(np.array([5.0] * 12 + [0.0] * 8))
    found = when_calibration(table, unit="items", as_of=last_day(table))
    assert found.unresolved
    covered = found.coverage[0.85]
    assert covered.held < covered.count


def test_a_short_history_says_what_it_needs() -> None:
    table = steady(8)
    found = how_many_calibration(table, unit="items", as_of=last_day(table))
    assert "25 working days before it and 20 after it" in found.why
    assert found.coverage[0.85].share is None
    assert found.level_for(0.85) is None


def test_a_long_history_in_which_nothing_is_finished_is_not_called_short() -> None:
    table = history(np.zeros(30))
    found = when_calibration(table, unit="items", as_of=last_day(table))
    assert found.why == NO_PACE


def test_overlapping_windows_are_counted_apart() -> None:
    table = steady(49)
    found = how_many_calibration(table, unit="items", as_of=last_day(table))
    assert len(found.trials) == 40
    assert found.apart == 10


# score-pinball-sklearn: scikit-learn, mean_pinball_loss.
@pytest.mark.parametrize(
    ("told", "tau", "loss"),
    [
        ([0, 2, 3], 0.1, 0.0333333),
        ([1, 2, 4], 0.1, 0.3),
        ([0, 2, 3], 0.9, 0.3),
        ([1, 2, 4], 0.9, 0.0333333),
        ([1, 2, 3], 0.1, 0.0),
    ],
)
def test_pinball_loss_as_published(told: list[float], tau: float, loss: float) -> None:
    assert pinball([1, 2, 3], told, tau) == pytest.approx(loss, abs=1e-6)


def test_the_interval_of_a_share_stays_between_0_and_1() -> None:
    assert coverage(0.5, [True] * 3).high == 1.0
    assert coverage(0.5, [False] * 3).low == 0.0
    assert coverage(0.5, []).low is None


def test_the_nearest_rank_keeps_its_sentence_true() -> None:
    # flow-percentile-55degrees: of ten values 85 % lie at or below the ninth.
    assert nearest_rank(list(range(1, 11)), 0.85) == 9
