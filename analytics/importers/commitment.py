"""Commitments: purchase orders and contracts with what was invoiced so far."""

from __future__ import annotations

from analytics.importers import money_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.cost_kinds import CostType
from analytics.importers.dates import Date
from analytics.importers.numbers import Currency, Money
from analytics.importers.totals import total_lines
from analytics.schema import COMMITMENT as TABLE

DUE = (
    *("Due date", "Due on", "Delivery date", "Expected delivery", "End date", "End"),
    *("Contract end", "Delivery", "Lieferdatum", "Liefertermin", "Vertragsende"),
    *("Date de livraison", "Échéance", "Fin de contrat", "Fecha de entrega"),
    *("Fecha de fin", "Vencimiento"),
)
INVOICED = (
    *("Invoiced amount", "Invoiced", "Invoiced to date", "Billed", "Billed to date"),
    *("Amount invoiced", "Spent to date", "Paid", "Paid to date", "Fakturiert"),
    *("Abgerechnet", "Berechnet", "Facturé", "Montant facturé", "Facturado"),
    *("Importe facturado",),
)
STATUS = ("Status", "State", "PO status", "Order status", "Statut", "Estado")

COMMITMENT = CautiousImporter(
    name="commitment",
    title="Purchase orders",
    kind="commitments",
    table=TABLE,
    columns={
        "po_number": Text(headers.PO_NUMBER),
        "vendor": Text(headers.VENDOR),
        "category": Text(headers.CATEGORY),
        "work_package": Text(headers.WORK_PACKAGE),
        "cost_type": CostType(headers.COST_TYPE),
        "description": Text(headers.DESCRIPTION),
        "ordered_on": Date((*headers.ORDERED, "Date", "Datum", "Fecha")),
        "due_on": Date(DUE),
        "amount": Money((*headers.ORDERED_AMOUNT, *headers.AMOUNT)),
        "invoiced_amount": Money(INVOICED),
        "currency": Currency(headers.CURRENCY),
        "status": Text(STATUS),
    },
    signatures=(
        ("po_number", "amount"),
        ("po_number", "amount?", "ordered_on"),
        ("po_number", "amount?", "invoiced_amount"),
        ("po_number", "amount?", "vendor"),
        ("vendor", "amount?", "ordered_on"),
        ("vendor", "amount", "invoiced_amount"),
    ),
    general={"amount": headers.AMOUNT, "ordered_on": ("Date", "Datum", "Fecha")},
    forbids=(
        *headers.TRACKER,
        *headers.POSTED,
        *headers.DOCUMENT,
        *headers.PLANNED_AMOUNT,
        *headers.EARNED,
        "Probability",
    ),
    rejects=total_lines(
        texts=("po_number", "vendor", "category", "work_package", "description"),
        dates=("ordered_on", "due_on"),
        amounts=("amount", "invoiced_amount"),
    ),
)
