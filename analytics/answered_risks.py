"""What the metrics of exposure answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import measures, risk_history
from analytics.answers import Command, Shown
from analytics.metrics.budget_words import APART
from analytics.metrics.exposure.cover import CONFIDENCE, NO_MONEY, Wanted
from analytics.metrics.exposure.measure import NO_DAYS, Exposure
from analytics.metrics.risk_burndown import NO_HISTORY
from analytics.parameters import share

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.exposure.measure import Outcome
    from analytics.parameters import Parameters

PERCENTILES = (0.5, 0.8, 0.95)
ASKED = ("confidence", "correlation")


def _measured(facts: Facts, given: Parameters) -> Exposure:
    wanted = Wanted(
        confidence=share(given, "confidence", CONFIDENCE),
        correlation=share(given, "correlation", 0.0),
    )
    return measures.exposure_of(facts, wanted)


def _exposure(facts: Facts, given: Parameters) -> Shown:
    result = _measured(facts, given)
    figures = {
        **_asked(result),
        "risks": result.risks,
        **_outcome("inherent", result.inherent),
        **_outcome("residual", result.residual),
        **_outcome("delay", result.days),
    }
    why = {
        name: NO_DAYS if name.startswith("delay") else NO_MONEY
        for name, value in figures.items()
        if value is None
    }
    return Shown(result.basis.rests_on, figures, why, result.tornado)


def _contingency(facts: Facts, given: Parameters) -> Shown:
    result = _measured(facts, given)
    reserve = result.reserve
    figures = {
        **_asked(result),
        "contingency_needed": result.needed,
        "base": "an estimate without any cost of risks",
        "needed_above_mean": result.needed_above_mean,
        "contingency": reserve.contingency,
        "spent_on_risks_that_struck": reserve.spent,
        "contingency_left": result.left,
        "surplus": result.gap,
        "covered": result.covered,
    }
    no_reserve = reserve.contingency is None
    about_reserve = ("contingency", "contingency_left", "surplus", "covered")
    why = {
        name: APART["contingency"] if no_reserve and name in about_reserve else NO_MONEY
        for name, value in figures.items()
        if value is None
    }
    return Shown(result.basis.rests_on, figures, why, result.tornado)


def _tornado(facts: Facts, given: Parameters) -> Shown:
    result = _measured(facts, given)
    mean = None if result.residual is None else result.residual.mean
    figures = {
        "currency": result.currency,
        "risks": result.risks,
        "mean": mean,
        "moved_from": "P10",
        "moved_to": "P90",
    }
    return Shown(result.basis.rests_on, figures, {"mean": NO_MONEY}, result.tornado)


def _burndown(facts: Facts, _: Parameters) -> Shown:
    result = risk_history.burndown_of(facts)
    figures = {
        "currency": result.currency,
        "days": len(result.steps),
        "added": result.added,
        "removed": result.removed,
        "moved_risks": len(result.moves),
    }
    why = dict.fromkeys(("added", "removed"), NO_HISTORY)
    return Shown(result.rests_on, figures, why, result.steps)


def _asked(result: Exposure) -> dict[str, object]:
    return {
        "currency": result.currency,
        "confidence": result.wanted.confidence,
        "correlation": result.wanted.correlation,
    }


def _outcome(name: str, found: Outcome | None) -> dict[str, object]:
    parts = [f"p{100 * share:.0f}" for share in PERCENTILES]
    if found is None:
        return dict.fromkeys(f"{name}_{part}" for part in ("mean", "deviation", *parts))
    amounts = [found.total.percentile(one) for one in PERCENTILES]
    drawn = [found.drawn.percentile(one) for one in PERCENTILES]
    return {
        f"{name}_mean": found.mean,
        f"{name}_deviation": found.deviation,
        f"{name}_mean_confidence": found.mean_confidence,
        f"{name}_is_computed": found.is_computed,
        **{f"{name}_{part}": x for part, x in zip(parts, amounts, strict=True)},
        **{f"{name}_{part}_simulated": x for part, x in zip(parts, drawn, strict=True)},
    }


COMMANDS: tuple[Command, ...] = (
    Command("exposure", ASKED, _exposure),
    Command("contingency", ASKED, _contingency),
    Command("tornado", (), _tornado),
    Command("risk_burndown", (), _burndown),
)
