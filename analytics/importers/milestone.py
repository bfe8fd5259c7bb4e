"""Lists of milestones, with the date first agreed beside the date planned now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers import register_headers as headers
from analytics.importers.amounts_of_work import Share
from analytics.importers.base import Fitted, Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.numbers import Number
from analytics.importers.register_rows import unfilled
from analytics.importers.words import YesNo
from analytics.schema import MILESTONE as TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.base import RawTable


class MilestoneImporter(CautiousImporter):
    """Milestones; without a number, those of two work packages may share a name."""

    __slots__ = ()

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, and name a milestone with its work package where names are all."""
        fitted = super().fit_all(raw, columns)
        names, package = columns.get("name", ()), fitted.get("work_package")
        if package and columns["milestone_id"][0] in names:
            name = fitted["milestone_id"].expression
            both = f"concat_ws(': ', {package.expression}, {name})"
            fitted["milestone_id"] = Fitted(both)
        return fitted


OWN_ID = (
    *("Milestone ID", "Milestone no.", "Milestone number", "Milestone #", "MS ID"),
    *(
        "Meilenstein-ID",
        "Meilenstein-Nr.",
        "N° jalon",
        "ID jalon",
        "ID hito",
        "N.º hito",
    ),
)
OWN_NAME = (
    *("Milestone", "Milestone name", "Milestone title", "Gate", "Meilenstein"),
    *("Meilensteinname", "Jalon", "Nom du jalon", "Hito", "Nombre del hito"),
)
BASELINE = (
    *("Baseline date", "Baseline", "Baseline finish", "Original date", "Agreed date"),
    *("Contract date", "Original plan", "Basistermin", "Basisplan", "Vertragstermin"),
    *(
        "Ursprünglicher Termin",
        "Date de référence",
        "Date initiale",
        "Date contractuelle",
    ),
    *("Fecha base", "Línea base", "Fecha original", "Fecha contractual"),
)
PLANNED = (
    *("Revised date", "Revised", "New date", "Neuer Termin", "Date révisée"),
    "Fecha revisada",
    *("Planned date", "Forecast date", "Forecast", "Current date", "Planned", "Plan"),
    *("Expected date", "Current plan", "Plan date", "Due date", "Target date", "Date"),
    *("Plantermin", "Geplant", "Prognose", "Aktueller Termin", "Termin", "Datum"),
    *("Date prévue", "Date prévisionnelle", "Prévision", "Échéance", "Fecha prevista"),
    *("Fecha planificada", "Previsión", "Fecha límite", "Fecha"),
)
ACTUAL = (
    *("Actual date", "Actual", "Achieved on", "Date achieved", "Reached on"),
    *("Completed on", "Done on", "Actual finish", "Isttermin", "Ist", "Erreicht am"),
    *("Date réelle", "Atteint le", "Réel", "Fecha real", "Alcanzado el", "Real"),
)

WORK_PACKAGE = (
    *("Work package", "WP", "Control account", "Arbeitspaket", "Teilprojekt"),
    *("Kontrollkonto", "Lot de travaux", "Lot de travail", "Paquete de trabajo"),
    *("Cuenta de control", "Compte de contrôle"),
)
UNITS_PLANNED = (
    *("Units planned", "Planned units", "Planned quantity", "Quantity planned"),
    *("Qty planned", "Planned qty", "Soll-Menge", "Sollmenge", "Geplante Menge"),
    *("Quantité prévue", "Cantidad prevista", "Cantidad planificada"),
)
UNITS_DONE = (
    *("Units done", "Units completed", "Completed units", "Quantity done"),
    *("Quantity completed", "Qty done", "Qty completed", "Ist-Menge", "Istmenge"),
    *("Fertige Menge", "Quantité réalisée", "Cantidad realizada"),
)

MILESTONE = MilestoneImporter(
    name="milestone",
    title="Milestones",
    kind="milestones",
    table=TABLE,
    columns={
        "milestone_id": Text((*OWN_ID, *headers.ID, *OWN_NAME, *headers.TITLE)),
        "name": Text((*OWN_NAME, *headers.TITLE)),
        "description": Text((*headers.DESCRIPTION, "Deliverable", "Lieferobjekt")),
        "status": Text(headers.STATUS),
        "owner": Text(headers.OWNER),
        "baseline_on": Date(BASELINE),
        "planned_on": Date(PLANNED),
        "actual_on": Date(ACTUAL),
        "complete_ratio": Share(
            (
                *("% complete", "Percent complete", "Complete", "Progress", "Done"),
                *("Fertigstellung", "Fortschritt", "Avancement", "% terminé"),
                *("Avance", "% completado"),
            )
        ),
        "weight": Number(
            ("Weight", "Gewicht", "Gewichtung", "Poids", "Peso", "Points")
        ),
        "work_package": Text(WORK_PACKAGE),
        "units_planned": Number(UNITS_PLANNED),
        "units_done": Number(UNITS_DONE),
        "release": Text(headers.RELEASE),
        "is_contractual": YesNo(
            (
                *("Contractual", "In contract", "Contract milestone", "Vertraglich"),
                *("Contractuel", "Contractual (yes/no)", "Contractuelle"),
            )
        ),
        "note": Text((*headers.NOTE, *headers.REASON)),
    },
    signatures=(
        ("name", "planned_on?"),
        ("name", "baseline_on"),
        ("name", "actual_on"),
        ("milestone_id", "planned_on?"),
        ("milestone_id", "baseline_on"),
    ),
    general={
        "milestone_id": (*headers.ID, *OWN_NAME, *headers.TITLE),
        "name": headers.TITLE,
    },
    forbids=(
        *headers.OTHER,
        *("Requirement ID", "Change ID", "Decision ID", "Sprint", "Budget", "Amount"),
        *("Test ID", "Control ID", "WBS", "Duration", "Author"),
    ),
    rejects=unfilled("a milestone", "name", "description", "planned_on", "baseline_on"),
)
