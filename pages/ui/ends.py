"""What a schedule alone can answer on the overview: when it ends, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import plans
from analytics.figures import plan_headline
from pages.ui import plan
from pages.ui.cache import measured
from pages.ui.layout import PART, of, show_chart, tiles

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.evm.report import Report
    from pages.ui.state import View


def show_end(facts: Facts, view: View) -> bool:
    """Show when the plan ends; say whether there is a plan to show."""
    if not plans.has_plan(facts):
        return False
    milestones = plan.milestones_of(facts)
    end = measured("end of the plan", facts, lambda: plans.end_of(facts))
    report = None
    if "schedule" in plan.sources(facts):
        report = plan.earned_of(facts, "schedule", view.technique)
    tiles([of(one) for one in plan_headline.ends(milestones, end, report)])
    show_chart(
        "Milestones and their trend",
        chart=plan.trend(milestones),
        key="overview-milestones",
        size=PART,
    )
    return True


def value_of(facts: Facts, view: View) -> Report | None:
    """Return earned value in money, where a file tells it."""
    return measured(
        "earned value in money",
        facts,
        lambda: plans.value_of(facts, plan.reading(view)),
        view.technique,
    )


def show_cost(report: Report) -> None:
    """Show what the work was worth, what it cost, and what it will cost."""
    tiles(plan.headline(report))
    show_chart(
        "Planned, earned, spent",
        chart=plan.curve(report),
        key="overview-earned",
        size=PART,
    )
