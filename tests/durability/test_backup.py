"""Backups that are made while others write and read can be used, all of them."""

from __future__ import annotations

import shutil
import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from analytics.commands import list_imports
from analytics.errors import BusyError, NotFoundError, StoreError
from analytics.settings import Home
from analytics.warehouse import backup
from analytics.warehouse.migrate import keep_copy
from analytics.warehouse.verify import check
from tests.durability import processes
from tests.homes import jira_file, load, opened

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
def test_backups_under_load_are_whole(tmp_path: Path) -> None:
    paths = [jira_file(tmp_path, f"{n}.csv", mark=str(n), count=40) for n in range(5)]
    with opened(tmp_path / "home") as warehouse:
        is_done = threading.Event()

        def read() -> None:
            while not is_done.is_set():
                list_imports(warehouse)

        def write() -> None:
            for path in paths:
                load(warehouse, path)
            is_done.set()

        threads = [threading.Thread(target=work) for work in (read, write)]
        for thread in threads:
            thread.start()
        while not is_done.is_set():
            warehouse.backup(warehouse.home.backups / backup.backup_name())
        for thread in threads:
            thread.join()
    made = backup.listed(Home(tmp_path / "home"))
    assert len(made) >= 3
    for number, source in enumerate(made):
        home = Home(tmp_path / f"drill{number}").create()
        shutil.copyfile(source, home.database)
        with opened(home.path) as restored:
            assert all("original" in one for one in check(restored))
    assert not list((tmp_path / "home" / "backups").glob("*.wal"))


def test_a_damaged_backup_is_passed_over(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with opened(home.path) as warehouse:
        warehouse.backup(home.backups / "steerco-20260101-1.duckdb")
    (home.backups / "steerco-20260102-1.duckdb").write_bytes(b"nothing")
    found = backup.newest_sound(home)
    assert found is not None
    assert found.name == "steerco-20260101-1.duckdb"
    with pytest.raises(StoreError, match="no sound backup"):
        backup.restore(home, home.backups / "steerco-20260102-1.duckdb")


def test_another_database_is_no_backup(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(StoreError, match="does not hold what it should"):
        backup.restore(Home(tmp_path / "home"), other)
    with pytest.raises(NotFoundError):
        backup.restore(Home(tmp_path / "home"), tmp_path / "nowhere.duckdb")


def test_one_backup_a_day_is_made(tmp_path: Path) -> None:
    with opened(tmp_path) as warehouse:
        first = backup.daily(warehouse)
        assert first is not None
        assert backup.daily(warehouse) is None
        assert backup.listed(warehouse.home) == [first]


def test_the_copy_before_a_migration_is_whole_and_can_be_made_again(
    tmp_path: Path,
) -> None:
    with opened(tmp_path / "home") as warehouse:
        load(warehouse, jira_file(tmp_path))
        for _ in range(2):
            with warehouse.paused() as cursor:
                kept = keep_copy(cursor, warehouse.home, 2)
    home = Home(tmp_path / "other").create()
    shutil.copyfile(kept, home.database)
    with opened(home.path) as restored:
        assert len(list_imports(restored)) == 1


def test_seven_days_are_kept(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    for days in range(10):
        day = date(2026, 5, 10) - timedelta(days=days)
        for number in range(2):
            name = f"steerco-{day:%Y%m%d}-00000{number}-0.duckdb"
            (home.backups / name).touch()
    (home.backups / "before-migration-0002.duckdb").touch()
    backup.prune(home)
    kept = [path.name[8:16] for path in backup.listed(home)]
    assert kept == ["20260510", "20260510", *(f"202605{n:02}" for n in range(9, 3, -1))]
    assert (home.backups / "before-migration-0002.duckdb").exists()


@pytest.mark.slow
def test_nothing_is_restored_while_it_is_in_use(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    source = home.backups / backup.backup_name()
    with opened(home.path) as warehouse:
        warehouse.backup(source)
        refused = processes.run(home.path, "restore", str(source))
    assert (refused.returncode, "already running" in refused.stderr) == (1, True)
    assert home.database.exists()
    done = processes.run(home.path, "restore", str(source))
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_a_second_process_is_told_who_was_first(tmp_path: Path) -> None:
    with opened(tmp_path / "home"):
        refused = processes.run(tmp_path / "home", "projects")
    assert refused.returncode == 1
    assert "already running on this data (process" in refused.stderr
    assert BusyError.__name__ not in refused.stderr
