"""GitHub's issues: REST, search, gh, GraphQL; their events."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.importers.github_json import is_issue
from tests.importers.json_files import (
    by_key,
    claimed,
    holds_as_recorded,
    moves,
    reference,
)


def issue(number: int = 7, **more: object) -> dict[str, Any]:
    """Return an issue; what is not given is as in a healthy one."""
    return {
        "number": number,
        "title": "Pay",
        "state": "open",
        "html_url": f"https://github.com/shop/api/issues/{number}",
        "created_at": "2026-01-01T09:00:00Z",
        "closed_at": None,
        **more,
    }


@pytest.mark.parametrize("name", ["github_json", "github_events"])
def test_the_reference_is_read_as_recorded(name: str) -> None:
    holds_as_recorded(name)


def test_pull_requests_are_told_apart_by_field_or_address() -> None:
    _, found = claimed(
        [
            issue(1),
            issue(2, pull_request={"merged_at": None}),
            issue(3, html_url="https://github.com/shop/api/pull/3"),
        ]
    )
    assert list(by_key(found, "issue_type").values()) == [
        "Issue",
        "Pull request",
        "Pull request",
    ]
    assert any(note.startswith("2 of 3 are pull requests") for note in found.notes)


def test_only_the_state_says_what_is_done() -> None:
    _, found = claimed(
        [issue(1, labels=["Done"]), issue(2, state="closed", state_reason=None)]
    )
    assert list(by_key(found, "status_category").values()) == ["todo", "done"]


def test_a_reopened_issue_has_no_resolution() -> None:
    _, found = claimed([issue(1, state_reason="reopened")])
    assert by_key(found, "resolution") == {"shop/api#1": None}


def test_a_search_that_holds_a_part_says_so() -> None:
    name, found = claimed(
        {"total_count": 9, "incomplete_results": False, "items": [issue(1), issue(2)]},
        "search.json",
    )
    assert name == "github_json"
    assert found.rows_read == 2
    assert found.partial.startswith("search.json holds 2 of 9 issues")


@pytest.mark.parametrize("count", [30, 100, 300])
def test_a_full_page_is_probably_not_the_last(count: int) -> None:
    _, found = claimed([issue(number) for number in range(1, count + 1)])
    assert "there are probably more" in found.partial


def test_what_gh_prints_is_read() -> None:
    printed = {
        "number": 7,
        "title": "Pay",
        "state": "CLOSED",
        "stateReason": "COMPLETED",
        "url": "https://github.com/shop/api/issues/7",
        "createdAt": "2026-01-01T09:00:00Z",
        "closedAt": "2026-01-02T09:00:00Z",
        "labels": [{"name": "web"}],
        "author": {"login": "ada"},
        "milestone": {"title": "R1", "dueOn": "2026-03-31T00:00:00Z", "number": 1},
    }
    _, found = claimed([printed])
    (row,) = found.rows["issue"]
    assert (row["issue_key"], row["resolution"]) == ("shop/api#7", "completed")
    assert (row["reporter"], row["labels"]) == ("ada", ["web"])
    assert found.rows["release"][0]["planned_on"] == "2026-03-31"


def test_an_answer_of_graphql_is_unfolded_with_its_events() -> None:
    node = {
        "number": 7,
        "title": "Pay",
        "state": "CLOSED",
        "url": "https://github.com/shop/api/issues/7",
        "createdAt": "2026-01-01T09:00:00Z",
        "closedAt": "2026-01-04T09:00:00Z",
        "labels": {"nodes": [{"name": "web"}]},
        "timelineItems": {
            "nodes": [
                {"__typename": "ClosedEvent", "createdAt": "2026-01-02T09:00:00Z"},
                {"__typename": "ReopenedEvent", "createdAt": "2026-01-03T09:00:00Z"},
                {
                    "__typename": "MilestonedEvent",
                    "createdAt": "2026-01-03T10:00:00Z",
                    "milestoneTitle": "R1",
                },
            ]
        },
    }
    _, found = claimed({"data": {"repository": {"issues": {"nodes": [node]}}}})
    assert moves(found) == [
        ("2026-01-02T09:00:00", "shop/api#7", "open", "closed"),
        ("2026-01-03T09:00:00", "shop/api#7", "closed", "open"),
        ("2026-01-04T09:00:00", "shop/api#7", "open", "closed"),
    ]
    assert [move[2:] for move in moves(found, "fix_version")] == [(None, "R1")]


def test_a_closing_that_the_events_lack_comes_from_the_issue() -> None:
    _, found = claimed(
        [
            issue(
                1, events=[{"event": "labeled", "created_at": "2026-01-02T09:00:00Z"}]
            ),
            issue(2, state="closed", closed_at="2026-01-05T09:00:00Z"),
        ]
    )
    assert moves(found) == [("2026-01-05T09:00:00", "shop/api#2", "open", "closed")]


def test_events_without_their_issue_are_not_claimed() -> None:
    event = reference("github_events")[-1]
    assert not is_issue(event)
    with pytest.raises(ValueError, match="unpack"):
        claimed([event])
