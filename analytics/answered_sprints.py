"""What the metrics of sprints answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import sprints
from analytics.answers import Command, Shown
from analytics.measures import frames_of
from analytics.metrics.count_rules import RULES
from analytics.metrics.reconciliation import FIGURES
from analytics.parameters import frame, unit

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.scope import Frame
    from analytics.parameters import Parameters

ASKED = ("frame", "unit")


def _frame(facts: Facts, given: Parameters) -> Frame:
    """Return the frame that is meant, without one the sprint that closed last."""
    closed = [one for one in frames_of(facts, "sprint") if one.is_closed(facts.as_of)]
    if given.get("frame") or not closed:
        return frame(facts, given)
    return max(closed, key=lambda one: (str(one.closed), one.frame_id))


def _sprint_report(facts: Facts, given: Parameters) -> Shown:
    result = sprints.sprint_report_of(facts, _frame(facts, given), unit(given))
    sums = result.sums.set_index("list")
    figures = {
        "frame": result.frame.name,
        "unit": result.unit,
        "commitment": result.commitment,
        "listed": result.listed,
        "added": result.added,
        **{
            f"{name}_{column}": None if result.why else float(sums[column][name])
            for name in sums.index
            for column in ("items", "initial", "final")
        },
    }
    why = dict.fromkeys(figures, result.why)
    return Shown(result.basis.rests_on, figures, why, result.rows)


def _reconciliation(facts: Facts, given: Parameters) -> Shown:
    result = sprints.reconciliation_of(facts, _frame(facts, given), unit(given))
    figures = {
        "frame": result.frame.name,
        "unit": result.unit,
        **{
            f"{rule.key}_{figure}": result.total(rule.key, figure)
            for rule in RULES
            for figure in FIGURES
        },
        "note": result.note,
    }
    why = dict.fromkeys(figures, result.why)
    return Shown(result.basis.rests_on, figures, why, result.lines)


def _scope_changes(facts: Facts, given: Parameters) -> Shown:
    result = sprints.scope_ledger_of(facts, _frame(facts, given), unit(given))
    figures = {
        "frame": result.frame.name,
        "unit": result.unit,
        "changes": None if result.why else len(result.rows),
        "amount": None if result.why else float(result.rows["amount"].sum()),
    }
    why = dict.fromkeys(figures, result.why)
    return Shown(result.basis.rests_on, figures, why, result.rows)


def _carry_over(facts: Facts, _: Parameters) -> Shown:
    result = sprints.carry_over_of(facts)
    names = ("in_sprints", "items", "times", "open_items")
    figures = {name: getattr(result, name) for name in names}
    why = dict.fromkeys(figures, result.why)
    return Shown(result.basis.rests_on, figures, why, result.rows)


def _corrections(facts: Facts, given: Parameters) -> Shown:
    result = sprints.corrections_of(facts, unit(given))
    since = float(result.rows["done_amount"].sum())
    figures = {
        "unit": result.unit,
        "sprints": None if result.why else len(result.sprints),
        "corrections": None if result.why else len(result.rows),
        "completed_since": None if result.why else since,
    }
    why = dict.fromkeys(figures, result.why)
    return Shown(result.basis.rests_on, figures, why, result.rows)


COMMANDS: tuple[Command, ...] = (
    Command("sprint_report", ASKED, _sprint_report),
    Command("reconciliation", ASKED, _reconciliation),
    Command("scope_changes", ASKED, _scope_changes),
    Command("carry_over", (), _carry_over),
    Command("corrections", ("unit",), _corrections),
)
