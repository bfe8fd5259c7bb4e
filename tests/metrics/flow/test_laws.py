"""Process behaviour charts and Little's law."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.flow.behaviour import (
    Limits,
    natural_limits,
    process_behaviour,
    signals,
)
from analytics.metrics.flow.cycle_time import cycle_time
from analytics.metrics.flow.littles_law import average_time, littles_law
from analytics.metrics.flow.throughput import throughput
from tests.factories_flow import day, flow
from tests.metrics.flow.test_cumulative_flow import FEW, histories
from tests.metrics.flow.test_durations import through

if TYPE_CHECKING:
    from analytics.metrics.flow.littles_law import Condition
    from tests.factories_flow import Histories

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
STILL = Limits(mean=10, mean_range=1.128)
"""A process with sigma 1: limits at 7 and 13."""


def test_limits_are_the_published_ones() -> None:
    """Golden pbc-nist: NIST/SEMATECH e-Handbook 6.3.2.2."""
    limits = natural_limits(NIST)
    assert limits is not None
    assert limits.mean == pytest.approx(50.81, abs=0.005)
    assert limits.mean_range == pytest.approx(1.8778, abs=5e-5)
    assert limits.upper == pytest.approx(55.8041, abs=5e-5)
    assert limits.lower == pytest.approx(45.8159, abs=5e-5)
    assert limits.upper_range == pytest.approx(3.268 * limits.mean_range)


def test_the_standard_deviation_gives_other_limits() -> None:
    """The wrong definition (metrics.md 10, item 10): limits from the global SD."""
    limits = natural_limits(NIST)
    assert limits is not None
    wrong = limits.mean + 3 * float(np.std(NIST, ddof=1))
    assert wrong > limits.upper + 1
    shifted = [10.0, 11, 10, 11, 10, 30, 31, 30, 31, 30]
    real = natural_limits(shifted)
    assert real is not None
    assert max(shifted) > real.upper
    assert max(shifted) < np.mean(shifted) + 3 * np.std(shifted, ddof=1)


@pytest.mark.parametrize(
    ("values", "rule", "at"),
    [
        ([10, 13.01], "beyond_limit", [1]),
        ([10, 13], "beyond_limit", []),  # on the limit is not beyond it
        ([10, 6.99], "beyond_limit", [1]),
        ([12.1, 10, 12.1], "two_of_three", [2]),
        ([12.1, 12.1], "two_of_three", [1]),
        ([12.1, 10, 10, 12.1], "two_of_three", []),
        ([12.1, 7.9], "two_of_three", []),  # not on one side
        ([11.1, 11.1, 10, 11.1, 11.1], "four_of_five", [4]),
        ([11.1, 11.1, 10, 11.1, 8.9], "four_of_five", []),
        ([10.1] * 8, "run_of_eight", [7]),
        ([10.1] * 7, "run_of_eight", []),
        ([10.1] * 7 + [10, 10.1], "run_of_eight", []),  # on the mean ends a run
        ([9.9] * 9, "run_of_eight", [7, 8]),
    ],
)
def test_rules_speak_where_they_should(
    values: list[float], rule: str, at: list[int]
) -> None:
    found = signals(np.array(values, dtype=float), STILL)[rule]
    assert np.flatnonzero(found).tolist() == at


def test_a_limit_below_zero_is_none_and_nothing_is_beyond_it() -> None:
    limits = natural_limits([0.0, 4.0, 0.0, 4.0])
    assert limits is not None
    assert limits.lower is None
    assert not signals(np.array([0.0]), limits)["beyond_limit"].any()
    assert natural_limits([1.0]) is None


def test_later_points_do_not_move_the_limits() -> None:
    items: Histories = {f"A-{n}": through(1, 3 + n % 2) for n in range(25)}
    items |= {f"Z-{n}": through(1, 31) for n in range(9)}
    result = process_behaviour(cycle_time(flow(items), as_of=day(31)), of="cycle_time")
    assert result.baseline == 20
    assert result.limits is not None
    assert result.limits.upper < 31
    assert result.points["beyond_limit"].tail(9).all()
    assert result.figures["signals"] >= 9  # type: ignore[operator]


def test_weeks_that_are_not_over_are_no_points() -> None:
    items = flow({"A": through(1, 2), "B": through(8, 9), "C": through(15, 16)})
    found = throughput(items, as_of=day(17))
    assert process_behaviour(found, of="throughput").points["value"].tolist() == [1, 1]
    assert process_behaviour(found, of="arrivals").points["value"].tolist() == [3, 0]


def test_without_points_there_are_no_limits_but_a_reason() -> None:
    for measured in (
        throughput(flow({}), as_of=day(9)),
        cycle_time(flow({}), as_of=day(9)),
    ):
        result = process_behaviour(measured, of="throughput")
        assert result.limits is None
        assert result.figures["mean"] is None
        assert result.why["mean"]


def test_bottles_of_whisky() -> None:
    """Golden flow-whisky: 12 bottles, half a bottle a month, 24 months."""
    assert average_time(12, 0.5) == 24
    assert average_time(12, 0) is None


def steady(last: int = 31) -> Histories:
    """One item begins every day and takes three days."""
    return {
        f"A-{n:02}": through(n, n + 2)[: 3 if n + 2 <= last else 2]
        for n in range(1, last + 1)
    }


def conditions(found: tuple[Condition, ...]) -> list[bool | None]:
    return [one.passed for one in found]


def test_a_steady_flow_passes_and_both_sides_agree() -> None:
    result = littles_law(flow(steady()), as_of=day(31), since=day(8))
    assert conditions(result.conditions) == [True] * 5
    assert result.holds
    assert result.mean_wip == 3
    assert result.throughput == 1
    assert result.expected == result.cycle_time == 3


def test_more_begun_than_finished_fails() -> None:
    piling: Histories = {f"A-{n}": [("Build", n)] for n in range(1, 31)}
    result = littles_law(
        flow({**piling, "D": through(2, 3)}), as_of=day(31), since=day(1)
    )
    assert conditions(result.conditions) == [False, True, False, False, True]
    assert result.holds is False
    assert "31 items were begun and 1" in result.conditions[0].said


def test_work_put_back_into_the_queue_fails() -> None:
    items: Histories = {**steady(), "BACK": [("Build", 9), ("Backlog", 12)]}
    result = littles_law(flow(items), as_of=day(31), since=day(8))
    assert conditions(result.conditions)[1] is False


def test_nothing_finished_has_no_law_but_a_reason() -> None:
    result = littles_law(flow({"A": [("Build", 2)]}), as_of=day(9), since=day(1))
    assert (result.throughput, result.cycle_time, result.expected) == (None, None, None)
    assert result.why["expected_cycle_time_days"]
    empty = littles_law(flow({}), as_of=day(9), since=day(1))
    assert empty.rows.empty
    assert empty.holds is None


@FEW
@given(histories(), st.integers(20, 45))
def test_days_in_progress_are_the_time_inside_the_window(
    items: Histories, last: int
) -> None:
    """The identity of a finite window: it holds whatever the conditions say."""
    found = flow(items)
    result = littles_law(found, as_of=day(last), since=day(10))
    if result.mean_wip is None:
        return
    first, end = (np.datetime64(x, "D").astype(int) for x in (result.first, day(last)))
    inside = np.minimum(found.finished, end) - np.maximum(found.started, first) + 1
    days = end - first + 1
    assert result.mean_wip * days == pytest.approx(np.maximum(inside, 0).sum())
