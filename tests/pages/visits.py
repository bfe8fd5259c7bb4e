"""Visits of one page by one person, with a home of their own."""

from __future__ import annotations

import io
import re
import time
from typing import TYPE_CHECKING

from analytics.intake import road
from analytics.warehouse import projects
from analytics.web.service import close_warehouse, open_warehouse
from tests.pages.opened import SECONDS, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest
    from streamlit.testing.v1 import AppTest

    from analytics.project import Project

ISSUES = (
    b"Issue key,Issue Type,Summary,Status,Status Category,Created,Resolved,Sprint,"
    b"Custom field (Story Points),Project key,Project name\n"
    b"APP-1,Story,One,Done,Done,2026-01-02 09:00,2026-01-08 10:00,Sprint 9,3,APP,"
    b"Apollo\n"
    b"APP-2,Story,Two,In Review,In Progress,2026-01-05 09:00,,Sprint 9,5,APP,Apollo\n"
    b"APP-3,Bug,Three,To Do,To Do,2026-01-06 09:00,,Sprint 10,2,APP,Apollo\n"
)
LATER = (
    ISSUES + b"APP-4,Bug,Four,To Do,To Do,2026-01-09 09:00,,Sprint 10,1,APP,Apollo\n"
)
BUDGET = (
    b"Period,Category,Planned amount,Currency\n"
    b"2026-01,Staff,40000,CHF\n2026-02,Staff,42000,CHF\n"
)
STRANGE = b"Ding,Betrag XY,Wann etwa\nTent,120.50,2026-01-03\nRope,80,2026-01-04\n"
HOSTILE = (
    "Issue key,Summary,Status,Created,Project key,Project name\n"
    'HOT-1,"<img src=x onerror=alert(1)> ![p](http://evil.example/p)",'
    '"[click](http://evil.example) :red[x]",2026-01-02 09:00,HOT,"**<b>Hot</b>**"\n'
    'HOT-2,"=cmd()|\u202egnp.exe","To Do",31/31/2026,HOT,"**<b>Hot</b>**"\n'
).encode()


def own_home(tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a test a home folder, and close its warehouse afterwards."""
    home = tmp_path / "home"
    patch.setenv("STEERCO_HOME", str(home))
    home.mkdir()
    (home / "sample.offered").touch()
    yield home
    close_warehouse()


def load(name: str, content: bytes, project: str) -> Project:
    """Load a file by the road that every upload takes."""
    warehouse = open_warehouse()
    found = projects.find_project(warehouse, project)
    found = found or projects.create_project(warehouse, project)
    received = road.take_in(warehouse, io.BytesIO(content), name)
    road.accept(warehouse, road.stage(warehouse, received), found.project_id)
    return found


def visit(page: str, **query: str) -> AppTest:
    """Open a page of the app and run it until nothing is on its way."""
    return settled(opened(page, **query))


def settled(at: AppTest) -> AppTest:
    """Run the page until nothing is on its way any more and all of it is shown."""
    assert not at.exception, at.exception
    deadline = time.monotonic() + SECONDS
    quiet = 0 if "uploads" in at.session_state else 2
    while quiet < 2 and time.monotonic() < deadline:
        quiet = 0 if busy(at) else quiet + 1
        time.sleep(0.05)
        at.run()
        assert not at.exception, at.exception
    return at


def busy(at: AppTest) -> bool:
    """Say whether a file is still being read or compared."""
    if "uploads" not in at.session_state:
        return False
    return bool(at.session_state["uploads"].busy)


def switched(at: AppTest, page: str) -> AppTest:
    """Follow a switch to another page, which the test harness forgets."""
    return settled(at.switch_page(f"pages/{page}.py").run())


def texts(at: AppTest) -> str:
    """Return all sentences of the page as a reader sees them."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "info")
    more = ("success", "warning", "text")
    found = (
        str(getattr(one, "value", ""))
        for kind in (*kinds, *more)
        for one in at.get(kind)
    )
    return re.sub(r"\\(?=[^\w\s])|\u2060", "", "\n".join(found))


def drop(at: AppTest, **files: bytes) -> AppTest:
    """Drop files on the upload page; `apollo_csv` arrives as `apollo.csv`."""
    for name, content in files.items():
        at.file_uploader[0].upload(name.replace("_", "."), content, "text/plain")
    return settled(at.run())


def press(at: AppTest, label: str) -> AppTest:
    """Press the first button of that name, and wait for what comes."""
    button = next(one for one in at.button if one.label == label)
    button.click().run()
    assert not at.exception, at.exception
    return settled(at) if busy(at) else at
