"""Registers that say a line twice: the last counts, of one id within one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.commands import Options, run_import
from analytics.facts import load_facts
from analytics.measures import budget_of
from analytics.warehouse import file_reads
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from analytics.warehouse.store import Warehouse

pytestmark = pytest.mark.slow
HEADER = "Change ID,Title,Status,Decision date,Cost impact,Currency\n"
BUDGET = "Month,Category,Amount,Currency\n2026-01,Build,1000,EUR\n"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    with opened(tmp_path / "home") as found:
        yield found


def load(warehouse: Warehouse, folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    run_import(warehouse, [(name, path)], Options(project="atlas"))


def said(warehouse: Warehouse) -> list[str]:
    last = max(load_facts(warehouse, "atlas").import_ids)
    return file_reads.set_aside(warehouse, last, "problem")["message"].tolist()


def changes(warehouse: Warehouse) -> pd.DataFrame:
    return load_facts(warehouse, "atlas").table("change_request")


def test_a_line_that_is_there_twice_counts_as_it_was_said_last(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    load(warehouse, tmp_path, "budget.csv", BUDGET)
    twice = (
        "CR-1,Portal,Approved,2026-02-01,100,EUR\n"
        "CR-2,Search,Approved,2026-02-02,20,EUR\n"
        "CR-1,Portal,Approved,2026-02-03,150,EUR\n"
    )
    load(warehouse, tmp_path, "changes.csv", HEADER + twice)
    found = changes(warehouse)
    assert found["change_id"].tolist() == ["CR-2", "CR-1"]
    assert found["source_line"].tolist() == [3, 4]
    assert said(warehouse) == [
        "CR-1 appears 2 times (first on line 2); the last counts"
    ]
    budget = budget_of(load_facts(warehouse, "atlas")).total
    assert (budget.baseline, budget.budget) == (1000, 1170)


def test_milestones_of_one_name_all_count(warehouse: Warehouse, tmp_path: Path) -> None:
    header = "Milestone,Baseline date,Forecast date\n"
    rows = "Board,2026-05-01,2026-05-01\nBoard,2026-06-01,2026-06-03\n"
    load(warehouse, tmp_path, "milestones.csv", header + rows)
    found = load_facts(warehouse, "atlas").table("milestone")
    assert found["name"].tolist() == ["Board", "Board"]
    assert said(warehouse) == ["Board appears 2 times (first on line 2); each counts"]
