"""Reading a review: links, sharing, receipts, downloads, undo, settings."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import (
    Visitor,
    accept,
    block,
    board,
    card,
    drop,
    idle,
    template,
    tile,
    upload,
)
from tests.homes import csv_text, issue_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Download

pytestmark = pytest.mark.e2e
FORMULA = "=HYPERLINK(1)"
SPRINTS = "Sprint"


def saved(page: Page, button: str) -> tuple[Download, bytes]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).first.click()
    return waiting.value, _content(waiting.value)


def _content(download: Download) -> bytes:
    path: Path = download.path()
    return path.read_bytes()


def state(page: Page) -> tuple[str, ...]:
    """Return what a link must reproduce of the burn-down page."""
    return (
        block(page, "bar-project").inner_text(),
        block(page, "bar-as-of").inner_text(),
        block(page, "bar-filters").inner_text(),
        block(page, "choose-frame").inner_text(),
        *page.get_by_test_id("stMetric").all_inner_texts(),
        card(page, "burndown").inner_text(),
    )


def test_the_copied_link_reproduces_the_page(visit: Callable[..., Visitor]) -> None:
    first = visit()
    page = first.open("/burndown?project=harbour-sample&as_of=2026-04-30")
    block(page, "choose-unit").get_by_text("Items", exact=True).click()
    idle(page)
    what = page.get_by_role("combobox", name="What")
    what.fill("Sprint 16")
    what.press("Enter")
    expect(card(page, "burndown")).to_contain_text("Harbour Sprint 16, end of each day")
    block(page, "bar-filters").get_by_role("button").click()
    team = page.get_by_role("combobox", name="Team")
    team.fill("Cassini")
    team.press("Enter")
    expect(block(page, "bar-filters")).to_contain_text("Filters (1)")
    page.keyboard.press("Escape")
    idle(page)
    block(page, "bar-link").get_by_role("button").click()
    link = page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").inner_text()
    page.keyboard.press("Escape")
    for part in ("project=", "as_of=2026-04-30", "unit=items", "team=", "frame=sprint"):
        assert part in link
    second = visit()
    second.open(link.strip())
    assert state(second.page) == state(page)


def make_link(page: Page) -> str:
    block(page, "bar-share").get_by_role("button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make the link").click()
    expect(dialog).to_contain_text("Copy it now")
    link = dialog.get_by_test_id("stCode").inner_text().strip()
    page.keyboard.press("Escape")
    return link


def words_of(page: Page) -> str:
    """Return the words of a page; the browser's spaces are all alike."""
    return page.locator("body").inner_text().replace("\N{NO-BREAK SPACE}", " ")


def test_a_shared_review_stays_as_it_was_until_it_is_withdrawn(
    visit: Callable[..., Visitor],
) -> None:
    owner = visit()
    where = upload(owner, "Shared", board("SHR"), template("budget"), template("risks"))
    page = owner.open(f"/{where}")
    link = make_link(page)

    guest = visit(forgiven=("Failed to load resource",))
    guest.page.goto(link)
    guest.page.locator(".main-svg").first.wait_for()
    words = words_of(guest.page)
    assert "80" in words
    assert "€ 85,500" in words
    before = guest.page.request.get(guest.page.url).body()
    assert guest.sockets == []
    assert link.rpartition("/")[2] not in guest.page.url

    still = visit(has_scripts=False)
    still.page.goto(link)
    shown = words_of(still.page)
    assert "80 of 140" in shown
    assert "€ 85,500" in shown
    assert still.page.locator("table").count() > 0
    assert still.page.locator("table td").first.text_content()

    page = owner.open("/upload")
    drop(page, board("SHR", count=60))
    expect(page.get_by_role("heading", name="1 file to accept")).to_be_visible()
    accept(page)
    page = owner.open(f"/{where}")
    assert tile(page, "Done") != "80"
    assert guest.page.request.get(guest.page.url).body() == before

    page = owner.open("/shares")
    row = page.get_by_test_id("stVerticalBlock").filter(has_text="shared.")
    row.get_by_role("button", name="Withdraw", exact=True).last.click()
    expect(page.get_by_text("(withdrawn)")).to_be_visible()
    assert guest.page.request.get(guest.page.url).status == 404
    answer = guest.page.goto(link)
    assert answer is not None
    assert answer.status == 404


def test_a_figure_goes_down_to_file_and_line(visitor: Visitor) -> None:
    where = upload(visitor, "Receipts", board("RCP"))
    page = visitor.open(f"/burndown{where}")
    part = card(page, "burndown")
    part.get_by_role("tab", name="Receipt").click()
    expect(part).to_contain_text("Formula.")
    idle(page)
    lines = block(page, "lines-burndown-used").get_by_test_id("stDataFrame")
    _, content = saved(page, "Lines used as CSV")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["file"] for row in rows} == {"rcp.csv"}
    lines.click(position={"x": 14, "y": 52})
    expect(part).to_contain_text(f"rcp.csv, line {rows[0]['line']}")
    key = f"RCP-{int(rows[0]['line']) - 1}"
    cells = part.get_by_test_id("stDataFrame").nth(1)
    expect(cells.locator("table")).to_contain_text(key)
    name, receipt = saved(page, "Download the receipt as JSON")
    assert name.suggested_filename.endswith(".json")
    assert json.loads(receipt)


def test_charts_and_tables_can_be_saved_and_hold_no_formula(visitor: Visitor) -> None:
    rows = issue_rows(40, project="SAV")
    for number in (2, 4, 6):
        rows[number - 1][0] = FORMULA
        rows[number - 1][-2] = ""
    file = "sav.csv", csv_text(rows).encode()
    where = upload(visitor, "Saved", file)
    page = visitor.open(f"/burndown{where}")
    picture = card(page, "burndown")
    picture.locator(".main-svg").first.wait_for()
    picture.locator(".js-plotly-plot").hover()
    with page.expect_download() as waiting:
        picture.locator('[data-title^="Download plot"]').click()
    assert _content(waiting.value).startswith(b"\x89PNG")
    assert waiting.value.suggested_filename.endswith(".png")
    block(page, "csv-unestimated").get_by_role("button").wait_for()
    with page.expect_download() as waiting:
        block(page, "csv-unestimated").get_by_role("button").click()
    text = _content(waiting.value).decode("utf-8-sig")
    assert f"'{FORMULA}" in text
    for row in csv.reader(io.StringIO(text)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_undo_takes_a_file_out_and_redo_puts_it_back(visitor: Visitor) -> None:
    where = upload(visitor, "Undone", board("UND"), template("risks"))
    page = visitor.open(f"/{where}")
    assert tile(page, "Open risks") == "2"
    page = visitor.open(f"/data{where}")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(
        page.get_by_text("is undone: nothing of it counts any more.")
    ).to_be_visible()
    page = visitor.open(f"/{where}")
    expect(page.get_by_text("There is no risk register yet.")).to_be_visible()
    page = visitor.open(f"/data{where}")
    page.get_by_role("button", name="Redo", exact=True).click()
    expect(page.get_by_text("counts again.")).to_be_visible()
    page = visitor.open(f"/{where}")
    assert tile(page, "Open risks") == "2"
