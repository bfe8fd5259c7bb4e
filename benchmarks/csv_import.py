"""The whole road of a large Jira CSV, against DuckDB reading the same file as text.

Both sides start from the file on disk and end with a closed database file. The road
is everything: store the original, strict scan, typed tables, manifest, models,
checkpoint. The yardstick is DuckDB's own CREATE TABLE AS, all columns as text.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import duckdb

from analytics.intake import road
from analytics.settings import ADMINISTRATOR, MIB, Home
from analytics.warehouse import projects
from analytics.warehouse.store import Warehouse
from benchmarks.measured import Measured
from sample_data.scale import write

ROWS = 100_000
ROUNDS = 5
GATE = 1.3


def run() -> list[Measured]:
    """Measure both sides in turn and compare their medians."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file = work / "scale_jira.csv"
        write(file, ROWS, seed=1)
        road_seconds, yard_seconds = [], []
        for _ in range(ROUNDS):
            yard_seconds.append(_yardstick(file, work))
            road_seconds.append(_road(file, work))
        size = (work / "home" / "steerco.duckdb").stat().st_size
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    ratios = [a / b for a, b in zip(road_seconds, yard_seconds, strict=True)]
    return [
        Measured(f"{ROWS:,} rows: road", statistics.median(road_seconds), "s"),
        Measured("the same file: yardstick", statistics.median(yard_seconds), "s"),
        Measured("road / yardstick, median", statistics.median(ratios), "x", GATE),
        Measured("road / yardstick, best round", min(ratios), "x"),
        Measured("warehouse", size / MIB, "MiB"),
        Measured("memory of the parser, most", peak / MIB, "MiB", 1_536),
        Measured("memory of the server, most", own / MIB, "MiB", 1_536),
    ]


def _yardstick(file: Path, work: Path) -> float:
    target = work / "yardstick.duckdb"
    target.unlink(missing_ok=True)
    start = time.perf_counter()
    connection = duckdb.connect(str(target))
    connection.execute(
        f"create table t as select * from read_csv('{file}', all_varchar=true)"
    )
    connection.close()
    return time.perf_counter() - start


def _road(file: Path, work: Path) -> float:
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    warehouse = Warehouse(Home(home))
    project = projects.create_project(warehouse, "Scale")
    start = time.perf_counter()
    with file.open("rb") as stream:
        received = road.take_in(warehouse, stream, file.name, ADMINISTRATOR)
    staged = road.stage(warehouse, received, limits=ADMINISTRATOR)
    road.accept(warehouse, staged, project.project_id)
    warehouse.close()
    return time.perf_counter() - start
