"""Amounts in other currencies: converted by day, the same as on the budget page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.evm.amounts import booked
from analytics.metrics.evm.budgeted import Money
from analytics.metrics.evm.from_points import Progress, point_amounts
from analytics.metrics.exchange import rates_into
from tests.factories_money import budget_lines, changes, commitments, costs, rates

if TYPE_CHECKING:
    from analytics.metrics.evm.amounts import Amounts

JUNE = date(2026, 6, 30)
RATES = rates({"rate": 0.9}, {"rate": 0.8, "valid_on": "2026-04-01"})
LEDGER = costs(
    {"amount": 100.01, "currency": "USD", "booked_on": "2026-03-31"},
    {"amount": 100, "currency": " usd ", "booked_on": "2026-04-01"},
    {"amount": 50},
    {"amount": 7, "currency": None},
    {"amount": 9, "currency": "GBP"},
    {"amount": 9, "currency": "USD", "booked_on": "2025-12-31"},
    {"amount": 9, "currency": "USD", "booked_on": None},
    {"amount": None, "currency": "USD"},
)
PLAN = budget_lines(
    {"amount": 1000, "currency": "USD"},
    {"amount": 500},
    {"amount": 300, "currency": "GBP"},
    {"amount": 100, "currency": "USD", "starts_on": "2026-08-01"},
)
CHANGES = changes({"change_id": "C1", "cost_amount": 200, "currency": "USD"})


def measured(money: Money) -> Amounts:
    days = pd.date_range("2026-01-01", JUNE, freq="D", unit="us")
    done = pd.DataFrame({"done": 25.0, "scope": 100.0}, index=days)
    sprints = pd.DataFrame({"start_day": [], "end_before": []}, dtype="datetime64[us]")
    found = point_amounts(
        Progress("points", done, {}),
        money,
        sprints=sprints,
        as_of=JUNE,
        currency="EUR",
    )
    assert found is not None
    return found


def test_ledger_is_converted_at_the_rate_of_each_day() -> None:
    found = booked(LEDGER, as_of=JUNE, rates=rates_into("EUR", RATES))
    assert found.entries.cents.tolist() == [9001, 8000, 5000, 700]
    assert found.used.tolist() == [1, 2, 3, 4]
    assert found.rates.tolist() == [1, 2]
    assert sorted(found.left_out["reason"]) == [
        "in GBP, the project is in EUR",
        "in USD, no rate to EUR is stated for its day",
        "no amount",
        "no posting date",
    ]


def test_without_rates_other_currencies_are_left_out() -> None:
    found = booked(LEDGER, as_of=JUNE, rates=rates_into("EUR"))
    assert found.entries.cents.tolist() == [5000, 700]
    assert found.rates.tolist() == []


def test_budget_and_actual_are_those_of_the_budget_page() -> None:
    found = measured(Money(PLAN, LEDGER, CHANGES, RATES))
    records = Records(PLAN, LEDGER, commitments(), CHANGES, RATES)
    page = budget_variance(records, as_of=JUNE, currency="EUR").total
    assert page.budget == 1000 * 0.9 + 500 + 100 * 0.8 + 200 * 0.9
    assert found.actual is not None
    assert found.actual.cents.sum() / 100 == pytest.approx(page.actual)
    assert found.total.tolist() == [pytest.approx(100 * page.budget)]
    assert found.used["exchange_rate"].tolist() == [1, 2]
    assert "in GBP, the project is in EUR" in set(found.left_out["reason"])


def test_unit_of_the_ledger_changes_nothing_where_rates_say_so() -> None:
    double = rates({"rate": 0.5})
    euros = measured(
        Money(budget_lines({"amount": 100}), costs({"amount": 40}), CHANGES.head(0))
    )
    dollars = measured(
        Money(
            budget_lines({"amount": 200, "currency": "USD"}),
            costs({"amount": 80, "currency": "USD"}),
            CHANGES.head(0),
            double,
        )
    )
    assert euros.actual is not None
    assert dollars.actual is not None
    assert euros.total.tolist() == dollars.total.tolist()
    assert euros.actual.cents.tolist() == dollars.actual.cents.tolist()
