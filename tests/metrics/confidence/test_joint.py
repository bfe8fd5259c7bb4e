"""Joint confidence: its marginals, its bounds, and what would reach the chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.confidence import joint, mixes
from analytics.metrics.confidence.by_date import exact_by_date
from analytics.metrics.confidence.joint import (
    FIGURES,
    JointConfidence,
    Promise,
    joint_confidence,
)
from analytics.metrics.confidence.trials import LONGEST, Run, draw
from analytics.metrics.estimates import DAYS_A_MONTH
from analytics.metrics.exposure.total import exact_total
from analytics.metrics.forecast import exact
from analytics.metrics.risk_sum import RiskSum
from tests.metrics.confidence import cases

P = 0.8


def measured(run: Run, days: int, budget: float | None) -> JointConfidence:
    by = run.standing.as_of + timedelta(days=days)
    return joint_confidence(run, Promise(by, budget), currency="EUR", p=P)


def tolerance(trials: int) -> float:
    return float(4 * (0.25 / trials) ** 0.5)


class TestMarginals:
    @pytest.mark.parametrize("correlation", [0.0, 0.6])
    def test_date_agrees_with_the_exact_forecast_delayed_by_the_exact_risks(
        self, correlation: float
    ) -> None:
        perils = cases.register(*cases.REGISTER, correlation=correlation)
        run = cases.run(perils=perils, trials=40_000)
        found = draw(run)
        for days in (50, 70, 90, 120):
            told = exact_by_date(run, days)
            assert told == pytest.approx(
                float(np.mean(found.days <= days)), abs=tolerance(40_000)
            )

    def test_date_without_risks_is_that_of_the_forecast(self) -> None:
        run = cases.run(perils=cases.register(), trials=40_000)
        found = measured(run, 77, 900)
        chance = exact.finished_by(
            exact.certain(30),
            np.array(cases.DONE, dtype=np.int64),
            np.zeros(len(cases.DONE), dtype=np.int64),
        )
        assert found.by_date_exact == pytest.approx(float(chance[11]))
        assert found.by_date == pytest.approx(float(chance[11]), abs=tolerance(40_000))

    @pytest.mark.parametrize("correlation", [0.0, 0.6])
    def test_risks_cost_what_their_exact_distribution_says(
        self, correlation: float
    ) -> None:
        perils = cases.register(*cases.REGISTER, correlation=correlation)
        found = draw(cases.run(perils=perils, trials=40_000))
        told = exact_total(perils.terms)
        assert told is not None
        for amount in (-10, 0, 50, 120, 200):
            share = float(np.mean(found.risk_cost <= amount))
            assert share == pytest.approx(
                told.at_most(amount), abs=tolerance(40_000) + 0.002
            )

    def test_two_months_cost_what_two_drawn_months_do(self) -> None:
        trials = 40_000
        money = cases.spending([[50, 50], [100, 100], [150, 150], [50, 50]])
        days = np.full(trials, 2 * DAYS_A_MONTH)
        cost = money.to_go(days, np.random.default_rng(3))
        low, chance = exact.total_after(np.array([1, 2, 3, 1]), 2)
        told = RiskSum(
            100.0 * (low + np.arange(len(chance))), chance.cumsum(), is_exact=True
        )
        for amount in (200, 300, 400, 500, 600):
            assert float(np.mean(cost <= amount)) == pytest.approx(
                told.at_most(amount), abs=tolerance(trials)
            )

    def test_cost_in_the_end_is_all_parts_where_nothing_is_uncertain(self) -> None:
        sure = {"probability": 1.0, "impact_amount": 40, "impact_days": 14}
        run = cases.run(
            10,
            done=[5.0] * 8,
            money=cases.spending([[60, 40]] * 4, spent=500),
            perils=cases.register(sure),
        )
        found = draw(run)
        assert run.standing.as_of.weekday() == 6
        assert set(found.days) == {12 + 14}
        cost = 500 + 100 * 26 / DAYS_A_MONTH + 40
        assert found.cost == pytest.approx(np.full(run.trials, cost))

    def test_delay_costs_what_the_team_costs_meanwhile(self) -> None:
        on_time, late = (
            draw(
                cases.run(
                    money=cases.spending([[60, 40]] * 4),
                    perils=cases.register({"probability": 1.0, "impact_days": days}),
                )
            )
            for days in (0, 30)
        )
        assert on_time.cost is not None
        assert late.cost is not None
        extra = late.cost - on_time.cost
        assert extra == pytest.approx(np.full(len(extra), 100 * 30 / DAYS_A_MONTH))


class TestBounds:
    @settings(max_examples=12)
    @given(
        rows=st.lists(cases.rated, max_size=4),
        days=st.integers(0, 200),
        budget=st.floats(0, 3000),
        left=st.integers(0, 60),
    )
    def test_together_is_never_above_a_part_and_grows_with_each_of_three(
        self, rows: list[dict[str, object]], days: int, budget: float, left: int
    ) -> None:
        perils = cases.register(*rows)
        run = cases.run(float(left), perils=perils, trials=600)
        found = draw(run)
        assert found.cost is not None
        now = mixes.chance(found, days=days, budget=budget)
        assert now <= min(
            float(np.mean(found.days <= days)), float(np.mean(found.cost <= budget))
        )
        assert now <= mixes.chance(found, days=days + 7, budget=budget)
        assert now <= mixes.chance(found, days=days, budget=budget + 100)
        smaller = mixes.at(run, max(left - 5.0, 0.0))
        assert now <= mixes.chance(smaller, days=days, budget=budget)

    def test_late_ends_are_dear_ones_so_it_is_no_product_of_chances(self) -> None:
        found = measured(cases.run(), 75, 950)
        assert found.together is not None
        assert found.by_date is not None
        assert found.within_budget is not None
        assert found.together > found.by_date * found.within_budget + 0.05
        assert found.together <= min(found.by_date, found.within_budget)

    def test_unit_of_the_currency_changes_no_chance(self) -> None:
        rows = [
            {
                name: value * 1000 if str(name).endswith("amount") else value  # type: ignore[operator]
                for name, value in row.items()
            }
            for row in cases.REGISTER
        ]
        large = cases.spending(
            (np.array(cases.MONTHS) * 1000).tolist(), spent=500_000.0
        )
        one = measured(cases.run(), 80, 1000)
        other = measured(
            cases.run(money=large, perils=cases.register(*rows)), 80, 1_000_000
        )
        assert (one.together, one.by_date) == (other.together, other.by_date)
        assert one.mix_by == other.mix_by

    def test_order_of_the_register_does_not_matter(self) -> None:
        one, other = (
            draw(cases.run(perils=cases.register(*rows)))
            for rows in (cases.REGISTER, cases.REGISTER[::-1])
        )
        assert one.days.tolist() == other.days.tolist()
        assert one.risk_cost.tolist() == other.risk_cost.tolist()

    def test_same_seed_gives_the_same_trials_and_another_seed_others(self) -> None:
        run = cases.run()
        assert draw(run).days.tolist() == draw(run).days.tolist()
        assert draw(run).days.tolist() != draw(run._replace(seed=1)).days.tolist()

    def test_risks_drawn_beforehand_are_the_same_trials(self) -> None:
        run = cases.run()
        one, other = draw(run), draw(run.with_risks())
        assert one.days.tolist() == other.days.tolist()
        assert one.risk_cost.tolist() == other.risk_cost.tolist()

    def test_risk_with_money_and_days_strikes_once(self) -> None:
        row = {"probability": 0.5, "impact_amount": 100, "impact_days": 10}
        found = draw(cases.run(perils=cases.register(row)))
        assert (found.risk_cost / 10).tolist() == found.delay.tolist()

    def test_gain_of_days_ends_no_project_before_today(self) -> None:
        gain = {"risk_kind": "opportunity", "probability": 1.0, "impact_days": 900}
        found = draw(cases.run(perils=cases.register(gain)))
        assert set(found.days) == {0.0}


class TestWhatWouldDo:
    def test_each_alone_reaches_the_chance_and_a_little_less_does_not(self) -> None:
        run = cases.run()
        days = 119
        found = measured(run, days, 1000)
        trials = draw(run)
        assert found.budget_alone is not None
        assert mixes.chance(trials, days=days, budget=found.budget_alone) >= P
        assert mixes.chance(trials, days=days, budget=found.budget_alone - 1e-6) < P
        assert found.cut_alone is not None
        cut = found.cut_alone
        assert cut > 0
        for left, reaches in ((30 - cut, True), (30 - cut + 1, False)):
            held = mixes.chance(mixes.at(run, left), days=days, budget=1000)
            assert (held >= P) == reaches

    def test_promise_that_holds_needs_nothing(self) -> None:
        found = measured(cases.run(), 300, 9000)
        assert found.together == 1.0
        assert found.cut_alone == 0
        assert found.date_alone is not None
        assert found.date_alone < found.promise.by
        assert found.budget_alone is not None
        assert found.budget_alone < 9000

    def test_hopeless_promise_says_which_of_the_three_cannot_do_it(self) -> None:
        found = measured(cases.run(), 5, 400)
        assert found.together == 0.0
        assert (found.date_alone, found.budget_alone, found.cut_alone) == (None,) * 3
        assert found.why["date_alone"] == joint.NOT_BY_DATE
        assert found.why["budget_alone"] == joint.NOT_BY_BUDGET
        assert found.why["cut_alone"] == joint.NOT_BY_SCOPE

    def test_every_mix_holds_and_a_later_date_never_needs_more(self) -> None:
        run = cases.run()
        found = measured(run, 80, 1000).frontier
        assert set(found["cut"]) == set(mixes.CUTS)
        for _, rows in found.groupby("cut"):
            trials = mixes.at(run, float(rows["remaining"].iloc[0]))
            budgets = rows.sort_values("by")["budget"]
            assert budgets.is_monotonic_decreasing
            assert rows["is_balanced"].sum() == 1
            for row in rows.to_dict("records"):
                days = mixes.days_to(run, row["by"])
                assert mixes.chance(trials, days=days, budget=row["budget"]) >= P

    def test_less_scope_needs_less_money_on_the_same_day(self) -> None:
        found = measured(cases.run(), 80, 1000).frontier
        whole = found[found["cut"] == 0].iloc[0]
        less = found[(found["cut"] == 0.25) & (found["by"] <= whole["by"])]
        assert less["budget"].min() < whole["budget"]

    def test_even_mix_is_one_of_the_mixes(self) -> None:
        found = measured(cases.run(), 80, 1000)
        rows = found.frontier[found.frontier["is_balanced"]]
        first = rows[rows["cut"] == 0].iloc[0]
        assert (first["by"], first["budget"]) == (found.mix_by, found.mix_budget)


class TestUndefined:
    def test_without_a_pace_there_is_nothing_but_the_reason(self) -> None:
        found = measured(cases.run(done=[1.0, 2.0]), 80, 1000)
        assert all(getattr(found, name) is None for name in FIGURES)
        assert found.why["together"].startswith("A forecast needs 25 working days")
        assert found.frontier.empty

    def test_without_a_ledger_the_date_alone_is_told(self) -> None:
        money = cases.spending(why="There is no ledger.")
        found = measured(cases.run(money=money), 80, 1000)
        assert found.by_date is not None
        assert found.days[0.8] is not None
        assert (found.together, found.within_budget, found.mix_by) == (None,) * 3
        assert found.why["together"] == "There is no ledger."
        trials = draw(cases.run(money=money))
        assert mixes.chance(trials, days=80, budget=0) == found.by_date
        assert found.frontier.empty
        assert found.mean_cost is None

    def test_without_a_budget_the_budget_needed_is_told(self) -> None:
        found = measured(cases.run(), 119, None)
        assert found.together is None
        assert found.why["together"] == joint.NO_BUDGET
        assert found.budget_alone is not None
        assert not found.frontier.empty

    def test_scope_that_grows_faster_than_the_work_never_ends(self) -> None:
        run = cases.run(added=[9.0] * 8)
        found = measured(run, 9000, 1e9)
        assert found.together == 0.0
        assert found.mix_by is None
        assert found.why["mix_by"] == joint.NEVER
        assert found.costs[0.5] is None

    def test_delay_beyond_ten_years_counts_as_never(self) -> None:
        far = {"probability": 1.0, "impact_days": LONGEST + 1}
        found = measured(cases.run(perils=cases.register(far)), LONGEST + 500, 1e9)
        assert found.together == 0.0

    def test_growth_that_nobody_knows_is_no_guess(self) -> None:
        run = cases.run(added=[1.0] * 8)
        unknown = run.standing.past.blocks.assign(growth=np.nan)
        past = replace(run.standing.past, blocks=unknown)
        run = run._replace(standing=run.standing._replace(past=past))
        assert "change log" in measured(run, 80, 1000).why["together"]

    def test_nothing_left_to_do_is_done_today(self) -> None:
        run = cases.run(0.0, perils=cases.register())
        found = measured(run, 0, 500)
        assert (found.together, found.by_date) == (1.0, 1.0)
        assert found.days[0.95] == run.standing.as_of
        assert found.by_date_exact is None

    def test_so_many_risks_that_move_together_have_no_exact_date(self) -> None:
        rows = [
            {"probability": 0.1, "impact_days": 1 + i, "category": "A"}
            for i in range(160)
        ]
        run = cases.run(perils=cases.register(*rows, correlation=0.3), trials=100)
        assert exact_by_date(run, 80) is None

    def test_every_open_risk_is_used_or_left_out_with_the_reason(self) -> None:
        perils = cases.register(
            *cases.REGISTER, {"probability": 0.5}, {"impact_amount": 9}
        )
        run = cases.run(perils=perils)
        basis = measured(replace_spending(run), 80, 1000).basis
        assert basis.used["risk"].tolist() == [1, 2, 3, 4, 5]
        assert dict(
            zip(basis.left_out["subject"], basis.left_out["reason"], strict=True)
        ) == {"R6": "no impact in money", "R7": "no probability"}


def replace_spending(run: Run) -> Run:
    """Return the run with orders, which are rows of other tables than risks."""
    return run._replace(spending=replace(run.spending, orders=np.array([5.0, 0.0])))


def test_days_and_dates_go_both_ways() -> None:
    run = cases.run()
    day = mixes.day_on(run, 30)
    assert isinstance(day, date)
    assert mixes.days_to(run, day) == 30
