"""Open the warehouse, hand out cursors, and let one writer in at a time.

A DuckDB connection is not for several threads, a cursor is; so every call takes its
own. The configuration is closed before anything is read: no file outside the stage
and the backups, no network, no extension, and none of it can be changed afterwards.
"""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from analytics.errors import BusyError, DiskFullError, StoreError
from analytics.settings import FREE_BYTES, Home
from analytics.warehouse.clock import now
from analytics.warehouse.migrate import migrate
from analytics.warehouse.models import refresh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORAGE = "v1.5.0"
"""Readable by every DuckDB we allow, and proof against replaying a stale log."""
MEMORY = "2GB"
THREADS = "1"
"""One thread for each question: two spend their time waiting for each other in the
allocator (measured: three times the processor time), and readers come in parallel."""


class Warehouse:
    """One database file, opened once per process."""

    def __init__(self, home: Home) -> None:
        """Open or create the warehouse of a home folder.

        Raises:
            BusyError: Another process has it open.
            StoreError: The file is damaged, or of a newer version of Steerco.
        """
        self.home = home.create()
        self.log: list[str] = []
        self._writing = threading.RLock()
        self._root = self._open()
        migrate(self._root, home)
        refresh(self._root)

    def _open(self) -> duckdb.DuckDBPyConnection:
        config = {
            "storage_compatibility_version": STORAGE,
            "memory_limit": MEMORY,
            "threads": THREADS,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(self.home.stage / "spill"),
        }
        try:
            root = duckdb.connect(str(self.home.database), config=config)
        except duckdb.IOException as error:
            if "lock" in str(error).lower():
                raise BusyError(_busy(str(error))) from error
            root = self._recover(config)
        except duckdb.Error:
            root = self._recover(config)
        self._close_configuration(root)
        return root

    def _recover(self, config: dict[str, str]) -> duckdb.DuckDBPyConnection:
        """Set a damaged log aside and open without it; say so."""
        log = self.home.database.with_name(self.home.database.name + ".wal")
        if not log.exists():
            message = (
                "The warehouse file is damaged. Restore the newest backup with "
                "'steerco restore'."
            )
            raise StoreError(message)
        aside = log.with_name(f"{log.name}.{now():%Y%m%d%H%M%S}.damaged")
        os.replace(log, aside)  # noqa: PTH105 - atomic on purpose
        try:
            root = duckdb.connect(str(self.home.database), config=config)
        except duckdb.Error as error:
            message = (
                "The warehouse file is damaged. Restore the newest backup with "
                "'steerco restore'."
            )
            raise StoreError(message) from error
        self.log.append(
            "A damaged log was set aside at start; files accepted since the last "
            "checkpoint are loaded again from their originals."
        )
        return root

    def _close_configuration(self, root: duckdb.DuckDBPyConnection) -> None:
        """Allow our own folders, forbid everything else, and check that it holds."""
        folders = [str(self.home.stage), str(self.home.backups)]
        listed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
        root.execute(f"set allowed_directories = [{listed}]")
        root.execute("set enable_external_access = false")
        root.execute("set lock_configuration = true")
        (external,) = root.execute(
            "select current_setting('enable_external_access')"
        ).fetchall()[0]
        if external:
            message = "The warehouse could not be closed to outside files."
            raise StoreError(message)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of one's own for one call."""
        return self._root.cursor()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the one writer a transaction: all of it happens, or nothing.

        Raises:
            DiskFullError: There is too little room to write safely.
        """
        with self._writing:
            self._check_room()
            cursor = self.cursor()
            cursor.execute("begin")
            try:
                yield cursor
            except BaseException as error:
                _roll_back(cursor)
                if isinstance(error, duckdb.FatalException):
                    self._reopen()
                    raise _disk_full() from error
                if isinstance(error, duckdb.IOException):
                    raise _disk_full() from error
                raise
            else:
                self._commit(cursor)
            finally:
                cursor.close()

    def _commit(self, cursor: duckdb.DuckDBPyConnection) -> None:
        try:
            cursor.execute("commit")
            cursor.execute("checkpoint")
        except (duckdb.FatalException, duckdb.IOException) as error:
            self._reopen()
            raise _disk_full() from error
        except duckdb.TransactionException:
            # Readers are under way; DuckDB checkpoints by itself later.
            return

    def _reopen(self) -> None:
        """Come back after DuckDB has given the database up (a full disk)."""
        self._root.close()
        self._root = self._open()

    def _check_room(self) -> None:
        if shutil.disk_usage(self.home.path).free < FREE_BYTES:
            raise _disk_full()

    def backup(self, target: Path) -> None:
        """Write a consistent copy while others go on reading."""
        name = str(target).replace("'", "''")
        with self._writing:
            cursor = self.cursor()
            try:
                cursor.execute(f"attach '{name}' as copy (storage_version '{STORAGE}')")
                (own,) = cursor.execute("select current_database()").fetchall()[0]
                cursor.execute(f'copy from database "{own}" to copy')
            finally:
                cursor.execute("detach database if exists copy")
                cursor.close()

    def close(self) -> None:
        """Write everything into the file and let go of it."""
        with self._writing:
            self._root.close()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        return


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "There is too little room on the disk to store this safely. Nothing was "
        "changed. Make room and try again."
    )


def _busy(detail: str) -> str:
    pid = "".join(c for c in detail.partition("PID ")[2].split(")")[0] if c.isdigit())
    who = f" (process {pid})" if pid else ""
    return (
        f"Steerco is already running on this data{who}. Use the running server, or "
        "stop it first."
    )

