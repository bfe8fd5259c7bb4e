"""Charts of forecasts: what they draw, what they say, and what they do without data."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from analytics.calendar import WorkingCalendar
from analytics.figures import calibration, forecast, forecast_bridge, theme
from analytics.metrics.forecast.calibration import (
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.how_many import how_many
from analytics.metrics.forecast.moved import CAUSES, ForecastBridge
from analytics.metrics.forecast.when import Assumptions, when
from tests.metrics.forecast.histories import history, last_day, standing

if TYPE_CHECKING:
    from analytics.metrics.forecast.calibration import Calibration
    from analytics.metrics.forecast.how_many import HowManyForecast
    from analytics.metrics.forecast.when import WhenForecast

WEEKS = [3.0, 0.0, 5.0, 2.0, 4.0, 1.0, 6.0, 3.0] * 5


def whens(weeks: list[float] = WEEKS, taken: Assumptions | None = None) -> WhenForecast:
    at = standing(weeks, 40)
    return when(40, at.past, calendar=at.calendar, as_of=at.as_of, assumptions=taken)


def how_manys(weeks: list[float] = WEEKS) -> HowManyForecast:
    at = standing(weeks, 40)
    by = at.as_of + timedelta(weeks=4)
    return how_many(at.past, calendar=WorkingCalendar(), by=by)


def calibrations(weeks: list[float] = WEEKS) -> tuple[Calibration, Calibration]:
    days = history(weeks)
    until = last_day(days)
    return (
        when_calibration(days, unit="items", as_of=until),
        how_many_calibration(days, unit="items", as_of=until),
    )


def test_the_promise_comes_first() -> None:
    text = forecast.read_when(whens())
    day = theme.day(whens().days[0.85])
    assert text.startswith(f"85 %: by {day}, if nothing is added. 40 items left")
    assert "50 % by" in text
    assert "95 % by" in text


def test_what_is_taken_for_granted_is_said() -> None:
    taken = Assumptions("growing", 1.0, 1.5, 1.2, ((0.85, 0.9),))
    text = forecast.read_when(whens(taken=taken))
    for words in ("keeps growing", "up to 1.5", "120 % of the past", "recalibrated"):
        assert words in text


def test_bars_add_up_and_percentiles_are_marked() -> None:
    figure = forecast.plot_when(whens())
    bars, *marks = figure.data
    assert sum(bars.y) == pytest.approx(100, abs=0.2)
    assert [mark.x[0] for mark in marks] == [str(d) for d in whens().days.values()]
    table = forecast.table_when(whens())
    assert table["Probability of this week"].sum() == pytest.approx(1)


def test_the_curve_falls_and_its_sentence_is_the_15th_percentile() -> None:
    result = how_manys()
    curve, *marks = forecast.plot_how_many(result).data
    assert list(curve.y) == sorted(curve.y, reverse=True)
    assert [mark.x[0] for mark in marks] == list(result.amounts.values())
    text = forecast.read_how_many(result)
    assert text.startswith(f"85 %: at least {result.amounts[0.85]:g} items more by")
    assert len(forecast.table_how_many(result)) == len(result.sums)


def test_dots_have_intervals_around_what_held() -> None:
    figure = calibration.plot_calibration(calibrations())
    _, *dots = figure.data
    assert len(dots) == 2
    for dot in dots:
        low = [y - e for y, e in zip(dot.y, dot.error_y.arrayminus, strict=True)]
        high = [y + e for y, e in zip(dot.y, dot.error_y.array, strict=True)]
        assert all(one >= 0 for one in low)
        assert all(one <= 100 + 1e-9 for one in high)


def test_the_line_says_how_often_it_was_right_of_how_many_times() -> None:
    one, _ = calibrations()
    covered = one.coverage[0.85]
    text = calibration.line(one, 0.85)
    share = theme.percent(covered.share)
    assert text.startswith(f"Our 85 % was right {share} of {covered.count} times")
    few = calibration.line(calibrations(WEEKS[:16])[0], 0.85)
    assert "too few to judge" in few
    both = calibration.read_calibration(calibrations())
    assert "How much: our 85 %" in both
    assert "naive forecasts" in both
    table = calibration.table_calibration(calibrations())
    assert len(table) == 8


def test_the_bridge_draws_its_parts_and_their_sum() -> None:
    at = standing(WEEKS, 40)
    parts = dict.fromkeys(CAUSES, 0.0) | {"added": 9.5, "progress": -2.5}
    result = ForecastBridge(
        "items",
        0.85,
        at.as_of - timedelta(days=14),
        at.as_of,
        at.as_of,
        at.as_of + timedelta(days=7),
        parts,
    )
    (drawn,) = forecast_bridge.plot_forecast_bridge(result).data
    assert sum(drawn.y[:-1]) == drawn.y[-1] == 7
    text = forecast_bridge.read_forecast_bridge(result)
    assert "7 days later, mostly scope added +9.5" in text
    assert forecast_bridge.table_forecast_bridge(result)["Days later"].sum() == 14


def test_without_history_nothing_is_drawn_and_the_reason_is_said() -> None:
    short = WEEKS[:3]
    nothing = ForecastBridge(
        "items",
        0.85,
        last_day(history(short)),
        last_day(history(short)),
        None,
        None,
        {},
        "There was no date.",
    )
    figures = (
        forecast.plot_when(whens(short)),
        forecast.plot_how_many(how_manys(short)),
        calibration.plot_calibration(calibrations(short)),
        forecast_bridge.plot_forecast_bridge(nothing),
    )
    assert [len(figure.data) for figure in figures] == [0] * 4
    assert all(figure.layout.annotations for figure in figures)
    assert "needs 25 working days" in forecast.read_when(whens(short))
    assert "needs 25 working days" in forecast.read_how_many(how_manys(short))
    assert "too short" in calibration.read_calibration(calibrations(short))
    assert "There was no date." in forecast_bridge.read_forecast_bridge(nothing)
    assert forecast_bridge.table_forecast_bridge(nothing).empty


def test_a_pace_that_comes_to_nothing_draws_no_empty_axes() -> None:
    stuck = whens([1.0, -1.0, 0.0] * 12)
    assert forecast.read_when(stuck).startswith("85 %: no date. Not within")
    (_,) = forecast.plot_when(stuck).layout.annotations
    assert forecast.read_growing(stuck) == (
        "If the scope keeps growing as it did: 85 %: no date. Not within 1,300 working "
        "days at this pace."
    )


def test_forecasts_that_are_not_over_yet_are_the_reason() -> None:
    rare = calibrations([0.0] * 5 + [1.0] + [0.0] * 6)
    when = next(one for one in rare if one.question == "when")
    assert calibration.line(when, 0.95) == (
        "Nobody knows yet how often we are right. No forecast of 95 % is over yet."
    )


def test_one_question_alone_is_not_neither() -> None:
    only = calibrations([0.0] * 30)
    assert "It does not beat the two naive forecasts" in calibration.read_calibration(
        only
    )
