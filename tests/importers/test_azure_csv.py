"""Azure DevOps: flat queries and trees, localised dates, hours, iterations."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from analytics.importers.azure_cells import STATES
from analytics.importers.azure_csv import AZURE_CSV
from analytics.importers.base import Grid
from tests.importers.golden import by_key, read_golden
from tests.importers.raw import raw_table, read_csv

HEAD = "ID,Work Item Type,Title,"


def test_a_flat_query_is_read() -> None:
    result = read_golden(AZURE_CSV)
    rows = by_key(result)
    assert len(rows) == 24
    assert result.problems == []
    assert rows["4103"] == {
        "line": 5,
        "issue_key": "4103",
        "project_key": "Shop",
        "project_name": "Shop",
        "issue_type": "Feature",
        "is_subtask": False,
        "summary": "Line one\nline two",
        "status": "Closed",
        "status_category": "done",
        "assignee": "Dee O'Hara",
        "parent_key": "4101",
        "created_at": datetime(2025, 1, 9, 12, 21, 3),
        "updated_at": datetime(2025, 1, 29, 11, 41, 23),
        "resolved_at": datetime(2025, 1, 21, 10, 45, 15),
        "numbers": {"Effort": 13.0},
        "sprints": ["Release 1\\Sprint 1"],
        "components": ["Shop\\Web"],
        "labels": ["pay", "ui", "later"],
    }
    task = rows["4104"]
    assert task["is_subtask"] is True
    assert (
        task["original_estimate_seconds"],
        task["remaining_seconds"],
        task["spent_seconds"],
    ) == (8 * 3600, 2.5 * 3600, 5.5 * 3600)


def test_the_project_alone_is_no_sprint_and_it_is_said() -> None:
    result = read_golden(AZURE_CSV)
    assert by_key(result)["4104"].get("sprints") is None
    assert (
        "Iteration Path: 6 without a sprint below the project count as backlog."
        in result.notes
    )


def test_parents_come_from_the_indented_titles_of_a_tree() -> None:
    result = read_golden(AZURE_CSV, "tree.csv")
    parents = {key: row.get("parent_key") for key, row in by_key(result).items()}
    assert parents == {
        "1": None,
        "2": "1",
        "3": "2",
        "4": "2",
        "5": "1",
        "6": "5",
        "7": None,
        "8": "7",
        "9": "7",
    }
    assert "Parents were taken from the indented titles of the tree." in result.notes


def test_below_a_damaged_record_no_parent_is_guessed() -> None:
    header = ["ID", "Work Item Type", "Title 1", "Title 2"]
    records = [
        (2, ["1", "Epic", "a", ""]),
        (4, ["3", "Feature", "", "b"]),
        (5, ["4", "Epic", "c", ""]),
        (6, ["5", "Feature", "", "d"]),
    ]
    raw = replace(raw_table(header, records), damaged=(3,))
    fitted = AZURE_CSV.columns["parent_key"].fit(raw, (0, 1, 2, 3))
    assert raw.fetch(f"line, {fitted.expression}") == [
        (2, None),
        (4, None),
        (5, None),
        (6, "4"),
    ]
    assert "damaged" in fitted.notes[0]


def test_a_tree_that_lacks_a_level_gives_no_parents() -> None:
    result = read_csv(
        AZURE_CSV, "ID,Work Item Type,Title 2,Title 3\n1,Bug,a,\n2,Bug,,b"
    )
    assert result.column("parent_key") == [None, None]
    assert result.column("summary") == ["a", "b"]


def test_a_parent_of_its_own_column_comes_before_the_tree() -> None:
    text = (
        "ID,Work Item Type,Title 1,Title 2,Parent\n1,Epic,a,,\n2,Bug,,b,77\n3,Bug,,c,x"
    )
    result = read_csv(AZURE_CSV, text)
    assert result.column("parent_key") == [None, "77", "1"]
    assert result.problems == [(4, "parent_key", "is not the number of a work item")]


def test_a_list_of_tasks_alone_counts_them() -> None:
    text = f"{HEAD}Parent\n1,Task,a,90\n2,Task,b,91\n"
    assert read_csv(AZURE_CSV, text).column("is_subtask") == [False, False]


@pytest.mark.parametrize(
    ("state", "category"),
    [
        *((name, meaning) for meaning, names in STATES.items() for name in names),
        ("Committed", "doing"),
        ("Waiting for law", None),
    ],
)
def test_a_state_has_a_category_where_azure_defines_it(
    state: str, category: str | None
) -> None:
    (row,) = read_csv(AZURE_CSV, f"{HEAD}State\n1,Bug,a,{state}\n").rows
    assert row["status_category"] == category
    assert row["status"] == state


def test_removed_work_is_counted_in_a_note() -> None:
    result = read_csv(AZURE_CSV, f"{HEAD}State\n1,Bug,a,Removed\n2,Bug,b,New\n")
    (note,) = result.notes
    assert note.startswith("In the state Removed: 1 issue, counted as done")


def test_no_state_has_two_categories() -> None:
    names = [name for names in STATES.values() for name in names]
    assert len(names) == len(set(names))


def test_a_name_loses_its_mail_address_and_an_address_alone_stays() -> None:
    text = f"{HEAD}Assigned To\n1,Bug,a,Ada Poe <ada@example.com>\n2,Bug,b,<x@y.z>\n"
    assert read_csv(AZURE_CSV, text).column("assignee") == ["Ada Poe", "<x@y.z>"]


def test_hours_that_are_no_number_are_listed() -> None:
    result = read_csv(
        AZURE_CSV, f'{HEAD}Remaining Work\n1,Task,a,"1,5"\n2,Task,b,soon\n'
    )
    assert result.column("remaining_seconds") == [5400.0, None]
    assert result.problems == [(3, "remaining_seconds", "is not a number of hours")]


def test_a_column_without_any_number_is_no_estimate() -> None:
    result = read_csv(AZURE_CSV, f"{HEAD}Size\n1,Bug,a,XL\n2,Bug,b,S\n")
    assert result.column("numbers") == [None, None]
    assert result.problems == []
    assert result.notes == ["Story points: no issue has a number in 'Size'."]


def test_a_query_without_its_ids_is_not_claimed() -> None:
    assert AZURE_CSV.find(Grid("", (("Work Item Type", "Title", "State"),))) is None
