"""Small states of a project for the checks of the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics import schema
from analytics.measures import CHECKED
from analytics.metrics.quality.material import Material
from analytics.schema.shape import (
    DATE,
    FLAG,
    INSTANT,
    MONEY,
    NUMBER,
    TEXT,
    WHOLE,
    Column,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = Mapping[str, Any]
JUNE = date(2026, 6, 30)
DTYPES = {
    TEXT: "str",
    NUMBER: "float64",
    MONEY: "float64",
    WHOLE: "float64",
    DATE: "datetime64[us]",
    INSTANT: "datetime64[us]",
    FLAG: "object",
}
ISSUE = Table(
    "issue",
    "",
    "",
    "issue_key",
    (
        *schema.ISSUE.columns,
        *(Column(name, TEXT, "") for name in ("category_from",)),
        *(Column(name, DATE, "") for name in ("created_day", "resolved_day")),
        *(Column(name, INSTANT, "") for name in ("done_at", "done_day")),
        *(Column(name, NUMBER, "") for name in ("points", "hours")),
        *(Column(name, FLAG, "") for name in ("is_done", "is_container")),
    ),
)
SPRINT = Table(
    "sprint",
    "",
    "",
    "sprint_id",
    (
        *schema.SPRINT.columns,
        Column("sprint_id", TEXT, ""),
        *(Column(name, DATE, "") for name in ("start_day", "end_before")),
        Column("complete_day", DATE, ""),
    ),
)
USUAL: Mapping[str, Row] = {
    "budget_line": {
        "category": "Build",
        "budget_kind": "budget",
        "currency": "EUR",
        "starts_on": "2026-01-01",
        "ends_before": "2027-01-01",
        "amount": 1000,
    },
    "cost": {
        "category": "Build",
        "currency": "EUR",
        "booked_on": "2026-03-01",
        "amount": 100,
    },
    "commitment": {
        "category": "Build",
        "currency": "EUR",
        "ordered_on": "2026-02-01",
        "amount": 500,
        "status": "open",
    },
    "risk": {
        "risk_kind": "threat",
        "currency": "EUR",
        "owner": "Ada",
        "probability": 0.5,
        "impact_amount": 1000,
        "identified_on": "2026-05-01",
        "reviewed_on": "2026-06-01",
        "state": "open",
    },
    "task": {"task_kind": "task", "baseline_finish_at": "2026-07-01"},
    "milestone": {
        "owner": "Ada",
        "baseline_on": "2026-07-01",
        "planned_on": "2026-08-01",
    },
}


def frame(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Build a frame of a table; what a row does not say is missing."""
    return _filled(table, rows) if rows else _empty(table)


@cache
def _empty(table: Table) -> pd.DataFrame:
    return _filled(table, ())


def _filled(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    columns = {
        column.name: pd.Series(
            [row.get(column.name) for row in rows],
            dtype=DTYPES.get(column.type, "object"),
        )
        for column in table.columns
    }
    ids = [row.get("version_id", number) for number, row in enumerate(rows, 1)]
    known = {
        "version_id": pd.Series(ids, dtype="int64"),
        "import_id": pd.Series([1] * len(rows), dtype="int64"),
    }
    return pd.DataFrame({**known, **columns})


def issues(rows: Sequence[Row]) -> pd.DataFrame:
    """Build work items: open stories of January unless a row says more."""
    return frame(ISSUE, [_issue(row, number) for number, row in enumerate(rows, 1)])


def _issue(row: Row, number: int) -> Row:
    is_done = bool(row.get("is_done", False))
    full: Row = {
        "issue_key": f"A-{number}",
        "issue_type": "Story",
        "summary": f"Item {number}",
        "status": "Done" if is_done else "To Do",
        "status_category": "done" if is_done else "todo",
        "category_from": "the file",
        "is_subtask": False,
        "is_container": False,
        "is_done": is_done,
        "is_flagged": False,
        "assignee": "Ada",
        "created_at": "2026-01-10",
        "updated_at": "2026-06-20",
        "resolved_at": "2026-03-01" if is_done else None,
        "points": 3,
        **row,
    }
    derived: Row = {
        "created_day": full["created_at"],
        "resolved_day": full["resolved_at"],
        "done_at": full["resolved_at"] if is_done else None,
        "done_day": full["resolved_at"] if is_done else None,
    }
    return {**derived, **full}


def material(
    tables: Mapping[str, Sequence[Row]] | None = None,
    *,
    as_of: date = JUNE,
    known_on: date | None = None,
    **rows: Sequence[Row],
) -> Material:
    """Build a state of a project from rows by table; `issue` and `sprint` as marts."""
    named = {
        name: [{**USUAL.get(name, {}), **row} for row in given]
        for name, given in {**(tables or {}), **rows}.items()
    }
    items = issues(named.get("issue", ()))
    risks = named.get("risk", ())
    register = frame(schema.RISK, risks)
    return Material(
        as_of=as_of,
        known_on=known_on or as_of,
        currency="EUR",
        issues=items,
        family=items[["issue_key", "epic_key", "is_done"]].assign(
            parent=items["parent_key"]
        ),
        sprints=sprints(named.get("sprint", ())),
        memberships=_memberships(named.get("issue", ())),
        waits=pd.DataFrame(
            named.get("waits", ()), columns=["before_key", "after_key"], dtype="str"
        ),
        risks=register.assign(
            state=pd.Series([row["state"] for row in risks], dtype="str")
        ),
        tables={
            name: frame(schema.table(name), named.get(name, ())) for name in CHECKED
        },
    )


def _memberships(rows: Sequence[Row]) -> pd.DataFrame:
    """Return which issue is in which sprint, as the rows say under `in`."""
    return pd.DataFrame(
        [
            (row.get("issue_key", f"A-{number}"), sprint)
            for number, row in enumerate(rows, 1)
            for sprint in row.get("in", ())
        ],
        columns=["issue_key", "sprint_id"],
        dtype="str",
    )


def sprints(rows: Sequence[Row]) -> pd.DataFrame:
    """Build sprints; `version_id` None is one that only items name."""
    usual: Row = {
        "name": "Sprint",
        "state": "closed",
        "start_day": "2026-03-02",
        "end_before": "2026-03-17",
        "complete_day": "2026-03-16",
    }
    full = [{**usual, "sprint_id": str(n), **row} for n, row in enumerate(rows, 1)]
    table = frame(SPRINT, [{**row, "version_id": 0} for row in full])
    ids = [row.get("version_id", number) for number, row in enumerate(full, 1)]
    return table.assign(version_id=pd.Series(ids, dtype="float64"))
