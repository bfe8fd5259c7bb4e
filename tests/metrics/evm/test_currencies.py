"""Amounts in other currencies: converted by day, the same as on the budget page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics import schema
from analytics.calendar import WorkingCalendar
from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.evm.amounts import booked
from analytics.metrics.evm.budgeted import Money
from analytics.metrics.evm.from_columns import CURRENCIES, column_amounts
from analytics.metrics.evm.from_points import Progress, point_amounts
from analytics.metrics.evm.report import Report, earned_value
from analytics.metrics.exchange import rates_into
from tests.factories_money import budget_lines, changes, commitments, costs, rates
from tests.factories_plan import stored

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


def table(*rows: dict[str, object]) -> pd.DataFrame:
    usual = {"currency": "USD", "is_cumulative": False, "work_package": "Build"}
    return stored(schema.EARNED_VALUE, [{**usual, **row} for row in rows])


def period(
    month: int, pv: float | None, ev: float | None, ac: float | None, **more: object
) -> dict[str, object]:
    return {
        "starts_on": f"2026-{month:02d}-01",
        "ends_before": f"2026-{month + 1:02d}-01",
        "planned_amount": pv,
        "earned_amount": ev,
        "actual_amount": ac,
        **more,
    }


def reported(rows: pd.DataFrame, stated: pd.DataFrame | None = RATES) -> Report:
    amounts = column_amounts(rows, as_of=JUNE, currency="EUR", rates=stated)
    assert amounts is not None
    return earned_value(amounts, as_of=JUNE, calendar=WorkingCalendar())


PERIODS = (period(3, 100, 50, 60), period(4, 0, 50, 60))
SUMS = tuple(
    {**row, "is_cumulative": True}
    for row in (period(3, 100, 50, 60), period(4, 100, 100, 120))
)


@pytest.mark.parametrize("rows", [PERIODS, SUMS])
def test_a_table_has_one_rate_for_its_plan_and_one_a_period_for_its_cost(
    rows: tuple[dict[str, object], ...],
) -> None:
    # 0.90 up to March, 0.80 from April on.
    found = reported(table(*rows))
    assert found.unit == "EUR"
    assert found.known == {
        "planned": 90,
        "earned": 90,
        "actual": 54 + 48,
        "budget": 90,
    }
    assert found.schedule_index == 1
    assert found.basis.used["exchange_rate"].tolist() == [1, 2]
    assert any("Amounts in USD are converted to EUR" in note for note in found.notes)


def test_currencies_of_one_account_add_up_by_period() -> None:
    own = period(3, 10, 10, 10, currency="eur")
    found = reported(table(own, *PERIODS))
    assert (found.known["planned"], found.known["actual"]) == (100, 112)
    (account,) = found.accounts["account"]
    assert account == "Build"


def test_sums_of_one_account_in_two_currencies_are_not_added() -> None:
    own = period(3, 10, 10, 10, currency="EUR", is_cumulative=True)
    other = period(3, 7, 7, 7, currency=None, is_cumulative=True, work_package="Test")
    found = reported(table(own, *SUMS, other))
    assert found.known["planned"] == 7
    assert found.basis.left_out["reason"].tolist() == [CURRENCIES] * 3


def test_what_has_no_rate_is_left_out_of_a_table() -> None:
    pounds = period(3, 5, 5, 5, currency="GBP", work_package="Test")
    early = rates({"rate": 0.8, "valid_on": "2026-04-01"})
    found = reported(table(pounds, *PERIODS, period(3, 1, 1, 1, currency="EUR")), early)
    assert found.known["budget"] == 1
    assert sorted(found.basis.left_out["reason"]) == [
        "in GBP, the project is in EUR",
        *["in USD, no rate to EUR is stated for its day"] * 2,
    ]
    assert column_amounts(table(*PERIODS), as_of=JUNE, currency="EUR") is None


def test_a_plan_ahead_has_the_rate_of_the_status_date() -> None:
    ahead = rates({"rate": 0.9}, {"rate": 0.5, "valid_on": "2026-09-01"})
    found = reported(table(period(3, 100, 50, 60), period(10, 100, None, None)), ahead)
    assert found.known["budget"] == 180


def test_a_plan_needs_no_rate_for_cost_it_does_not_have() -> None:
    late = rates({"rate": 0.9}, {"rate": None, "valid_on": "2026-04-01"})
    found = reported(table(period(3, 100, 50, None)), late)
    assert found.known["earned"] == 45
    assert found.basis.left_out["reason"].tolist() == ["a rate that is not above 0"]
