"""Asana's tasks as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.importers.json_files import by_key, claimed, holds_as_recorded, reference

if TYPE_CHECKING:
    from analytics.importers.documents import Extract

TASK = "1200000000000101"


def read(**changes: object) -> Extract:
    """Read the first recorded task after changes to it."""
    name, found = claimed({"data": [reference("asana_json")["data"][0] | changes]})
    assert name == "asana_json"
    return found


def test_the_reference_is_read_as_recorded() -> None:
    holds_as_recorded("asana_json")


def test_ids_of_sixteen_digits_stay_text_whatever_they_were() -> None:
    assert list(by_key(read(subtasks=[]), "issue_number").values()) == [TASK]
    assert list(by_key(read(subtasks=[], gid=int(TASK)), "issue_number")) == [TASK]


def test_only_completion_is_done_by_itself() -> None:
    section = [{"project": None, "section": {"name": "Done"}}]
    found = read(subtasks=[], memberships=section)
    assert by_key(found, "status") == {TASK: "Done"}
    assert by_key(found, "status_category") == {TASK: None}
    found = read(subtasks=[], completed=True)
    assert by_key(found, "status") == {TASK: "Completed"}
    assert by_key(found, "status_category") == {TASK: "done"}


def test_a_task_outside_sections_is_incomplete() -> None:
    assert by_key(read(subtasks=[], memberships=[]), "status") == {TASK: "Incomplete"}


def test_subtasks_within_subtasks_name_their_own_parent() -> None:
    inner = {"gid": "3", "name": "c", "completed": False, "completed_at": None}
    middle = {"gid": "2", "name": "b", "completed": False, "subtasks": [inner]}
    found = read(subtasks=[middle])
    assert by_key(found, "parent_key") == {TASK: None, "2": TASK, "3": "2"}
    assert by_key(found, "is_subtask") == {TASK: False, "2": True, "3": True}


def test_text_that_looks_like_a_number_is_no_estimate() -> None:
    fields = [{"name": "Points", "text_value": "5", "number_value": None}]
    assert by_key(read(subtasks=[], custom_fields=fields), "numbers") == {TASK: {}}


def test_further_pages_make_the_file_a_part() -> None:
    task = reference("asana_json")["data"][0]
    _, found = claimed({"data": [task], "next_page": {"offset": "abc"}})
    assert "Asana has more" in found.partial
    assert not read().partial


def test_one_task_of_the_rest_interface_is_read() -> None:
    name, found = claimed({"data": reference("asana_json")["data"][2]})
    assert name == "asana_json"
    assert by_key(found, "issue_type") == {"1200000000000104": "Milestone"}
