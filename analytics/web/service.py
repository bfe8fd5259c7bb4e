"""What exists once per process: the open warehouse, and the sample project."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.intake import replay, road
from analytics.loading import load
from analytics.project import ProjectSettings
from analytics.settings import ADMINISTRATOR, Home
from analytics.warehouse import projects

if TYPE_CHECKING:
    from analytics.intake.waiting import Staged
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

SAMPLE_NAME = "Harbour (sample)"
SAMPLE_FILES = (
    "harbour_board.json",
    "harbour_sprints.json",
    "harbour_jira.csv",
    "harbour_jira.json",
    "harbour_budget.csv",
    "harbour_ledger.csv",
    "harbour_commitments.csv",
    "harbour_risks.xlsx",
    "harbour_schedule.xml",
    "harbour_hours.csv",
    "harbour_capacity.csv",
)
_LOCK = threading.Lock()
_OPEN: dict[Path, Warehouse] = {}


def open_warehouse() -> Warehouse:
    """Return the process's warehouse, opened on first use."""
    home = Home.from_environment()
    with _LOCK:
        if home.path not in _OPEN:
            _OPEN[home.path] = replay.open_warehouse(home)
        return _OPEN[home.path]


def close_warehouse() -> None:
    """Write everything to disk and let go of the file."""
    with _LOCK:
        for warehouse in _OPEN.values():
            warehouse.close()
        _OPEN.clear()


def sample_folder() -> Path:
    """Return the sample files: in the repository, or inside the wheel."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "sample_data"
    return beside if beside.is_dir() else package / "_app" / "sample_data"


def ensure_sample(warehouse: Warehouse) -> Project | None:
    """Load the sample project on the first start of an empty home, once."""
    marker = warehouse.home.path / "sample.offered"
    if marker.exists():
        return None
    project = load_sample(warehouse)
    marker.touch()
    return project


def load_sample(warehouse: Warehouse) -> Project:
    """Load the sample project by the same road that every upload takes."""
    found = projects.find_project(warehouse, SAMPLE_NAME)
    project = found or projects.create_project(
        warehouse,
        SAMPLE_NAME,
        settings=ProjectSettings(currency="EUR", time_zone="UTC"),
        is_sample=True,
    )
    with ThreadPoolExecutor(max_workers=2) as pool:
        for staged in pool.map(partial(_stage_sample, warehouse), SAMPLE_FILES):
            load(warehouse, staged, project.project_id)
    return project


def _stage_sample(warehouse: Warehouse, name: str) -> Staged:
    """Read one sample file."""
    with (sample_folder() / name).open("rb") as stream:
        received = road.take_in(warehouse, stream, name, ADMINISTRATOR)
    return road.stage(warehouse, received, limits=ADMINISTRATOR)
