"""How far each finding could move a headline figure, to the last digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import measures
from analytics.facts import load_facts
from analytics.metrics.quality.measure import data_quality
from analytics.metrics.quality.registry import check
from tests.factories_quality import material

if TYPE_CHECKING:
    from analytics.metrics.quality.finding import Effect
    from analytics.metrics.quality.material import Material
    from analytics.warehouse.store import Warehouse
    from tests.factories_quality import Row

DONE = {"is_done": True}


def effect(key: str, state: Material) -> Effect:
    return check(key).find(state).effect


def bounds(
    key: str, state: Material
) -> tuple[str, float | None, float | None, float | None]:
    found = effect(key, state)
    return found.figure, found.now, found.low, found.high


def test_unestimated_items_have_no_upper_bound_but_a_likely_change() -> None:
    state = material(
        issue=[
            {"points": 2},
            {"points": 8},
            {**DONE, "points": 5},
            {"points": None},
            {"points": 0},
        ]
    )
    assert bounds("unestimated_open", state) == ("Left", 10.0, 0.0, None)
    assert effect("unestimated_open", state).likely == 2 * 5.0
    assert bounds("unestimated_done", state) == ("Done", 5.0, 0.0, None)
    assert effect("unestimated_done", state).likely == 0


def test_project_that_counts_items_has_nothing_to_estimate() -> None:
    found = check("unestimated_open").find(material(issue=[{"points": None}]))
    assert found.share is None
    assert "count items" in found.reason


def test_too_few_estimates_have_no_outliers() -> None:
    state = material(issue=[{"points": 1}] * 18 + [{"points": 900}])
    found = check("estimate_outlier").find(state)
    assert (found.share, found.reason.startswith("Fewer than 20")) == (None, True)


def test_work_bounds() -> None:
    state = material(
        issue=[
            {"points": 5, "resolved_at": "2026-03-01"},
            {"points": 8, "category_from": "its name", "status": "Parked"},
            {**DONE, "points": 3, "category_from": "its name"},
            {**DONE, "points": 2, "resolved_at": None},
            {**DONE, "points": 13, "resolved_at": "2027-01-01"},
            {"points": 1, "status": None},
            {"points": -4},
        ]
    )
    assert bounds("resolved_not_done", state) == ("Left", 10.0, -5.0, 0.0)
    assert bounds("status_by_name", state) == ("Left", 10.0, -8.0, 3.0)
    assert bounds("done_without_date", state) == ("Done", 18.0, -2.0, 0.0)
    assert bounds("finished_in_future", state) == ("Done", 18.0, -13.0, 0.0)
    assert bounds("status_missing", state) == ("Left", 10.0, -1.0, 0.0)
    assert bounds("negative_estimate", state) == ("Left", 10.0, 0.0, 8.0)


def test_day_from_the_change_log_makes_a_missing_date_harmless() -> None:
    state = material(issue=[{**DONE, "resolved_at": None, "done_day": "2026-03-01"}])
    found = check("done_without_date").find(state)
    assert (found.count, found.touches) == (1, False)
    assert "change log" in found.rows["detail"][0]


def test_lines_without_a_category_change_no_total() -> None:
    found = check("cost_without_category").find(material(cost=[{"category": None}]))
    assert (found.count, found.effect.moves) == (1, False)


def test_lines_left_out_bound_what_is_spent_on_both_sides() -> None:
    state = material(
        cost=[
            {},
            {"booked_on": None, "amount": 70},
            {"booked_on": None, "amount": -30.5},
        ]
    )
    assert bounds("cost_without_date", state) == ("Spent", 100.0, -30.5, 70.0)


def test_lines_that_count_could_only_go_out() -> None:
    state = material(
        budget_line=[{"starts_on": "2026-03-01", "ends_before": "2026-04-01"}],
        cost=[
            {"booked_on": "2026-02-28", "amount": 10},
            {"booked_on": "2026-04-01", "amount": 20},
            {"booked_on": "2026-02-28", "amount": 40, "currency": "USD"},
        ],
    )
    assert bounds("cost_before_start", state) == ("Spent", 30.0, -10.0, 0.0)
    assert bounds("cost_after_close", state) == ("Spent", 30.0, -20.0, 0.0)


def test_invoice_booked_twice_even_as_one_stored_row() -> None:
    line = {"document": "I-1", "amount": 60, "version_id": 5}
    assert bounds("invoice_twice", material(cost=[line, line, line])) == (
        "Spent",
        180.0,
        -120.0,
        0.0,
    )


def rates(*known: tuple[str, float]) -> list[Row]:
    """Return rates from dollars into euros by the day from which they hold."""
    return [
        {"valid_on": day, "from_currency": "usd", "to_currency": "EUR", "rate": rate}
        for day, rate in known
    ]


def test_lines_without_a_rate_of_their_day_are_bounded_by_the_newest() -> None:
    lines = [
        {"currency": "USD", "amount": amount, "booked_on": "2026-02-01"}
        for amount in (100, -10)
    ]
    unknown = effect("cost_foreign", material(cost=lines))
    assert (unknown.low, unknown.high) == (None, None)
    assert unknown.note == "there is no exchange rate for 90.00 USD"
    later = rates(("2026-06-01", 0.9), ("2026-03-01", 0.5), ("2026-07-01", 7))
    state = material(cost=lines, exchange_rate=later)
    assert bounds("cost_foreign", state) == ("Spent", 0.0, -9.0, 90.0)


def test_money_is_converted_as_the_budget_converts_it() -> None:
    state = material(
        cost=[
            {"amount": 70},
            {"amount": 100, "currency": "USD", "booked_on": "2026-02-01"},
            {"amount": 40, "currency": "USD", "booked_on": None},
        ],
        budget_line=[
            {"amount": 500, "currency": "USD", "starts_on": "2026-02-01"},
            {"amount": 500, "currency": "USD", "starts_on": "2026-02-01"},
        ],
        commitment=[{"amount": 10, "currency": "USD"}],
        change_request=[
            {"cost_amount": 30, "decision": "approved", "decided_on": "2026-03-01"},
            {"cost_amount": 7, "decision": "rejected", "decided_on": "2026-03-01"},
        ],
        exchange_rate=rates(("2026-01-01", 0.5), ("2026-05-01", 0.8)),
    )
    figures = ("Spent", "Ordered, not invoiced", "Budget")
    assert [state.totals[one] for one in figures] == [120.0, 8.0, 530.0]
    counts = data_quality(state).counts
    assert [counts[f"{one}_foreign"] for one in ("cost", "budget", "order")] == [0] * 3
    assert bounds("cost_without_date", state) == ("Spent", 120.0, 0.0, 32.0)
    assert bounds("budget_twice", state) == ("Budget", 530.0, -250.0, 0.0)


def test_wrong_sign_takes_a_budget_line_away_twice() -> None:
    state = material(
        budget_line=[{}, {"amount": -150}, {"amount": -1, "budget_kind": "contingency"}]
    )
    assert bounds("negative_budget", state) == ("Budget", 850.0, 0.0, 300.0)


def test_orders_are_bounded_by_what_is_open_on_them() -> None:
    twice = {"po_number": "P", "amount": 500, "invoiced_amount": 200}
    state = material(commitment=[twice, {**twice, "ordered_on": None}])
    named = ("Ordered, not invoiced", 600.0, -300.0, 0.0)
    assert bounds("order_twice", state) == named
    assert bounds("order_without_date", state) == named


def test_probability_between_0_and_1_bounds_the_expected_cost() -> None:
    state = material(
        risk=[
            {"probability": 0.5, "impact_amount": 1000},
            {"probability": None, "impact_amount": 400},
            {"probability": None, "impact_amount": -50, "risk_kind": "opportunity"},
            {"probability": 0.2, "impact_amount": None},
        ]
    )
    figure = "Expected cost of risks"
    wanted = (figure, 500.0, -50.0, 400.0)
    assert bounds("impact_without_probability", state) == wanted
    assert bounds("probability_without_impact", state) == (figure, 500.0, 0.0, None)
    assert effect("probability_without_impact", state).likely == pytest.approx(80)


def test_amount_nobody_knows_has_no_bound() -> None:
    found = check("cost_without_amount").find(material(cost=[{"amount": None}]))
    assert (found.effect.low, found.effect.high) == (None, None)
    assert found.touches


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.booleans()), min_size=1),
    st.data(),
)
def test_truth_lies_within_the_bounds(
    rows: list[tuple[int, bool, bool]], data: st.DataObject
) -> None:
    """Whatever the unmapped statuses mean, what is left is within the bounds."""
    stored = [
        {"points": size, "is_done": done, "category_from": "its name" if odd else "x"}
        for size, done, odd in rows
    ]
    now = effect("status_by_name", material(issue=[{"points": 1}, *stored]))
    truth = [
        {**row, "is_done": data.draw(st.booleans())}
        if row["category_from"] == "its name"
        else row
        for row in stored
    ]
    left = 1 + sum(int(row["points"]) for row in truth if not row["is_done"])
    assert now.now is not None
    assert now.low is not None
    assert now.high is not None
    assert now.now + now.low <= left <= now.now + now.high


def test_figures_are_those_of_the_other_pages(sample_warehouse: Warehouse) -> None:
    facts = load_facts(sample_warehouse, "harbour-sample")
    (whole,) = measures.frames_of(facts, "project")
    burndown = measures.burndown_of(facts, whole, "points")
    budget, risks = measures.budget_of(facts), measures.risk_of(facts)
    state = measures.material_of(facts)
    assert risks.residual is not None
    assert state.totals == {
        "Left": burndown.remaining,
        "Done": burndown.done,
        "Spent": budget.total.actual,
        "Ordered, not invoiced": budget.total.committed,
        "Budget": budget.total.budget,
    }
    assert state.expected_cost == risks.residual.net
    assert str(state.known_on) == "2026-05-29"
