from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.figures import honesty, joint, risk_adjusted
from analytics.metrics.basis import Basis
from analytics.metrics.confidence.joint import (
    JointConfidence,
    Promise,
    joint_confidence,
)
from analytics.metrics.confidence.risk_adjusted import ADJUSTED, RiskAdjusted
from analytics.metrics.honesty.costs import (
    BY_CATEGORY,
    BY_METHOD,
    SAID,
    EstimateHonesty,
)
from analytics.metrics.honesty.risks import RiskHonesty, risk_honesty
from analytics.metrics.risk import risk_exposure
from analytics.metrics.scales import RiskScale
from tests.factories_money import costs, risks
from tests.metrics.confidence import cases

if TYPE_CHECKING:
    from analytics.metrics.confidence.trials import Run

HOSTILE = "<script>alert(1)</script>"


def measured(
    days: int = 119, budget: float | None = 1000.0, run: Run | None = None
) -> JointConfidence:
    run = run or cases.run(trials=1000)
    by = run.standing.as_of + timedelta(days=days)
    return joint_confidence(run, Promise(by, budget), currency="EUR", p=0.8)


class TestJoint:
    def test_sentence_names_scope_date_budget_and_chance(self) -> None:
        found = replace(
            measured(), together=0.54, promise=Promise(date(2026, 12, 31), 2_100_000)
        )
        said = joint.promised(found, "today's scope")
        assert said == "With today's scope, 31 Dec 2026 and €\xa02.10\xa0M: 54 %."

    @pytest.mark.parametrize(
        ("chance", "words"), [(0.0, "under 1 %"), (1.0, "over 99 %")]
    )
    def test_share_of_trials_is_never_certain(self, chance: float, words: str) -> None:
        found = replace(measured(), together=chance)
        assert joint.promised(found, "today's scope").endswith(f": {words}.")

    def test_without_a_cost_the_date_alone_is_said(self) -> None:
        run = cases.run(money=cases.spending(why="There is no ledger."), trials=500)
        said = joint.promised(measured(run=run), "today's scope")
        assert "for the date alone. There is no ledger." in said
        found = measured(run=run)
        assert joint.plot_frontier(found).layout.annotations[0].text == (
            "There is no ledger"
        )
        assert joint.read_frontier(found).endswith("There is no ledger.")

    def test_without_a_pace_no_chance_is_said(self) -> None:
        found = measured(run=cases.run(done=[1.0]))
        assert "no chance can be told. A forecast needs" in joint.promised(found, "all")

    def test_frontier_has_a_line_for_each_scope_and_the_promise(self) -> None:
        found = measured()
        figure = joint.plot_frontier(found)
        named = [one.name for one in figure.data if one.showlegend is not False]
        assert named[:4] == ["Scope as promised", "10 % less", "25 % less", "50 % less"]
        assert named[4].startswith("Promised: ")
        for trace in figure.data[:8:2]:
            assert list(trace.y) == sorted(trace.y, reverse=True)
        assert "Budget that is enough (EUR)" in figure.layout.yaxis.title.text
        assert joint.read_frontier(found).startswith("A chance of 80 % needs")
        table = joint.table_frontier(found)
        assert len(table) == len(found.frontier)
        assert (table["Even mix"] == "yes").sum() == 4

    def test_frontier_without_a_budget_draws_no_promise(self) -> None:
        names = [one.name for one in joint.plot_frontier(measured(budget=None)).data]
        assert not [name for name in names if name.startswith("Promised")]

    def test_work_that_never_ends_has_no_mix(self) -> None:
        found = measured(run=cases.run(added=[9.0] * 8, trials=300))
        assert joint.plot_frontier(found).data == ()
        assert "not done within ten years" in joint.read_frontier(found)

    def test_nothing_left_has_nothing_to_cut(self) -> None:
        found = measured(run=cases.run(0.0, trials=300))
        assert joint.read_frontier(found).endswith("for the scope as promised.")


