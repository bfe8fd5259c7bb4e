"""Backups: written while others read, opened and counted before they count.

A backup is a warehouse of its own. It is written beside its name, opened read-only,
compared table by table with what was copied, brought to disk, and only then named.
"""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from analytics.errors import DiskFullError, NotFoundError, StoreError
from analytics.settings import FREE_BYTES
from analytics.warehouse import journal
from analytics.warehouse.clock import now
from analytics.warehouse.damage import refuse_if_sound

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.settings import Home
    from analytics.warehouse.store import Warehouse

KEPT_DAYS = 7
NAME = re.compile(r"steerco-(\d{8})-[\d-]+\.duckdb")
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its name, when it was written, and its size."""

    name: str
    written_at: datetime
    bytes: int


def wal_of(database: Path) -> Path:
    """Return the write-ahead log of a database file."""
    return database.with_name(f"{database.name}.wal")


def backup_name() -> str:
    """Return the name of a backup made now."""
    return f"steerco-{now():%Y%m%d-%H%M%S-%f}.duckdb"


def write(warehouse: Warehouse, target: Path) -> None:
    """Write a verified copy while others go on reading.

    Raises:
        DiskFullError: There is no room for it.
        StoreError: The copy is not what was copied; nothing is kept.
    """
    home = warehouse.home
    if shutil.disk_usage(home.backups).free < FREE_BYTES + _size(home.database):
        message = "There is too little room on the disk for a backup."
        raise DiskFullError(message)
    copy = home.backups / f".{target.name}.{os.getpid()}.writing"
    try:
        with warehouse.paused() as cursor:
            expected = copy_database(cursor, copy)
        verify_copy(copy, expected)
        _name(copy, target)
    except duckdb.InterruptException as error:
        message = "The backup was given up: Steerco is stopping."
        raise StoreError(message) from error
    except (duckdb.IOException, OSError) as error:
        message = "The backup could not be written: is the disk full?"
        raise DiskFullError(message) from error
    finally:
        copy.unlink(missing_ok=True)
        wal_of(copy).unlink(missing_ok=True)
    prune(home)


def daily(warehouse: Warehouse) -> Path | None:
    """Write a backup if there is none of today yet; return it."""
    target = warehouse.home.backups / backup_name()
    made = listed(warehouse.home)
    if made and made[0].name[8:16] == target.name[8:16]:
        return None
    write(warehouse, target)
    return target


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def copy_database(cursor: duckdb.DuckDBPyConnection, target: Path) -> Counts:
    """Copy the open database into a new file; return the rows of each table."""
    name = str(target).replace("'", "''")
    own = str(cursor.execute("select current_database()").fetchall()[0][0])
    expected = counts(cursor, own)
    cursor.execute(f"attach '{name}' as copy (storage_version 'v1.5.0')")
    try:
        cursor.execute(f'copy from database "{own}" to copy')
    finally:
        cursor.execute("detach copy")
    return expected


def counts(connection: duckdb.DuckDBPyConnection, database: str) -> Counts:
    """Return the number of rows of each table of a database."""
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() "
        "where database_name = ? and not temporary order by all",
        [database],
    ).fetchall()
    return {
        f"{schema}.{name}": int(
            connection.execute(
                f'select count(*) from "{database}"."{schema}"."{name}"'
            ).fetchall()[0][0]
        )
        for schema, name in tables
    }


def verify_copy(path: Path, expected: Counts | None = None) -> None:
    """Open a copy read-only and read all of it.

    Raises:
        StoreError: It cannot be opened or read, or holds other numbers of rows.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True)
        try:
            (own,) = connection.execute("select current_database()").fetchall()[0]
            found = counts(connection, own)
            for name in found:
                schema, table = name.split(".", 1)
                connection.execute(
                    f'select max(hash(t)) from "{schema}"."{table}" as t'
                ).fetchall()
        finally:
            connection.close()
    except duckdb.Error as error:
        message = f"{path.name} is no sound backup: it cannot be read to its end."
        raise StoreError(message) from error
    if "main.import" not in found or (expected is not None and found != expected):
        message = f"{path.name} is no sound backup: it does not hold what it should."
        raise StoreError(message)


