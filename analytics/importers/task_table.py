"""Schedules in a table: tasks with dates, baseline, progress and predecessors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers import money_headers
from analytics.importers import register_headers as headers
from analytics.importers.amounts_of_work import Hours, Share
from analytics.importers.base import Fitted, Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Instant
from analytics.importers.durations import Duration
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.register_rows import unfilled
from analytics.importers.task_cells import MILESTONE, SUMMARY, TaskKind, links
from analytics.importers.words import Keys, YesNo
from analytics.schema import TASK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable

WBS = (
    *("WBS", "WBS code", "Outline number", "WBS number", "PSP-Code", "PSP"),
    *("Gliederungsnummer", "Code WBS", "Numéro hiérarchique", "OTP", "EDT"),
    *("Número de esquema",),
)
NAME = (
    *("Task name", "Task", "Activity name", "Activity", "Vorgangsname", "Vorgang"),
    *("Nom de la tâche", "Tâche", "Nombre de tarea", "Tarea", "Actividad"),
)
START = (
    *("Start", "Start date", "Planned start", "Starts on", "Anfang", "Beginn"),
    *("Startdatum", "Début", "Date de début", "Comienzo", "Inicio"),
    *("Fecha de inicio",),
)
FINISH = (
    *("Finish", "Finish date", "End", "End date", "Planned finish", "Ends on", "Ende"),
    *("Enddatum", "Fertigstellung", "Fin", "Date de fin", "Fecha de fin"),
)
NUMBERED = (
    "The file has no ids: tasks are known by their row number, as predecessors name "
    "them."
)


class TaskImporter(CautiousImporter):
    """A schedule whose tasks have ids, or else row numbers."""

    __slots__ = ()

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, and number the tasks where the file has no ids."""
        fitted = super().fit_all(raw, columns)
        number = "row_number() over (order by line)"
        fitted["row_number"] = Fitted(number)
        if "task_id" not in columns:
            notes = (NUMBERED,) if "predecessor_ids" in columns else ()
            fitted["task_id"] = Fitted(f"cast({number} as varchar)", notes=notes)
        return fitted


