"""Jira's issues with their change logs, where the file is large and plainly sound.

DuckDB reads the change logs, which are most of such a file, with their type given.
The issues are read by the code that reads every other file, one after the other and
never all at once. At the first doubt this reader gives up and the careful one decides;
both give the same rows, which a property test holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from analytics.importers.base import plain
from analytics.importers.documents import Document, Extract
from analytics.importers.issue_links import jira_links
from analytics.importers.jira_json import JIRA_JSON, history_notes, partial_of
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_issue import issue_row
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.importers.jira_worklogs import embedded, missing
from analytics.importers.json_document import PAGES
from analytics.importers.json_scan import COUNT
from analytics.importers.registry import JSON_IMPORTERS
from analytics.intake.json_pieces import DoubtError, Pieces, cut
from analytics.intake.quick_events import (
    collect,
    create_events,
    learn_names,
    lines_of,
)
from analytics.intake.staging import load_rows, row_line
from analytics.schema import ISSUE, ISSUE_EVENT, ISSUE_LINK, SPRINT, STATUS, WORKLOG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from duckdb import DuckDBPyConnection

    from analytics.importers.jira_fields import FieldNames

LEAST = 8 << 20
"""Bytes of a file below which the careful reader is fast enough."""

ROWS = 1_000
DEEPEST = 50
"""Levels of nesting that need no second look; the careful reader counts exactly."""


@dataclass(slots=True)
class Quick:
    """What was read: the tables that are typed already, and the rest."""

    connection: DuckDBPyConnection
    extract: Extract
    typed: frozenset[str] = frozenset((ISSUE.name, ISSUE_EVENT.name))


def read(
    path: Path, filename: str, work: Path, connect: Callable[[], DuckDBPyConnection]
) -> Quick | None:
    """Read a large search result; None where the careful reader must decide.

    Args:
        path: A UTF-8 file of JSON.
        filename: What messages call it.
        work: A folder for what is in between.
        connect: Opens the database of the parser.
    """
    lines = work / "records.ndjson"
    try:
        pieces = cut(path, lines)
        _check_claim(lines, pieces, filename)
        connection = connect()
        collect(connection, str(lines))
        names = learn_names(connection, pieces.envelope.get("names"))
        reading = _Reading(names, Extract(rows_read=pieces.count))
        with (work / f"{ISSUE.name}.ndjson").open("w", encoding="utf-8") as stream:
            reading.take(_records(connection, str(lines)), stream)
        reading.check(pieces.count)
        create_events(connection, names)
        load_rows(connection, ISSUE.name, work / f"{ISSUE.name}.ndjson")
    except (DoubtError, duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    finally:
        lines.unlink(missing_ok=True)
    extract = reading.finished()
    extract.partial = partial_of(_document(filename, pieces, reading.keys))
    return Quick(connection, extract)


def _document(filename: str, pieces: Pieces, keys: dict[str, None]) -> Document:
    """Return a document of the keys alone, with what stands beside the list."""
    envelope: dict[str, Any] = dict(pieces.envelope)
    if pieces.list_key:
        envelope[PAGES] = [{**pieces.envelope, COUNT: pieces.count}]
    return Document(
        filename, pieces.list_key, envelope, [(1, {"key": key}) for key in keys]
    )


def _check_claim(lines: Path, pieces: Pieces, filename: str) -> None:
    """Raise unless Jira's importer, and no other, claims the first record."""
    if pieces.count < 2:  # noqa: PLR2004 - one issue is never a whole project
        raise DoubtError
    with lines.open(encoding="utf-8") as stream:
        first = stream.readline()
    try:
        record = json.loads(first)["r"]
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    sample = Document(filename, pieces.list_key, pieces.envelope, [(1, record)])
    if [one for one in JSON_IMPORTERS if one.claims(sample)] != [JIRA_JSON]:
        raise DoubtError


@dataclass(slots=True)
class _Record:
    """One issue without its change log, and what is to be known of that."""

    line: int
    issue: dict[str, Any]
    is_logged: bool
    held: int
    total: int | None


