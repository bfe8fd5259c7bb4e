"""Jira's CSV export is read the same in every language and edition."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

import csv
import io
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.importers.base import Grid
from analytics.importers.jira_csv import JIRA_CSV
from analytics.importers.jira_headers import CATEGORIES, aliases, field_name
from tests.importers.raw import Read, read_csv

CLOUD = """\
Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Priority,\
Resolution,Assignee,Assignee Id,Reporter,Created,Updated,Resolved,Due date,\
Fix versions,Fix versions,Labels,Labels,Original estimate,Remaining Estimate,\
Time Spent,Σ Time Spent,Components,Custom field (Flagged),Sprint,Sprint,\
Custom field (Story Points),Custom field (Story point estimate),\
Custom field (Effort score),Custom field (T-shirt size),Team Name,Parent,Parent key,\
Parent summary,Custom field (Epic Link),Status Category,Status Category Changed
"Pay by card, again",SHOP-2,10002,Story,In Review,SHOP,Web shop,High,,Ada,a-1,Bo,\
3/Feb/25 9:05 AM,28/Feb/25 12:30 PM,,14/Mar/25 12:00 AM,R1,R2,ui,,28800,14400,3600,\
9999,Cart,Impediment,Sprint 1,Sprint 2,5.0,,2,M,Blue,10001,SHOP-1,Checkout,SHOP-1,\
In Progress,27/Feb/25 11:59 PM
"Line one
line two",SHOP-3,10003,Sub-task,Done,SHOP,Web shop,Low,Done,,,Bo,\
13/Feb/25 12:00 AM,1/Mar/25 12:00 AM,1/Mar/25 12:00 AM,,,,,api,,,,,,,,Sprint 2,8,3,4,L,\
,10002,,Pay,,Done,1/Mar/25 12:00 AM
"""

SERVER_SPRINT = (
    "com.atlassian.greenhopper.service.sprint.Sprint@1a2b[id={0},rapidViewId=4,"
    "state=CLOSED,name={1},startDate=2025-01-06T09:00:00.000Z,endDate=<null>,"
    "completeDate=<null>,sequence={0},goal=]"
)


def table(header: list[str], *rows: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    return stream.getvalue()


def read(header: list[str], *rows: list[str]) -> Read:
    """Read rows of a file whose first two columns are the key and the summary."""
    full = [["Issue key", "Summary", *header]]
    full += [[f"A-{n}", "x", *row] for n, row in enumerate(rows, start=1)]
    return read_csv(JIRA_CSV, table(*full))


def claims(*header: str) -> bool:
    return JIRA_CSV.find(Grid("", (header,))) is not None


def test_a_cloud_export_is_read() -> None:
    first = read_csv(JIRA_CSV, CLOUD).rows[0]
    assert first == {
        "line": 2,
        "issue_key": "SHOP-2",
        "issue_number": "10002",
        "project_key": "SHOP",
        "project_name": "Web shop",
        "issue_type": "Story",
        "is_subtask": False,
        "summary": "Pay by card, again",
        "status": "In Review",
        "status_category": "doing",
        "status_category_changed_at": datetime(2025, 2, 27, 23, 59),
        "priority": "High",
        "resolution": None,
        "assignee": "Ada",
        "reporter": "Bo",
        "team": "Blue",
        "parent_key": "SHOP-1",
        "parent_number": "10001",
        "epic_key": "SHOP-1",
        "created_at": datetime(2025, 2, 3, 9, 5),
        "updated_at": datetime(2025, 2, 28, 12, 30),
        "resolved_at": None,
        "due_on": date(2025, 3, 14),
        "numbers": {"Story Points": 5.0, "Effort score": 2.0},
        "original_estimate_seconds": 28800.0,
        "remaining_seconds": 14400.0,
        "spent_seconds": 3600.0,
        "sprints": ["Sprint 1", "Sprint 2"],
        "fix_versions": ["R1", "R2"],
        "components": ["Cart"],
        "labels": ["ui"],
        "is_flagged": True,
    }


def test_a_subtask_with_lines_in_its_summary_is_read() -> None:
    second = read_csv(JIRA_CSV, CLOUD).rows[1]
    assert second["summary"] == "Line one\nline two"
    assert second["is_subtask"] is True
    assert (second["parent_key"], second["parent_number"]) == (None, "10002")
    assert second["sprints"] == ["Sprint 2"]
    assert second["is_flagged"] is False
    assert second["numbers"] == {
        "Story Points": 8.0,
        "Story point estimate": 3.0,
        "Effort score": 4.0,
    }


def test_the_notes_say_what_was_decided() -> None:
    result = read_csv(JIRA_CSV, CLOUD)
    assert result.problems == []
    points, others = (note for note in result.notes if ": read as " not in note)
    assert points == (
        "Story points: 'Story Points' filled on 2 issues, 'Story point estimate' on 1, "
        "both on 1 (different on 1); per row the first filled is used."
    )
    assert others == (
        "Numbers that can be chosen as the estimate instead: 'Effort score' (2 issues)."
    )


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        (
            *(("Clave de incidencia", "Resumen", "Tipo de Incidencia", "Creada"),),
            ("X-1", "a", "Subtarea", "17/ago/25 10:48 p. m."),
            {"is_subtask": True, "created_at": datetime(2025, 8, 17, 22, 48)},
        ),
        (
            ("Clave de incidencia", "Estado", "Categoría de estado", "Clave principal"),
            ("X-1", "Abierto", "Por hacer", "X-7"),
            {"status_category": "todo", "parent_key": "X-7"},
        ),
        (
            ("Chave da item", "Resumo", "Categoria do status", "Responsável"),
            ("X-1", "a", "Itens concluídos", "Eva"),
            {"status_category": "done", "assignee": "Eva"},
        ),
        (
            ("Klucz zgłoszenia", "Podsumowanie", "Typ zgłoszenia", "Utworzono"),
            ("X-1", "a", "Podzadanie", "17/sie/25 8:05 AM"),
            {"is_subtask": True, "created_at": datetime(2025, 8, 17, 8, 5)},
        ),
        (
            ("Vorgangsschlüssel", "Zusammenfassung", "Vorgangstyp", "Erstellt"),
            ("X-1", "a", "Unteraufgabe", "17.03.2025 08:05"),
            {"is_subtask": True, "created_at": datetime(2025, 3, 17, 8, 5)},
        ),
        (
            ("Clé de ticket", "Résumé", "Type de ticket", "Date d\u2019échéance"),
            ("X-1", "a", "Sous-tâche", "17/févr./25"),
            {"is_subtask": True, "due_on": date(2025, 2, 17)},
        ),
        (
            ("Clé de ticket", "État", "Catégorie d'état", "Création"),
            ("X-1", "Ouvert", "À faire", "17/août/25 10:48 PM"),
            {"status_category": "todo", "created_at": datetime(2025, 8, 17, 22, 48)},
        ),
        (
            ("課題キー", "要約", "課題タイプ", "ステータス カテゴリ", "解決日"),
            ("X-1", "a", "サブタスク", "完了", "2025/03/17 8:05 AM"),
            {
                "is_subtask": True,
                "status_category": "done",
                "resolved_at": datetime(2025, 3, 17, 8, 5),
            },
        ),
        (
            ("\ufeffWork item key", " SUMMARY ", "Work  type", "Parent id"),
            ("X-1", "a", "Task", "10007"),
            {"issue_type": "Task", "parent_number": "10007", "parent_key": None},
        ),
    ],
)
def test_every_language_is_read(
    header: tuple[str, ...], cells: tuple[str, ...], expected: dict[str, Any]
) -> None:
    (row,) = read_csv(JIRA_CSV, table(list(header), list(cells))).rows
    assert row["issue_key"] == "X-1"
    assert row["project_key"] == "X"
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Campo personalizado (Story Points)", "Story Points"),
        ("Pole niestandardowe (Story point estimate)", "Story point estimate"),
        ("Benutzerdefinierte Felder (Story Point-Schätzung)", "Story Point-Schätzung"),
        ("Benutzerdefiniertes Feld (Story Points)", "Story Points"),
        ("Champs personnalisés (Story Points)", "Story Points"),
        ("Puntos de historia", "Puntos de historia"),
        ("カスタムフィールド (Story Points)", "Story Points"),
    ],
)
def test_story_points_are_found_in_every_language(header: str, expected: str) -> None:
    assert read([header], ["3,5"]).column("numbers") == [{expected: 3.5}]


def test_a_number_field_that_is_not_all_numbers_is_no_candidate() -> None:
    header = ["Custom field (Size)", "Custom field (Effort)", "Custom field (Colour)"]
    result = read(header, ["M", "3", "4"], ["5", "", "5"])
    assert result.column("numbers") == [{"Effort": 3.0}, None]
    assert result.problems == []


def test_story_points_that_are_no_number_are_reported() -> None:
    result = read(["Story Points"], ["5"], ["five"], ["nan"])
    assert result.column("numbers") == [{"Story Points": 5.0}, None, None]
    assert [line for line, _, _ in result.problems] == [3, 4]
    assert result.notes == ["Story points: 'Story Points' filled on 1 issue."]


def test_empty_estimate_columns_are_named() -> None:
    result = read(["Story Points", "Custom field (Story point estimate)"], ["", ""])
    assert result.column("numbers") == [None]
    (note,) = result.notes
    assert note == (
        "Story points: no issue has a number in 'Story Points', 'Story point estimate'."
    )


def test_more_than_two_estimates_that_never_meet() -> None:
    header = ["Story Points", "Story point estimate", "Puntos de historia"]
    result = read(header, ["1", "", ""], ["", "2", ""], ["", "", "3"])
    assert "several on 0; per row the first filled is used" in result.notes[0]


def test_the_name_of_a_field_cannot_become_sql() -> None:
    name = "Effort') from x; drop table raw; --\u202e"
    result = read([f"Custom field ({name})"], ["3"])
    assert result.column("numbers") == [{field_name(name): 3.0}]


def test_a_field_that_is_there_twice_is_one_field() -> None:
    header = ["Custom field (Story Points)", "Story Points"]
    result = read(header, ["", "2"], ["3", ""])
    assert result.column("numbers") == [{"Story Points": 2.0}, {"Story Points": 3.0}]


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("3600", 3600),
        ("1h 30m", 5400),
        ("2d", 2 * 8 * 3600),
        ("1w 1d", 6 * 8 * 3600),
        ("1 week, 2 days, 3 hours, 4 minutes", 7 * 28800 + 3 * 3600 + 240),
        ("1.5h", 5400),
        ("1,5h", 5400),
        ("45s", 45),
        ("soon", None),
        (",", None),
        ("-", None),
    ],
)
def test_durations_are_seconds(cell: str, seconds: float | None) -> None:
    result = read(["Time Spent"], [cell], ["60"], ["1h"])
    assert result.column("spent_seconds") == [seconds, 60, 3600]
    assert "8 hours a day and 5 days a week" in result.notes[0]
    assert len(result.problems) == (seconds is None)


def test_sprints_of_a_server_are_reduced_to_name_and_id() -> None:
    result = read(
        ["Sprint", "Sprint"],
        [SERVER_SPRINT.format(7, "Alpha, part 2"), SERVER_SPRINT.format(9, "Beta")],
        ["Gamma", ""],
        ["", ""],
    )
    assert result.column("sprints") == [["Alpha, part 2", "Beta"], ["Gamma"], []]
    assert result.column("sprint_numbers") == [["7", "9"], [None], []]
    old = "com.atlassian.greenhopper.S@1[rapidViewId=1,state=CLOSED,name=Old,id=3]"
    result = read(["Sprint"], [old], [old.replace(",id=3", "")])
    assert result.column("sprints") == [["Old"], ["Old"]]
    assert result.column("sprint_numbers") == [["3"], [None]]


def test_a_parent_that_is_only_a_title_is_reported() -> None:
    result = read(["Parent", "Custom field (Epic Link)"], ["Checkout", "Pay"])
    assert result.column("parent_key") == [None]
    assert result.column("parent_number") == [None]
    assert [column for _, column, _ in result.problems] == ["parent_key", "epic_key"]
    assert result.problems[0][2] == "does not name an issue by its key or number"


def test_an_unknown_status_category_is_reported() -> None:
    result = read(["Status Category"], ["Half done"], ["done"], [""])
    assert result.column("status_category") == [None, "done", None]
    assert [line for line, _, _ in result.problems] == [2]


def test_a_category_has_one_meaning_in_all_languages() -> None:
    names = [name for names in CATEGORIES.values() for name in names]
    assert len(names) == len(set(names))
    assert all(name == name.casefold() for name in names)


def test_no_header_means_two_things() -> None:
    seen: dict[str, str] = {}
    for column, spec in JIRA_CSV.columns.items():
        if column in {"project_key", "is_subtask"}:
            continue
        for alias in spec.aliases:
            assert seen.setdefault(alias, column) == column, alias


def test_dates_of_one_file_decide_together() -> None:
    header = ["Created", "Updated"]
    result = read(header, ["02/01/2025", "01/02/2025"], ["02/14/2025", ""])
    assert result.column("updated_at") == [datetime(2025, 1, 2), None]


@pytest.mark.parametrize(
    ("header", "claimed"),
    [
        (("Issue key", "Summary"), True),
        (("Key", "Status"), True),
        (("Key", "Issuetype"), True),
        (("Summary", "Status", "Issue Type"), False),
        (("Issue key", "Priority"), False),
        (("Issue Key", "Issue Type", "Hours", "Work date"), False),
        (("Issue key", "Clave de incidencia"), False),
    ],
)
def test_only_issues_with_a_key_are_claimed(
    header: tuple[str, ...], *, claimed: bool
) -> None:
    assert claims(*header) is claimed


def test_a_title_above_the_header_is_skipped() -> None:
    text = "Export of 3 March\n\nKey,Summary\nA-1,x\n"
    assert read_csv(JIRA_CSV, text).column("issue_key") == ["A-1"]


def corpus(folder: str) -> list[Path]:
    where = os.environ.get("STEERCO_CORPUS")
    if not where:
        pytest.skip("STEERCO_CORPUS names no folder of real exports")
    return sorted(Path(where, folder).glob("*.csv"))


def test_real_exports_are_read_whole() -> None:
    files = [path for path in corpus("jira_csv") if "header" not in path.name]
    assert files
    for path in files:
        result = read_csv(JIRA_CSV, path.read_text(encoding="utf-8-sig"))
        assert result.problems == [], path.name
        assert all(row["issue_key"] and row["created_at"] for row in result.rows)
        assert all(row["status_category"] for row in result.rows)


def test_a_table_of_header_names_is_not_claimed() -> None:
    (path,) = [path for path in corpus("jira_csv") if "header" in path.name]
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    assert JIRA_CSV.find(Grid("", tuple(tuple(row) for row in rows))) is None


def test_every_known_translation_of_a_header_is_an_alias() -> None:
    (path,) = [path for path in corpus("jira_csv") if "header" in path.name]
    known = {alias: column for column in JIRA_CSV.columns for alias in aliases(column)}
    known |= dict.fromkeys(aliases("parent"), "parent_key")
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    for english, *others in rows:
        column = known.get(english.casefold())
        for other in filter(None, others if column else []):
            assert known.get(other.casefold()) == column, other


def test_exports_of_other_tools_are_not_claimed() -> None:
    for path in corpus("other_trackers"):
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        rows = [tuple(row) for row in csv.reader(io.StringIO(text[:20000]))]
        assert JIRA_CSV.find(Grid("", tuple(rows))) is None, path.name
