"""What was read wrongly is read again from the original, and can be taken back."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from analytics.commands import Options, run_import
from analytics.facts import load_facts
from analytics.intake import road
from analytics.intake.report import ColumnMapping
from analytics.warehouse import imports, projects
from tests.homes import csv_text, load, opened
from tests.intake.test_sheets import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse

FILE = (
    b"Ding,Betrag XY,Netto,Wann etwa\nTent,120,100,2026-01-03\nRope,24,20,2026-01-04\n"
)
Columns = dict[str, tuple[int, ...]]
WRONG: Columns = {"category": (0,), "amount": (1,), "booked_on": (3,)}
RIGHT: Columns = {"amount": (2,), "booked_on": (3,)}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path / "home") as one:
        projects.create_project(one, "App")
        yield one


def read(warehouse: Warehouse, columns: Columns, importer: str = "cost") -> Accepted:
    received = road.take_in(warehouse, io.BytesIO(FILE), "ledger.csv")
    mapping = ColumnMapping(importer, "", 0, columns).to_json()
    staged = road.stage(warehouse, received, mapping=mapping)
    return road.accept(warehouse, staged, "app")


def amounts(warehouse: Warehouse, upto: int | None = None) -> list[float]:
    return sorted(load_facts(warehouse, "app", upto=upto).costs["amount"])


def test_a_corrected_mapping_replaces_the_old_reading(warehouse: Warehouse) -> None:
    wrong = read(warehouse, WRONG)
    right = read(warehouse, RIGHT)
    assert (right.replaces, right.vanished_rows) == ("ledger.csv", 2)
    assert amounts(warehouse) == [20, 100]
    assert amounts(warehouse, upto=wrong.import_id) == [24, 120]
    listed = imports.list_imports(warehouse, "app")
    assert [one.is_read_again for one in listed] == [False, True]
    imports.undo(warehouse, right.import_id)
    assert amounts(warehouse) == [24, 120]
    assert not any(one.is_read_again for one in imports.list_imports(warehouse))
    imports.redo(warehouse, right.import_id)
    assert amounts(warehouse) == [20, 100]


def test_another_kind_is_read_beside_it(warehouse: Warehouse) -> None:
    read(warehouse, RIGHT)
    read(warehouse, {"amount": (1,), "category": (0,)}, "budget")
    facts = load_facts(warehouse, "app")
    assert len(facts.import_ids) == 2
    assert sorted(facts.budget_lines["amount"]) == [24, 120]


def test_sheets_of_a_workbook_do_not_replace_each_other(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    rows = [["Risk ID", "Title", "Probability", "Impact"], ["R1", "Rain", "20%", "50"]]
    more = [rows[0], ["R2", "Snow", "10%", "70"]]
    path = tmp_path / "risks.xlsx"
    path.write_bytes(workbook({"North": rows, "South": more}))
    run_import(warehouse, [(path.name, path)], Options(project="App"))
    assert sorted(load_facts(warehouse, "app").risks["risk_id"]) == ["R1", "R2"]


def test_a_corrected_status_map_builds_what_is_loaded_anew(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    header = ["Issue key", "Summary", "Status", "Created"]
    rows = [["A-1", "x", "Parked", "2026-01-02"], ["A-2", "y", "Done", "2026-01-02"]]
    path = tmp_path / "board.csv"
    path.write_text(csv_text(rows, header), encoding="utf-8")
    load(warehouse, path)

    def parked() -> str:
        issues = load_facts(warehouse, "app").issues.set_index("issue_key")
        return str(issues["status_category"]["A-1"])

    before, settings = parked(), projects.get_project(warehouse, "app").settings
    changed = replace(settings, status_map={"Parked": "done"})
    projects.change_settings(warehouse, "app", changed)
    assert (before, parked()) == ("doing", "done")
    projects.change_settings(warehouse, "app", settings)
    assert parked() == before
