"""Pages as a person opens them: with the sample, with nothing, with a hostile link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from analytics.web import service
from tests.pages.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse


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


@pytest.fixture(autouse=True, scope="session")
def one_scan_for_components() -> Iterator[None]:
    """Look once for Streamlit components among the installed packages, not per page."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def sample_home(
    sample_warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> Warehouse:
    """A process that serves the sample; tests only read from it.

    It keeps the results between them as a server does between visits.
    """
    home = sample_warehouse.home
    monkeypatch.setenv("STEERCO_HOME", str(home.path))
    monkeypatch.setattr(service, "_OPEN", {home.path: sample_warehouse})
    return sample_warehouse


@pytest.fixture
def own_home(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A process that serves an empty home of the test's own."""
    home = warehouse.home
    (home.path / "sample.offered").touch()
    monkeypatch.setenv("STEERCO_HOME", str(home.path))
    monkeypatch.setattr(service, "_OPEN", {home.path: warehouse})
    return warehouse


@pytest.fixture
def open_page() -> Callable[..., AppTest]:
    """Return a function that opens a page by a link."""

    return opened
