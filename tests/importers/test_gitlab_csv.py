"""GitLab: the columns before and since 18.4; parents of tasks and of issues."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import date, datetime

from analytics.importers.base import Grid
from analytics.importers.gitlab_csv import GITLAB_CSV
from tests.importers.golden import by_key, read_golden
from tests.importers.raw import read_csv


def test_an_export_is_read() -> None:
    result = read_golden(GITLAB_CSV)
    rows = by_key(result)
    assert len(rows) == 20
    assert result.problems == []
    assert rows["shop/team/web#10"] == {
        "line": 12,
        "issue_key": "shop/team/web#10",
        "project_key": "shop/team/web",
        "project_name": "shop/team/web",
        "summary": "Import of 1,000 rows",
        "status": "Closed",
        "status_category": "done",
        "assignee": "Cem Ört",
        "reporter": "Bo Lind",
        "created_at": datetime(2025, 1, 13, 9, 49, 7),
        "updated_at": datetime(2025, 1, 22, 11, 52, 16),
        "resolved_at": datetime(2025, 1, 21, 10, 45, 15),
        "due_on": date(2025, 2, 12),
        "numbers": {"Weight": 5.0},
        "original_estimate_seconds": 3600.0,
        "spent_seconds": 5400.0,
        "milestone": "v1.0",
        "fix_versions": ["v1.0"],
        "labels": ["ui"],
        "url": "https://git.example.com/shop/team/web/-/issues/10",
    }
    assert rows["shop/team/web#5"]["labels"] == ["ui", "pay", "bug::open"]


def test_open_says_nothing_of_whether_work_has_begun() -> None:
    rows = by_key(read_golden(GITLAB_CSV))
    assert {row.get("status_category") for row in rows.values()} == {"done", None}


def test_since_18_4_a_task_has_an_issue_and_an_issue_has_an_epic() -> None:
    issue, task = read_golden(GITLAB_CSV, "since_18_4.csv").rows
    assert (issue["issue_key"], issue["issue_number"]) == ("shop/web#3", "9001")
    assert (issue["parent_key"], issue["epic_key"]) == (None, "&2")
    assert issue["start_on"] == date(2025, 1, 7)
    assert not issue["is_subtask"]
    assert (task["parent_key"], task["epic_key"]) == ("shop/web#3", None)
    assert task["is_subtask"]


def test_without_a_type_a_parent_is_not_guessed() -> None:
    text = "IID,Title,Created At (UTC),Parent IID\n3,a,2025-01-06 09:00:00,2\n"
    (row,) = read_csv(GITLAB_CSV, text).rows
    assert row["parent_key"] is None
    assert row["issue_key"] == "#3"


def test_requirements_of_gitlab_are_no_issues() -> None:
    header = ("Requirement ID", "Issue ID", "Title", "Created At (UTC)")
    assert GITLAB_CSV.find(Grid("", (header,))) is None
