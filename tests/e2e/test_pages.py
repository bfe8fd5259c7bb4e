"""Every page: nothing leaves the machine, all can be read and reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.browsing import (
    Visitor,
    block,
    board,
    card,
    enter,
    idle,
    press,
    served,
    tile,
    upload,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.e2e
PAGES = (
    *("", "forecast", "burndown", "sprints", "flow", "hours", "schedule"),
    *("budget", "earned_value", "risks", "exposure", "confidence", "quality"),
    *("upload", "data", "settings"),
    *("shares", "glossary", "mapping"),
)
SAMPLE = "?project=harbour-sample"
STREAMLITS_OWN = {"svg-img-alt", "presentation-role-conflict"}
"""What the library's own elements do, and cannot be changed from outside."""
Theme = Literal["light", "dark"]
MODES: tuple[tuple[Theme, int], ...] = (("light", 640), ("dark", 390))
"""640 pixels is what a window of 1,280 has at 200 per cent, 390 a phone."""
IS_DARK = """(wanted) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const [red] = getComputedStyle(app).backgroundColor.match(/[0-9]+/);
  return (Number(red) < 128) === wanted;
}"""
FITS = """(width) => {
  const main = document.querySelector('[data-testid="stMain"]');
  const widest = Math.max(document.documentElement.scrollWidth, main.scrollWidth);
  return window.innerWidth === width && widest <= width;
}"""
FOCUSED = """() => {
  const at = document.activeElement;
  return [at.getAttribute('role') || at.tagName, at.innerText || '',
          at.closest('[class*="st-key-"]')?.className || ''].join(' ');
}"""


def faults(page: Page) -> list[str]:
    """Return what accessibility rules find on a page."""
    page.evaluate("document.activeElement.blur()")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in Axe().run(page).response["violations"]
        if one["id"] not in STREAMLITS_OWN
    ]


def test_every_page_is_accessible_and_fits(visitor: Visitor) -> None:
    found = {}
    for name in PAGES:
        page = visitor.open(f"/{name}{SAMPLE}")
        if page.locator(".js-plotly-plot").count():
            page.locator(".main-svg").first.wait_for()
        for theme, width in MODES:
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(IS_DARK, arg=theme == "dark")
            idle(page)
            found[f"{name or 'overview'}, {theme}"] = faults(page)
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function(FITS, arg=width)
            page.set_viewport_size({"width": visitor.width, "height": 900})
    assert {name: said for name, said in found.items() if said} == {}


def test_the_keyboard_reaches_navigation_project_and_tabs(visitor: Visitor) -> None:
    page = visitor.open(f"/risks{SAMPLE}")
    page.evaluate("document.activeElement.blur()")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    for wanted in ("Budget", "st-key-bar-project", "st-key-bar-share", "tab Chart"):
        assert [one for one in reached if wanted in one], wanted
    page.get_by_role("tab", name="Chart").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(block(page, "csv-cover").get_by_role("button")).to_be_visible()


def test_a_page_that_another_tab_removed_says_so(visitor: Visitor) -> None:
    where = upload(visitor, "Short lived", board("SHO"))
    page = visitor.open(f"/burndown{where}")
    other = visitor.tab()
    other.goto(f"{visitor.address}/data{where}")
    idle(other)
    other.get_by_text("Remove Short lived", exact=True).click()
    enter(other, "Type the name of the project: Short lived", "Short lived")
    press(other, "Remove this project for good")
    expect(other.get_by_text("Short lived is removed.")).to_be_visible()
    block(page, "choose-unit").get_by_text("Items", exact=True).click()
    expect(page.get_by_text("names a project that is not here")).to_be_visible()


def test_hostile_texts_stay_texts(visitor: Visitor) -> None:
    name = "<script>window.__xss=1</script> ![x](http://x.invalid/a.png) **b**"
    file, content = board("HOS")
    texts = name.encode().replace(b'"', b"'")
    hostile = content.replace(b"number 2 ", texts).replace(b"number 4", texts)
    where = upload(visitor, name, (file, hostile))
    for path in ("", "burndown", "data", "settings"):
        page = visitor.open(f"/{path}{where}")
        assert page.evaluate("window.__xss") is None
        assert page.get_by_test_id("stMain").locator("img").count() == 0
    page = visitor.open(f"/{where}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("**b**")


def test_first_start_shows_the_sample_and_it_can_be_removed(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with served(tmp_path_factory.mktemp("first") / "home") as address:
        visitor = Visitor(browser, address)
        page = visitor.open("/burndown")
        expect(card(page, "burndown").locator("path.js-line")).not_to_have_count(0)
        expect(block(page, "sample")).to_contain_text("Everything here is invented.")
        assert tile(page, "Left") == "48"
        page.get_by_role("button", name="Remove the sample").click()
        expect(page.get_by_text("Nothing to review yet")).to_be_visible()
        for name in ("upload", "shares", "settings"):
            visitor.open(f"/{name}")
        visitor.leave()
