"""The importers, by hand and in order; a new export format is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.asana_csv import ASANA_CSV
from analytics.importers.asana_json import ASANA_JSON
from analytics.importers.azure_csv import AZURE_CSV
from analytics.importers.azure_json import AZURE_JSON
from analytics.importers.azure_plan import AZURE_ITERATIONS, AZURE_STATES
from analytics.importers.azure_updates import AZURE_UPDATES
from analytics.importers.budget import BUDGET
from analytics.importers.clickup_csv import CLICKUP_CSV
from analytics.importers.commitment import COMMITMENT
from analytics.importers.cost import COST
from analytics.importers.documents import Family
from analytics.importers.github_csv import GITHUB_CSV
from analytics.importers.github_events import GITHUB_EVENTS
from analytics.importers.github_json import GITHUB_JSON
from analytics.importers.gitlab_csv import GITLAB_CSV
from analytics.importers.gitlab_json import GITLAB_JSON
from analytics.importers.ics import ICS, unknown_ics
from analytics.importers.ics_document import open_ics
from analytics.importers.item_dates import ITEM_DATES
from analytics.importers.jira_agile import JIRA_BOARD, JIRA_SPRINTS, JIRA_STATUSES
from analytics.importers.jira_changelog import JIRA_CHANGELOG_PAGES
from analytics.importers.jira_csv import JIRA_CSV
from analytics.importers.jira_json import JIRA_JSON
from analytics.importers.jira_worklogs import JIRA_WORKLOGS
from analytics.importers.jira_xml import JIRA_XML
from analytics.importers.json_document import open_json
from analytics.importers.json_known import one_issue, unknown_json
from analytics.importers.linear_csv import LINEAR_CSV
from analytics.importers.mspdi import MSPDI
from analytics.importers.openproject_csv import OPENPROJECT_CSV
from analytics.importers.redmine_csv import REDMINE_CSV
from analytics.importers.registers import REGISTERS
from analytics.importers.risk import RISK
from analytics.importers.sprint_table import SPRINT_TABLE
from analytics.importers.tempo_worklogs import TEMPO_WORKLOGS
from analytics.importers.trello_json import TRELLO_JSON
from analytics.importers.xml_document import read_xml, unknown_xml

if TYPE_CHECKING:
    from analytics.importers.base import TableImporter
    from analytics.importers.documents import DocumentImporter

TABLE_IMPORTERS: tuple[TableImporter, ...] = (
    JIRA_CSV,
    AZURE_CSV,
    GITHUB_CSV,
    GITLAB_CSV,
    LINEAR_CSV,
    REDMINE_CSV,
    ASANA_CSV,
    CLICKUP_CSV,
    OPENPROJECT_CSV,
    TEMPO_WORKLOGS,
    ITEM_DATES,
    BUDGET,
    COST,
    COMMITMENT,
    RISK,
    SPRINT_TABLE,
    *REGISTERS,
)
JSON_IMPORTERS: tuple[DocumentImporter[Any], ...] = (
    JIRA_JSON,
    JIRA_CHANGELOG_PAGES,
    JIRA_SPRINTS,
    JIRA_BOARD,
    JIRA_STATUSES,
    JIRA_WORKLOGS,
    GITHUB_JSON,
    GITHUB_EVENTS,
    GITLAB_JSON,
    TRELLO_JSON,
    ASANA_JSON,
    AZURE_JSON,
    AZURE_UPDATES,
    AZURE_ITERATIONS,
    AZURE_STATES,
)
XML_IMPORTERS: tuple[DocumentImporter[Any], ...] = (MSPDI, JIRA_XML)
ICS_IMPORTERS: tuple[DocumentImporter[Any], ...] = (ICS,)
FAMILIES: tuple[Family, ...] = (
    Family("json", "JSON", open_json, JSON_IMPORTERS, unknown_json, one_issue),
    Family("xml", "XML", read_xml, XML_IMPORTERS, unknown_xml),
    Family("ics", "ICS", open_ics, ICS_IMPORTERS, unknown_ics),
)
DOCUMENT_IMPORTERS: tuple[DocumentImporter[Any], ...] = tuple(
    importer for family in FAMILIES for importer in family.importers
)
IMPORTERS: tuple[TableImporter | DocumentImporter[Any], ...] = (
    *TABLE_IMPORTERS,
    *DOCUMENT_IMPORTERS,
)


def family(form: str) -> Family | None:
    """Return the family of documents of that form; None for tables."""
    return next((one for one in FAMILIES if one.form == form), None)
