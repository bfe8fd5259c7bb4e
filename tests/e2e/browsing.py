"""A real server in a home of its own, and visits to it with a real browser."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import expect

from analytics.importers.templates import TEMPLATES, template_csv
from tests.homes import csv_text, issue_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, FilePayload, Locator, Page

ROOT = Path(__file__).parents[2]
START_SECONDS, WAIT_SECONDS = 90, 60
TYPED_TIMES, SETTLE_MILLISECONDS = 5, 300
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
expect.set_options(timeout=1000 * WAIT_SECONDS)
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
]
HARMLESS = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
"""What a deep link asks for in vain before it finds the root of the server."""
LOCAL = ("data:", "blob:", "about:")
SERVE = "import sys; from analytics.cli import main; sys.exit(main())"
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelector('[data-testid="stMain"] h1')
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
}"""
SHOWN = "() => document.body ? document.body.innerText : ''"

File = tuple[str, bytes]


def program() -> str | None:
    """Return the browser of this machine."""
    named = os.environ.get("CHROME")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Run `steerco serve` in a home; give its address once it is healthy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = home.with_suffix(".log")
    with log.open("wb") as said:
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "STEERCO_HOME": str(home)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    message = f"The server did not start:\n{log.read_text(errors='replace')}"
    raise AssertionError(message)


@dataclass
class Visitor:
    """Somebody with a browser window; notes what leaves the machine and what fails."""

    browser: Browser
    address: str
    theme: str = "light"
    width: int = 1280
    has_scripts: bool = True
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Open the window."""
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": 900},
            color_scheme="dark" if self.theme == "dark" else "light",
            java_script_enabled=self.has_scripts,
            timezone_id="UTC",
            locale="en-GB",
        )
        self.context.set_default_timeout(1000 * WAIT_SECONDS)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.tab()

    def tab(self) -> Page:
        """Open another tab of the same window."""
        page = self.context.new_page()
        page.on("request", lambda one: self._requested(one.url))
        page.on("websocket", lambda one: self.sockets.append(one.url))
        page.on("pageerror", lambda one: self.complaints.append(str(one)))
        page.on("dialog", lambda one: self.complaints.append(one.message))
        page.on(
            "console",
            lambda one: self._said(one.type, one.text, one.location.get("url", "")),
        )
        return page

    def _requested(self, url: str) -> None:
        if not url.startswith((self.address, *LOCAL)):
            self.outside.append(url)

    def _said(self, kind: str, text: str, url: str) -> None:
        if kind != "error" or HARMLESS.search(url):
            return
        self.complaints.append(f"{text} ({url})")

    def open(self, path: str = "/") -> Page:
        """Go to a page of the dashboard and wait until it is all there."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        idle(self.page)
        return self.page

    def leave(self) -> None:
        """Close the window; nothing may have gone wrong in it.

        What it showed last is written down: pytest tells it where a test failed.
        """
        for page in self.context.pages:
            sys.stdout.write(f"{page.url}\n{page.evaluate(SHOWN)}\n")
        self.context.close()
        assert self.outside == [], self.outside
        wrong = [c for c in self.complaints if not c.startswith(self.forgiven)]
        assert wrong == [], wrong


def idle(page: Page) -> None:
    """Wait until no script runs and nothing on the page is of an earlier run."""
    page.wait_for_function(IDLE)


def block(page: Page, key: str) -> Locator:
    """Return the widget or container of a key."""
    return page.locator(f".st-key-{key}")


def card(page: Page, key: str) -> Locator:
    """Return a chart with all that belongs to it."""
    return block(page, f"card-{key}")


def tile(page: Page, label: str) -> str:
    """Return the value of a headline figure."""
    shown = page.get_by_test_id("stMetric").filter(
        has=page.get_by_test_id("stMetricLabel").get_by_text(label, exact=True)
    )
    return shown.get_by_test_id("stMetricValue").first.inner_text().strip()


def drop(page: Page, *files: File) -> None:
    """Put files into the upload field."""
    field_ = page.get_by_test_id("stFileUploaderDropzoneInput").first
    kind = "application/octet-stream"
    given: list[FilePayload] = [
        {"name": name, "mimeType": kind, "buffer": content} for name, content in files
    ]
    field_.set_input_files(given)


def enter(page: Page, label: str, text: str) -> None:
    """Type into a field until the page has it.

    A run of the script that ends between the keys and the end of the typing draws the
    field anew with what the server knew, which a busy machine does often.
    """
    for _ in range(TYPED_TIMES):
        idle(page)
        box = page.get_by_label(label, exact=True)
        box.fill(text)
        box.press("Enter")
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        idle(page)
        if box.input_value() == text:
            return
    message = f"The field {label!r} does not keep {text!r}."
    raise AssertionError(message)


def press(page: Page, name: str) -> None:
    """Press a button once nothing around it moves any more."""
    idle(page)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    idle(page)
    page.get_by_role("button", name=name).click()


def accept(page: Page, name: str = "") -> None:
    """Accept the files that were read, into a new project where it has a name."""
    if name:
        enter(page, "Name", name)
    page.get_by_role("button", name=re.compile(r"^Accept( all|$)")).first.click()
    expect(page.get_by_role("heading", name="Loaded", exact=True)).to_be_visible()
    idle(page)


def upload(visitor: Visitor, name: str, *files: File) -> str:
    """Load files into a new project, and return the query that opens it."""
    page = visitor.open("/upload")
    drop(page, *files)
    waiting = f"{len(files)} file{'s' if len(files) > 1 else ''} to accept"
    expect(page.get_by_role("heading", name=waiting)).to_be_visible()
    accept(page, name)
    link = page.get_by_role("link", name="Open the dashboard").first
    return f"?{(link.get_attribute('href') or '').partition('?')[2]}"


def board(project: str, *, count: int = 40, mark: str = "") -> File:
    """Return a Jira export of a project of its own."""
    rows = issue_rows(count, project=project, mark=mark)
    return f"{project.lower()}.csv", csv_text(rows).encode()


def template(name: str, change: Callable[[bytes], bytes] = bytes) -> File:
    """Return one of the tables that are there to be filled in."""
    found = next(one for one in TEMPLATES if one.name == name)
    return found.filename, change(template_csv(found))
