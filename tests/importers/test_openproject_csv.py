"""OpenProject's export: numbers of work packages, hours, English and German headers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.importers.base import Grid
from analytics.importers.openproject_csv import OPENPROJECT_CSV
from analytics.importers.registry import TABLE_IMPORTERS
from tests.importers.raw import read_csv
from tests.intake.reading import read as parse

GOLDEN = Path(__file__).parents[1] / "golden" / "openproject_csv" / "reference.csv"
HEAD = "ID,Subject,Type,Status,Version"


def test_the_reference_export_is_read_whole(tmp_path: Path) -> None:
    found = parse(tmp_path, GOLDEN.read_bytes(), "packages.csv")
    assert found.report.importer == "openproject_csv"
    assert (found.report.rows_read, found.report.problem_count) == (18, 0)
    assert found.report.identity == ["Web shop"]
    rows = found.rows(
        "issue_key, parent_key, status, original_estimate_seconds, remaining_seconds, "
        "due_on, fix_versions, sprints"
    )
    assert rows[1] == (
        *("102", None, "Closed", 72000.0, 5400.0, date(2026, 2, 2), [], []),
    )
    assert rows[2][:4] == ("103", "101", "Rejected", 45000.0)
    assert [row[1] for row in rows[6:14]] == [
        *["101"],
        *["102"] * 4,
        *["103"] * 2,
        None,
    ]


def test_german_headers_and_a_decimal_comma_are_read() -> None:
    text = (
        "ID;Thema;Typ;Status;Zugewiesen an;Geschätzter Aufwand;Endtermin;"
        "Übergeordnetes Arbeitspaket\n"
        "7;Größe;Aufgabe;Neu;Ada;7,5;31.03.2026;Epic #3: Laden\n"
    )
    (row,) = read_csv(OPENPROJECT_CSV, text, ";").rows
    assert row["original_estimate_seconds"] == 27000
    assert (row["due_on"], row["parent_key"]) == (date(2026, 3, 31), "3")


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", "12"),
        ("#12", "12"),
        ("Epic #12: Title 9", "12"),
        ("Epic #12: Title #13: more", "12"),
        ("Title 9", None),
    ],
)
def test_a_parent_is_named_by_its_number(cell: str, number: str | None) -> None:
    found = read_csv(OPENPROJECT_CSV, f'{HEAD},Parent\n1,x,Task,New,,"{cell}"\n')
    assert found.column("parent_key") == [number]
    assert len(found.problems) == (number is None)


@pytest.mark.parametrize(
    ("header", "owner"),
    [
        (HEAD, ["openproject_csv"]),
        ("ID,Subject,Type,Status,Work,Start date", ["openproject_csv"]),
        ("Task ID,Created At,Completed At,Name,Section/Column", ["asana_csv"]),
        ("Task ID,Task Name,Status,Space,List", ["clickup_csv"]),
    ],
)
def test_trackers_are_told_apart(header: str, owner: list[str]) -> None:
    grid = Grid("", (tuple(header.split(",")),))
    assert [one.name for one in TABLE_IMPORTERS if one.find(grid)] == owner


def test_the_same_columns_of_redmine_are_not_claimed() -> None:
    header = ("#", "Project", "Tracker", "Parent task", "Status", "Priority", "Subject")
    assert OPENPROJECT_CSV.find(Grid("", (header,))) is None


def test_french_headers_are_read() -> None:
    text = (
        "ID,Sujet,Type,Statut,Assigné à,Version,Date de fin,Travail,Travail restant,"
        "Mis à jour le\n"
        "7,Connexion,Tâche,En cours,Ann,1.0,2024-06-30,80h,40h,20/05/2024 09:00\n"
    )
    (row,) = read_csv(OPENPROJECT_CSV, text).rows
    assert (row["summary"], row["status"], row["assignee"]) == (
        *("Connexion", "En cours", "Ann"),
    )
    assert row["original_estimate_seconds"] == 80 * 3600
    assert row["remaining_seconds"] == 40 * 3600


def test_german_work_is_time_and_no_estimate_in_points() -> None:
    text = (
        "ID;Thema;Typ;Status;Aufwand;Verbleibender Aufwand;Story-Punkte\n"
        "7;Anmeldung;Task;Neu;16,5;4;3\n"
    )
    result = read_csv(OPENPROJECT_CSV, text, delimiter=";")
    assert result.column("original_estimate_seconds") == [16.5 * 3600]
    assert result.column("remaining_seconds") == [4 * 3600]
    assert result.column("numbers") == [{"Story-Punkte": 3.0}]
