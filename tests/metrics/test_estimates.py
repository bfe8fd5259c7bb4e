"""Estimates at completion side by side, and variances split by price and quantity."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.estimates import CostEstimates, Work, cost_estimates
from analytics.metrics.price_volume import PriceVolume, price_volume
from analytics.metrics.spending import burn_rate
from tests.factories_money import budget_lines, changes, commitments, costs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Rows = Sequence[Mapping[str, object]]

JUNE = date(2026, 6, 30)
PLAN: Rows = ({"amount": 730, "starts_on": "2026-01-01", "ends_before": "2027-01-01"},)
LEDGER: Rows = tuple(
    {"amount": 100, "booked_on": f"2026-0{month}-10"} for month in range(1, 7)
)


def estimate(
    plan: Rows = PLAN,
    ledger: Rows = LEDGER,
    orders: Rows = (),
    *,
    work: Work | None = None,
    as_of: date = JUNE,
) -> CostEstimates:
    records = Records(budget_lines(*plan), costs(*ledger), commitments(*orders))
    money = budget_variance(records, as_of=as_of, currency="EUR")
    burn = burn_rate(money.months, remaining_amount=None)
    return cost_estimates(money, burn=burn, work=work or Work(None, "no issues"))


def row(result: CostEstimates, method: str) -> dict[str, object]:
    (found,) = result.table[result.table["method"] == method].to_dict("records")
    return {str(name): value for name, value in found.items()}


@pytest.mark.parametrize(
    ("method", "at_completion"),
    [
        ("plan", 600 + 730 - 362),
        ("ordered", 600 + 50),
        ("by_line", 968),
        ("trend", round(600 + 100 * 184 / (365.25 / 12), 2)),
        ("work", 1200),
        ("by_hand", 600 + 184),
    ],
)
def test_every_method_has_its_own_amount(method: str, at_completion: float) -> None:
    hand = {"amount": 365, "budget_kind": "forecast", "starts_on": "2026-01-01"}
    result = estimate([*PLAN, hand], orders=[{"amount": 50}], work=Work(done_ratio=0.5))
    found = row(result, method)
    assert found["at_completion"] == pytest.approx(at_completion)
    assert found["variance"] == pytest.approx(730 - at_completion)
    assert found["reason"] == ""
    assert result.low == 784
    assert result.high == pytest.approx(1204.52)


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        ("plan", "no ledger lines"),
        ("ordered", "no purchase orders"),
        ("trend", "no whole month has been booked yet"),
        ("work", "no issues"),
        ("by_hand", "no forecast lines with periods in the budget file"),
    ],
)
def test_without_its_data_a_method_says_why(method: str, reason: str) -> None:
    result = estimate(ledger=())
    assert row(result, method)["reason"] == reason
    assert result.low is None


def test_a_plan_that_has_ended_has_no_trend() -> None:
    late = estimate(as_of=date(2027, 1, 1))
    assert row(late, "trend")["reason"] == "the plan has ended"
    last = estimate(as_of=date(2026, 12, 31))
    assert row(last, "trend")["at_completion"] == 600


def test_nothing_done_and_nothing_spent_estimate_nothing() -> None:
    assert row(estimate(work=Work(0.0)), "work")["reason"] == "no work is done yet"
    assert row(estimate(ledger=(), work=Work(0.5)), "work")["reason"] == (
        "no ledger lines"
    )
    alone = row(estimate(plan=(), work=Work(0.5)), "work")
    assert (alone["at_completion"], alone["reason"]) == (1200, "no budget lines")


def test_a_forecast_is_no_budget_and_needs_a_period() -> None:
    hand = {"amount": 365, "budget_kind": "forecast", "starts_on": None}
    result = estimate([*PLAN, hand])
    assert "no forecast lines" in str(row(result, "by_hand")["reason"])
    assert row(result, "plan")["variance"] == 730 - 968


@settings(max_examples=10)
@given(st.floats(0.05, 1), st.integers(2, 900))
def test_another_unit_of_currency_scales_every_estimate(done: float, unit: int) -> None:
    scaled: Rows = [{**line, "amount": 100 * unit} for line in LEDGER]
    plan: Rows = [{**PLAN[0], "amount": 730 * unit}]
    one = estimate(work=Work(done)).table["at_completion"].dropna() * unit
    other = estimate(plan, scaled, work=Work(done)).table["at_completion"].dropna()
    assert other.tolist() == pytest.approx(one.tolist(), abs=0.01 * unit)


def split(plan: Rows, ledger: Rows, decided: Rows = ()) -> PriceVolume:
    records = Records(
        budget_lines(*plan), costs(*ledger), commitments(), changes(*decided)
    )
    return price_volume(records, as_of=date(2026, 12, 31), currency="EUR")


def test_labour_is_split_into_rate_and_efficiency() -> None:
    """Golden var-labour-uonbi: 700 and 8,080 unfavourable, 8,780 in all."""
    result = split(
        [{"amount": 6600 * 20.2, "quantity": 6600}],
        [{"amount": 142_100, "quantity": 7000}],
    )
    assert (result.price, result.quantity) == (-700, -8080)
    assert result.table["variance"].tolist() == [-8780]


def test_material_is_split_into_price_and_usage() -> None:
    """Golden var-cma-efficiency: 240,000 favourable."""
    result = split(
        [{"amount": 200_000 * 24, "quantity": 200_000}],
        [{"amount": 190_000 * 24, "quantity": 190_000}],
    )
    assert (result.price, result.quantity) == (0, 240_000)


@pytest.mark.parametrize(
    ("plan", "ledger", "decided", "reason"),
    [
        ([], [{"amount": 1}], [], "no budget lines"),
        ([{"amount": 9, "quantity": 3}], [], [], "no ledger lines"),
        ([{"amount": 9}], [{"amount": 1}], [], "budget lines without a quantity"),
        (
            [{"amount": 9, "quantity": 3, "starts_on": None}],
            [{"amount": 1, "quantity": 1}],
            [],
            "budget without periods",
        ),
        (
            [{"amount": 9, "quantity": 3}],
            [{"amount": 1}],
            [],
            "ledger lines without a quantity",
        ),
        (
            [{"amount": 9, "quantity": 3}],
            [{"amount": 1, "quantity": 1}],
            [{"cost_amount": 1}],
            "approved changes have no quantity",
        ),
    ],
)
def test_without_quantities_there_is_no_split(
    plan: Rows, ledger: Rows, decided: Rows, reason: str
) -> None:
    result = split(plan, ledger, decided)
    assert (result.price, result.quantity, result.reason) == (None, None, reason)


def test_an_unknown_breakdown_of_the_split_is_refused() -> None:
    records = Records(budget_lines(), costs(), commitments())
    with pytest.raises(RequestError, match="not colour"):
        price_volume(records, as_of=JUNE, currency="EUR", by="colour")


@settings(max_examples=10)
@given(
    st.integers(1, 10**6), st.integers(1, 500), st.integers(0, 10**6), st.integers(0, 9)
)
def test_price_and_quantity_add_up_to_the_variance_to_date(
    planned: int, quantity: int, spent: int, used: int
) -> None:
    plan = [{"amount": planned, "quantity": quantity}]
    ledger = [{"amount": spent, "quantity": used}]
    result = split(plan, ledger)
    assert result.price is not None
    assert result.quantity is not None
    whole = planned - spent
    assert result.price + result.quantity == pytest.approx(whole, abs=0.011)
