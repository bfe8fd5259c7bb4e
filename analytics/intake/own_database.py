"""The parser's own database: opened before there is a file, empty for each reading.

Opening one takes a hundredth of a second, as long as reading a small file does. So the
template opens it, its forks inherit it, and each reading attaches an empty database of
its own to it, which goes when the next is asked for.

Nothing is ever bound to a `?`: the first value that is bound makes DuckDB load pandas,
which takes longer than all the rest of a small file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from analytics.importers.base import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.intake.request import Request

_KEPT: list[duckdb.DuckDBPyConnection] = []
"""The database, and the connection to what the last reading holds."""
EMPTY = "reading"
LACKS = (
    duckdb.OutOfMemoryException,
    duckdb.IOException,
    MemoryError,
    OSError,
    RecursionError,
)
"""What is raised where a process has too little memory, disk or stack."""


def prepare() -> None:
    """Open the database, where it is not open yet; it has no thread of its own."""
    if _KEPT:
        return
    opened = duckdb.connect(
        ":memory:",
        config={
            "threads": "1",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    opened.execute("set preserve_insertion_order = true")
    opened.execute("set enable_progress_bar = false")
    _KEPT.append(opened)


def connect(request: Request) -> duckdb.DuckDBPyConnection:
    """Return a connection to an empty database with the limits of the request.

    What an earlier one of this process held is gone. A database that has given up is
    replaced.
    """
    try:
        return _attach(request)
    except duckdb.Error:
        while _KEPT:
            _KEPT.pop().close()
        return _attach(request)


def _attach(request: Request) -> duckdb.DuckDBPyConnection:
    prepare()
    kept, *used = _KEPT
    for one in used:
        one.close()
    del _KEPT[1:]
    kept.execute(f"detach database if exists {EMPTY}")
    kept.execute(f"set memory_limit = '{request.limits.memory_bytes // 2 >> 20}MiB'")
    kept.execute(f"set temp_directory = {quoted(str(request.folder / 'spill'))}")
    kept.execute(f"attach ':memory:' as {EMPTY}")
    connection = kept.cursor()
    _KEPT.append(connection)
    connection.execute(f"use {EMPTY}")
    return connection


def lines_in_order(lines: Iterable[int]) -> str:
    """Return SQL of a relation with one column, `line`.

    As one text: a list of numbers would take six times longer.

    >>> duckdb.sql(f"from {lines_in_order([3, 5])}").fetchall()
    [(3,), (5,)]
    >>> duckdb.sql(f"from {lines_in_order([])}").fetchall()
    []
    """
    text = quoted(" ".join(map(str, lines)))
    return (
        "(select line::bigint as line from "
        f"(select unnest(string_split({text}, ' ')) as line) where line <> '')"
    )
