"""Decision logs."""

from __future__ import annotations

from analytics.importers import money_headers
from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.register_rows import unfilled
from analytics.importers.words import Keys
from analytics.schema import DECISION as TABLE

OWN_ID = (
    *("Decision ID", "Decision no.", "Decision number", "Decision #", "Decision ref"),
    *("Entscheidungs-ID", "Entscheidungs-Nr.", "Beschluss-Nr.", "ID décision"),
    *("N° décision", "ID decisión", "N.º decisión"),
)
OWN_TITLE = (
    *("Decision needed", "Decision required", "Decision title", "Decision topic"),
    *("Question", "Topic", "Thema", "Frage", "Entscheidungsbedarf", "Sujet"),
    *("Décision attendue", "Pregunta", "Decisión requerida", "Tema"),
)
OUTCOME = (
    *("Outcome", "Decision made", "Decision taken", "Decision", "Resolution"),
    *("Entscheidung", "Beschluss", "Ergebnis", "Décision", "Décision prise"),
    *("Decisión", "Decisión tomada", "Resultado"),
)
GENERAL_OUTCOME = ("Outcome", "Resolution", "Ergebnis", "Resultado")

DECISION = CautiousImporter(
    name="decision",
    title="Decisions",
    kind="decisions",
    table=TABLE,
    columns={
        "decision_id": Text((*OWN_ID, *headers.ID)),
        "title": Text((*OWN_TITLE, *headers.TITLE)),
        "description": Text(
            (
                "Background",
                "Context",
                "Hintergrund",
                "Contexte",
                "Contexto",
                *headers.DESCRIPTION,
            )
        ),
        "status": Text(("Decision status", *headers.STATUS)),
        "outcome": Text(OUTCOME),
        "options": Text(
            (
                *("Options", "Alternatives", "Options considered", "Optionen"),
                *("Alternativen", "Opciones", "Alternativas"),
            )
        ),
        "rationale": Text(headers.REASON),
        "impact": Text(headers.IMPACT),
        "owner": Text(headers.OWNER),
        "decided_by": Text(headers.DECIDED_BY),
        "raised_on": Date(headers.RAISED),
        "due_on": Date(headers.DUE),
        "decided_on": Date(headers.DECIDED),
        "cost_amount": Money(headers.COST),
        "currency": Currency(money_headers.CURRENCY),
        "schedule_days": Number(headers.DAYS, headers.DAY_WORDS),
        "issue_keys": Keys(headers.ISSUES),
        "note": Text(headers.NOTE),
    },
    signatures=(
        ("decision_id", "title?"),
        ("decision_id", "outcome?"),
        ("title?", "outcome", "decided_on"),
        ("title?", "outcome", "decided_by"),
        ("outcome", "rationale", "raised_on?"),
        ("title", "outcome?", "decided_by"),
        ("title", "options", "due_on"),
    ),
    general={
        "decision_id": headers.ID,
        "outcome": GENERAL_OUTCOME,
        "title": (*headers.TITLE, "Topic", "Thema", "Sujet", "Tema"),
    },
    forbids=(
        *headers.OTHER,
        *("Change ID", "Change no.", "Change number", "Change request", "CR ID", "CR"),
        *("Change request ID", "RFC", "Issue", "Änderungsantrag", "Änderungs-ID"),
        *("Demande de changement", "Solicitud de cambio", "Severity", "Change"),
        *("Test ID", "Control ID", "Requirement ID"),
    ),
    rejects=unfilled("a decision", "title", "description", "outcome"),
)
