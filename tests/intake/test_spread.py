"""Budgets with months as columns: each amount is a row, each record is counted once."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from analytics.commands import run_show
from analytics.importers.budget import BUDGET
from analytics.importers.spread import span_of
from analytics.warehouse.verify import check
from tests.homes import load
from tests.intake.reading import parsed, read

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse
    from tests.intake.reading import Reading

TWO_YEARS = (
    "Category,Vendor,Nov 2025,Dec 2025,Jan 2026,Feb 2026,FY2025,FY2026,Total\n"
    'Staff,,"1,000.00",1000.00,1200,1200,2000,2400,4400\n'
    "Hosting,Cloud Ltd,,50,50,,50,50,100\n"
    "Reserve,,,,,,,,\n"
    'Total,,"1,000.00",1050,1250,1200,2050,2450,4500\n'
)
WANTED = [
    ("Staff", date(2025, 11, 1), date(2025, 12, 1), 1000),
    ("Staff", date(2025, 12, 1), date(2026, 1, 1), 1000),
    ("Staff", date(2026, 1, 1), date(2026, 2, 1), 1200),
    ("Staff", date(2026, 2, 1), date(2026, 3, 1), 1200),
    ("Hosting", date(2025, 12, 1), date(2026, 1, 1), 50),
    ("Hosting", date(2026, 1, 1), date(2026, 2, 1), 50),
]
ROWS = "category, starts_on, ends_before, amount"


def gathered(folder: Path, content: bytes, name: str = "plan.csv") -> Reading:
    """Parse a spread table; each record that is loaded has a row or several."""
    found = parsed(folder, content, name)
    assert len(set(found.rows("line"))) == found.report.rows_loaded
    return found


def test_months_of_two_years_without_their_sums(tmp_path: Path) -> None:
    found = gathered(tmp_path, TWO_YEARS.encode())
    report = found.report
    assert report.importer == "budget"
    assert (report.rows_read, report.rows_loaded, report.rows_quarantined) == (4, 2, 2)
    assert report.tables == {"budget_line": 6}
    assert sorted(found.rows(ROWS)) == sorted(WANTED)
    assert [line for line, _ in found.reasons] == [5, 4]
    assert "total line" in found.reasons[0][1]
    assert found.reasons[1][1] == "no month has an amount"
    assert "4 columns are periods: each amount is a line of its own." in report.notes
    left_out = "Columns that sum up others are left out: FY2025, FY2026, Total."
    assert left_out in report.notes
    assert report.unknown_columns == ["FY2025", "FY2026", "Total"]
    assert report.problems == []


@pytest.mark.parametrize(
    "header",
    [
        "2025-11,2025-12,2026-01,2026-02",
        "11/2025,12/2025,01/2026,02/2026",
        "Nov-25,Dec-25,Jan-26,Feb-26",
        "November 2025,December 2025,January 2026,February 2026",
        "2025-11-01,2025-12-01,2026-01-01,2026-02-01",
        "Nov 2025 (EUR),Dec 2025 (EUR),Jan 2026 (EUR),Feb 2026 (EUR)",
    ],
)
def test_months_are_written_in_many_ways(tmp_path: Path, header: str) -> None:
    text = f"Category,{header}\nStaff,1000,1000,1200,1200\nHosting,,50,50,\n"
    found = gathered(tmp_path, text.encode())
    assert sorted(found.rows(ROWS)) == sorted(WANTED)
    currencies = {row[0] for row in found.rows("currency")}
    assert currencies == ({"EUR"} if "EUR" in header else {None})


def test_quarters_beside_their_months_are_sums(tmp_path: Path) -> None:
    text = (
        "Cost category,Jan 2026,Feb 2026,Mar 2026,Q1 2026,Q2 2026,Q3 2026,2026\n"
        "Staff,1,2,3,6,10,20,36\n"
    )
    found = gathered(tmp_path, text.encode())
    assert [row[1:] for row in sorted(found.rows(ROWS))] == [
        (date(2026, 1, 1), date(2026, 2, 1), 1),
        (date(2026, 2, 1), date(2026, 3, 1), 2),
        (date(2026, 3, 1), date(2026, 4, 1), 3),
        (date(2026, 4, 1), date(2026, 7, 1), 10),
        (date(2026, 7, 1), date(2026, 10, 1), 20),
    ]
    assert "are left out: Q1 2026, 2026." in " ".join(found.report.notes)


def test_years_alone_are_periods(tmp_path: Path) -> None:
    found = gathered(tmp_path, b"Category,2026,2027\nStaff,10,20\n")
    assert [row[1:] for row in sorted(found.rows(ROWS))] == [
        (date(2026, 1, 1), date(2027, 1, 1), 10),
        (date(2027, 1, 1), date(2028, 1, 1), 20),
    ]


def test_a_workbook_with_dates_for_months(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Budget of the programme"])
    months = [datetime(2025, 11, 1), datetime(2025, 12, 1)]  # noqa: DTZ001 - as Excel
    months += [datetime(2026, 1, 1), datetime(2026, 2, 1)]  # noqa: DTZ001 - as Excel
    sheet.append(["Category", *months, "Sum"])
    sheet.append(["Staff", 1000, 1000, 1200, 1200, 4400])
    sheet.append(["Hosting", None, 50, 50, None, 100])
    sheet.append(["Sum", 1000, 1050, 1250, 1200, 4500])
    stream = io.BytesIO()
    book.save(stream)
    found = gathered(tmp_path, stream.getvalue(), "plan.xlsx")
    assert sorted(found.rows(ROWS)) == sorted(WANTED)
    assert (found.report.rows_read, found.report.rows_quarantined) == (3, 1)


def test_a_cell_that_is_no_amount_is_a_problem(tmp_path: Path) -> None:
    text = b"Category,Jan 2026,Feb 2026\nStaff,soon,20\nHosting,30,40\n"
    report = gathered(tmp_path, text).report
    assert (report.rows_loaded, report.problem_count) == (2, 1)
    ((line, column, sentence),) = report.problems
    assert (line, column) == (2, "Amount")
    assert "'soon'" in sentence


@pytest.mark.parametrize(
    "header",
    ["Category,Jan 2026,Budget", "Category,Budget,Jan 2026,Feb 2026", "Month,Budget"],
)
def test_other_tables_are_read_as_before(tmp_path: Path, header: str) -> None:
    text = f"{header}\n" + ",".join("2026-01" for _ in header.split(","))
    report = read(tmp_path, text.encode(), importer="budget").report
    assert not any("are periods: each" in note for note in report.notes)
    assert BUDGET.name == report.importer


@pytest.mark.parametrize("header", ["", "Total", "1-26", "13/2026", "Jan", "Task 1"])
def test_what_names_no_period(header: str) -> None:
    assert span_of(header) is None


def test_the_money_of_a_spread_budget(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(TWO_YEARS, encoding="utf-8")
    (done,) = load(warehouse, path, project="Atlas")
    assert (done["rows_read"], done["rows_loaded"], done["rows_quarantined"]) == (
        *(4, 2, 2),
    )
    shown = run_show(warehouse, "budget_variance", as_of="2025-12-31")
    assert shown["figures"]["budget"] == 4500
    assert shown["figures"]["budget_to_date"] == 2050
    assert check(warehouse) == []
    moved = tmp_path / "later.csv"
    moved.write_text(TWO_YEARS.replace("Nov 2025", "Mar 2026"), encoding="utf-8")
    load(warehouse, moved, project="Atlas")
    shown = run_show(warehouse, "budget_variance", as_of="2025-12-31")
    assert shown["figures"]["budget"] == 4500
