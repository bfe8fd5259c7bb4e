"""Work items in a table of any make, for trackers without an importer."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.amounts_of_work import Hours
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date, Instant
from analytics.importers.jira_cells import Category
from analytics.importers.jira_numbers import Estimates
from analytics.importers.words import Keys, YesNo
from analytics.schema import ISSUE

SECONDS_PER_HOUR = 3600
OWN_KEY = (
    *("Ticket ID", "Ticket no.", "Ticket number", "Ticket", "Ticket key", "Item ID"),
    *("Work item ID", "Story ID", "Ticketnummer", "Ticket-Nr.", "Vorgangsnummer"),
    *(
        "N° ticket",
        "Numéro de ticket",
        "N° de demande",
        "N.º de ticket",
        "ID de ticket",
    ),
)

GENERAL_KEY = ("Task ID", "Issue ID", "Issue number", "Issue no.")
"""Numbers that other files carry too: they need points or a sprint beside them."""
SUBJECT = ("Subject", "Asunto", "Name", "Nom", "Nombre", "Bezeichnung")
"""Titles in the exports of trackers that have an importer of their own."""

ISSUE_TABLE = CautiousImporter(
    name="issue_table",
    title="Work items",
    kind="issues",
    table=ISSUE,
    columns={
        "issue_key": Text((*OWN_KEY, "Issue key", *GENERAL_KEY, *headers.ID)),
        "issue_type": Text(
            (
                *("Type", "Item type", "Ticket type", "Issue type", "Task type"),
                *("Typ", "Art", "Tipo", "Kind"),
            )
        ),
        "project_name": Text(
            ("Project", "Project name", "Projekt", "Projet", "Proyecto")
        ),
        "summary": Text(("Ticket title", *headers.TITLE)),
        "status": Text(headers.STATUS),
        "status_category": Category(
            ("Status category", "Statuskategorie", "Catégorie d'état")
        ),
        "priority": Text(headers.PRIORITY),
        "resolution": Text(("Resolution", "Lösung", "Résolution", "Resolución")),
        "assignee": Text(("Assignee", "Assigned to", *headers.OWNER)),
        "reporter": Text(
            (
                *("Reporter", "Reported by", "Created by", "Melder", "Gemeldet von"),
                *("Rapporteur", "Créé par", "Informador", "Creado por"),
            )
        ),
        "team": Text(headers.TEAM),
        "parent_key": Text(("Parent", "Parent ID", "Parent ticket", "Übergeordnet")),
        "epic_key": Text(("Epic", "Epic ID", "Feature", "Épica", "Épopée")),
        "created_at": Instant(
            (
                *("Created", "Created on", "Created at", "Opened", "Erstellt"),
                *("Created date", "Creation date", "Date created"),
                *("Erstellt am", "Créé le", "Date de création", "Creado", "Creado el"),
                "Fecha de creación",
            )
        ),
        "updated_at": Instant(
            (
                "Updated",
                "Updated at",
                "Last updated",
                "Aktualisiert",
                "Modifié le",
                "Actualizado",
            )
        ),
        "resolved_at": Instant(
            (
                *("Resolved", "Resolved on", "Resolved at", "Done on", "Finished"),
                *("Completed", "Completed on", "Closed", "Closed on", "Closed at"),
                *("Resolved date", "Resolution date", "Completed date"),
                *("Completion date", "Closed date"),
                *("Gelöst am", "Erledigt am", "Geschlossen am", "Résolu le"),
                *("Clôturé le", "Resuelto", "Cerrado el"),
            )
        ),
        "due_on": Date(headers.DUE),
        "numbers": Estimates(
            ("Story points", "Points", "Estimate", "Schätzung", "Punkte", "Puntos")
        ),
        "original_estimate_seconds": Hours(
            (
                "Estimate (hours)",
                "Estimated hours",
                "Schätzung (Stunden)",
                "Estimation (heures)",
                "Horas estimadas",
            ),
            times=SECONDS_PER_HOUR,
        ),
        "remaining_seconds": Hours(
            (
                "Remaining (hours)",
                "Remaining hours",
                "Reststunden",
                "Heures restantes",
                "Horas restantes",
            ),
            times=SECONDS_PER_HOUR,
        ),
        "spent_seconds": Hours(
            (
                "Spent (hours)",
                "Hours spent",
                "Spent hours",
                "Ist-Stunden",
                "Heures passées",
                "Horas dedicadas",
            ),
            times=SECONDS_PER_HOUR,
        ),
        "sprints": Keys(("Sprint", "Iteration", "Itération", "Iteración")),
        "fix_versions": Keys(headers.RELEASE),
        "components": Keys(
            (
                "Component",
                "Components",
                "Komponente",
                "Komponenten",
                "Composant",
                "Componente",
            )
        ),
        "labels": Keys(("Labels", "Tags", "Label", "Etiketten", "Étiquettes")),
        "is_flagged": YesNo(("Blocked", "Flagged", "Blockiert", "Bloqué", "Bloqueado")),
        "start_on": Date(("Start", "Start date", "Starts on", "Beginn", "Début")),
        "milestone": Text(("Milestone", "Meilenstein", "Jalon", "Hito")),
        "url": Text(("URL", "Link", "Address")),
    },
    signatures=(
        ("issue_key", "summary?", "status?"),
        ("issue_key", "summary?", "created_at?"),
        ("issue_key?", "summary", "status?", "numbers"),
        ("issue_key?", "summary", "status?", "sprints"),
    ),
    general={
        "issue_key": (*headers.ID, "Issue key", *GENERAL_KEY),
        "summary": SUBJECT,
        "numbers": ("Points", "Estimate", "Schätzung", "Punkte", "Puntos"),
    },
    forbids=(
        *("Issue key", "Work Item Type", "Probability", "Hours worked"),
        *("Created At (UTC)", "Section/Column", "Cycle Number", "Tracker", "Canceled"),
        *("Predecessors", "Test ID", "Change ID", "Requirement ID", "Work date"),
        *("Amount", "Budget"),
    ),
)
