"""Templates can be uploaded as they are, and no file is claimed twice."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from analytics.importers.base import HEADER_ROWS, Grid
from analytics.importers.registry import TABLE_IMPORTERS as TABLES
from analytics.importers.templates import TEMPLATES, Template, template_csv
from analytics.intake.form import sniff
from analytics.intake.table_file import open_table
from analytics.settings import INTERACTIVE
from tests.importers.raw import read_csv
from tests.importers.reference import GOLDEN

CORPUS = Path(os.environ.get("STEERCO_CORPUS", "../shared/exports"))
SAMPLE = Path(__file__).parents[2] / "sample_data"

templates = pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)


def claims(*rows: tuple[str, ...]) -> list[str]:
    grid = Grid("", rows[:HEADER_ROWS])
    return [importer.name for importer in TABLES if importer.find(grid)]


def header(template: Template) -> tuple[str, ...]:
    return tuple(column.name for column in template.columns)


@templates
def test_a_template_imports_without_a_problem(template: Template) -> None:
    (importer,) = [
        table for table in TABLES if table.find(Grid("", (header(template),)))
    ]
    assert importer.kind == template.kind
    result = read_csv(importer, template_csv(template).decode("utf-8-sig"))
    assert len(result.rows) == len(template.rows)
    assert result.problems == []


@templates
def test_every_column_of_a_template_is_read_and_explained(template: Template) -> None:
    (importer,) = [
        table for table in TABLES if table.find(Grid("", (header(template),)))
    ]
    read = {p for where in importer.match(header(template)).values() for p in where}
    assert read == set(range(len(template.columns)))
    assert all(column.meaning for column in template.columns)
    assert {len(row) for row in template.rows} == {len(template.columns)}


def test_templates_have_names_of_their_own() -> None:
    assert len({template.name for template in TEMPLATES}) == len(TEMPLATES)
    assert len({template.filename for template in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize(
    ("names", "owner"),
    [
        ("Sprint,Start date,End date", ["sprint_table"]),
        ("Name,State,StartDate,EndDate,CompleteDate,Goal", ["sprint_table"]),
        ("Iteration,Beginn,Ende", ["sprint_table"]),
        ("Name,Start,Finish", []),
        ("ID,Name,Duration,Start,Finish,Predecessors", ["task_table"]),
        ("WBS,Task,Start,Finish,Baseline finish,Cost", ["task_table"]),
        ("Month,Planned value,Earned value,Actual cost", ["earned_value"]),
        ("Team,Sprint,Start,End,Capacity", ["capacity"]),
        ("Title,Due date,Status", []),
        ("ID,Title,Priority,Status", []),
        ("Action,Owner,Due date,Status", []),
        ("Month,Category,Budget,Actual", ["budget"]),
        ("Date,Category,Budget,Actual", ["budget"]),
        ("Date,Category,Actual", ["cost"]),
        ("PO number,Vendor,Date,Amount", ["cost", "commitment"]),
        ("Risk ID,Title,Probability,Impact,Amount,Date", ["risk"]),
        ("Deal name,Amount,Probability,Close date", []),
        ("Issue key,Summary,Probability,Impact,Budget,Sprint,Start,End", ["jira_csv"]),
        ("ID,Title,State,Owner", []),
        ("Name,Email", []),
    ],
)
def test_who_claims_what(names: str, owner: list[str]) -> None:
    assert claims(tuple(names.split(","))) == owner


def read_rows(path: Path) -> list[tuple[str, ...]]:
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    rows = csv.reader(text.splitlines(keepends=True))
    return [row for row, _ in zip(map(tuple, rows), range(HEADER_ROWS), strict=False)]


def test_no_real_export_is_claimed_twice_and_jira_by_no_other() -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    owners = {
        path.relative_to(CORPUS).as_posix(): claims(*read_rows(path))
        for path in sorted(CORPUS.glob("*/*.csv"))
    }
    assert all(len(names) <= 1 for names in owners.values()), owners
    for path, names in owners.items():
        if path.startswith("jira_csv/") and "locale" not in path:
            assert names == ["jira_csv"], path


FIXTURES = sorted(
    path
    for importer in TABLES
    for form in ("csv", "xlsx")
    for path in (GOLDEN / importer.name).glob(f"*.{form}")
)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_fixture_is_claimed_by_its_own_importer_alone(path: Path) -> None:
    file = open_table(path, path.name, sniff(path, path.name), INTERACTIVE)
    found = {name for grid in file.grids for name in claims(*grid.rows)}
    assert found == {path.parent.name}


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("harbour_budget.csv", "budget"),
        ("harbour_ledger.csv", "cost"),
        ("harbour_commitments.csv", "commitment"),
        ("harbour_jira.csv", "jira_csv"),
    ],
)
def test_the_sample_project_is_claimed_once(name: str, owner: str) -> None:
    assert claims(*read_rows(SAMPLE / name)) == [owner]
