"""The importers, by hand and in order; a new export format is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.budget import BUDGET
from analytics.importers.commitment import COMMITMENT
from analytics.importers.cost import COST
from analytics.importers.jira_agile import JIRA_BOARD, JIRA_SPRINTS, JIRA_STATUSES
from analytics.importers.jira_changelog import JIRA_CHANGELOG_PAGES
from analytics.importers.jira_csv import JIRA_CSV
from analytics.importers.jira_json import JIRA_JSON, recognise
from analytics.importers.risk import RISK
from analytics.importers.sprint_table import SPRINT_TABLE

if TYPE_CHECKING:
    from analytics.importers.base import DocumentImporter, TableImporter

TABLE_IMPORTERS: tuple[TableImporter, ...] = (
    JIRA_CSV,
    BUDGET,
    COST,
    COMMITMENT,
    RISK,
    SPRINT_TABLE,
)
DOCUMENT_IMPORTERS: tuple[DocumentImporter, ...] = (
    JIRA_JSON,
    JIRA_CHANGELOG_PAGES,
    JIRA_SPRINTS,
    JIRA_BOARD,
    JIRA_STATUSES,
)
IMPORTERS: tuple[TableImporter | DocumentImporter, ...] = (
    *TABLE_IMPORTERS,
    *DOCUMENT_IMPORTERS,
)

__all__ = ["DOCUMENT_IMPORTERS", "IMPORTERS", "TABLE_IMPORTERS", "recognise"]
