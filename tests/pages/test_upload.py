"""Upload: what is said of a file before accept, and what accept does."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics.facts import load_facts
from analytics.importers import guide
from analytics.importers.registry import IMPORTERS
from analytics.importers.templates import TEMPLATES
from analytics.intake import mappings
from analytics.intake.report import ColumnMapping
from analytics.warehouse import imports, projects
from analytics.web.service import open_warehouse
from tests.intake.test_sheets import BOTH, workbook
from tests.pages.visits import (
    BUDGET,
    HOSTILE,
    ISSUES,
    LATER,
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
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


def test_empty_home_says_what_can_be_uploaded() -> None:
    at = visit("upload")
    assert [title.value for title in at.title] == ["Upload"]
    assert "Jira CSV export" in str(at.dataframe[0].value)
    assert "recognised by its content" in texts(at)


def test_every_export_and_template_stands_in_one_group() -> None:
    at = visit("upload")
    assert [getattr(tab, "label", "") for tab in at.tabs] == 2 * list(guide.GROUPS)
    shown = [name for frame in at.dataframe for name in frame.value["Export"]]
    assert sorted(shown) == sorted(one.title for one in IMPORTERS)
    offered = [getattr(one, "label", "") for one in at.get("download_button")]
    assert sorted(offered) == sorted(f"{one.title} template" for one in TEMPLATES)


def test_new_project_is_filled_in_from_the_issues_and_the_money() -> None:
    at = drop(visit("upload"), apollo_csv=ISSUES, budget_csv=BUDGET)
    assert [field.value for field in at.text_input] == ["Apollo", "CHF"]
    assert "3 rows read, 3 can be loaded" in texts(at)
    press(at, "Accept all 2 files")
    (project,) = projects.list_projects(open_warehouse())
    assert (project.name, project.settings.currency) == ("Apollo", "CHF")
    assert len(imports.list_imports(open_warehouse(), project.project_id)) == 2
    assert "Loaded as import 1: 3 new rows." in texts(at)


def test_a_budget_with_months_as_columns_counts_its_records() -> None:
    text = (
        b"Category,Dec 2025,Jan 2026,Feb 2026,FY2025,Total\n"
        b"Staff,100,120,120,100,340\nHosting,50,50,,50,100\n"
        b"Total,150,170,120,150,440\n"
    )
    at = drop(visit("upload"), budget_csv=text)
    assert "3 rows read, 2 can be loaded, 1 set aside" in texts(at)
    assert "Columns that sum up others are left out: FY2025, Total" in texts(at)
    press(at, "Accept")
    (entry,) = imports.list_imports(open_warehouse())
    assert (entry.rows_read, entry.rows_loaded, entry.rows_quarantined) == (3, 2, 1)
    assert "Loaded as import 1: 5 new rows." in texts(at)


def test_every_sheet_of_a_workbook_has_a_card_of_its_own() -> None:
    content = workbook(BOTH)
    at = drop(visit("upload"), plan_xlsx=content)
    assert "2 files to accept" in texts(at)
    cards = [one.value.replace("\\", "") for one in at.subheader]
    assert cards == ["plan.xlsx / Risks", "plan.xlsx / Decisions"]
    press(at, "Accept all 2 files")
    assert [one.importer for one in imports.list_imports(open_warehouse())] == [
        *("decision", "risk"),
    ]
    at = drop(visit("upload"), plan_xlsx=content)
    assert texts(at).count("Already loaded into plan.") == 2


def test_nothing_is_loaded_before_accept() -> None:
    drop(visit("upload"), apollo_csv=ISSUES)
    assert projects.list_projects(open_warehouse()) == ()


def test_next_export_goes_to_the_same_project_and_says_what_changes() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = drop(visit("upload"), second_csv=LATER)
    said = texts(at)
    assert "an earlier export of the same source" in said
    assert "1 row is new or changed" in said
    assert "3 rows are there already" in said


def test_same_file_twice_changes_nothing() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = drop(visit("upload"), again_csv=ISSUES)
    assert "Already loaded into Apollo." in texts(at)
    press(at, "Accept")
    assert "Already loaded: nothing changed." in texts(at)
    assert len(imports.list_imports(open_warehouse())) == 1


def test_two_files_of_one_content_are_listed_once() -> None:
    at = drop(visit("upload"), one_csv=ISSUES, two_csv=ISSUES)
    assert "1 file to accept" in texts(at)
    assert "has the same content as" in texts(at)


def test_day_and_completeness_are_taken_over() -> None:
    at = drop(visit("upload"), apollo_csv=ISSUES)
    at.date_input[0].set_value(date(2026, 1, 31))
    at.radio[0].set_value("only a part")
    press(at, "Accept")
    (entry,) = imports.list_imports(open_warehouse())
    assert entry.is_partial
    assert entry.as_of is not None
    assert entry.as_of.isoformat() == "2026-01-31T23:59:59"


def test_accept_can_be_undone_at_once() -> None:
    at = press(drop(visit("upload"), apollo_csv=ISSUES), "Accept")
    press(at, "Undo")
    (entry,) = imports.list_imports(open_warehouse())
    assert entry.undone_at is not None
    assert "apollo.csv was taken back" in texts(at)


def test_file_that_is_no_export_is_refused_in_a_sentence() -> None:
    at = drop(visit("upload"), paper_html=b"<!doctype html><p>hello</p>")
    assert "This is a web page" in at.error[0].value
    assert "Name the columns yourself" not in [b.label for b in at.button]
    press(at, "Remove from this list")
    assert not at.error


def test_unknown_table_offers_to_name_the_columns() -> None:
    at = drop(visit("upload"), strange_csv=STRANGE)
    assert at.error
    press(at, "Name the columns yourself")
    at = switched(at, "mapping")
    assert at.selectbox[0].options == ["strange.csv"]


def test_saved_mapping_is_used_for_the_same_header() -> None:
    columns = {"category": (0,), "amount": (1,), "booked_on": (2,)}
    header = ("Ding", "Betrag XY", "Wann etwa")
    mapping = ColumnMapping("cost", "", 0, columns)
    mappings.save(open_warehouse(), header, mapping)
    at = drop(visit("upload"), strange_csv=STRANGE)
    assert "The column mapping of" in texts(at)
    assert "2 rows read, 2 can be loaded" in texts(at)
    settled(press(at, "Read it without the mapping"))
    assert "The column mapping of" not in texts(at)
    assert at.error


def test_an_archive_gives_its_place_to_its_members() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("q1/apollo.csv", ISSUES)
        archive.writestr("__MACOSX/q1.csv", b"x")
        archive.writestr("budget.csv", BUDGET)
        archive.writestr("inner.gz", gzip.compress(BUDGET))
    at = drop(visit("upload"), exports_zip=stream.getvalue())
    said = texts(at)
    assert "2 files to accept" in said
    assert "exports.zip / apollo.csv" in said
    assert "exports.zip: Left out, as they are no exports: q1.csv." in said
    assert "inner.gz is an archive inside another file" in said
    press(at, "Accept all 2 files")
    files = {entry.filename for entry in imports.list_imports(open_warehouse())}
    assert files == {"exports.zip / apollo.csv", "exports.zip / budget.csv"}


def test_name_that_is_taken_is_a_sentence() -> None:
    load("other.csv", BUDGET, "Apollo")
    at = drop(visit("upload"), apollo_csv=ISSUES)
    at.selectbox[0].set_value("").run()
    press(at, "Accept")
    assert "There is already a project called" in at.error[0].value


def test_reading_can_be_cancelled_and_taken_up_again() -> None:
    row = b"APP-1,Bug,Four,To Do,To Do,2026-01-09 09:00,,Sprint 10,1,APP,Apollo\n"
    at = visit("upload")
    at.file_uploader[0].upload("large.csv", ISSUES + 40_000 * row, "text/csv")
    at.run()
    (upload,) = at.session_state["uploads"].uploads
    upload.stop.set()
    settled(at)
    assert "Cancelled. Nothing was loaded." in texts(at)
    press(at, "Read it after all")
    assert "40,003 rows read" in texts(at)


def test_issues_of_another_project_are_not_mixed_in_by_default() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = drop(visit("upload"), other_csv=ISSUES.replace(b"APP", b"OPS"))
    assert at.selectbox[0].value == ""
    at = drop(visit("upload"), budget_csv=BUDGET)
    assert at.selectbox[0].value == "apollo"


def test_a_money_file_that_is_read_first_does_not_choose_for_the_issues() -> None:
    load("first.csv", ISSUES, "Apollo")
    row = b"OPS-1,Bug,Four,To Do,To Do,2026-01-09 09:00,,Sprint 10,1,OPS,Ops\n"
    other = ISSUES.replace(b"APP", b"OPS")
    at = visit("upload")
    at.file_uploader[0].upload("budget.csv", BUDGET, "text/csv")
    at.file_uploader[0].upload("other.csv", other + 60_000 * row, "text/csv")
    at.run()
    chosen = []
    while len(at.session_state["uploads"].in_phase("read")) < 2:
        chosen += [one.value for one in at.selectbox if one.label == "Project"]
        at.run()
    assert "apollo" in chosen
    assert settled(at).selectbox[0].value == ""


MANY = b"".join(
    (
        b"Issue key,Summary,Status,Created,Project key,Project name\n",
        *(b"APP-%d,s,To Do,2026-01-02,APP,Apollo\n" % n for n in range(1, 9)),
    )
)


@pytest.mark.parametrize("answer", ["everything", "only a part"])
def test_half_a_file_waits_until_somebody_says_what_it_holds(answer: str) -> None:
    load("first.csv", MANY, "Apollo")
    at = drop(visit("upload"), half_csv=b"\n".join(MANY.split(b"\n")[:4]))
    assert "Does it hold everything, or only a part?" in texts(at)
    assert at.radio[0].value is None
    assert next(one for one in at.button if one.label == "Accept").disabled
    at.radio[0].set_value(answer).run()
    press(at, "Accept")
    (entry, _) = imports.list_imports(open_warehouse())
    assert entry.is_partial == (answer == "only a part")
    left = load_facts(open_warehouse(), "apollo").issues
    assert len(left) == (8 if entry.is_partial else 3)


@pytest.mark.parametrize("chosen", ["done", "doing"])
def test_a_status_never_seen_is_mapped_while_it_is_accepted(chosen: str) -> None:
    load("first.csv", MANY, "Apollo")
    at = drop(
        visit("upload"), next_csv=MANY + b"APP-9,s,Parked,2026-01-05,APP,Apollo\n"
    )
    assert "'Parked' was never seen before" in texts(at)
    box = next(one for one in at.selectbox if one.label == "Parked")
    assert box.value == "doing"
    box.set_value(chosen).run()
    press(at, "Accept")
    facts = load_facts(open_warehouse(), "apollo")
    statuses = facts.statuses.set_index("status")
    assert statuses["category"]["Parked"] == chosen
    told = facts.project.settings.status_map
    assert told == ({"Parked": "done"} if chosen == "done" else {})


def test_hostile_texts_stay_texts() -> None:
    at = drop(visit("upload"), hostile_csv=HOSTILE)
    assert not at.exception
    shown = "\n".join(str(one.value) for one in at.markdown)
    for poison in ("<img", "](http://", "**<b>", "\u202e"):
        assert poison not in shown
    press(at, "Accept")
    assert "Loaded as import 1" in texts(at)


def test_hostile_link_shows_the_page() -> None:
    at = visit("upload", project="../../etc", as_of="; drop", **{"import": "-1"})
    assert [title.value for title in at.title] == ["Upload"]


@pytest.mark.slow
def test_sample_is_no_project_to_upload_into(
    home: Path, sample_copied: Callable[[Path], None]
) -> None:
    sample_copied(home)
    at = drop(visit("upload"), apollo_csv=ISSUES)
    assert at.selectbox[0].options == ["A new project"]
