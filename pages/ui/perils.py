"""Exposure in words: tiles, charts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.figures import risk_course, theme, tornado, total_risk
from analytics.metrics.budget_words import APART
from analytics.metrics.exposure.cover import NO_MONEY
from analytics.metrics.exposure.measure import NO_DAYS
from analytics.metrics.exposure.milestones import delayed
from pages.ui.cache import once
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.exposure.cover import Cover
    from analytics.metrics.exposure.measure import Exposure

CHANCES = {"50": "50 %", "80": "80 %", "90": "90 %", "95": "95 %"}
TOGETHER = {
    "0": "strike independently",
    "30": "somewhat together (0.3)",
    "60": "mostly together (0.6)",
}
MILESTONES = {
    "milestone": "Milestone",
    "planned_on": "Planned",
    "p50_on": "P50",
    "p80_on": "P80",
    "p95_on": "P95",
}


@once
def cost_chart(result: Exposure) -> Chart:
    """Return how likely each cost is."""
    return Chart(
        lambda: total_risk.plot_total_cost(result),
        total_risk.read_total_cost(result),
        lambda: total_risk.table_total_cost(result),
        result.basis,
    )


@once
def days_chart(result: Exposure) -> Chart:
    """Return how likely each delay is."""
    return Chart(
        lambda: total_risk.plot_total_days(result),
        total_risk.read_total_days(result),
        lambda: total_risk.table_total_days(result),
        result.days_basis,
    )


@once
def course_chart(days: tuple[Cover, ...]) -> Chart:
    """Return the reserve needed and left over time."""
    return Chart(
        lambda: risk_course.plot_reserve(days),
        risk_course.read_reserve(days),
        lambda: risk_course.table_reserve(days),
        days[-1].basis,
    )


@once
def tornado_chart(result: Exposure) -> Chart:
    """Return which risk moves the total most."""
    return Chart(
        lambda: tornado.plot_tornado(result),
        tornado.read_tornado(result),
        lambda: tornado.table_tornado(result),
        result.basis,
    )


@once
def headline(result: Exposure) -> list[Tile]:
    """Return the figures of reserve needed and left."""
    currency, chance = result.currency, theme.percent(result.wanted.confidence)
    why = APART["contingency"] if result.reserve.contingency is None else NO_MONEY
    return [
        tile(
            "Reserve needed",
            theme.money(result.needed, currency),
            f"P{100 * result.wanted.confidence:.0f}: enough in {chance} of cases,"
            " on top of an estimate without any risk",
            why=NO_MONEY,
        ),
        tile(
            "Contingency left",
            theme.money(result.left, currency),
            f"of {theme.money(result.reserve.contingency, currency)};"
            f" {theme.money(result.reserve.spent, currency)} went into risks that"
            " struck",
            why=APART["contingency"],
        ),
        tile(
            "Too much or too little",
            theme.money_signed(result.gap, currency),
            "contingency left less reserve needed",
            why=why,
        ),
        tile(
            "It is enough with",
            theme.percent(result.covered),
            "chance that what is left covers the open risks",
            why=why,
        ),
    ]


@once
def details(result: Exposure) -> list[Tile]:
    """Return the mean, before and after the responses, and the delay."""
    before, after, days = result.inherent, result.residual, result.days
    currency = result.currency
    return [
        tile(
            "Mean cost, EMV",
            theme.money(after.mean if after else None, currency),
            f"a mean, no reserve: kept in {theme.percent(after.mean_confidence)}"
            " of cases"
            if after
            else "",
            why=NO_MONEY,
        ),
        tile(
            "Before responses",
            theme.money(before.mean if before else None, currency),
            "mean cost if nobody responded",
            why=NO_MONEY,
        ),
        tile(
            "Needed above the mean",
            theme.money(result.needed_above_mean, currency),
            "if the estimate holds the mean of the risks already",
            why=NO_MONEY,
        ),
        tile(
            "Delay",
            f"{theme.number(days.total.percentile(result.wanted.confidence), 1)} days"
            if days
            else theme.DASH,
            f"P{100 * result.wanted.confidence:.0f}, were all on the critical path",
            why=NO_DAYS,
        ),
    ]


def milestones(facts: Facts, result: Exposure) -> pd.DataFrame:
    """Return the milestones to come with their days at P50, P80 and P95."""
    if result.days is None:
        return pd.DataFrame()
    rows = delayed(facts.table("milestone"), result.days, as_of=result.as_of)
    table = rows[list(MILESTONES)].rename(columns=MILESTONES)
    dates = list(MILESTONES.values())[1:]
    return table.assign(
        **{name: [theme.day(day) for day in table[name]] for name in dates}
    )


@once
def no_milestones(result: Exposure) -> str:
    """Say why no milestone has a delay."""
    return NO_DAYS if result.days is None else "No milestone lies ahead."


@once
def rests_on(result: Exposure) -> str:
    """Say how the distribution came about."""
    if result.residual is None:
        return NO_MONEY
    if result.residual.is_computed:
        how = "computed from all open risks, with a simulation beside it as a check"
    else:
        how = "simulated, as so many risks that move together cannot be computed"
    return f"Rests on the newest risk register; every chance is {how}."
