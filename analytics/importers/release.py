"""Lists of releases or versions, with planned and real dates."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.milestone import BASELINE
from analytics.importers.register_rows import unfilled
from analytics.importers.words import YesNo
from analytics.schema import RELEASE as TABLE

OWN_NAME = (
    *("Release", "Release name", "Version", "Version name", "Fix version"),
    *("Releasename", "Versionsname", "Livraison", "Nom de la version"),
    *("Entrega", "Nombre de la versión", "Versión", "Lanzamiento"),
)
PLANNED = (
    *("Planned release", "Planned release date", "Planned date", "Planned", "Due date"),
    *("Target date", "Forecast", "Forecast date", "Plantermin", "Geplant"),
    *("Date prévue", "Échéance", "Fecha prevista", "Fecha planificada", "Release date"),
    *("Releasedatum", "Date de livraison", "Fecha de entrega"),
)
RELEASED = (
    *("Released on", "Actual release date", "Actual date", "Actual release"),
    *("Shipped on", "Veröffentlicht am", "Ausgeliefert am", "Publié le", "Livré le"),
    *("Publicado el", "Entregado el", "Fecha real"),
)

RELEASE = CautiousImporter(
    name="release",
    title="Releases",
    kind="releases",
    table=TABLE,
    columns={
        "name": Text((*OWN_NAME, *headers.TITLE)),
        "release_number": Text(("Release ID", "Version ID", *headers.ID)),
        "description": Text((*headers.DESCRIPTION, "Content", "Scope", "Inhalt")),
        "status": Text(headers.STATUS),
        "owner": Text(("Release manager", "Releasemanager", *headers.OWNER)),
        "start_on": Date(
            (
                *("Start", "Start date", "Starts on", "Beginn", "Startdatum"),
                *("Début", "Date de début", "Inicio", "Fecha de inicio"),
            )
        ),
        "baseline_on": Date(BASELINE),
        "planned_on": Date(PLANNED),
        "released_on": Date(RELEASED),
        "is_released": YesNo(
            (
                "Released",
                "Is released",
                "Veröffentlicht",
                "Publié",
                "Publicado",
                "Shipped",
            )
        ),
        "is_archived": YesNo(("Archived", "Archiviert", "Archivé", "Archivado")),
    },
    signatures=(
        ("name", "planned_on"),
        ("name", "released_on"),
        ("name", "is_released"),
        ("name", "baseline_on"),
    ),
    general={"name": headers.TITLE},
    forbids=(
        *headers.OTHER,
        *("Milestone", "Milestone ID", "Meilenstein", "Jalon", "Hito", "Requirement"),
        *("Requirement ID", "Anforderung", "Exigence", "Requisito", "Test ID"),
        *("Change ID", "Decision ID", "Control ID", "Amount", "Budget", "Severity"),
        *("Acceptance criteria", "Req ID", "Change request", "Test case"),
    ),
    rejects=unfilled("a release", "name"),
)
