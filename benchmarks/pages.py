"""What a page costs the server at 50,000 issues, and what a first visit loads."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from analytics.settings import MIB, Home
from analytics.warehouse import backup, projects
from analytics.warehouse.store import Warehouse
from analytics.web.service import SAMPLE_FILES, sample_folder
from benchmarks.measured import Measured
from benchmarks.server import Server, serving
from benchmarks.taking import take
from pages.ui.app import PAGES
from sample_data.scale import write

ISSUES = 50_000
RUNS = 20
CPU_GATE = 0.05
FIRST_GATE = 0.3
LOAD_GATE = 3.5
MONEY = tuple(name for name in SAMPLE_FILES if "jira" not in name)
BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)


def run() -> list[Measured]:
    """Load a large project, then visit every page again and again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        name = _load(home, Path(folder))
        with serving(home) as server:
            return [*_visits(server, f"project={name}"), *_first_load(server)]


def _load(home: Path, work: Path) -> str:
    """Load 50,000 issues and the sample's money and risks as one project."""
    file = work / "scale_jira.csv"
    write(file, ISSUES, seed=2)
    warehouse = Warehouse(Home(home))
    (home / "sample.offered").touch()
    project = projects.create_project(warehouse, "Scale")
    for path in (file, *(sample_folder() / name for name in MONEY)):
        take(warehouse, project.project_id, path)
    backup.daily(warehouse)  # else the server writes it while some page is measured
    warehouse.close()
    return project.project_id


def _visits(server: Server, query: str) -> list[Measured]:
    """Measure the first page after start, then the processor time of each page."""
    measured = []
    with server.session() as session:
        first = session.ask("", query)
        measured.append(Measured("first page after start", first, "s", FIRST_GATE))
        for number, (name, *_) in enumerate(PAGES):
            page = name if number else ""  # the start has no path of its own
            session.ask(page, query)
            session.ask(page, query)
            before = server.cpu()
            for _ in range(RUNS):
                session.ask(page, query)
            cpu = (server.cpu() - before) / RUNS
            what = f"CPU of a rerun: {name}"
            measured.append(Measured(what, cpu, "s", CPU_GATE))
    measured.append(Measured("memory of the server", server.memory() / MIB, "MiB"))
    return measured


def _first_load(server: Server) -> list[Measured]:
    """Count the bytes that a first visit of a browser takes over the network."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("  first load was not measured: no Chromium here")
        return []
    loaded = 0
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=browser, args=list(BROWSER))
        page = opened.new_page()
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")

        def count(event: dict[str, float]) -> None:
            nonlocal loaded
            loaded += int(event["encodedDataLength"])

        network.on("Network.loadingFinished", count)
        page.goto(server.url)
        page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
        page.wait_for_timeout(3_000)
        opened.close()
    return [Measured("first load", loaded / 1e6, "MB", LOAD_GATE)]
