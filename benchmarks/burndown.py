"""The burn-down of every sprint from a large change log, and one of them filtered."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from analytics import measures
from analytics.facts import Facts, load_facts
from analytics.figures.burndown import plot_burndown
from analytics.intake import road
from analytics.settings import ADMINISTRATOR, Home
from analytics.warehouse import projects, reads
from analytics.warehouse.store import Warehouse
from benchmarks.measured import Measured
from sample_data.scale_json import write

if TYPE_CHECKING:
    from collections.abc import Callable

ISSUES = 100_000
"""A tenth of the size that the limits speak of, ten changes each."""
PAGE_GATE = 0.1


def run() -> list[Measured]:
    """Load a change log, then draw every sprint and one of them."""
    with tempfile.TemporaryDirectory() as folder:
        facts, built = _load(Path(folder))
        frames = [one for one in measures.frames_of(facts, "sprint") if one.start]
        every = _timed(lambda: facts.all_deltas("sprint"))
        drawn = _timed(
            lambda: [measures.burndown_of(facts, one, "points") for one in frames[:50]]
        )
        fresh = load_facts(facts.warehouse, facts.project.project_id)
        one = _timed(
            lambda: plot_burndown(measures.burndown_of(fresh, frames[0], "points"))
        )
        facts.warehouse.close()
    return [
        Measured("models built at import", built, "s"),
        Measured(f"ledger of {len(frames):,} sprints", every, "s"),
        Measured("one burn-down of many, each", drawn / max(len(frames[:50]), 1), "s"),
        Measured("one burn-down with its figure", one, "s", PAGE_GATE),
    ]


def _load(work: Path) -> tuple[Facts, float]:
    path = work / "scale.json"
    write(path, ISSUES, seed=3)
    warehouse = Warehouse(Home(work / "home").create())
    project = projects.create_project(warehouse, "Scale")
    with path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name, ADMINISTRATOR)
    staged = road.stage(warehouse, received, limits=ADMINISTRATOR)
    took = _timed(lambda: road.accept(warehouse, staged, project.project_id))
    reads.state(warehouse, project.project_id)
    return load_facts(warehouse, project.project_id), took


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