TASK_TABLE = TaskImporter(
    name="task_table",
    title="Schedule",
    kind="schedules",
    table=TASK,
    columns={
        "task_id": Text(
            (
                *("Unique ID", "Task ID", "Activity ID", "Vorgangs-ID", "ID tâche"),
                *("ID de tarea", *headers.ID, *WBS),
            )
        ),
        "wbs": Text(WBS),
        "outline_level": Number(
            ("Outline level", "Level", "Gliederungsebene", "Ebene", "Niveau", "Nivel")
        ),
        "parent_id": Text(("Parent", "Parent ID", "Parent task", "Übergeordnet")),
        "name": Text((*NAME, *headers.TITLE)),
        "task_kind": TaskKind((*MILESTONE, *SUMMARY, "Type", "Task type", "Typ")),
        "is_active": YesNo(("Active", "Aktiv", "Actif", "Activo")),
        "is_critical": YesNo(("Critical", "Kritisch", "Critique", "Crítica")),
        "start_at": Instant(START),
        "finish_at": Instant(FINISH),
        "actual_start_at": Instant(
            (
                "Actual start",
                "Ist-Anfang",
                "Tatsächlicher Anfang",
                "Début réel",
                "Comienzo real",
            )
        ),
        "actual_finish_at": Instant(
            (
                "Actual finish",
                "Actual end",
                "Ist-Ende",
                "Tatsächliches Ende",
                "Fin réelle",
                "Fin real",
            )
        ),
        "baseline_start_at": Instant(
            (
                *("Baseline start", "Baseline start date", "Geplanter Anfang"),
                *("Basisplan Anfang", "Début de référence", "Comienzo previsto"),
                *("Línea base inicio",),
            )
        ),
        "baseline_finish_at": Instant(
            (
                *("Baseline finish", "Baseline end", "Baseline finish date"),
                *("Geplantes Ende", "Basisplan Ende", "Fin de référence"),
                *("Fin previsto", "Línea base fin"),
            )
        ),
        "deadline_at": Instant(("Deadline", "Stichtag", "Échéance", "Fecha límite")),
        "duration_hours": Duration(
            (
                *("Duration", "Duration (days)", "Duration (hours)", "Dauer"),
                *("Dauer (Tage)", "Durée", "Durée (jours)", "Duración"),
            ),
            flag="is_elapsed",
        ),
        "remaining_duration_hours": Duration(
            (
                *("Remaining duration", "Verbleibende Dauer", "Durée restante"),
                "Duración restante",
            ),
        ),
        "work_hours": Hours(
            ("Work", "Work (hours)", "Effort", "Arbeit", "Travail", "Trabajo")
        ),
        "actual_work_hours": Hours(
            ("Actual work", "Ist-Arbeit", "Travail réel", "Trabajo real")
        ),
        "remaining_work_hours": Hours(
            ("Remaining work", "Restarbeit", "Travail restant", "Trabajo restante")
        ),
        "baseline_work_hours": Hours(
            ("Baseline work", "Geplante Arbeit", "Travail de référence")
        ),
        "cost_amount": Money(
            ("Cost", "Planned cost", "Total cost", "Kosten", "Coût", "Coste", "Costo")
        ),
        "actual_cost_amount": Money(
            ("Actual cost", "Ist-Kosten", "Istkosten", "Coût réel", "Coste real")
        ),
        "baseline_cost_amount": Money(
            ("Baseline cost", "Geplante Kosten", "Coût de référence", "Coste previsto")
        ),
        "currency": Currency(money_headers.CURRENCY),
        "complete_ratio": Share(
            (
                *("% complete", "Percent complete", "Complete", "Progress", "%"),
                *("% abgeschlossen", "Fortschritt", "% achevé", "Avancement"),
                *("% completado", "Avance"),
            )
        ),
        "work_complete_ratio": Share(
            ("% work complete", "% Arbeit abgeschlossen", "% travail achevé")
        ),
        "physical_complete_ratio": Share(
            ("Physical % complete", "Physisch % abgeschlossen")
        ),
        "resources": Keys(
            (
                *("Resource names", "Resources", "Assigned to", "Owner", "Responsible"),
                *("Ressourcennamen", "Ressourcen", "Noms ressources", "Ressources"),
                *("Nombres de los recursos", "Recursos", "Verantwortlich"),
            )
        ),
        "predecessor_ids": Text(
            (
                *("Predecessors", "Predecessor", "Depends on", "Vorgänger"),
                *("Prédécesseurs", "Predecesoras", "Depende de"),
            )
        ),
        "issue_key": Text(("Issue key", "Work item", "Jira", "Ticket")),
        "note": Text(headers.NOTE),
    },
    signatures=(
        ("name?", "predecessor_ids", "start_at"),
        ("name?", "predecessor_ids", "duration_hours"),
        ("name?", "start_at", "finish_at", "wbs"),
        ("name?", "start_at", "finish_at", "duration_hours"),
        ("name?", "start_at", "finish_at", "baseline_finish_at"),
        ("name", "start_at", "finish_at", "complete_ratio"),
        ("name", "start_at", "finish_at"),
    ),
    general={"name": (*headers.TITLE, "Task", "Activity", "Vorgang", "Tâche", "Tarea")},
    forbids=(
        *("Issue Type", "Issue id", "Work Item Type", "Status Category", "Tracker"),
        *("Probability", "Posting date", "PO number", "Task Content", "Sprint Goal"),
        *("Budget", "Capacity", "Severity", "Projects", "Assignee Email"),
    ),
    rejects=unfilled("a task", "name", "start_at", "finish_at", "duration_hours"),
    more=links,
)
