"""From exports to charts: accepted, refused, loaded twice, named by hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import (
    Visitor,
    accept,
    board,
    card,
    drop,
    idle,
    template,
    tile,
    upload,
)
from tests.homes import csv_text, issue_rows

pytestmark = pytest.mark.e2e
STRANGE = (
    b"Ding,Umfang,Zustand,Angelegt\nT-1,5,Done,2026-01-05\nT-2,3,Open,2026-01-06\n"
)
COLUMNS = {
    "Issue key": "A: Ding",
    "Status": "C: Zustand",
    "Numbers": "B: Umfang",
    "Created at": "D: Angelegt",
}


def test_three_files_become_three_charts(visitor: Visitor) -> None:
    where = upload(
        visitor, "Three files", board("TRI"), template("budget"), template("risks")
    )
    page = visitor.page
    page.get_by_role("link", name="Open the dashboard").click()
    page.get_by_role("heading", name="Three files", exact=True).wait_for()
    idle(page)
    assert (tile(page, "Done"), tile(page, "Left")) == ("80", "60")
    page = visitor.open(f"/burndown{where}")
    expect(card(page, "burndown").locator("path.js-line")).not_to_have_count(0)
    page = visitor.open(f"/budget{where}")
    assert tile(page, "Budget") == "€\xa085,500"
    expect(card(page, "budget").locator("g.points path")).not_to_have_count(0)
    page = visitor.open(f"/risks{where}")
    assert (tile(page, "Open risks"), tile(page, "May cost on average")) == (
        "2",
        "€\xa01,000",
    )
    expect(card(page, "exposure").locator("g.points path")).not_to_have_count(0)
    assert page.get_by_text("Sample project").count() == 0


def test_damaged_lines_are_named_and_none_is_lost(visitor: Visitor) -> None:
    lines = csv_text([[*row[:12], "", *row[13:]] for row in issue_rows(60)])
    kept = lines.replace("APP-", "DMG-").splitlines()
    kept[10] = kept[10].rsplit(",", 2)[0]
    kept[30] = kept[30].replace('",DMG-30,', '"x",DMG-30,')
    page = visitor.open("/upload")
    drop(page, ("damaged.csv", "\n".join([*kept, ""]).encode()))
    found = page.get_by_test_id("stMain")
    expect(found).to_contain_text("60 rows read, 58 can be loaded, 2 set aside")
    expect(found).to_contain_text("line 11: it has 13 cells where the header has 15.")
    expect(found).to_contain_text("line 31: text follows a closing quotation mark.")
    accept(page, "Damaged")
    page.get_by_role("link", name="See what is loaded").click()
    expect(found).to_contain_text("60 rows read, 58 loaded, 2 set aside")


def test_a_file_that_cannot_be_trusted_is_refused_with_line_and_reason(
    visitor: Visitor,
) -> None:
    lines = csv_text(issue_rows(60, project="BAD")).splitlines()
    cut = [line if n % 3 else line.rsplit(",", 3)[0] for n, line in enumerate(lines)]
    page = visitor.open("/upload")
    drop(
        page,
        ("cut.csv", "\n".join([lines[0], *cut[1:], ""]).encode()),
        ("picture.csv", b"\x89PNG\r\n\x00\x00\x00"),
    )
    expect(page.get_by_role("heading", name="Not read")).to_be_visible()
    said = page.get_by_test_id("stMain")
    expect(said).to_contain_text("records are damaged, too many to trust the rest.")
    expect(said).to_contain_text("cells where the header has 15.")
    expect(said).to_contain_text("picture.csv is not text.")
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)


def test_the_same_file_twice_changes_nothing(visitor: Visitor) -> None:
    where = upload(visitor, "Twice", board("TWO"))
    page = visitor.open(f"/{where}")
    before = tile(page, "Done"), tile(page, "Left")
    page = visitor.open("/upload")
    drop(page, board("TWO"))
    expect(page.get_by_text("Already loaded into Twice.")).to_be_visible()
    accept(page)
    expect(page.get_by_text("Already loaded: nothing changed.")).to_be_visible()
    page = visitor.open(f"/{where}")
    assert (tile(page, "Done"), tile(page, "Left")) == before


def test_named_columns_become_a_chart_and_are_offered_again(visitor: Visitor) -> None:
    page = visitor.open("/upload")
    drop(page, ("fremd.csv", STRANGE))
    page.get_by_role("button", name="Name the columns yourself").click()
    page.get_by_role("heading", name="Name the columns", exact=True).wait_for()
    idle(page)
    kind = page.get_by_role("combobox", name=re.compile("One row is"))
    kind.click()
    kind.fill("Jira CSV export")
    page.get_by_role("option", name="one work item (Jira CSV export)").click()
    page.get_by_role("combobox", name=re.compile("^Issue key")).wait_for()
    idle(page)
    page.get_by_text("Further columns").click()
    for label, column in COLUMNS.items():
        box = page.get_by_role("combobox", name=re.compile(rf"^{label}( \(|:)"))
        box.scroll_into_view_if_needed()  # a list that scrolls away closes
        box.click()
        box.fill(column)
        box.press("Enter")
        box.press("Tab")
    page.get_by_role("button", name="Read the file this way").click()
    expect(page.get_by_text("2 rows read, 2 can be loaded")).to_be_visible()
    page.get_by_role("button", name="Go on to accept").click()
    expect(page.get_by_role("heading", name="1 file to accept")).to_be_visible()
    accept(page, "Named by hand")
    page.get_by_role("link", name="Open the dashboard").click()
    page.get_by_role("heading", name="Named by hand", exact=True).wait_for()
    idle(page)
    assert (tile(page, "Done"), tile(page, "Left")) == ("1", "1")
    expect(page.locator("path.js-line")).not_to_have_count(0)
    page = visitor.open("/upload")
    drop(page, ("fremd-later.csv", STRANGE + b"T-3,2,Offen,2026-01-07\n"))
    expect(
        page.get_by_text(re.compile("The column mapping of .* was used"))
    ).to_be_visible()
    expect(page.get_by_text("3 rows read, 3 can be loaded")).to_be_visible()
