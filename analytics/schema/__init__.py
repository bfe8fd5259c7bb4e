"""The canonical tables: what every importer renames its columns into."""

from __future__ import annotations

from analytics.schema.delivery import (
    BOARD_COLUMN,
    CAPACITY,
    ISSUE,
    ISSUE_EVENT,
    ISSUE_LINK,
    RELEASE,
    SPRINT,
    STATUS,
    WORKLOG,
)
from analytics.schema.money import (
    BUDGET_LINE,
    COMMITMENT,
    COST,
    EARNED_VALUE,
    EXCHANGE_RATE,
)
from analytics.schema.plan import (
    ASSIGNMENT,
    CALENDAR_DAY,
    MILESTONE,
    RESOURCE,
    SCHEDULE,
    TASK,
    TASK_BASELINE,
    TASK_LINK,
    TIMEPHASED,
)
from analytics.schema.registers import (
    ACCEPTANCE,
    CHANGE_REQUEST,
    COMPLIANCE_ITEM,
    DECISION,
    REQUIREMENT,
    RISK,
)
from analytics.schema.shape import (
    DATE,
    FLAG,
    INSTANT,
    MONEY,
    NUMBER,
    NUMBERS,
    TEXT,
    TEXTS,
    WHOLE,
    Column,
    Table,
)

TABLES: tuple[Table, ...] = (
    ISSUE,
    ISSUE_EVENT,
    ISSUE_LINK,
    SPRINT,
    BOARD_COLUMN,
    STATUS,
    WORKLOG,
    RELEASE,
    CAPACITY,
    BUDGET_LINE,
    COST,
    COMMITMENT,
    EXCHANGE_RATE,
    EARNED_VALUE,
    SCHEDULE,
    TASK,
    TASK_BASELINE,
    TASK_LINK,
    RESOURCE,
    ASSIGNMENT,
    TIMEPHASED,
    CALENDAR_DAY,
    MILESTONE,
    RISK,
    REQUIREMENT,
    ACCEPTANCE,
    CHANGE_REQUEST,
    DECISION,
    COMPLIANCE_ITEM,
)
BY_NAME = frozenset({MILESTONE.name})
"""Tables whose lines may be known by a name only, which two of them may share."""


def table(name: str) -> Table:
    """Return the canonical table of that name."""
    return next(found for found in TABLES if found.name == name)


__all__ = [
    "ACCEPTANCE",
    "ASSIGNMENT",
    "BOARD_COLUMN",
    "BUDGET_LINE",
    "BY_NAME",
    "CALENDAR_DAY",
    "CAPACITY",
    "CHANGE_REQUEST",
    "COMMITMENT",
    "COMPLIANCE_ITEM",
    "COST",
    "DATE",
    "DECISION",
    "EARNED_VALUE",
    "EXCHANGE_RATE",
    "FLAG",
    "INSTANT",
    "ISSUE",
    "ISSUE_EVENT",
    "ISSUE_LINK",
    "MILESTONE",
    "MONEY",
    "NUMBER",
    "NUMBERS",
    "RELEASE",
    "REQUIREMENT",
    "RESOURCE",
    "RISK",
    "SCHEDULE",
    "SPRINT",
    "STATUS",
    "TABLES",
    "TASK",
    "TASK_BASELINE",
    "TASK_LINK",
    "TEXT",
    "TEXTS",
    "TIMEPHASED",
    "WHOLE",
    "WORKLOG",
    "Column",
    "Table",
    "table",
]
