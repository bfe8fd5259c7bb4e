"""Pages as a person opens them: with the sample, with nothing, with a hostile link."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from analytics.web import service
from pages.ui import cache
from tests.pages.opened import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analytics.warehouse.store import Warehouse


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the pages on one worker: they share the loaded sample."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.xdist_group("pages"))


@pytest.fixture(autouse=True)
def our_navigation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every page through `app.py`, as the server does.

    A test run would take the folder `pages` for Streamlit's old kind of navigation and
    run its files by themselves.
    """
    made = PagesManager.__init__

    def make(self: PagesManager, path: str, *more: object, **named: object) -> None:
        made(self, path, *more, **named)  # type: ignore[arg-type]
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", make)


@pytest.fixture
def sample_home(
    sample_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Warehouse]:
    """A process that serves the sample; tests only read from it."""
    home = sample_warehouse.home
    (home.path / "sample.offered").touch()
    monkeypatch.setenv("STEERCO_HOME", str(home.path))
    monkeypatch.setattr(service, "_OPEN", {home.path: sample_warehouse})
    yield sample_warehouse
    cache.clear()


@pytest.fixture
def own_home(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Warehouse]:
    """A process that serves an empty home of the test's own."""
    home = warehouse.home
    (home.path / "sample.offered").touch()
    monkeypatch.setenv("STEERCO_HOME", str(home.path))
    monkeypatch.setattr(service, "_OPEN", {home.path: warehouse})
    yield warehouse
    cache.clear()


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Return a function that opens a page by a link."""

    def opened(page: str = "overview", **query: str | list[str]) -> AppTest:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in query.items():
            at.query_params[name] = value
        at.run()
        return at if page == "overview" else at.switch_page(f"pages/{page}.py").run()

    return opened
