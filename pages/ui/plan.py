"""Earned value and schedule in words: tiles and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from analytics import plans
from analytics.figures import (
    earned_value,
    estimates,
    plan_headline,
    schedule,
    theme,
)
from analytics.metrics.evm.schedule_work import Reading
from pages.ui.cache import measured, once
from pages.ui.layout import Chart, Tile, of, tile

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.evm.report import Report
    from analytics.metrics.evm.techniques import Technique
    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.milestones import Milestones
    from analytics.metrics.plan.quality import ScheduleQuality
    from pages.ui.state import View

NO_VALUE = (
    "No file tells planned value yet.",
    (
        "Upload a schedule with a baseline (Microsoft Project XML), or a budget and "
        "issues with points, or a table with planned, earned and actual amounts."
    ),
)
NO_SCHEDULE = (
    "There is no schedule and no list of milestones yet.",
    (
        "Upload the schedule (Microsoft Project XML, or a table of tasks), or a list "
        "of milestones with their dates."
    ),
)
ACCOUNTS = {
    "account": "Control account",
    "kind": "Kind",
    "technique": "Earned by",
    "budget": "Budget (BAC)",
    "planned": "Planned (PV)",
    "earned": "Earned (EV)",
    "actual": "Actual cost (AC)",
    "cost_variance": "CV",
    "schedule_variance": "SV",
    "cpi": "CPI",
    "spi": "SPI",
    "eac": "EAC",
    "vac": "VAC",
}
STEPS = {"on": "Day", "what": "Baseline", "before": "Budget before", "after": "After"}
SOURCES = {
    "columns": "Table of amounts",
    "schedule": "Schedule",
    "milestones": "Milestones or units, and money",
    "points": "Points and money",
}


def reading(view: View) -> Reading:
    """Return how progress of a schedule becomes earned value, as chosen."""
    return Reading(cast("Technique", view.technique))


def sources(facts: Facts) -> dict[str, str]:
    """Return the kinds of sources that there are."""
    found = measured("evm sources", facts, lambda: plans.sources_of(facts))
    return {name: SOURCES[name] for name in found}


def earned_of(facts: Facts, source: str, technique: str) -> Report | None:
    """Measure earned value."""
    return measured(
        "earned value",
        facts,
        lambda: plans.earned_value_of(
            facts, source, Reading(cast("Technique", technique))
        ),
        source,
        technique,
    )


def path_of(facts: Facts) -> CriticalPath:
    """Compute the critical path."""
    return measured("critical path", facts, lambda: plans.critical_path_of(facts))


def quality_of(facts: Facts) -> ScheduleQuality:
    """Assess the schedule."""
    return measured("plan quality", facts, lambda: plans.schedule_quality_of(facts))


def milestones_of(facts: Facts) -> Milestones:
    """Compare milestones with their baseline."""
    return measured("milestones", facts, lambda: plans.milestones_of(facts))


@once
def headline(report: Report) -> list[Tile]:
    """Return the four figures of earned value."""
    return [of(one) for one in plan_headline.value(report)]


@once
def pace_tiles(report: Report) -> list[Tile]:
    """Return the figures of earned schedule."""
    return [of(one) for one in plan_headline.pace(report).all]


@once
def curve(report: Report) -> Chart:
    """Return the S-curve of the three amounts."""
    return Chart(
        lambda: earned_value.plot_earned_value(report),
        earned_value.read_earned_value(report),
        lambda: earned_value.table_earned_value(report),
        report.basis,
    )


@once
def indices(report: Report) -> Chart:
    """Return CPI and SPI over time."""
    return Chart(
        lambda: earned_value.plot_indices(report),
        earned_value.read_indices(report),
        lambda: earned_value.table_earned_value(report),
        report.basis,
    )


@once
def family(report: Report) -> Chart:
    """Return the estimates side by side."""
    return Chart(
        lambda: estimates.plot_estimates(report),
        estimates.read_estimates(report),
        lambda: estimates.table_estimates(report),
        report.basis,
    )


@once
def accounts(report: Report) -> pd.DataFrame:
    """Return the control accounts, amounts to the hundredth."""
    return report.accounts[list(ACCOUNTS)].rename(columns=ACCOUNTS).round(2)


@once
def steps(report: Report) -> pd.DataFrame:
    """Return the steps of the baseline."""
    table = report.steps[list(STEPS)].rename(columns=STEPS)
    return table.assign(Day=[theme.day(one) for one in table["Day"]])


@once
def trend(result: Milestones) -> Chart:
    """Return the trend of the milestones."""
    return Chart(
        lambda: schedule.plot_trend(result),
        schedule.read_milestones(result),
        lambda: schedule.table_milestones(result),
        result.basis,
    )


@once
def floats(result: CriticalPath) -> Chart:
    """Return how much float there is."""
    return Chart(
        lambda: schedule.plot_float(result),
        schedule.read_float(result),
        lambda: schedule.table_path(result),
        result.basis,
    )


@once
def quality_tiles(result: ScheduleQuality) -> list[Tile]:
    """Return the indices of the schedule."""
    return [
        tile(
            "Tasks finished as planned",
            theme.number(result.bei, 2),
            "baseline execution index, BEI; goal 0.95",
            why=result.why.get("bei"),
        ),
        tile(
            "Room on the critical path",
            theme.number(result.cpli, 2),
            "critical path length index, CPLI; goal 0.95",
            why=result.why.get("cpli"),
        ),
        tile(
            "Finished of those due",
            theme.percent(result.hit),
            "hit ratio: due by now and finished",
            why=result.why.get("hit"),
        ),
        tile(
            "Finished of those due this month",
            theme.percent(result.hit_in_month),
            "hit ratio of the month",
            why=result.why.get("hit_in_month"),
        ),
    ]
