"""Delivery in words: tiles, charts and sentences of burn-downs and velocity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import groups, sprints
from analytics.figures import burndown, burnup, theme
from analytics.figures.scope_chart import amount, count
from analytics.metrics.velocity import predicted_sprints
from analytics.project import DONE_RULES, SUBTASK_RULES
from pages.ui import lights, measures
from pages.ui.cache import once
from pages.ui.forecast import show_outlook
from pages.ui.layout import PART, Chart, Tile, show_chart, tile, tiles
from pages.ui.standing import standing

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.scope import Frame, Unit

LEDGERS = {
    "commitment": ("At the start", "commitment"),
    "added": ("Added", "scope that came in"),
    "removed": ("Removed", "scope that went out"),
    "re_estimated": ("Re-estimated", "change by new estimates"),
    "completed": ("Completed", "done in this time"),
    "reopened": ("Reopened", "done, then open again"),
    "remaining": ("Left", "remaining work"),
}
CHANGES = {
    "day": "Day",
    "issue_key": "Item",
    "ledger": "Change",
    "amount": "Change of what is left",
    "done_amount": "Change of what is done",
}
ITEMS = {
    "issue_key": "Item",
    "summary": "Title",
    "issue_type": "Type",
    "status": "Status",
    "assignee": "Assignee",
}
NO_LOG = "Known only with a change log."
BETWEEN = "Lies between two uploads"


MISSING = (
    "There are no work items yet.",
    (
        "Upload an export of your tracker, such as Jira, Azure DevOps or GitHub. One "
        "with its change log (JSON) tells what was added, removed and promised; a CSV "
        "tells only how things stand today."
    ),
)


@once
def burndown_chart(result: Burndown) -> Chart:
    """Return the burn-down."""
    return Chart(
        lambda: burndown.plot_burndown(result),
        burndown.read_burndown(result),
        lambda: burndown.table_burndown(result),
        result.basis,
    )


@once
def burnup_chart(result: Burndown) -> Chart:
    """Return the burn-up."""
    return Chart(
        lambda: burnup.plot_burnup(result),
        burnup.read_burnup(result),
        lambda: burnup.table_burnup(result),
        result.basis,
    )


@once
def ledger_tiles(result: Burndown) -> list[Tile]:
    """Return a tile per ledger: together they add up to what is left."""
    return [_ledger(result, name) for name in LEDGERS]


def _ledger(result: Burndown, name: str) -> Tile:
    label, term = LEDGERS[name]
    value = getattr(result, name)
    signed = theme.signed(value, 1).replace(".0", "")
    text = signed if name == "re_estimated" else amount(value)
    why = NO_LOG if result.evidence == "reconstructed" else result.why.get(name)
    if name in result.ranges:
        low, high = result.ranges[name]
        return tile(label, f"{amount(low)} to {amount(high)}", BETWEEN)._replace(
            help=why or ""
        )
    if result.ranges and value is None:
        return tile(label, text, term, why=BETWEEN)._replace(help=why or "")
    return tile(label, text, term, why=why)


@once
def scope_table(facts: Facts, frame: Frame, unit: Unit) -> pd.DataFrame:
    """Return the changes of scope with readable names."""
    table = measures.scope_changes_of(facts, frame, unit)
    shown = table[list(CHANGES)].rename(columns=CHANGES)
    return shown.assign(
        Day=[theme.day(day.date()) for day in table["day"]],
        Change=table["ledger"].str.replace("_", "-"),
    )


def no_changes(result: Burndown) -> str:
    """Say why there are no changes of scope."""
    return result.why.get("added", "Nothing was added, removed or re-estimated.")


@once
def unestimated(facts: Facts, frame: Frame) -> pd.DataFrame:
    """List the open items of a frame that have no estimate, as they stand now."""
    held = facts.issues[facts.issues["issue_key"].isin(_held(facts, frame))]
    open_ones = held[~held["is_done"].astype("bool") & ~held["points"].gt(0)]
    return open_ones[list(ITEMS)].rename(columns=ITEMS)


def _held(facts: Facts, frame: Frame) -> set[str]:
    """Return the items that are open in the frame on its last day."""
    rows = measures.deltas(facts, frame)
    rows = rows[rows["day"] <= frame.until(facts.as_of).isoformat()]
    inside = rows.groupby("issue_key")["items"].sum()
    return set(inside[inside > 0].index)


def goal(facts: Facts) -> Frame:
    """Return what the overview draws: the whole project."""
    return next(iter(measures.of_kind(facts, "project")))


def title(frame: Frame) -> str:
    """Return the name of a frame for a heading."""
    return frame.name


def evidence(facts: Facts, frame: Frame) -> str:
    """Say what the figures of a frame rest on, and by which rules they are counted."""
    parts = (_rests_on(facts, frame), _membership(facts, frame), _rules(facts))
    return " ".join(filter(None, parts))


@once
def _membership(facts: Facts, frame: Frame) -> str:
    """Say since when it is known which items belong to an epic or label."""
    if frame.kind not in groups.KINDS:
        return ""
    moved = groups.moves(facts, frame)["issue_key"].nunique()
    if not moved:
        return (
            "Which items belong to it is as it is today: no change log tells that one "
            "moved in or out."
        )
    items = "item" if moved == 1 else "items"
    return (
        f"{moved} {items} moved in or out, each on the day that its change log tells; "
        "the others are in it as they are today."
    )


def _rules(facts: Facts) -> str:
    """Name the rules for done and for sub-tasks."""
    own = sprints.own_rules(facts)
    done, settings = DONE_RULES[own.done], facts.project.settings
    if settings.done_rule != own.done:
        done = f"{done}, because no board was uploaded"
    return f"{done}. Sub-tasks: {SUBTASK_RULES[settings.subtask_rule].lower()}."


@once
def no_log(items: int) -> str:
    """Say of so many items that they have no change log.

    >>> no_log(1), no_log(1200)
    ('the only item has no change log', 'none of the 1,200 items has a change log')
    """
    if items == 1:
        return "the only item has no change log"
    return f"none of the {items:,} items has a change log"


def _rests_on(facts: Facts, frame: Frame) -> str:
    unlogged, items = facts.unlogged(frame)
    if frame.evidence == "between uploads":
        return (
            f"Between uploads: {no_log(items)}, but there was more than one upload. "
            "What changed between two uploads counts from the first day on which it is "
            "known; the band shows what can have been. Before the first upload, of "
            f"{theme.day(frame.known_from)}, only what was left of it is known. An "
            "export with its change log (JSON) makes all of it exact."
        )
    if not unlogged:
        known = "the only item" if items == 1 else f"all {items:,} items"
        return f"Rests on the change log of {known}: every change is exact."
    if unlogged < items:
        return (
            f"Mixed: {unlogged:,} of {items:,} items came without a change log, or "
            "changed after it; of them only what the uploads say is known. Upload an "
            "export with its change log (JSON) to make them exact."
        )
    return (
        f"Reconstructed: {no_log(items)}, so additions, removals and the commitment "
        "cannot be known. Upload an export with its change log (JSON)."
    )


@once
def will_it_be_done(facts: Facts, unit: Unit) -> list[Tile]:
    """Return what is known of the end: done, left, the running sprint, the pace."""
    project = next(iter(measures.of_kind(facts, "project")))
    whole = measures.burndown_of(facts, project, unit)
    if project.start is None:
        return [*standing(facts), *_pace(facts, whole, unit)]
    return [
        tile(
            "Done",
            amount(whole.done),
            f"of {count(whole.scope, unit)} in scope",
            why=whole.why.get("done"),
        ),
        tile("Left", amount(whole.remaining), _blank(whole), why=whole.why.get("done")),
        *_running(facts, unit),
        *_pace(facts, whole, unit),
    ]


def _blank(whole: Burndown) -> str:
    if not whole.unestimated:
        return "remaining work"
    return f"and {whole.unestimated} open items without an estimate"


def _running(facts: Facts, unit: Unit) -> list[Tile]:
    found = []
    for sprint in measures.running(facts)[:2]:
        result = measures.burndown_of(facts, sprint, unit)
        limits = facts.project.settings.limits
        light = lights.of_sprint(result, limits)
        text = amount(result.remaining)
        left = f"left of {count(result.scope, unit)}"
        one = tile(sprint.name, text, left, light=light, why=result.why.get("done"))
        found.append(one._replace(help=lights.rules(limits)["sprint"]))
    return found


def _pace(facts: Facts, whole: Burndown, unit: Unit) -> list[Tile]:
    pace = measures.velocity_of(facts, unit)
    completed = pace.sprints["completed"].tolist()
    ahead = predicted_sprints(whole.remaining or 0.0, completed)
    return [
        tile(
            "Done per sprint",
            theme.number(pace.mean, 1),
            f"velocity, mean of the last {pace.counted}",
            why=pace.why.get("mean"),
        ),
        tile(
            "Sprints of work left",
            theme.number(ahead.unrounded),
            "at that pace, if nothing is added; not a forecast",
            why=ahead.why,
        ),
    ]


def show_end(facts: Facts, unit: Unit) -> None:
    """Show whether it will be done, when, and how sure that is."""
    tiles(will_it_be_done(facts, unit))
    show_outlook(facts, unit)
    frame = goal(facts)
    show_chart(
        f"{title(frame)}: done against scope",
        chart=burnup_chart(measures.burndown_of(facts, frame, unit)),
        key="overview-burnup",
        size=PART,
    )
