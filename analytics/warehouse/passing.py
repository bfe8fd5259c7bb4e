"""A past state of a project, looked at once and kept nowhere.

Its marts are built in a transaction that is always taken back: states that people
look at stay built, and no other reader sees it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from analytics.warehouse import models
from analytics.warehouse.projects import read_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from analytics.warehouse.store import Warehouse


class _Lent:
    """A cursor that whoever asks for it may use, but not close."""

    def __init__(self, cursor: DuckDBPyConnection) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> object:
        return getattr(self._cursor, name)

    def close(self) -> None:
        """Leave it open: the transaction goes on."""


class _Rehearsed:
    """A warehouse as one transaction sees it."""

    def __init__(self, warehouse: Warehouse, cursor: DuckDBPyConnection) -> None:
        self._warehouse = warehouse
        self._cursor = cursor

    def __getattr__(self, name: str) -> object:
        return getattr(self._warehouse, name)

    def cursor(self) -> DuckDBPyConnection:
        """Return the cursor of the transaction."""
        return cast("DuckDBPyConnection", _Lent(self._cursor))


@contextmanager
def passing(
    warehouse: Warehouse, project_id: str, import_ids: Sequence[int]
) -> Iterator[Warehouse]:
    """Give a warehouse in which the state of these imports is built.

    Nobody else can write meanwhile, and nothing of it is left afterwards.
    """
    with warehouse.rehearsing() as cursor:
        models.build(cursor, read_project(cursor, project_id), import_ids)
        yield cast("Warehouse", _Rehearsed(warehouse, cursor))


def is_kept(
    warehouse: Warehouse, project_id: str, import_ids: Sequence[int]
) -> tuple[str, bool]:
    """Return the id of the state of these imports, and whether it is built."""
    cursor = warehouse.cursor()
    name = models.set_id(read_project(cursor, project_id), import_ids)
    return name, models.is_built(cursor, name)
