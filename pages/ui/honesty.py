"""Honesty of ratings and estimates: charts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import confidences
from analytics.figures import honesty
from pages.ui import measures
from pages.ui.cache import measured, once
from pages.ui.layout import Chart, listed, show_chart

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.honesty.costs import EstimateHonesty
    from analytics.metrics.honesty.risks import RiskHonesty

NO_RISK = "There is no risk register yet."
NO_COST = "There is no budget and no ledger yet."


def show(facts: Facts) -> None:
    """Show how earlier ratings and estimates compare with what came."""
    ratings = measured(
        "risk honesty",
        facts,
        lambda: confidences.risk_honesty_of(facts, measures.risks_of(facts)),
    )
    show_chart("Ratings of risks", chart=ratings_chart(ratings), key="ratings")
    listed(
        "Risks by category",
        once(honesty.table_rated_categories)(ratings),
        key="rated-categories",
        nothing=NO_RISK,
    )
    told = measured(
        "estimate honesty",
        facts,
        lambda: confidences.estimate_honesty_of(facts, measures.budget_of(facts)),
    )
    show_chart("Estimates of past months", chart=past_chart(told), key="past-estimates")
    nothing = told.reason or NO_COST
    listed(
        "Estimates corrected, by way of estimating",
        once(honesty.table_methods)(told),
        key="corrected-methods",
        nothing=nothing,
    )
    listed(
        "Estimates corrected, by category",
        once(honesty.table_cost_categories)(told),
        key="corrected-categories",
        nothing=nothing,
    )


@once
def ratings_chart(result: RiskHonesty) -> Chart:
    """Return what struck of the risks rated in each band."""
    return Chart(
        lambda: honesty.plot_ratings(result),
        honesty.read_ratings(result),
        lambda: honesty.table_ratings(result),
        result.basis,
    )


@once
def past_chart(result: EstimateHonesty) -> Chart:
    """Return what past months said."""
    return Chart(
        lambda: honesty.plot_past_estimates(result),
        honesty.read_past_estimates(result),
        lambda: honesty.table_past_estimates(result),
        result.basis,
    )
