"""The exact forecast against published numbers, simulation and its own relations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.forecast import exact
from analytics.metrics.forecast.how_many import how_many
from analytics.metrics.forecast.pace import pace
from analytics.metrics.forecast.when import Assumptions, when

if TYPE_CHECKING:
    from random import Random

    from analytics.metrics.forecast.when import WhenForecast

# fc-magennis-11-trials: Focused Objective, "Throughput Simulation Monte Carlo Game".
WEEKS = [16, 3, 10, 6, 19, 11, 17, 17, 15, 9, 11, 8]
WEEKS += [5, 13, 5, 7, 8, 6, 10, 10, 8, 5, 5, 7]
MONDAY = date(2025, 1, 6)

weeks = st.lists(st.integers(0, 12), min_size=5, max_size=20).filter(any)


def history(done: list[float], growth: list[float] | None = None) -> pd.DataFrame:
    """Return days of whole weeks from a Monday; all of a week happens on its Friday."""
    span = pd.date_range(MONDAY, periods=7 * len(done), name="day")
    table = pd.DataFrame(
        {"working": span.day_of_week < 5, "completed": 0.0, "reopened": 0.0}, index=span
    )
    table = table.assign(added=0.0, removed=0.0, re_estimated=0.0)
    fridays = span[span.day_of_week == 4]
    table.loc[fridays, "completed"] = done
    table.loc[fridays, "added"] = growth or 0.0
    return table


def last_day(table: pd.DataFrame) -> date:
    found: date = table.index[-1].date()
    return found


def forecast(done: list[float], remaining: float, **assumed: object) -> WhenForecast:
    table = history(done)
    past = pace(table, unit="items", as_of=last_day(table), last=None)
    return when(
        remaining,
        past,
        calendar=WorkingCalendar(),
        as_of=last_day(table),
        assumptions=Assumptions(**assumed),  # type: ignore[arg-type]
    )


def test_how_many_in_six_weeks_of_the_published_game() -> None:
    low, chance = exact.total_after(np.array(WEEKS), 6)
    found = [exact.largest_with(low, chance, p) for p in (0.5, 0.7, 0.85, 0.95)]
    assert found == [57, 52, 47, 41]
    assert low + (chance * np.arange(len(chance))).sum() == pytest.approx(57.75)


def test_when_twenty_stories_are_done_with_one_die_a_week() -> None:
    # fc-magennis-dice: Focused Objective, "Basic Monte Carlo Forecasting".
    chance = exact.finished_by(
        exact.certain(20), np.arange(1, 7), np.zeros(6, dtype=np.int64)
    )
    found = [exact.smallest_reaching(chance, p) for p in (0.5, 0.85, 0.95)]
    assert found == [6, 7, 8]
    assert np.flatnonzero(chance > 0)[0] == 4


@given(weeks, st.integers(1, 60))
def test_a_higher_percentile_is_never_an_earlier_day(
    done: list[int], remaining: int
) -> None:
    found = forecast([float(one) for one in done], remaining)
    known = [day for day in found.days.values() if day is not None]
    assert known == sorted(known)
    assert np.all(np.diff(found.chance) >= -1e-12)


@given(weeks, st.randoms(use_true_random=False))
def test_the_order_of_past_weeks_does_not_matter(
    done: list[int], random: Random
) -> None:
    shuffled = [*done]
    random.shuffle(shuffled)
    one, other = (
        forecast([float(x) for x in series], 30.0) for series in (done, shuffled)
    )
    assert one.days == other.days
    np.testing.assert_allclose(one.chance, other.chance)


@given(weeks, st.integers(1, 40))
def test_more_work_is_never_done_earlier(done: list[int], remaining: int) -> None:
    series = [float(one) for one in done]
    less, more = forecast(series, remaining), forecast(series, remaining + 1)
    for p, day in less.days.items():
        later = more.days[p]
        assert later is None or (day is not None and day <= later)


@pytest.mark.parametrize("growth", [[0] * 8, [0, 1, 0, 2, 0, 0, 3, 1]])
def test_exact_and_simulated_agree_within_sampling_error(growth: list[int]) -> None:
    done = np.array([3, 0, 5, 2, 4, 1, 6, 3])
    added, trials = np.array(growth), 40_000
    chance = exact.finished_by(exact.certain(40), done, added)
    random = np.random.default_rng(7)
    left, ended = np.full(trials, 40), np.zeros(trials, dtype=int)
    for block in range(1, len(chance)):
        drawn = random.integers(0, len(done), trials)
        left = np.where(left > 0, left + added[drawn] - done[drawn], left)
        ended[(left <= 0) & (ended == 0)] = block
    for block in range(len(chance)):
        simulated = np.mean((ended > 0) & (ended <= block))
        assert simulated == pytest.approx(chance[block], abs=4 * 0.5 / trials**0.5)


def test_growth_that_outruns_the_team_never_ends() -> None:
    chance = exact.finished_by(
        exact.certain(50), np.array([1, 2]), np.array([2, 3]), horizon=100
    )
    assert chance[-1] < 0.01


def test_holidays_of_the_future_move_the_date_and_those_of_the_past_no_block() -> None:
    table = history([4.0] * 8)
    past = pace(table, unit="items", as_of=last_day(table))
    day = last_day(table)
    free = frozenset({date(2025, 3, 5)})
    plain = when(8, past, calendar=WorkingCalendar(), as_of=day)
    shifted = when(8, past, calendar=WorkingCalendar(holidays=free), as_of=day)
    assert plain.days[0.85] == date(2025, 3, 14)
    assert shifted.days[0.85] == date(2025, 3, 17)


def test_weeks_without_a_finished_item_are_kept() -> None:
    table = history([4.0, 0.0, 0.0, 4.0, 0.0, 4.0])
    past = pace(table, unit="items", as_of=last_day(table))
    assert past.done.tolist() == [4.0, 0.0, 0.0, 4.0, 0.0, 4.0]


def test_a_later_day_adds_blocks_and_changes_no_total() -> None:
    table = history([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    for cut in range(1, 40):
        day = table.index[cut].date()
        past = pace(table, unit="items", as_of=day, block=1, last=None)
        known = table.loc[: pd.Timestamp(day), "completed"].sum()
        assert past.done.sum() == known


@pytest.mark.parametrize(
    ("done", "remaining", "words"),
    [
        ([1.0] * 4, 5, "needs 25 working days"),
        ([0.0] * 9, 5, "Nothing was finished"),
        ([1.0] * 9, 0, "Nothing is left"),
    ],
)
def test_no_forecast_says_why(done: list[float], remaining: float, words: str) -> None:
    found = forecast(done, remaining)
    assert words in found.why["all"]
    assert set(found.days.values()) == {None}
    assert found.chance_by(date(2030, 1, 1)) is None


def test_without_knowledge_of_growth_no_growing_scope_is_assumed() -> None:
    unknown = dict.fromkeys(("reopened", "added", "removed", "re_estimated"), np.nan)
    table = history([2.0] * 8).assign(**unknown)
    past = pace(table, unit="items", as_of=last_day(table))
    day = last_day(table)
    assert past.done.tolist() == [2.0] * 8
    found = when(
        8,
        past,
        calendar=WorkingCalendar(),
        as_of=day,
        assumptions=Assumptions(scope="growing"),
    )
    assert "change log" in found.why["all"]
    assert when(8, past, calendar=WorkingCalendar(), as_of=day).days[0.5]


def test_half_points_are_counted_exactly() -> None:
    table = history([2.5, 1.0, 0.5, 3.0, 2.0])
    past = pace(table, unit="points", as_of=last_day(table))
    found = when(4.5, past, calendar=WorkingCalendar(), as_of=last_day(table))
    assert found.rounding == 0.0
    assert found.blocks[0.95] is not None


def test_how_many_by_a_day_counts_whole_blocks() -> None:
    table = history([float(one) for one in WEEKS])
    past = pace(table, unit="items", as_of=last_day(table))
    day = last_day(table)
    six = day + pd.Timedelta(weeks=6)
    found = how_many(past, calendar=WorkingCalendar(), by=six)
    assert found.blocks == 6
    assert found.amounts == {0.5: 57, 0.7: 52, 0.85: 47, 0.95: 41}
    nothing = how_many(past, calendar=WorkingCalendar(), by=day)
    assert not nothing.amounts
    assert "fewer than 5 working days" in nothing.why


def test_splitting_widens_the_backlog_as_its_mean_says() -> None:
    shares = exact.widened(100, 1.0, 1.5)
    assert shares.sum() == pytest.approx(1.0)
    assert (shares * np.arange(len(shares))).sum() == pytest.approx(125.5, abs=0.01)


@given(weeks, st.integers(1, 30), st.integers(2, 60))
def test_a_finer_unit_of_size_changes_no_chance(
    done: list[int], remaining: int, finer: int
) -> None:
    steps, nothing = np.array(done), np.zeros(len(done), int)
    plain = exact.finished_by(exact.certain(remaining), steps, nothing)
    fine = exact.finished_by(exact.certain(remaining * finer), steps * finer, nothing)
    assert fine == pytest.approx(plain, abs=1e-12)
