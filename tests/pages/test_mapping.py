"""Name the columns: choose, read, accept, and be remembered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake import mappings
from analytics.intake.mapping_file import HeaderMapping, to_file
from analytics.intake.report import ColumnMapping
from analytics.warehouse import imports, saved_mappings
from analytics.web.service import open_warehouse
from tests.pages.visits import (
    BUDGET,
    HOSTILE,
    STRANGE,
    drop,
    load,
    own_home,
    press,
    settled,
    switched,
    texts,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


def choose_kind(at: AppTest, name: str) -> AppTest:
    box = next(one for one in at.selectbox if one.label == "One row is")
    title = next(one.title for one in TABLE_IMPORTERS if one.name == name)
    option = next(text for text in box.options if text.endswith(f"({title})"))
    return settled(box.select(option).run())


def fill(at: AppTest, column: str, *positions: int) -> None:
    box = next(
        one for one in at.multiselect if re.match(rf"{column}( \(|:)", one.label)
    )
    box.set_value(list(positions))


def named() -> AppTest:
    at = drop(visit("upload"), strange_csv=STRANGE)
    press(at, "Name the columns yourself")
    return choose_kind(switched(at, "mapping"), "cost")


def test_empty_home_leads_to_the_upload() -> None:
    at = visit("mapping")
    assert "no table yet" in texts(at)


def test_needed_column_is_asked_for() -> None:
    at = named()
    fill(at, "Amount")
    press(at, "Read the file this way")
    assert "Choose the column of the file that holds the amount." in texts(at)


def test_named_file_is_read_accepted_and_remembered() -> None:
    at = named()
    fill(at, "Amount", 1)
    fill(at, "Booked on", 2)
    fill(at, "Category", 0)
    press(at, "Read the file this way")
    assert "2 rows read, 2 can be loaded" in texts(at)
    assert list(at.dataframe[1].value["amount"]) == [120.5, 80.0]
    press(at, "Go on to accept")
    switched(at, "upload")
    assert "1 file to accept" in texts(at)
    press(at, "Accept")
    (entry,) = imports.list_imports(open_warehouse())
    assert (entry.importer, entry.rows_loaded) == ("cost", 2)
    header = ("Ding", "Betrag XY", "Wann etwa")
    assert saved_mappings.find(open_warehouse(), [mappings.header_hash(header)])


def test_mappings_of_others_are_taken_over_on_the_page() -> None:
    header = ("Ding", "Betrag XY", "Wann etwa")
    mapping = ColumnMapping("cost", "", 0, {"amount": (1,), "category": (0,)})
    at = visit("mapping")
    assert "Saved mappings (0)" in [one.label for one in at.expander]
    text = to_file([HeaderMapping(header, mapping)])
    at.file_uploader[0].upload("team.json", text.encode(), "application/json").run()
    press(at, "Save them here")
    assert "1 mapping saved" in texts(at)
    assert "Saved mappings (1)" in [one.label for one in at.expander]
    at = drop(visit("upload"), strange_csv=STRANGE)
    assert "2 rows read, 2 can be loaded" in texts(at)


def test_a_mapping_file_that_names_what_is_not_there_is_a_sentence() -> None:
    at = visit("mapping")
    text = to_file([]).replace("Steerco column mappings", "Something else")
    at.file_uploader[0].upload("team.json", text.encode(), "application/json").run()
    press(at, "Save them here")
    assert "no column mapping" in texts(at)


def test_loaded_file_can_be_read_another_way() -> None:
    load("budget.csv", BUDGET, "Apollo")
    at = switched(press(visit("data"), "Read it with other columns"), "mapping")
    assert "budget.csv" in at.selectbox[0].options
    press(at, "Read the file this way")
    assert "2 rows read, 2 can be loaded" in texts(at)


def test_hostile_texts_stay_texts() -> None:
    load("![x](http://evil.example/y).csv", HOSTILE, "Hot")
    at = visit("mapping", project="zzz")
    shown = "\n".join(str(one.value) for one in (*at.markdown, *at.caption))
    assert "](http://" not in shown
    assert not at.exception


def test_every_kind_can_be_chosen_and_asks_for_what_it_needs() -> None:
    load("budget.csv", BUDGET, "Apollo")
    at, asked = visit("mapping"), {}
    for one in TABLE_IMPORTERS:
        choose_kind(at, one.name)
        assert not at.exception, one.name
        asked[one.name] = sum("(needed)" in field.label for field in at.multiselect)
    assert asked == {one.name: len(mappings.required(one)) for one in TABLE_IMPORTERS}
