"""Opening, writing and migrating one warehouse."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import duckdb
import pytest

from analytics.errors import StoreError
from analytics.schema import TABLES
from analytics.settings import Home
from analytics.warehouse import reads
from analytics.warehouse.sql_files import names
from analytics.warehouse.store import Warehouse
from tests.homes import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OWN = ("version_id", "project_id", "row_hash")


def test_a_cursor_for_each_call_answers_its_own_question(tmp_path: Path) -> None:
    wrong: list[object] = []

    def ask(number: int) -> None:
        for turn in range(200):
            own = number * 1_000 + turn
            cursor = warehouse.cursor()
            found = cursor.execute("select ?::bigint", [own]).fetchall()
            if found != [(own,)]:
                wrong.append(found)

    with opened(tmp_path) as warehouse:
        together(ask, 16)
    assert wrong == []


def together(work: Callable[[int], None], count: int) -> None:
    """Run the same work in threads, each with its number."""
    threads = [threading.Thread(target=work, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    def shape() -> list[tuple[object, ...]]:
        with opened(tmp_path) as warehouse:
            return (
                warehouse.cursor()
                .execute(
                    "select table_name, column_name, data_type, is_nullable "
                    "from information_schema.columns order by all"
                )
                .fetchall()
            )

    first = shape()
    assert first
    assert shape() == first


def test_raw_tables_are_those_of_the_schema(tmp_path: Path) -> None:
    with opened(tmp_path) as warehouse:
        rows = (
            warehouse.cursor()
            .execute(
                "select table_name, column_name, data_type from duckdb_columns() "
                "where starts_with(table_name, 'raw_') "
                "order by table_name, column_index"
            )
            .fetchall()
        )
    found: dict[str, list[tuple[str, str]]] = {}
    for name, column, kind in rows:
        found.setdefault(name.removeprefix("raw_"), []).append((column, kind))
    assert found.keys() == {one.name for one in TABLES}
    for target in TABLES:
        columns = found[target.name]
        assert tuple(name for name, _ in columns[:3]) == OWN
        assert columns[3:] == [(one.name, one.type) for one in target.columns]


def test_migrations_are_numbered_without_gap_or_double() -> None:
    numbers = [int(name.partition("_")[0]) for name in names("migrations")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_newer_warehouse_is_refused_and_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with opened(tmp_path):
        pass
    connection = duckdb.connect(str(home.database))
    connection.execute("insert into migration values (9999, '9999_later')")
    connection.close()
    before = home.database.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Warehouse(home)
    assert home.database.read_bytes() == before
    assert not list(tmp_path.glob("*.damaged"))


def test_a_question_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = "select count(*) from range(10_000_000_000) where range % 7 = 3"
    with (
        opened(tmp_path) as warehouse,
        pytest.raises(StoreError, match="took too long"),
        reads.limited(warehouse, seconds=0.05) as cursor,
    ):
        cursor.execute(endless)


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    warehouse = Warehouse(Home(tmp_path))
    warehouse.close()
    warehouse.close()
    with pytest.raises(StoreError, match="stopping"):
        warehouse.cursor()
    with opened(tmp_path):
        pass


def test_what_fails_is_taken_back(tmp_path: Path) -> None:
    def fail() -> None:
        with warehouse.writing() as cursor:
            cursor.execute(
                "insert into saved_mapping values ('a', 'b', now()::timestamp)"
            )
            warehouse.note({"what": "removed", "project_id": "x"})
            message = "no"
            raise ValueError(message)

    with opened(tmp_path) as warehouse:
        with pytest.raises(ValueError, match="no"):
            fail()
        found = warehouse.cursor().execute("from saved_mapping").fetchall()
        assert found == []
        with warehouse.writing():
            pass
    assert not (tmp_path / "journal.ndjson").exists()


def test_a_query_that_is_wrong_keeps_its_own_error(tmp_path: Path) -> None:
    with opened(tmp_path) as warehouse:
        with pytest.raises(duckdb.CatalogException), warehouse.writing() as cursor:
            cursor.execute("select * from nowhere")
        with warehouse.writing() as cursor:
            cursor.execute("select 1")
