"""The parser's database is there before the file, empty, and loads no more than it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from analytics.intake import own_database
from analytics.intake.request import Request
from analytics.settings import INTERACTIVE

READ = """
import sys
from pathlib import Path
from tests.intake.reading import parsed
content = b"Issue key,Summary,Status\\nA-1,One,Done\\n,No,Done"
reading = parsed(Path(sys.argv[1]), content)
assert len(reading.report.quarantine) == 1
print(*sorted({"pandas", "pyarrow"} & set(sys.modules)))
"""


def asked(folder: Path) -> Request:
    return Request(folder / "file", "file.csv", "0" * 64, folder, INTERACTIVE)


def test_reading_a_table_loads_no_pandas(tmp_path: Path) -> None:
    """DuckDB loads it for the first value that is bound to a question."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[-2] == ""


def test_each_reading_begins_with_an_empty_database(tmp_path: Path) -> None:
    first = own_database.connect(asked(tmp_path))
    first.execute("create table raw as select 1 as line")
    second = own_database.connect(asked(tmp_path))
    assert second.execute("show tables").fetchall() == []
    second.execute("create table raw as select 2 as line")


def test_a_database_that_has_given_up_is_replaced(tmp_path: Path) -> None:
    own_database.prepare()
    own_database._KEPT[0].close()  # noqa: SLF001 - as after a fatal error
    connection = own_database.connect(asked(tmp_path))
    assert connection.execute("select 1").fetchall() == [(1,)]


def test_the_memory_is_that_of_the_request(tmp_path: Path) -> None:
    connection = own_database.connect(asked(tmp_path))
    told = connection.execute("select current_setting('memory_limit')").fetchall()
    assert told == [(f"{INTERACTIVE.memory_bytes / (2 << 20):.1f} MiB",)]
