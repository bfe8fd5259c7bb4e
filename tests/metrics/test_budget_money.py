"""Several currencies, approved changes, and what ties out file by file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.budget import BudgetVariance, budget_variance
from analytics.metrics.budget_rows import Records, choose
from analytics.metrics.exchange import rates_into
from tests.factories_money import budget_lines, changes, commitments, costs, rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Rows = Sequence[Mapping[str, object]]

MARCH = date(2026, 3, 31)
YEAR = {"starts_on": "2026-01-01", "ends_before": "2027-01-01"}


def measure(  # noqa: PLR0913 - one argument a file
    budget: Rows = (),
    ledger: Rows = (),
    orders: Rows = (),
    *,
    decided: Rows = (),
    rated: Rows = (),
    as_of: date = MARCH,
    currency: str = "EUR",
) -> BudgetVariance:
    records = Records(
        budget_lines(*budget),
        costs(*ledger),
        commitments(*orders),
        changes=changes(*decided),
        rates=rates(*rated),
    )
    return budget_variance(records, as_of=as_of, currency=currency)


def reasons(result: BudgetVariance) -> list[tuple[str, str]]:
    rows = result.basis.left_out
    return list(zip(rows["table"], rows["reason"], strict=True))


class TestRates:
    RATED = (
        {"valid_on": "2026-01-01", "rate": 0.9, "version_id": 11},
        {"valid_on": "2026-02-01", "rate": 0.8, "version_id": 12},
    )

    @pytest.mark.parametrize(
        ("booked_on", "spent"),
        [
            ("2026-01-01", 90.0),
            ("2026-01-31", 90.0),
            ("2026-02-01", 80.0),
            ("2026-03-31", 80.0),
        ],
    )
    def test_the_rate_is_the_newest_one_valid_on_the_booking_day(
        self, booked_on: str, spent: float
    ) -> None:
        line = {"amount": 100, "currency": "usd", "booked_on": booked_on}
        assert measure(ledger=[line], rated=self.RATED).total.actual == spent

    def test_a_line_before_the_first_rate_is_left_out_and_the_total_says_so(
        self,
    ) -> None:
        ledger: Rows = [
            {"amount": 100, "currency": "USD", "booked_on": "2025-12-31"},
            {"amount": 7},
        ]
        result = measure(ledger=ledger, rated=self.RATED)
        assert result.total.actual == 7
        why = "in USD, no rate to EUR is stated for its day"
        assert reasons(result) == [("cost", why)]
        assert result.aside.to_dict("records") == [
            {
                "table": "cost",
                "import_id": 1,
                "currency": "USD",
                "reason": why,
                "lines": 1,
                "amount": 100,
            }
        ]
        assert any("without a rate for their day: 1" in note for note in result.notes)

    @pytest.mark.parametrize(
        "stated",
        [
            {"from_currency": "EUR", "to_currency": "USD", "rate": 1.1},
            {"from_currency": "USD", "to_currency": "GBP", "rate": 0.8},
        ],
    )
    def test_no_inverse_and_no_cross_rate_is_worked_out(
        self, stated: dict[str, object]
    ) -> None:
        through = {"from_currency": "GBP", "to_currency": "EUR", "rate": 1.2}
        line = {"amount": 100, "currency": "USD"}
        result = measure(ledger=[line, {"amount": 7}], rated=[stated, through])
        assert result.total.actual == 7
        assert reasons(result) == [("cost", "in USD, the project is in EUR")]

    def test_a_rate_that_means_nothing_is_left_out(self) -> None:
        rated: Rows = [
            {"rate": 0.9, "valid_on": None},
            {"rate": 0.0},
            {"rate": None},
            {"rate": 0.7},
            {"rate": 0.8},
        ]
        result = measure(ledger=[{"amount": 100, "currency": "USD"}], rated=rated)
        assert result.total.actual == 80
        assert sorted(reasons(result)) == [
            ("exchange_rate", "a later row states another rate for the day"),
            ("exchange_rate", "a rate that is not above 0"),
            ("exchange_rate", "a rate that is not above 0"),
            ("exchange_rate", "a rate without a day"),
        ]

    def test_the_rates_used_are_named_and_in_the_receipt(self) -> None:
        ledger = [
            {"amount": 100, "currency": "USD", "booked_on": "2026-02-03"},
            {"amount": 50, "currency": "USD", "booked_on": "2026-02-04"},
        ]
        result = measure(ledger=ledger, rated=self.RATED)
        (row,) = result.rates.to_dict("records")
        assert (row["rate"], row["lines"], row["table"]) == (0.8, 2, "cost")
        assert result.basis.used["exchange_rate"].tolist() == [12]
        assert any("Lines converted into EUR: 2" in note for note in result.notes)

    def test_a_plan_takes_the_rate_of_its_day_an_open_order_that_of_the_day(
        self,
    ) -> None:
        result = measure(
            [
                {"amount": 100, "currency": "USD", **YEAR},
                {"amount": 100, "currency": "USD", **YEAR, "starts_on": "2026-06-01"},
                {"amount": 10, "currency": "USD", "budget_kind": "contingency"},
            ],
            orders=[{"amount": 100, "currency": "USD", "ordered_on": "2026-01-05"}],
            rated=[*self.RATED, {"valid_on": "2026-05-01", "rate": 0.1}],
        )
        assert result.total.budget == 90 + 80
        assert result.contingency == 9
        assert result.total.committed == 80

    def test_a_rate_that_has_moved_leaves_nothing_open_on_an_order(self) -> None:
        order = {"amount": 100, "currency": "USD", "po_number": "PO-1"}
        line = {**order, "booked_on": "2026-01-20"}
        result = measure(ledger=[line], orders=[order], rated=self.RATED)
        assert (result.total.actual, result.total.committed) == (90, 0)
        half = measure(
            ledger=[{**line, "amount": 60, "currency": "EUR"}],
            orders=[order],
            rated=self.RATED,
        )
        assert (half.total.actual, half.total.committed) == (60, 20)

    def test_without_a_table_there_is_no_rate(self) -> None:
        known = rates_into("EUR")
        found = known.on(pd.Series(["EUR", "USD"]), pd.Series([pd.NaT, pd.NaT]))
        assert found["rate"].isna().tolist() == [False, True]


class TestChanges:
    PLAN = ({"amount": 1200, **YEAR},)

    def test_an_approved_change_moves_the_budget_from_the_day_of_its_decision(
        self,
    ) -> None:
        decided = [{"cost_amount": 306, "decided_on": "2026-03-01", "change_id": "C1"}]
        result = measure(self.PLAN, [{"amount": 100}], decided=decided)
        total = result.total
        assert (total.baseline, total.changes, total.budget) == (1200, 306, 1506)
        # 306 days from 1 March to the end of the year, 31 of them are over.
        assert total.budget_to_date == pytest.approx(295.89 + 31)
        assert result.months["in_force"].tolist() == [1200, 1200, *[1506] * 10]
        assert result.months["budget_cumulative"].iloc[-1] == 1506
        assert result.changes["change_id"].tolist() == ["C1"]
        before = measure(self.PLAN, decided=decided, as_of=date(2026, 2, 28))
        assert before.total.budget == 1200
        assert reasons(before) == [("change_request", "decided after the as-of date")]

    def test_the_estimate_holds_what_a_change_will_still_cost(self) -> None:
        decided = [{"cost_amount": 500, "decided_on": "2026-03-31"}]
        plain = measure(self.PLAN, [{"amount": 100}]).total
        changed = measure(self.PLAN, [{"amount": 100}], decided=decided).total
        assert plain.plan_rest is not None
        assert changed.plan_rest == pytest.approx(plain.plan_rest + 500, abs=2)

    @pytest.mark.parametrize("decision", ["rejected", "deferred", "open", None])
    def test_what_nobody_approved_is_no_budget(self, decision: str | None) -> None:
        result = measure(self.PLAN, decided=[{"cost_amount": 9, "decision": decision}])
        assert result.total.budget == 1200
        assert reasons(result) == [("change_request", "not approved")]

    def test_a_change_that_costs_nothing_is_no_line_of_money(self) -> None:
        result = measure(self.PLAN, decided=[{"cost_amount": 0}, {}])
        assert result.changes.empty
        assert reasons(result) == []

    def test_a_saving_makes_the_budget_smaller(self) -> None:
        result = measure(self.PLAN, decided=[{"cost_amount": -200}])
        assert result.total.budget == 1000

    def test_after_the_plan_a_change_is_due_on_its_day(self) -> None:
        day = date(2027, 5, 1)
        decided = [{"cost_amount": 50, "decided_on": day}]
        total = measure(self.PLAN, decided=decided, as_of=day).total
        assert (total.budget, total.budget_to_date) == (1250, 1250)

    def test_a_change_without_a_day_leaves_no_budget_to_date(self) -> None:
        result = measure(self.PLAN, decided=[{"cost_amount": 50, "decided_on": None}])
        assert (result.total.budget, result.total.budget_to_date) == (1250, None)
        assert "Approved changes without a day of decision: 1." in result.notes

    def test_a_change_of_no_budget_is_not_counted(self) -> None:
        result = measure(decided=[{"cost_amount": 50}], ledger=[{"amount": 1}])
        assert result.total.budget is None
        assert any("there is no budget" in note for note in result.notes)

    def test_nor_is_it_a_line_where_nothing_was_spent_under_its_name(self) -> None:
        change = {"cost_amount": 50, "category": "Test"}
        result = measure(decided=[change], ledger=[{"amount": 1}])
        assert result.lines["name"].tolist() == ["Build"]
        assert measure(decided=[change]).lines.empty

    def test_a_change_stands_under_its_category(self) -> None:
        result = measure(self.PLAN, decided=[{"cost_amount": 5, "category": "Test"}])
        lines = result.lines.set_index("name")
        assert lines["changes"].to_dict() == {"Build": 0, "Test": 5}


class TestTieOutByFile:
    def test_each_file_sums_exactly_and_says_why_lines_are_out(self) -> None:
        ledger: Rows = [
            {"amount": 0.1, "import_id": 1},
            {"amount": 0.2, "import_id": 1, "booked_on": None},
            {"amount": 100, "import_id": 2, "currency": "USD"},
            {"amount": 50, "import_id": 2, "booked_on": "2026-05-01"},
        ]
        result = measure(ledger=ledger, rated=[{"rate": 0.5}])
        rows = result.tie_out.set_index(["import_id", "currency"])
        assert rows.loc[(1, "EUR"), "total"] == 0.3
        assert rows.loc[(2, "USD"), "booked"] == 50
        assert rows["booked"].sum() == result.total.actual == 50.1
        why = dict(zip(result.aside["reason"], result.aside["amount"], strict=True))
        assert why == {"no posting date": 0.2, "booked after the as-of date": 50}


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "amount": st.integers(-(10**7), 10**7).map(lambda cents: cents / 100),
            "currency": st.sampled_from(["EUR", "USD", "GBP", None]),
            "booked_on": st.integers(0, 500).map(
                lambda n: date(2025, 6, 1) + timedelta(days=n)
            ),
            "category": st.sampled_from(["Build", "Run"]),
        }
    ),
    max_size=12,
)
RATED = ({"rate": 0.9}, {"rate": 0.8, "valid_on": "2026-02-01"})


class TestRelations:
    @settings(max_examples=10)
    @given(LINES, st.integers(0, 12))
    def test_a_ledger_in_two_files_is_the_same_ledger(
        self, ledger: list[dict[str, object]], cut: int
    ) -> None:
        parts = [{**line, "import_id": 1 + (n >= cut)} for n, line in enumerate(ledger)]
        one = measure(ledger=ledger, rated=RATED)
        two = measure(ledger=parts, rated=RATED)
        assert one.total == two.total
        pd.testing.assert_frame_equal(one.months, two.months)
        sums = two.tie_out.groupby("currency")["total"].sum().round(2)
        whole = one.tie_out.groupby("currency")["total"].sum()
        assert sums.to_dict() == pytest.approx(whole.to_dict())

    @settings(max_examples=10)
    @given(LINES)
    def test_the_tie_out_always_sums(self, ledger: list[dict[str, object]]) -> None:
        result = measure(ledger=ledger, rated=RATED)
        tie = result.tie_out
        gaps = (tie["total"] - tie["used"] - tie["left_out"]).abs()
        assert not (gaps >= 0.005).any()
        assert tie["lines"].sum() == len(ledger)
        assert tie["left_out"].sum() == pytest.approx(result.aside["amount"].sum())
        assert tie["booked"].sum() == pytest.approx(result.total.actual or 0)

    @settings(max_examples=10)
    @given(LINES, st.integers(2, 500))
    def test_another_unit_of_currency_scales_amounts_and_no_ratio(
        self, ledger: list[dict[str, object]], unit: int
    ) -> None:
        own = [{**line, "currency": "EUR"} for line in ledger]
        plan = ({"amount": 1000, **YEAR},)
        rated = [{"rate": unit, "from_currency": "EUR", "to_currency": "XTS"}]
        early = [{**rated[0], "valid_on": "2025-01-01"}]
        one = measure(plan, own).total
        other = measure(plan, own, rated=early, currency="XTS").total
        assert other.budget == pytest.approx(1000 * unit)
        if one.actual is not None:
            assert other.actual == pytest.approx(one.actual * unit)
            assert other.used_ratio == pytest.approx(one.used_ratio)


@pytest.mark.parametrize("currency", ["EUR", "USD"])
def test_a_day_chosen_like_another_is_that_day(currency: str) -> None:
    stated = rates({"rate": 0.9}, {"rate": 0.5, "valid_on": "2026-03-01"})
    ahead = {"amount": 100, "currency": currency, "starts_on": "2026-06-01"}
    plan = budget_lines({"amount": 1200}, ahead)
    records = Records(
        plan, costs({"amount": 70}), commitments(), changes().iloc[:0], stated
    )
    early, late = date(2026, 2, 1), date(2026, 4, 1)
    first = choose(records, as_of=early, currency="EUR")
    again = choose(records, as_of=late, currency="EUR", like=first)
    alone = choose(records, as_of=late, currency="EUR")
    assert again.budget.used["cents"].tolist() == alone.budget.used["cents"].tolist()
    assert (again.budget is first.budget) == (currency == "EUR")