def adjusted(contingency: float = 100.0, *, currency: str = "EUR") -> RiskAdjusted:
    rows = [
        ("by_line", "rule", 900.0, 950.0, 1000.0, 100.0, ""),
        ("work", "rule", None, None, None, None, "no issues"),
    ]
    table = pd.DataFrame(rows, columns=list(ADJUSTED))
    return RiskAdjusted(currency, 0.8, 50, 100, 1000, contingency, table, Basis(""))


class TestRiskAdjusted:
    def test_reading_says_what_is_compared_with_what(self) -> None:
        said = risk_adjusted.read_risk_adjusted(adjusted())
        assert (
            "€\xa0900 without the open risks; with their cost at P80 of €\xa0100"
            in said
        )
        assert "€\xa0100 under the budget and its contingency of €\xa0100" in said
        assert "no reserve counts twice" in said
        bare = risk_adjusted.read_risk_adjusted(adjusted(0))
        assert bare.endswith("the budget; there is no contingency.")

    def test_without_a_budget_there_is_nothing_to_compare(self) -> None:
        said = risk_adjusted.read_risk_adjusted(replace(adjusted(), budget=None))
        assert said.endswith("There is no budget to compare it with.")
        figure = risk_adjusted.plot_risk_adjusted(replace(adjusted(), budget=None))
        assert not figure.layout.shapes

    def test_parts_of_a_bar_add_up_and_limits_are_named(self) -> None:
        figure = risk_adjusted.plot_risk_adjusted(adjusted(currency=HOSTILE))
        assert sum(float(bar.x[0]) for bar in figure.data) == 1000
        assert [one.name.partition(":")[0] for one in figure.layout.shapes] == [
            "Budget",
            "Budget and contingency",
        ]
        assert HOSTILE not in figure.to_json()
        assert len(risk_adjusted.plot_risk_adjusted(adjusted(0)).layout.shapes) == 1

    def test_without_estimates_it_says_so(self) -> None:
        bare = replace(adjusted(), table=adjusted().table.iloc[1:])
        figure = risk_adjusted.plot_risk_adjusted(bare)
        assert figure.layout.annotations[0].text == risk_adjusted.NO_ESTIMATE
        said = risk_adjusted.read_risk_adjusted(bare)
        assert said == f"{risk_adjusted.NO_ESTIMATE}."

    def test_without_risks_the_estimate_stands_as_it_is(self) -> None:
        known = adjusted()
        unknown = known.table.assign(with_mean=float("nan"), with_reserve=float("nan"))
        bare = replace(known, reserve=None, mean=None, table=unknown)
        figure = risk_adjusted.plot_risk_adjusted(bare)
        assert figure.layout.annotations[0].text == risk_adjusted.NO_RISK
        assert risk_adjusted.read_risk_adjusted(bare) == (
            f"{risk_adjusted.NO_RISK}: line by line it costs €\xa0900 in the end, as"
            " estimated."
        )

    def test_table_gives_the_reason_of_what_is_missing(self) -> None:
        table = risk_adjusted.table_risk_adjusted(adjusted())
        assert table["Why it is missing"].tolist() == ["", "no issues"]


def rated(over: int, struck: int, *, booked: bool = False) -> RiskHonesty:
    rows = [
        {
            "probability": 0.7,
            "impact_amount": 100,
            "state": "occurred" if place < struck else "closed",
            "category": HOSTILE,
        }
        for place in range(over)
    ]
    register = risks(*rows, {"probability": 0.5, "impact_amount": 100})
    lines = [{"amount": 120, "risk_id": f"R{n + 1}"} for n in range(struck * booked)]
    known = risk_exposure(
        register,
        as_of=date(2026, 6, 30),
        currency="EUR",
        scale=RiskScale(),
        costs=costs(*lines),
    )
    return risk_honesty([register], known)


