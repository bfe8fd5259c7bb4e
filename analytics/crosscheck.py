"""The headline figures computed twice: by SQL in the warehouse, and by replay.

At each import the sprint ledgers are computed a second time from the changes as they
were imported, in plain Python that shares nothing with the models but the definition
(`metrics.ledger`). Where the two differ, the page says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import replayed
from analytics.facts import load_facts
from analytics.metrics.ledger import compare, ledger, stories
from analytics.metrics.replay import Window
from analytics.warehouse import checks, reads

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

MOST_CHANGES = 100_000
"""Beyond this the second computation is left to `steerco check`."""


def check_project(
    warehouse: Warehouse, project_id: str, *, most: int = MOST_CHANGES
) -> int:
    """Compare both computations for every dated sprint; return how many differ."""
    facts = load_facts(warehouse, project_id)
    changes = reads.count_changes(warehouse, facts.import_ids)
    frames = _dated_sprints(facts)
    if not changes or frames.empty:
        note = "Nothing was computed twice: there is no change log with dated sprints."
        checks.save_check(warehouse, facts.set_id, 0, changes, note, [])
        return 0
    if changes > most:
        note = (
            f"{changes:,} changes are too many to replay at each import; run "
            "'steerco check' to compare both computations."
        )
        checks.save_check(warehouse, facts.set_id, 0, changes, note, [])
        return 0
    differences = _differences(facts, frames)
    note = (
        f"The ledgers of {len(frames):,} sprints were computed twice from "
        f"{changes:,} changes; {len(differences) or 'no'} figures differ."
    )
    checks.save_check(warehouse, facts.set_id, len(frames), changes, note, differences)
    return len(differences)


def _dated_sprints(facts: Facts) -> pd.DataFrame:
    found = facts.frames
    return found[
        (found["kind"] == "sprint")
        & found["start_at"].notna()
        & (found["evidence"] == "change log")
    ]


def _differences(
    facts: Facts, frames: pd.DataFrame
) -> list[tuple[str, str, str, float, float]]:
    settings = facts.project.settings
    changes = reads.raw_changes(facts.warehouse, facts.import_ids)
    done = dict(zip(facts.statuses["status"], facts.statuses["is_done"], strict=True))
    changes = replayed.estimated(changes, facts.issues)
    happened = replayed.events(changes, replayed.meaning(facts, done))
    told = stories(replayed.issues_today(facts), happened)
    out: list[tuple[str, str, str, float, float]] = []
    for row in frames.to_dict("records"):
        window = Window(
            frame_id=row["frame_id"],
            kind="sprint",
            start_at=row["start_at"],
            end_at=None if pd.isna(row["close_at"]) else row["close_at"],
            zone=settings.time_zone,
            counts_subtasks=settings.subtask_rule == "counted",
        )
        stored = facts.deltas(facts.frame("sprint", row["frame_id"]))
        out.extend(
            (one.frame_id, one.figure, one.unit, one.first, one.second)
            for one in compare(stored, ledger(told, window=window))
        )
    return out
