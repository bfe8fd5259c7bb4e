"""When a figure is green, amber or red. Grey says that the data cannot tell.

The rules are few and said in words beside the light (`rules`), so that the room argues
about the project and not about the colour. Their limits are settings of the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.metrics.risk import contingency_confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.risk import RiskExposure
    from analytics.project import Limits


def rules(limits: Limits) -> Mapping[str, str]:
    """Say when each light turns."""
    overrun, behind, covered, barely = (
        theme.percent(one)
        for one in (limits.overrun, limits.behind, limits.covered, limits.barely)
    )
    return {
        "budget": (
            "Green: the estimate at completion is within the budget. Amber: at most"
            f" {overrun} above it. Red: more."
        ),
        "sprint": (
            "Green: not more left than the ideal line. Amber: more, by at most"
            f" {behind} of the scope. Red: beyond that."
        ),
        "reserve": (
            "Green: what is left of the contingency covers the open risks with a"
            f" chance of {covered} or more. Amber: {barely} or more. Red: less."
        ),
    }


def of_budget(result: BudgetVariance, limits: Limits) -> str:
    """Return the light of the money."""
    variance, budget = result.total.variance_at_completion, result.total.budget
    if variance is None or not budget:
        return "grey"
    return _step(-variance / budget, limits.overrun)


def of_sprint(result: Burndown, limits: Limits) -> str:
    """Return the light of a running sprint."""
    if result.over_ideal is None or not result.scope:
        return "grey"
    return _step(result.over_ideal / result.scope, limits.behind)


def of_reserve(result: RiskExposure, limits: Limits) -> str:
    """Return the light of the reserve."""
    chance = contingency_confidence(result)
    if chance is None:
        return "grey"
    if chance >= limits.covered:
        return "green"
    return "amber" if chance >= limits.barely else "red"


def _step(excess: float, tolerated: float) -> str:
    if excess <= 0:
        return "green"
    return "amber" if excess <= tolerated else "red"
