"""What joint confidence and honesty answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import confidences, forecasts, measures
from analytics.answers import Command, Shown
from analytics.chosen import NAMES, Chosen
from analytics.errors import NotFoundError, RequestError
from analytics.metrics.confidence.joint import FIGURES
from analytics.metrics.exposure.cover import CONFIDENCE, NO_MONEY, Wanted
from analytics.metrics.honesty.risks import FEWEST_STRUCK, NONE_OVER
from analytics.parameters import share, unit

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.confidence.joint import JointConfidence
    from analytics.parameters import Parameters

RISKS = ("confidence", "correlation")
ASKED = (
    *("unit", "until", "budget", "cut", "scope", "first", "last", "split", "pace"),
    *RISKS,
)


def _measured(facts: Facts, given: Parameters) -> JointConfidence:
    """Measure the whole project.

    Raises:
        NotFoundError: There are no issues.
        RequestError: Nothing is known of what is left.
    """
    goal = forecasts.goal_of(facts)
    if goal is None:
        raise NotFoundError("The project has no issues yet.")
    burndown = measures.burndown_of(facts, goal, unit(given))
    if not burndown.is_defined:
        raise RequestError(burndown.why.get("remaining", "Nothing is known of it."))
    chosen = Chosen.from_texts({k: v for k, v in given.items() if k in NAMES})
    return confidences.joint_of(facts, burndown, chosen, _wanted(given))


def _wanted(given: Parameters) -> Wanted:
    return Wanted(
        confidence=share(given, "confidence", CONFIDENCE),
        correlation=share(given, "correlation", 0.0),
    )


def _joint(facts: Facts, given: Parameters) -> Shown:
    found = _measured(facts, given)
    named = {one: getattr(found, one) for one in FIGURES}
    figures = {
        "currency": found.currency,
        "unit": found.unit,
        "remaining": found.remaining,
        "until": found.promise.by,
        "budget": found.promise.budget,
        "confidence": found.p,
        **named,
        "by_date_exact": found.by_date_exact,
        **{f"done_p{100 * p:g}": day for p, day in found.days.items()},
        **{f"cost_p{100 * p:g}": amount for p, amount in found.costs.items()},
        "mean_cost": found.mean_cost,
        "mean_risk_cost": found.risk_cost,
        "mean_risk_days": found.risk_days,
    }
    fallback = dict.fromkeys(figures, found.why.get("mix_by", ""))
    return Shown(
        found.basis.rests_on, figures, fallback | dict(found.why), found.frontier
    )


def _frontier(facts: Facts, given: Parameters) -> Shown:
    found = _measured(facts, given)
    figures = {
        "currency": found.currency,
        "unit": found.unit,
        "confidence": found.p,
        "mixes": len(found.frontier),
        "mix_by": found.mix_by,
        "mix_budget": found.mix_budget,
    }
    return Shown(found.basis.rests_on, figures, found.why, found.frontier)


def _adjusted(facts: Facts, given: Parameters) -> Shown:
    exposure = measures.exposure_of(facts, _wanted(given))
    found = confidences.adjusted_of(facts, exposure)
    figures = {
        "currency": found.currency,
        "confidence": found.p,
        "risks_mean": found.mean,
        "risks_reserve": found.reserve,
        "budget": found.budget,
        "contingency": found.contingency,
        "budget_with_contingency": found.allowed,
    }
    no_budget = "There is no budget to compare with."
    why = {
        name: NO_MONEY if name.startswith("risks") else no_budget for name in figures
    }
    is_known = found.table["at_completion"].notna().any()
    shown = found.table if is_known else found.table.head(0)
    return Shown(found.basis.rests_on, figures, why, shown)


def _ratings(facts: Facts, _: Parameters) -> Shown:
    found = confidences.risk_honesty_of(facts)
    tally = found.tally
    figures = {
        "currency": found.currency,
        "risks_over": tally.risks,
        "struck": tally.struck,
        "expected": tally.expected if tally.risks else None,
        "chance_factor": tally.chance_factor,
        "impact_factor": tally.impact_factor,
        "exposure_before": found.before,
        "exposure_after": found.after,
        "exposure_corrected": found.unbiased,
    }
    why = dict.fromkeys(figures, found.reason) | {
        "expected": NONE_OVER,
        "impact_factor": f"Fewer than {FEWEST_STRUCK} booked costs of risks that"
        " struck.",
        "exposure_before": NO_MONEY,
        "exposure_after": NO_MONEY,
    }
    return Shown(found.rests_on, figures, why, found.categories)


def _estimates(facts: Facts, _: Parameters) -> Shown:
    found = confidences.estimate_honesty_of(facts)
    rows = found.methods.to_dict("records")
    figures = {
        "currency": found.currency,
        "came": found.came,
        "is_over": found.is_over,
        "months": int(found.said["on"].nunique()),
        **{f"{row['method']}_bias": row["bias"] for row in rows},
        **{f"{row['method']}_corrected": row["unbiased"] for row in rows},
    }
    why = {f"{row['method']}_bias": str(row["reason"]) for row in rows}
    why |= {f"{row['method']}_corrected": str(row["reason"]) for row in rows}
    why["came"] = found.reason
    return Shown(found.basis.rests_on, figures, why, found.said)


COMMANDS: tuple[Command, ...] = (
    Command("joint_confidence", ASKED, _joint),
    Command("frontier", ASKED, _frontier),
    Command("risk_adjusted_estimate", RISKS, _adjusted),
    Command("risk_honesty", (), _ratings),
    Command("estimate_honesty", (), _estimates),
)
