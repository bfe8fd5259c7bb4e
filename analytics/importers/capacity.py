"""Capacity of people and teams by period or sprint."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.amounts_of_work import Hours, Share
from analytics.importers.base import Text
from analytics.importers.budget import END, PERIOD, START
from analytics.importers.cautious import CautiousImporter
from analytics.importers.numbers import Number
from analytics.importers.register_rows import unfilled
from analytics.importers.spans import SpanEnd, SpanStart
from analytics.schema import CAPACITY as TABLE

OWN_HOURS = (
    *("Capacity (hours)", "Capacity hours", "Capacity in hours", "Available hours"),
    *("Hours available", "Net capacity", "Capacity", "Capacity (days)"),
    *("Available days", "Capacity days", "Kapazität (Stunden)", "Kapazität"),
    *("Verfügbare Stunden", "Kapazität (Tage)", "Capacité (heures)", "Capacité"),
    *("Heures disponibles", "Capacité (jours)", "Capacidad (horas)", "Capacidad"),
    *("Horas disponibles",),
)
POINTS = (
    *("Capacity (points)", "Capacity points", "Planned velocity", "Points"),
    *("Kapazität (Punkte)", "Capacité (points)", "Capacidad (puntos)"),
)
AVAILABILITY = (
    *("Availability", "Availability (%)", "Availability %", "FTE", "Share of time"),
    *("Verfügbarkeit", "Verfügbarkeit (%)", "Disponibilité", "Disponibilidad"),
)

CAPACITY = CautiousImporter(
    name="capacity",
    title="Capacity",
    kind="capacity",
    table=TABLE,
    columns={
        "team": Text(headers.TEAM),
        "person": Text(
            (
                *("Person", "Name", "Member", "Team member", "Resource", "Employee"),
                *("Mitarbeiter", "Mitarbeiterin", "Ressource", "Collaborateur"),
                *("Personne", "Nom", "Persona", "Nombre", "Recurso"),
            )
        ),
        "role": Text(("Role", "Skill", "Rolle", "Fähigkeit", "Rôle", "Rol")),
        "sprint": Text(("Sprint", "Iteration", "Itération", "Iteración")),
        "starts_on": SpanStart((*PERIOD, "Week", "Woche", "Semaine", *START)),
        "ends_before": SpanEnd(END),
        "capacity_hours": Hours(OWN_HOURS),
        "absence_hours": Hours(
            (
                *("Absence (hours)", "Absence hours", "Absence", "Vacation (hours)"),
                *("Days off", "Absence (days)", "Abwesenheit (Stunden)"),
                *("Abwesenheit", "Absence (heures)", "Ausencia (horas)", "Ausencia"),
            )
        ),
        "allocated_hours": Hours(
            (
                *("Allocated (hours)", "Allocated hours", "Allocated", "Planned hours"),
                *("Verplant (Stunden)", "Verplant", "Alloué (heures)", "Alloué"),
                *("Asignado (horas)", "Asignado", "Horas asignadas"),
            )
        ),
        "points": Number(POINTS),
        "availability_ratio": Share(AVAILABILITY),
        "note": Text((*headers.NOTE, *headers.REASON)),
    },
    signatures=tuple(
        (who, what)
        for who in ("team", "person?", "sprint")
        for what in ("capacity_hours", "points", "availability_ratio")
    ),
    general={"points": ("Points",), "person": ("Name", "Nom", "Nombre")},
    forbids=(
        *headers.OTHER,
        *("Amount", "Budget", "Milestone", "Release", "Requirement", "Severity"),
        *("Test ID", "Control ID", "Framework", "Summary", "Description"),
    ),
    rejects=unfilled(
        "capacity",
        *("capacity_hours", "absence_hours", "allocated_hours", "points"),
        "availability_ratio",
    ),
)
