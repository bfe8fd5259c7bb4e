"""What each item was at the start and at the end of one sprint, under one done rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.ledger import UNITS, stories
from analytics.metrics.replay import ledger_of, opening, steps

if TYPE_CHECKING:
    from analytics.metrics.replay import State, Story, Window
    from analytics.metrics.scope import Unit

FLAGS = (
    *("in_at_start", "done_at_start", "in_at_end", "done_at_end", "finished_here"),
    "was_in",
    *("subtask_at_start", "is_subtask"),
)
AMOUNTS = ("at_start", "at_entry", "at_end", "burnt")
COLUMNS = ("issue_key", "version_id", "table", *FLAGS, *AMOUNTS)


def sprint_items(
    issues: pd.DataFrame, events: pd.DataFrame, *, window: Window, unit: Unit
) -> pd.DataFrame:
    """Replay every item that was ever in a sprint.

    Args:
        issues: As `ledger_from_events` takes them.
        events: The changes, their statuses read by one done rule.
        window: The sprint, up to the last instant that counts.
        unit: points, items or hours.

    Returns:
        One row per item that was in the sprint: issue_key, version_id and table (the
        stored row of the item); in_at_start, done_at_start, in_at_end, done_at_end;
        subtask_at_start; is_subtask: it was one at the end, or when it was done;
        finished_here: what it became done last was inside; its estimate
        at_start, at_entry (when it first was in) and at_end; burnt: what it took off
        the burn-down by being completed, less what reopening put back.
    """
    place = UNITS.index(unit)
    rows = [_item(story, window, place) for story in stories(issues, events)]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    types = {**dict.fromkeys(FLAGS, "bool"), **dict.fromkeys(AMOUNTS, "float64")}
    table = table.astype(types)
    return table[table["was_in"]].sort_values("issue_key", ignore_index=True)


def _item(story: Story, window: Window, place: int) -> tuple[object, ...]:
    start = last = opening(story, window)
    entry = _worth(start, place) if start.inside else None
    burnt, was_subtask = 0.0, False
    for _, before, after in steps(story, window, start):
        last = after
        if after.done != before.done:
            was_subtask = after.done and after.is_subtask
        if after.inside and entry is None:
            entry = _worth(after, place)
        if ledger_of(before, after) in ("completed", "reopened"):
            burnt += float(before.amounts()[place] - after.amounts()[place])
    return (
        *(story.issue_key, story.version_id, "issue"),
        *(start.inside, start.done, last.inside, last.done, last.counts),
        *(entry is not None, start.is_subtask, last.is_subtask or was_subtask),
        *(_worth(start, place), entry or 0.0),
        *(_worth(last, place), burnt),
    )


def _worth(state: State, place: int) -> float:
    """Return what an item is worth, whether or not it is in the sprint."""
    return (state.points, 1.0, state.hours)[place]
