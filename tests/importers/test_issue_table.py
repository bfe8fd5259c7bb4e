"""Work items in a table of any make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.commands import Options, run_import, run_show
from analytics.importers.issue_table import ISSUE_TABLE
from tests.homes import opened
from tests.importers.raw import read_csv
from tests.importers.reference import claims, reference
from tests.intake.reading import read

if TYPE_CHECKING:
    from pathlib import Path


def test_reference(tmp_path: Path) -> None:
    read = reference(tmp_path, ISSUE_TABLE)
    rows = read.rows("issue_key, status, numbers, sprints, labels, is_flagged")
    assert rows[1] == (
        *("T-102", "In review", {"Story points": 8.0}),
        *(["Sprint 1", "Sprint 2"], ["payment"], False),
    )
    assert rows[2][5] is True
    assert read.report.hints["sprints"] == ["Sprint 1", "Sprint 2"]
    assert read.report.unknown_columns == []


@pytest.mark.parametrize(
    "header",
    [
        *("Ticket ID,Title,Status", "Ticketnummer,Titel,Status"),
        *("N° ticket,Titre,Statut", "ID de ticket,Título,Estado"),
        *("task_id,title,status,story_points", "Issue ID,Title,Status,Sprint"),
        "ID,Title,Status,Story points",
    ],
)
def test_tickets_are_claimed(header: str) -> None:
    assert claims(ISSUE_TABLE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Title,Status", "Issue key,Summary,Status", "Ticket ID,Hours worked"),
        *("Ticket ID,Title,Status,Probability", "Task ID,Title,Status"),
        *("Issue ID,Title,State,Milestone", "ID,Subject,Status,Story Points"),
        "ID,Title,Status,Estimate",
    ],
)
def test_what_has_no_ticket_number_is_not_claimed(header: str) -> None:
    assert not claims(ISSUE_TABLE, header)


def test_names_as_a_database_writes_them_are_read(tmp_path: Path) -> None:
    content = (
        b"issue_id,title,project,issue_type,status,story_points,created_date,"
        b"resolved_date\n"
        b"7,Sign in,WEB,Story,Done,5,2026-01-05 09:30:00,2026-01-14 16:00:00\n"
        b"8,Search,WEB,Bug,To Do,3,2026-01-06 10:00:00,\n"
    )
    reading = read(tmp_path, content)
    assert reading.report.importer == "issue_table"
    assert reading.report.unknown_columns == []
    wanted = "issue_key, project_name, issue_type, numbers, resolved_at is not null"
    assert reading.rows(wanted) == [
        ("7", "WEB", "Story", {"story_points": 5.0}, True),
        ("8", "WEB", "Bug", {"story_points": 3.0}, False),
    ]


@pytest.mark.slow
def test_points_under_such_a_name_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text(
        "issue_id,title,status,story_points,created_date\n"
        "7,Sign in,Done,5,2026-01-05\n8,Search,To Do,3,2026-01-06\n"
    )
    with opened(tmp_path / "home") as warehouse:
        (told,) = run_import(warehouse, [(path.name, path)], Options(project="Web"))
        assert told["error"] == ""
        shown = run_show(warehouse, "burndown", project=told["project"])
    assert shown["figures"]["scope"] == 8


def test_headers_of_programs_are_read_by_their_words() -> None:
    text = (
        "IssueID,Title,Type,Status,StoryPoints,CreatedDate\n"
        "7,Pay,Story,Done,3,2026-03-05\n"
    )
    (row,) = read_csv(ISSUE_TABLE, text).rows
    assert (row["issue_key"], row["numbers"]) == ("7", {"StoryPoints": 3.0})
