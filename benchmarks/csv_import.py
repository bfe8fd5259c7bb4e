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
from typing import TYPE_CHECKING, NamedTuple

import duckdb

from analytics.intake import parsers
from analytics.settings import MIB, Home
from analytics.warehouse import projects
from analytics.warehouse.store import Warehouse
from benchmarks.measured import Measured
from benchmarks.taking import take
from sample_data.scale import write

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 100_000
ROUNDS = 5
GATE = 1.3


def run() -> list[Measured]:
    """Measure both sides in turn and compare their medians."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file = work / "scale_jira.csv"
        write(file, ROWS, seed=1)
        roads, yards = [], []
        for _ in range(ROUNDS):
            parsers.prepare()  # as the server does when it starts
            yards.append(taken(lambda: _yardstick(file, work)))
            roads.append(taken(lambda: import_file(file, work)))
        size = (work / "home" / "steerco.duckdb").stat().st_size
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    ratios = [a.wall / b.wall for a, b in zip(roads, yards, strict=True)]
    cpu = [a.cpu / b.cpu for a, b in zip(roads, yards, strict=True)]
    return [
        Measured(f"{ROWS:,} rows: road", statistics.median(x.wall for x in roads), "s"),
        Measured("same file: yardstick", statistics.median(x.wall for x in yards), "s"),
        Measured("road / yardstick, median", statistics.median(ratios), "x", GATE),
        Measured("road / yardstick, best round", min(ratios), "x"),
        Measured("processor time, road / yardstick", statistics.median(cpu), "x"),
        Measured("warehouse", size / MIB, "MiB"),
        Measured("memory of the parser, most", peak / MIB, "MiB", 1_536),
        Measured("memory of the server, most", own / MIB, "MiB", 1_536),
    ]


class Taken(NamedTuple):
    """What something took: seconds on the wall, seconds of processors."""

    wall: float
    cpu: float


def taken(work: Callable[[], None]) -> Taken:
    """Measure one side, its child processes included."""
    start, before = time.perf_counter(), _processor()
    work()
    return Taken(time.perf_counter() - start, _processor() - before)


def _processor() -> float:
    used = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in used)


def _yardstick(file: Path, work: Path) -> None:
    target = work / "yardstick.duckdb"
    target.unlink(missing_ok=True)
    connection = duckdb.connect(str(target))
    connection.execute(
        f"create table t as select * from read_csv('{file}', all_varchar=true)"
    )
    connection.close()


def import_file(file: Path, work: Path) -> None:
    """Take a file the whole road, into a home of its own."""
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    warehouse = Warehouse(Home(home))
    project = projects.create_project(warehouse, "Scale")
    take(warehouse, project.project_id, file)
    warehouse.close()
    parsers.dismiss()  # starting the reader belongs to the road, and so does its memory
