"""Budget variance: exact edges, what must hold for any project, published numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import RequestError
from analytics.metrics.budget import BudgetVariance, budget_variance
from analytics.metrics.budget_rows import Records
from analytics.metrics.budget_table import compare
from analytics.metrics.spending import MONTHS, burn_rate
from analytics.metrics.standard_cost import (
    labour_variance,
    price_variance,
    usage_variance,
    word,
)
from tests.factories_money import budget_lines, commitments, costs

MARCH = date(2026, 3, 31)
YEAR = {"starts_on": "2026-01-01", "ends_before": "2027-01-01"}
QUARTER = {"starts_on": "2026-01-01", "ends_before": "2026-04-01"}


def measure(
    budget: pd.DataFrame | None = None,
    ledger: pd.DataFrame | None = None,
    orders: pd.DataFrame | None = None,
    *,
    as_of: date = MARCH,
    by: str = "category",
) -> BudgetVariance:
    return budget_variance(
        Records(
            budget_lines() if budget is None else budget,
            costs() if ledger is None else ledger,
            commitments() if orders is None else orders,
        ),
        as_of=as_of,
        currency="EUR",
        by=by,
    )


def line(result: BudgetVariance, name: str) -> dict[str, object]:
    rows = result.lines.set_index("name").to_dict("index")
    return {str(column): value for column, value in rows[name].items()}


def reasons(result: BudgetVariance) -> list[tuple[str, str]]:
    rows = result.basis.left_out
    return list(zip(rows["table"], rows["reason"], strict=True))


class TestNothing:
    def test_no_rows_at_all_leave_every_figure_undefined_with_a_reason(self) -> None:
        result = measure()
        assert result.lines.empty
        assert result.total.budget is None
        assert result.total.estimate_at_completion is None
        assert result.reasons["budget"] == "no budget lines"
        assert result.reasons["actual"] == "no ledger lines"
        assert result.reasons["committed"] == "no purchase orders"
        assert tuple(result.months.columns) == (*MONTHS, "in_force")
        assert result.months.empty
        assert result.contingency is None
        assert result.management_reserve is None
        assert result.basis.rows_used == 0

    def test_a_budget_alone_has_no_actual_and_no_estimate(self) -> None:
        total = measure(budget_lines({"amount": 100})).total
        assert total.budget == 100
        assert total.actual is None
        assert total.used_ratio is None
        assert total.estimate_at_completion is None

    def test_a_ledger_alone_has_no_variance(self) -> None:
        result = measure(ledger=costs({"amount": 40}))
        assert result.total.actual == 40
        assert result.total.budget is None
        assert result.total.variance_at_completion is None
        assert result.lines["note"].tolist() == [""]

    def test_a_budget_of_nothing_has_no_ratio(self) -> None:
        result = measure(budget_lines({"amount": 0}), costs({"amount": 40}))
        assert result.total.used_ratio is None
        assert result.reasons["used_ratio"] == "the budget is 0"
        assert result.total.variance_at_completion == -40

    def test_an_unknown_breakdown_is_refused(self) -> None:
        with pytest.raises(RequestError, match="not colour"):
            measure(by="colour")


class TestToDate:
    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [
            (date(2025, 12, 31), 0.0),
            (date(2026, 1, 1), 10.0),
            (date(2026, 1, 31), 310.0),
            (date(2026, 3, 31), 900.0),
            (date(2026, 4, 1), 900.0),
        ],
    )
    def test_a_period_counts_by_days_and_the_day_itself_counts(
        self, as_of: date, expected: float
    ) -> None:
        budget = budget_lines({"amount": 900, **QUARTER})
        assert measure(budget, as_of=as_of).total.budget_to_date == expected

    @pytest.mark.parametrize(
        "period",
        [
            {"starts_on": None, "ends_before": None},
            {"starts_on": "2026-01-01", "ends_before": None},
            {"starts_on": "2026-02-01", "ends_before": "2026-02-01"},
            {"starts_on": "2026-03-01", "ends_before": "2026-02-01"},
        ],
    )
    def test_without_a_usable_period_the_amount_counts_to_the_end_only(
        self, period: dict[str, object]
    ) -> None:
        budget = budget_lines({"amount": 100, **period})
        result = measure(budget, costs({"amount": 30}))
        assert result.total.budget == 100
        assert result.total.budget_to_date is None
        assert result.reasons["budget_to_date"] == "budget without periods"
        assert result.total.estimate_at_completion == 100
        assert line(result, "Build")["rule"] == "budget holds"
        assert any("without a usable period" in note for note in result.notes)

    def test_one_undated_line_makes_the_sum_to_date_undefined(self) -> None:
        budget = budget_lines(
            {"amount": 100, "category": "A"},
            {"amount": 100, "category": "B", "starts_on": None},
        )
        result = measure(budget)
        assert result.total.budget_to_date is None
        assert line(result, "A")["budget_to_date"] == pytest.approx(24.66)


class TestActual:
    def test_bookings_up_to_the_day_count_and_credits_reduce(self) -> None:
        ledger = costs(
            {"amount": 100, "booked_on": "2026-03-31"},
            {"amount": -30, "booked_on": "2026-03-01"},
            {"amount": 50, "booked_on": "2026-04-01"},
            {"amount": 7, "booked_on": None},
            {"amount": None},
        )
        result = measure(budget_lines({"amount": 400}), ledger)
        assert result.total.actual == 70
        assert reasons(result) == [
            ("cost", "booked after the as-of date"),
            ("cost", "no amount"),
            ("cost", "no posting date"),
        ]

    def test_spending_without_budget_and_without_category_is_shown(self) -> None:
        ledger = costs(
            {"amount": 10, "category": "Travel"}, {"amount": 5, "category": None}
        )
        result = measure(budget_lines({"amount": 100}), ledger)
        assert result.lines["name"].tolist() == ["Build", "Travel", "(no category)"]
        travel = line(result, "Travel")
        assert (travel["note"], travel["variance_at_completion"]) == ("no budget", -10)

    def test_two_spellings_of_a_name_are_one_line(self) -> None:
        result = measure(
            budget_lines({"amount": 100, "category": "Cloud hosting"}),
            costs({"amount": 10, "category": " cloud  HOSTING "}),
        )
        assert result.lines["name"].tolist() == ["Cloud hosting"]

    def test_amounts_that_the_budget_file_states_are_used_without_a_ledger(
        self,
    ) -> None:
        budget = budget_lines(
            {"amount": 100, "actual_amount": 30, "committed_amount": 70},
            {"amount": 50, "actual_amount": 20, "committed_amount": 10},
        )
        result = measure(budget)
        assert (result.total.actual, result.total.committed) == (50, 40)
        assert result.basis.rests_on == "budget file"
        assert sum("budget file states" in note for note in result.notes) == 2
        assert result.months["actual"].isna().all()

    def test_a_ledger_wins_over_what_the_budget_file_states(self) -> None:
        budget = budget_lines({"amount": 100, "actual_amount": 30})
        result = measure(budget, costs({"amount": 12}))
        assert result.total.actual == 12
        assert result.basis.rests_on == "ledger"


class TestCommitted:
    @pytest.mark.parametrize(
        ("order", "expected"),
        [
            ({"amount": 100}, 100),
            ({"amount": 100, "invoiced_amount": 40}, 60),
            ({"amount": 100, "invoiced_amount": 100}, 0),
            ({"amount": 100, "invoiced_amount": 140}, 0),
            ({"amount": 100, "status": None}, 100),
            ({"amount": 100, "status": "Partially invoiced"}, 100),
            ({"amount": 100, "ordered_on": None}, 100),
            ({"amount": 100, "ordered_on": "2026-03-31"}, 100),
        ],
    )
    def test_what_is_ordered_and_not_invoiced_is_committed(
        self, order: dict[str, object], expected: float
    ) -> None:
        assert measure(orders=commitments(order)).total.committed == expected

    @pytest.mark.parametrize(
        ("order", "reason"),
        [
            ({"status": "CLOSED"}, "closed or cancelled"),
            ({"status": "Cancelled by vendor"}, "closed or cancelled"),
            ({"status": "draft"}, "not ordered yet"),
            ({"ordered_on": "2026-04-01"}, "ordered after the as-of date"),
            ({"currency": "usd"}, "in USD, the project is in EUR"),
            ({"amount": None}, "no amount"),
        ],
    )
    def test_what_binds_nobody_is_left_out_with_the_reason(
        self, order: dict[str, object], reason: str
    ) -> None:
        result = measure(orders=commitments({"amount": 100}, {"amount": 9, **order}))
        assert result.total.committed == 100
        assert reasons(result) == [("commitment", reason)]

    def test_what_the_ledger_booked_on_an_order_is_not_committed_too(self) -> None:
        ledger = costs(
            {"amount": 80, "po_number": "PO-1"}, {"amount": 9, "po_number": None}
        )
        orders = commitments(
            {"amount": 60, "po_number": "PO-1", "invoiced_amount": 10},
            {"amount": 50, "po_number": "po-1"},
            {"amount": 30, "po_number": "PO-2"},
            {"amount": 20, "po_number": None},
        )
        result = measure(ledger=ledger, orders=orders)
        assert result.total.actual == 89
        assert result.total.committed == 110 - 80 + 30 + 20

    def test_the_order_file_is_believed_where_it_knows_more(self) -> None:
        result = measure(
            ledger=costs({"amount": 10, "po_number": "PO-1"}),
            orders=commitments(
                {"amount": 60, "po_number": "PO-1", "invoiced_amount": 25}
            ),
        )
        assert result.total.committed == 35


class TestEstimate:
    @pytest.mark.parametrize(
        ("committed", "estimate", "rule"),
        [
            (None, 1250, "spent and plan"),
            (900, 1250, "spent and plan"),
            (900.01, 1250.01, "spent and ordered"),
        ],
    )
    def test_the_greater_of_the_two_rules_is_the_estimate(
        self, committed: float | None, estimate: float, rule: str
    ) -> None:
        found = compare(
            budget=1200, budget_to_date=300, actual=350, committed=committed
        )
        assert (found.estimate_at_completion, found.rule) == (estimate, rule)

    def test_one_names_savings_do_not_hide_another_ones_overrun(self) -> None:
        result = measure(
            budget_lines(
                {"amount": 100, "category": "A", **QUARTER},
                {"amount": 100, "category": "B", **QUARTER},
            ),
            costs({"amount": 40, "category": "A"}, {"amount": 90, "category": "B"}),
            commitments({"amount": 30, "category": "B"}),
        )
        assert result.total.estimate_at_completion == 40 + 120
        assert result.total.at_least == 160
        assert result.total.variance_at_completion == 40


class TestAccruals:
    def test_what_is_accrued_is_a_part_of_what_is_spent(self) -> None:
        lines = costs(
            {"amount": 100, "is_accrual": False},
            {"amount": 40, "is_accrual": True, "booked_on": "2026-01-31"},
            {"amount": -40, "is_accrual": True, "booked_on": "2026-02-01"},
            {"amount": 25, "is_accrual": True, "booked_on": "2026-02-28"},
            {"amount": 9, "is_accrual": True, "booked_on": "2026-12-01"},
        )
        result = measure(budget_lines({"amount": 500}), lines)
        assert (result.total.actual, result.accrued) == (125, 25)

    def test_a_ledger_that_does_not_tell_leaves_it_open(self) -> None:
        silent = measure(budget_lines({"amount": 5}), costs({"amount": 1}))
        stated = measure(budget_lines({"amount": 5, "actual_amount": 2}))
        assert (silent.accrued, stated.accrued) == (None, None)


class TestReserves:
    def test_contingency_and_reserve_are_no_part_of_the_baseline(self) -> None:
        result = measure(
            budget_lines(
                {"amount": 100},
                {"amount": 20, "budget_kind": "contingency", "category": "Buffer"},
                {"amount": 5, "budget_kind": "contingency", "category": "Buffer"},
                {"amount": 9, "budget_kind": "management_reserve", "category": None},
                {"amount": 1, "budget_kind": "petty cash"},
                {"amount": 2, "budget_kind": None},
            )
        )
        assert result.total.budget == 102
        assert (result.contingency, result.management_reserve) == (25, 9)
        assert result.reserves["budget"].tolist() == [25, 9]
        assert reasons(result) == [("budget_line", "kind of budget is not known")]


class TestTieOut:
    def test_used_and_left_out_add_up_to_the_file_per_currency(self) -> None:
        ledger = costs(
            {"amount": 0.10},
            {"amount": 0.20, "currency": None},
            {"amount": 0.30, "booked_on": None},
            {"amount": 1000, "currency": "USD"},
        )
        result = measure(ledger=ledger)
        rows = result.tie_out.set_index("currency").to_dict("index")
        assert rows["EUR"] == {
            "table": "cost",
            "import_id": 1,
            "lines": 3,
            "total": 0.6,
            "used_lines": 2,
            "used": 0.3,
            "left_out_lines": 1,
            "left_out": 0.3,
            "booked": 0.3,
        }
        assert (rows["USD"]["total"], rows["USD"]["used"]) == (1000, 0)
        assert result.total.actual == 0.3
        assert "Lines without a currency, taken to be in EUR: 1." in result.notes


class TestMonths:
    def test_the_budget_is_spread_by_days_and_the_as_of_month_is_partial(self) -> None:
        result = measure(
            budget_lines({"amount": 900, **QUARTER}),
            costs(
                {"amount": 100, "booked_on": "2026-01-31"},
                {"amount": 50, "booked_on": "2026-02-10"},
                {"amount": 70, "booked_on": "2026-02-11"},
            ),
            as_of=date(2026, 2, 10),
        )
        months = result.months
        assert months["budget"].tolist() == [310, 280, 310]
        assert months["budget_cumulative"].tolist() == [310, 590, 900]
        assert months["actual_cumulative"].tolist()[:2] == [100, 150]
        assert months["actual"].isna().tolist() == [False, False, True]
        assert months["is_partial"].tolist() == [False, True, False]

    def test_the_last_day_of_a_month_makes_it_whole(self) -> None:
        result = measure(ledger=costs({"amount": 1}), as_of=date(2026, 1, 31))
        assert result.months["is_partial"].tolist() == [False]

    def test_months_without_bookings_are_zero_not_missing(self) -> None:
        result = measure(ledger=costs({"amount": 1}))
        assert result.months["actual"].tolist() == [1, 0, 0]


class TestBurnRate:
    @pytest.mark.parametrize(
        ("actual", "remaining", "burn", "runway", "reason"),
        [
            ([], 10.0, None, None, "no whole month has been booked yet"),
            ([30.0, 60.0, 90.0, 120.0], 180.0, 90.0, 2.0, ""),
            ([30.0], None, 30.0, None, "no budget to last"),
            ([30.0], 0.0, 30.0, None, "the budget is used up"),
            ([0.0], 10.0, 0.0, None, "nothing was spent in these months"),
        ],
    )
    def test_edges(
        self,
        actual: list[float],
        remaining: float | None,
        burn: float | None,
        runway: float | None,
        reason: str,
    ) -> None:
        months = pd.DataFrame(
            {"actual": [*actual, 5.0], "is_partial": [*[False] * len(actual), True]}
        )
        found = burn_rate(months, remaining_amount=remaining)
        assert (found.monthly_amount, found.runway_months) == (burn, runway)
        assert found.reason == reason


class TestPublished:
    def test_labour_rate_and_efficiency(self) -> None:
        """Golden var-labour-uonbi: 700 U, 8,080 U (printed as positive)."""
        found = labour_variance(
            standard_hours=4.4 * 1500,
            standard_rate=20.2,
            actual_hours=7000,
            actual_amount=142_100,
        )
        assert found.price_amount == pytest.approx(-700)
        assert found.quantity_amount == pytest.approx(-8080)
        assert found.total_amount == pytest.approx(4.4 * 1500 * 20.2 - 142_100)
        assert word(found.price_amount) == "unfavourable"

    def test_material_efficiency(self) -> None:
        """Golden var-cma-efficiency: (240,000) favourable."""
        found = usage_variance(
            standard_quantity=10 * 20_000, actual_quantity=190_000, standard_price=24
        )
        assert (found, word(found)) == (240_000, "favourable")

    def test_a_price_above_the_standard_is_unfavourable(self) -> None:
        found = price_variance(
            standard_price=2, actual_price=2.5, purchased_quantity=10
        )
        assert (found, word(found), word(0)) == (-5, "unfavourable", "none")


NAMES = st.sampled_from(["Build", "Run", "Test", None])
AMOUNTS = st.integers(-100_000, 1_000_000).map(lambda cents: cents / 100)
DAYS = st.integers(0, 400).map(lambda n: date(2025, 12, 1) + timedelta(days=n))
LEDGER = st.lists(
    st.fixed_dictionaries({"category": NAMES, "amount": AMOUNTS, "booked_on": DAYS}),
    max_size=12,
)
PLAN = st.lists(
    st.tuples(NAMES, AMOUNTS, DAYS, st.integers(1, 200)).map(
        lambda drawn: {
            "category": drawn[0],
            "amount": drawn[1],
            "starts_on": drawn[2],
            "ends_before": drawn[2] + timedelta(days=drawn[3]),
        }
    ),
    max_size=8,
)
ORDERS = st.lists(
    st.fixed_dictionaries(
        {
            "category": NAMES,
            "po_number": st.sampled_from(["1", "2", None]),
            "amount": AMOUNTS,
            "invoiced_amount": AMOUNTS,
        }
    ),
    max_size=6,
)
Rows = list[dict[str, object]]


class TestRelations:
    @settings(max_examples=8)
    @given(PLAN, LEDGER, ORDERS, st.integers(0, 999))
    def test_the_order_of_rows_does_not_matter(
        self, plan: Rows, ledger: Rows, orders: Rows, seed: int
    ) -> None:
        frames = [budget_lines(*plan), costs(*ledger), commitments(*orders)]
        mixed = [part.sample(frac=1, random_state=seed) for part in frames]
        one, other = measure(*frames), measure(*mixed)
        pd.testing.assert_frame_equal(one.lines, other.lines)
        pd.testing.assert_frame_equal(one.months, other.months)
        assert one.total == other.total

    @settings(max_examples=8)
    @given(PLAN, LEDGER, ORDERS)
    def test_the_names_add_up_to_the_project_and_the_files_tie_out(
        self, plan: Rows, ledger: Rows, orders: Rows
    ) -> None:
        result = measure(budget_lines(*plan), costs(*ledger), commitments(*orders))
        tie = result.tie_out
        assert (tie["total"] - tie["used"] - tie["left_out"]).abs().max() < 0.005 or (
            tie.empty
        )
        used = tie.groupby("table")["used"].sum()
        if plan:
            assert result.total.budget == pytest.approx(used["budget_line"])
        if ledger:
            assert result.total.actual == pytest.approx(used["cost"])
            assert result.months["actual"].sum() == pytest.approx(used["cost"])

    @settings(max_examples=8)
    @given(PLAN, LEDGER, ORDERS)
    def test_the_sign_of_a_variance_says_which_is_greater(
        self, plan: Rows, ledger: Rows, orders: Rows
    ) -> None:
        lines = measure(
            budget_lines(*plan), costs(*ledger), commitments(*orders)
        ).lines.dropna(subset="variance_at_completion")
        favourable = lines["variance_at_completion"] > 0
        assert (favourable == (lines["budget"] > lines["estimate_at_completion"])).all()
        assert (lines["estimate_at_completion"] >= lines["at_least"]).all()
        assert (lines["committed"].dropna() >= 0).all()

    @settings(max_examples=8)
    @given(PLAN, LEDGER, st.integers(2, 1000))
    def test_the_currency_unit_does_not_change_a_ratio(
        self, plan: Rows, ledger: Rows, unit: int
    ) -> None:
        frames = [budget_lines(*plan), costs(*ledger)]
        scaled = [part.assign(amount=part["amount"] * unit) for part in frames]
        one, other = measure(*frames).total, measure(*scaled).total
        assert one.used_ratio == pytest.approx(other.used_ratio)

    @settings(max_examples=8)
    @given(PLAN, LEDGER, DAYS, DAYS)
    def test_a_later_as_of_never_changes_an_earlier_month(
        self, plan: Rows, ledger: Rows, one: date, other: date
    ) -> None:
        early, late = min(one, other), max(one, other)
        frames = budget_lines(*plan), costs(*ledger)
        before = measure(*frames, as_of=early).months.set_index("month")
        after = measure(*frames, as_of=late).months.set_index("month")
        whole = before[before["ends_before"] <= pd.Timestamp(early)]
        pd.testing.assert_frame_equal(
            whole, after.reindex(whole.index), check_dtype=False
        )

    @settings(max_examples=8)
    @given(PLAN, LEDGER, st.integers(0, 8), st.integers(0, 12))
    def test_two_halves_of_a_project_add_up_to_it(
        self, plan: Rows, ledger: Rows, cut: int, at: int
    ) -> None:
        whole = measure(budget_lines(*plan), costs(*ledger)).total
        parts = [
            measure(budget_lines(*plan[:cut]), costs(*ledger[:at])).total,
            measure(budget_lines(*plan[cut:]), costs(*ledger[at:])).total,
        ]
        assert sum(part.budget or 0 for part in parts) == pytest.approx(
            whole.budget or 0
        )
        assert sum(part.actual or 0 for part in parts) == pytest.approx(
            whole.actual or 0
        )
