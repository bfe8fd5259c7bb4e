"""Units of output: what work packages earn by them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.evm import sized, weighted
from tests.factories_money import budget_lines
from tests.metrics.evm.earning import MARCH, listed, of_money, of_schedule

if TYPE_CHECKING:
    import pandas as pd

    from tests.metrics.evm.earning import Row

EARLY, LATE = "2026-02-28", "2026-03-31"


def units(*rows: Row) -> pd.DataFrame:
    return listed(*({"weight": None, **row} for row in rows))


def told(planned: float | None, done: float | None, on: str | None = EARLY) -> Row:
    return {"units_planned": planned, "units_done": done, "actual_on": on}


def weigh(*rows: Row) -> weighted.Weighted:
    return weighted.weigh(units(*rows), ["Build", "Test"], known=MARCH)


def test_the_published_loaves() -> None:
    # evm-bread-rounding: 80 of 400 loaves at 0.02 each earn 1.60 of 8.00.
    lines = budget_lines({"amount": 8, "work_package": "Build"})
    baking = units({**told(400, 80), "baseline_on": EARLY})
    found = of_money(baking, lines=lines)
    assert found is not None
    assert found.known["earned"] == pytest.approx(1.60)
    assert found.known["planned"] == 8
    assert found.source == "the budget, units, and the ledger"
    assert found.accounts["technique"].tolist() == ["Units"]
    assert "Earned by units: Build." in found.notes


@pytest.mark.parametrize(
    ("rows", "share", "reasons"),
    [
        ([told(10, 0)], 0.0, []),
        ([told(10, 10)], 1.0, []),
        ([told(10, 15)], 1.0, []),
        ([told(2.5, 0.5)], 0.2, []),
        ([told(10, 8), told(10, 15)], 1.0, []),
        ([told(40, None, None), told(None, 10), told(None, 10, LATE)], 0.5, []),
        ([told(10, 5), told(10, 5, "2026-04-01")], 0.25, [sized.LATER]),
        ([told(10, 5), told(10, 5, None)], 0.25, [sized.UNDATED]),
        ([told(10, 5), told(10, None)], 0.25, [sized.UNCOUNTED]),
        ([told(10, 5), told(None, None)], 0.5, [sized.NO_UNITS]),
        ([told(10, 5), told(10, -1)], 0.5, [sized.NEGATIVE]),
        ([told(10, 5), told(-10, 1)], 0.5, [sized.NEGATIVE]),
        ([told(10, 5), {**told(9, 9), "work_package": None}], 0.5, [sized.NO_PACKAGE]),
        ([told(10, 5), {**told(9, 9), "work_package": "X"}], 0.5, [sized.NO_ACCOUNT]),
        ([told(None, 5)], None, [sized.NOTHING_PLANNED]),
        ([told(0, 5), told(0, None, None)], None, [sized.NOTHING_PLANNED] * 2),
        ([told(-10, 5), told(None, 5)], None, ["", ""]),
        ([told(None, None)], None, []),
    ],
)
def test_units_done_of_units_planned(
    rows: list[Row], share: float | None, reasons: list[str]
) -> None:
    found = weigh(*rows)
    assert found.is_weighted.tolist() == [share is not None, False]
    assert found.share[0] == pytest.approx(share or 0)
    if "" not in reasons:
        assert found.left_out["reason"].tolist() == reasons
    assert len(found.left_out) == len(reasons)


def test_what_is_done_beyond_the_plan_is_named_and_not_earned() -> None:
    found = of_money(units(told(10, 8), told(10, 15, LATE)))
    assert found is not None
    assert found.known["earned"] == 200
    assert (
        "More units are done than were planned; those beyond the plan earn nothing:"
        " Build." in found.notes
    )
    exact = weigh(told(0.3, 0.1), told(None, 0.2))
    assert not exact.is_beyond.any()


@pytest.mark.parametrize(
    ("day", "earned", "planned"),
    [("2026-02-27", 0, 0), (EARLY, 160, 100), (LATE, 200, 200)],
)
def test_units_count_from_their_day(day: str, earned: float, planned: float) -> None:
    rows = units(
        {**told(10, 15, LATE), "baseline_on": LATE},
        {**told(10, 16, EARLY), "baseline_on": EARLY},
    )
    found = of_money(rows, date.fromisoformat(day))
    assert found is not None
    assert found.known["earned"] == earned
    assert found.known["planned"] == planned


def test_a_row_that_plans_nothing_needs_no_day_in_the_baseline() -> None:
    found = weigh({**told(40, None, None), "baseline_on": LATE}, told(None, 10))
    assert found.is_planned.tolist() == [True, False]


def test_a_work_package_with_weights_earns_by_weights() -> None:
    rows = listed({"weight": 1, **told(10, 1)}, {"weight": 3, **told(10, 10, None)})
    found = weighted.weigh(rows, ["Build"], known=MARCH)
    assert found.share.tolist() == [0.25]
    assert found.techniques == {"Build": "Weighted milestones"}


def test_a_budget_without_planned_units_says_which() -> None:
    lines = budget_lines(
        {"amount": 200, "work_package": "Build"}, {"amount": 9, "work_package": "Test"}
    )
    rows = units(told(10, 5), {**told(None, 5), "work_package": "Test"})
    found = of_money(rows, lines=lines)
    assert found is not None
    assert found.known["earned"] is None
    assert found.why["earned"].endswith("these work packages: Test.")
    assert found.basis.left_out["reason"].tolist() == [sized.NOTHING_PLANNED]


def test_an_account_of_a_schedule_earns_by_units() -> None:
    found = of_schedule(units(told(40, 10)))
    assert found.known["earned"] == 200 / 4 + 40
    assert found.accounts["technique"].tolist() == ["Units", "Percent complete"]


DAYS = st.sampled_from(["2026-01-31", EARLY, LATE, "2026-04-30", None])
ROWS = st.lists(
    st.tuples(st.integers(1, 1000), st.integers(0, 1500), DAYS), min_size=1, max_size=5
)


def booked(rows: list[tuple[float, float, str | None]]) -> dict[int, float]:
    """Return the share earned by day; what earns nothing is left away."""
    found = weigh(*(told(*row) for row in rows))
    budget = found.share * 0 + 1.0
    entries = found.earned(budget)
    assert entries.cents.sum() == pytest.approx(found.share[0])
    assert found.share[0] <= 1
    by_day: dict[int, float] = {}
    for day, share in zip(entries.first, entries.cents, strict=True):
        by_day[int(day)] = by_day.get(int(day), 0.0) + float(share)
    return by_day


@settings(max_examples=25)
@given(ROWS, st.integers(2, 50))
def test_only_the_proportion_of_units_matters(
    rows: list[tuple[int, int, str | None]], factor: int
) -> None:
    times = [(p * factor, d * factor, on) for p, d, on in rows]
    assert booked([*times]) == pytest.approx(booked([*rows]))


@settings(max_examples=25)
@given(ROWS)
def test_a_row_split_in_two_of_the_same_dates_changes_nothing(
    rows: list[tuple[int, int, str | None]],
) -> None:
    planned, done, on = rows[0]
    parts = [(planned / 4, done / 2, on), (planned * 3 / 4, done / 2, on)]
    assert booked([*parts, *rows[1:]]) == pytest.approx(booked([*rows]))
