"""What every test shares: examples that are the same everywhere, and the sample."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from analytics.settings import Home
from analytics.warehouse.store import Warehouse
from analytics.web.service import load_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parent
# No deadline: a busy machine is no bug. Derandomised: a red run can be repeated.
settings.register_profile("steerco", deadline=None, derandomize=True)
settings.load_profile("steerco")


ROOMS = {"durability", "hostile", "mutants", "pages", "warehouse"}
LASTING = {"warehouse", "sample_warehouse", "corpus", "home"}
"""Folders of tests, and fixtures, that open pages or databases or read real files."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make check` the tests of one thing with one example."""
    for item in items:
        in_room = any(item.path.is_relative_to(TESTS / room) for room in ROOMS)
        function = getattr(item, "obj", None)
        is_property = getattr(function, "is_hypothesis_test", False)
        used = set(getattr(item, "fixturenames", ()))
        if in_room or is_property or used & LASTING:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def sample_warehouse(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Warehouse]:
    """A warehouse with the sample project; tests only read from it."""
    warehouse = Warehouse(Home(tmp_path_factory.mktemp("sample")))
    load_sample(warehouse)
    yield warehouse
    warehouse.close()


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """An empty warehouse of the test's own."""
    opened = Warehouse(Home(tmp_path / "home"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real exports; the test is skipped where there is none."""
    folder = Path(os.environ.get("STEERCO_CORPUS", "") or "nowhere")
    if not folder.is_dir():
        pytest.skip("STEERCO_CORPUS names no folder of real exports")
    return folder
