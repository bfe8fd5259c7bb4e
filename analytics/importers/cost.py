"""Cost ledgers: what was booked, when and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers import money_headers as headers
from analytics.importers.base import Fitted, Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.cost_kinds import Accrual, CostType
from analytics.importers.dates import Date
from analytics.importers.headers import plain
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.totals import total_lines
from analytics.importers.units import bare
from analytics.schema import COST as TABLE

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

DATE = ("Date", "Datum", "Fecha")
AMOUNT = (
    *("Booked amount", "Actual cost", "Actual amount", "Actual", "Actuals"),
    *("Invoice amount", "Line amount", "Amount net", "Amount (net)", "Expense"),
    *("Amount in local currency", "Spend", "Buchungsbetrag", "Nettobetrag"),
    *("Rechnungsbetrag", "Istkosten", "Ist-Kosten", "Montant net", "Montant facturé"),
    *("Coût réel", "Dépense", "Importe neto", "Importe facturado", "Coste real"),
    *("Gasto",),
)
DEBIT = ("Debit", "Debit amount", "Soll", "Débit", "Debe", "Cargo")
CREDIT = ("Credit", "Credit amount", "Haben", "Crédit", "Haber", "Abono")
ACCRUAL = (
    *("Accrual", "Accrued", "Is accrual", "Accrual flag", "Booking type", "Entry type"),
    *("Posting type", "Document type", "Doc type", "Transaction type", "Buchungsart"),
    *("Belegart", "Abgrenzung", "Type d'écriture", "Type de pièce", "Tipo de asiento"),
)
RISK_ID = ("Risk ID", "Risk", "Risk no.", "Risk number", "Risiko", "Risque", "Riesgo")


@dataclass(frozen=True, slots=True)
class LedgerAmount:
    """An amount, or the difference of a debit and a credit column."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the amount; of debit and credit, the credit is negative."""
        names = {p: plain(bare(raw.header[p]) or raw.header[p]) for p in positions}
        debit = tuple(p for p in positions if names[p] in map(plain, DEBIT))
        credit = tuple(p for p in positions if names[p] in map(plain, CREDIT))
        money = Money(self.aliases)
        whole = tuple(p for p in positions if p not in debit + credit)
        if whole or not credit:
            return money.fit(raw, whole or debit)
        taken = money.fit(raw, credit)
        spent = money.fit(raw, debit) if debit else Fitted("NULL")
        return Fitted(
            f"case when {spent.expression} is not null or {taken.expression} is not "
            f"null then coalesce({spent.expression}, 0) - coalesce({taken.expression}, "
            "0) end",
            f"({spent.unreadable or 'false'}) or ({taken.unreadable})",
            taken.why,
            {**taken.extra, **spent.extra},
            (*spent.notes, *taken.notes, "The credit column counts as negative."),
        )


@dataclass(frozen=True, slots=True)
class RiskReference:
    """The number of a risk; under a general header only what looks like one."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Keep the cells that look like the number of a risk, such as "R-07"."""
        cells = [
            f"case when regexp_full_match({cell}, '(?i)(?:r|rsk|risk)[-_ ]?[0-9]+') "
            f"then {cell} end"
            if raw.header[position].strip().casefold().startswith(("ref", "réf"))
            else cell
            for position in positions
            for cell in (raw.cell(position),)
        ]
        return Fitted(f"coalesce({', '.join(cells)}, NULL)")


COST = CautiousImporter(
    name="cost",
    title="Cost ledger",
    kind="cost",
    table=TABLE,
    columns={
        "booked_on": Date((*headers.POSTED, *DATE)),
        "document": Text(headers.DOCUMENT),
        "category": Text(headers.CATEGORY),
        "work_package": Text(headers.WORK_PACKAGE),
        "vendor": Text(headers.VENDOR),
        "cost_type": CostType(headers.COST_TYPE),
        "description": Text(headers.DESCRIPTION),
        "amount": LedgerAmount((*AMOUNT, *headers.AMOUNT, *DEBIT, *CREDIT)),
        "currency": Currency(headers.CURRENCY),
        "quantity": Number(headers.QUANTITY, ("H", "HOURS", "DAYS", "STD", "PCS")),
        "unit_amount": Money(headers.UNIT_AMOUNT),
        "po_number": Text(headers.PO_NUMBER),
        "is_accrual": Accrual(ACCRUAL),
        "risk_id": RiskReference((*RISK_ID, "Reference", "Ref", "Référence")),
    },
    signatures=(
        ("booked_on", "amount?"),
        ("booked_on?", "amount"),
        ("booked_on?", "amount?", "category"),
        ("booked_on?", "amount?", "work_package"),
        ("booked_on?", "amount?", "vendor"),
        ("booked_on?", "amount?", "document"),
        ("booked_on?", "amount?", "description"),
    ),
    general={"booked_on": DATE, "amount": (*headers.AMOUNT, *DEBIT, *CREDIT)},
    forbids=(
        *headers.TRACKER,
        *headers.ORDERED,
        *headers.ORDERED_AMOUNT,
        *headers.PLANNED_AMOUNT,
        *headers.EARNED,
        "Probability",
    ),
    rejects=total_lines(
        texts=("category", "work_package", "vendor", "description", "document"),
        dates=("booked_on",),
        amounts=("amount",),
    ),
)
