"""The tables of the settings are typed into as people do: by mouse and keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.browsing import Visitor, block, idle, upload
from tests.homes import HEADER, csv_text, issue_rows

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.e2e
HEADER_HEIGHT, ROW_HEIGHT = 36, 35
CLICKS, PAUSE = 10, 300
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INTO_VIEW = "one => one.scrollIntoView({block: 'center'})"


def write_cell(page: Page, table: str, place: tuple[int, int], text: str) -> None:
    """Type or choose in a row (from 0), so many pixels from the left of the table."""
    portal = page.locator("#portal")
    if DAY.fullmatch(text):
        field = portal.locator("input[type=date]")
        _open_cell(page, table, place, field)
        field.fill(text)
        page.keyboard.press("Enter")
    else:
        choice = portal.get_by_text(text, exact=True)
        _open_cell(page, table, place, choice)
        choice.click()
    page.wait_for_timeout(PAUSE)


def _open_cell(page: Page, table: str, place: tuple[int, int], editor: Locator) -> None:
    """Click until its editor opens: the first click beside another only closes that."""
    row, across = place
    canvas = block(page, table).locator("canvas").first
    canvas.evaluate(INTO_VIEW)
    down = HEADER_HEIGHT + ROW_HEIGHT * row + ROW_HEIGHT // 2
    for _ in range(CLICKS):
        page.wait_for_timeout(PAUSE)
        box = canvas.bounding_box()
        assert box is not None
        page.keyboard.press("Escape")
        page.mouse.click(box["x"] + across, box["y"] + down)
        page.keyboard.press("Enter")
        page.wait_for_timeout(PAUSE)
        if editor.count():
            return
    message = f"The cell {place} of {table} does not open."
    raise AssertionError(message)


def test_dates_of_a_sprint_and_the_meaning_of_a_status_are_typed(
    visitor: Visitor,
) -> None:
    rows = [[*row, "Sprint 1"] for row in issue_rows(40, project="SET")]
    board = csv_text(rows, (*HEADER, "Sprint")).encode()
    where = upload(visitor, "Typed settings", ("set.csv", board))
    page = visitor.open(f"/settings{where}")
    write_cell(page, "settings-statuses", (1, 300), "done")
    write_cell(page, "settings-sprints", (0, 300), "2026-01-05")
    write_cell(page, "settings-sprints", (0, 600), "2026-01-16")
    page.get_by_role("button", name="Save the settings").click()
    said = page.get_by_test_id("stMain")
    expect(said).to_contain_text("Sprint 1: 2026-01-05 to 2026-01-16.")
    expect(said).to_contain_text("To Do counts as done.")
    idle(page)
    page = visitor.open(f"/burndown{where}")
    shown = page.get_by_test_id("stMain")
    expect(shown).to_contain_text("planned end 16 Jan 2026")
    # Half of the items are in the status To Do. That counts as done now, and since
    # when is not known of any, so that they are left out.
    expect(shown).to_contain_text("80 of 80 points are done on 28 Feb 2026")
