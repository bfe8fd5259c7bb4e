"""GitHub: lists of the interface, of gh and of projects; pull requests told apart."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.importers.base import Grid
from analytics.importers.github_csv import GITHUB_CSV
from tests.importers.golden import by_key, read_golden
from tests.importers.raw import Read, read_csv


def read(header: str, *cells: str) -> Read:
    rows = [f"{n},x,open,2025-01-06T09:00:00Z,{one}" for n, one in enumerate(cells, 1)]
    return read_csv(
        GITHUB_CSV, "\n".join((f"number,title,state,created_at,{header}", *rows))
    )


def test_a_list_of_the_interface_is_read() -> None:
    result = read_golden(GITHUB_CSV)
    rows = by_key(result)
    assert len(rows) == 24
    assert result.problems == []
    assert rows["example/shop#43"] == {
        "line": 5,
        "issue_key": "example/shop#43",
        "project_key": "example/shop",
        "project_name": "example/shop",
        "issue_type": "Pull request",
        "summary": "Line one\nline two",
        "status": "closed",
        "status_category": "done",
        "reporter": "dee",
        "created_at": datetime(2025, 1, 9, 12, 21, 3),
        "updated_at": datetime(2025, 1, 18, 14, 24, 12),
        "resolved_at": datetime(2025, 1, 17, 13, 17, 11),
        "labels": ["good first issue", "help wanted"],
        "url": "https://github.com/example/shop/pull/43",
    }
    assert rows["example/shop#41"]["milestone"] == "v1.0"
    assert rows["example/shop#41"]["fix_versions"] == ["v1.0"]
    assert "status_category" not in rows["example/shop#41"]
    assert "Pull requests have the type 'Pull request': 6." in result.notes


def test_a_list_of_gh_is_read() -> None:
    text = (
        "number,title,state,createdAt,closedAt,stateReason,labels,repository\n"
        "7,a,CLOSED,2025-01-06T09:00:00+01:00,2025-01-07T09:00:00Z,NOT_PLANNED,"
        '"bug;ui",example/shop\n8,b,MERGED,2025-01-06T09:00:00Z,,,,example/shop\n'
    )
    first, second = read_csv(GITHUB_CSV, text).rows
    assert first["issue_key"] == "example/shop#7"
    assert first["created_at"] == datetime(2025, 1, 6, 8, 0)
    assert first["resolution"] == "NOT_PLANNED"
    assert first["labels"] == ["bug", "ui"]
    assert (second["issue_type"], second["status_category"]) == ("Pull request", "done")


def test_a_view_of_a_project_is_read_and_a_draft_has_no_key() -> None:
    result = read_golden(GITHUB_CSV, "project_view.tsv", delimiter="\t")
    first, draft, third = result.rows
    assert first["issue_key"] == "example/shop#7"
    assert first["sprints"] == ["Iteration 2"]
    assert first["numbers"] == {"Estimate": 3.0}
    assert first["start_on"] == date(2025, 2, 3)
    assert draft["issue_key"] is None
    assert third["issue_type"] == "Pull request"


def test_an_empty_list_written_by_a_script_holds_no_label() -> None:
    assert read("labels", "[]").column("labels") == [[]]


def test_a_number_alone_is_a_key_of_its_own() -> None:
    result = read("labels", "bug")
    assert result.column("issue_key") == ["#1"]
    assert "The file does not say" in result.notes[0]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://github.com/a/b/issues/12", "a/b#1"),
        ("https://api.github.com/repos/a/b/issues/12", "a/b#1"),
        ("https://git.example.com/api/v3/repos/a/b/issues/12", "a/b#1"),
        ("https://github.com/a/b/discussions/12", "#1"),
    ],
)
def test_the_repository_comes_from_the_address(url: str, key: str) -> None:
    assert read("html_url", url).column("issue_key") == [key]


def test_an_address_of_the_interface_does_not_tell_pull_requests() -> None:
    kinds = read("url", "https://api.github.com/repos/a/b/issues/1").column(
        "issue_type"
    )
    assert kinds == [None]


def test_a_column_of_pull_requests_tells_by_being_empty_too() -> None:
    result = read(
        "pull_request", "https://api.github.com/repos/a/b/pulls/1", "", "false"
    )
    assert result.column("issue_type") == ["Pull request", None, "Issue"]
    assert not any("does not say" in note for note in result.notes)


def test_a_number_that_is_none_is_listed() -> None:
    text = "number,title,state,created_at\nGH-1,a,open,2025-01-06T09:00:00Z\n"
    result = read_csv(GITHUB_CSV, text)
    assert result.column("issue_key") == [None]
    assert result.problems == [(2, "issue_key", "does not say the number of an issue")]


@pytest.mark.parametrize(
    "header",
    [
        ("number", "title", "state"),
        ("number", "title", "state", "created_at", "Probability"),
        ("iid", "number", "title", "state", "created_at"),
        ("title", "state", "created_at"),
    ],
)
def test_other_lists_are_not_claimed(header: tuple[str, ...]) -> None:
    assert GITHUB_CSV.find(Grid("", (header,))) is None
