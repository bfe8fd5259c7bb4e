"""The headline figures computed twice: by SQL in the warehouse, and by replay.

At each import the sprint ledgers are computed a second time from the changes as they
were imported, in plain Python that shares nothing with the models but the definition
(`metrics.ledger`). Where the two differ, the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.facts import load_facts
from analytics.metrics.ledger import compare, ledger, stories
from analytics.metrics.replay import Window
from analytics.warehouse import checks, reads

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

MOST_CHANGES = 100_000
"""Beyond this the second computation is left to `steerco check`."""
FIELDS = {"number": "points", "remaining": "hours"}


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
    told = stories(
        _today(facts), _events(_estimated(changes, facts.issues), facts.statuses)
    )
    out: list[tuple[str, str, str, float, float]] = []
    for row in frames.to_dict("records"):
        window = Window(
            frame_id=row["frame_id"],
            kind="sprint",
            start_at=row["start_at"],
            end_at=None if pd.isna(row["close_at"]) else row["close_at"],
            zone=settings.time_zone,
        )
        stored = facts.deltas(facts.frame("sprint", row["frame_id"]))
        out.extend(
            (one.frame_id, one.figure, one.unit, one.first, one.second)
            for one in compare(stored, ledger(told, window=window))
        )
    return out


def _today(facts: Facts) -> pd.DataFrame:
    """Return the issues that can be in a sprint: no epics, no sub-tasks."""
    lists = reads.memberships(facts.warehouse, facts.set_id)
    found = facts.issues.merge(lists, on="issue_key", how="left")
    found = found[~found["is_subtask"] & ~found["is_container"]]
    return pd.DataFrame(
        {
            "issue_key": found["issue_key"],
            "version_id": found["version_id"],
            "is_done": found["is_done"],
            "points": found["points"],
            "hours": found["hours"],
            "created_at": found["created_at"],
            "sprints": found["sprint_ids"].map(_ids),
            "fix_versions": found["fix_versions"].map(_ids),
        }
    )


def _estimated(changes: pd.DataFrame, issues: pd.DataFrame) -> pd.DataFrame:
    """Keep of the number fields only the one that each issue is estimated in."""
    used = issues.set_index("issue_key")["used_point_field"].str.lower()
    wanted = changes["issue_key"].map(used)
    names = changes["field_name"].str.lower()
    by_name = names.str.contains("story ?point", regex=True, na=False)
    right = (names == wanted).where(wanted.notna(), by_name)
    return changes[(changes["field"] != "number") | right.astype("bool")]


def _events(changes: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """Turn the texts of the file into values before and after."""
    done = dict(zip(statuses["status"], statuses["is_done"], strict=True))
    values = [
        _values(field, (from_id, from_text), (to_id, to_text), done)
        for field, from_id, from_text, to_id, to_text in zip(
            changes["field"],
            changes["from_id"],
            changes["from_text"],
            changes["to_id"],
            changes["to_text"],
            strict=True,
        )
    ]
    return pd.DataFrame(
        {
            "issue_key": changes["issue_key"],
            "version_id": changes["version_id"],
            "at": changes["at"],
            "seq": pd.to_numeric(changes["history_id"], errors="coerce").fillna(0),
            "field": changes["field"].replace(FIELDS),
            "old": pd.Series([before for before, _ in values], dtype="object"),
            "new": pd.Series([after for _, after in values], dtype="object"),
        }
    )


def _values(
    field: str,
    before: tuple[Any, Any],
    after: tuple[Any, Any],
    done: dict[str, bool],
) -> tuple[Any, Any]:
    if field == "status":
        return bool(done.get(before[1], False)), bool(done.get(after[1], False))
    if field == "sprint":
        return _split(before[0]), _split(after[0])
    if field == "remaining":
        return _seconds(before[0]), _seconds(after[0])
    return _number(before[1]), _number(after[1])


def _split(text: object) -> tuple[str, ...]:
    if not isinstance(text, str):
        return ()
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _ids(values: object) -> tuple[str, ...]:
    return tuple(values) if isinstance(values, Iterable) else ()


def _number(text: object) -> float:
    return float(pd.to_numeric(pd.Series([text]), errors="coerce").iloc[0])


def _seconds(text: object) -> float:
    return _number(text) / 3600
