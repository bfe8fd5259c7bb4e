"""Joint confidence and honesty of the sample project, against figures by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics import commands, confidences, forecasts, measures
from analytics.chosen import Chosen
from analytics.errors import NotFoundError, RequestError
from analytics.facts import load_facts
from analytics.metrics.exposure.cover import Wanted
from analytics.warehouse import projects
from tests.homes import csv_text, issue_rows, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.metrics.confidence.joint import JointConfidence
    from analytics.metrics.honesty.costs import EstimateHonesty
    from analytics.warehouse.store import Warehouse


@pytest.fixture(scope="module")
def sample(sample_warehouse: Warehouse) -> Facts:
    listed = projects.list_projects(sample_warehouse)
    return load_facts(sample_warehouse, listed[0].project_id)


@pytest.fixture(scope="module")
def estimates(sample: Facts) -> EstimateHonesty:
    return confidences.estimate_honesty_of(sample)


def joint(facts: Facts, chosen: Chosen) -> JointConfidence:
    goal = forecasts.goal_of(facts)
    assert goal is not None
    burndown = measures.burndown_of(facts, goal, "points")
    return confidences.joint_of(facts, burndown, chosen, Wanted())


def test_promise_is_the_plan_with_its_contingency_unless_told(sample: Facts) -> None:
    found = joint(sample, Chosen())
    assert (found.promise.by, found.promise.budget) == (date(2026, 6, 30), 2_400_000)
    # 269 points are left at 25 a week, and 2.35 M is spent or ordered already.
    assert found.together == 0
    assert found.by_date_exact == pytest.approx(0, abs=1e-4)
    told = joint(sample, Chosen(until=date(2026, 9, 18), budget=3.3e6, cut=30))
    assert told.promise.budget == 3.3e6
    assert told.remaining == 239
    assert told.together is not None
    assert 0.8 < told.together <= 1


def test_after_the_plan_the_next_review_is_asked_about(sample: Facts) -> None:
    goal = forecasts.goal_of(sample)
    assert goal is not None
    burndown = measures.burndown_of(sample, goal, "points")
    standing = forecasts.standing_of(burndown, sample, Chosen())
    money = replace(measures.budget_of(sample), plan_ends=date(2026, 5, 29))
    found = confidences.promise_of(standing, Chosen(), money)
    assert found.by == forecasts.next_review(standing)


def test_cost_of_the_sample_is_spent_and_months_and_risks(sample: Facts) -> None:
    found = joint(sample, Chosen())
    # By hand: 2,219,514 spent; 262,320 a month without the damage of R-07, for 12
    # weeks to the median end of 21 August; orders of Training above its pace; risks
    # of 126,375 on average (register, after responses).
    assert found.days[0.5] == date(2026, 8, 21)
    by_hand = 2_219_514 + 262_320 * 84 / 30.4375 + 126_375
    assert found.mean_cost == pytest.approx(by_hand, rel=0.02)
    assert found.risk_cost == pytest.approx(126_375, rel=0.03)
    assert found.by_date_exact is not None


def test_date_of_the_sample_is_that_of_the_forecast(sample: Facts) -> None:
    by = date(2026, 9, 4)
    found = joint(sample, Chosen(until=by))
    goal = forecasts.goal_of(sample)
    assert goal is not None
    burndown = measures.burndown_of(sample, goal, "points")
    told = forecasts.when_of(
        forecasts.standing_of(burndown, sample, Chosen()), Chosen()
    )
    assert found.by_date_exact == pytest.approx(told.chance_by(by))
    assert found.by_date == pytest.approx(told.chance_by(by), abs=0.02)


def test_risks_of_the_sample_add_to_the_estimate_and_contingency_to_the_budget(
    sample: Facts,
) -> None:
    found = confidences.adjusted_of(sample, measures.exposure_of(sample))
    line = found.table.set_index("method").loc["by_line"]
    assert line["with_mean"] == pytest.approx(2_452_701.77 + 126_375)
    assert line["with_reserve"] == pytest.approx(2_452_701.77 + 200_000)
    assert line["left_of_budget"] == pytest.approx(2_220_000 + 180_000 - 2_652_701.77)


def test_ratings_of_the_sample_are_too_few_to_correct(sample: Facts) -> None:
    found = confidences.risk_honesty_of(sample)
    # R-06 0.375, R-07 0.625 (struck), R-12 0.3, R-15 0.875.
    assert (found.tally.risks, found.tally.struck) == (4, 1)
    assert found.tally.expected == pytest.approx(2.175)
    assert (found.tally.predicted, found.tally.booked) == (70_000, 64_200)
    assert found.unbiased is None
    assert "Only 4" in found.reason


def test_estimates_of_the_sample_were_too_low_by_a_tenth(
    estimates: EstimateHonesty,
) -> None:
    found = estimates
    line = found.methods.set_index("method").loc["by_line"]
    assert (line["months"], found.is_over) == (8, False)
    # 30 September: 140,858 spent and 2,071,600 to come, against 2,452,702 today.
    assert found.said["error"].iloc[0] == pytest.approx(2_212_458.12 / 2_452_701.77 - 1)
    assert line["bias"] == pytest.approx(-0.097, abs=0.001)
    # 233,187 to come x (11,441.8 k that came / 9,541.0 k that was expected)
    assert line["unbiased"] == pytest.approx(2_219_514.4 + 233_187.37 * 1.19923, abs=20)


def test_work_of_a_past_month_is_that_of_its_own_day(
    sample: Facts, estimates: EstimateHonesty
) -> None:
    day, said = date(2026, 2, 28), estimates.said
    rows = said[(said["method"] == "work") & (said["on"] == day)]
    then = measures.estimates_of(replace(sample, as_of=day)).table
    wanted = then.set_index("method").loc["work", "at_completion"]
    assert rows["said"].item() == pytest.approx(wanted)


def test_commands_answer_and_refuse(sample_warehouse: Warehouse) -> None:
    given = {"until": "2026-09-18", "budget": "3300000", "cut": "30"}
    shown = commands.run_show(sample_warehouse, "joint_confidence", parameters=given)
    figures = shown["figures"]
    assert figures["together"] <= min(figures["by_date"], figures["within_budget"])
    assert figures["until"] == "2026-09-18"
    mixes = commands.run_show(sample_warehouse, "frontier", parameters=given)
    assert mixes["figures"]["mixes"] == len(mixes["rows"]) > 0
    sure = commands.run_show(
        sample_warehouse, "risk_adjusted_estimate", parameters={"confidence": "0.95"}
    )
    assert sure["figures"]["risks_reserve"] == 285_000
    ratings = commands.run_show(sample_warehouse, "risk_honesty")
    assert ratings["figures"]["exposure_corrected"] is None
    assert "Only 4" in ratings["why"]["exposure_corrected"]
    for wrong in ({"budget": "much"}, {"until": "soon"}, {"confidence": "2"}):
        with pytest.raises(RequestError):
            commands.run_show(sample_warehouse, "joint_confidence", parameters=wrong)


def test_project_without_issues_or_money_has_reasons(warehouse: Warehouse) -> None:
    projects.create_project(warehouse, "Bare")
    with pytest.raises(NotFoundError, match="no issues"):
        commands.run_show(warehouse, "joint_confidence", project="Bare")
    for metric in ("risk_adjusted_estimate", "risk_honesty", "estimate_honesty"):
        shown = commands.run_show(warehouse, metric, project="Bare")
        missing = [name for name, value in shown["figures"].items() if value is None]
        assert missing
        assert all(shown["why"][name] for name in missing), (metric, shown["why"])


def test_board_alone_has_no_cost_and_says_why(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    board = tmp_path / "board.csv"
    board.write_text(csv_text(issue_rows(60)))
    load(warehouse, board)
    shown = commands.run_show(
        warehouse, "joint_confidence", parameters={"unit": "items"}
    )
    missing = [name for name, value in shown["figures"].items() if value is None]
    assert all(shown["why"][name] for name in missing)
    assert shown["figures"]["together"] is None
