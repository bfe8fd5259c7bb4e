"""The headline figures of a shared page: a value, or a dash with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from analytics.figures.scope_chart import amount, count
from analytics.metrics.budget_words import APART
from analytics.metrics.risk import contingency_confidence
from analytics.sharing.frozen import Figure

if TYPE_CHECKING:
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.velocity import Velocity

NO_ISSUES = "No issues are imported yet, so there is no burn-down."
NO_REGISTER = "no open risk has a probability and an impact"


def delivery(whole: Burndown | None, pace: Velocity) -> tuple[Figure, ...]:
    """Return what is left of the project, and how fast the team is."""
    left = Figure("Work left", theme.DASH, "no issues imported")
    if whole is not None and whole.remaining is None:
        left = Figure("Work left", theme.DASH, whole.why.get("remaining", ""))
    elif whole is not None:
        value = count(whole.remaining, whole.unit)
        share = _share(whole.done, whole.scope)
        note = f"of {amount(whole.scope)} in scope{share}"
        left = Figure("Work left", value, note)
    return left, _velocity(pace)


def _share(done: float | None, scope: float | None) -> str:
    return f", {theme.percent(done / scope)} done" if done is not None and scope else ""


def _velocity(pace: Velocity) -> Figure:
    if pace.mean is None:
        return Figure("Velocity", theme.DASH, pace.why.get("mean", ""))
    note = f"per sprint, mean of the last {pace.counted}"
    if pace.say_do is not None:
        note = f"{note}; {theme.percent(pace.say_do)} of what was promised was kept"
    return Figure("Velocity", count(round(pace.mean, 1), pace.unit), note)


def money(result: BudgetVariance) -> tuple[Figure, ...]:
    """Return what is spent and where it will end."""
    sums, currency, why = result.total, result.currency, result.reasons
    spent = Figure("Spent", theme.DASH, why.get("actual", ""))
    if sums.actual is not None:
        note = why.get("used_ratio", "")
        if sums.used_ratio is not None:
            whole = theme.money(sums.budget, currency)
            note = f"{theme.percent(sums.used_ratio)} of {whole}"
        spent = Figure("Spent", theme.money(sums.actual, currency), note)
    name = "Estimate at completion"
    end = Figure(name, theme.DASH, why.get("estimate_at_completion", ""))
    if sums.estimate_at_completion is not None:
        gap = sums.variance_at_completion
        word = "under" if (gap or 0) >= 0 else "over"
        note = f"{theme.money(abs(gap or 0), currency)} {word} budget"
        end = Figure(name, theme.money(sums.estimate_at_completion, currency), note)
    return spent, end


def risk(result: RiskExposure) -> tuple[Figure, ...]:
    """Return the exposure after responses, and how sure the reserve is."""
    exposure = Figure("Risk exposure", theme.DASH, NO_REGISTER)
    if result.residual is not None:
        open_risks = f"{len(result.risks)} open risks, after responses"
        value = theme.money(result.residual.net, result.currency)
        exposure = Figure("Risk exposure", value, open_risks)
    name, sure = "Reserve is enough", contingency_confidence(result)
    if result.reserve.left is None:
        return exposure, Figure(name, theme.DASH, APART["contingency"])
    if sure is None:
        return exposure, Figure(name, theme.DASH, NO_REGISTER)
    left = theme.money(result.reserve.left, result.currency)
    note = f"chance that the {left} left of it will do"
    return exposure, Figure(name, theme.percent(sure), note)
