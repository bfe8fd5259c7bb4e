"""Money in words: tiles and charts of the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import budget, budget_curve, theme
from analytics.metrics.budget_words import APART
from pages.ui import lights
from pages.ui.cache import once
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.estimates import CostEstimates
    from analytics.project import Limits

GROUPS = {
    "category": "Category",
    "work_package": "Work package",
    "vendor": "Vendor",
    "cost_type": "Cost type",
}


MISSING = (
    "There is no budget and no ledger yet.",
    (
        "Upload the budget (what was planned, by period and category) and the ledger "
        "(what was booked). Purchase orders add what is ordered but not invoiced."
    ),
)


NOT_COUNTED = (
    "Lines in another currency count once there is an exchange rate for their day: "
    "upload exchange rates, or change the currency of the project in its settings."
)


def missing_of(result: BudgetVariance) -> tuple[str, str]:
    """Return what is missing for a budget, and what helps."""
    told = budget.why_nothing_counts(result)
    return (told, NOT_COUNTED) if told else MISSING


@once
def budget_chart(result: BudgetVariance) -> Chart:
    """Return budget, spent, ordered and expected by name."""
    return Chart(
        lambda: budget.plot_budget(result),
        budget.read_budget(result),
        lambda: budget.table_budget(result),
        result.basis,
    )


@once
def curve_chart(result: BudgetVariance) -> Chart:
    """Return the S-curve."""
    return band_chart(result, None)


def band_chart(result: BudgetVariance, estimates: CostEstimates | None) -> Chart:
    """Return the S-curve with the band of the estimates."""
    return Chart(
        lambda: budget_curve.plot_budget_curve(result, estimates),
        budget_curve.read_budget_curve(result),
        lambda: budget_curve.table_budget_curve(result),
        result.basis,
    )


@once
def headline(result: BudgetVariance, limits: Limits) -> list[Tile]:
    """Return the four figures of the overview."""
    total, currency = result.total, result.currency
    light = lights.of_budget(result, limits)
    return [
        tile(
            "Budget",
            theme.money(total.budget, currency),
            f"{_to_date(result)}{_changed(result)}",
            why=result.reasons.get("budget"),
        ),
        tile(
            "Spent",
            theme.money(total.actual, currency),
            f"{_used(total.used_ratio)}{_accrued(result)}",
            why=result.reasons.get("actual"),
        ),
        tile(
            "Expected in the end",
            theme.money(total.estimate_at_completion, currency),
            "estimate at completion, if the rest costs what is planned",
            why=result.reasons.get("estimate_at_completion"),
        ),
        tile(
            "Under or over budget",
            theme.money_signed(total.variance_at_completion, currency),
            "variance at completion",
            light=light,
            why=result.reasons.get("variance_at_completion"),
        )._replace(help=lights.rules(limits)["budget"]),
    ]


def _used(ratio: float | None) -> str:
    if ratio is None:
        return "there is no budget for it"
    return f"{theme.percent(ratio)} of the budget"


def _accrued(result: BudgetVariance) -> str:
    if result.accrued is None:
        return ""
    return f"; {theme.money(result.accrued, result.currency)} of it accrued"


@once
def details(result: BudgetVariance) -> list[Tile]:
    """Return the further figures of the budget page."""
    total, currency = result.total, result.currency
    return [
        tile(
            "Ahead or behind plan",
            theme.money_signed(total.variance_to_date, currency),
            "variance to date; + is less spent than planned",
            why=result.reasons.get("variance_to_date"),
        ),
        tile(
            "Ordered, not invoiced",
            theme.money(total.committed, currency),
            "open commitments",
            why=result.reasons.get("committed"),
        ),
        tile(
            "Contingency",
            theme.money(result.contingency, currency),
            "reserve for known risks, apart from the budget",
            why=APART["contingency"],
        ),
        tile(
            "Management reserve",
            theme.money(result.management_reserve, currency),
            "reserve for the unknown, apart from the budget",
            why=APART["management_reserve"],
        ),
    ]


def _changed(result: BudgetVariance) -> str:
    """Say how far approved changes moved the budget, where there are any."""
    if result.changes.empty or not result.total.changes:
        return ""
    moved = theme.money_signed(result.total.changes, result.currency)
    return f"; {moved} by approved changes"


def _to_date(result: BudgetVariance) -> str:
    planned = result.total.budget_to_date
    if planned is None:
        return "no line says when it is planned"
    return f"{theme.money(planned, result.currency)} planned to date"
