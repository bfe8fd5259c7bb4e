"""The pace of spending: which months and lines count, and how orders are paid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from analytics.metrics.budget_rows import Records
from analytics.metrics.confidence.spending import (
    LAST,
    NO_LEDGER,
    Spending,
    spending,
)
from analytics.metrics.estimates import DAYS_A_MONTH
from tests.factories_money import budget_lines, commitments, costs

if TYPE_CHECKING:
    import pandas as pd

MAY = date(2026, 5, 20)


def measured(ledger: pd.DataFrame, orders: pd.DataFrame | None = None) -> Spending:
    placed = commitments() if orders is None else orders
    return spending(Records(budget_lines(), ledger, placed), as_of=MAY, currency="EUR")


def monthly(amounts: list[int], **more: object) -> list[dict[str, object]]:
    """Return a line in the middle of each month from January on."""
    return [
        {"booked_on": f"2026-{month:02d}-15", "amount": amount, **more}
        for month, amount in enumerate(amounts, 1)
    ]


def test_whole_months_count_and_the_running_one_is_only_spent() -> None:
    found = measured(costs(*monthly([10, 20, 30, 40, 99])))
    assert found.months.sum(axis=1).tolist() == [10, 20, 30, 40]
    assert found.first == tuple(date(2026, month, 1) for month in (1, 2, 3, 4))
    assert (found.spent, found.monthly, found.why) == (199, 25, "")


def test_month_that_ends_with_the_as_of_day_is_whole() -> None:
    ledger = costs(*monthly([10, 20, 30, 40, 99]))
    records = Records(budget_lines(), ledger, commitments())
    found = spending(records, as_of=date(2026, 5, 31), currency="EUR")
    assert found.months.sum(axis=1).tolist() == [10, 20, 30, 40, 99]


def test_month_without_a_booking_costs_nothing_and_counts() -> None:
    found = measured(
        costs(*monthly([10, 20]), {"booked_on": "2026-04-30", "amount": 6})
    )
    assert found.months.sum(axis=1).tolist() == [10, 20, 0, 6]


def test_half_a_year_counts() -> None:
    rows = [{"booked_on": f"2025-{m:02d}-10", "amount": m} for m in range(1, 13)]
    found = measured(costs(*rows))
    assert len(found.months) == LAST
    assert found.months.sum(axis=1).tolist() == [11, 12, 0, 0, 0, 0]


def test_damage_of_a_risk_is_spent_but_no_pace() -> None:
    damage = {"booked_on": "2026-02-20", "amount": 500, "risk_id": "R7"}
    found = measured(costs(*monthly([10, 20, 30, 40]), damage))
    assert found.spent == 600
    assert found.months.sum(axis=1).tolist() == [10, 20, 30, 40]


def test_ledger_of_damage_alone_is_no_pace() -> None:
    found = measured(costs(*monthly([10, 20, 30, 40], risk_id="R7")))
    assert found.spent == 100
    assert found.monthly == 0


def test_too_few_whole_months_are_no_history() -> None:
    found = measured(costs(*monthly([10, 20])[1:]))
    assert found.why == ""
    assert (
        "there are 2" in measured(costs({"booked_on": "2026-03-31", "amount": 1})).why
    )


@pytest.mark.parametrize(
    "ledger",
    [
        costs(),
        costs({"booked_on": "2026-09-01", "amount": 5}),
        costs({"amount": 5, "currency": "USD"}),
    ],
    ids=["none", "later", "other currency"],
)
def test_without_a_usable_ledger_there_is_none(ledger: pd.DataFrame) -> None:
    found = measured(ledger)
    assert found.why == NO_LEDGER
    assert found.monthly == 0


def test_categories_are_one_whatever_their_spelling() -> None:
    rows = [*monthly([10, 20, 30]), *monthly([1, 2, 3], category=" BUILD ")]
    assert measured(costs(*rows)).months.shape == (4, 1)


def test_orders_are_compared_category_by_category() -> None:
    ledger = costs(*monthly([10, 20, 30, 40]))
    orders = commitments(
        {"amount": 100, "category": "Build"},
        {"amount": 900, "invoiced_amount": 400, "category": "Hardware"},
    )
    found = measured(ledger, orders)
    assert found.orders.tolist() == [100, 500]
    assert found.months[:, 1].tolist() == [0, 0, 0, 0]
    assert found.least == 100 + 600
    to_go = found.to_go(np.zeros(1), np.random.default_rng(1))
    assert to_go.tolist() == [600]


def test_order_without_a_category_is_compared_with_all_spending() -> None:
    rows = [*monthly([10, 20, 30, 40]), *monthly([5, 5, 5, 5], category="Hosting")]
    orders = commitments({"amount": 100, "category": None}, {"amount": 7})
    found = measured(costs(*rows), orders)
    assert found.months.tolist() == [[15], [25], [35], [45]]
    assert found.orders.tolist() == [107]


def test_order_of_lines_does_not_matter() -> None:
    rows = [*monthly([10, 20, 30, 40]), *monthly([1, 2, 3, 4], category="Hosting")]
    one, other = measured(costs(*rows)), measured(costs(*rows[::-1]))
    assert one.months.tolist() == other.months.tolist()


def test_part_of_a_month_costs_its_share_and_no_time_nothing() -> None:
    found = Spending(0.0, (), np.full((3, 2), 50.0), np.zeros(2))
    days = np.array([0.0, DAYS_A_MONTH / 4, 2.5 * DAYS_A_MONTH, -3.0])
    cost = found.to_go(days, np.random.default_rng(1))
    assert cost.tolist() == pytest.approx([0, 25, 250, 0])


def test_more_days_never_cost_less_in_the_same_trial() -> None:
    rng = np.random.default_rng(5)
    found = Spending(0.0, (), rng.uniform(0, 100, (6, 3)), np.array([0.0, 90.0, 10.0]))
    days = rng.uniform(0, 400, 500)
    less, more = (
        found.to_go(days + extra, np.random.default_rng(2)) for extra in (0, 20)
    )
    assert bool((more >= less - 1e-9).all())
