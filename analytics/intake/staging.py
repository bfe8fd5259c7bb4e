"""From raw cells to typed canonical rows, as Parquet for the warehouse to take.

Every staged table has `line`, the canonical columns in their SQL types, and
`row_hash`, the identity of a row's content: two uploads that agree on a row share
its hash, so the row is stored once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.errors import Problem
from analytics.importers.base import Fitted, RawTable, TableImporter, quoted
from analytics.schema import NUMBERS, TEXTS, Table, table
from analytics.settings import MAX_LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.importers.base import Found
    from analytics.importers.documents import Extract

EXCERPT = 80
NOTHING = quoted(chr(30))
"""What stands for an empty column in the content of a row."""
HALVES = (
    "(row_hash >> 64)::ubigint as hash_high, "
    "(row_hash & 18446744073709551615::uhugeint)::ubigint as hash_low"
)
"""Parquet has no number of 128 bits; written whole, a hash would lose most of them."""


@dataclass(slots=True)
class Staged:
    """What fitting and casting made of a raw table."""

    expressions: dict[str, str]
    notes: list[str]
    problems: list[Problem]
    problem_count: int


def fit(importer: TableImporter, raw: RawTable, found: Found) -> Staged:
    """Decide how each column is read, and list the cells that cannot be."""
    staged = Staged({}, [], [], 0)
    extra: dict[str, str] = {}
    read = importer.fit_all(raw, found.columns)
    for column, fitted in read.items():
        staged.expressions[column] = fitted.expression
        for name, expression in fitted.extra.items():
            extra.setdefault(name, expression)
        staged.notes.extend(note for note in fitted.notes if note not in staged.notes)
    for name, expression in extra.items():
        own = staged.expressions.get(name)
        staged.expressions[name] = (
            f"coalesce({own}, {expression})" if own else expression
        )
    doubtful = {name: one for name, one in read.items() if one.unreadable is not None}
    if doubtful:
        counts = raw.fetch(
            ", ".join(
                f"count(*) filter (where {one.unreadable})" for one in doubtful.values()
            )
        )[0]
        for (column, fitted), count in zip(doubtful.items(), counts, strict=True):
            if count:
                staged.problem_count += count
                _unreadable(raw, found, column, fitted, staged)
    return staged


def _unreadable(
    raw: RawTable, found: Found, column: str, fitted: Fitted, staged: Staged
) -> None:
    """List the filled cells of a column that could not be read."""
    positions = found.columns.get(column, ())
    cells = ", ".join(raw.cell(position) for position in positions) or "NULL"
    header = found.header[positions[0]] if positions else column
    rows = raw.connection.execute(
        f"select line, coalesce({cells}, NULL) from {raw.relation} "
        f"where {fitted.unreadable} "
        f"order by line limit {MAX_LISTED}"
    ).fetchall()
    staged.problems.extend(
        Problem(line, header, f"{shown(value)} {fitted.why}") for line, value in rows
    )


def shown(value: object) -> str:
    """Return a cell as a sentence may quote it: short, in quotes.

    >>> shown("31/31/2024")
    "'31/31/2024'"
    """
    text = " ".join(str(value).split())
    return repr(text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…")


def create_typed(
    connection: DuckDBPyConnection,
    target: Table,
    expressions: Mapping[str, str],
    source: str,
    *,
    line: str = "line",
) -> None:
    """Create `typed_<table>`: line, canonical columns, row_hash.

    A column that no expression fills is NULL.
    """
    connection.execute(
        f"create or replace table typed_{target.name} as "
        f"{_typed(target, expressions, source, line)}"
    )


def _typed(
    target: Table, expressions: Mapping[str, str], source: str, line: str
) -> str:
    """Return SQL of typed rows and what they are known by."""
    columns = ", ".join(
        f"try_cast({expressions[column.name]} as {column.type}) as {column.name}"
        if column.name in expressions
        else f"NULL::{column.type} as {column.name}"
        for column in target.columns
    )
    hashed = ", ".join(
        f"coalesce({column.name}::varchar, {NOTHING})"
        if column.name in expressions
        else NOTHING
        for column in target.columns
    )
    return (
        f"select *, md5_number(concat_ws(chr(31), {hashed})) as row_hash "
        f"from (select {line} as line, {columns} from {source})"
    )


def create_beside(
    connection: DuckDBPyConnection, expressions: Mapping[str, str], source: str
) -> None:
    """Create the tables of columns such as `sprint.name`, once for each content.

    A row of the file may say something of another thing as well, such as the dates of
    the sprint that an issue is in. Rows without the key or name of it say nothing.
    """
    others = dict.fromkeys(
        name.partition(".")[0] for name in expressions if "." in name
    )
    for other in others:
        target, start = table(other), len(other) + 1
        own = {
            n[start:]: e for n, e in expressions.items() if n.startswith(f"{other}.")
        }
        create_typed(connection, target, own, source)
        key = target.key or next(iter(own))
        connection.execute(
            f"delete from typed_{other} where {key} is null or line not in "
            f"(select min(line) from typed_{other} group by row_hash)"
        )


def write_parquet(connection: DuckDBPyConnection, target: Table, folder: Path) -> int:
    """Write a typed table for the warehouse; return its number of rows."""
    path = folder / f"{target.name}.parquet"
    return _copy(connection, f"typed_{target.name}", path)


def write_rows(
    connection: DuckDBPyConnection,
    target: Table,
    expressions: Mapping[str, str],
    source: str,
    path: Path,
    *,
    line: str = "line",
) -> int:
    """Write typed rows at once, as `create_typed` makes them; return how many."""
    rows = f"({_typed(target, expressions, source, line)})"
    return _copy(connection, rows, path)


def part_of(folder: Path, target: Table, number: int) -> Path:
    """Return where one of several parts of a table is written."""
    return folder / f"{target.name}.{number}.parquet"


def view_parts(
    connection: DuckDBPyConnection, target: Table, parts: Iterable[Path]
) -> None:
    """Let `typed_<table>` show what was written in parts."""
    paths = ", ".join(quoted(str(path)) for path in parts)
    connection.execute(
        f"create view typed_{target.name} as select * from read_parquet([{paths}])"
    )


def _copy(connection: DuckDBPyConnection, rows: str, path: Path) -> int:
    (count,) = connection.execute(
        f"copy (select * exclude (row_hash), {HALVES} from {rows}) "
        f"to {quoted(str(path))} (format parquet, compression uncompressed)"
    ).fetchall()[0]
    return int(count)


def stage_rows(
    connection: DuckDBPyConnection, extract: Extract, name: str, work: Path
) -> None:
    """Create `typed_<table>` from the rows of a document importer."""
    path = work / f"{name}.ndjson"
    with path.open("w", encoding="utf-8") as stream:
        for row in extract.rows[name]:
            stream.write(row_line(row))
    load_rows(connection, name, path)


def row_line(row: Mapping[str, Any]) -> str:
    """Return a row of a document importer as `load_rows` reads it."""
    return json.dumps(_flat(row), ensure_ascii=False) + "\n"


def load_rows(connection: DuckDBPyConnection, name: str, path: Path) -> None:
    """Create `typed_<table>` from lines of rows."""
    target = table(name)
    expressions = {column.name: column.name for column in target.columns}
    create_typed(connection, target, expressions, rows_in(path, target))


def rows_in(path: Path, target: Table, **more: str) -> str:
    """Return SQL that reads the rows of a table that `row_line` wrote.

    Args:
        path: The file of the rows.
        target: What the rows are of; their values are not cast yet.
        more: Other columns beside its own, with their types.
    """
    types = {column.name: _json_type(column.type) for column in target.columns}
    columns = ", ".join(
        f"'{column}': '{kind}'"
        for column, kind in {"line": "BIGINT", **types, **more}.items()
    )
    return (
        f"read_json({quoted(str(path))}, format='newline_delimited', "
        f"auto_detect=false, maximum_object_size=67108864, columns={{{columns}}})"
    )


def _json_type(kind: str) -> str:
    return kind if kind in {TEXTS, NUMBERS} else "VARCHAR"


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}
