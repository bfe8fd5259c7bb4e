"""Azure DevOps: work items, updates, iterations and states as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from analytics.importers.azure_updates import read_updates
from analytics.importers.documents import Extract
from tests.importers.json_files import (
    by_key,
    claimed,
    holds_as_recorded,
    moves,
    reference,
)

NAMES = (
    "azure_devops_json",
    "azure_devops_updates",
    "azure_devops_iterations",
    "azure_devops_states",
)


def items(**fields: object) -> list[dict[str, Any]]:
    """Return the first recorded work item after changes to its fields."""
    item = reference("azure_devops_json")["value"][0]
    return [item | {"fields": item["fields"] | fields}]


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_is_read_as_recorded(name: str) -> None:
    holds_as_recorded(name)


def test_work_items_and_updates_in_one_file_are_one_history() -> None:
    both = [reference("azure_devops_json"), reference("azure_devops_updates")]
    name, found = claimed(both)
    assert name == "azure_devops_json"
    assert len(found.rows["issue"]) == 4
    assert moves(found) == [
        ("2026-01-06T09:00:00", "11", "New", "Active"),
        ("2026-01-07T09:00:00", "11", "Active", "Closed"),
    ]
    assert found.rows_read == len(found.rows["issue"]) + len(found.quarantined)


def test_updates_inside_a_work_item_are_read() -> None:
    updates = reference("azure_devops_updates")
    _, found = claimed([items()[0] | {"updates": updates}])
    assert len(moves(found)) == 2


def test_pages_after_one_another_are_one_file() -> None:
    page = json.dumps(reference("azure_devops_updates"))
    other = json.dumps({"count": 0, "value": []})
    name, found = claimed(f"{page}\n{other}\n")
    assert name == "azure_devops_updates"
    assert found.rows_read == 7


def test_what_an_item_was_created_with_is_no_change() -> None:
    _, found = claimed(reference("azure_devops_updates"))
    assert all(row["history_id"] != "1" for row in found.rows["issue_event"])


def test_a_change_of_remaining_work_is_in_seconds() -> None:
    _, found = claimed(reference("azure_devops_updates"))
    (row,) = (one for one in found.rows["issue_event"] if one["field"] == "remaining")
    assert (row["from_id"], row["to_id"], row["to_text"]) == ("28800", "9000", "2.5")


def test_the_project_alone_is_the_backlog() -> None:
    _, found = claimed(items(**{"System.IterationPath": "Shop"}))
    assert by_key(found, "sprints") == {"11": []}
    assert found.rows["sprint"] == []


def test_sprints_of_items_updates_and_iterations_are_the_same() -> None:
    _, found = claimed(items())
    _, updates = claimed(reference("azure_devops_updates"))
    _, iterations = claimed(reference("azure_devops_iterations"))
    (move,) = (one for one in updates.rows["issue_event"] if one["field"] == "sprint")
    number = found.rows["issue"][0]["sprint_numbers"][0]
    assert number == move["to_id"] == iterations.rows["sprint"][0]["sprint_number"]


def test_a_tree_of_iterations_is_read_without_its_root() -> None:
    tree = {
        "id": 1,
        "name": "Shop",
        "structureType": "iteration",
        "path": "\\Shop\\Iteration",
        "children": [
            {
                "name": "Sprint 1",
                "structureType": "iteration",
                "path": "\\Shop\\Iteration\\Release 1\\Sprint 1",
                "attributes": {
                    "startDate": "2026-01-05T00:00:00Z",
                    "finishDate": "2026-01-16T00:00:00Z",
                },
            }
        ],
    }
    name, found = claimed(tree)
    assert name == "azure_devops_iterations"
    (row,) = found.rows["sprint"]
    assert row["name"] == "Release 1\\Sprint 1"
    assert row["end_at"] == "2026-01-17T00:00:00"


def test_a_state_of_somebodys_own_gets_no_category() -> None:
    _, found = claimed(items(**{"System.State": "Waiting"}))
    assert by_key(found, "status_category") == {"11": None}


def test_removed_work_is_said_to_count_as_done() -> None:
    _, found = claimed(items(**{"System.State": "Removed"}))
    assert any("Removed work items count as done" in note for note in found.notes)


def test_two_hundred_work_items_are_a_full_page() -> None:
    (item,) = items()
    _, found = claimed({"value": [item | {"id": number} for number in range(200)]})
    assert "there are probably more" in found.partial


def test_an_update_whose_number_is_anything_is_told_from_its_like() -> None:
    fields = {"System.State": {"oldValue": "New", "newValue": "Done"}}
    update = {"id": [1], "workItemId": 11, "rev": 1, "fields": fields}
    update["revisedDate"] = "2026-01-03T09:00:00Z"
    found = Extract()
    list(read_updates([(1, update), (2, update)], found))
    ((line, why, _),) = found.quarantined
    assert (line, "twice" in why) == (2, True)
