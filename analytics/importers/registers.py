"""The tables that have no maker, in order: each is read from CSV and XLSX."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.acceptance import ACCEPTANCE
from analytics.importers.capacity import CAPACITY
from analytics.importers.change_request import CHANGE_REQUEST
from analytics.importers.compliance import COMPLIANCE
from analytics.importers.decision import DECISION
from analytics.importers.earned_value import EARNED_VALUE
from analytics.importers.exchange_rate import EXCHANGE_RATE
from analytics.importers.issue_table import ISSUE_TABLE
from analytics.importers.milestone import MILESTONE
from analytics.importers.release import RELEASE
from analytics.importers.requirement import REQUIREMENT
from analytics.importers.task_table import TASK_TABLE
from analytics.importers.worklog_table import WORKLOG_TABLE

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter

REGISTERS: tuple[TableImporter, ...] = (
    ISSUE_TABLE,
    WORKLOG_TABLE,
    TASK_TABLE,
    MILESTONE,
    RELEASE,
    CAPACITY,
    EARNED_VALUE,
    EXCHANGE_RATE,
    REQUIREMENT,
    ACCEPTANCE,
    CHANGE_REQUEST,
    DECISION,
    COMPLIANCE,
)
