"""Weighted milestones: what work packages earn by them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.evm import sized, weighted
from analytics.metrics.evm.schedule_work import Reading
from tests.factories_money import budget_lines, changes, costs
from tests.metrics.evm.earning import MARCH, listed, of_money, of_schedule

if TYPE_CHECKING:
    from tests.metrics.evm.earning import Row

PACKAGE = listed(
    {"weight": 50, "baseline_on": "2026-02-28", "actual_on": "2026-02-28"},
    {"weight": 90, "baseline_on": "2026-03-31", "actual_on": "2026-03-31"},
    {"weight": 60, "baseline_on": "2026-04-30", "actual_on": "2026-04-30"},
)


@pytest.mark.parametrize(
    ("day", "earned"),
    [("2026-01-31", 0), ("2026-02-28", 50), ("2026-03-31", 140), ("2026-04-30", 200)],
)
def test_the_published_work_package_in_three_milestones(
    day: str, earned: float
) -> None:
    # GPM, Mehrmann and Wirtz, in the glossary of lpm.sogln.de, "completion value":
    # a work package of 200 with M1 = 50 over two periods, M2 = 90 and M3 = 60.
    found = of_money(PACKAGE, date.fromisoformat(day))
    assert found is not None
    assert found.known["earned"] == earned
    assert found.known["planned"] == earned
    assert found.known["budget"] == 200


def test_what_is_done_of_a_milestone_not_reached_earns_nothing() -> None:
    found = of_money(listed({"complete_ratio": 0.9}, {"complete_ratio": 1.0}))
    assert found is not None
    assert found.known["earned"] == 100
    assert found.accounts["technique"].tolist() == ["Weighted milestones"]


@pytest.mark.parametrize(
    ("row", "earned"),
    [
        ({"actual_on": "2026-04-01"}, 0),
        ({"complete_ratio": 1.0, "planned_on": "2026-03-01"}, 200),
        ({"complete_ratio": 1.0, "planned_on": "2026-05-01"}, 200),
    ],
)
def test_a_milestone_counts_from_the_day_it_was_reached(row: Row, earned: int) -> None:
    found = of_money(listed(row))
    assert found is not None
    assert found.known["earned"] == earned


def test_a_budget_without_weights_for_a_work_package_says_which() -> None:
    lines = budget_lines(
        {"amount": 200, "work_package": "Build"},
        {"amount": 100, "work_package": "Test"},
    )
    found = of_money(PACKAGE, lines=lines)
    assert found is not None
    assert found.known["earned"] is None
    assert found.why["earned"] == (
        "No milestone with a weight or planned units is listed for these work"
        " packages: Test."
    )


def test_an_approved_change_moves_its_own_work_package() -> None:
    more = changes({"work_package": "build", "cost_amount": 100})
    found = of_money(PACKAGE, changes=more)
    assert found is not None
    assert found.known["budget"] == 300
    assert found.known["earned"] == pytest.approx(210)


def test_without_baseline_dates_the_budget_is_the_plan() -> None:
    lines = budget_lines(
        {
            "amount": 200,
            "work_package": "Build",
            "starts_on": "2026-03-22",
            "ends_before": "2026-04-11",
        }
    )
    found = of_money(listed({"actual_on": "2026-03-31"}, {}), lines=lines)
    assert found is not None
    assert found.known["planned"] == 100
    assert found.schedule_index == 1
    undated = of_money(listed({}), lines=lines.assign(ends_before=pd.Series([pd.NaT])))
    assert undated is not None
    assert "no periods" in undated.why["planned"]


def test_the_ledger_stands_beside_by_work_package() -> None:
    ledger = costs(
        {"amount": 70, "work_package": " build"}, {"amount": 5, "work_package": "Bus"}
    )
    found = of_money(PACKAGE, costs=ledger)
    assert found is not None
    assert found.total is not None
    assert found.total.cost_index == pytest.approx(140 / 75)
    assert found.accounts["technique"].tolist() == ["Weighted milestones", ""]


def test_without_weights_or_a_budget_there_is_nothing_to_measure() -> None:
    assert of_money(listed({"weight": None})) is None
    assert of_money(listed({"work_package": "Other"})) is None
    assert of_money(PACKAGE, lines=budget_lines().iloc[:0]) is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"weight": -1}, sized.NEGATIVE),
        ({"weight": None}, sized.NO_WEIGHT),
        ({"work_package": None}, sized.NO_PACKAGE),
        ({"work_package": "Other"}, sized.NO_ACCOUNT),
        ({"work_package": "Office"}, "its work package is level of effort"),
        ({"work_package": "Test", "weight": 0}, sized.NOTHING),
    ],
)
def test_what_cannot_weigh_is_left_out_with_its_reason(row: Row, reason: str) -> None:
    found = weighted.weigh(
        listed({}, row),
        ["Build", "Test", "Office"],
        known=MARCH,
        effort=["Office"],
    )
    assert found.used.tolist() == [1]
    assert found.left_out["reason"].tolist() == [reason]
    assert found.part.tolist() == [1.0]


def test_a_list_without_any_weight_is_no_matter_of_earned_value() -> None:
    found = weighted.weigh(listed({"weight": None}), ["Build"], known=MARCH)
    assert (len(found.used), len(found.left_out)) == (0, 0)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(1, 1000), st.booleans()), min_size=1, max_size=6),
    st.integers(2, 50),
)
def test_only_the_proportion_of_weights_matters(
    rows: list[tuple[int, bool]], factor: int
) -> None:
    def share(times: int) -> float:
        told = (
            {"weight": float(w * times), "actual_on": "2026-01-01" if done else None}
            for w, done in rows
        )
        found = weighted.weigh(listed(*told), ["Build"], known=MARCH)
        return float(found.share[0])

    one = share(1)
    assert share(factor) == pytest.approx(one)
    assert 0 <= one <= 1
    assert (one == pytest.approx(1)) == all(done for _, done in rows)


def test_an_account_of_a_schedule_earns_by_its_milestones() -> None:
    found = of_schedule(PACKAGE)
    assert found.known["earned"] == 140 + 40
    assert found.known["planned"] == 140 + 100
    rows = found.accounts.set_index("account")
    assert rows["technique"].to_dict() == {
        "Build": "Weighted milestones",
        "Test": "Percent complete",
    }
    assert "Earned by weighted milestones: Build." in found.notes


def test_without_baseline_dates_the_tasks_are_the_plan() -> None:
    found = of_schedule(listed({"actual_on": "2026-03-01"}, {}))
    assert found.known["earned"] == 100 + 40
    assert found.known["planned"] == 300
    assert any("no baseline date: Build" in note for note in found.notes)


def test_level_of_effort_goes_before_weights() -> None:
    found = of_schedule(PACKAGE, Reading(level_of_effort=frozenset({"Build"})))
    assert found.known["earned"] == 200 + 40
    assert found.accounts["technique"].tolist() == [
        "What was planned",
        "Percent complete",
    ]
    assert len(found.basis.left_out) == 3
