"""Lights turn where the settings say, and the words beside them say where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analytics import measures
from analytics.facts import load_facts
from analytics.project import Limits
from analytics.warehouse import projects
from pages.ui import lights

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.project import ProjectSettings
    from analytics.warehouse.store import Warehouse


@pytest.fixture(scope="module")
def sample(sample_warehouse: Warehouse) -> Facts:
    listed = projects.list_projects(sample_warehouse)
    return load_facts(sample_warehouse, listed[0].project_id)


def test_overrun_of_a_tenth_is_red_until_a_fifth_is_tolerated(sample: Facts) -> None:
    budget = measures.budget_of(sample)
    assert lights.of_budget(budget, Limits()) == "red"
    assert lights.of_budget(budget, Limits(overrun=0.2)) == "amber"


def test_reserve_is_judged_by_the_chance_asked_for(sample: Facts) -> None:
    # The 115,800 left of the contingency cover the open risks with 49 %.
    risks = measures.risk_of(sample)
    assert lights.of_reserve(risks, Limits()) == "red"
    assert lights.of_reserve(risks, Limits(barely=0.45)) == "amber"
    assert lights.of_reserve(risks, Limits(covered=0.48, barely=0.4)) == "green"


def test_words_name_the_limits() -> None:
    said = lights.rules(Limits(overrun=0.07, behind=0.25, covered=0.9, barely=0.6))
    assert "at most 7 % above it" in said["budget"]
    assert "at most 25 % of the scope" in said["sprint"]
    assert "90 % or more. Amber: 60 % or more" in said["reserve"]


def test_score_from_which_a_risk_is_high_is_a_setting(sample: Facts) -> None:
    def high(limits: Limits) -> int:
        settings = sample.project.settings.with_changes(limits=limits)
        known = measures.scale_of(_with(sample, settings), None)
        return sum(
            known.grade(p, i) == "high" for p in range(1, 6) for i in range(1, 6)
        )

    assert high(Limits(high_from=0.5)) < high(Limits()) < high(Limits(high_from=0.1))


def _with(facts: Facts, settings: ProjectSettings) -> Facts:
    return replace(facts, project=replace(facts.project, settings=settings))
