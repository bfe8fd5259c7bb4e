"""Change requests, and the issue registers of PRINCE2 projects."""

from __future__ import annotations

from analytics.importers import money_headers
from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.decisions import DECISIONS, Remarks
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.register_rows import unfilled
from analytics.importers.words import Keys, Words
from analytics.schema import CHANGE_REQUEST as TABLE

OWN_ID = (
    *("Change ID", "Change no.", "Change number", "Change request ID", "CR ID"),
    *("CO number", "CO no.", "Change order", "Change order no."),
    *("Change order number", "CR no.", "CR number", "CR", "CR #", "RFC", "RFC ID"),
    *("Issue no.", "Issue ref"),
    *("Änderungs-ID", "Änderungsnummer", "Änderungs-Nr.", "CR-Nr.", "ID changement"),
    *("N° demande de changement", "ID cambio", "N.º de cambio"),
)
OWN_TITLE = (
    *("Change request", "Change", "Change title", "Issue", "Project issue"),
    *("Änderungsantrag", "Änderung", "Offener Punkt", "Demande de changement"),
    *("Changement", "Solicitud de cambio", "Cambio"),
)
DECISION = (
    *("Decision", "CCB decision", "Board decision", "Approval", "Approval status"),
    *("Entscheidung", "Beschluss", "Décision", "Decisión", "Resolución"),
)
KIND = (
    *("Type", "Change type", "Issue type", "Kind", "Typ", "Art", "Änderungsart"),
    *("Type de changement", "Tipo", "Tipo de cambio"),
)

CHANGE_REQUEST = CautiousImporter(
    name="change_request",
    title="Change requests",
    kind="change requests",
    table=TABLE,
    columns={
        "change_id": Text((*OWN_ID, *headers.ID)),
        "title": Text((*OWN_TITLE, *headers.TITLE)),
        "description": Text(headers.DESCRIPTION),
        "change_kind": Text(KIND),
        "status": Text(headers.STATUS),
        "decision": Words(
            (*DECISION, *headers.STATUS), DECISIONS, beside=headers.STATUS
        ),
        "priority": Text(headers.PRIORITY),
        "severity": Text(headers.SEVERITY),
        "requested_by": Text(
            (
                *("Requested by", "Raised by", "Requester", "Requestor", "Author"),
                *("Beantragt von", "Antragsteller", "Demandé par", "Demandeur"),
                *("Solicitado por", "Solicitante"),
            )
        ),
        "owner": Text(headers.OWNER),
        "reason": Text(headers.REASON),
        "impact": Text(headers.IMPACT),
        "cost_amount": Money(headers.COST),
        "currency": Currency(money_headers.CURRENCY),
        "schedule_days": Number(headers.DAYS, headers.DAY_WORDS),
        "scope_points": Number(
            (
                *("Scope impact (points)", "Points", "Story points", "Scope points"),
                *("Umfang (Punkte)", "Punkte", "Impact périmètre (points)"),
                *("Puntos",),
            )
        ),
        "category": Text(
            (
                "Cost category",
                "Category",
                "Kategorie",
                "Kostenart",
                "Catégorie",
                "Categoría",
            )
        ),
        "work_package": Text(
            ("Work package", "WP", "WBS", "Arbeitspaket", "Lot", "Paquete de trabajo")
        ),
        "issue_keys": Keys(headers.ISSUES),
        "requirement_ids": Keys(headers.REQUIREMENTS),
        "raised_on": Date(headers.RAISED),
        "due_on": Date(headers.DUE),
        "decided_on": Date(headers.DECIDED),
        "decided_by": Text(headers.DECIDED_BY),
        "closed_on": Date(headers.CLOSED),
        "note": Remarks((*headers.NOTE, *DECISION), DECISION),
    },
    signatures=(
        ("change_id", "title?"),
        ("change_id", "description?"),
        ("change_id", "status?"),
        ("title", "decision"),
        ("title", "raised_on", "status?"),
        ("title", "raised_on", "severity"),
    ),
    general={
        "change_id": (*headers.ID, "CR", "RFC"),
        "title": headers.TITLE,
        "decision": headers.STATUS,
        "raised_on": ("Date", "Datum", "Fecha", "Created", "Created on"),
    },
    forbids=(
        *(name for name in headers.OTHER if name != "Issue Type"),
        *("Decision ID", "Decision no.", "Test ID", "Control ID", "Obligation ID"),
    ),
    rejects=unfilled("a change", "title", "description", "change_kind"),
)
