"""Sides of a ledger: what was spent, what came back, and what was earned.

A ledger may write amounts without a sign and name the side beside them (debit or
credit, expense or income). Debits and expenses are costs, credits are negative costs,
and income is no cost at all. A negative amount is a reversal and stays one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.importers.headers import plain, plain_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Fitted, RawTable

SIDE = (
    *("Debit/Credit", "Credit/Debit", "Debit or credit", "Debit / Credit", "D/C"),
    *("Dr/Cr", "Cr/Dr", "DC", "Debit/Credit indicator", "D/C indicator", "Direction"),
    *("Income/Expense", "Income or expense", "Expense/Income", "Income / Expense"),
    *("Soll/Haben", "S/H", "Soll/Haben-Kennzeichen", "Soll-/Haben-Kennzeichen"),
    *("Soll-Haben-Kennzeichen", "Einnahme/Ausgabe", "Einnahmen/Ausgaben"),
    *("Débit/Crédit", "Sens", "Recette/Dépense", "Debe/Haber", "D/H"),
    *("Ingreso/Gasto",),
)
"""Headers of a column that names the side of an amount."""

KINDS = ("cost_type", "is_accrual")
"""Columns for the kind of a booking, which may name its side too."""

CREDIT = (
    r"cr(?:edit)?\.?|credit (?:note|memo)|refund|haben|gutschrift|crédit|avoir|haber"
    r"|abono|nota de (?:abono|crédito)"
)
LETTER = r"[chk]"
"""Credit, Haben, Kredit in one letter; under a header that names sides only."""

INCOME = (
    r"(?:(?:other|total|net|gross|project|operating|sales) )?(?:income|revenues?)"
    r"|(?:sonstige )?(?:einnahmen?|erlöse?|ertrag|erträge|umsatz(?:erlöse)?)"
    r"|recettes?|revenus?|produits?|ingresos?|money in|inflows?"
)
TAIL = r"(?: ?[-:/(] ?.*)?"
INCOME_REASON = "income, not a cost"


def income_lines(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]]
) -> Sequence[tuple[str, str]]:
    """Set aside the lines that a type or a category calls income or revenue."""
    said = _any(_cells(raw, columns, (*KINDS, "category")), f"(?:{INCOME}){TAIL}")
    return ((said, INCOME_REASON),)


def sided(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]], amount: Fitted
) -> Fitted:
    """Give amounts the sign of their side.

    Credits without a sign become negative; where no credit is positive they have it
    already. Where income is positive and all else negative, costs were written as
    negative numbers, and are turned round.
    """
    value = amount.expression
    income = income_lines(raw, columns)[0][0]
    credit = _any(_cells(raw, columns, KINDS), CREDIT)
    letters = _any(_cells(raw, columns, ()), f"{CREDIT}|{LETTER}")
    credit = f"(({credit}) or ({letters})) and not ({income})"
    taken, earned, spent, back = raw.fetch(
        f"count(*) filter (where {value} > 0 and {credit}), "
        f"count(*) filter (where {value} > 0 and {income}), "
        f"count(*) filter (where {value} > 0 and not ({income})), "
        f"count(*) filter (where {value} < 0 and not ({income}))"
    )[0]
    if earned and back and not spent:
        note = "Income is positive, all else negative: the negative amounts are costs."
        return replace(amount, expression=f"-({value})", notes=(*amount.notes, note))
    if not taken:
        return amount
    note = f"Lines that say credit ({taken:,}) count as negative."
    signed = f"case when {credit} then -({value}) else {value} end"
    return replace(amount, expression=signed, notes=(*amount.notes, note))


def is_side(header: str) -> bool:
    """Say whether a header names the side of an amount.

    >>> is_side("Debit/Credit"), is_side("Debit")
    (True, False)
    """
    return plain(header) in plain_names(SIDE)


def _cells(
    raw: RawTable, columns: Mapping[str, tuple[int, ...]], names: Sequence[str]
) -> list[str]:
    """Return the cells of some columns and of those that name sides."""
    found = {p for name in names for p in columns.get(name, ())}
    found |= {p for p in columns.get("amount", ()) if is_side(raw.header[p])}
    return [raw.cell(position) for position in sorted(found & raw.positions)]


def _any(cells: Sequence[str], pattern: str) -> str:
    """Return SQL that is true where one of the cells matches in full."""
    tests = [
        f"coalesce(regexp_full_match(lower({cell}), {quoted(pattern)}), false)"
        for cell in cells
    ]
    return f"({' or '.join(tests) or 'false'})"
