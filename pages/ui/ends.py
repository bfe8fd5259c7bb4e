"""What a schedule alone can answer on the overview: when it ends, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import plans
from analytics.figures import theme
from pages.ui import plan
from pages.ui.cache import measured
from pages.ui.layout import PART, Tile, show_chart, tile, tiles

if TYPE_CHECKING:
    from datetime import date

    from analytics.facts import Facts
    from analytics.metrics.evm.report import Report
    from analytics.metrics.plan.milestones import Milestones
    from pages.ui.state import View

HOURS = "hours"
NO_BASELINE = "No milestone has a baseline."


def show_end(facts: Facts, view: View) -> bool:
    """Show when the plan ends; say whether there is a plan to show."""
    milestones = plan.milestones_of(facts)
    if milestones.rows.empty and facts.table("task").empty:
        return False
    end = measured("end of the plan", facts, lambda: plans.end_of(facts))
    found = end_tiles(milestones, end)
    if "schedule" in plan.sources(facts):
        report = plan.earned_of(facts, "schedule", view.technique)
        found += plan.pace_tiles(report)[2:4] if report else []
    tiles(found)
    show_chart(
        "Milestones and their trend",
        chart=plan.trend(milestones),
        key="overview-milestones",
        size=PART,
    )
    return True


def end_tiles(milestones: Milestones, end: date | None) -> list[Tile]:
    """Return when the plan ends, and how many milestones are late or overdue."""
    rows = milestones.rows
    slips = rows["slip_days"].dropna()
    late, overdue = int((slips > 0).sum()), len(milestones.overdue)
    return [
        tile(
            "Expected to end",
            theme.day(end),
            "the latest day of the open tasks and milestones",
            why="Everything in the plan is finished.",
        ),
        tile(
            "Milestones late",
            theme.number(late if len(slips) else None, 0),
            f"of {len(slips)} with a baseline, reached ones included",
            why=NO_BASELINE,
        ),
        tile(
            "Milestones overdue",
            theme.number(overdue if len(rows) else None, 0),
            "expected before this day and not reached",
            why="The plan has no milestones.",
        ),
    ]


def value_of(facts: Facts, view: View) -> Report | None:
    """Return earned value in money, where a file tells it."""
    for source in plan.sources(facts):
        report = plan.earned_of(facts, source, view.technique)
        if report is not None and report.unit != HOURS:
            return report
    return None


def show_cost(report: Report) -> None:
    """Show what the work was worth, what it cost, and what it will cost."""
    tiles(plan.headline(report))
    show_chart(
        "Planned, earned, spent",
        chart=plan.curve(report),
        key="overview-earned",
        size=PART,
    )
