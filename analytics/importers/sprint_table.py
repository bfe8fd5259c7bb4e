"""Sprint dates typed into a table, for exports that do not carry them."""

from __future__ import annotations

from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Instant
from analytics.schema import SPRINT

SPRINT_TABLE = CautiousImporter(
    name="sprint_table",
    title="Sprint dates",
    kind="sprints",
    table=SPRINT,
    columns={
        "sprint_number": Text(("Sprint ID", "Sprint number", "Sprint no.", "ID")),
        "name": Text(
            (
                *("Sprint", "Sprint name", "Iteration", "Iteration name", "Sprintname"),
                *("Nom du sprint", "Nombre del sprint", "Itération", "Iteración"),
                *("Name", "Nom", "Nombre"),
            )
        ),
        "state": Text(("State", "Sprint state", "Status", "Statut", "Estado")),
        "board_number": Text(("Board ID", "Board number", "Origin board ID")),
        "start_at": Instant(
            (
                *("Start", "Start date", "Sprint start", "Started", "Starts", "Begin"),
                *("StartDate", "Iteration start", "Beginn", "Startdatum", "Von"),
                *("Début", "Date de début", "Inicio", "Fecha de inicio"),
            )
        ),
        "end_at": Instant(
            (
                *("End", "End date", "Sprint end", "Ends", "Finish", "Finish date"),
                *("EndDate", "Iteration end", "Ende", "Enddatum", "Bis"),
                *("Fin", "Date de fin", "Fecha de fin"),
            )
        ),
        "complete_at": Instant(
            (
                *("Complete", "Completed", "Complete date", "Completed on", "Closed"),
                *("CompleteDate", "Closed on", "Abgeschlossen", "Terminé", "Cerrado"),
            )
        ),
        "goal": Text(
            (
                *("Goal", "Sprint goal", "Objective", "Ziel", "Sprintziel"),
                *("Objectif", "Objetivo"),
            )
        ),
    },
    signatures=(
        ("name", "start_at", "end_at"),
        ("name?", "start_at", "end_at", "goal"),
        ("name?", "start_at", "end_at", "complete_at"),
    ),
    general={"name": ("Name", "Nom", "Nombre")},
    forbids=(
        *("Issue key", "Issue Type", "Summary", "Task", "Task name", "Assignee"),
        *("Duration", "Predecessors", "WBS", "Amount", "Budget", "% Complete"),
        *(
            "Capacity",
            "Capacity (hours)",
            "Capacity (points)",
            "Person",
            "Availability",
        ),
    ),
)