class TestRatings:
    def test_reading_counts_and_corrects(self) -> None:
        said = honesty.read_ratings(rated(10, 9, booked=True))
        assert "Of 10 rated risks that are over 9 struck; by their ratings 7.0" in said
        assert "was to cost €\xa0900 and cost €\xa01,080" in said
        assert "exposure of €\xa077, beside the €\xa050 stated after responses" in said

    def test_reading_of_one_and_of_none(self) -> None:
        one = honesty.read_ratings(rated(1, 0))
        assert one.startswith("Of 1 rated risk that is over 0 struck")
        assert "cannot be said" in honesty.read_ratings(rated(0, 0))
        assert honesty.plot_ratings(rated(0, 0)).data == ()

    def test_dots_have_their_counts_and_intervals(self) -> None:
        bars, dots = honesty.plot_ratings(rated(10, 4)).data
        assert list(bars.base) == pytest.approx([0, 20, 40, 60, 80])
        assert dots.x[0] == "60\u201380<br>4 of 10"
        assert bars.x[0] == "0\u201320<br>0 of 0"
        assert dots.y[0] == pytest.approx(40)
        assert dots.error_y.array[0] == pytest.approx(68.7 - 40, abs=0.1)

    def test_tables_hold_bands_and_categories(self) -> None:
        found = rated(10, 4)
        assert honesty.table_ratings(found)["Rated"].tolist()[3] == "60\u201380 %"
        table = honesty.table_rated_categories(found)
        assert "Exposure corrected" in table.columns


def told(**changes: object) -> EstimateHonesty:
    day = date(2026, 1, 31)
    said = pd.DataFrame([(day, "by_line", 90.0, 100.0, -0.1, 1, 2)], columns=list(SAID))
    row = ("by_line", "rule", 6, -0.1, 0.1, 100.0, 104.0, "")
    plain = {
        "currency": "EUR",
        "as_of": date(2026, 6, 30),
        "came": 100.0,
        "is_over": False,
        "said": said,
        "methods": pd.DataFrame([row], columns=list(BY_METHOD)),
        "categories": pd.DataFrame([("Build", *row[2:])], columns=list(BY_CATEGORY)),
        "reason": "",
        "basis": Basis(""),
    }
    return EstimateHonesty(**{**plain, **changes})  # type: ignore[arg-type]


class TestPastEstimates:
    def test_reading_says_how_far_and_corrects(self) -> None:
        said = honesty.read_past_estimates(told())
        assert "of 6 past months were 10 % too low on average against what is" in said
        assert said.endswith("it costs €\xa0104 in the end rather than €\xa0100.")
        over = honesty.read_past_estimates(told(is_over=True))
        assert over.endswith("against the cost in the end.")

    def test_reading_without_a_correction_gives_the_reason(self) -> None:
        row = ("by_line", "rule", 2, 0.1, 0.1, 100.0, None, "2 past months")
        few = told(methods=pd.DataFrame([row], columns=list(BY_METHOD)))
        said = honesty.read_past_estimates(few)
        assert said.endswith("Not corrected: 2 past months.")
        assert "too high" in said
        none = told(reason="No month.")
        assert honesty.read_past_estimates(none).endswith("cannot be said. No month.")

    def test_lines_are_named_and_what_came_is_a_line(self) -> None:
        names = [one.name for one in honesty.plot_past_estimates(told()).data]
        assert names == ["Line by line", "Expected today: € 100"]
        over = honesty.plot_past_estimates(told(is_over=True))
        assert over.data[-1].name == "Came: € 100"

    def test_without_a_past_there_is_the_reason(self) -> None:
        bare = told(said=told().said.head(0), reason="No month.")
        figure = honesty.plot_past_estimates(bare)
        assert figure.layout.annotations[0].text == "No month"

    def test_tables_have_stated_and_corrected_side_by_side(self) -> None:
        assert len(honesty.table_past_estimates(told())) == 1
        for table in (
            honesty.table_methods(told()),
            honesty.table_cost_categories(told()),
        ):
            at = list(table.columns).index("Estimate of today")
            assert table.columns[at + 1] == "Estimate corrected"
