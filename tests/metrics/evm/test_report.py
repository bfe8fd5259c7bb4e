"""What holds of earned value, whatever the amounts are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.evm.accuracy import judge, nearest
from analytics.metrics.evm.amounts import Amounts
from analytics.metrics.evm.grid import Entries, Span, added_up, ordinal
from analytics.metrics.evm.indices import EarnedValue
from analytics.metrics.evm.report import Report, earned_value
from analytics.metrics.evm.techniques import units, weighted_milestones

START = ordinal(date(2026, 1, 1))
STATUS = date(2026, 3, 31)
DAILY = WorkingCalendar(weekend=frozenset())
# Below 1.00 spread over months, what is kept of a cent would show in an index.
cents = st.integers(1_00, 10**9)


def entries(rows: list[tuple[int, int, int, float]]) -> Entries:
    table = np.array(rows, dtype="float64").reshape(-1, 4)
    account, first, length = (table[:, n].astype("int64") for n in range(3))
    return Entries(account, START + first, START + first + length, table[:, 3])


def amounts(
    planned: list[tuple[int, int, int, float]],
    earned: list[tuple[int, int, int, float]],
    actual: list[tuple[int, int, int, float]],
    names: tuple[str, ...] = ("A", "B"),
) -> Amounts:
    plan = entries(planned)
    return Amounts(
        source="a test",
        accounts=names,
        total=np.bincount(plan.account, plan.cents, minlength=len(names)).astype(
            "float64"
        ),
        planned=plan,
        earned=entries(earned),
        actual=entries(actual),
        known=STATUS,
        unit="EUR",
    )


def measured(found: Amounts) -> Report:
    return earned_value(found, as_of=STATUS, calendar=DAILY)


work = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 80), st.integers(1, 120), cents),
    min_size=1,
    max_size=8,
)


@given(work, work, work)
def test_a_variance_at_completion_has_the_sign_of_the_cost_variance(
    planned: list[tuple[int, int, int, float]],
    earned: list[tuple[int, int, int, float]],
    actual: list[tuple[int, int, int, float]],
) -> None:
    found = measured(amounts(planned, earned, actual))
    assert found.total is not None
    typical = found.estimates["typical"]
    if typical.variance is not None and abs(found.total.cost_variance) > 0.01:
        assert np.sign(typical.variance) == np.sign(found.total.cost_variance)


@given(work, work, work)
def test_the_rest_must_be_as_efficient_as_so_far_to_end_at_the_estimate(
    planned: list[tuple[int, int, int, float]],
    earned: list[tuple[int, int, int, float]],
    actual: list[tuple[int, int, int, float]],
) -> None:
    found = measured(amounts(planned, earned, actual))
    if found.to_estimate is not None and found.to_estimate.index is not None:
        assert found.total is not None
        assert found.to_estimate.index == pytest.approx(found.total.cost_index)


@settings(max_examples=25)
@given(work, work, work, st.integers(2, 1000))
def test_the_unit_of_currency_changes_no_index(
    planned: list[tuple[int, int, int, float]],
    earned: list[tuple[int, int, int, float]],
    actual: list[tuple[int, int, int, float]],
    factor: int,
) -> None:
    def times(
        rows: list[tuple[int, int, int, float]],
    ) -> list[tuple[int, int, int, float]]:
        return [(a, b, c, d * factor) for a, b, c, d in rows]

    one = measured(amounts(planned, earned, actual))
    other = measured(amounts(times(planned), times(earned), times(actual)))
    assert one.total is not None
    assert other.total is not None
    assert other.total.cost_index == pytest.approx(one.total.cost_index)
    assert other.schedule_index == pytest.approx(one.schedule_index, rel=1e-4)


@settings(max_examples=25)
@given(work, work, work)
def test_splitting_into_accounts_and_summing_changes_nothing(
    planned: list[tuple[int, int, int, float]],
    earned: list[tuple[int, int, int, float]],
    actual: list[tuple[int, int, int, float]],
) -> None:
    def as_one(
        rows: list[tuple[int, int, int, float]],
    ) -> list[tuple[int, int, int, float]]:
        return [(0, b, c, d) for _, b, c, d in rows]

    one = measured(amounts(as_one(planned), as_one(earned), as_one(actual), ("A",)))
    two = measured(amounts(planned, earned, actual))
    for name, value in one.known.items():
        assert two.known[name] == pytest.approx(value, abs=0.01)
    columns = ["planned", "earned", "actual"]
    pd.testing.assert_frame_equal(one.months[columns], two.months[columns], atol=0.01)


@given(work)
def test_the_whole_plan_is_reached_at_its_end(
    planned: list[tuple[int, int, int, float]],
) -> None:
    plan = entries(planned)
    span = Span.over([plan], START, calendar=WorkingCalendar())
    grid = added_up(plan, accounts=2, span=span)
    assert grid[:, -1].sum() == pytest.approx(plan.cents.sum(), abs=0.01)
    assert (np.diff(grid, axis=1) >= -0.01).all()


def test_progress_after_the_end_of_the_ledger_is_not_lost() -> None:
    found = measured(amounts([(0, 0, 30, 100)], [(0, 80, 1, 100)], [(0, 5, 1, 100)]))
    assert found.known["earned"] == 1


def test_a_plan_that_is_done_late_ends_with_an_spi_of_1_but_late_in_time() -> None:
    # es-mpug-10-modules: 10 months planned, 12 taken, EV = PV = BAC = 1,000,000.
    plan = [(0, n * 9, 9, 100_000_00.0) for n in range(10)]
    late = Amounts(
        source="a test",
        accounts=("A",),
        total=np.array([1_000_000_00.0]),
        planned=entries(plan),
        earned=entries([(0, 107, 1, 1_000_000_00)]),
        actual=entries([(0, 107, 1, 1_300_000_00)]),
        known=date(2026, 4, 18),  # the 108th day: 12 of 10 times nine days
        unit="EUR",
    )
    found = earned_value(late, as_of=date(2026, 4, 18), calendar=DAILY)
    assert found.total is not None
    assert (found.schedule_variance, found.schedule_index) == (0, 1.0)
    assert found.total.cost_variance == -300_000
    assert found.pace is not None
    assert found.pace.found.periods == 90
    assert found.pace.found.index == pytest.approx(0.8333, abs=5e-5)


def test_what_is_not_known_is_none_with_its_reason() -> None:
    found = measured(
        Amounts(
            source="a test",
            accounts=("A",),
            total=np.array([100.0]),
            planned=None,
            earned=entries([(0, 0, 1, 50)]),
            actual=entries([(0, 0, 1, 50)]),
            known=STATUS,
            unit="EUR",
            why={"planned": "No plan in time."},
        )
    )
    assert found.total is None
    assert found.schedule_index is None
    assert found.pace is None
    assert found.why["schedule_index"] == "No plan in time."
    assert found.months["spi"].isna().all()


def test_nothing_spent_yet_has_no_cost_index() -> None:
    found = measured(amounts([(0, 0, 9, 100)], [(0, 0, 1, 50)], [(0, 100, 1, 5)]))
    assert found.why["cost_index"] == "Nothing is spent yet."
    assert found.months["cpi"].dropna().empty


def test_the_method_that_came_nearest_is_told() -> None:
    # The first half cost twice its plan, the second just its plan.
    then, now = EarnedValue(50, 50, 100, 200), EarnedValue(100, 100, 150, 200)
    judged = judge([(date(2026, 1, 31), then)], now)
    best, errors = nearest(judged)
    assert best == "atypical"
    assert errors["atypical"] == 0
    assert errors["typical"] == pytest.approx(1.0)


def test_nothing_is_judged_before_anything_came_since() -> None:
    now = EarnedValue(100, 100, 150, 200)
    assert nearest(judge([(date(2026, 1, 31), now)], now))[0] is None


def test_shares_by_units_and_by_milestones() -> None:
    # evm-bread-rounding: 80 of 400 loaves at 0.02 each earn 1.60.
    share = units(80, 400)
    assert share is not None
    assert share * 8.0 == pytest.approx(1.60)
    assert units(0, 0) is None
    assert weighted_milestones([], []) is None
    assert weighted_milestones([1, 3], [True, False]) == 0.25
    assert units(5, 4) == 1
    with pytest.raises(ValueError, match="less than none"):
        units(-1, 4)
    with pytest.raises(ValueError, match="less than nothing"):
        weighted_milestones([-1], [True])
