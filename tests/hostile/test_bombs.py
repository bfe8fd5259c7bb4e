"""No file takes more than its share, and each bomb is refused in a sentence."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from analytics.commands import Options, run_import
from analytics.intake import road
from analytics.settings import ADMINISTRATOR, INTERACTIVE
from tests.homes import HEADER, csv_text, issue_rows, opened
from tests.hostile.bombs import GROUPS, gigabyte_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.settings import Limits
    from analytics.warehouse.store import Warehouse

SECONDS = INTERACTIVE.wall_seconds + 10
"""The parser has 20 seconds; starting it takes some on a machine that is busy."""
GROWTH = 50 << 20
SAID = dict.fromkeys(
    ("600,000 records", "600,000 issues"),
    "ore than 500,000 records. Load it with 'steerco import' on the server",
)
"""Not the time that it would take to understand them."""
BOMBS = [(group, name) for group, bombs in GROUPS.items() for name in bombs]


@pytest.fixture(scope="module")
def shelter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """A warehouse into which nothing of all this may come."""
    with opened(tmp_path_factory.mktemp("shelter")) as warehouse:
        yield warehouse


def refused(
    warehouse: Warehouse, path: Path, limits: Limits = INTERACTIVE
) -> list[str]:
    """Load a bomb as an upload is; return what is said, having looked at the costs."""
    gc.collect()
    before, begun = psutil.Process().memory_info().rss, time.monotonic()
    options = Options(project="App", limits=limits)
    outcomes = run_import(warehouse, [(path.name, path)], options)
    assert psutil.Process().memory_info().rss - before < GROWTH
    assert time.monotonic() - begun < SECONDS * len(outcomes)
    assert not list(warehouse.home.stage.iterdir())
    for one in outcomes:
        assert one["import_id"] is None
        assert one["error"].endswith((".", "?"))
        assert "made the reader stop" not in one["error"]
    return [one["error"] for one in outcomes]


@pytest.mark.slow
@pytest.mark.parametrize(("group", "name"), BOMBS)
def test_a_bomb_is_refused_in_a_sentence(
    shelter: Warehouse, tmp_path: Path, group: str, name: str
) -> None:
    path = tmp_path / f"bomb.{group}"
    path.write_bytes(GROUPS[group][name]())
    assert SAID.get(name, "") in " ".join(refused(shelter, path))


def test_there_are_sixty() -> None:
    assert len(BOMBS) >= 60


@pytest.mark.slow
def test_a_line_of_a_gigabyte_is_refused(shelter: Warehouse, tmp_path: Path) -> None:
    path = gigabyte_line(tmp_path / "giga.csv")
    (sentence,) = refused(shelter, path)
    assert "larger than 50 MB" in sentence


def test_a_sheet_is_not_cut_at_the_last_column_that_may_be(
    shelter: Warehouse, tmp_path: Path
) -> None:
    path = tmp_path / "wide.xlsx"
    path.write_bytes(GROUPS["xlsx"]["column XFD in each row"]())
    (sentence,) = refused(shelter, path)
    assert "row 1 of sheet 'S' has more than 5,000 columns" in sentence


HEADERS = [
    'x"; drop table import; --',
    "x'); attach 'evil.db' as e; --",
    "select * from issue",
    "c0",
    "line",
    "row_hash",
    "typed_issue",
    "raw",
    "{x}",
    "%s",
    "$1",
    "?",
    "\\",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "<img src=x onerror=alert(1)>",
    "x" * 5_000,
    "",
    " ",
    "COPY (SELECT 1) TO 'owned.csv'",
    "read_csv('/etc/passwd')",
    "Issue key; drop table raw",
]


def test_headers_of_sql_are_only_names(shelter: Warehouse, tmp_path: Path) -> None:
    rows = [[*row, *(f"v{n}" for n in range(len(HEADERS)))] for row in issue_rows(5)]
    path = tmp_path / "board.csv"
    path.write_text(csv_text(rows, [*HEADER, *HEADERS]), encoding="utf-8")
    tables = shelter.cursor().execute("show tables").fetchall()
    with path.open("rb") as stream:
        received = road.take_in(shelter, stream, path.name)
    staged = road.stage(shelter, received, limits=ADMINISTRATOR)
    assert staged.report.rows_loaded == 5
    assert set(filter(None, map(str.strip, HEADERS))) <= {
        name.strip() for name in staged.report.unknown_columns
    }
    assert shelter.cursor().execute("show tables").fetchall() == tables
