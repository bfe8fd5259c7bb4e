"""Facts and results are kept by what they were made of, never by their content.

Bounded shelves, shared by all sessions. What lies on them is frozen and read only.
A result hangs on the very facts it was measured from, so a changed file, mapping or
setting can never be answered with an old figure.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from functools import wraps
from typing import (
    TYPE_CHECKING,
    Concatenate,
    Generic,
    ParamSpec,
    TypeVar,
    cast,
)

from analytics.facts import Facts, load_facts
from analytics.warehouse import reads
from analytics.warehouse.imports import list_imports

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from datetime import date

    from analytics.filters import Filters
    from analytics.warehouse.imports import ImportEntry
    from analytics.warehouse.store import Warehouse

V = TypeVar("V")
R = TypeVar("R")
T = TypeVar("T")
P = ParamSpec("P")


class Shelf(Generic[V]):
    """The newest so many values by key; made outside the lock, so none waits."""

    def __init__(self, most: int) -> None:
        """Keep at most so many."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, V] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the value of a key, made now if it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        value = make()
        with self._lock:
            value = self._kept.setdefault(key, value)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value

    def peek(self, key: Hashable) -> V | None:
        """Return the value of a key if it is there."""
        with self._lock:
            return self._kept.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


_STORED: Shelf[object] = Shelf(128)
_FACTS: Shelf[Facts] = Shelf(24)
_DERIVED: Shelf[tuple[object, object]] = Shelf(1024)
_RESULTS: Shelf[tuple[Facts, object]] = Shelf(512)


def stamp(warehouse: Warehouse) -> Hashable:
    """Return what changes with every write: size and time of the database files."""
    path = warehouse.home.database
    files = (path, path.with_name(path.name + ".wal"))
    found = [one.stat() for one in files if one.exists()]
    return (path, *((one.st_size, one.st_mtime_ns) for one in found))


def stored(
    name: str, warehouse: Warehouse, read: Callable[[], R], *scalars: Hashable
) -> R:
    """Return something read from the warehouse, read again after any write."""
    key = (stamp(warehouse), name, scalars)
    return cast("R", _STORED.get(key, read))


def facts(warehouse: Warehouse, project_id: str, *, upto: int | None = None) -> Facts:
    """Return the facts of a project with the frames that were read before."""
    return stored(
        "facts",
        warehouse,
        lambda: _with_frames(load_facts(warehouse, project_id, upto=upto)),
        project_id,
        upto,
    )


def _with_frames(found: Facts) -> Facts:
    """Return the same facts as they were used before an unrelated write."""
    entries = imports(found.warehouse, found.project.project_id)
    # Day and completeness of a file can be corrected without another set of files.
    loaded = tuple(entry for entry in entries if entry.undone_at is None)
    home = found.warehouse.home.path
    key = (home, found.key, found.project.name, found.import_ids, loaded)
    return _FACTS.get(key, lambda: found)


def narrowed(whole: Facts, *, as_of: date, filters: Filters) -> Facts:
    """Return facts of another day and under filters, with the frames read before."""
    return measured(
        "narrowed",
        whole,
        lambda: replace(whole, as_of=as_of, filters=filters),
        as_of,
        filters,
    )


def choices(whole: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return what each filter can be set to."""
    return measured(
        "choices", whole, lambda: reads.choices(whole.warehouse, whole.set_id)
    )


def measured(
    name: str, known: Facts, measure: Callable[[], R], *scalars: Hashable
) -> R:
    """Return a result of facts, measured once.

    Args:
        name: What is measured.
        known: What it is measured from. The kept entry holds on to it, so that no
            other facts can take its id.
        measure: Measures it.
        scalars: What else it depends on.
    """
    key = (id(known), name, scalars)
    return cast("R", _RESULTS.get(key, lambda: (known, measure()))[1])


def once(make: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Let a function of a frozen result and scalars be worked out once per result."""

    @wraps(make)
    def kept(result: T, *scalars: P.args, **named: P.kwargs) -> R:
        # The entry holds on to the result, so that no other can take its id.
        key = (make.__module__, make.__qualname__, id(result), scalars, *named.items())
        return cast(
            "R",
            _DERIVED.get(key, lambda: (result, make(result, *scalars, **named)))[1],
        )

    return cast("Callable[Concatenate[T, P], R]", kept)


def imports(
    warehouse: Warehouse, project_id: str | None = None
) -> tuple[ImportEntry, ...]:
    """Return the imports of a project (or of all), newest first."""
    return stored(
        "imports", warehouse, lambda: list_imports(warehouse, project_id), project_id
    )


def clear() -> None:
    """Forget all facts and results."""
    _STORED.clear()
    _FACTS.clear()
    _RESULTS.clear()
    _DERIVED.clear()
