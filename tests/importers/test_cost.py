"""Cost ledgers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.importers.base import Grid
from analytics.importers.cost import COST
from tests.importers.raw import raw_table, read_csv
from tests.importers.tables import rejected

LEDGER = """\
Posting date,Document no.,Category,Vendor,PO number,Text,Hours,Amount EUR,Reference
15.09.2025,D-1,Staff,,,Consultant,39.50,5609.00,
30.01.2026,D-2,Identity,Ironquay,4500,Recovery,,-17400.00,R-07
28.02.2026,D-3,Identity,Ironquay,4500,Recovery,8 h,100,see mail
"""


def test_a_ledger() -> None:
    result = read_csv(COST, LEDGER)
    assert result.column("booked_on") == [
        *(date(2025, 9, 15), date(2026, 1, 30), date(2026, 2, 28)),
    ]
    assert result.column("amount") == [Decimal(5609), Decimal(-17400), Decimal(100)]
    assert result.column("currency") == ["EUR"] * 3
    assert result.column("quantity") == [39.5, None, 8]
    assert result.column("risk_id") == [None, "R-07", None]
    assert result.column("po_number") == [None, "4500", "4500"]
    assert result.column("document") == ["D-1", "D-2", "D-3"]
    assert result.problems == []


def test_a_risk_column_is_taken_as_it_stands() -> None:
    text = "Posting date,Amount,Risk\n2026-01-31,5,Supplier is late\n"
    assert read_csv(COST, text).column("risk_id") == ["Supplier is late"]


def test_accruals_are_told_by_their_kind_or_by_a_flag() -> None:
    kinds = ("Invoice", "Accrual", "Accrual reversal", "", "GRNI", "Abgrenzung")
    rows = "".join(f"2026-01-31,5,{kind}\n" for kind in kinds)
    told = read_csv(COST, f"Posting date,Amount,Booking type\n{rows}")
    assert told.column("is_accrual") == [False, True, True, None, True, True]
    flags = "".join(f"2026-01-31,5,{flag}\n" for flag in ("yes", "no", "", "accrued"))
    flagged = read_csv(COST, f"Posting date,Amount,Accrued\n{flags}")
    assert flagged.column("is_accrual") == [True, False, None, True]


def test_a_credit_column_is_negative() -> None:
    text = "Date,Description,Debit,Credit\n2026-01-31,a,5.50,\n2026-01-31,b,,2\n,c,,\n"
    result = read_csv(COST, text)
    assert result.column("amount") == [Decimal("5.50"), Decimal(-2), None]
    assert "The credit column counts as negative." in result.notes
    assert result.problems == []


@pytest.mark.parametrize(("name", "value"), [("Debit", 5), ("Credit", -5)])
def test_a_debit_or_a_credit_column_alone(name: str, value: int) -> None:
    text = f"Date,Category,{name}\n2026-01-31,a,5\n"
    assert read_csv(COST, text).column("amount") == [Decimal(value)]


def test_an_amount_beside_debit_and_credit_wins() -> None:
    text = "Date,Category,Debit,Credit,Amount\n2026-01-31,a,5,2,3\n"
    assert read_csv(COST, text).column("amount") == [Decimal(3)]


def test_a_total_without_a_date_is_set_aside() -> None:
    text = "Date,Category,Amount\n2026-01-31,Staff,5\n,Total,5\nTotal,,5\n,,5\n"
    assert rejected(COST, text) == [
        *((3, "a total line"), (4, "a total line")),
        (5, "an amount without a date, category or text"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Buchungsdatum,Buchungstext,Betrag",
        "Date comptable,Libellé,Montant",
        "Fecha contable,Concepto,Importe",
        "Date,Description,Amount",
        "Invoice date,Net amount",
        "Datum,Istkosten",
    ],
)
def test_ledgers_in_four_languages_are_claimed(header: str) -> None:
    assert COST.find(Grid("", (tuple(header.split(",")),))) is not None


@pytest.mark.parametrize(
    "header",
    [
        *("Date,Amount", "Posting date,Description", "Date,Category,Planned amount"),
        *("PO number,Order date,Amount,Vendor", "Issue key,Date,Category,Amount"),
    ],
)
def test_what_only_looks_like_a_ledger_is_not_claimed(header: str) -> None:
    assert COST.find(Grid("", (tuple(header.split(",")),))) is None


def amounts(header: str, *lines: str) -> list[Decimal | None]:
    return read_csv(COST, "\n".join((header, *lines, ""))).column("amount")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Debit/Credit", ("Debit", "Credit", "Credit")),
        ("Dr/Cr", ("DR", "CR", "Cr.")),
        ("S/H", ("S", "H", "H")),
        ("Transaction type", ("Debit", "Credit", "credit note")),
        ("Type", ("Invoice", "Refund", "Credit memo")),
    ],
)
def test_credits_named_beside_the_amount_are_negative(
    header: str, words: tuple[str, ...]
) -> None:
    lines = [f"2026-01-31,{n},{word}" for n, word in enumerate(words, 1)]
    assert amounts(f"Posting date,Amount,{header}", *lines) == [1, -2, -3]


def test_credits_that_have_a_sign_keep_it() -> None:
    lines = ("2026-01-31,5,Debit", "2026-02-01,-2,Credit", "2026-02-02,-1,Debit")
    assert amounts("Posting date,Amount,Debit/Credit", *lines) == [5, -2, -1]


def test_income_is_set_aside_with_its_reason() -> None:
    text = (
        "Date,Category,Type,Amount\n"
        "2026-01-31,Staff,Expense,500\n2026-01-31,Grant,Income,900\n"
        "2026-02-01,Staff,Expense,-20\n2026-02-02,Grant,revenue - second part,5\n"
        "2026-02-03,Revenue,,5\n2026-02-03,Income tax,Expense,7\n"
    )
    assert rejected(COST, text) == [
        *((line, "income, not a cost") for line in (3, 5, 6)),
    ]
    read = read_csv(COST, text).column("amount")
    assert read == [500, 900, -20, 5, 5, 7]


def test_costs_written_as_negative_beside_income_are_turned_round() -> None:
    lines = ("2026-01-31,-500,Expense,a", "2026-01-31,900,Income,b")
    result = read_csv(
        COST, "\n".join(("Date,Amount,Income/Expense,Category", *lines, ""))
    )
    assert result.column("amount")[0] == 500
    assert any("the negative amounts are costs" in note for note in result.notes)


def test_a_side_alone_is_no_amount() -> None:
    header = ("Posting date", "Debit/Credit", "Text")
    assert COST.find(Grid("", (header,))) is None


def test_soll_beside_haben_is_the_debit() -> None:
    text = "Buchungsdatum,Kostenart,Soll,Haben\n31.01.2026,a,5,\n31.01.2026,b,,2\n"
    assert read_csv(COST, text).column("amount") == [5, -2]
    header = ("Buchungsdatum", "Kostenart", "Betrag", "Soll")
    assert COST.find(Grid("", (header,))) is None


def test_a_ledger_may_be_mapped_without_an_amount() -> None:
    raw = raw_table(["What"], [(2, ["Staff"])])
    fitted = COST.fit_all(raw, {"category": (0,)})
    assert raw.fetch(fitted["category"].expression) == [("Staff",)]


def test_a_whole_journal_is_told() -> None:
    header = "Date,Account,Debit,Credit"
    text = f"{header}\n2026-01-31,6000,5,\n2026-01-31,1000,,5\n"
    assert any("whole journal" in note for note in read_csv(COST, text).notes)
