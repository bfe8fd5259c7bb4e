"""What every test shares: examples that are the same everywhere, and the sample."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from analytics.settings import Home
from analytics.warehouse.store import Warehouse
from analytics.web.service import ensure_sample
from tests.workers import Together, turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xdist.remote import Producer

TESTS = Path(__file__).parent
# No deadline: a busy machine is no bug. Derandomised: a red run can be repeated.
settings.register_profile("steerco", deadline=None, derandomize=True)
settings.load_profile("steerco")


ROOMS = {"durability", "hostile", "mutants", "pages", "warehouse"}
LASTING = {"warehouse", "sample_warehouse", "corpus", "home"}
"""Folders of tests, and fixtures, that open pages or databases or read real files."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    """Share the tests out to the workers in our own way."""
    config.option.loadscopereorder = False  # by number: the longest are few
    return Together(config, log)


def pytest_collection_finish() -> None:
    """Leave all that stays until the end out of every search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make check` the tests of one thing with one example; sort them."""
    for item in items:
        in_room = any(item.path.is_relative_to(TESTS / room) for room in ROOMS)
        function = getattr(item, "obj", None)
        is_property = getattr(function, "is_hypothesis_test", False)
        used = set(getattr(item, "fixturenames", ()))
        if in_room or is_property or used & LASTING:
            item.add_marker(pytest.mark.slow)
    items.sort(key=turn)


@pytest.fixture(scope="session")
def sample_copied(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Make a folder a home with the sample in it, loaded once for all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    home = Home(base / "sample")
    with (base / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home.path / "sample.offered").exists():
            warehouse = Warehouse(home)
            ensure_sample(warehouse)
            warehouse.close()

    def copy(folder: Path) -> None:
        shutil.copytree(home.path, folder, dirs_exist_ok=True)

    return copy


@pytest.fixture(scope="session")
def sample_warehouse(
    tmp_path_factory: pytest.TempPathFactory, sample_copied: Callable[[Path], None]
) -> Iterator[Warehouse]:
    """A warehouse with the sample project; tests only read from it."""
    folder = tmp_path_factory.mktemp("sample")
    sample_copied(folder)
    warehouse = Warehouse(Home(folder))
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
