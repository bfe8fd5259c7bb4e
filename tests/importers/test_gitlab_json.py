"""GitLab's issues as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.importers.json_files import by_key, claimed, holds_as_recorded, reference

if TYPE_CHECKING:
    from analytics.importers.documents import Extract


def read(**changes: object) -> Extract:
    """Read the first recorded issue after changes to it."""
    name, found = claimed([reference("gitlab_json")[0] | changes])
    assert name == "gitlab_json"
    return found


def only(found: Extract) -> dict[str, Any]:
    (row,) = found.rows["issue"]
    return row


def test_the_reference_is_read_as_recorded() -> None:
    holds_as_recorded("gitlab_json")


def test_without_references_the_number_is_the_key() -> None:
    assert only(read(references=None))["issue_key"] == "#1"


def test_an_iteration_is_a_sprint_until_the_end_of_its_last_day() -> None:
    (sprint,) = read().rows["sprint"]
    assert sprint["start_at"] == "2026-01-05T00:00:00"
    assert sprint["end_at"] == "2026-01-19T00:00:00"
    assert sprint["state"] == "active"


def test_an_iteration_without_a_title_is_called_by_its_days() -> None:
    assert only(read())["sprints"] == ["Iteration 2026-01-05 to 2026-01-18"]


def test_an_estimate_of_zero_is_none_but_a_weight_of_zero_is_one() -> None:
    row = only(read(weight=0, time_stats={"time_estimate": 0, "total_time_spent": 0}))
    assert row["numbers"] == {"Weight": 0.0}
    assert row["original_estimate_seconds"] is None
    assert row["spent_seconds"] == 0.0


@pytest.mark.parametrize(("count", "is_cut"), [(20, True), (19, False), (100, True)])
def test_a_full_page_is_probably_not_the_last(count: int, is_cut: bool) -> None:  # noqa: FBT001 - a table of cases
    issue = reference("gitlab_json")[0]
    many = [
        issue | {"iid": number, "references": {"full": f"shop/api#{number}"}}
        for number in range(count)
    ]
    _, found = claimed(many)
    assert bool(found.partial) is is_cut


def test_merge_requests_are_not_taken_for_issues() -> None:
    request = reference("gitlab_json")[0] | {"source_branch": "pay"}
    with pytest.raises(ValueError, match="unpack"):
        claimed([request])


def test_a_milestone_is_a_release_with_its_days() -> None:
    found = read()
    assert by_key(found, "fix_versions") == {"shop/api#1": ["19.12"]}
    (release,) = found.rows["release"]
    assert (release["start_on"], release["planned_on"]) == ("2026-01-05", "2026-01-30")
