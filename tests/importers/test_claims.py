"""Every table of the house is claimed by one importer, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.importers.registry import TABLE_IMPORTERS
from analytics.importers.templates import TEMPLATES, Template, template_csv
from analytics.intake.form import sniff
from analytics.intake.table_file import choose, open_table
from analytics.settings import INTERACTIVE

ROOT = Path(__file__).parents[2]
NAMES = {importer.name for importer in TABLE_IMPORTERS}
GOLDEN = sorted(
    path
    for path in (ROOT / "tests" / "golden").glob("*/*")
    if path.parent.name in NAMES and path.suffix in {".csv", ".tsv", ".xlsx"}
)
SAMPLES = sorted((ROOT / "sample_data").glob("*.csv"))


def claims(path: Path) -> list[str]:
    file = open_table(path, path.name, sniff(path, path.name), INTERACTIVE)
    return [importer.name for importer, _ in choose(file, TABLE_IMPORTERS)]


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("path", GOLDEN, ids=named)
def test_a_fixture_is_claimed_by_the_importer_it_is_named_after(path: Path) -> None:
    assert claims(path) == [path.parent.name]


@pytest.mark.parametrize("path", SAMPLES, ids=named)
def test_a_file_of_the_sample_is_claimed_once(path: Path) -> None:
    assert len(claims(path)) == 1


def test_letters_with_a_scale_are_those_of_a_risk_register(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text("ID,Name,L_1to5,I_1to5\n1,Supplier fails,3,4\n", encoding="utf-8")
    assert claims(path) == ["risk"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_a_template_is_claimed_once(template: Template, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    path.write_bytes(template_csv(template))
    assert len(claims(path)) == 1
