"""Earned schedule against the nine-week project and its trap at the plateau."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.evm.earned_schedule import adherence, earned_schedule

# es-vanhoucke-9week: PM Knowledge Center, nodes 167 and 163.
PLAN = [5, 10, 25, 55, 85, 120, 130, 140, 150, 150, 150]
EARNED = [3.33, 6.67, 10, 22.5, 70, 82.5, 90, 120, 130, 140, 150]
PERIODS = [0.67, 1.33, 2.0, 2.83, 4.5, 4.92, 5.14, 6, 7, 8, 9]

plans = (
    st.lists(st.floats(0, 100), min_size=1, max_size=12)
    .map(lambda steps: [sum(steps[: n + 1]) for n in range(len(steps))])
    .filter(lambda plan: plan[-1] > 1)
)


def test_every_week_of_the_published_project() -> None:
    found = [
        earned_schedule(PLAN, earned=earned, elapsed=week).periods
        for week, earned in enumerate(EARNED, 1)
    ]
    assert found == pytest.approx(PERIODS, abs=0.005)


def test_the_forecast_of_week_7() -> None:
    found = earned_schedule(PLAN, earned=90, elapsed=7)
    assert found.index == pytest.approx(0.734694, abs=1e-6)
    assert found.variance == pytest.approx(-1.857143, abs=1e-6)
    assert found.finish() == pytest.approx(12.25)
    assert found.finish("planned") == pytest.approx(7 + 9 - 36 / 7)
    assert found.finish("cost_and_schedule") is None
    assert found.finish("cost_and_schedule", cost_index=0.5) == pytest.approx(17.5)


def test_a_late_end_shows_although_the_money_index_is_one() -> None:
    found = earned_schedule(PLAN, earned=150, elapsed=11)
    assert found.periods == 9
    assert found.index == pytest.approx(0.818182, abs=1e-6)
    assert found.finish() == 11


def test_ten_modules_two_months_late() -> None:
    # es-mpug-10-modules: ten planned months, done after twelve.
    found = earned_schedule([100_000 * n for n in range(1, 11)], earned=1e6, elapsed=12)
    assert (found.periods, found.variance) == (10, -2)
    assert found.index == pytest.approx(0.8333, abs=5e-5)


def test_before_the_start_there_is_no_index() -> None:
    found = earned_schedule(PLAN, earned=0, elapsed=0)
    assert found.index is None
    assert found.periods == 0
    assert "not started" in found.why


def test_nothing_earned_gives_no_forecast() -> None:
    assert earned_schedule(PLAN, earned=0, elapsed=3).finish() is None


def test_a_falling_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="rising"):
        earned_schedule([5, 3], earned=1, elapsed=1)


@given(plans, st.floats(0, 1), st.floats(0.1, 20))
def test_time_earned_stays_inside_the_plan(
    plan: list[float], share: float, elapsed: float
) -> None:
    found = earned_schedule(plan, earned=share * plan[-1], elapsed=elapsed)
    assert 0 <= found.periods <= found.planned <= len(plan)
    finish = found.finish()
    assert finish is None or finish >= elapsed


@given(plans, st.floats(0, 1), st.floats(0, 1))
def test_more_earned_is_never_earlier_in_the_plan(
    plan: list[float], one: float, other: float
) -> None:
    less, more = sorted((one, other))
    first, second = (
        earned_schedule(plan, earned=share * plan[-1], elapsed=1).periods
        for share in (less, more)
    )
    assert first <= second + 1e-6


def test_the_p_factor_is_one_when_the_plan_is_followed() -> None:
    assert adherence([10, 5, 0], [10, 5, 0]) == 1
    assert adherence([10, 5, 0], [10, 0, 5]) == pytest.approx(2 / 3)
    assert adherence([0, 0], [0, 0]) is None
