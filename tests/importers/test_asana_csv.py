"""Asana's CSV: ids stay text, parents are found by name, completed is done."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.importers.asana_cells import rejects
from analytics.importers.asana_csv import ASANA_CSV
from tests.importers.raw import Read, raw_table, read_csv
from tests.importers.tables import rejected
from tests.intake.reading import read as parse

if TYPE_CHECKING:
    from collections.abc import Sequence

GOLDEN = Path(__file__).parents[1] / "golden" / "asana_csv" / "reference.csv"
HEADER = ("Task ID", "Created At", "Completed At", "Name", "Section/Column", "Projects")


def table(rows: Sequence[Sequence[str]], *more: str) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([(*HEADER, *more), *rows])
    return stream.getvalue()


def read(*rows: Sequence[str], more: tuple[str, ...] = ()) -> Read:
    return read_csv(ASANA_CSV, table(rows, *more))


def task(number: int, name: str, *, done: str = "", section: str = "") -> list[str]:
    return [f"120456789012345{number}", "2026-01-05", done, name, section, "Shop"]


def test_the_reference_export_is_read_whole(tmp_path: Path) -> None:
    found = parse(tmp_path, GOLDEN.read_bytes(), "tasks.csv")
    assert found.report.importer == "asana_csv"
    assert (found.report.rows_read, found.report.problem_count) == (20, 0)
    assert found.report.identity == ["Web shop"]
    columns = "issue_key, status, status_category, resolved_at, parent_key, is_subtask"
    rows = found.rows(columns)
    assert rows[2] == (
        *("1204567890123472", "Completed", "done", datetime(2026, 2, 3)),
        *(None, False),
    )
    assert rows[10] == (
        *("1204567890123528", "Incomplete", None, None, "1204567890123458", True),
    )
    assert found.rows("labels, numbers, due_on")[2] == (
        *(["risk", "later"], {"Story Points": 3.0}, date(2026, 3, 3)),
    )


def test_completed_is_done_whatever_the_section_is_called() -> None:
    found = read(
        task(1, "a", done="2026-02-01", section="Backlog"),
        task(2, "b", section="Done"),
        task(3, "c"),
    )
    assert found.column("status") == ["Completed", "Done", "Incomplete"]
    assert found.column("status_category") == ["done", None, None]
    assert found.column("components") == [["Backlog"], ["Done"], []]
    (note,) = (note for note in found.notes if "section called Done" in note)
    assert ": 1. They count by the name" in note
    assert not any("section" in note for note in read(task(3, "c")).notes)


def test_a_parent_is_found_only_where_one_task_has_its_name() -> None:
    found = read(
        [*task(1, "Shop"), ""],
        [*task(2, "Twin"), ""],
        [*task(3, "Twin"), ""],
        [*task(4, "of one"), "Shop"],
        [*task(5, "of two"), "Twin"],
        [*task(6, "of none"), "Elsewhere"],
        more=("Parent task",),
    )
    assert found.column("parent_key") == [
        *(None, None, None, "1204567890123451", None, None)
    ]
    assert found.column("is_subtask") == [False] * 3 + [True] * 3
    assert [(line, column) for line, column, _ in found.problems] == [
        *((6, "parent_key"), (7, "parent_key"))
    ]
    assert "no task in the file, or of several" in found.problems[0][2]


@pytest.mark.parametrize("damaged", ["1.20457E+15", "1,20457E+15", "1E15", "1.2e+15"])
def test_an_id_that_a_spreadsheet_rounded_is_never_loaded(
    tmp_path: Path, damaged: str
) -> None:
    rows = [task(1, "sound"), task(2, "damaged")]
    rows[1][0] = damaged
    found = parse(tmp_path, table(rows).encode())
    assert found.rows() == [("1204567890123451", "sound")]
    ((line, reason),) = found.reasons
    assert line == 3
    assert "rounded by a spreadsheet" in reason


def test_ids_that_all_end_in_zero_have_lost_their_last_digit() -> None:
    rows = [[f"{1204567890123450 + 10 * n}", *task(0, "x")[1:]] for n in range(4)]
    assert [line for line, _ in rejected(ASANA_CSV, table(rows))] == [2, 3, 4, 5]
    rows[3][0] = "1204567890123487"
    assert rejected(ASANA_CSV, table(rows)) == []
    assert rejected(ASANA_CSV, table(rows[:3])) == []
    assert rejects(raw_table(["Name"], []), {"summary": (0,)}) == ()


def test_the_project_is_the_one_that_most_tasks_are_in() -> None:
    rows = [task(n, "x") for n in range(5)]
    for row, projects in zip(rows, ("A, B", "B", "B, C", "", "C"), strict=True):
        row[5] = projects
    found = read(*rows)
    assert found.column("project_key") == ["B", "B", "B", "B", "C"]
    for row in rows:
        row[5] = ""
    assert read(*rows).column("project_name") == [None] * 5


def test_estimates_are_kept_under_the_name_of_their_field() -> None:
    found = read(
        [*task(1, "x"), "3", "S", "90"],
        [*task(2, "y"), "", "M", "60"],
        more=("Effort points", "Size", "Estimated time"),
    )
    assert found.column("numbers") == [{"Effort points": 3.0}, None]


def test_an_export_without_sections_and_parents_is_read() -> None:
    text = "Task ID,Completed At,Name\n1204567890123451,2026-02-01,x\n"
    (row,) = read_csv(ASANA_CSV, text).rows
    assert (row["status"], row["status_category"]) == ("Completed", "done")
