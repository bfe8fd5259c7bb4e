"""Schedules in a table, and the links that their predecessors name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from analytics.importers.task_table import TASK_TABLE
from tests.importers.reference import claims, reference
from tests.intake.reading import parsed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.reading import Reading


def links(read: Reading) -> list[tuple[Any, ...]]:
    """Return the links by line and predecessor."""
    return duckdb.sql(
        "select predecessor_id, successor_id, link_type, lag_hours, lag_ratio, "
        f"is_elapsed from read_parquet('{read.folder}/task_link.parquet') "
        "order by line, predecessor_id"
    ).fetchall()


def waits(folder: Path, predecessors: str) -> Reading:
    """Read a schedule whose third task waits for these."""
    text = (
        "ID\tTask name\tStart\tDuration\tPredecessors\n"
        "1\tOne\t2026-01-05\t5d\t\nA-2\tTwo\t2026-01-05\t5d\t\n"
        f"3\tThree\t2026-01-12\t5d\t{predecessors}\n"
    )
    return parsed(folder, text.encode(), "plan.tsv")


def test_reference_with_its_links(tmp_path: Path) -> None:
    read = reference(tmp_path, TASK_TABLE)
    assert read.report.tables == {"task": 7, "task_link": 6}
    columns = "task_id, wbs, task_kind, finish_at, baseline_finish_at, complete_ratio"
    assert read.rows(columns)[6] == (
        *("7", "1.6", "milestone"),
        *(datetime(2026, 4, 15), datetime(2026, 4, 2), 0.0),  # noqa: DTZ001 - as stored
    )
    assert read.rows("resources, duration_hours")[2] == (["Ana", "Ben"], 304.0)
    assert links(read) == [
        ("2", "3", "FS", 16.0, None, False),
        ("2", "4", "FS", None, None, None),
        ("3", "5", "FS", -40.0, None, False),
        ("4", "5", "FS", None, None, None),
        ("5", "6", "SS", None, 0.5, False),
        ("5", "7", "FS", None, None, None),
    ]
    assert read.report.problems == []
    assert read.report.notes[-1] == "Predecessors: a day of a lag counts as 8 hours."


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("1", ("1", "FS", None, None)),
        ("1FS+2d", ("1", "FS", 16.0, None)),
        ("1 EA + 1,5 t", ("1", "FS", 12.0, None)),
        ("1DD-4 heures", ("1", "SS", -4.0, None)),
        ("1FC+1 sem", ("1", "FS", 40.0, None)),
        ("1FF+2ed", ("1", "FF", 48.0, None)),
        ("1FF+2 edays", ("1", "FF", 48.0, None)),
        ("1EA+1 fTag", ("1", "FS", 24.0, None)),
        ("1DD+2 jé", ("1", "SS", 48.0, None)),
        ("1SF-25%", ("1", "SF", None, -0.25)),
        ("1+1w", ("1", "FS", 40.0, None)),
        ("A-2", ("A-2", "FS", None, None)),
        ("a-2SS", ("A-2", "SS", None, None)),
    ],
)
def test_predecessors_as_tools_write_them(
    tmp_path: Path, cell: str, wanted: tuple[Any, ...]
) -> None:
    cell = cell if "," not in cell else f"{cell};A-2"
    found = links(waits(tmp_path, cell))[0]
    assert (found[0], found[2], found[3], found[4]) == wanted
    assert found[1] == "3"


@pytest.mark.parametrize(
    ("cell", "hours", "is_elapsed"),
    [
        ("3 edays", 72.0, True),
        ("3 EDAYS?", 72.0, True),
        ("3ed", 72.0, True),
        ("2 ew", 336.0, True),
        ("1.5 ewks", 252.0, True),
        ("4 ehrs", 4.0, True),
        ("90 emin", 1.5, True),
        ("1 emon", 720.0, True),
        ("5 elapsed days", 120.0, True),
        ("5 days elapsed", 120.0, True),
        ("3 fTage", 72.0, True),
        ("1,5 ft", 36.0, True),
        ("12 fStd.", 12.0, True),
        ("2 fWochen", 336.0, True),
        ("3 jé", 72.0, True),
        ("3 joursé", 72.0, True),
        ("2 semé", 336.0, True),
        ("3 jours écoulés", 72.0, True),
        ("3 días transcurridos", 72.0, True),
        ("3 days", 24.0, False),
        ("3", 24.0, False),
        ("2 Wochen", 80.0, False),
        ("", None, None),
    ],
)
def test_elapsed_durations_count_every_hour(
    tmp_path: Path,
    cell: str,
    hours: float | None,
    is_elapsed: bool | None,  # noqa: FBT001 - an expected value
) -> None:
    text = (
        "ID\tTask name\tStart\tDuration\tPredecessors\n"
        f"1\tOne\t2026-01-05\t{cell}\t\n2\tTwo\t2026-01-05\t1 eday\t1\n"
    )
    read = parsed(tmp_path, text.encode(), "plan.tsv")
    assert read.report.problems == []
    assert read.rows("duration_hours, is_elapsed") == [(hours, is_elapsed), (24, True)]
    assert read.report.notes[-1] == (
        "Duration: elapsed time counts all hours of the day, a week 7 days, a month 30 "
        "days."
    )


def test_without_elapsed_time_nothing_is_said_of_it(tmp_path: Path) -> None:
    read = waits(tmp_path, "1")
    assert read.rows("duration_hours, is_elapsed") == [(40, None)] * 3
    assert not any("elapsed" in note for note in read.report.notes)


@pytest.mark.parametrize("cell", ["3 e days later", "e3d", "2ed 4eh", "1 eyear"])
def test_what_is_no_duration_is_a_problem_beside_elapsed_ones(
    tmp_path: Path, cell: str
) -> None:
    text = (
        "ID\tTask name\tStart\tDuration\tPredecessors\n"
        f"1\tOne\t2026-01-05\t{cell}\t\n2\tTwo\t2026-01-05\t1 eday\t1\n"
    )
    read = parsed(tmp_path, text.encode(), "plan.tsv")
    assert [line for line, _, _ in read.report.problems] == [2]


def test_remaining_time_can_be_elapsed_too(tmp_path: Path) -> None:
    text = (
        b"ID,Task name,Start,Duration,Remaining duration,Predecessors\n"
        b"1,One,2026-01-05,3 edays,1 eday,\n2,Two,2026-01-05,3d,1d,1\n"
    )
    read = parsed(tmp_path, text, "plan.csv")
    columns = "duration_hours, remaining_duration_hours, is_elapsed"
    assert read.rows(columns) == [(72, 24, True), (24, 8, False)]


@pytest.mark.parametrize("cell", ["9", "1XX", "1FS+soon", "C:\\other.mpp\\1"])
def test_what_names_no_task_is_a_problem_and_no_link(tmp_path: Path, cell: str) -> None:
    read = waits(tmp_path, f"1;{cell}")
    assert [found[:2] for found in links(read)] == [("1", "3")]
    ((line, column, message),) = read.report.problems
    assert (line, column) == (4, "Predecessors")
    assert (
        message == f"{cell.upper()!r} names no task of this file, as 3 or 3FS+2d would"
    )


def test_without_ids_tasks_are_known_by_their_row(tmp_path: Path) -> None:
    text = (
        b"Task Name,Start,Finish,Predecessors\n"
        b"A,2026-01-05,2026-01-09,\nB,2026-01-12,2026-01-16,1\n"
    )
    read = parsed(tmp_path, text, "plan.csv")
    assert read.rows("task_id, row_number, name") == [("1", 1, "A"), ("2", 2, "B")]
    assert [found[:2] for found in links(read)] == [("1", "2")]
    assert any("row number" in note for note in read.report.notes)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        *(("Yes,No", "milestone"), ("No,Yes", "summary"), ("No,No", "task")),
        *((",", None), ("maybe,", None)),
    ],
)
def test_kind_is_what_the_columns_say(
    tmp_path: Path, cells: str, kind: str | None
) -> None:
    text = f"WBS,Task name,Start,Finish,Milestone,Summary\n1,A,2026-01-05,,{cells}\n"
    read = parsed(tmp_path, text.encode(), "plan.csv")
    assert read.rows("task_kind") == [(kind,)]


@pytest.mark.parametrize(
    "header",
    [
        *("ID,Name,Duration,Start,Finish,Predecessors", "WBS,Task,Start,Finish"),
        *("Nr.,Vorgangsname,Dauer,Anfang,Ende,Vorgänger",),
        *("N°,Nom de la tâche,Durée,Début,Fin,Prédécesseurs",),
        *("Id,Nombre de tarea,Duración,Comienzo,Fin,Predecesoras",),
        "WBS,Task,Start,Finish,Baseline finish,Cost",
    ],
)
def test_schedules_are_claimed(header: str) -> None:
    assert claims(TASK_TABLE, header)


@pytest.mark.parametrize(
    "header",
    [
        *("Name,Start,Finish", "Task,Start,Due date", "Sprint,Start,End,Goal"),
        *("WBS,Start,Finish,Budget", "Issue Type,Summary,Start,Finish,WBS"),
        "Task ID,Task Name,Status,Task Content,Start Date,Due Date",
    ],
)
def test_what_is_no_schedule_is_not_claimed(header: str) -> None:
    assert not claims(TASK_TABLE, header)
