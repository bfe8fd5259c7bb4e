"""What the metrics of earned value and schedule answer when asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pandas as pd

from analytics import plans
from analytics.answers import Command, Shown
from analytics.errors import RequestError
from analytics.metrics.evm.indices import METHODS
from analytics.metrics.evm.report import NO_SOURCE
from analytics.metrics.evm.schedule_work import Reading
from analytics.metrics.evm.techniques import TECHNIQUES

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.evm.report import Report
    from analytics.metrics.evm.techniques import Technique
    from analytics.parameters import Parameters

READING = ("source", "technique", "baseline", "level_of_effort")
"""Parameters of everything that rests on earned value."""
NO_PACE = "There is no plan in time, or nothing tells progress."


def _report(facts: Facts, given: Parameters) -> Report | None:
    return plans.earned_value_of(facts, given.get("source", ""), reading_of(given))


def reading_of(given: Parameters) -> Reading:
    """Return how a schedule is to be read.

    Raises:
        RequestError: A parameter has no meaning.
    """
    technique = given.get("technique", "percent")
    if technique not in TECHNIQUES:
        message = f"technique is one of {', '.join(TECHNIQUES)}, not {technique!r}."
        raise RequestError(message)
    number = given.get("baseline", "0")
    if number not in {str(one) for one in range(11)}:
        message = f"baseline is a number from 0 to 10, not {number!r}."
        raise RequestError(message)
    effort = given.get("level_of_effort", "").split(",")
    names = frozenset(name.strip() for name in effort if name.strip())
    return Reading(cast("Technique", technique), int(number), names)


def _nothing(names: tuple[str, ...]) -> Shown:
    why = dict.fromkeys(names, NO_SOURCE)
    return Shown("", dict.fromkeys(names), why, pd.DataFrame())


def earned(facts: Facts, given: Parameters) -> Shown:
    """Answer with PV, EV, AC and the indices; one row per account."""
    found = _report(facts, given)
    names = ("planned", "earned", "actual", "budget", "cpi", "spi")
    if found is None:
        return _nothing(names)
    total = found.total
    figures = {
        "status": found.status,
        "unit": found.unit,
        "source": found.source,
        "baseline": found.baseline,
        **found.known,
        "cost_variance": total.cost_variance if total else None,
        "schedule_variance": found.schedule_variance,
        "cost_index": total.cost_index if total else None,
        "schedule_index": found.schedule_index,
    }
    return Shown(found.basis.rests_on, figures, found.why, found.accounts)


def estimates(facts: Facts, given: Parameters) -> Shown:
    """Answer with the estimate at completion; one row per method."""
    found = _report(facts, given)
    names = ("estimate", "to_go", "variance", "to_complete_index", "nearest")
    if found is None:
        return _nothing(names)
    best = found.estimates.get(found.nearest or "typical")
    needed = found.to_budget
    figures = {
        "unit": found.unit,
        "budget": found.known["budget"],
        "nearest": found.nearest,
        "estimate": best.estimate if best else None,
        "to_go": best.to_go if best else None,
        "variance": best.variance if best else None,
        "to_complete_index": needed.index if needed else None,
        "feasibility": needed.words if needed else None,
    }
    reason = best.why if best else found.why.get("cost_index", NO_SOURCE)
    why = {
        **dict.fromkeys(names, reason),
        "nearest": "No past month can be held against what came since.",
        "to_complete_index": needed.words if needed else reason,
    }
    rows = pd.DataFrame(
        [
            (
                name,
                METHODS[name],
                one.estimate,
                one.to_go,
                one.variance,
                found.errors.get(name),
                one.why,
            )
            for name, one in found.estimates.items()
        ],
        columns=["method", "rule", "eac", "etc", "vac", "mean_error", "why"],
    )
    return Shown(found.basis.rests_on, figures, why, rows)


def pace(facts: Facts, given: Parameters) -> Shown:
    """Answer with earned schedule; one row per rule of forecast."""
    found = _report(facts, given)
    names = ("earned_schedule", "schedule_index", "schedule_variance", "finish")
    if found is None:
        return _nothing(names)
    if found.pace is None:
        why = dict.fromkeys(names, found.why.get("planned") or NO_PACE)
        return Shown(found.basis.rests_on, dict.fromkeys(names), why, found.months)
    one = found.pace
    figures = {
        "earned_schedule": one.found.periods,
        "actual_time": one.found.elapsed,
        "planned_duration": one.found.planned,
        "schedule_variance": one.found.variance,
        "schedule_index": one.found.index,
        "to_complete_schedule_index": one.found.needed,
        "adherence": one.adherence,
        "earned_on": one.earned_on,
        "planned_finish": one.planned_end,
        "finish": one.finish(),
        "finish_as_planned_from_now": one.finish("planned"),
        "finish_cost_and_schedule": one.finish("cost_and_schedule"),
    }
    why = {
        **dict.fromkeys(names, one.found.why),
        "to_complete_schedule_index": "The planned end has passed.",
        "adherence": "Only a schedule tells it task by task.",
        "finish": "Nothing is earned yet.",
        "finish_cost_and_schedule": "It needs CPI and SPI(t).",
    }
    return Shown(found.basis.rests_on, figures, why, found.months)


def quality(facts: Facts, _: Parameters) -> Shown:
    """Answer with BEI, CPLI and hits; one row per point of the DCMA."""
    found = plans.schedule_quality_of(facts)
    figures = {
        "status": found.status,
        "bei": found.bei,
        "cpli": found.cpli,
        "hit": found.hit,
        "hit_in_month": found.hit_in_month,
        "points_not_met": len(found.failed),
    }
    rows = pd.DataFrame(
        [
            (one.name, one.limit, one.count, one.of, one.value, one.is_met, one.why)
            for one in found.points
        ],
        columns=["point", "limit", "count", "of", "value", "is_met", "why"],
    )
    has_tasks = len(found.basis.used["task"]) > 0
    shown = rows if has_tasks else rows.head(0)
    return Shown(found.basis.rests_on, figures, found.why, shown)


def path(facts: Facts, _: Parameters) -> Shown:
    """Answer with the end by the network; one row per task."""
    found = plans.critical_path_of(facts)
    figures = {
        "finish": found.finish,
        "critical_tasks": len(found.path) if not found.why else None,
        "compared_with_tool": found.compared,
        "differences": len(found.differences),
    }
    why = dict.fromkeys(("finish", "critical_tasks"), found.why)
    return Shown(found.basis.rests_on, figures, why, found.tasks.drop(columns="key"))


def dates(facts: Facts, _: Parameters) -> Shown:
    """Answer with milestones and their slip."""
    found = plans.milestones_of(facts)
    worst = found.latest
    figures = {
        "milestones": len(found.rows),
        "overdue": len(found.overdue),
        "most_slipped": worst[0] if worst else None,
        "slip_days": worst[1] if worst else None,
    }
    none = "No open milestone is later than its baseline."
    why = dict.fromkeys(("most_slipped", "slip_days"), none)
    return Shown(found.basis.rests_on, figures, why, found.rows)


COMMANDS: tuple[Command, ...] = (
    Command("earned_value", READING, earned),
    Command("estimate_at_completion", READING, estimates),
    Command("earned_schedule", READING, pace),
    Command("schedule_quality", (), quality),
    Command("critical_path", (), path),
    Command("milestones", (), dates),
)
