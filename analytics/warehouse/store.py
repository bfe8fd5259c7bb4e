"""Open the warehouse, hand out cursors, and let one writer in at a time.

A DuckDB connection is not for several threads, a cursor is; so every call takes its
own. The configuration is closed before anything is read: no file outside the stage
and the backups, no network, no extension, and none of it can be changed afterwards.
"""

from __future__ import annotations

import gc
import os
import shutil
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from weakref import WeakSet

import duckdb

from analytics.errors import DiskFullError, StoreError
from analytics.settings import FREE_BYTES
from analytics.warehouse import backup, damage, journal, recover
from analytics.warehouse.migrate import migrate
from analytics.warehouse.models import refresh

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from analytics.settings import Home

STORAGE = "v1.5.0"
"""Readable by every DuckDB we allow, and proof against replaying a stale log."""
MEMORY = "700MB"
CHECKPOINT = "1KB"
"""A commit goes into the file at once instead of into the log first."""
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
        self._notes: list[journal.Entry] = []
        self._is_closed = False
        self._handed_out: WeakSet[duckdb.DuckDBPyConnection] = WeakSet()
        self._copying: duckdb.DuckDBPyConnection | None = None
        self._root: duckdb.DuckDBPyConnection | None = self._open()

    def _open(self) -> duckdb.DuckDBPyConnection:
        """Open the file; where damage shows only now, once more from a backup."""
        try:
            return self._try_to_open()
        except StoreError:
            if recover.marker(self.home).exists():
                return self._try_to_open()
            raise

    def _try_to_open(self) -> duckdb.DuckDBPyConnection:
        config: recover.Config = {
            "storage_compatibility_version": STORAGE,
            "memory_limit": MEMORY,
            "threads": THREADS,
            "checkpoint_threshold": CHECKPOINT,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(self.home.stage / "spill"),
        }
        root, said = recover.open_database(self.home, config)
        self.log.extend(said)
        try:
            self._close_configuration(root)
            migrate(root, self.home)
            refresh(root)
        except BaseException as error:
            root.close()
            if (sentence := self.explained(error)) is not None:
                raise sentence from error
            raise
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
        root = self._root
        if root is None:
            with self._writing:
                if self._is_closed:
                    message = "Steerco is stopping."
                    raise StoreError(message)
                root = self._root = self._root or self._open()
        cursor = root.cursor()
        self._handed_out.add(cursor)
        return cursor

    def note(self, entry: journal.Entry) -> None:
        """Promise something, once the writer's present transaction is stored."""
        self._notes.append(entry)

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the one writer a transaction: all of it happens, or nothing.

        What was noted meanwhile is in the journal before this returns.

        Raises:
            DiskFullError: There is too little room to write safely.
            StoreError: The warehouse file turns out to be damaged.
        """
        with self._writing:
            self._check_room()
            self._notes = []
            cursor = self.cursor()
            try:
                cursor.execute("begin")
                yield cursor
                cursor.execute("commit")
            except duckdb.Error as error:
                self._give_up(cursor, error)
                if (sentence := self.explained(error)) is not None:
                    raise sentence from error
                raise
            except BaseException:
                _roll_back(cursor)
                raise
            self._promise()
            self._checkpoint(cursor)

    @contextmanager
    def rehearsing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a transaction that is always taken back."""
        with self._writing:
            cursor = self.cursor()
            cursor.execute("begin")
            try:
                yield cursor
            finally:
                _roll_back(cursor)
                cursor.close()

    def _promise(self) -> None:
        """Write down what was stored before anybody is told."""
        try:
            journal.append(self.home, self._notes)
        except OSError as error:
            message = (
                "The disk is full. What you sent is stored, but not safely: make room "
                "and send it again; nothing will be doubled."
            )
            raise DiskFullError(message) from error

    def _checkpoint(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Fold the log into the file; what was committed stays either way."""
        try:
            cursor.execute("checkpoint")
        except duckdb.TransactionException:
            pass  # readers are under way; DuckDB checkpoints by itself later
        except (duckdb.FatalException, duckdb.IOException) as error:
            self._give_up(cursor, error)
        finally:
            cursor.close()

    def _give_up(self, cursor: duckdb.DuckDBPyConnection, error: duckdb.Error) -> None:
        """Take a transaction back, and reopen where DuckDB has given up the file."""
        _roll_back(cursor)
        if isinstance(error, duckdb.FatalException | duckdb.InternalException):
            root, self._root = self._root, None
            if root is not None:
                root.close()
            with suppress(StoreError):  # else the next call tries again
                self._root = self._open()

    def explained(self, error: BaseException) -> StoreError | None:
        """Return the sentence for damage, a full disk or memory, if it is that."""
        if not isinstance(error, duckdb.Error):
            return None
        if damage.is_damage(error):
            recover.marker(self.home).touch()
            return StoreError(
                "A part of the warehouse file is damaged. Start Steerco again: it "
                "restores the newest backup and loads what came after it."
            )
        if isinstance(error, duckdb.FatalException | duckdb.IOException):
            return _disk_full()
        if isinstance(error, duckdb.OutOfMemoryException):
            return StoreError(
                "That needs more memory than the warehouse may use. Nothing was "
                "changed. Load the files one by one."
            )
        return None

    @contextmanager
    def paused(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor while nobody writes; closing the warehouse interrupts it."""
        with self._writing:
            cursor = self._copying = self.cursor()
            try:
                yield cursor
            finally:
                self._copying = None
                cursor.close()

    def _check_room(self) -> None:
        if shutil.disk_usage(self.home.path).free < FREE_BYTES:
            raise _disk_full()

    def backup(self, target: Path) -> None:
        """Write a verified copy while others go on reading."""
        backup.write(self, target)

    def rewrite(self) -> bool:
        """Write the database file anew, without the bytes of deleted rows.

        Returns whether it was done; not while somebody reads, or without room.
        """
        copy = self.home.backups / f".rewriting.{os.getpid()}.writing"
        with self._writing:
            try:
                backup.verify_copy(copy, self._copied(copy))
                return self._put_in_place(copy)
            except (duckdb.Error, OSError, StoreError):
                return False
            finally:
                copy.unlink(missing_ok=True)
                backup.wal_of(copy).unlink(missing_ok=True)

    def _copied(self, copy: Path) -> dict[str, int]:
        with self.paused() as cursor:
            return backup.copy_database(cursor, copy)

    def _put_in_place(self, copy: Path) -> bool:
        """Take another file for the database, if nobody has the present one open."""
        gc.collect()
        if len(self._handed_out):
            return False
        root, self._root = self._root, None
        if root is not None:
            root.close()
        copy.replace(self.home.database)
        journal.sync_folder(self.home.path)
        self._root = self._open()
        return True

    def close(self) -> None:
        """Write everything into the file and let go of it; twice does no harm.

        A change under way is finished first, a copy under way is given up.
        """
        while not self._writing.acquire(timeout=0.1):
            copying = self._copying
            if copying is not None:
                with suppress(duckdb.Error):
                    copying.interrupt()
        try:
            self._is_closed = True
            root, self._root = self._root, None
            if root is not None:
                with suppress(duckdb.Error):
                    root.close()
        finally:
            self._writing.release()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):
        cursor.execute("rollback")
    cursor.close()


def _disk_full() -> DiskFullError:
    return DiskFullError(
        "There is too little room on the disk to store this safely. Nothing was "
        "changed. Make room and try again."
    )
