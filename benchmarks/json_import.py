"""The whole road of a large Jira JSON with change logs, against DuckDB's own read.

The road is everything: store the original, cut it into records, read, typed tables,
manifest, models, checkpoint. The yardstick is one pass of DuckDB over the same records,
one on each line, their struct types given, every changed field a row. Beside it stands
the same pass with issues and changes stored in a database file, which the road does as
well.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
from pathlib import Path

import duckdb

from analytics.settings import MIB
from benchmarks.csv_import import import_file, taken
from benchmarks.measured import Measured
from sample_data.scale_json import EVENTS, write, write_lines

ROWS = 100_000
ROUNDS = 3
GATE = 2.0
MOST_MEMORY = 1_024
LOG = (
    "STRUCT(histories STRUCT(id VARCHAR, created VARCHAR, items STRUCT(field VARCHAR, "
    'fieldtype VARCHAR, fieldId VARCHAR, "from" VARCHAR, fromString VARCHAR, '
    '"to" VARCHAR, toString VARCHAR)[])[])'
)
FIELDS = (
    "STRUCT(summary VARCHAR, issuetype STRUCT(name VARCHAR), status STRUCT(name "
    "VARCHAR), created VARCHAR, updated VARCHAR, resolutiondate VARCHAR, assignee "
    "STRUCT(displayName VARCHAR), labels VARCHAR[], customfield_10016 DOUBLE, "
    "customfield_10020 STRUCT(id BIGINT, name VARCHAR)[])"
)


def run() -> list[Measured]:
    """Measure both sides in turn and compare their medians."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        file, lines = work / "scale_jira.json", work / "scale_jira.ndjson"
        write(file, ROWS, seed=1)
        write_lines(lines, ROWS, seed=1)
        roads, yards, stores, peaks = [], [], [], []
        for _ in range(ROUNDS):
            roads.append(taken(lambda: import_file(file, work)))
            # A later child inherits the peak of the process that started it.
            peaks.append(_peak(resource.RUSAGE_CHILDREN))
            peaks.append(_peak(resource.RUSAGE_SELF))
            yards.append(taken(lambda: _one_pass(lines)))
            stores.append(taken(lambda: _stored(lines, work)))
        size = file.stat().st_size
    road, yard, store = (
        statistics.median(one.wall for one in side) for side in (roads, yards, stores)
    )
    cpu = [a.cpu / b.cpu for a, b in zip(roads, yards, strict=True)]
    return [
        Measured(f"{ROWS:,} issues, {EVENTS * ROWS:,} events", size / MIB, "MiB"),
        Measured("road", road, "s"),
        Measured("yardstick: one pass, events unnested", yard, "s"),
        Measured("one pass, issues and events stored", store, "s"),
        Measured("road / yardstick, median", road / yard, "x", GATE),
        Measured("road / one pass stored, median", road / store, "x"),
        Measured("processor time, road / yardstick", statistics.median(cpu), "x"),
        Measured("memory of the parser, most", peaks[0] / MIB, "MiB", MOST_MEMORY),
        Measured("memory of the server, most", peaks[1] / MIB, "MiB", MOST_MEMORY),
    ]


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


def _source(lines: Path) -> str:
    return (
        f"read_json('{lines}', format='newline_delimited', auto_detect=false, "
        f"columns={{'key': 'VARCHAR', 'fields': '{FIELDS}', 'changelog': '{LOG}'}})"
    )


def _events(source: str) -> str:
    return (
        "select key, h.id, h.created, unnest(h.items, recursive := true) from "
        f"(select key, unnest(changelog.histories) as h from {source})"
    )


def _one_pass(lines: Path) -> None:
    connection = duckdb.connect()
    columns = "max(key), max(created), count(field), max(fromString), max(toString)"
    connection.execute(f"select {columns} from ({_events(_source(lines))})").fetchall()
    connection.close()


def _stored(lines: Path, work: Path) -> None:
    target = work / "yardstick.duckdb"
    target.unlink(missing_ok=True)
    connection = duckdb.connect(str(target))
    connection.execute(f"create temp table record as select * from {_source(lines)}")
    connection.execute("create table issue as select key, fields from record")
    connection.execute(f"create table event as {_events('record')}")
    connection.close()