def _name(copy: Path, target: Path) -> None:
    """Bring a verified copy to disk, then give it its name."""
    copy.chmod(0o600)
    with copy.open("rb") as stream:
        os.fsync(stream.fileno())
    copy.replace(target)
    journal.sync_folder(target.parent)


def copy_out(source: Path, target: Path) -> Path:
    """Copy a verified backup to a place of one's own.

    Raises:
        DiskFullError: It cannot be written there.
    """
    beside = target.parent / f".{target.name}.{os.getpid()}.naming"
    try:
        shutil.copyfile(source, beside)
        beside.chmod(0o600)
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(target)
        journal.sync_folder(target.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        message = f"{target} cannot be written: {error.strerror}."
        raise DiskFullError(message) from error
    return target


def listed(home: Home) -> list[Path]:
    """Return the backups by name, the newest first."""
    found = [path for path in home.backups.glob("*.duckdb") if NAME.match(path.name)]
    return sorted(found, key=lambda path: path.name, reverse=True)


def described(home: Home) -> list[Backup]:
    """Describe the backups, the newest first."""
    found = []
    for path in listed(home):
        with suppress(FileNotFoundError):  # a newer one has taken its place just now
            about = path.stat()
            when = datetime.fromtimestamp(about.st_mtime, UTC)
            found.append(Backup(path.name, when, about.st_size))
    return found


def prune(home: Home) -> None:
    """Keep all backups of the newest day and the newest of each day before."""
    days: dict[str, list[Path]] = {}
    for path in listed(home):
        days.setdefault(path.name[8:16], []).append(path)
    for number, paths in enumerate(days.values()):
        if number == 0:
            continue
        for path in paths[1:] if number < KEPT_DAYS else paths:
            path.unlink(missing_ok=True)


def newest_sound(home: Home) -> Path | None:
    """Return the newest backup that can be read to its end, if any."""
    for path in listed(home):
        try:
            verify_copy(path)
        except StoreError:
            continue
        return path
    return None


def put_in_place(home: Home, source: Path) -> None:
    """Make a copy of a backup the warehouse; no log of another file may stay."""
    beside = home.database.with_name(f".{home.database.name}.restoring")
    shutil.copyfile(source, beside)
    beside.chmod(0o600)
    with beside.open("rb") as stream:
        os.fsync(stream.fileno())
    wal_of(home.database).unlink(missing_ok=True)
    beside.replace(home.database)
    journal.sync_folder(home.path)


def restore(home: Home, source: Path) -> Path:
    """Put a backup in the place of the warehouse; return where the old one is kept.

    Raises:
        NotFoundError: There is no such file.
        BusyError: A process has the warehouse open.
        StoreError: The backup is not sound; nothing was changed.
    """
    if not source.is_file():
        message = f"There is no backup {source}."
        raise NotFoundError(message)
    verify_copy(source)
    home.create()
    kept = _keep_present(home)
    newest = home.backups / backup_name()
    shutil.copyfile(source, newest)
    newest.chmod(0o600)
    put_in_place(home, newest)
    journal.append(home, [{"what": "restored", "file": source.name}])
    return kept


def _keep_present(home: Home) -> Path:
    """Rename the present warehouse, after making sure that nobody has it open."""
    stamp = f"{now():%Y%m%d%H%M%S}"
    kept = home.database.with_name(f"{home.database.name}.{stamp}.replaced")
    if not home.database.exists():
        return kept
    try:
        duckdb.connect(str(home.database)).close()  # takes the lock, folds the log in
    except duckdb.Error as error:
        refuse_if_sound(error)
    home.database.replace(kept)
    return kept
