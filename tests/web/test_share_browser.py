"""Shared pages in a real browser: nothing of the data runs, nothing is fetched."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from starlette.applications import Starlette

from analytics.sharing import links
from analytics.sharing.report import report
from analytics.web.attempts import Attempts
from analytics.web.security_headers import SecurityHeaders
from analytics.web.share_pages import SharePages
from analytics.web.viewings import Viewings
from tests.sharing.examples import NOW, frozen
from tests.sharing.test_page import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from analytics.sharing.frozen import Frozen
    from analytics.warehouse.store import Warehouse

pytestmark = pytest.mark.e2e
CHROME = os.environ.get("CHROME") or shutil.which("chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
]


@dataclass
class Seen:
    """What a page did."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("request", lambda one: self.requests.append(one.url))
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.on("console", lambda one: self.complaints.append(one.text))
        page.on("dialog", lambda one: self.complaints.append(one.message))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROME is None:
        pytest.skip("there is no Chromium; CHROME names one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROME, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def site(warehouse: Warehouse) -> Iterator[str]:
    """The address of the share routes over an empty warehouse."""
    pages = SharePages(
        lambda: warehouse,
        now=lambda: NOW,
        viewings=Viewings(lambda: warehouse, seconds=3600),
        attempts=Attempts(),
    )
    app = SecurityHeaders(Starlette(routes=pages.routes()))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        run = threading.Thread(target=server.run, args=([listening],))
        run.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        run.join()


def hostile(payload: str) -> Frozen:
    review = frozen(payload)
    return replace(review, title=payload, project=payload, filters=payload)


def check(page: Page, seen: Seen, *, own: str) -> None:
    page.wait_for_selector(".main-svg")
    assert page.evaluate("window.__xss") is None
    assert page.locator(".js-plotly-plot a").count() == 0
    assert page.locator("img, iframe, object, embed, base, svg script").count() == 0
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith(own)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_the_data_runs(
    browser: Browser, site: str, warehouse: Warehouse, payload: str
) -> None:
    link = links.create(warehouse, hostile(payload), project_id="x")
    page, seen = browser.new_page(), Seen()
    seen.watch(page)
    page.goto(site + link.path)
    assert page.url == f"{site}/s/v/{link.share_id}"
    check(page, seen, own=site)
    page.close()


@pytest.mark.parametrize("payload", PAYLOADS[:6])
def test_nothing_of_the_data_runs_in_the_file(
    browser: Browser, tmp_path: Path, payload: str
) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(report(hostile(payload)))
    page, seen = browser.new_page(), Seen()
    seen.watch(page)
    page.goto(path.as_uri())
    check(page, seen, own=path.as_uri())
    assert seen.requests == [path.as_uri()]
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_is_read_without_scripts(
    browser: Browser, site: str, warehouse: Warehouse, width: int
) -> None:
    link = links.create(warehouse, frozen(), project_id="x")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(site + link.path)
    assert page.get_by_text("48 of 62 points are left.").first.is_visible()
    assert page.locator(".chart").first.is_hidden()
    page.get_by_text("How this is measured").click()
    context.close()
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(site + link.path)
    page.wait_for_selector(".main-svg")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_file_can_be_saved(
    browser: Browser, site: str, warehouse: Warehouse
) -> None:
    link = links.create(warehouse, frozen(), project_id="x")
    page = browser.new_page()
    page.goto(site + link.path)
    with page.expect_download() as download:
        page.get_by_text("Save as one file").click()
    assert download.value.suggested_filename == "harbour-2026-05-29.html"
    page.close()