def _records(connection: DuckDBPyConnection, lines: str) -> Iterator[_Record]:
    """Yield the issues one after the other.

    Raises:
        DoubtError: One of them is not as issues are.
    """
    entries = "r.changelog.histories"
    empty = (
        f"len(list_filter({entries}, lambda h: h is null or h.items is null or "
        "len(h.items) = 0 or len(list_filter(h.items, lambda i: i is null)) > 0)) > 0"
    )
    numbers = (
        f"list_filter(list_transform({entries}, lambda h: h.id), "
        "lambda x: x is not null)"
    )
    odd = (
        "r is null or r.names is not null "
        f"or r.changelog is not null and {entries} is null or coalesce({empty}, false) "
        f"or coalesce(len({numbers}) <> len(list_distinct({numbers})), false)"
    )
    found = connection.cursor().execute(
        f'select line, r."key"::varchar, r.id::varchar, r.fields::varchar, '
        f"{entries} is not null, coalesce(len({entries}), 0), "
        f"r.changelog.total::varchar, {odd} from {lines_of(lines)}"
    )
    while rows := found.fetchmany(ROWS):
        for line, key, number, fields, is_logged, held, total, is_odd in rows:
            if is_odd or key is None or fields is None:
                raise DoubtError
            issue = {"key": _value(key), "fields": _value(fields)}
            if number is not None:
                issue["id"] = _value(number)
            count = None if total is None else _value(total)
            yield _Record(line, issue, is_logged, held, _whole(count))


def _whole(count: object) -> int | None:
    if count is not None and type(count) is not int:
        raise DoubtError
    return count


def _value(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Decode a value as the careful reader does."""
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise DoubtError from error
    if text.count("{") + text.count("[") > DEEPEST and _is_deep(value):
        raise DoubtError
    return value


def _refuse(_: str) -> object:
    raise DoubtError


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return bool(level)


@dataclass(slots=True)
class _Reading:
    """Turns issues into rows, one by one, and keeps what is said of all of them."""

    names: FieldNames
    extract: Extract
    sprints: SprintBook = field(default_factory=SprintBook)
    statuses: StatusBook = field(default_factory=StatusBook)
    worklogs: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    keys: dict[str, None] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    short: dict[str, tuple[int, int]] = field(default_factory=dict)
    without_hours: list[str] = field(default_factory=list)
    is_logged: bool = False

    def take(self, records: Iterator[_Record], stream: TextIO) -> None:
        """Write the rows of all issues."""
        for record in records:
            issue, key = record.issue, record.issue["key"]
            fields = issue["fields"]
            if not isinstance(key, str) or not key.strip() or key != key.strip():
                raise DoubtError
            if key in self.keys or not isinstance(fields, dict) or not fields:
                raise DoubtError
            self.keys[key] = None
            self.shown |= fields.keys()
            self.is_logged |= record.is_logged
            if record.total is not None and record.total > record.held:
                self.short[key] = (record.held, record.total)
            if missing(issue):
                self.without_hours.append(key)
            stream.write(row_line(self._row(record.line, issue)))

    def _row(self, line: int, issue: dict[str, Any]) -> dict[str, Any]:
        cells = Cells(line, self.extract.problems)
        row = issue_row(
            issue,
            cells=cells,
            names=self.names,
            sprints=self.sprints,
            statuses=self.statuses,
        )
        head = {name: row[name] for name in ("issue_key", "issue_number")}
        self.worklogs += embedded(issue, head, cells)
        self.links += jira_links(issue["fields"], self.names, row["issue_key"], cells)
        return row

    def check(self, count: int) -> None:
        """Raise where a record is missing, or a field may be called otherwise."""
        spelled = {plain(name): name for name in self.names.names.values()}
        if len(self.keys) != count or any(
            key.startswith("System.") or spelled.get(plain(key), key) != key
            for key in self.shown
        ):
            raise DoubtError

    def finished(self) -> Extract:
        """Return what is not typed yet, and what is to be said."""
        extract = self.extract
        extract.rows[SPRINT.name] = list(self.sprints.rows.values())
        extract.rows[STATUS.name] = list(self.statuses.rows.values())
        beside = ((WORKLOG.name, self.worklogs), (ISSUE_LINK.name, self.links))
        extract.rows |= {name: rows for name, rows in beside if rows}
        extract.notes += history_notes(
            is_logged=self.is_logged,
            short=self.short,
            without_hours=self.without_hours,
        )
        return extract
