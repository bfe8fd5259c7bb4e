"""The bridge of the forecast: its parts add up, whatever happened between."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.forecast.moved import CAUSES, forecast_bridge, shapley
from analytics.metrics.forecast.pace import pace
from analytics.metrics.forecast.when import Assumptions, Standing
from tests.metrics.forecast.histories import history, last_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.metrics.forecast.moved import ForecastBridge

amounts = st.integers(0, 9)


def bridge(
    weekly: list[float],
    moves: Mapping[str, float],
    *,
    remaining: float = 60,
    holidays: frozenset[date] = frozenset(),
    scope: str = "frozen",
) -> ForecastBridge:
    """Bridge the last two of the weeks, in which the scope moved as said."""
    days = history(weekly)
    now = last_day(days)
    then = now - timedelta(days=14)
    for name, value in moves.items():
        that_day = days.index == pd.Timestamp(now - timedelta(days=3))
        days[name] = days[name] + value * that_day
    left = remaining + moves.get("added", 0) - moves.get("removed", 0)
    left += moves.get("re_estimated", 0) - sum(weekly[-2:])
    standings = [
        Standing(at, rest, pace(days, unit="items", as_of=at), calendar)
        for at, rest, calendar in (
            (then, remaining, WorkingCalendar()),
            (now, left, WorkingCalendar(holidays=holidays)),
        )
    ]
    taken = Assumptions(scope=scope)  # type: ignore[arg-type]
    return forecast_bridge(*standings, days=days, assumptions=taken)


@settings(max_examples=25)
@given(
    st.lists(amounts, min_size=8, max_size=12).filter(lambda w: sum(w[:-2]) > 9),
    amounts,
    amounts,
    st.integers(-5, 5),
)
def test_parts_add_up_to_the_move_exactly(
    weekly: list[int], added: int, removed: int, sized: int
) -> None:
    moves = {"added": added, "removed": removed, "re_estimated": sized}
    found = bridge([float(w) for w in weekly], moves)
    if found.days is None:
        assert found.why
    else:
        assert sum(found.parts.values()) == pytest.approx(found.days, abs=1e-9)


def test_a_team_that_works_as_forecast_moves_nothing() -> None:
    found = bridge([5.0] * 10, {})
    assert found.days == 0
    assert set(found.parts.values()) == {0.0}


def test_only_what_happened_gets_a_part() -> None:
    found = bridge([5.0] * 10, {"added": 10})
    assert found.days == 14
    assert found.parts == pytest.approx(dict.fromkeys(CAUSES, 0.0) | {"added": 14})
    assert bridge([5.0] * 10, {"removed": 10}).parts["removed"] == pytest.approx(-14)


def test_added_and_removed_are_not_netted() -> None:
    found = bridge([5.0] * 10, {"added": 10, "removed": 10})
    assert found.days == 0
    assert found.parts["added"] == pytest.approx(14)
    assert found.parts["removed"] == pytest.approx(-14)


def test_a_day_off_that_was_not_known_is_the_calendar() -> None:
    away = frozenset(day.date() for day in history([5.0] * 30).index[7 * 10 : 7 * 11])
    found = bridge([5.0] * 10, {}, holidays=away)
    assert found.parts["calendar"] == pytest.approx(7)
    assert found.days == 7


def test_weeks_without_a_finished_item_are_progress_and_pace() -> None:
    found = bridge([5.0] * 10 + [0.0, 0.0], {})
    assert found.parts["progress"] > 7
    assert found.parts["pace"] > 0
    assert sum(found.parts.values()) == pytest.approx(found.days)


def test_what_was_finished_early_has_no_date_to_bridge() -> None:
    found = bridge([0.0] * 10, {})
    assert "There was no date on 27 February 2022" in found.why
    assert (found.days, dict(found.parts)) == (None, {})


def test_the_end_of_the_work_is_a_date_too() -> None:
    found = bridge([5.0] * 10, {"removed": 60})
    assert found.after == found.as_of
    assert sum(found.parts.values()) == pytest.approx(found.days)


def test_shapley_shares_a_joint_effect_equally_and_gives_nothing_to_others() -> None:
    def both(happened: frozenset[str]) -> float:
        return 12.0 * ({"added", "pace", "calendar"} <= happened)

    assert [shapley(cause, both) for cause in CAUSES] == pytest.approx(
        [4, 0, 0, 0, 4, 4]
    )
