"""Flow in figures and lists: tiles, blocked items, and whether averages hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import flow
from analytics.figures import theme
from analytics.figures.flow.parts import counted
from pages.ui.cache import measured
from pages.ui.flow import flow_of, has_log, result_of
from pages.ui.layout import Tile, tile

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.flow import Seen
    from analytics.metrics.flow.blocked import Blocked
    from analytics.metrics.flow.littles_law import LittlesLaw

MARKS = {True: "● pass", False: "■ fail", None: f"○ {theme.DASH}"}
BLOCKED = {
    "issue_key": "Item",
    "summary": "Title",
    "times": "Times",
    "blocked_days": "Days blocked",
    "now": "Blocked now",
}


def headline(facts: Facts, seen: Seen) -> list[Tile]:
    """Return the figures a sponsor asks for first."""
    pace = result_of(facts, seen, "throughput")
    mean = pace.figures["finished_per_week"]
    weekly = tile(
        "Finished per week",
        theme.number(mean, 1),
        f"throughput, {counted(pace.figures['weeks'], 'whole week')}",
        why=pace.why.get("finished_per_week"),
    )
    if not has_log(facts, seen):
        return [_promise(result_of(facts, seen, "lead")), weekly]
    return [
        _promise(result_of(facts, seen, "cycle")),
        weekly,
        *_in_progress(facts, seen),
        _efficiency(facts, seen),
        _standstill(facts, seen),
    ]


def _promise(result: Any) -> Tile:  # noqa: ANN401 - cycle time or lead time
    within = result.within(0.85)
    value = theme.DASH if within is None else f"{counted(within, 'day')}"
    note = f"or less for 85 % of {result.count} items: {result.label}"
    return tile("Done within", value, note, why=result.why.get("p85_days"))


def _in_progress(facts: Facts, seen: Seen) -> list[Tile]:
    old = result_of(facts, seen, "ageing")
    late = old.figures["slower_than_85_percent"]
    pace = f"{theme.number(late)} slower than 85 % of the finished"
    return [
        tile(
            "In progress",
            theme.number(old.figures["items"]),
            "reopened items included" if late is None else pace,
            why=old.why.get("items"),
        ),
        tile(
            "Oldest",
            theme.DASH
            if old.figures["oldest_days"] is None
            else counted(old.figures["oldest_days"], "day"),
            "work item age, today included",
            why=old.why.get("oldest_days"),
        ),
    ]


def _efficiency(facts: Facts, seen: Seen) -> Tile:
    time = result_of(facts, seen, "time")
    share = time.efficiency
    value = theme.DASH if share is None else f"≤ {theme.percent(share)}"
    return tile(
        "Time worked on",
        value,
        "flow efficiency, an upper bound",
        why=time.why.get("efficiency_at_most"),
    )


def _standstill(facts: Facts, seen: Seen) -> Tile:
    held = _blocked(facts, seen)
    days, now = held.figures["blocked_days"], held.figures["blocked_now"]
    share = theme.percent(held.figures["share_of_elapsed"])
    return tile(
        "Days blocked",
        theme.number(days),
        f"by flags, {share} of the time; {theme.number(now)} blocked now",
        why=held.why.get("blocked_days"),
    )


def blocked(facts: Facts, seen: Seen) -> pd.DataFrame:
    """List the items that were flagged while they were in work."""
    held = _blocked(facts, seen)
    now = ["yes" if one else "" for one in held.items["is_blocked"]]
    listed = held.items.assign(
        now=now, blocked_days=held.items["blocked_days"].round(1)
    )
    return listed[list(BLOCKED)].rename(columns=BLOCKED)


def conditions(facts: Facts, seen: Seen) -> pd.DataFrame:
    """List the conditions of Little's law with their verdict."""
    return pd.DataFrame(
        [
            {
                "Condition": one.condition,
                "Verdict": MARKS[one.passed],
                "What was measured": one.said,
            }
            for one in _law(facts, seen).conditions
        ]
    )


def no_law(facts: Facts, seen: Seen) -> str:
    """Say why the conditions cannot be tested."""
    return _law(facts, seen).why.get("mean_wip", "")


def law_sentence(facts: Facts, seen: Seen) -> str:
    """Say what Little's law makes of the averages, and whether it may."""
    law = _law(facts, seen)
    if not law.conditions:  # the list of them says why
        return ""
    if law.expected is None or law.cycle_time is None:
        return law.why.get("expected_cycle_time_days", "")
    text = (
        f"On average {theme.number(law.mean_wip, 1)} items were in progress and "
        f"{theme.number(law.throughput, 2)} were finished per day: that makes "
        f"{theme.number(law.expected, 1)} days per item, against "
        f"{theme.number(law.cycle_time, 1)} measured."
    )
    if law.holds:
        return f"{text} All conditions hold: the averages explain each other."
    failed = [one for one in law.conditions if one.passed is not True]
    return (
        f"{text} {len(failed)} of {len(law.conditions)} conditions do not hold, so "
        "the horizontal gap in the cumulative flow is no cycle time: read the dots. "
        "The law explains the past and is no forecast."
    )


def _law(facts: Facts, seen: Seen) -> LittlesLaw:
    return measured(
        "flow-law",
        facts,
        lambda: flow.littles_law_of(facts, flow_of(facts, seen), seen),
        seen,
    )


def _blocked(facts: Facts, seen: Seen) -> Blocked:
    return measured(
        "flow-blocked",
        facts,
        lambda: flow.blocked_of(facts, flow_of(facts, seen), seen),
        seen,
    )
