"""Files of hours add up, and the same booking in two of them counts once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from analytics.facts import load_facts
from analytics.warehouse import hour_reads, imports, projects
from analytics.warehouse.sql_files import sql
from tests.homes import load, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

TEMPO = "Issue Key,Work date,Hours,Full name,Worklog ID"
SHEET = "Ticket,Date,Hours worked,Person"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path / "home") as one:
        yield one


def taken(warehouse: Warehouse, folder: Path, *files: str) -> dict[str, Any]:
    """Load files one after the other; return what was said of the last."""
    said: dict[str, Any] = {}
    for number, text in enumerate(files):
        path = folder / f"{number}.{'json' if text.startswith('[') else 'csv'}"
        path.write_text(text, encoding="utf-8")
        (said,) = load(warehouse, path)
    return said


def hours(warehouse: Warehouse, upto: int | None = None) -> float:
    found = load_facts(warehouse, "app", upto=upto).table("worklog")
    return float(found["spent_seconds"].sum()) / 3600


def table(header: str, *rows: str) -> str:
    return "\n".join((header, *rows)) + "\n"


JANUARY = table(TEMPO, "A-1,2026-01-05,2,Ada,1", "A-2,2026-01-30,3,Bo,2")
FEBRUARY = table(TEMPO, "A-1,2026-02-05,4,Ada,3", "A-3,2026-02-06,1,Bo,4")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_months_add_up_in_any_order(
    warehouse: Warehouse, tmp_path: Path, order: tuple[int, int]
) -> None:
    months = (JANUARY, FEBRUARY)
    said = taken(warehouse, tmp_path, *(months[one] for one in order))
    assert hours(warehouse) == 10
    assert hours(warehouse, upto=1) == 5
    assert said["drift"] == []
    imports.undo(warehouse, 2)
    assert hours(warehouse) == 5
    imports.redo(warehouse, 2)
    assert hours(warehouse) == 10


def test_a_shorter_month_is_not_asked_if_it_is_a_part(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    many = table(SHEET, *(f"A-{n},2026-01-0{n},1,Ada" for n in range(1, 9)))
    said = taken(warehouse, tmp_path, many, table(SHEET, "A-1,2026-02-02,1,Ada"))
    assert (said["drift"], hours(warehouse)) == ([], 9)


def test_a_booking_with_a_number_counts_as_it_was_last_told(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    quarter = table(TEMPO, "A-1,2026-01-05,2.5,Ada,1", "A-1,2026-03-05,4,Ada,9")
    taken(warehouse, tmp_path, JANUARY, quarter)
    assert hours(warehouse) == 2.5 + 3 + 4
    assert hours(warehouse, upto=1) == 5


def test_equal_numbers_of_two_items_are_two_bookings(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    taken(warehouse, tmp_path, JANUARY, table(TEMPO, "B-7,2026-02-05,8,Cy,1"))
    assert hours(warehouse) == 13


def test_without_numbers_equal_lines_count_once_across_files(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    twice = ("A-1,2026-01-05,2,Ada", "A-1,2026-01-05,2,Ada")
    first = table(SHEET, *twice, "A-2,2026-01-06,3,Bo")
    second = table(SHEET, "A-2,2026-01-06,3,Bo", twice[0], "A-9,2026-02-02,1,Bo")
    taken(warehouse, tmp_path, first, second)
    assert hours(warehouse) == 2 + 2 + 3 + 1


def test_hours_inside_a_search_and_beside_it_count_once(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    log = {
        "id": "77",
        "issueId": "10001",
        "started": "2026-01-05T09:30:00.000+0000",
        "updated": "2026-01-05T10:00:00.000+0000",
        "timeSpentSeconds": 3600,
    }
    fields = {
        "summary": "One",
        "status": {"name": "To Do"},
        "created": "2026-01-01T09:00:00.000+0000",
        "worklog": {"total": 1, "worklogs": [log]},
    }
    issue = {"id": "10001", "key": "APP-1", "fields": fields}
    later = {**log, "updated": "2026-01-09T10:00:00.000+0000", "timeSpentSeconds": 7200}
    taken(warehouse, tmp_path, json.dumps([later]), json.dumps([issue]))
    assert hours(warehouse) == 2


def logged(*bookings: tuple[str, str, float]) -> str:
    """Return a search with one item: (who, when, hours) inside of it."""
    logs = [
        {
            "id": str(900 + number),
            "issueId": "10001",
            "author": {"displayName": who},
            "started": when,
            "timeSpentSeconds": 3600 * hours,
        }
        for number, (who, when, hours) in enumerate(bookings)
    ]
    fields = {
        "summary": "One",
        "status": {"name": "To Do"},
        "created": "2026-01-01T09:00:00.000+0000",
        "worklog": {"total": len(logs), "worklogs": logs},
    }
    return json.dumps([{"id": "10001", "key": "A-1", "fields": fields}])


BOTH = logged(
    ("Ada", "2026-01-05T09:30:00.000+0000", 2),
    ("Ada", "2026-01-05T13:30:00.000+0000", 2),
    ("Ada", "2026-01-07T09:30:00.000+0000", 1),
    ("Bo", "2026-01-05T09:30:00.000+0000", 2),
)
TIMESHEET = table(
    TEMPO,
    "A-1,2026-01-05,2,ada ,1",
    "A-1,2026-01-05,2,Ada,2",
    "A-1,2026-01-05,2,Ada,3",
    "A-1,2026-01-08,1,Ada,4",
)


@pytest.mark.parametrize("turned", [False, True])
def test_two_tools_that_tell_of_one_booking_count_it_once(
    warehouse: Warehouse, tmp_path: Path, *, turned: bool
) -> None:
    """Each numbers in its own way: item, person, day and hours tell it is the same."""
    files = (TIMESHEET, BOTH) if turned else (BOTH, TIMESHEET)
    said = taken(warehouse, tmp_path, *files)
    # Three on the 5th by Ada, as the timesheet has them; one by Bo; the 7th and 8th.
    assert hours(warehouse) == 3 * 2 + 2 + 1 + 1
    # The timesheet speaks of a later day: it is the newer one, whatever the order.
    name, newer = ("0.csv", "'0.csv'") if turned else ("0.json", "this file")
    sentence = f"2 bookings of hours are in {name!r} as well: each counts once, as "
    assert said["drift"] == [f"{sentence}{newer} has it."]
    imports.undo(warehouse, 2)
    assert hours(warehouse) == 7


def test_the_day_of_a_booking_is_that_of_the_project(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    late = logged(("Ada", "2026-01-05T22:30:00.000+0000", 2))
    taken(warehouse, tmp_path, late, table(TEMPO, "A-1,2026-01-06,2,Ada,1"))
    assert hours(warehouse) == 4
    project = projects.get_project(warehouse, "app")
    there = replace(project.settings, time_zone="Australia/Sydney")
    projects.change_settings(warehouse, "app", there)
    assert hours(warehouse) == 2


def searched(number: str, key: str) -> str:
    """Return a search with one item and no hours in it."""
    fields = {
        "summary": "One",
        "status": {"name": "To Do"},
        "created": "2026-01-01T09:00:00.000+0000",
    }
    return json.dumps([{"id": number, "key": key, "fields": fields}])


def numbered(number: str) -> str:
    """Return two hours of Ada on the 5th, of an item told by its number."""
    log = {
        "id": "1",
        "issueId": number,
        "author": {"displayName": "Ada"},
        "started": "2026-01-05T09:30:00.000+0000",
        "timeSpentSeconds": 7200,
    }
    return json.dumps([log])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_an_item_that_is_told_by_number_is_the_one_that_has_it(
    warehouse: Warehouse, tmp_path: Path, order: tuple[int, int, int]
) -> None:
    files = (
        searched("10001", "A-1"),
        numbered("10001"),
        table(TEMPO, "A-1,2026-01-05,2,Ada,7"),
    )
    taken(warehouse, tmp_path, *(files[one] for one in order))
    assert hours(warehouse) == 2
    facts = load_facts(warehouse, "app")
    rows = hour_reads.bookings(warehouse, facts.set_id, "UTC")
    assert rows["item"].tolist() == ["A-1"]


def test_a_number_that_no_item_has_stays_a_number(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    taken(warehouse, tmp_path, searched("10001", "A-1"), numbered("10002"))
    facts = load_facts(warehouse, "app")
    rows = hour_reads.bookings(warehouse, facts.set_id, "UTC")
    assert rows["item"].tolist() == ["10002"]


def test_equal_bookings_of_one_file_are_each_counted(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    twice = ("A-1,2026-01-05,2,Ada", "A-1,2026-01-05,2,Ada")
    taken(warehouse, tmp_path, table(SHEET, *twice))
    facts = load_facts(warehouse, "app")
    rows = hour_reads.bookings(warehouse, facts.set_id, "UTC")
    assert rows["seconds"].sum() == hours(warehouse) * 3600 == 4 * 3600


def test_no_line_is_compared_with_all_others(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    taken(warehouse, tmp_path, JANUARY, FEBRUARY)
    asked = {"s": load_facts(warehouse, "app").set_id, "z": "UTC"}
    question = f"explain {sql('reads/worklogs')}"
    ((_, plan),) = warehouse.cursor().execute(question, asked).fetchall()
    assert "HASH_JOIN" in plan
    assert "NL_JOIN" not in plan
    assert "NESTED_LOOP" not in plan


def test_without_a_name_two_tools_tell_of_two_bookings(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    nameless = logged(("Ada", "2026-01-05T09:30:00.000+0000", 2)).replace(
        '"author": {"displayName": "Ada"}, ', ""
    )
    said = taken(warehouse, tmp_path, nameless, JANUARY)
    assert (hours(warehouse), said["drift"]) == (2 + 5, [])


def test_a_booking_of_an_earlier_month_is_told_as_shared(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    said = taken(warehouse, tmp_path, JANUARY, table(TEMPO, "A-1,2026-01-05,2,Ada,1"))
    assert said["drift"][-1] == (
        "1 booking of hours is in '0.csv' as well: each counts once, as '0.csv' has it."
    )
    assert hours(warehouse) == 5
