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

# No deadline: a busy machine is no bug. Derandomised: a red run can be repeated.
settings.register_profile("steerco", deadline=None, derandomize=True)
settings.load_profile("steerco")


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
