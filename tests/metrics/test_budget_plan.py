"""The budget and the reserves on a day, without what was spent and ordered."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_plan import RESERVES
from analytics.metrics.budget_rows import Records, planned
from tests.factories_money import budget_lines, changes, commitments, costs, rates

Rows = list[dict[str, object]]
DAYS = st.integers(0, 400).map(lambda n: date(2025, 12, 1) + timedelta(days=n))
AMOUNTS = st.integers(-100_000, 1_000_000).map(lambda cents: cents / 100)
CURRENCIES = st.sampled_from(["EUR", "USD", None])
PLAN = st.lists(
    st.fixed_dictionaries(
        {
            "budget_kind": st.sampled_from(["budget", *RESERVES, "forecast", None]),
            "category": st.sampled_from(["Build", "Run", None]),
            "amount": AMOUNTS,
            "currency": CURRENCIES,
            "starts_on": DAYS,
        }
    ),
    max_size=6,
)
CHANGES = st.lists(
    st.fixed_dictionaries(
        {"cost_amount": AMOUNTS, "currency": CURRENCIES, "decided_on": DAYS}
    ),
    max_size=3,
)
RATES = st.lists(
    st.fixed_dictionaries({"rate": st.just(0.9), "valid_on": DAYS}), max_size=2
)


@settings(max_examples=8)
@given(PLAN, CHANGES, RATES, DAYS, DAYS)
def test_a_plan_has_the_amounts_of_the_variance_of_its_day(
    plan: Rows, decided: Rows, rated: Rows, day: date, other: date
) -> None:
    records = Records(
        budget_lines(*plan),
        costs({"amount": 5, "category": "Else"}),
        commitments(),
        changes=changes(*decided),
        rates=rates(*rated),
    )
    whole = budget_variance(records, as_of=day, currency="EUR")
    like = planned(records, as_of=other, currency="EUR")
    for known in (None, like):
        found = planned(records, as_of=day, currency="EUR", like=known)
        assert found.amount == whole.total.budget
        assert found.reserve("contingency") == whole.contingency
        assert found.reserve("management_reserve") == whole.management_reserve
        for kind in RESERVES:
            listed = whole.reserves[whole.reserves["kind"] == kind]["budget"]
            assert (found.reserve(kind) or 0) == round(listed.sum(), 2)


def test_without_budget_lines_there_is_no_amount_and_no_reserve() -> None:
    records = Records(budget_lines(), costs({"amount": 5}), commitments())
    found = planned(records, as_of=date(2026, 3, 31), currency="EUR")
    assert (found.amount, found.reserve("contingency")) == (None, None)
