"""Hours booked on work items, in a table of any make."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.amounts_of_work import Hours
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Instant
from analytics.importers.register_rows import unfilled
from analytics.schema import WORKLOG

SECONDS_PER_HOUR = 3600
ITEM = (
    *("Work item", "Work item ID", "Issue", "Ticket", "Ticket ID", "Task", "Item"),
    *("Issue ID", "Task ID", "Item ID", "Ticket no", "Ticket no.", "Ticket number"),
    *("Vorgang", "Aufgabe", "Ticketnummer", "Demande", "Tâche", "Incidencia", "Tarea"),
)
HOURS = (
    *("Hours worked", "Hours booked", "Hours spent", "Time spent (hours)"),
    *("Time spent", "Timespent", "Gebuchte Stunden", "Geleistete Stunden"),
    *("Aufwand (Stunden)",),
    *("Heures travaillées", "Heures passées", "Temps passé", "Horas trabajadas"),
    *("Horas imputadas", "Tiempo dedicado"),
)
GENERAL_HOURS = ("Hours", "Stunden", "Heures", "Horas", "Duration", "Dauer")

WORKLOG_TABLE = CautiousImporter(
    name="worklog_table",
    title="Hours booked",
    kind="worklogs",
    table=WORKLOG,
    columns={
        "worklog_number": Text(("Worklog ID", "Booking ID", "Buchungs-ID")),
        "issue_key": Text((*ITEM, "Issue key")),
        "author": Text(
            (
                *("Author", "Person", "Who", "Worker", "User", "Employee", "Name"),
                *("Mitarbeiter", "Benutzer", "Collaborateur", "Personne", "Persona"),
                *("Empleado", "Usuario", "Auteur", "Autor"),
            )
        ),
        "team": Text(headers.TEAM),
        "started_at": Instant(
            (
                *("Date", "Work date", "Worked on", "Day", "Started", "Start", "Datum"),
                "Start date",
                *("Tag", "Arbeitstag", "Jour", "Fecha", "Día"),
            )
        ),
        "created_at": Instant(("Booked on", "Gebucht am", "Saisi le", "Imputado el")),
        "spent_seconds": Hours((*HOURS, *GENERAL_HOURS), times=SECONDS_PER_HOUR),
        "billable_seconds": Hours(
            (
                *("Billable hours", "Billed hours", "Abrechenbare Stunden"),
                *("Heures facturables", "Horas facturables"),
            ),
            times=SECONDS_PER_HOUR,
        ),
        "account": Text(("Account", "Cost centre", "Cost center", "Konto", "Compte")),
        "activity": Text(("Activity", "Kind of work", "Tätigkeit", "Activité")),
        "comment": Text(("Comment", *headers.NOTE, *headers.DESCRIPTION)),
    },
    signatures=(
        ("issue_key", "started_at", "spent_seconds"),
        ("issue_key", "author", "spent_seconds?", "started_at"),
    ),
    general={"spent_seconds": GENERAL_HOURS, "issue_key": ("Issue key",)},
    forbids=(
        *("Issue Type", "Issue summary", "Predecessors", "Finish", "Budget", "Amount"),
        *("Cost", "Rate", "Status", "Due date", "Probability", "Capacity"),
    ),
    rejects=unfilled("hours", "spent_seconds", "billable_seconds"),
)
