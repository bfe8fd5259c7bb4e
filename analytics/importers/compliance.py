"""Obligations and controls, and whether they are met."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.register_rows import unfilled
from analytics.importers.words import Words
from analytics.schema import COMPLIANCE_ITEM as TABLE

OWN_ID = (
    *("Compliance ID", "Control ID", "Control no.", "Control number", "Obligation ID"),
    *("Obligation no.", "Kontroll-ID", "Pflicht-ID", "ID contrôle", "ID obligation"),
    *("ID control", "ID obligación"),
)
OWN_TITLE = (
    *("Obligation", "Control", "Control name", "Compliance item", "Control title"),
    *("Verpflichtung", "Pflicht", "Kontrolle", "Contrôle", "Obligación"),
)
FRAMEWORK = (
    *("Framework", "Regulation", "Standard", "Law", "Norm", "Regelwerk", "Gesetz"),
    *("Verordnung", "Vorschrift", "Référentiel", "Règlement", "Norme", "Norma"),
    *("Marco", "Reglamento", "Ley", "Loi"),
)
CLAUSE = (
    *("Clause", "Clause no.", "Article", "Section", "Paragraph", "Control ref"),
    *("Klausel", "Artikel", "Abschnitt", "Paragraf", "Chapitre", "Cláusula"),
    *("Artículo", "Sección"),
)
OWN_STATE = (
    *("Compliance status", "Compliance", "Compliance state", "Compliant"),
    *("Conformity", "Fulfilment", "Fulfilled", "Erfüllungsgrad", "Erfüllung"),
    *("Konformität", "Conformité", "Conforme", "Cumplimiento", "Conformidad"),
)
STATES = {
    "met": (
        *("met", "compliant", "fulfilled", "implemented", "conform", "conforming"),
        *("complied", "satisfied", "yes", "effective", "fully met", "erfüllt"),
        *("konform", "umgesetzt", "ja", "conforme", "respecté", "satisfait", "oui"),
        *("cumple", "cumplido", "cumplida", "sí"),
    ),
    "partly": (
        *("partly", "partial", "partially", "partly met", "partially met"),
        *("partially compliant", "partly compliant", "partially implemented"),
        *("teilweise", "teilweise erfüllt", "teilweise konform", "partiel"),
        *("partiellement", "partiellement conforme", "parcial", "parcialmente"),
        *("cumple parcialmente", "minor nonconformity", "minor non conformity"),
    ),
    "not_met": (
        *("not met", "non compliant", "noncompliant", "not compliant", "not fulfilled"),
        *("not implemented", "breach", "violated", "major nonconformity", "no"),
        *("major non conformity", "nicht erfüllt", "nicht konform", "nein"),
        *("nicht umgesetzt", "non conforme", "non respecté", "non satisfait"),
        *("non", "no cumple", "incumplido", "no conforme"),
    ),
    "not_applicable": (
        *("not applicable", "n a", "na", "nicht anwendbar", "entfällt", "n z"),
        *("non applicable", "sans objet", "no aplica", "no aplicable"),
    ),
    "open": (
        *(
            "open",
            "not assessed",
            "to be assessed",
            "pending",
            "in progress",
            "planned",
        ),
        *("not started", "unknown", "tbd", "offen", "nicht geprüft", "in arbeit"),
        *("geplant", "ouvert", "à évaluer", "en cours", "non évalué", "abierto"),
        *("pendiente", "en curso", "por evaluar"),
    ),
}

COMPLIANCE = CautiousImporter(
    name="compliance",
    title="Compliance items",
    kind="compliance items",
    table=TABLE,
    columns={
        "item_id": Text((*OWN_ID, *headers.ID)),
        "framework": Text(FRAMEWORK),
        "clause": Text(CLAUSE),
        "title": Text((*OWN_TITLE, "Requirement", "Anforderung", *headers.TITLE)),
        "description": Text((*headers.DESCRIPTION, "Exigence", "Requisito")),
        "state": Words((*OWN_STATE, *headers.STATUS), STATES, "status"),
        "severity": Text((*headers.SEVERITY, "Risk level", *headers.PRIORITY)),
        "owner": Text(("Control owner", *headers.OWNER)),
        "evidence": Text(headers.EVIDENCE),
        "finding": Text(
            (
                *("Finding", "Findings", "Audit finding", "Gap", "Feststellung"),
                *("Abweichung", "Lücke", "Constat", "Écart", "Hallazgo", "Brecha"),
            )
        ),
        "action": Text(
            (
                *("Action", "Actions", "Corrective action", "Remediation", "Measure"),
                *("Maßnahme", "Maßnahmen", "Mesure", "Plan d'action", "Acción"),
                *("Medida",),
            )
        ),
        "due_on": Date(headers.DUE),
        "reviewed_on": Date(
            (
                *("Reviewed on", "Last reviewed", "Last audit", "Assessed on"),
                *("Audit date", "Review date", "Geprüft am", "Letzte Prüfung"),
                *("Revu le", "Date d'audit", "Revisado el", "Fecha de auditoría"),
            )
        ),
        "closed_on": Date(("Met on", "Fulfilled on", "Erfüllt am", *headers.CLOSED)),
        "note": Text(headers.NOTE),
    },
    signatures=(
        ("item_id", "state?"),
        ("item_id", "title?"),
        ("framework", "state?"),
        ("clause", "state?", "title?"),
        ("clause", "state"),
        ("title?", "state"),
        ("title", "framework"),
    ),
    general={
        "item_id": headers.ID,
        "title": (*headers.TITLE, "Requirement", "Anforderung", "Control"),
        "state": headers.STATUS,
        "clause": ("Section", "Abschnitt", "Sección", "Article", "Chapitre"),
        "framework": ("Standard", "Norm", "Norma", "Norme", "Marco"),
    },
    forbids=(
        *headers.OTHER,
        *("Requirement ID", "Test ID", "Test case ID", "Change ID", "Decision ID"),
    ),
    rejects=unfilled("an obligation", "title", "description", "clause", "framework"),
)
