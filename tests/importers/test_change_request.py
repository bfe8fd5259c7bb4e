"""Change requests, and issue registers as PRINCE2 has them."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from analytics.importers.change_request import CHANGE_REQUEST
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference
from tests.intake.reading import read as parse

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_is_an_issue_register_below_a_title(tmp_path: Path) -> None:
    read = reference(tmp_path, CHANGE_REQUEST)
    reason = "a line without a change"
    assert read.reasons == [(9, reason), (10, reason)]
    assert read.rows("change_id, decision, note") == [
        ("1", "approved", None),
        ("2", None, "Decision: An index was added, and a second server is ordered"),
        ("3", "open", None),
        ("4", "rejected", None),
        ("5", "deferred", None),
    ]
    assert read.report.unknown_columns == ["Last Update", "Report Link"]
    assert read.report.notes[0].startswith("Decision: 1 cell cannot be read as")


def test_a_sheet_of_definitions_beside_the_register_is_left_alone(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    register = book.create_sheet("Issue Register", 0)
    header = "ID,Issue,Type,Status,Priority,Severity,Date Raised,Decision"
    register.append(header.split(","))
    register.append([1, "Late start", "Problem/Concern", "Open", "High", "Minor"])
    lists = book.create_sheet("Definitions")
    lists.append(["Types of issue", "Types of Status", "Types of Priority"])
    lists.append(["Request for Change", "Open", "High"])
    stream = io.BytesIO()
    book.save(stream)
    read = parse(tmp_path, stream.getvalue(), "register.xlsx")
    assert read.report.importer == "change_request"
    assert read.rows("change_id, title, decision") == [("1", "Late start", "open")]


def test_a_saving_is_negative_and_effects_are_numbers() -> None:
    text = (
        "CR no.,Title,Cost impact (EUR),Schedule impact (days),Work items,Status\n"
        'CR-1,Less,"-1,200.50",5 days,"APP-1; APP-2",Approved\n'
    )
    (row,) = read_csv(CHANGE_REQUEST, text).rows
    assert row["cost_amount"] == Decimal("-1200.50")
    assert row["currency"] == "EUR"
    assert row["schedule_days"] == 5
    assert row["issue_keys"] == ["APP-1", "APP-2"]
    assert row["decision"] == "approved"


@pytest.mark.parametrize(
    ("status", "decision"),
    [
        *(("Approved", "approved"), ("abgelehnt", "rejected"), ("Reporté", "deferred")),
        *(("En revisión", "open"), ("Closed", None), ("Withdrawn", None), ("", None)),
    ],
)
def test_status_decides_only_where_it_says_so(
    status: str, decision: str | None
) -> None:
    read = read_csv(CHANGE_REQUEST, f"Change ID,Title,Status\n1,More,{status}\n")
    assert read.column("decision") == [decision]
    assert read.notes == []


@pytest.mark.parametrize(
    "header",
    [
        *("Change request,Date raised,Status", "Änderungs-ID,Titel,Entscheidung"),
        *("Demande de changement,Décision", "Solicitud de cambio,Decisión"),
    ],
)
def test_changes_are_claimed(header: str) -> None:
    assert claims(CHANGE_REQUEST, header)


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Type,Status,Date raised", "Issue key,Issue,Status,Created"),
        *("ID,Issue,Probability,Impact,Decision", "Decision ID,Decision,Status"),
    ],
)
def test_what_is_no_change_is_not_claimed(header: str) -> None:
    assert not claims(CHANGE_REQUEST, header)


def test_german_dates_and_costs_of_a_change_are_read() -> None:
    text = (
        "CR-Nr.;Titel;Status;Beantragt am;Kosten (EUR);Entscheidung am\n"
        "CR-1;Neues Login;Genehmigt;21.03.2024;10.000,50;25.03.2024\n"
    )
    (row,) = read_csv(CHANGE_REQUEST, text, ";").rows
    assert (row["cost_amount"], row["currency"]) == (Decimal("10000.50"), "EUR")
    assert [str(row[one]) for one in ("raised_on", "decided_on")] == [
        *("2024-03-21", "2024-03-25"),
    ]
