"""What an error of DuckDB means: damage, a full disk, somebody else, a newer file."""

from __future__ import annotations

import duckdb

from analytics.errors import BusyError, DiskFullError, StoreError

NO_ROOM = ("no space left", "file too large", "disk quota", "disk full")
REFUSED = ("permission denied", "read-only file system", "no such file", "directory")
NEWER = ("version number", "newer version")
DAMAGE = ("corrupt", "checksum", "read enough bytes")


def is_damage(error: duckdb.Error) -> bool:
    """Say whether an error of a query means that the file itself is damaged."""
    return any(words in str(error).lower() for words in DAMAGE)


def is_no_room(error: BaseException) -> bool:
    """Say whether an error means that the disk is full."""
    return any(words in str(error).lower() for words in NO_ROOM)


def refuse_if_sound(error: duckdb.Error) -> None:
    """Raise what is no damage as the sentence it deserves.

    Raises:
        BusyError: Another process has the file open.
        DiskFullError: There is no room to open it.
        StoreError: It may not be read, or a newer DuckDB has written it.
    """
    text = str(error).lower()
    if "set lock" in text or "conflicting lock" in text:
        raise BusyError(_busy(str(error))) from error
    if is_no_room(error):
        message = "The disk is full, so the warehouse cannot be opened. Make room."
        raise DiskFullError(message) from error
    if is_damage(error):
        return
    if any(words in text for words in NEWER):
        message = "The warehouse was written by a newer version of DuckDB. Update it."
        raise StoreError(message) from error
    if isinstance(error, duckdb.IOException) and any(w in text for w in REFUSED):
        message = "The warehouse file cannot be opened: is STEERCO_HOME writable?"
        raise StoreError(message) from error


def _busy(detail: str) -> str:
    pid = "".join(c for c in detail.partition("PID ")[2].split(")")[0] if c.isdigit())
    who = f" (process {pid})" if pid else ""
    return (
        f"Steerco is already running on this data{who}. Use the running server, or "
        "stop it first."
    )
