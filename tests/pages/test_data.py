"""Data: what is loaded, what was said of it, undo, and remove."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.intake import road
from analytics.intake.report import ColumnMapping
from analytics.warehouse import backup, imports, projects
from analytics.web import service
from analytics.web.service import open_warehouse
from tests.pages.visits import (
    BUDGET,
    HOSTILE,
    ISSUES,
    LATER,
    load,
    own_home,
    press,
    texts,
    visit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


def test_empty_home_leads_to_the_upload() -> None:
    at = visit("data")
    assert not at.exception
    assert not at.dataframe


def test_imports_are_listed_newest_first() -> None:
    load("first.csv", ISSUES, "Apollo")
    load("second.csv", LATER, "Apollo")
    at = visit("data")
    listed = at.dataframe[0].value
    assert list(listed["File"]) == ["second.csv", "first.csv"]
    assert list(listed["Rows loaded"]) == [4, 3]
    assert "4 rows read, 4 loaded." in texts(at)


def test_undo_and_redo() -> None:
    load("first.csv", ISSUES, "Apollo")
    load("second.csv", LATER, "Apollo")
    at = press(visit("data"), "Undo")
    assert "second.csv is undone" in texts(at)
    assert imports.list_imports(open_warehouse())[0].undone_at is not None
    assert list(at.dataframe[0].value["Counts"]) == ["undone", "yes"]
    press(at, "Redo")
    assert "second.csv counts again" in texts(at)
    assert imports.list_imports(open_warehouse())[0].undone_at is None


def test_the_only_import_can_be_undone_and_redone() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = press(visit("data"), "Undo")
    assert "Undone: nothing of it counts." in texts(at)
    press(at, "Redo")
    assert imports.list_imports(open_warehouse())[0].undone_at is None


def test_day_and_completeness_can_be_corrected() -> None:
    load("budget.csv", BUDGET, "Apollo")
    at = visit("data")
    press(at, "Correct this")
    assert "Choose the day" in at.error[0].value
    at.date_input[0].set_value(date(2026, 2, 1))
    at.radio[0].set_value("only a part")
    press(at, "Correct this")
    (entry,) = imports.list_imports(open_warehouse())
    assert entry.as_of is not None
    assert (entry.as_of.date().isoformat(), entry.is_partial) == ("2026-02-01", True)
    assert "now speaks of 2026-02-01" in texts(at)


def test_a_file_that_holds_only_a_part_brings_back_what_it_lacks() -> None:
    load("first.csv", ISSUES, "Apollo")
    load("second.csv", LATER.replace(ISSUES.splitlines()[3], b""), "Apollo")
    keys = ["APP-1", "APP-2", "APP-4"]
    at = visit("data")
    assert sorted(at.session_state["facts"].issues["issue_key"]) == keys
    at.radio[0].set_value("only a part")
    press(at, "Correct this")
    assert list(at.dataframe[0].value["Holds"]) == ["only a part", "everything"]
    later = sorted(at.session_state["facts"].issues["issue_key"])
    assert later == [*keys[:2], "APP-3", "APP-4"]


def test_what_was_mended_and_the_backups_are_shown() -> None:
    load("first.csv", ISSUES, "Apollo")
    warehouse = open_warehouse()
    assert "There is none yet." in texts(visit("data"))
    written = backup.daily(warehouse)
    assert written is not None
    assert backup.daily(warehouse) is None
    warehouse.log.append("first.csv was *loaded* again.")
    at = visit("data")
    assert "\\*loaded\\* again" in at.info[0].value
    (shown,) = at.dataframe[-1].value.to_dict("records")
    assert shown["File"] == written.name
    assert shown["Megabytes"] == pytest.approx(written.stat().st_size / 1e6)


def test_statuses_say_where_their_category_comes_from() -> None:
    load("first.csv", ISSUES, "Apollo")
    table = visit("data").dataframe[-1].value
    rows = {row[1]: (row[2], row[3]) for row in table.itertuples()}
    assert rows["In Review"] == ("doing", "the file")


def test_project_is_removed_only_after_its_name_is_typed() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("data")
    remove = next(one for one in at.button if one.key == "remove-project")
    assert remove.disabled
    at.text_input[0].set_value("apollo").run()
    press(at, "Remove this project for good")
    assert projects.list_projects(open_warehouse()) == ()


def test_the_timeline_follows_undo_and_redo() -> None:
    load("first.csv", ISSUES, "Apollo")
    load("second.csv", LATER, "Apollo")
    at = visit("data")

    def brought() -> list[tuple[str, int]]:
        table = next(one.value for one in at.dataframe if "Came" in one.value)
        return list(zip(table["File"], table["Came"], strict=True))

    both = [("first.csv", 0), ("second.csv", 1)]
    assert brought() == both
    press(at, "Undo")
    assert brought() == [("first.csv", 0)]
    press(at, "Redo")
    assert brought() == both


def test_an_erased_project_leaves_its_proof() -> None:
    load("first.csv", ISSUES, "Apollo")
    warehouse = open_warehouse()
    written = backup.daily(warehouse)
    assert written is not None
    at = visit("data")
    erase = "Erase it with its files and shared reviews"
    assert next(one for one in at.button if one.label == erase).disabled
    at.text_input[0].set_value("Apollo").run()
    press(at, erase)
    assert projects.list_projects(warehouse) == ()
    assert not [one for one in warehouse.home.originals.rglob("*") if one.is_file()]
    proof = next(one.value for one in at.dataframe if "Searched" in one.value)
    assert len(proof) >= 6
    assert set(proof["Found"]) == {0}
    assert "Apollo is erased" in texts(at)
    assert f"The backup {written.name} still holds the project." in texts(at)
    at.run()
    assert not [one for one in at.dataframe if "Searched" in one.value]


def test_a_reading_that_was_corrected_says_so_until_it_is_undone() -> None:
    load("budget.csv", BUDGET, "Apollo")
    mapping = ColumnMapping("budget", "", 0, {"category": (1,), "amount": (2,)})
    warehouse = open_warehouse()
    received = road.take_in(warehouse, io.BytesIO(BUDGET), "budget.csv")
    staged = road.stage(warehouse, received, mapping=mapping.to_json())
    road.accept(warehouse, staged, "apollo")
    at = visit("data")
    assert list(at.dataframe[0].value["Counts"]) == ["yes", "read again later"]
    press(at, "Undo")
    assert list(at.dataframe[0].value["Counts"]) == ["undone", "yes"]


def test_hostile_texts_stay_texts() -> None:
    load("![x](http://evil.example/y).csv", HOSTILE, "**<b>Hot</b>**")
    at = visit("data", project="zzz", **{"import": "99999999999999999999"})
    assert not at.exception
    shown = "\n".join(str(one.value) for one in (*at.markdown, *at.caption))
    for poison in ("<b>", "](http://", "\u202e"):
        assert poison not in shown


@pytest.mark.slow
def test_sample_is_removed_in_one_click(
    home: Path, sample_copied: Callable[[Path], None]
) -> None:
    sample_copied(home)
    at = visit("data")
    assert len(at.dataframe[0].value) == len(service.SAMPLE_FILES)
    press(at, "Remove the sample project")
    assert projects.list_projects(open_warehouse()) == ()
