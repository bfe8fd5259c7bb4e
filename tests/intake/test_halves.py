"""Two processes write a large table, one a small one: the rows are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from analytics.importers.base import RawTable
from analytics.intake import halves
from analytics.intake.beside import PROCESSES
from analytics.intake.own_database import LACKS
from analytics.schema import ISSUE

if TYPE_CHECKING:
    from pathlib import Path

EXPRESSIONS = {"issue_key": "c0", "summary": "c1"}
ROWS = [(2, "APP-1", "One"), (5, "APP-2", None), (6, "APP-2", "Two"), (9, "APP-3", "")]


def raw_table() -> RawTable:
    """Return the cells of a small file, one record of it on several lines."""
    connection = duckdb.connect(":memory:", config={"threads": "1"})
    connection.execute("create table raw (line bigint, c0 varchar, c1 varchar)")
    connection.executemany("insert into raw values (?, ?, ?)", ROWS)
    return RawTable(connection, "raw", ("Key", "Summary"), frozenset({0, 1}))


def write(folder: Path, raw: RawTable, least: int, aside: tuple[int, ...] = ()) -> int:
    """Write the rows into a folder of their own."""
    folder.mkdir(exist_ok=True)
    return halves.write_typed(raw, ISSUE, EXPRESSIONS, folder, aside=aside, least=least)


def written(folder: Path) -> list[tuple[object, ...]]:
    """Return what is written, whatever the parts."""
    return duckdb.sql(
        "select line, issue_key, summary, hash_high, hash_low "
        f"from read_parquet('{folder}/issue*.parquet') order by line"
    ).fetchall()


def shown(raw: RawTable) -> list[tuple[object, ...]]:
    """Return what the typed table shows."""
    return raw.connection.execute(
        "select line, issue_key, summary from typed_issue order by line"
    ).fetchall()


@pytest.mark.skipif(PROCESSES == 1, reason="one processor, one process")
@pytest.mark.parametrize("aside", [(), (5,), (2, 5, 6, 9)])
def test_two_processes_write_what_one_writes(
    tmp_path: Path, aside: tuple[int, ...]
) -> None:
    whole, shared = raw_table(), raw_table()
    count = write(tmp_path / "whole", whole, least=5, aside=aside)
    assert count == len(ROWS) - len(aside)
    assert write(tmp_path / "shared", shared, least=4, aside=aside) == count
    assert written(tmp_path / "shared") == written(tmp_path / "whole")
    assert (
        shown(shared)
        == shown(whole)
        == [row[:3] for row in written(tmp_path / "whole")]
    )
    assert len(list((tmp_path / "whole").glob("issue.*"))) == 1
    assert len(list((tmp_path / "shared").glob("issue.*"))) == 2


def test_a_database_that_has_spilled_is_not_shared(tmp_path: Path) -> None:
    (tmp_path / "spill").mkdir()
    (tmp_path / "spill" / "block.tmp").touch()
    assert write(tmp_path, raw_table(), least=1) == len(ROWS)
    assert [path.name for path in tmp_path.glob("issue.*")] == ["issue.1.parquet"]


@pytest.mark.skipif(PROCESSES == 1, reason="one processor, one process")
def test_what_the_other_process_lacks_is_raised_here(tmp_path: Path) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    (folder / "issue.2.parquet").mkdir()  # where the second half would be written
    with pytest.raises(LACKS):
        write(folder, raw_table(), least=1)
