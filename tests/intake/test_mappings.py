"""Mappings: suggested, checked, remembered by the header, found again."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import FileError, RequestError
from analytics.importers.base import Grid
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import mappings, preview, road
from analytics.intake.mapping_file import HeaderMapping, from_file, to_file
from analytics.intake.report import ColumnMapping
from analytics.settings import Home
from analytics.warehouse import projects, saved_mappings, staged
from analytics.warehouse.recover import marker
from analytics.warehouse.store import Warehouse
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.importers.base import TableImporter
    from analytics.intake.originals import Received

HEADER = ("Ding", "Betrag XY", "Wann etwa")
MAPPING = ColumnMapping(
    "cost", "", 0, {"category": (0,), "amount": (1,), "booked_on": (2,)}
)
FILE = b"Ding,Betrag XY,Wann etwa\nTent,120.50,2026-01-03\nRope,80,2026-01-04\n"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    opened = Warehouse(Home(tmp_path / "home"))
    yield opened
    opened.close()


def received(warehouse: Warehouse, content: bytes, name: str = "x.csv") -> Received:
    return road.take_in(warehouse, io.BytesIO(content), name)


def test_nothing_saved_nothing_found(warehouse: Warehouse) -> None:
    assert mappings.recall(warehouse, received(warehouse, FILE)) == []


def test_saved_mapping_is_found_on_another_row(warehouse: Warehouse) -> None:
    mappings.save(warehouse, HEADER, MAPPING)
    later = b"Ledger of May,,\n,,\n  ding ,BETRAG XY,Wann etwa\nPole,9,2026-05-01\n"
    (found,) = mappings.recall(warehouse, received(warehouse, later))
    assert found.mapping.header_row == 2
    assert found.mapping.columns == MAPPING.columns


def test_another_header_is_not_mistaken(warehouse: Warehouse) -> None:
    mappings.save(warehouse, HEADER, MAPPING)
    other = b"Betrag XY,Ding,Wann etwa\n9,Pole,2026-05-01\n"
    assert mappings.recall(warehouse, received(warehouse, other)) == []


def test_newest_mapping_of_a_header_counts_until_forgotten(
    warehouse: Warehouse,
) -> None:
    mappings.save(warehouse, HEADER, MAPPING)
    newer = ColumnMapping("cost", "", 0, {"amount": (1,)})
    mappings.save(warehouse, HEADER, newer)
    (found,) = mappings.recall(warehouse, received(warehouse, FILE))
    assert found.mapping == newer
    saved_mappings.forget(warehouse, mappings.header_hash(HEADER))
    assert not saved_mappings.any_saved(warehouse)


def test_sheet_is_that_of_the_file(warehouse: Warehouse) -> None:
    mappings.save(warehouse, HEADER, MAPPING)
    grids = (Grid("Cover", (("Hello",),)), Grid("May", (("",), HEADER)))
    found = mappings.find(warehouse, grids)
    assert found is not None
    assert (found.mapping.sheet, found.mapping.header_row) == ("May", 1)


def test_mapped_file_takes_the_road(warehouse: Warehouse) -> None:
    project = projects.create_project(warehouse, "Apollo")
    read = road.stage(warehouse, received(warehouse, FILE), mapping=MAPPING.to_json())
    rows = staged.first_rows(warehouse, read.folder, "cost")
    assert list(rows["amount"]) == [120.5, 80.0]
    assert list(rows["line"]) == [2, 3]
    assert road.accept(warehouse, read, project.project_id).new_rows == 2
    identity = json.dumps(read.report.identity, ensure_ascii=False)
    found = staged.projects_of(warehouse, "cost", "cost", identity)
    assert found == ("apollo",)


def test_a_mapping_of_an_unknown_column_names_it(warehouse: Warehouse) -> None:
    columns = {**MAPPING.columns, "spend": (1,)}
    mapping = replace(MAPPING, columns=columns).to_json()
    with pytest.raises(FileError, match="names 'spend', which is no column"):
        road.stage(warehouse, received(warehouse, FILE), mapping=mapping)


def test_top_of_a_file_is_read_under_limits(warehouse: Warehouse) -> None:
    given = received(warehouse, FILE)
    (grid,) = preview.top(warehouse, given)
    assert grid.rows[0] == HEADER
    assert preview.top(warehouse, given) == (grid,)
    with pytest.raises(FileError, match="JSON"):
        preview.top(warehouse, received(warehouse, b'{"issues": []}', "x.json"))


def test_long_cells_are_cut_in_the_preview(warehouse: Warehouse) -> None:
    given = received(warehouse, b"a,b\n" + b"x" * 5_000 + b",1\n")
    (grid,) = preview.top(warehouse, given)
    assert len(grid.rows[1][0]) == 200


@pytest.mark.parametrize("importer", TABLE_IMPORTERS, ids=lambda one: one.name)
def test_needed_columns_are_columns_and_asked_for(importer: TableImporter) -> None:
    needed = mappings.required(importer)
    assert needed
    assert set(needed) <= set(importer.columns)
    assert mappings.missing(importer, {}).startswith("Choose the column")
    assert mappings.missing(importer, dict.fromkeys(needed, (0,))) == ""


def test_near_names_are_suggested_once() -> None:
    cost = mappings.importer_named("cost")
    found = mappings.suggest(cost, ("Vendors", "Categorie", "Ordr XYZ", "Amount"))
    assert found["vendor"] == (0,)
    assert found["category"] == (1,)
    assert found["amount"] == (3,)
    given = [position for where in found.values() for position in where]
    assert len(given) == len(set(given))


def test_unlike_names_are_not_suggested() -> None:
    assert mappings.suggest(mappings.importer_named("risk"), ("Zebra", "Quux")) == {}


def test_a_file_with_mappings_comes_back_as_it_went() -> None:
    text = to_file([HeaderMapping(HEADER, MAPPING)])
    assert from_file(text) == (HeaderMapping(HEADER, MAPPING),)
    assert '"amount": [\n          "B: Betrag XY"' in text
    assert mappings.from_file(text, (" ding", "BETRAG XY", "Wann etwa")) == MAPPING
    with pytest.raises(RequestError, match="other columns"):
        mappings.from_file(text, HEADER[:2])


@given(
    st.sampled_from(TABLE_IMPORTERS),
    st.lists(st.text(max_size=12), min_size=1, max_size=8),
    st.data(),
)
def test_any_mapping_survives_its_file(
    importer: TableImporter, header: list[str], data: st.DataObject
) -> None:
    names = st.sampled_from(sorted(importer.columns))
    where = st.lists(st.integers(0, len(header) - 1), min_size=1, unique=True)
    columns = data.draw(st.dictionaries(names, where.map(tuple), max_size=4))
    one = HeaderMapping(tuple(header), ColumnMapping(importer.name, "", 0, columns))
    assert from_file(to_file([one])) == (one,)


def test_the_file_holds_nothing_of_the_project(warehouse: Warehouse) -> None:
    mapping = ColumnMapping("cost", "Secret sheet", 3, {"amount": (1,)})
    mappings.save(warehouse, HEADER, mapping)
    text = to_file(mappings.all_saved(warehouse))
    assert "Secret" not in text
    assert json.loads(text)["mappings"] == [
        {"reads": "cost", "header": [*HEADER], "columns": {"amount": ["B: Betrag XY"]}}
    ]


def test_mappings_of_others_are_taken_over(warehouse: Warehouse) -> None:
    text = to_file([HeaderMapping(HEADER, MAPPING)])
    assert mappings.take_over(warehouse, text) == 1
    (found,) = mappings.recall(warehouse, received(warehouse, FILE))
    assert found.mapping == MAPPING
    assert to_file(mappings.all_saved(warehouse)) == text


def spoiled(**changes: object) -> str:
    """Return a file of one mapping with some of it changed."""
    raw = json.loads(to_file([HeaderMapping(HEADER, MAPPING)]))
    raw["mappings"][0] |= changes
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (spoiled(reads="nobody"), "There is no table called 'nobody'"),
        (spoiled(columns={"no_such": []}), "Cost ledger has no column called"),
        (spoiled(columns={"amount": ["C: Betrag XY"]}), "is not in its header"),
        (to_file([]).replace('"version": 1', '"version": 2'), "Update Steerco"),
        *(
            (text, "no column mapping")
            for text in (
                *("", "[]", "{}", "null", "[" * 100_000, MAPPING.to_json()),
                *(spoiled(header=3), spoiled(columns=[])),
            )
        ),
    ],
)
def test_what_is_no_mapping_is_refused_whole(
    warehouse: Warehouse, text: str, words: str
) -> None:
    with pytest.raises(RequestError, match=words):
        mappings.take_over(warehouse, text)
    assert not saved_mappings.any_saved(warehouse)


def test_saved_mappings_survive_a_destroyed_database(tmp_path: Path) -> None:
    other = ("Some", "Other")
    with opened(tmp_path) as warehouse:
        mappings.save(warehouse, HEADER, MAPPING)
        mappings.save(warehouse, other, MAPPING)
        saved_mappings.forget(warehouse, mappings.header_hash(other))
        database, flag = warehouse.home.database, marker(warehouse.home)
    database.write_bytes(b"torn")
    flag.touch()
    with opened(tmp_path) as warehouse:
        assert [one.mapping for one in mappings.all_saved(warehouse)] == [MAPPING]
        assert "A saved column mapping was put back." in warehouse.log
    with opened(tmp_path) as warehouse:
        assert warehouse.log == []
