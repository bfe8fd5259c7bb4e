"""Work packages of OpenProject, from a table's export as CSV or XLSX."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, TableImporter, Text, Texts
from analytics.importers.date_columns import first_filled
from analytics.importers.dates import Date, Instant
from analytics.importers.jira_numbers import Seconds
from analytics.importers.link_columns import OPENPROJECT, openproject_links
from analytics.importers.listed import OF_TIME, Listed, NamedEstimates
from analytics.schema import ISSUE

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

HOUR = 3600
PROJECT = ("Project", "Projekt", "Projet", "Proyecto")


@dataclass(frozen=True, slots=True)
class WorkPackage:
    """Another work package: its number, or `Epic #12: Title` as the export has it."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Take the number."""
        cell = first_filled(raw, positions)
        number = f"nullif(regexp_extract({cell}, '^(?:.*?#)?([0-9]+)(?::|$)', 1), '')"
        return Fitted(
            number,
            f"{cell} is not null and {number} is null",
            "does not name a work package by its number",
        )


OPENPROJECT_CSV = TableImporter(
    name="openproject_csv",
    title="OpenProject export",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text(("ID",)),
        "project_key": Text(PROJECT),
        "project_name": Text(PROJECT),
        "issue_type": Text(("Type", "Typ", "Tipo")),
        "summary": Text(("Subject", "Thema", "Betreff", "Sujet", "Asunto")),
        "status": Text(("Status", "Statut", "Estado")),
        "priority": Text(("Priority", "Priorität", "Priorité", "Prioridad")),
        "assignee": Text(("Assignee", "Zugewiesen an", "Assigné à", "Asignado a")),
        "reporter": Text(("Author", "Autor", "Auteur")),
        "parent_key": WorkPackage(
            ("Parent", "Übergeordnetes Arbeitspaket", "Übergeordnet", "Padre")
        ),
        "created_at": Instant(
            (
                *("Created on", "Created at", "Angelegt am", "Angelegt", "Erstellt am"),
                *("Créé le", "Creado el"),
            )
        ),
        "updated_at": Instant(
            (
                *("Updated on", "Updated at", "Zuletzt aktualisiert"),
                *("Aktualisiert am", "Zuletzt geändert", "Geändert am"),
                *("Mis à jour le", "Actualizado el"),
            )
        ),
        "start_on": Date(
            (
                *("Start date", "Anfangstermin", "Startdatum", "Date de début"),
                "Fecha de inicio",
            )
        ),
        "due_on": Date(
            (
                *("Finish date", "Due date", "Endtermin", "Enddatum", "Abgabedatum"),
                *("Date de fin", "Fecha de finalización"),
            )
        ),
        "numbers": NamedEstimates(
            ("Story points", "Story Points", "Storypunkte", "Story-Punkte"),
            not_these=(*OF_TIME, "aufwand", "arbeit"),
        ),
        "original_estimate_seconds": Seconds(
            (
                *("Work", "Estimated time", "Arbeit", "Aufwand"),
                *("Geschätzter Aufwand", "Travail", "Temps estimé", "Trabajo"),
            ),
            HOUR,
        ),
        "remaining_seconds": Seconds(
            (
                *("Remaining work", "Remaining hours", "Remaining time"),
                *("Verbleibende Arbeit", "Verbleibender Aufwand"),
                *("Travail restant", "Trabajo restante"),
            ),
            HOUR,
        ),
        "spent_seconds": Seconds(
            ("Spent time", "Spent hours", "Aufgewendete Zeit", "Temps passé"), HOUR
        ),
        "sprints": Listed(("Sprint",)),
        "fix_versions": Texts(("Version", "Target version", "Versión")),
        "components": Listed(("Category", "Kategorie", "Catégorie", "Categoría")),
        **OPENPROJECT,
    },
    signatures=tuple(
        ("issue_key", "summary", "issue_type", "status", also)
        for also in (
            *("fix_versions", "original_estimate_seconds", "due_on", "start_on"),
            *("parent_key", "numbers", "updated_at", "priority"),
        )
    ),
    forbids=(
        *("Issue key", "Issue id", "Work Item Type", "Tracker", "Title", "Task Name"),
        *("Probability", "Impact", "Risk ID", "Amount", "Summary"),
    ),
    more=openproject_links,
)
