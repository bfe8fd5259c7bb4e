"""Cost ledgers: what was booked, when and for what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers import money_headers as headers
from analytics.importers.base import Fitted, Grid, Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.cost_kinds import Accrual, CostType
from analytics.importers.dates import Date
from analytics.importers.headers import places, plain
from analytics.importers.ledger_sides import SIDE, income_lines, is_side, sided
from analytics.importers.numbers import Currency, Money, Number
from analytics.importers.totals import total_lines
from analytics.importers.units import bare
from analytics.schema import COST as TABLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Found, RawTable

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
WHOLE_JOURNAL = (
    "All debits are all credits, so that nothing is spent: this is a whole journal. "
    "Export the accounts of the project's costs only."
)
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
        positions = tuple(p for p in positions if not is_side(raw.header[p]))
        names = {p: plain(bare(raw.header[p]) or raw.header[p]) for p in positions}
        debit = tuple(p for p in positions if names[p] in map(plain, DEBIT))
        credit = tuple(p for p in positions if names[p] in map(plain, CREDIT))
        money = Money(self.aliases)
        whole = tuple(p for p in positions if p not in debit + credit)
        if whole or not credit:
            return money.fit(raw, whole or debit)
        taken = money.fit(raw, credit)
        spent = money.fit(raw, debit) if debit else Fitted("NULL")
        notes = (*spent.notes, *taken.notes, "The credit column counts as negative.")
        if debit and _cancel_out(raw, spent.expression, taken.expression):
            notes = (*notes, WHOLE_JOURNAL)
        return Fitted(
            f"case when {spent.expression} is not null or {taken.expression} is not "
            f"null then coalesce({spent.expression}, 0) - coalesce({taken.expression}, "
            "0) end",
            f"({spent.unreadable or 'false'}) or ({taken.unreadable})",
            taken.why,
            {**taken.extra, **spent.extra},
            notes,
        )


def _cancel_out(raw: RawTable, debit: str, credit: str) -> bool:
    """Say whether all debits are all credits: each booking stands here twice."""
    spent, taken = raw.fetch(f"sum({debit}), sum({credit})")[0]
    return bool(spent) and spent == taken


class Ledger(CautiousImporter):
    """A cost ledger, whose amounts may have a side."""

    __slots__ = ()

    def find(self, grid: Grid) -> Found | None:
        """Find the header; Soll is a plan, but beside Haben it is the debit."""
        rows = tuple(map(_with_debit, grid.rows))
        found = super().find(Grid(grid.sheet, rows))
        return found and replace(found, header=grid.rows[found.header_row])

    def match(self, header: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Find the columns; the side of an amount alone is no amount."""
        found = super().match(header)
        if all(is_side(header[position]) for position in found.get("amount", ())):
            found.pop("amount", None)
        return found

    def fit_all(
        self, raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> dict[str, Fitted]:
        """Fit, and give amounts the sign of their side."""
        fitted = super().fit_all(raw, columns)
        if "amount" in fitted:
            fitted["amount"] = sided(raw, columns, fitted["amount"])
        return fitted


def _with_debit(row: tuple[str, ...]) -> tuple[str, ...]:
    names = places(row)
    if not {"soll", "haben"} <= names.keys():
        return row
    return tuple("Debit" if plain(cell) == "soll" else cell for cell in row)


_TOTALS = total_lines(
    texts=("category", "work_package", "vendor", "description", "document"),
    dates=("booked_on",),
    amounts=("amount",),
)


def _rejects(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]]
) -> Sequence[tuple[str, str]]:
    """Set aside total lines and income."""
    return (*_TOTALS(raw, columns), *income_lines(raw, columns))


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


COST = Ledger(
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
        "amount": LedgerAmount((*AMOUNT, *headers.AMOUNT, *DEBIT, *CREDIT, *SIDE)),
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
    rejects=_rejects,
)
