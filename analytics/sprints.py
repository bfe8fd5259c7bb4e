"""From facts to what is measured of one sprint by more than one rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pandas as pd

from analytics import groups, measures, replayed
from analytics.calendar import DAY
from analytics.metrics.carry_over import carry_over
from analytics.metrics.corrections import corrections
from analytics.metrics.count_rules import DoneRule
from analytics.metrics.reconciliation import OwnRules, reconcile
from analytics.metrics.replay import Window
from analytics.metrics.scope_ledger import Told, scope_ledger
from analytics.metrics.sprint_items import sprint_items
from analytics.metrics.sprint_report import sprint_report
from analytics.metrics.sprint_table import sprint_table
from analytics.metrics.velocity import velocity
from analytics.warehouse import group_reads, ledger_reads

if TYPE_CHECKING:
    from datetime import date

    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.carry_over import CarryOver
    from analytics.metrics.corrections import Corrections
    from analytics.metrics.reconciliation import Reconciliation
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.scope_ledger import ScopeLedger
    from analytics.metrics.sprint_report import SprintReport
    from analytics.metrics.velocity import Velocity

BY_COLUMN: DoneRule = "last_column"
BY_CATEGORY: DoneRule = "status_category"
Items = dict[DoneRule, pd.DataFrame]


def has_board(facts: Facts) -> bool:
    """Say whether the right-most column of a board is known."""
    return bool(facts.statuses["is_in_last_column"].any())


def own_rules(facts: Facts) -> OwnRules:
    """Return the done rule in use, and whether sub-tasks count."""
    settings = facts.project.settings
    by_column = settings.done_rule == BY_COLUMN and has_board(facts)
    done = BY_COLUMN if by_column else BY_CATEGORY
    return OwnRules(done, counts_subtasks=settings.subtask_rule == "counted")


def reconciliation_of(facts: Facts, frame: Frame, unit: Unit) -> Reconciliation:
    """Compare a sprint under every rule in use."""
    return reconcile(
        items_of(facts, frame, unit),
        frame=frame,
        unit=unit,
        as_of=facts.as_of,
        own=own_rules(facts),
        has_board=has_board(facts),
    )


def sprint_report_of(facts: Facts, frame: Frame, unit: Unit) -> SprintReport:
    """Put every item of a sprint on its list, by the project's own rules."""
    own = own_rules(facts)
    items = items_of(facts, frame, unit, counts_subtasks=own.counts_subtasks)
    return sprint_report(items[own.done], frame=frame, unit=unit, as_of=facts.as_of)


def items_of(
    facts: Facts, frame: Frame, unit: Unit, *, counts_subtasks: bool = True
) -> Items:
    """Replay the items of a sprint under both done rules.

    Where sub-tasks do not count, they are in it only while they are something else.
    Without a board the right-most column is not known, and the category stands in.
    """
    today = replayed.issues_today(facts)
    window = window_of(facts, frame)
    if window is None:
        nothing = sprint_items(
            today[:0],
            replayed.events(_changes(facts, frame)[:0], replayed.meaning(facts, {})),
            window=Window(frame.frame_id, "sprint", None),
            unit=unit,
        )
        return {BY_COLUMN: nothing, BY_CATEGORY: nothing}
    window = replace(window, counts_subtasks=counts_subtasks)
    changes = _changes(facts, frame)
    held = today["issue_key"].isin(set(changes["issue_key"]))
    listed = today["sprints"].map(lambda ids: frame.frame_id in ids).astype("bool")
    today = today[held | listed]
    changes = replayed.estimated(changes, facts.issues)
    return {
        rule: sprint_items(
            today.assign(is_done=today["status"].map(done).fillna(value=False)),
            replayed.events(changes, replayed.meaning(facts, done)),
            window=window,
            unit=unit,
        )
        for rule, done in _done_rules(facts).items()
    }


def sprint_table_of(facts: Facts, unit: Unit) -> pd.DataFrame:
    """Follow every closed sprint from its commitment to what spilled over."""
    return sprint_table(
        facts.all_deltas("sprint"),
        frames=measures.frames_of(facts, "sprint"),
        unit=unit,
        as_of=facts.as_of,
    )


