"""Small schedules as the warehouse hands them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analytics import schema
from analytics.metrics.plan.rows import Plan
from tests.factories_quality import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

Row = Mapping[str, Any]


def stored(table: schema.Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Build a table of one upload."""
    return frame(table, rows).assign(import_id=1)


def plan(*tasks: Row, **tables: Sequence[Row]) -> Plan:
    """Build a schedule with the status date 31 March 2026 unless it says more."""
    usual = {"task_kind": "task", "is_active": True}
    filled = [
        {"task_id": str(n), "name": f"Task {n}", **usual, **row}
        for n, row in enumerate(tasks, 1)
    ]
    status = {"name": "Plan", "status_at": "2026-03-31", "currency": "EUR"}
    return Plan(
        schedules=stored(schema.SCHEDULE, tables.get("schedules", (status,))),
        tasks=stored(schema.TASK, filled),
        baselines=stored(schema.TASK_BASELINE, tables.get("baselines", ())),
        links=stored(schema.TASK_LINK, tables.get("links", ())),
        timephased=stored(schema.TIMEPHASED, tables.get("timephased", ())),
        days=stored(schema.CALENDAR_DAY, tables.get("days", ())),
    )


def baselined(start: str, finish: str, cost: float, **more: object) -> Row:
    """Return a task with a baseline."""
    return {
        "baseline_start_at": start,
        "baseline_finish_at": finish,
        "baseline_cost_amount": cost,
        **more,
    }
