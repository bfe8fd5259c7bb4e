"""Bring a warehouse to the current shape: numbered steps, forward only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import StoreError
from analytics.warehouse import backup
from analytics.warehouse.sql_files import names, sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from analytics.settings import Home


def migrate(root: duckdb.DuckDBPyConnection, home: Home) -> None:
    """Apply the migrations that are missing, each in its own transaction.

    Raises:
        StoreError: The file was written by a newer Steerco.
    """
    steps = names("migrations")
    root.execute(
        "create table if not exists migration "
        "(number bigint not null, name varchar not null)"
    )
    done = {row[0] for row in root.execute("select number from migration").fetchall()}
    if done and max(done) > len(steps):
        message = (
            "The warehouse was written by a newer version of Steerco. Update Steerco, "
            "or restore an older backup."
        )
        raise StoreError(message)
    for number, name in enumerate(steps, start=1):
        if number in done:
            continue
        if done:
            keep_copy(root, home, number)
        root.execute("begin")
        root.execute(sql(f"migrations/{name}"))
        root.execute("insert into migration values (?, ?)", [number, name])
        root.execute("commit")


def keep_copy(root: duckdb.DuckDBPyConnection, home: Home, number: int) -> Path:
    """Write a verified copy of the warehouse before its shape changes."""
    target = home.backups / f"before-migration-{number:04}.duckdb"
    target.unlink(missing_ok=True)  # of a migration that was interrupted
    expected = backup.copy_database(root, target)
    backup.verify_copy(target, expected)
    target.chmod(0o600)
    return target
