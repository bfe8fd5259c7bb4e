"""Milestones beside a budget and a schedule, measured."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from analytics import schema
from analytics.calendar import WorkingCalendar
from analytics.metrics.evm.budgeted import Money
from analytics.metrics.evm.from_milestones import milestone_amounts
from analytics.metrics.evm.from_schedule import schedule_amounts
from analytics.metrics.evm.report import Report, earned_value
from tests.factories_money import budget_lines, changes, costs
from tests.factories_plan import baselined, plan, stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.metrics.evm.schedule_work import Reading

    Row = Mapping[str, object]

MARCH = date(2026, 3, 31)
DAILY = WorkingCalendar(weekend=frozenset())
NO_COSTS = costs().iloc[:0]


def listed(*rows: Row) -> pd.DataFrame:
    usual = {"work_package": "Build", "weight": 1.0}
    filled = [{"name": f"M{n}", **usual, **row} for n, row in enumerate(rows, 1)]
    return stored(schema.MILESTONE, filled)


def of_money(
    milestones: pd.DataFrame, as_of: date = MARCH, **tables: pd.DataFrame
) -> Report | None:
    lines = budget_lines({"amount": 200, "work_package": "Build"})
    money = Money(
        tables.get("lines", lines),
        tables.get("costs", NO_COSTS),
        tables.get("changes", changes().iloc[:0]),
    )
    amounts = milestone_amounts(milestones, money, as_of=as_of, currency="EUR")
    if amounts is None:
        return None
    return earned_value(amounts, as_of=as_of, calendar=DAILY)


SUMMARIES = (
    {"task_id": "A", "task_kind": "summary", "name": "Build"},
    {"task_id": "B", "task_kind": "summary", "name": "Test"},
)
TASKS = (
    *SUMMARIES,
    baselined("2026-03-02", "2026-03-31", 150, complete_ratio=0.9, parent_id="A"),
    baselined("2026-03-02", "2026-03-31", 50, complete_ratio=0.9, parent_id="A"),
    baselined("2026-03-02", "2026-03-31", 100, complete_ratio=0.4, parent_id="B"),
)


def of_schedule(milestones: pd.DataFrame, reading: Reading | None = None) -> Report:
    schedule = plan(*TASKS)
    weighed = type(schedule)(
        **{**vars(schedule), "milestones": milestones},
    )
    amounts = schedule_amounts(
        weighed, NO_COSTS, as_of=MARCH, currency="EUR", reading=reading
    )
    assert amounts is not None
    return earned_value(amounts, as_of=MARCH, calendar=DAILY)