def by_team(facts: Facts, unit: Unit, *, last: int = 3) -> dict[str, Velocity]:
    """Measure the velocity of each team over its own items."""
    rows = facts.all_deltas("sprint")
    team = facts.issues.set_index("issue_key")["team"]
    team_of = rows["issue_key"].map(team)
    frames = measures.frames_of(facts, "sprint")
    return {
        str(name): velocity(
            rows[team_of == name],
            frames=frames,
            unit=unit,
            as_of=facts.as_of,
            last=last,
        )
        for name in sorted(team_of.dropna().unique())
    }


def carry_over_of(facts: Facts) -> CarryOver:
    """Count the items that one sprint handed on to the next by the as-of day."""
    later = {
        one.frame_id
        for one in measures.frames_of(facts, "sprint")
        if one.start is not None and one.start > facts.as_of
    }
    today = replayed.issues_today(facts)
    begun = [tuple(one for one in ids if one not in later) for ids in today["sprints"]]
    today = today.assign(sprints=pd.Series(begun, today.index, dtype="object"))
    return carry_over(today[today["is_counted"]])


def scope_ledger_of(facts: Facts, frame: Frame, unit: Unit) -> ScopeLedger:
    """Classify every change of scope of a frame, and say who made it."""
    deltas = groups.deltas(facts, frame)
    logged = deltas[deltas["table"] == "issue_event"]
    return scope_ledger(
        deltas,
        frame=frame,
        unit=unit,
        as_of=facts.as_of,
        told=Told(
            facts.issues,
            facts.table("change_request"),
            facts.links,
            ledger_reads.authors(facts.warehouse, logged["version_id"]),
        ),
    )


def corrections_of(facts: Facts, unit: Unit) -> Corrections:
    """Show closed sprints as they stood, and what was changed since beside them."""
    late = facts.corrections()
    logged = late[late["table"] == "issue_event"]
    return corrections(
        facts.all_deltas("sprint"),
        late,
        frames=measures.frames_of(facts, "sprint"),
        unit=unit,
        as_of=facts.as_of,
        authors=ledger_reads.authors(facts.warehouse, logged["version_id"]),
    )


def window_of(facts: Facts, frame: Frame) -> Window | None:
    """Return the instants of a sprint, as far as may be known; None without a start."""
    rows = facts.frames
    rows = rows[(rows["kind"] == "sprint") & (rows["frame_id"] == frame.frame_id)]
    if rows.empty or pd.isna(rows.iloc[0]["start_at"]):
        return None
    row = rows.iloc[0]
    known = _end_of(facts, facts.as_of)
    closed = known if pd.isna(row["close_at"]) else row["close_at"]
    zone = facts.project.settings.time_zone
    return Window(
        frame.frame_id, "sprint", row["start_at"], min(closed, known), zone=zone
    )


def _end_of(facts: Facts, day: date) -> pd.Timestamp:
    """Return the last instant of a day of the project, as naive UTC."""
    after = datetime.combine(day + DAY, time(), facts.project.settings.zone)
    utc = pd.Timestamp(after.astimezone(UTC).replace(tzinfo=None))
    return utc - pd.Timedelta(microseconds=1)


def _changes(facts: Facts, frame: Frame) -> pd.DataFrame:
    return group_reads.member_changes(
        facts.warehouse,
        facts.set_id,
        facts.import_ids,
        kind="sprint",
        member=frame.frame_id,
    )


def _done_rules(facts: Facts) -> dict[DoneRule, dict[str, bool]]:
    """Return per rule which statuses count as done."""
    rows = facts.statuses
    category = dict(zip(rows["status"], rows["category"] == "done", strict=True))
    if not has_board(facts):
        return {BY_COLUMN: category, BY_CATEGORY: category}
    column = dict(zip(rows["status"], rows["is_in_last_column"], strict=True))
    return {BY_COLUMN: column, BY_CATEGORY: category}


def net_burn(whole: Burndown, pace: Velocity) -> float | None:
    """Return how much less is left in a project per sprint, growth of scope counted.

        net burn = (left before the first - left when the last closed) / sprints

    over the sprints that a velocity counts, in its unit; negative where scope grew
    faster than it was done. None where the project was not followed over all of them.

    Args:
        whole: The burn-down of the project, in the same unit.
        pace: The velocity.
    """
    counted = pace.sprints.tail(pace.counted)
    left = whole.days["remaining"].dropna()
    if counted.empty or counted["start"].isna().any():
        return None
    before = counted["start"].min() - pd.Timedelta(days=1)
    last = counted["closed"].max()
    if before not in left.index or last not in left.index:
        return None
    return float(left[before] - left[last]) / len(counted)
