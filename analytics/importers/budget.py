"""Budgets: planned amounts by category and period, in lines or in columns."""

from __future__ import annotations

from analytics.importers import money_headers as headers
from analytics.importers.base import Text
from analytics.importers.cost_kinds import BudgetKind, CostType
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.spans import SpanEnd, SpanStart
from analytics.importers.spread import SpreadImporter, also_without_amounts
from analytics.importers.totals import total_lines
from analytics.schema import BUDGET_LINE

PERIOD = (
    *("Period", "Month", "Quarter", "Year", "Fiscal period", "Budget period"),
    *("Planned month", "Periode", "Monat", "Quartal", "Jahr", "Zeitraum"),
    *("Période", "Mois", "Trimestre", "Année", "Periodo", "Período", "Mes", "Año"),
)
START = (
    *("Start", "Start date", "Starts on", "From", "Begin", "Begins", "Min date"),
    *("Mindate", "Planned start", "Beginn", "Von", "Startdatum"),
    *("Début", "Date de début", "Du", "Inicio", "Fecha de inicio", "Desde"),
)
END = (
    *("End", "End date", "Ends on", "To", "Until", "Finish", "Max date", "Maxdate"),
    *("Planned end", "Planned finish", "Ende", "Bis", "Enddatum"),
    *("Fin", "Date de fin", "Au", "Fecha de fin", "Hasta"),
)
DATE = ("Date", "Datum", "Fecha")
KIND = (
    *("Budget type", "Budget kind", "Kind", "Type", "Art", "Budgetart"),
    *("Type de budget", "Tipo de presupuesto", "Tipo"),
)
COMMITTED = (
    *("Committed to date", "Committed", "Committed amount", "Commitments", "Obligo"),
    *("Engagé", "Montant engagé", "Comprometido", "Importe comprometido"),
)
ACTUAL = (
    *("Spent to date", "Spent", "Actual", "Actuals", "Actual cost", "Actual costs"),
    *("Actual amount", "Actual to date", "Spend", "Expenditure", "Ist", "Istkosten"),
    *("Ist-Kosten", "Réel", "Réalisé", "Dépensé", "Coût réel", "Real", "Gastado"),
    *("Ejecutado", "Coste real"),
)

BUDGET = SpreadImporter(
    name="budget",
    title="Budget",
    kind="budget",
    table=BUDGET_LINE,
    columns={
        "category": Text(headers.CATEGORY),
        "work_package": Text(headers.WORK_PACKAGE),
        "vendor": Text(headers.VENDOR),
        "cost_type": CostType(headers.COST_TYPE),
        "budget_kind": BudgetKind(
            (*KIND, *headers.CATEGORY, *headers.WORK_PACKAGE), KIND
        ),
        "starts_on": SpanStart((*PERIOD, *START, *DATE)),
        "ends_before": SpanEnd(END),
        "amount": Money((*headers.PLANNED_AMOUNT, *headers.AMOUNT)),
        "currency": Currency(headers.CURRENCY),
        "quantity": Number(headers.QUANTITY, ("H", "HOURS", "DAYS", "STD", "PCS")),
        "unit_amount": Money(headers.UNIT_AMOUNT),
        "committed_amount": Money(COMMITTED),
        "actual_amount": Money(ACTUAL),
        "note": Text(headers.DESCRIPTION),
    },
    signatures=(
        ("amount", "category"),
        ("amount", "work_package"),
        ("amount", "vendor"),
        ("amount", "note"),
        ("amount", "starts_on?"),
        ("amount?", "starts_on", "category"),
        ("amount?", "starts_on", "work_package"),
    ),
    general={"amount": headers.AMOUNT, "starts_on": DATE},
    forbids=(
        *headers.TRACKER,
        *headers.POSTED,
        *headers.ORDERED,
        *headers.EARNED,
        "Probability",
    ),
    rejects=also_without_amounts(
        total_lines(
            texts=("category", "work_package", "vendor", "note"),
            dates=("starts_on", "ends_before"),
            amounts=("amount", "committed_amount", "actual_amount"),
        )
    ),
)
