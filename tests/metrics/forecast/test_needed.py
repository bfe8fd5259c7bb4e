"""What would have to be true: each way found is enough, and nothing less is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.forecast.needed import SURE, Needed, what_must_be_true
from analytics.metrics.forecast.when import Assumptions, when
from tests.metrics.forecast.histories import standing

DONE = [3.0, 0.0, 5.0, 2.0, 4.0, 1.0, 6.0, 3.0]
ADDED = [0.0, 1.0, 0.0, 2.0, 0.0, 0.0, 1.0, 1.0]
TAKEN = (Assumptions(), Assumptions(scope="growing"), Assumptions(split_high=1.3))


def chance(left: float, by: date, taken: Assumptions) -> float:
    at = standing(DONE, left, ADDED)
    told = when(left, at.past, calendar=at.calendar, as_of=at.as_of, assumptions=taken)
    return 1.0 if left <= 0 else told.chance_by(by) or 0.0


def asked(left: float, weeks: int, taken: Assumptions = TAKEN[0]) -> Needed:
    at = standing(DONE, left, ADDED)
    by = at.as_of + timedelta(weeks=weeks)
    return what_must_be_true(at, by=by, assumptions=taken)


@pytest.mark.parametrize("taken", TAKEN, ids=str)
@settings(max_examples=30)
@given(left=st.integers(1, 60), weeks=st.integers(1, 20))
def test_the_cut_is_enough_and_one_less_is_not(
    left: int, weeks: int, taken: Assumptions
) -> None:
    found = asked(left, weeks, taken)
    assert found.cut is not None
    assert chance(left - found.cut, found.by, taken) >= SURE - 1e-9
    if found.cut:
        assert chance(left - found.cut + 1, found.by, taken) < SURE


@settings(max_examples=30)
@given(left=st.integers(1, 60), weeks=st.integers(1, 20))
def test_the_gain_is_enough_and_one_per_cent_less_is_not(left: int, weeks: int) -> None:
    found = asked(left, weeks)
    gain = found.pace_percent
    if gain is None:
        assert "ten times" in found.why["pace_percent"]
        return
    assert (
        chance(left, found.by, Assumptions(pace_factor=1 + gain / 100)) >= SURE - 1e-9
    )
    if gain:
        slower = Assumptions(pace_factor=1 + (gain - 1) / 100)
        assert chance(left, found.by, slower) < SURE


def test_the_three_ways_agree_on_whether_it_is_met() -> None:
    for weeks in range(1, 25):
        found = asked(40, weeks)
        met = {found.cut == 0, found.pace_percent == 0, found.move_days == 0}
        assert met == {found.is_met}
    assert found.is_met


def test_a_later_date_needs_less() -> None:
    needed = [asked(40, weeks) for weeks in range(2, 18)]
    cuts = [one.cut or 0.0 for one in needed]
    gains = [999 if one.pace_percent is None else one.pace_percent for one in needed]
    assert cuts == sorted(cuts, reverse=True)
    assert gains == sorted(gains, reverse=True)


def test_before_the_first_week_is_over_nothing_can_be_promised() -> None:
    at = standing(DONE, 40)
    found = what_must_be_true(at, by=at.as_of + timedelta(days=3))
    assert (found.cut, found.pace_percent) == (None, None)
    assert "first 5 working days" in found.why["cut"]
    assert found.day is not None


def test_a_scope_that_outruns_the_team_says_so() -> None:
    at = standing([1.0] * 8, 40, [2.0] * 8)
    found = what_must_be_true(
        at,
        by=at.as_of + timedelta(weeks=10),
        assumptions=Assumptions(scope="growing"),
    )
    assert found.day is None
    assert "Not within" in found.why["day"]
    # Only with nothing left is there nothing that grows.
    assert found.cut == 40
    assert found.pace_percent is not None


def test_without_a_forecast_every_way_says_why() -> None:
    at = standing([1.0] * 3, 40)
    found = what_must_be_true(at, by=at.as_of + timedelta(weeks=10))
    assert set(found.why) == {"chance", "cut", "pace_percent", "day", "move_days"}
    assert "needs 25 working days" in found.why["cut"]


def test_a_team_that_cannot_speed_up_enough_is_told_so() -> None:
    at = standing([1.0] * 8, 400)
    found = what_must_be_true(at, by=at.as_of + timedelta(weeks=2))
    assert found.pace_percent is None
    assert "ten times" in found.why["pace_percent"]
    assert found.cut == 398
