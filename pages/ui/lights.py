"""When a figure is green, amber or red. Grey says that the data cannot tell.

The rules are few and said in words beside the light (`RULES`), so that the room argues
about the project and not about the colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.metrics.risk import contingency_confidence

if TYPE_CHECKING:
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.risk import RiskExposure

OVERRUN = 0.05
BEHIND = 0.15
COVERED, BARELY = 0.8, 0.5
RULES = {
    "budget": (
        "Green: the estimate at completion is within the budget. Amber: at most 5 % "
        "above it. Red: more."
    ),
    "sprint": (
        "Green: not more left than the ideal line. Amber: more, by at most 15 % of the "
        "scope. Red: beyond that."
    ),
    "reserve": (
        "Green: the contingency covers the open risks with a chance of 80 % or more. "
        "Amber: 50 % or more. Red: less."
    ),
}


def of_budget(result: BudgetVariance) -> str:
    """Return the light of the money."""
    variance, budget = result.total.variance_at_completion, result.total.budget
    if variance is None or not budget:
        return "grey"
    return _step(-variance / budget, OVERRUN)


def of_sprint(result: Burndown) -> str:
    """Return the light of a running sprint."""
    if result.over_ideal is None or not result.scope:
        return "grey"
    return _step(result.over_ideal / result.scope, BEHIND)


def of_reserve(result: RiskExposure) -> str:
    """Return the light of the reserve."""
    chance = contingency_confidence(result)
    if chance is None:
        return "grey"
    if chance >= COVERED:
        return "green"
    return "amber" if chance >= BARELY else "red"


def _step(excess: float, tolerated: float) -> str:
    if excess <= 0:
        return "green"
    return "amber" if excess <= tolerated else "red"
