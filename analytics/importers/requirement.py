"""Lists of requirements."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.register_rows import unfilled
from analytics.importers.words import Keys
from analytics.schema import REQUIREMENT as TABLE

OWN_ID = (
    *("Requirement ID", "Requirement no.", "Requirement number", "Requirement #"),
    *("Req ID", "Req. ID", "Req no.", "Req #", "Anforderungs-ID", "Anforderungs-Nr."),
    *("Anforderungsnummer", "ID exigence", "N° exigence", "ID requisito"),
    *("N.º requisito",),
)
OWN_TITLE = (
    *("Requirement", "Requirement title", "Requirement name", "Anforderung"),
    *("Exigence", "Intitulé de l'exigence", "Requisito", "Nombre del requisito"),
)
KIND = (
    *("Requirement type", "Type", "Kind", "Category", "Class", "Anforderungsart"),
    *("Art", "Typ", "Kategorie", "Type d'exigence", "Catégorie", "Tipo", "Categoría"),
)
RESULTS = ("Test result", "Result", "Testergebnis", "Ergebnis", "Résultat", "Resultado")

REQUIREMENT = CautiousImporter(
    name="requirement",
    title="Requirements",
    kind="requirements",
    table=TABLE,
    columns={
        "requirement_id": Text((*OWN_ID, *headers.ID)),
        "title": Text((*OWN_TITLE, *headers.TITLE)),
        "description": Text(
            (
                *("Requirement description", "Requirement text", "Statement"),
                *("Anforderungstext", *headers.DESCRIPTION),
            )
        ),
        "requirement_kind": Text(KIND),
        "priority": Text(headers.PRIORITY),
        "status": Text(headers.STATUS),
        "owner": Text(
            (
                *("Requested by", "Stakeholder", "Requester", "Anforderer"),
                *("Demandeur", "Solicitante", *headers.OWNER),
            )
        ),
        "source": Text(("Source", "Origin", "Quelle", "Herkunft", "Origine", "Fuente")),
        "parent_id": Text(
            (
                *("Parent", "Parent ID", "Parent requirement", "Part of", "Gehört zu"),
                *("Übergeordnet", "Exigence parente", "Requisito padre"),
            )
        ),
        "acceptance_criteria": Text(
            (
                *("Acceptance criteria", "Acceptance criterion", "Fit criterion"),
                *("Verification", "Abnahmekriterien", "Abnahmekriterium"),
                *("Critères d'acceptation", "Criterios de aceptación"),
            )
        ),
        "issue_keys": Keys(headers.ISSUES),
        "release": Text(headers.RELEASE),
        "version": Text(("Version", "Revision", "Rev", "Versión", "Révision")),
        "raised_on": Date(headers.RAISED),
        "approved_on": Date(
            (
                *("Approved on", "Approval date", "Signed off on", "Freigegeben am"),
                *("Genehmigt am", "Approuvé le", "Validé le", "Aprobado el"),
            )
        ),
        "due_on": Date(headers.DUE),
    },
    signatures=(
        ("requirement_id", "title?"),
        ("requirement_id", "description?"),
        ("requirement_id", "acceptance_criteria"),
        ("title", "priority"),
        ("title", "status"),
        ("title", "acceptance_criteria"),
    ),
    general={"requirement_id": headers.ID, "title": headers.TITLE},
    forbids=(
        *headers.OTHER,
        *RESULTS,
        *("Test ID", "Test case", "Test case ID", "Acceptance ID", "Testfall"),
        *("Change ID", "Change request", "CR ID", "Control ID", "Decision ID"),
        *("Obligation", "Obligation ID", "Framework", "Regulation", "Clause"),
        *("Compliance status", "Clause no.", "Compliance"),
    ),
    rejects=unfilled("a requirement", "title", "description", "acceptance_criteria"),
)
