"""What each metric answers when it is asked for by name: one function per metric."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from analytics import answers_flow, measures
from analytics.metrics.budget_words import APART
from analytics.metrics.burndown import FIGURES, Burndown
from analytics.metrics.risk import contingency_confidence
from analytics.parameters import frame as _frame
from analytics.parameters import unit as _unit
from analytics.parameters import whole as _whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.outlook import Outlook
    from analytics.metrics.risk import RiskExposure
    from analytics.parameters import Parameters

NOT_QUANTIFIED = "No open risk has both a probability and an impact."
NOTHING_TO_CHECK = "The files hold nothing to check."


@dataclass(frozen=True, slots=True)
class Shown:
    """What a metric answers; `why` has the reason of each figure that is None."""

    evidence: str
    figures: Mapping[str, object]
    why: Mapping[str, str]
    rows: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Command:
    """One metric of the command line and the parameters it takes."""

    metric: str
    parameters: tuple[str, ...]
    run: Callable[[Facts, Parameters], Shown]


def _burndown(facts: Facts, given: Parameters) -> Shown:
    result = measures.burndown_of(facts, _frame(facts, given), _unit(given))
    return _scope(result, tuple(result.days.columns))


def _burnup(facts: Facts, given: Parameters) -> Shown:
    result = measures.burndown_of(facts, _frame(facts, given), _unit(given))
    return _scope(result, ("scope", "done", "remaining", "working"))


def _scope(result: Burndown, columns: tuple[str, ...]) -> Shown:
    names = [name for name in FIGURES if name != "ideal"]
    figures = {name: getattr(result, name) for name in names}
    about = {"frame": result.frame.name, "unit": result.unit, "until": result.until}
    rows = result.days[list(columns)].rename_axis("day").reset_index()
    return Shown(result.evidence, {**about, **figures}, result.why, rows)


def _velocity(facts: Facts, given: Parameters) -> Shown:
    result = measures.velocity_of(facts, _unit(given), last=_whole(given, "last", 3))
    names = ("unit", "last", "counted", "mean", "say_do")
    figures = {name: getattr(result, name) for name in names}
    return Shown(result.basis.rests_on, figures, result.why, result.sprints)


def _say_do(facts: Facts, given: Parameters) -> Shown:
    result = measures.velocity_of(facts, _unit(given), last=_whole(given, "last", 3))
    counted = result.sprints.tail(result.counted)
    promised = counted[counted["commitment"].notna()]
    figures = {
        "unit": result.unit,
        "last": result.last,
        "counted": result.counted,
        **{name: _sum(promised[name]) for name in ("commitment", "kept")},
        "say_do": result.say_do,
    }
    why = dict.fromkeys(("commitment", "kept", "say_do"), result.why.get("say_do", ""))
    return Shown(result.basis.rests_on, figures, why, result.sprints)


def _sum(amounts: pd.Series) -> float | None:
    return float(amounts.sum()) if len(amounts) else None


def _budget(facts: Facts, given: Parameters) -> Shown:
    result = measures.budget_of(facts, by=given.get("by", "category"))
    figures = {
        "currency": result.currency,
        **asdict(result.total),
        "accrued": result.accrued,
        "contingency": result.contingency,
        "management_reserve": result.management_reserve,
    }
    why = {**APART, **result.reasons}
    return Shown(result.basis.rests_on, figures, why, result.lines)


def _burn_rate(facts: Facts, given: Parameters) -> Shown:
    money = measures.budget_of(facts)
    result = measures.burn_rate_of(money, last=_whole(given, "last", 3))
    figures = {"currency": money.currency, **asdict(result)}
    reason = figures.pop("reason")
    unknown = [money.reasons.get(name, "") for name in ("budget", "actual")]
    why = {
        "monthly_amount": reason,
        "remaining_amount": next(filter(None, unknown), ""),
        "runway_months": reason,
    }
    return Shown(money.basis.rests_on, figures, why, money.months)


def _risk(facts: Facts, _: Parameters) -> Shown:
    result = measures.risk_of(facts)
    figures = {
        "currency": result.currency,
        "open_risks": len(result.risks),
        "quantified": len(result.quantified),
        **_outlook("inherent", result.inherent),
        **_outlook("residual", result.residual),
        "days": result.days,
        **_reserve(result),
    }
    why = dict.fromkeys(figures, NOT_QUANTIFIED)
    why["days"] = "No open risk has an impact in days."
    rows = result.risks.drop(columns="version_id")
    return Shown(result.basis.rests_on, figures, why | _no_reserve(result), rows)


def _confidence(facts: Facts, _: Parameters) -> Shown:
    result = measures.risk_of(facts)
    figures = {
        "currency": result.currency,
        "quantified": len(result.quantified),
        **_outlook("residual", result.residual),
        **_reserve(result),
    }
    why = dict.fromkeys(figures, NOT_QUANTIFIED) | _no_reserve(result)
    rows = result.quantified.drop(columns="version_id")
    return Shown(result.basis.rests_on, figures, why, rows)


def _reserve(result: RiskExposure) -> dict[str, float | None]:
    return {
        "contingency": result.reserve.contingency,
        "contingency_left": result.reserve.left,
        "contingency_confidence": contingency_confidence(result),
    }


def _no_reserve(result: RiskExposure) -> dict[str, str]:
    """Say of the figures of the reserve why they are missing, if it is not known."""
    if result.reserve.contingency is not None:
        return {}
    return dict.fromkeys(_reserve(result), APART["contingency"])


def _outlook(name: str, found: Outlook | None) -> dict[str, float | None]:
    parts = ("threats", "opportunities", "net", "confidence", "worst_case", "best_case")
    return {
        f"{name}_{part}": None if found is None else float(getattr(found, part))
        for part in parts
    }


def _quality(facts: Facts, _: Parameters) -> Shown:
    result = measures.quality_of(facts)
    counts = {
        "checks_with_findings": len(result.hits),
        "checks_that_touch_figures": len(result.touching),
        "lines": result.lines,
    }
    is_checked = len(result.unchecked) < len(result.results)
    figures = {
        "checks": len(result.results),
        "checks_not_possible": len(result.unchecked),
        **(counts if is_checked else dict.fromkeys(counts)),
    }
    why = {} if is_checked else dict.fromkeys(counts, NOTHING_TO_CHECK)
    rows = result.table() if is_checked else result.table().head(0)
    return Shown(result.basis().rests_on, figures, why, rows)


def _flow(metric: str, *more: str) -> Command:
    def run(facts: Facts, given: Parameters) -> Shown:
        result = answers_flow.answer(facts, metric, given)
        return Shown(result.evidence, result.figures, result.why, result.rows)

    return Command(metric, (*answers_flow.PARAMETERS, *more), run)


COMMANDS: tuple[Command, ...] = (
    Command("burndown", ("frame", "unit"), _burndown),
    Command("burnup", ("frame", "unit"), _burnup),
    Command("velocity", ("unit", "last"), _velocity),
    Command("say_do", ("unit", "last"), _say_do),
    *(_flow(metric) for metric in answers_flow.MEASURES),
    _flow("process_behaviour", "of"),
    Command("budget_variance", ("by",), _budget),
    Command("burn_rate", ("last",), _burn_rate),
    Command("risk_exposure", (), _risk),
    Command("contingency_confidence", (), _confidence),
    Command("quality", (), _quality),
)
