"""Hours in a table of any make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.importers.worklog_table import WORKLOG_TABLE
from tests.importers.reference import claims, reference

if TYPE_CHECKING:
    from pathlib import Path


def test_reference_in_seconds(tmp_path: Path) -> None:
    read = reference(tmp_path, WORKLOG_TABLE)
    assert read.rows("issue_key, author, spent_seconds, billable_seconds") == [
        ("APP-1", "Ana", 21_600, 21_600),
        ("APP-1", "Ben", 9_000, 0),
        ("APP-2", "Ana", 27_900, 27_900),
        ("APP-3", "Cleo", 1_800, None),
        ("APP-3", "Cleo", 28_800, 28_800),
    ]
    assert "a day counts as 8 hours" in read.report.notes[-1]


@pytest.mark.parametrize(
    "header",
    [
        *("Ticket,Person,Date,Hours", "Vorgang,Datum,Gebuchte Stunden"),
        *("Tâche,Jour,Heures passées", "Tarea,Fecha,Horas trabajadas"),
        "row,issue_id,date,hours,comment,activity,overtime,user",
    ],
)
def test_time_sheets_are_claimed(header: str) -> None:
    assert claims(WORKLOG_TABLE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Date,Hours,Amount,Task", "Issue key,Hours,Date", "Task,Start,Finish,Hours"),
        "Issue Key,Issue summary,Hours,Work date,Username,Issue Type",
    ],
)
def test_what_is_no_time_sheet_is_not_claimed(header: str) -> None:
    assert not claims(WORKLOG_TABLE, header)
