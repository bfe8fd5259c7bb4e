"""SQL reaches nothing outside the warehouse, whatever it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

SECRET = "do not read this frame"  # noqa: S105 - a table by that name is looked for
STATEMENTS = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_csv_auto('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_json('/etc/passwd')",
    "select * from read_parquet('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from '{home}/journal.ndjson'",
    "select * from read_text('{home}/access.key')",
    "select * from read_text('{home}/stage/../journal.ndjson')",
    "select * from glob('/etc/*')",
    "select * from glob('{home}/*')",
    "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "copy project to '/tmp/steerco-out.csv'",
    "copy (select 1) to '{home}/out.parquet' (format parquet)",
    "copy project from '/etc/passwd'",
    "attach '{home}/other.duckdb' as other",
    "attach '/tmp/steerco-other.duckdb' as other",
    "export database '{home}/export'",
    "import database '/tmp'",
    "install httpfs",
    "load httpfs",
    "load '/tmp/evil.duckdb_extension'",
    "install spatial from community",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set allowed_directories = ['/']",
    "set temp_directory = '/tmp'",
    "set extension_directory = '/tmp'",
    "reset memory_limit",
    "pragma memory_limit = '100GB'",
    "set threads = 64",
    "select getenv('HOME')",
    "create secret leaked (type s3)",
    "select * from secret_frame",
    "call start_ui()",
    "select * from duckdb_secrets('x')",
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with opened(tmp_path_factory.mktemp("home")) as one:
        yield one


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_refused(warehouse: Warehouse, statement: str) -> None:
    secret_frame = [SECRET]
    with pytest.raises(duckdb.Error):
        warehouse.cursor().execute(
            statement.format(home=warehouse.home.path)
        ).fetchall()
    assert secret_frame


def test_what_was_refused_left_nothing(warehouse: Warehouse) -> None:
    names = {path.name for path in warehouse.home.path.iterdir()}
    assert names <= {
        *("steerco.duckdb", "steerco.duckdb.wal", "originals", "stage", "backups"),
        "journal.ndjson",
    }


def test_our_own_folders_are_open(warehouse: Warehouse, tmp_path: Path) -> None:
    assert not list(tmp_path.iterdir())
    target = warehouse.home.stage / "x.parquet"
    cursor = warehouse.cursor()
    cursor.execute(f"copy (select 7 as seven) to '{target}' (format parquet)")
    assert cursor.execute(f"from read_parquet('{target}')").fetchall() == [(7,)]
