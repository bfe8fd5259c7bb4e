"""Honesty of estimates: errors, corrections, and what nobody can know yet."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from analytics.metrics.basis import Basis, nothing_left_out
from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.estimates import FLOORS, METHODS, Work, estimates_table
from analytics.metrics.honesty.costs import (
    FEWEST,
    NO_ESTIMATE,
    EstimateHonesty,
    Told,
    estimate_honesty,
)
from analytics.metrics.spending import burn_rate
from tests.factories_money import budget_lines, commitments, costs

pytestmark = pytest.mark.slow

BASIS = Basis("", {}, nothing_left_out())
ENDS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def told(records: Records, day: date, done: float | None = None) -> Told:
    money = budget_variance(records, as_of=day, currency="EUR")
    burn = burn_rate(money.months, remaining_amount=None)
    work = Work(done, "no issues")
    return Told(money, estimates_table(money, burn=burn, work=work))


@cache
def project(months: int, *, monthly: int = 200, planned: int = 1200) -> EstimateHonesty:
    """Return a year planned at 100 a month that costs `monthly` in each."""
    lines = [
        {"booked_on": f"2026-{month:02d}-10", "amount": monthly}
        for month in range(1, months + 1)
    ]
    records = Records(budget_lines({"amount": planned}), costs(*lines), commitments())
    days = [date(2026, month, ENDS[month - 1]) for month in range(1, months + 1)]
    past = [told(records, day) for day in days[:-1]]
    return estimate_honesty(past, told(records, days[-1]), BASIS)


def method(found: EstimateHonesty, name: str) -> dict[str, object]:
    rows = found.methods.set_index("method")
    return dict(rows.loc[name])


def test_finished_project_is_judged_by_its_cost() -> None:
    found = project(12)
    assert (found.came, found.is_over) == (2400, True)
    plan = method(found, "plan")
    first = found.said[found.said["method"] == "plan"].iloc[0]
    # January: 200 spent, 1200 x 334 / 365 still planned.
    assert first["said"] == pytest.approx(200 + 1200 * 334 / 365, abs=0.01)
    assert first["error"] == pytest.approx(first["said"] / 2400 - 1)
    assert plan["months"] == 11
    assert plan["stated"] == plan["unbiased"] == 2400


def test_correction_scales_what_is_still_to_come_and_never_what_is_spent() -> None:
    found = project(8)
    row = method(found, "by_line")
    said = found.said[found.said["method"] == "by_line"]
    factor = said["to_go_came"].sum() / said["to_go_said"].sum()
    assert factor > 1
    to_complete = float(row["stated"]) - 1600  # type: ignore[arg-type]
    assert row["unbiased"] == pytest.approx(1600 + to_complete * factor)


def test_plan_that_is_kept_has_no_bias_and_is_not_corrected() -> None:
    found = project(9, monthly=100)
    row = method(found, "by_line")
    assert row["bias"] == pytest.approx(0, abs=0.01)
    assert row["unbiased"] == pytest.approx(row["stated"], rel=0.01)


def test_too_few_months_judge_but_do_not_correct() -> None:
    found = project(FEWEST)
    row = method(found, "by_line")
    assert row["months"] == FEWEST - 1
    assert row["bias"] is not None
    assert row["unbiased"] != row["unbiased"]  # not a number
    assert row["reason"] == "5 past months; 6 are needed"


def test_method_without_data_says_so_and_floors_are_not_judged() -> None:
    found = project(8)
    assert method(found, "by_hand")["reason"] == "no estimate of today"
    assert set(found.methods["method"]) == set(METHODS) - set(FLOORS)
    assert not set(FLOORS) & set(found.said["method"])


def test_without_a_ledger_there_is_nothing_to_compare() -> None:
    records = Records(budget_lines({"amount": 1200}), costs(), commitments())
    now = told(records, date(2026, 6, 30))
    found = estimate_honesty([told(records, date(2026, 5, 31))], now, BASIS)
    assert (found.came, found.reason) == (None, NO_ESTIMATE)
    assert found.said.empty
    assert found.categories["stated"].isna().all()


def test_without_a_past_month_there_is_a_reason() -> None:
    found = project(1)
    assert found.reason == "No month before the as-of date has an estimate."


def test_month_of_which_nothing_was_spent_yet_is_not_judged() -> None:
    plan = budget_lines({"amount": 1200})
    known = Records(plan, costs({"amount": 500}), commitments())
    unknown = Records(plan, costs(), commitments())
    past = [told(unknown, date(2026, 1, 31)), told(known, date(2026, 2, 28))]
    found = estimate_honesty(past, told(known, date(2026, 6, 30)), BASIS)
    assert set(found.said["on"]) == {date(2026, 2, 28)}


def test_months_that_expected_nothing_more_correct_nothing() -> None:
    plan = {"amount": 100, "ends_before": "2026-02-01"}
    records = Records(budget_lines(plan), costs({"amount": 100}), commitments())
    past = [told(records, date(2026, month, 28)) for month in range(2, 9)]
    found = estimate_honesty(past, told(records, date(2026, 9, 30)), BASIS)
    reason = method(found, "by_line")["reason"]
    assert reason == "past months expected nothing more"


def test_categories_are_judged_by_their_own_lines() -> None:
    lines = [
        {"booked_on": f"2026-{month:02d}-10", "amount": amount, "category": name}
        for month in range(1, 9)
        for name, amount in (("Build", 200), ("Run", 100))
    ]
    records = Records(
        budget_lines({"amount": 1200}, {"amount": 1200, "category": "Run"}),
        costs(*lines),
        commitments(),
    )
    days = [date(2026, month, ENDS[month - 1]) for month in range(1, 9)]
    past = [told(records, day) for day in days[:-1]]
    rows = estimate_honesty(past, told(records, days[-1]), BASIS).categories
    named = rows.set_index("category")
    bias = named["bias"].to_dict()
    assert bias["Build"] < -0.1
    assert bias["Run"] == pytest.approx(0, abs=0.01)
    assert (named["months"] == 7).all()


def test_unit_of_the_currency_changes_no_error() -> None:
    one, other = project(8), project(8, monthly=200_000, planned=1_200_000)
    assert one.said["error"].tolist() == pytest.approx(
        other.said["error"].tolist(), abs=1e-4
    )
