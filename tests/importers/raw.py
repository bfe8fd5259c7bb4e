"""Runs a table importer on the text of a CSV, as the reading child does."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from analytics import schema
from analytics.importers.base import HEADER_ROWS, Grid, RawTable, Settling

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Fitted, Spec, TableImporter


@dataclass(frozen=True, slots=True)
class Read:
    """What an importer made of a text: typed rows, notes, and unreadable cells."""

    rows: list[dict[str, Any]]
    notes: list[str]
    problems: list[tuple[int, str, str]]
    """Line, canonical column, reason."""

    def column(self, name: str) -> list[Any]:
        return [row[name] for row in self.rows]


NUMBERS = itertools.count(1)


@cache
def memory() -> duckdb.DuckDBPyConnection:
    """Return the DuckDB that all tests of a process share; opening one takes time."""
    return duckdb.connect()


def raw_table(
    header: Sequence[str], records: Sequence[tuple[int, Sequence[str]]]
) -> RawTable:
    """Put cells into a table of its own, with all columns loaded."""
    connection, relation = memory(), f"raw_{next(NUMBERS)}"
    names = [f"c{position}" for position in range(len(header))]
    columns = ", ".join(f"{name} varchar" for name in names)
    connection.execute(f"create temp table {relation} (line bigint, {columns})")
    lines = [line for line, _ in records]
    filled = [[cells[p] or None for _, cells in records] for p in range(len(header))]
    unnested = ", ".join("unnest(?::varchar[])" for _ in header)
    connection.execute(
        f"insert into {relation} select unnest(?::bigint[]), {unnested}",
        [lines, *filled],
    )
    positions = frozenset(range(len(header)))
    return RawTable(connection, relation, tuple(header), positions)


def read_csv(importer: TableImporter, text: str, delimiter: str = ",") -> Read:
    """Find the header of a CSV, fit all columns and read all records."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    rows, line = [], 1
    for cells in reader:
        rows.append((line, cells))
        line = reader.line_num + 1
    found = importer.find(Grid("", tuple(tuple(row) for _, row in rows[:HEADER_ROWS])))
    assert found is not None, "the importer does not claim this text"
    raw = raw_table(found.header, rows[found.header_row + 1 :])
    said: tuple[str, ...] = ()
    if isinstance(importer, Settling):
        found, said = importer.settled(raw, found)
    fitted = importer.fit_all(raw, found.columns)
    types = {column.name: column.type for column in importer.table.columns}
    for name in importer.columns:
        if "." not in name:  # there for `more`, such as the predecessors of a task
            types.setdefault(name, "VARCHAR")
    result = select(raw, fitted, types)
    return replace(result, notes=[*said, *result.notes])


def read_column(spec: Spec, cells: Sequence[str | None], kind: str) -> Read:
    """Read the cells of a single column called When; the row comes out as `value`."""
    records = [(line, [cell or ""]) for line, cell in enumerate(cells, start=2)]
    raw = raw_table(["When"], records)
    return select(raw, {"value": spec.fit(raw, (0,))}, {"value": kind})


def _beside(name: str) -> str:
    """Return the type of a column of another table, such as `sprint.name`."""
    other, _, column = name.partition(".")
    return schema.table(other).column(column).type if column else "DATE"


def select(
    raw: RawTable, fitted: Mapping[str, Fitted], types: Mapping[str, str]
) -> Read:
    """Run the fitted expressions, cast to the canonical types."""
    chosen: dict[str, str] = {}
    for column, fit in fitted.items():
        chosen[column] = fit.expression
        for name, expression in fit.extra.items():
            chosen.setdefault(name, expression)
    columns = [
        f'cast({expression} as {types.get(name) or _beside(name)}) as "{name}"'
        for name, expression in chosen.items()
    ]
    raw.connection.execute(
        f"create or replace table typed as select line, {', '.join(columns)} "
        f"from {raw.relation}"
    )
    cursor = raw.connection.execute("select * from typed order by line")
    names = [item[0] for item in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    problems = [
        (line, column, fit.why)
        for column, fit in fitted.items()
        if fit.unreadable is not None
        for (line,) in raw.connection.execute(
            f"select line from {raw.relation} where {fit.unreadable} order by line"
        ).fetchall()
    ]
    notes = [note for fit in fitted.values() for note in fit.notes]
    return Read(rows, notes, problems)
