"""Sprints in words: promises, what was kept, what was handed on, rules compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import sprints
from analytics.figures import theme, velocity
from analytics.figures.scope_chart import amount
from analytics.metrics.velocity import predicted_sprints
from pages.ui import measures
from pages.ui.cache import measured, once
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.carry_over import CarryOver
    from analytics.metrics.reconciliation import Reconciliation
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.velocity import Velocity

MISSING = (
    "No sprint is known yet.",
    (
        "Upload an export of your tracker with its sprints, iterations or cycles (JSON "
        "with the change log tells most), or type the dates of the sprints in the "
        "project settings."
    ),
)
RULES = {
    "label": "Rule",
    "commitment": "Promised",
    "completed": "Completed",
    "says": "What it counts",
}
LINES = {
    "label": "Rule",
    "figure": "Figure",
    "issue_key": "Item",
    "own": "Counted here",
    "here": "Counted by the rule",
    "difference": "Difference",
    "why": "Why",
}
CARRIED = {
    "issue_key": "Item",
    "sprints": "Sprints",
    "carried": "Times carried over",
    "is_done": "Done",
    "points": "Points",
}


def of_view(facts: Facts, wanted: str) -> dict[str, str]:
    """Return the sprints to choose from: the wanted one or the last begun first."""
    names = measures.frame_names(facts)
    listed = {key: name for key, name in names.items() if key.startswith("sprint:")}
    chosen = wanted if wanted in listed else _last_begun(facts)
    first = {chosen: listed[chosen]} if chosen in listed else {}
    return first | listed


def _last_begun(facts: Facts) -> str:
    begun = [
        frame
        for frame in measures.of_kind(facts, "sprint")
        if frame.start is not None and frame.start <= facts.as_of
    ]
    closed = [frame for frame in begun if frame.is_closed(facts.as_of)]
    return f"sprint:{(closed or begun)[0].frame_id}" if begun else ""


def table(facts: Facts, unit: Unit) -> pd.DataFrame:
    """Return what became of every closed sprint."""
    return measured(
        "sprints", facts, lambda: sprints.sprint_table_of(facts, unit), unit
    )


@once
def chart(facts: Facts, unit: Unit) -> Chart:
    """Return promise and delivery of each sprint."""
    rows, result = table(facts, unit), measures.velocity_of(facts, unit)
    reading = velocity.read_velocity(rows, result)
    if not rows.empty:
        reading = f"{reading} {velocity.read_last(rows, result)}"
    return Chart(
        lambda: velocity.plot_velocity(rows, result),
        reading,
        lambda: velocity.table_velocity(rows),
        result.basis,
    )


@once
def headline(facts: Facts, unit: Unit) -> list[Tile]:
    """Return the pace, the promise kept, what was handed on, and the sprints left."""
    result = measures.velocity_of(facts, unit)
    carried = _carried(facts)
    return [
        tile(
            "Done per sprint",
            theme.number(result.mean, 1),
            f"velocity, mean of the last {result.counted}, zero sprints kept",
            why=result.why.get("mean"),
        ),
        tile(
            "Promise kept",
            theme.percent(result.say_do),
            "say/do: kept of what was promised, weighed by size",
            why=result.why.get("say_do"),
        ),
        tile(
            "Items carried over",
            theme.number(carried.items),
            f"{theme.number(carried.times)} times in all, "
            f"{theme.number(carried.open_items)} of them still open",
            why=carried.why,
        ),
        *_ahead(facts, result, unit),
    ]


def _ahead(facts: Facts, result: Velocity, unit: Unit) -> list[Tile]:
    project = next(iter(measures.of_kind(facts, "project")))
    whole = measures.burndown_of(facts, project, unit)
    if whole.remaining is None:
        why = whole.why.get("remaining")
        return [tile("Sprints of work left", theme.DASH, why=why)]
    ahead = predicted_sprints(whole.remaining, result.sprints["completed"].tolist())
    net = sprints.net_burn(whole, result)
    return [
        tile(
            "Sprints of work left",
            theme.number(ahead.unrounded),
            f"{amount(whole.remaining)} left at the pace so far; "
            f"{theme.number(ahead.sprints)} with the pace rounded, as Jira does",
            why=ahead.why,
        ),
        tile(
            "Less per sprint",
            theme.number(net, 1),
            "net burn: how much less is left in the project, growth counted",
            why="The project was not followed over these sprints.",
        ),
    ]


def _carried(facts: Facts) -> CarryOver:
    return measured("carry over", facts, lambda: sprints.carry_over_of(facts))


@once
def carried(facts: Facts) -> pd.DataFrame:
    """List the items that were carried over, the most often carried first."""
    rows = _carried(facts).rows.rename(columns=CARRIED)
    return rows.assign(Done=rows["Done"].map({True: "yes", False: "no"}))


@once
def teams(facts: Facts, unit: Unit) -> pd.DataFrame:
    """Return pace and promise of each team."""
    rows = [
        (name, found.mean, found.say_do, found.counted)
        for name, found in sprints.by_team(facts, unit).items()
    ]
    names = ["Team", "Done per sprint", "Share kept", "Sprints counted"]
    return pd.DataFrame(rows, columns=names)


@once
def rules(facts: Facts, frame: Frame, unit: Unit) -> pd.DataFrame:
    """Return the totals of one sprint by every rule."""
    totals = reconciled(facts, frame, unit).totals
    return totals[list(RULES)].rename(columns=RULES)


def reconciled(facts: Facts, frame: Frame, unit: Unit) -> Reconciliation:
    """Compare a sprint by every rule."""
    return measured(
        "rules",
        facts,
        lambda: sprints.reconciliation_of(facts, frame, unit),
        frame,
        unit,
    )


@once
def differences(facts: Facts, frame: Frame, unit: Unit) -> pd.DataFrame:
    """List exactly the items on which the totals of the rules differ."""
    found = reconciled(facts, frame, unit)
    labels = dict(zip(found.totals["rule"], found.totals["label"], strict=True))
    lines = found.lines.assign(
        label=found.lines["rule"].map(labels),
        figure=found.lines["figure"].map(
            {"commitment": "Promised", "completed": "Completed"}
        ),
    )
    return lines[list(LINES)].rename(columns=LINES)


def nothing_differs(found: Reconciliation) -> str:
    """Say why no item is listed."""
    return found.why or "Every rule counts every item of this sprint alike."
