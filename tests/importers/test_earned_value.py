"""Earned value by period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from analytics.importers.budget import BUDGET
from analytics.importers.cost import COST
from analytics.importers.earned_value import EARNED_VALUE
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_is_cumulative_by_its_headers(tmp_path: Path) -> None:
    read = reference(tmp_path, EARNED_VALUE)
    ((line, reason),) = read.reasons
    assert (line, reason.split(":")[0]) == (9, "a total line")
    columns = "starts_on, ends_before, planned_amount, earned_amount, actual_amount"
    assert read.rows(columns)[2] == (
        *(date(2026, 3, 1), date(2026, 4, 1)),
        *(Decimal(131000), Decimal(118000), Decimal(130150)),
    )
    assert set(read.rows("is_cumulative, currency")) == {(True, "EUR")}


@pytest.mark.parametrize(
    ("header", "cumulative"),
    [
        *(("Month,PV (cum),EV (cum),AC (cum)", True), ("Month,BCWS,BCWP,ACWP", None)),
        *(("Month,PV per period,EV per period,AC per period", False),),
        *(("Periode,Planwert kumuliert,Leistungswert kumuliert,AC kumuliert", True),),
        *(("Mes,Valor planificado acumulado,Valor ganado acumulado,AC", None),),
        *(("Month,PV,Cumulative EV,AC", None),),
    ],
)
def test_only_headers_that_say_so_make_it_cumulative(
    header: str,
    cumulative: bool | None,  # noqa: FBT001 - a case of the table
) -> None:
    read = read_csv(EARNED_VALUE, f"{header}\n2026-03,10,9,11\n")
    assert read.column("is_cumulative") == [cumulative]
    said = any("do not say whether" in note for note in read.notes)
    assert said == (cumulative is None)


def test_a_column_of_its_own_decides_line_by_line() -> None:
    text = "Month,PV,EV,AC,Cumulative\n2026-03,10,9,11,yes\n2026-04,10,9,11,no\n"
    assert read_csv(EARNED_VALUE, text).column("is_cumulative") == [True, False]


def test_a_status_date_ends_its_day() -> None:
    read = read_csv(EARNED_VALUE, "Status date,PV,EV,AC\n2026-03-13,10,9,11\n")
    assert read.column("ends_before") == [date(2026, 3, 14)]


@pytest.mark.parametrize(
    "header",
    [
        *("Period,PV,EV,AC", "Date,Planned value,Earned value,Actual cost"),
        *("Control account,Month,BCWS,BCWP,ACWP", "Month,Earned value,Actual"),
        "Période,Valeur planifiée,Valeur acquise,Coût réel",
    ],
)
def test_earned_value_is_claimed_and_by_no_budget_or_ledger(header: str) -> None:
    assert claims(EARNED_VALUE, header)
    assert not claims(BUDGET, header)
    assert not claims(COST, header)


@pytest.mark.parametrize(
    "header", ["Month,Budget,Actual", "Risk ID,Probability,Impact,EV", "Month,PV"]
)
def test_what_has_no_earned_value_is_not_claimed(header: str) -> None:
    assert not claims(EARNED_VALUE, header)


def test_a_table_without_periods_holds_sums_and_the_whole_budget() -> None:
    read = read_csv(EARNED_VALUE, "Work package,BAC,PV,EV,AC\nDesign,90,50,40,45\n")
    assert read.column("is_cumulative") == [True]
    assert read.column("budget_amount") == [Decimal(90)]
    assert any("names no periods" in note for note in read.notes)
    each = read_csv(EARNED_VALUE, "Work package,PV per period,EV per period\na,5,4\n")
    assert each.column("is_cumulative") == [False]
