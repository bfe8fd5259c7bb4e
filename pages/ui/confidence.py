"""Joint confidence in words: inputs, tiles, charts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import confidences
from analytics.chosen import MOST_BUDGET, MOST_CUT
from analytics.figures import joint, risk_adjusted, theme
from analytics.figures.scope_chart import amount, count
from analytics.metrics.exposure.cover import Wanted
from analytics.metrics.forecast.simulate import TRIALS
from pages.ui import delivery, forecast, forecast_choices, measures, perils
from pages.ui.cache import measured, once
from pages.ui.filters import choose
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    from analytics.chosen import Chosen
    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.confidence.joint import JointConfidence
    from analytics.metrics.confidence.risk_adjusted import RiskAdjusted
    from pages.ui.state import View

NARROWED = (
    "Filters narrow the work but not the money: this is the chance of a part of the"
    " work against the budget of the whole project."
)
RESTS_ON = (
    f"Rests on {TRIALS:,} trials drawn with a fixed seed from the pace of the work,"
    " whole months of the ledger, open orders and the risk register, independently of"
    " each other."
)


def wanted(view: View) -> Wanted:
    """Return chance and correlation of the view."""
    return Wanted(int(view.sure) / 100, int(view.together) / 100)


def burndown_of(facts: Facts, view: View) -> Burndown | None:
    """Measure the work of the whole project, which the money is for."""
    whole = next(iter(measures.of_kind(facts, "project")), None)
    if whole is None:
        return None
    return measures.burndown_of(facts, whole, measures.unit_of(facts, view))


def joint_of(facts: Facts, burndown: Burndown, view: View) -> JointConfidence:
    """Measure how likely scope, date and budget hold together."""
    asked = wanted(view)
    return measured(
        "joint confidence",
        facts,
        lambda: confidences.joint_of(
            facts, burndown, view.chosen, asked, measures.budget_of(facts)
        ),
        *(burndown.unit, view.chosen, asked),
    )


def inputs(facts: Facts, burndown: Burndown, view: View) -> None:
    """Offer date, budget and scope of the promise, and how sure it is to be."""
    chosen, currency = view.chosen, facts.project.settings.currency
    standing = forecast.standing_of(facts, burndown, chosen)
    promise = confidences.promise_of(standing, chosen, measures.budget_of(facts))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forecast_choices.done_by(promise.by, facts.as_of)
        label = f"Budget ({currency}), contingency included"
        forecast_choices.number(
            "budget", label, promise.budget, 0.0, MOST_BUDGET, 10_000.0
        )
        label = f"Cut from what is left ({burndown.unit})"
        forecast_choices.number("cut", label, chosen.cut, 0.0, MOST_CUT, 1.0)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choose("Counted in", measures.units(facts), name="unit", value=burndown.unit)
        forecast_choices.scope(chosen)
        choose("How sure", perils.CHANCES, name="sure", value=view.sure)
        choose(
            "Risks of one category",
            perils.TOGETHER,
            name="together",
            value=view.together,
        )


def scope_of(result: JointConfidence, chosen: Chosen) -> str:
    """Say which scope is promised."""
    growing = chosen.scope == "growing"
    scope = "a scope that grows as it did" if growing else "today's scope"
    cut = f" less {count(chosen.cut, result.unit)}" if chosen.cut else ""
    return f"{scope}{cut}"


@once
def headline(result: JointConfidence) -> list[Tile]:
    """Return the chance of all three, and of each by itself."""
    why, promise = result.why, result.promise
    exact = result.by_date_exact
    same = f"; computed: {theme.chance(exact)}" if exact is not None else ""
    return [
        tile(
            "All three together",
            joint.drawn_chance(result.together),
            f"{amount(result.remaining)} {result.unit} left, by the date and within"
            " the budget",
            why=why.get("together"),
        ),
        tile(
            f"Done by {theme.day(promise.by)}",
            joint.drawn_chance(result.by_date),
            f"the date alone{same}",
            why=why.get("by_date"),
        ),
        tile(
            f"Within {theme.money(promise.budget, result.currency)}",
            joint.drawn_chance(result.within_budget),
            "the budget alone, all that was spent included",
            why=why.get("within_budget"),
        ),
        tile(
            "Cost in the end",
            theme.money(result.mean_cost, result.currency),
            f"on average, {theme.money(result.risk_cost, result.currency)} of it for"
            f" open risks; P80 {theme.money(result.costs[0.8], result.currency)}",
            why=why.get("mean_cost") or why.get("within_budget"),
        ),
    ]


@once
def levers(result: JointConfidence) -> list[Tile]:
    """Return what each of the three would have to become alone, and an even mix."""
    why, p = result.why, theme.percent(result.p)
    cut = (
        theme.DASH if result.cut_alone is None else count(result.cut_alone, result.unit)
    )
    return [
        tile(
            "Date that would do",
            theme.day(result.date_alone),
            f"has a chance of {p} with scope and budget as promised",
            why=why.get("date_alone"),
        ),
        tile(
            "Budget that would do",
            theme.money(result.budget_alone, result.currency),
            f"has a chance of {p} with scope and date as promised",
            why=why.get("budget_alone"),
        ),
        tile(
            "Scope to cut",
            cut,
            f"has a chance of {p} with date and budget as promised",
            why=why.get("cut_alone"),
        ),
        tile(
            "Date and money, evenly",
            theme.money(result.mix_budget, result.currency),
            f"by {theme.day(result.mix_by)} has a chance of {p} for the scope as"
            " promised",
            why=why.get("mix_by"),
        ),
    ]


@once
def frontier_chart(result: JointConfidence) -> Chart:
    """Return the mixes that hold."""
    return Chart(
        lambda: joint.plot_frontier(result),
        joint.read_frontier(result),
        lambda: joint.table_frontier(result),
        result.basis,
    )


def adjusted_of(facts: Facts, view: View) -> RiskAdjusted:
    """Add the open risks to each estimate at completion."""
    return measured(
        "risk-adjusted",
        facts,
        lambda: confidences.adjusted_of(
            facts, measures.exposure_of(facts, view), measures.budget_of(facts)
        ),
        wanted(view),
    )


@once
def adjusted_chart(result: RiskAdjusted) -> Chart:
    """Return the estimates with the open risks."""
    return Chart(
        lambda: risk_adjusted.plot_risk_adjusted(result),
        risk_adjusted.read_risk_adjusted(result),
        lambda: risk_adjusted.table_risk_adjusted(result),
        result.basis,
    )


def rests_on(facts: Facts, burndown: Burndown) -> str:
    """Say what the chance rests on."""
    known = delivery.evidence(facts, burndown.frame)
    return f"{known} {RESTS_ON} {NARROWED if facts.filters.is_active else ''}".strip()
