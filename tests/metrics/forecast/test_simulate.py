"""The simulation against the exact forecast, and against sampling done wrong."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.calendar import WorkingCalendar
from analytics.metrics.forecast import exact
from analytics.metrics.forecast.how_many import how_many
from analytics.metrics.forecast.pace import FEWEST
from analytics.metrics.forecast.simulate import chance_after, simulated_blocks
from analytics.metrics.forecast.when import Assumptions, when
from tests.metrics.forecast.histories import history, last_day, past

DONE = [3.0, 0.0, 5.0, 2.0, 4.0, 1.0, 6.0, 3.0]
ADDED = [0.0, 1.0, 0.0, 2.0, 0.0, 0.0, 3.0, 1.0]
# fc-magennis-11-trials: Focused Objective, "Throughput Simulation Monte Carlo Game".
WEEKS = [16, 3, 10, 6, 19, 11, 17, 17, 15, 9, 11, 8]
WEEKS += [5, 13, 5, 7, 8, 6, 10, 10, 8, 5, 5, 7]


@pytest.mark.parametrize(
    "taken",
    [
        Assumptions(),
        Assumptions(scope="growing"),
        Assumptions(split_low=1.1, split_high=1.6),
        Assumptions(pace_factor=1.25),
    ],
    ids=str,
)
def test_simulated_and_exact_agree_within_sampling_error(taken: Assumptions) -> None:
    found, trials = past(DONE, ADDED), 40_000
    told = when(
        40,
        found,
        calendar=WorkingCalendar(),
        as_of=found.as_of,
        assumptions=taken,
    )
    ended = simulated_blocks(40, found, assumptions=taken, trials=trials)
    for block, chance in enumerate(told.chance):
        tolerance = 4 * (0.25 / trials) ** 0.5 + told.rounding / 20
        assert chance_after(ended, block) == pytest.approx(chance, abs=tolerance)


def test_the_same_seed_gives_the_same_trials_and_another_seed_others() -> None:
    one, same, other = (
        simulated_blocks(40, past(DONE), assumptions=Assumptions(), seed=seed)
        for seed in (1, 1, 2)
    )
    assert one.tolist() == same.tolist()
    assert one.tolist() != other.tolist()


def test_trials_that_never_end_are_counted_and_not_dropped() -> None:
    found = past([1.0, 2.0] * 5, [2.0, 2.0] * 5)
    ended = simulated_blocks(
        30, found, assumptions=Assumptions(scope="growing"), trials=500
    )
    assert np.mean(ended == 0) > 0.9
    assert chance_after(ended, exact.HORIZON) < 0.1


def test_the_youngest_block_is_drawn_too() -> None:
    # An exclusive upper index would never draw it, and nothing would ever be done.
    found = past([0.0, 0.0, 0.0, 0.0, 7.0])
    ended = simulated_blocks(7, found, assumptions=Assumptions(), trials=2_000)
    assert chance_after(ended, 1) == pytest.approx(0.2, abs=0.04)


def test_weeks_in_which_nothing_was_finished_make_the_forecast_later() -> None:
    kept, dropped = past([6.0, 0.0, 6.0, 0.0, 6.0, 0.0]), past([6.0] * 6)
    days = [
        when(30, one, calendar=WorkingCalendar(), as_of=one.as_of).blocks[0.85]
        for one in (kept, dropped)
    ]
    assert days == [13, 5]


def test_a_fractional_split_rate_applies() -> None:
    # Integer random functions drop it: 1.0 to 1.9 would never split anything.
    plain, split = (
        when(
            40,
            past(DONE),
            calendar=WorkingCalendar(),
            as_of=past(DONE).as_of,
            assumptions=Assumptions(split_low=1.0, split_high=high),
        )
        for high in (1.0, 1.9)
    )
    assert (split.blocks[0.5] or 0) >= (plain.blocks[0.5] or 0) + 4


def test_how_many_at_85_per_cent_is_the_15th_percentile_of_the_sums() -> None:
    table = history([float(one) for one in WEEKS])
    found = past([float(one) for one in WEEKS])
    by = last_day(table) + np.timedelta64(42, "D").astype(object)
    told = how_many(found, calendar=WorkingCalendar(), by=by).amounts
    low, chance = exact.total_after(np.array(WEEKS), 6)
    wrong_way = low + int(np.flatnonzero(chance.cumsum() >= 0.85)[0])
    assert told[0.85] == 47
    assert wrong_way > told[0.5] > told[0.85]


def test_the_date_keeps_its_promise_which_floor_and_interpolation_break() -> None:
    chance = exact.finished_by(
        exact.certain(20), np.arange(1, 7), np.zeros(6, dtype=np.int64)
    )
    at = exact.smallest_reaching(chance, 0.85)
    assert at == 7
    assert chance[at] >= 0.85 > chance[at - 1]
    assert np.interp(0.85, chance, np.arange(len(chance))) < at


def test_the_window_takes_whole_blocks_and_says_what_it_leaves() -> None:
    found = past(DONE)
    first = found.blocks["first_day"][2].date()
    last = found.blocks["last_day"][6].date()
    window = found.between(first, last)
    assert window.done.tolist() == DONE[2:7]
    assert (found.unused_days, window.unused_days) == (0, 3 * 7)
    assert len(found.between(None, None).blocks) == len(DONE)
    assert f"needs {FEWEST * 5} working days" in found.between(last, None).why_none
