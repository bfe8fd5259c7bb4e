"""What a warehouse takes on disk after twelve weekly exports of the same work items.

Each week one item in twenty has another status and another time of its last change.
The originals are kept beside the warehouse and not counted.
"""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from random import Random

from analytics.intake import parsers
from analytics.settings import MIB, Home
from analytics.warehouse import projects
from analytics.warehouse.store import Warehouse
from benchmarks.measured import Measured
from benchmarks.taking import take
from sample_data.scale import write

ROWS, WEEKS, SHARE = 50_000, 12, 0.05
GATE = 2.0
"""Times the warehouse of one import (performance, section 7)."""


def run() -> list[Measured]:
    """Import the weeks one after the other, and weigh the warehouse."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "week.csv"
        write(file, ROWS, seed=1)
        home = Home(Path(folder) / "home").create()
        sizes = []
        for week in range(WEEKS):
            if week:
                _another_week(file, Random(week))  # noqa: S311 - a simulation
            _take(home, file)
            sizes.append(home.database.stat().st_size)
    return [
        Measured(f"{ROWS:,} items, imported once", sizes[0] / MIB, "MiB"),
        Measured(f"the same after {WEEKS} weeks", sizes[-1] / MIB, "MiB"),
        Measured(f"{WEEKS} weeks / once", sizes[-1] / sizes[0], "x", GATE),
    ]


def _another_week(file: Path, random: Random) -> None:
    with file.open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    status, updated = header.index("Status"), header.index("Updated")
    names = sorted({row[status] for row in rows})
    for row in random.sample(rows, round(SHARE * len(rows))):
        row[status] = random.choice([one for one in names if one != row[status]])
        row[updated] = random.choice(rows)[updated]
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *rows])


def _take(home: Home, file: Path) -> None:
    warehouse = Warehouse(home)
    found = projects.list_projects(warehouse)
    project = found[0] if found else projects.create_project(warehouse, "Scale")
    take(warehouse, project.project_id, file)
    warehouse.close()
    parsers.dismiss()
