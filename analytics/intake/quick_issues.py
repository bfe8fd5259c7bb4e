"""Reads the fields of many issues at once, in DuckDB.

Most cells of an issue are like those of others: its status, its people, its sprint.
DuckDB takes the fields apart and collects what is different; each different cell is
then understood once, by the code that reads every other file. Only titles and
instants, which no two issues share, are read by DuckDB where they are plain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.headers import plain
from analytics.importers.issue_links import jira_links
from analytics.importers.jira_fields import role_by_shape
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_issue import INSTANTS, PARTS, TEXTS, Around
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.importers.jira_worklogs import embedded, missing
from analytics.intake.json_pieces import DoubtError, decoded
from analytics.intake.quick_cells import (
    Column,
    cell_of,
    filled_by,
    taken_out,
    unclear,
    value_of,
)
from analytics.intake.quick_events import all_rows
from analytics.intake.staging import create_typed, row_line, rows_in
from analytics.schema import ISSUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.errors import Problem
    from analytics.importers.jira_fields import FieldNames

STEP = 25_000
"""Issues that are taken apart at once."""
MOST_KNOWN = 50_000
"""Different cells that are remembered from one step to the next."""
_SHAPED = ("unnamed", "custom")


class _OneName(SprintBook):
    """Sprints that have one name each; else it counts who says what in which order."""

    def add(self, row: dict[str, Any], cells: Cells) -> None:
        """Keep what is known best."""
        said = Cells(cells.line, [])
        super().add(row, said)
        if said.problems:
            raise DoubtError


@dataclass(slots=True)
class Issues:
    """The issues of one file, and what is said of all of them."""

    connection: DuckDBPyConnection
    names: FieldNames
    folder: Path
    step: int = STEP
    sprints: SprintBook = field(default_factory=_OneName)
    statuses: StatusBook = field(default_factory=StatusBook)
    worklogs: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    without_hours: list[str] = field(default_factory=list)
    problems: list[tuple[tuple[int, int], Problem]] = field(default_factory=list)
    known: dict[tuple[int, tuple[str, ...], str], tuple[str, list[Problem]]] = field(
        default_factory=dict
    )

    def create(self) -> None:
        """Create the typed table of issues.

        Raises:
            DoubtError: One of them is not as issues are.
        """
        count, keys = self.connection.execute(
            "select count(*), count(distinct key) from quick_issue"
        ).fetchall()[0]
        if count != keys:
            raise DoubtError
        kinds = ", ".join(f"{c.name} {c.type}" for c in ISSUE.columns)
        self.connection.execute(
            f"create or replace table quick_row (line BIGINT, {kinds})"
        )
        for first in range(0, count, self.step):
            self._take(first)
        expressions = {column.name: column.name for column in ISSUE.columns}
        create_typed(self.connection, ISSUE, expressions, "quick_row")
        for table in ("step", "understood", "row", "issue"):
            self.connection.execute(f"drop table if exists quick_{table}")

    def _take(self, first: int) -> None:
        """Take one step."""
        within = f"n >= {first} and n < {first + self.step}"
        step = f"(select * from quick_issue where {within})"
        shown = self._keys(step)
        columns, places = self._columns(step, shown)
        parts = ", ".join(f"{value_of(c, places)} as p{c.number}" for c in columns)
        self.connection.execute(
            "create or replace table quick_step as select n, line, key, number, "
            f"{parts} from (select *, {taken_out(places)} as v, json_keys(fields) "
            "as keys, regexp_extract(key, '^(.*)-[^-]*$', 1, 's') as prefix "
            f"from {step})"
        )
        path = self.folder / "cells.ndjson"
        with path.open("w", encoding="utf-8") as stream:
            for column in columns:
                stream.writelines(self._understood(column))
        self._join(columns, path)
        linked = [key for key in shown if self.names.role(key) == "links"]
        self._read_lists(step, [key for key in shown if key == "worklog"] + linked)

    def _keys(self, step: str) -> list[str]:
        """Return the keys of all fields.

        Raises:
            DoubtError: One is there twice in an issue, or may be called otherwise.
        """
        rows = self.connection.execute(
            "select key, bool_or(is_twice) from (select unnest(keys) as key, "
            "len(keys) <> len(list_distinct(keys)) as is_twice from (select distinct "
            f"json_keys(fields) as keys from {step})) group by 1 order by 1"
        ).fetchall()
        spelled = {plain(name): name for name in self.names.names.values()}
        for key, is_twice in rows:
            if is_twice or key.startswith("System."):
                raise DoubtError
            if spelled.get(plain(key), key) != key:
                raise DoubtError
        return [key for key, _ in rows]

    def _columns(
        self, step: str, shown: list[str]
    ) -> tuple[list[Column], dict[str, int]]:
        """Return the parts of an issue, and in which order keys are taken out."""
        roles = {key: {self.names.role(key)} for key in shown}
        shaped = [key for key in shown if not roles[key].isdisjoint(_SHAPED)]
        roles |= self._by_shape(step, shaped)
        wanted = {key: roles[key] - {""} for key in shown if roles[key] - {""}}
        columns = []
        for number, part in enumerate(PARTS):
            keys = [key for key in wanted if not wanted[key].isdisjoint(part.roles)]
            said = [role for key in keys for role in wanted[key]]
            rival = len(said) > len(set(said))
            is_plain = not rival and part.roles[0] in (*TEXTS, *INSTANTS)
            columns.append(Column(number, part, tuple(keys), rival, is_plain))
        return columns, {key: place for place, key in enumerate(wanted, start=1)}

    def _by_shape(self, step: str, keys: list[str]) -> dict[str, set[str]]:
        """Return what each of these fields is, judged by its values."""
        found: dict[str, set[str]] = {key: set() for key in keys}
        if not keys:
            return found
        places = {key: place for place, key in enumerate(keys, start=1)}
        values = self.connection.cursor().execute(
            "select distinct place, value from (select unnest(range(1, len(v) + 1)) as "
            f"place, unnest(v) as value from (select {taken_out(places)} "
            f"as v from {step})) where value not in ('null', '\"\"', '[]')"
        )
        for place, text in all_rows(values):
            key = keys[place - 1]
            value = decoded(text)
            is_named = self.names.role(key) == "custom"
            found[key].add(role_by_shape(key, value, is_named=is_named))
        return found

    def _understood(self, column: Column) -> Iterator[str]:
        """Read each different cell once; yield lines of what it says."""
        found = self.connection.cursor().execute(
            f"select p{column.number}, arg_min(line, n) from quick_step "
            f"where {unclear(column)} group by 1 order by min(n)"
        )
        for value, line in all_rows(found):
            text, problems = self._read(column, value, line)
            if problems:
                self._expand(column, value, problems)
            yield text
        if len(self.known) > MOST_KNOWN:
            self.known.clear()

    def _read(self, column: Column, value: str, line: int) -> tuple[str, list[Problem]]:
        known = (column.number, column.keys, value)
        if known not in self.known:
            texts = value.split("\x1f")
            prefix = texts.pop() if column.part.of_key else ""
            order = decoded(texts.pop()) if column.in_order else column.keys
            held = dict(zip(column.keys, texts, strict=False))
            fields = {key: decoded(held[key]) for key in order if held[key] != "\x1e"}
            cells = Cells(line, [])
            around = Around(f"{prefix}-1", self.sprints, self.statuses)
            row = column.part.read(self.names.sort(fields), cells, around)
            told = {"part": column.number, "value": value, **row}
            self.known[known] = (row_line(told), cells.problems)
        return self.known[known]

    def _expand(self, column: Column, value: str, problems: list[Problem]) -> None:
        """Say the problems of a cell of each issue that has it."""
        rows = self.connection.execute(
            f"select n, line from quick_step as step where p{column.number} = ?",
            [value],
        ).fetchall()
        for n, line in rows:
            for problem in problems:
                own = type(problem)(line, problem.column, problem.message)
                self.problems.append(((n, column.number), own))

    def _join(self, columns: Iterable[Column], path: Path) -> None:
        """Add the rows of a step: to each part what its cell says."""
        source = rows_in(path, ISSUE, part="BIGINT", value="VARCHAR")
        self.connection.execute(
            f"create or replace table quick_understood as select * from {source}"
        )
        joins = []
        filled = {"issue_key": "step.key", "issue_number": "step.number"}
        for column in columns:
            one = f"d{column.number}"
            joins.append(
                f"left join (select * from quick_understood where part = "
                f"{column.number}) as {one} on step.p{column.number} = {one}.value"
            )
            for name in filled_by(column.part):
                filled[name] = cell_of(column, name)
        types = {column.name: column.type for column in ISSUE.columns}
        values = ", ".join(
            f"try_cast({value} as {types[name]}) as {name}"
            for name, value in filled.items()
        )
        self.connection.execute(
            f"insert into quick_row by name select step.line, {values} "
            f"from quick_step as step {' '.join(joins)} order by step.n"
        )

    def _read_lists(self, step: str, keys: list[str]) -> None:
        """Read the hours and links that issues carry, one by one."""
        places = {key: place for place, key in enumerate(keys, start=1)}
        values = ", ".join(f"v[{place}]::varchar" for place in places.values())
        if not values:
            return
        found = self.connection.cursor().execute(
            f"select n, line, key, number, {values} from (select *, "
            f"{taken_out(places)} as v from {step}) where len(list_filter(v, "
            "lambda x: x not in ('null', '[]'))) > 0 order by n"
        )
        for n, line, key, number, *texts in all_rows(found):
            told = zip(keys, texts, strict=True)
            fields = {name: decoded(text) for name, text in told if text is not None}
            if sum(isinstance(value, list) for value in fields.values()) > 1:
                raise DoubtError
            cells = Cells(line, [])
            head = {"issue_key": key, "issue_number": number}
            issue = {"fields": fields}
            self.worklogs += embedded(issue, head, cells)
            self.links += jira_links(fields, self.names, key, cells)
            self.problems += [((n, len(PARTS)), one) for one in cells.problems]
            if missing(issue):
                self.without_hours.append(key)
