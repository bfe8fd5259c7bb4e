"""Redmine: nine languages, decimal commas, parents, the work that remains."""

# ruff: noqa: DTZ001 - instants are naive, as they are written

from __future__ import annotations

from datetime import date, datetime

import pytest

from analytics.importers.base import Grid
from analytics.importers.redmine_csv import REDMINE_CSV
from analytics.importers.redmine_headers import HEADERS
from tests.importers.golden import by_key, read_golden
from tests.importers.raw import read_csv


def test_a_german_export_is_read() -> None:
    result = read_golden(REDMINE_CSV, delimiter=";")
    rows = by_key(result)
    assert len(rows) == 18
    assert result.problems == []
    assert rows["#205"] == {
        "line": 8,
        "issue_key": "#205",
        "project_key": "Laden",
        "project_name": "Laden",
        "issue_type": "Unterstützung",
        "summary": "Export",
        "status": "Abgewiesen",
        "priority": "Hoch",
        "assignee": "Bo Lind",
        "reporter": "Ada Poe",
        "parent_key": "#201",
        "created_at": datetime(2025, 1, 11, 14, 35),
        "updated_at": datetime(2025, 1, 20, 9, 38),
        "resolved_at": datetime(2025, 1, 19, 15, 31),
        "due_on": date(2025, 1, 26),
        "start_on": date(2025, 1, 11),
        "original_estimate_seconds": 8.5 * 3600,
        "remaining_seconds": 8.5 * 3600 / 2,
        "spent_seconds": 2.75 * 3600,
        "fix_versions": ["1.1"],
        "components": ["Kasse"],
    }


def test_a_japanese_export_is_read() -> None:
    result = read_golden(REDMINE_CSV, "shift_jis.csv", encoding="cp932")
    rows = by_key(result)
    assert rows["#3"]["summary"] == "表示, 能力と予定"
    assert rows["#2"]["parent_key"] == "#1"
    assert rows["#1"]["remaining_seconds"] == 8.5 * 3600 / 2
    assert rows["#2"]["resolved_at"] == datetime(2025, 2, 27, 18, 0)


@pytest.mark.parametrize(
    "header",
    [
        ("#", "Project", "Tracker", "Status", "Priority", "Subject", "Target version"),
        ("#", "Projet", "Tracker", "Statut", "Priorité", "Sujet", "Version cible"),
        (
            "#",
            "プロジェクト",
            "トラッカー",
            "ステータス",
            "優先度",
            "題名",
            "対象バージョン",
        ),
        ("#", "Proyecto", "Tipo", "Estado", "Prioridad", "Asunto", "Versión prevista"),
        ("#", "Projeto", "Tipo", "Situação", "Prioridade", "Título", "Versão"),
        ("#", "Projekt", "Typ zagadnienia", "Status", "Priorytet", "Temat"),
        ("#", "Progetto", "Tracker", "Stato", "Priorità", "Oggetto"),
        ("#", "Project", "Tracker", "Status", "Prioriteit", "Onderwerp", "Versie"),
    ],
)
def test_every_language_is_claimed_and_known(header: tuple[str, ...]) -> None:
    found = REDMINE_CSV.find(Grid("", (header,)))
    assert found is not None
    assert {p for where in found.columns.values() for p in where} == set(
        range(len(header))
    )


def test_no_header_means_two_things() -> None:
    seen: dict[str, str] = {}
    for column, names in HEADERS.items():
        for name in names:
            assert seen.setdefault(name.casefold(), column) == column, name


@pytest.mark.parametrize(
    ("cell", "key"),
    [("12", "#12"), ("#12", "#12"), ("Bug #12: a, b", "#12"), ("soon", None)],
)
def test_a_parent_is_a_number_in_any_of_its_forms(cell: str, key: str | None) -> None:
    text = f'#,Status,Subject,Parent task\n1,New,a,"{cell}"\n'
    result = read_csv(REDMINE_CSV, text)
    assert result.column("parent_key") == [key]
    assert len(result.problems) == (key is None)


@pytest.mark.parametrize(
    ("header", "cells", "hours", "noted"),
    [
        ("Estimated time,% Done", "8.00,25", 6.0, True),
        ("Estimated time,% Done", "8.00,", 8.0, True),
        ("Estimated time,% Done", ",25", None, True),
        ("Estimated time,% Done", "8.00,250", None, True),
        ("Estimated time,% Done,Estimated remaining time", "8.00,25,1.50", 1.5, False),
        ("% Done", "25", None, False),
    ],
)
def test_remaining_work_is_what_redmine_reckons(
    header: str, cells: str, hours: float | None, *, noted: bool
) -> None:
    result = read_csv(REDMINE_CSV, f"#,Status,Subject,{header}\n1,New,a,{cells}\n")
    assert result.column("remaining_seconds") == [hours and hours * 3600]
    assert any("Redmine itself reckons" in note for note in result.notes) is noted


def test_a_risk_register_with_numbers_is_not_claimed() -> None:
    header = ("#", "Subject", "Status", "Probability", "Impact")
    assert REDMINE_CSV.find(Grid("", (header,))) is None
