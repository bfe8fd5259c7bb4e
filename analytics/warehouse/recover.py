"""Open the database file, and bring it back where it is damaged.

What is set aside is renamed, never deleted. What a backup does not hold is loaded
again from the kept originals: `analytics.intake.replay`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb

from analytics.warehouse.backup import newest_sound, put_in_place, wal_of
from analytics.warehouse.clock import now
from analytics.warehouse.damage import refuse_if_sound

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.settings import Home

Config = dict[str, str | bool | int | float | list[str]]
PROBED = ("migration", "project", "source", "import", "model_set")
"""Tables read at every open: without them nothing works."""


def open_database(
    home: Home, config: Config
) -> tuple[duckdb.DuckDBPyConnection, list[str]]:
    """Open the database; where it is damaged, without its log, or from a backup.

    Returns:
        The connection, and sentences that say what had to be done.

    Raises:
        BusyError: Another process has it open.
        StoreError: It cannot be opened, and not because it is damaged.
    """
    said: list[str] = []
    if marker(home).exists():
        _start_over(home, said)
    try:
        return _attempt(home.database, config), said
    except duckdb.Error as error:
        refuse_if_sound(error)
    log = wal_of(home.database)
    if log.exists():
        set_aside(log)
        said.append("A damaged log was set aside when the warehouse was opened.")
        try:
            return _attempt(home.database, config), said
        except duckdb.Error as error:
            refuse_if_sound(error)
    _start_over(home, said)
    return _attempt(home.database, config), said


def _attempt(path: Path, config: Config) -> duckdb.DuckDBPyConnection:
    """Open the file and read the tables that everything needs."""
    connection = duckdb.connect(str(path), config=config)
    try:
        there = {
            row[0]
            for row in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'main'"
            ).fetchall()
        }
        for name in PROBED:
            if name in there:
                connection.execute(f"select max(hash(t)) from {name} as t").fetchall()
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _start_over(home: Home, said: list[str]) -> None:
    """Put the newest sound backup in the place of a damaged file, or nothing."""
    for path in (home.database, wal_of(home.database)):
        if path.exists():
            set_aside(path)
    said.append("The warehouse file was damaged and has been set aside.")
    source = newest_sound(home)
    if source is not None:
        put_in_place(home, source)
        said.append(f"The backup {source.name} was restored.")
    marker(home).unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Rename a damaged file so that nothing opens it again."""
    target = path.with_name(f"{path.name}.{now():%Y%m%d%H%M%S%f}.damaged")
    shutil.move(path, target)
    return target


def marker(home: Home) -> Path:
    """Return the file that says: damage was found, recover at the next start."""
    return home.path / "damaged"
