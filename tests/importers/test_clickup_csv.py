"""ClickUp's CSV: lists in brackets, milliseconds, and dates in words beside them."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.importers.clickup_csv import CLICKUP_CSV
from tests.importers.raw import Read, read_csv
from tests.intake.reading import read as parse

GOLDEN = Path(__file__).parents[1] / "golden" / "clickup_csv" / "reference.csv"
HEADER = ("Task ID", "Task Name", "Status", "Space")


def read(header: tuple[str, ...], *rows: tuple[str, ...]) -> Read:
    """Read rows of a file whose first columns are id, name, status and space."""
    stream = io.StringIO()
    full = [(f"86a{n}", "x", "open", "Shop", *row) for n, row in enumerate(rows)]
    csv.writer(stream).writerows([(*HEADER, *header), *full])
    return read_csv(CLICKUP_CSV, stream.getvalue())


def cell(header: str, value: str, column: str) -> Any:  # noqa: ANN401 - any type
    return read((header,), (value,)).column(column)[0]


def test_the_reference_export_is_read_whole(tmp_path: Path) -> None:
    found = parse(tmp_path, GOLDEN.read_bytes(), "tasks.csv")
    assert found.report.importer == "clickup_csv"
    assert (found.report.rows_read, found.report.problem_count) == (20, 0)
    assert found.report.identity == ["Web shop"]
    first = found.rows("issue_key, assignee, priority, created_at, due_on, numbers")[0]
    assert first == (
        *("86a01xk", "Ada Poe, Bo Ek", "high", datetime(2026, 1, 1, 9)),
        *(date(2026, 3, 2), {"Sprint Points": 1.0}),
    )
    done = "status, status_category, resolved_at, spent_seconds, parent_key, is_subtask"
    assert found.rows(done)[3] == (
        *("complete", "done", datetime(2026, 2, 4, 9), 14400.0, None, False),
    )
    assert found.rows("parent_key, is_subtask")[5] == ("86a05xk", True)


@pytest.mark.parametrize(
    ("header", "value", "column", "expected"),
    [
        ("Assignees", "[]", "assignee", None),
        ("Assignee", "[Ada, Bo Ek]", "assignee", "Ada, Bo Ek"),
        ("tags", "[ui, api]", "labels", ["ui", "api"]),
        ("Sprints", "[]", "sprints", []),
        ("Priority", "none", "priority", None),
        ("Parent ID", "null", "parent_key", None),
        ("Parent ID", "null", "is_subtask", False),
        ("Parent ID", "86b", "is_subtask", True),
        ("Time Estimated", "5400000", "original_estimate_seconds", 5400.0),
        ("Time Estimate (hours)", "1.5", "original_estimate_seconds", 5400.0),
        ("Time Estimated Text", "1 h 30 m", "original_estimate_seconds", 5400.0),
        ("Time Logged", "1h 30m", "spent_seconds", 5400.0),
        ("Date Created", "1767603600000", "created_at", datetime(2026, 1, 5, 9)),
        (
            *("Date Created", "2026-01-05T11:00:00.000+02:00", "created_at"),
            datetime(2026, 1, 5, 9),
        ),
        ("Due Date", "2026-03-01T00:00:00.000+00:00", "due_on", date(2026, 3, 1)),
        ("Due Date", "1772323200000", "due_on", date(2026, 3, 1)),
        ("Due Date Text", "Sunday, March 1st 2026", "due_on", date(2026, 3, 1)),
        (
            *("Start Date Text", "Monday, March 2nd 2026, 4:00:00 am", "start_on"),
            date(2026, 3, 2),
        ),
    ],
)
def test_cells_are_read(header: str, value: str, column: str, expected: object) -> None:
    assert cell(header, value, column) == expected


def test_the_words_beside_milliseconds_say_the_day_in_the_users_own_zone() -> None:
    found = read(
        ("Due Date", "Due Date Text"),
        ("1772301600000", "Sunday, March 1st 2026"),
        ("1772301600000", "soon"),
    )
    assert found.column("due_on") == [date(2026, 3, 1), None]
    assert found.problems == [
        (3, "due_on", "is not a day such as Wednesday, March 1st 2023")
    ]


def test_a_moment_that_is_no_number_among_numbers_is_named() -> None:
    found = read(("Date Created",), *[("1767603600000",)] * 3, ("yesterday",))
    assert found.column("created_at")[3] is None
    assert [line for line, _, _ in found.problems] == [5]


def test_a_status_is_done_only_where_all_its_tasks_were_closed() -> None:
    rows = [
        ("86a1", "a", "complete", "Shop", "2026-02-01T09:00:00.000+00:00"),
        ("86a2", "b", "Complete", "Shop", "2026-02-02T09:00:00.000+00:00"),
        ("86a3", "c", "testing", "Shop", "2026-02-03T09:00:00.000+00:00"),
        ("86a4", "d", "testing", "Shop", ""),
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([(*HEADER, "Date Closed"), *rows])
    found = read_csv(CLICKUP_CSV, stream.getvalue())
    assert found.column("status_category") == ["done", "done", None, None]
    assert read((), ()).column("status_category") == [None]


def test_sums_over_subtasks_and_times_are_no_estimates() -> None:
    found = read(
        ("Points Estimate", "Points Estimate Rolled Up", "Time Estimate Rolled Up"),
        ("3", "8", "9"),
    )
    assert found.column("numbers") == [{"Points Estimate": 3.0}]
