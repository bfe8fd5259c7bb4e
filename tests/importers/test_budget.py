"""Budgets: long, one line per project, and what is no budget line."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.importers.base import Grid
from analytics.importers.budget import BUDGET
from tests.importers.raw import raw_table, read_csv
from tests.importers.tables import rejected

CORPUS = Path(os.environ.get("STEERCO_CORPUS", "../shared/exports"))

LONG = """\
"Project X: budget, approved",,,
,,,
Period,Category,CAPEX/OPEX,Planned amount
2026-01,Staff,CAPEX,"EUR 40,000.00"
Q2 2026,Hosting,OPEX,"EUR 3,500.50"
2026,Contingency,,"EUR 20,000.00"
2026-03,Management reserve,,TBD
Total,,,"EUR 63,500.50"
"""


def test_a_budget_by_category_and_period() -> None:
    result = read_csv(BUDGET, LONG)
    assert result.column("amount") == [
        *(Decimal("40000.00"), Decimal("3500.50"), Decimal("20000.00"), None),
        Decimal("63500.50"),
    ]
    assert result.column("starts_on")[:3] == [
        *(date(2026, 1, 1), date(2026, 4, 1), date(2026, 1, 1)),
    ]
    assert result.column("ends_before")[:3] == [
        *(date(2026, 2, 1), date(2026, 7, 1), date(2027, 1, 1)),
    ]
    assert result.column("budget_kind")[:4] == [
        *("budget", "budget", "contingency", "management_reserve"),
    ]
    assert result.column("cost_type")[:3] == ["capex", "opex", None]
    assert result.column("currency")[:3] == ["EUR"] * 3
    assert (7, "amount", "is not an amount") in result.problems


def test_a_total_line_is_no_budget() -> None:
    assert rejected(BUDGET, LONG) == [(8, "a total line")]


@pytest.mark.parametrize(
    "line",
    [
        *("Total,,,9", ",Total,,9", ",Grand Total:,,9", ",Summe,,9", ",Subtotal,,9"),
        *(",Total general,,9", ",Total 2026,,9", ",,,9", "Gesamt,,,9", ",TOTAL,,9"),
    ],
)
def test_lines_that_sum_up_others_are_rejected(line: str) -> None:
    text = f"Period,Category,Vendor,Budget\n2026-01,A,,9\n{line}\n"
    assert [number for number, _ in rejected(BUDGET, text)] == [3]


@pytest.mark.parametrize(
    "line", ["2026-01,Total,,9", "2026-01,,,9", ",Total rewards,,9", ",A,,", ",,,"]
)
def test_lines_with_a_period_or_a_name_are_kept(line: str) -> None:
    text = f"Period,Category,Vendor,Budget\n2026-01,A,,9\n{line}\n"
    assert rejected(BUDGET, text) == []


def test_one_line_per_project_with_committed_and_spent() -> None:
    result = read_csv(
        BUDGET,
        "agency,description,mindate,maxdate,planned_budget,committed_to_date,"
        "spent_to_date\nDDC,Bridge,2022-02-18,2030-06-01,38457.5,586.08,306\n",
    )
    (row,) = result.rows
    assert (row["category"], row["note"]) == ("DDC", "Bridge")
    assert (row["starts_on"], row["ends_before"]) == (
        *(date(2022, 2, 18), date(2030, 6, 2)),
    )
    assert [row[f"{name}amount"] for name in ("", "committed_", "actual_")] == [
        *(Decimal("38457.50"), Decimal("586.08"), Decimal(306)),
    ]
    assert "maxdate: the last day is included." in result.notes


def test_first_and_last_periods() -> None:
    text = "Category,Start,End,Budget\nA,2026-01,2026-03,9\nB,2026-02,2026-02,9\n"
    result = read_csv(BUDGET, text)
    assert result.column("starts_on") == [date(2026, 1, 1), date(2026, 2, 1)]
    assert result.column("ends_before") == [date(2026, 4, 1), date(2026, 3, 1)]


def test_an_end_alone() -> None:
    result = read_csv(BUDGET, "Category,Budget,End\nA,9,2026-01-31\n")
    assert result.column("ends_before") == [date(2026, 2, 1)]


def test_german_and_french_and_spanish_headers() -> None:
    german = "Monat;Kostenart;Lieferant;Planbetrag (T€)\n2026-01;Personal;;1.234,5\n"
    (row,) = read_csv(BUDGET, german, ";").rows
    assert (row["category"], row["amount"]) == ("Personal", Decimal(1234500))
    assert row["currency"] == "EUR"
    french = "Période;Poste;Montant prévu\n2026-01;Études;1 234,50 €\n"
    assert read_csv(BUDGET, french, ";").column("amount") == [Decimal("1234.50")]
    spanish = "Periodo;Partida;Presupuesto\n2026-01;Obra;1.234,50\n"
    assert read_csv(BUDGET, spanish, ";").column("amount") == [Decimal("1234.50")]


@pytest.mark.parametrize(
    "header",
    [
        *("Category,Amount", "Date,Category,Amount", "Posting date,Category,Budget"),
        *("Issue key,Summary,Budget", "Name,Budget", "Category,Probability,Budget"),
    ],
)
def test_what_only_looks_like_a_budget_is_not_claimed(header: str) -> None:
    assert BUDGET.find(Grid("", (tuple(header.split(",")),))) is None


def test_the_published_capital_budget_adds_up() -> None:
    path = CORPUS / "evm_budget_risk/nyc_capital_projects_budget.csv"
    if not path.exists():
        pytest.skip("the corpus is not here")
    text = path.read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    result = read_csv(BUDGET, text)
    assert len(result.rows) == len(rows)
    assert result.problems == []
    for column, name in {
        "amount": "planned_budget",
        "committed_amount": "committed_to_date",
        "actual_amount": "spent_to_date",
    }.items():
        cents = [round(Decimal(row[name]), 2) for row in rows]
        assert result.column(column) == cents
    assert Counter(result.column("category")) == Counter(r["agency"] for r in rows)
    assert result.column("starts_on") == [
        date.fromisoformat(row["mindate"][:10]) for row in rows
    ]


def test_an_end_of_a_line_can_be_read_without_the_other() -> None:
    raw = raw_table(["When"], [(2, ["2026-01-31"])])
    for name, day in (
        ("starts_on", date(2026, 1, 1)),
        ("ends_before", date(2026, 2, 1)),
    ):
        fitted = BUDGET.columns[name].fit(raw, (0,))
        assert raw.fetch(fitted.expression) == [(day,)]


def test_without_amounts_nothing_is_rejected() -> None:
    raw = raw_table(["Category"], [(2, ["Total"])])
    assert BUDGET.rejects is not None
    assert BUDGET.rejects(raw, {"category": (0,)}) == ()


def test_a_forecast_is_told_only_by_the_column_of_the_kind() -> None:
    text = (
        "Period,Category,Budget type,Planned amount\n"
        "2026-01,Forecast tools,Budget,10.00\n2026-02,Staff,Forecast,20.00\n"
        "2026-03,Staff,Contingency,5.00\n"
    )
    found = read_csv(BUDGET, text).column("budget_kind")
    assert found == ["budget", "forecast", "contingency"]
