"""Linear: layouts with and without links, short rows, cycles, days as instants."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.importers.base import Grid
from analytics.importers.linear_csv import LINEAR_CSV
from tests.importers.golden import GOLDEN, by_key, read_golden
from tests.importers.raw import read_csv

HEAD = "ID,Team,Title,Status,Canceled,"


def test_an_export_is_read() -> None:
    result = read_golden(LINEAR_CSV)
    rows = by_key(result)
    assert len(rows) == 24
    assert result.problems == []
    assert rows["ENG-15"] == {
        "line": 10,
        "issue_key": "ENG-15",
        "issue_number": "00000000-0000-4000-8000-000000000005",
        "project_key": "ENG",
        "project_name": "Engine",
        "team": "Engine",
        "summary": "Rename café menu",
        "status": "Canceled",
        "status_category": "done",
        "priority": "High",
        "resolution": "Canceled",
        "assignee": "bo@example.com",
        "reporter": "ada@example.com",
        "epic_key": "Checkout",
        "created_at": datetime(2025, 1, 11, 14, 35, 5),
        "updated_at": datetime(2025, 1, 20, 9, 38, 14),
        "resolved_at": datetime(2025, 1, 18, 14, 24, 12),
        "numbers": {"Estimate": 2.0},
        "sprints": ["Easter push"],
        "sprint_numbers": ["ENG-2"],
        "labels": ["Bug", "UI"],
        "milestone": "Launch",
        "sprint.sprint_number": "ENG-2",
        "sprint.name": "Easter push",
        "sprint.start_at": datetime(2025, 1, 27),
        "sprint.end_at": datetime(2025, 2, 10),
    }
    assert rows["ENG-11"]["sprints"] == ["Cycle 1"]
    assert rows["ENG-13"]["parent_key"] == "ENG-10"


def test_dates_tell_the_category_of_a_state_of_somebodys_own() -> None:
    rows = by_key(read_golden(LINEAR_CSV))
    assert rows["ENG-13"]["status"] == "Waiting for law"
    assert rows["ENG-13"]["status_category"] == "doing"
    assert rows["ENG-14"]["status"] == "Shipped"
    assert rows["ENG-14"]["status_category"] == "done"


def test_a_state_without_dates_has_the_category_every_team_begins_with() -> None:
    states = ("Backlog", "Todo", "In Review", "Done", "Duplicate", "Waiting")
    text = HEAD + "Started\n" + "".join(f"A-1,T,x,{one},,\n" for one in states)
    result = read_csv(LINEAR_CSV, text)
    assert result.column("status_category") == [
        *("todo", "todo", "doing", "done", "done"),
        None,
    ]


def test_rows_without_the_last_column_of_the_header_are_whole() -> None:
    result = read_golden(LINEAR_CSV, "short_rows.csv")
    assert len(result.rows) == 6
    assert by_key(result)["ENG-11"]["created_at"] == datetime(2025, 1, 7, 10, 7, 1)


@pytest.mark.parametrize(
    ("below", "width"),
    [
        ((("A-1", "T", "x", "Todo", ""),), 5),
        ((("A-1", "T", "x", "Todo", ""), ("A-1", "T", "x", "Todo", "", "")), 6),
        ((), 6),
    ],
)
def test_the_header_is_cut_only_where_every_row_is_short(
    below: tuple[tuple[str, ...], ...], width: int
) -> None:
    header = ("ID", "Team", "Title", "Status", "Canceled", "Roadmaps")
    found = LINEAR_CSV.find(Grid("", (header, *below)))
    assert found is not None
    assert len(found.header) == width


def test_a_day_written_as_midnight_elsewhere_is_the_nearest_day() -> None:
    result = read_golden(LINEAR_CSV)
    rows = by_key(result)
    assert rows["ENG-17"]["due_on"] == date(2025, 6, 26)  # 23:00 of the 25th
    assert rows["ENG-18"]["due_on"] == date(2025, 6, 26)  # 05:00 of the 26th
    assert "Due Date: written as an instant, the nearest day is taken." in result.notes


def test_a_plain_day_is_that_day() -> None:
    result = read_csv(LINEAR_CSV, f"{HEAD}Due Date\nA-1,T,x,Todo,,2025-06-26\n")
    assert result.column("due_on") == [date(2025, 6, 26)]
    assert not any("nearest" in note for note in result.notes)


def test_the_oldest_layout_is_claimed() -> None:
    text = (GOLDEN / "linear_csv" / "short_rows.csv").read_text(encoding="utf-8")
    header = tuple(text.splitlines()[0].replace('"', "").split(","))
    old = tuple(name for name in header if name not in {"Triaged", "Initiatives"})
    assert LINEAR_CSV.find(Grid("", (old,))) is not None
