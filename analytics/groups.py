"""The scope ledger of an epic or a label: who was in it when, as far as it is known.

An issue whose change log tells that it moved in or out is replayed; every other issue
belongs to the epics and labels that it has today, and its ledger is that of the
project.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analytics import replayed
from analytics.filters import Filters
from analytics.metrics.ledger import ledger, stories
from analytics.metrics.replay import Window
from analytics.warehouse import group_reads, ledger_reads

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.scope import Frame

KINDS = ("epic", "label")


def deltas(facts: Facts, frame: Frame) -> pd.DataFrame:
    """Return the scope ledger of any frame under the filters."""
    if frame.kind not in KINDS:
        return facts.deltas(frame)
    changes = moves(facts, frame)
    rows = _as_today(facts, frame, ledger_reads.deltas)
    if changes.empty:
        return rows
    moved = set(changes["issue_key"])
    parts = [rows[~rows["issue_key"].isin(moved)], _replayed(facts, frame, changes)]
    together = pd.concat([part for part in parts if len(part)] or parts[:1])
    order = ["at", "issue_key", "version_id"]
    return together.sort_values(order, kind="stable", ignore_index=True)


def doubts(facts: Facts, frame: Frame) -> pd.DataFrame:
    """Return what may have happened before the ledger books it."""
    if frame.kind not in KINDS:
        return facts.doubts(frame)
    return _as_today(facts, frame, ledger_reads.doubts)


def moves(facts: Facts, frame: Frame) -> pd.DataFrame:
    """Return the changes of the issues that moved in or out, as imported."""
    return group_reads.member_changes(
        facts.warehouse,
        facts.set_id,
        facts.import_ids,
        kind=frame.kind,
        member=frame.frame_id,
    )


def _as_today(facts: Facts, frame: Frame, ask: ledger_reads.Question) -> pd.DataFrame:
    """Ask of the project what concerns the issues that belong to the frame today."""
    chosen: tuple[str, ...] = getattr(facts.filters, frame.kind)
    mine = {frame.kind: (frame.frame_id,)}
    zone = facts.project.settings.time_zone
    wanted = ledger_reads.Wanted(
        facts.set_id, replace(facts.filters, **mine), "project", None, zone
    )
    rows = ask(facts.warehouse, wanted).assign(frame_id=frame.frame_id)
    if not chosen:
        return rows
    others = Filters(**{frame.kind: chosen})
    shown = ask(facts.warehouse, wanted._replace(filters=others))
    return rows[rows["issue_key"].isin(shown["issue_key"])]


def _replayed(facts: Facts, frame: Frame, changes: pd.DataFrame) -> pd.DataFrame:
    today = replayed.issues_today(facts)
    is_moved = today["issue_key"].isin(set(changes["issue_key"]))
    done = dict(zip(facts.statuses["status"], facts.statuses["is_done"], strict=True))
    changes = replayed.estimated(changes, facts.issues)
    meant = replayed.meaning(facts, done)
    happened = replayed.events(changes, meant, member=frame.frame_id)
    window = Window(
        *(frame.frame_id, frame.kind, None),
        zone=facts.project.settings.time_zone,
        counts_subtasks=facts.project.settings.subtask_rule == "counted",
    )
    told = stories(today[is_moved], happened)
    rows = ledger(told, window=window)
    return rows.assign(earliest=pd.Series(pd.NaT, rows.index, "datetime64[us]"))
