"""Reads the fields of many issues.

Most cells of an issue are like those of others: its status, its people, its sprint.
Each different one is understood once, by the code that reads every other file, and what
it says is kept as a piece of a line. Only titles and instants, which no two issues
share, are taken over as they are written where they are plain.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.importers.issue_links import jira_links
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_issue import INSTANTS, PARTS, TEXTS, Around
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.importers.jira_worklogs import embedded, missing
from analytics.intake.json_pieces import DoubtError, decoded
from analytics.intake.quick_names import SHAPED
from analytics.intake.staging import row_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

    from analytics.importers.jira_json_issue import Part
    from analytics.intake.quick_names import Guess
    from analytics.intake.quick_records import Issue, Raw, Said

MOST_KNOWN = 20_000
"""Different cells of one part that are remembered."""
LONGEST_KNOWN = 2_000
"""Bytes of a cell beyond which no other is expected to be like it."""
MOST_LAYOUTS = 1_000
"""Different lists of fields that are remembered."""
EMPTY = (b"null", b'""', b"[]")
HOURS = "worklog"
SPACE, LAST_ASCII = 0x20, 0x7F
_PLAIN_INSTANT = re.compile(
    rb'"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?\+0000"'
)


class _Sprints(SprintBook):
    """Notes each different sprint that is said, where it is said first."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.said = said
        self.seen: set[tuple[str | None, ...]] = set()

    def add(self, row: dict[str, Any], cells: Cells) -> None:  # noqa: ARG002
        told = tuple(value for name, value in row.items() if name != "line")
        if told not in self.seen:
            self.seen.add(told)
            self.said.sprints.append(row)


class _Statuses(StatusBook):
    """Notes each different status that is said, where it is said first."""

    def __init__(self, said: Said) -> None:
        super().__init__()
        self.said = said
        self.seen: set[str] = set()

    def add(self, status: Mapping[str, Any], cells: Cells) -> None:
        told = json.dumps(status)
        if told not in self.seen:
            self.seen.add(told)
            self.said.statuses.append((cells.line, dict(status)))


@dataclass(frozen=True, slots=True)
class Column:
    """One part of issues that have the same fields, and which of them it is made of.

    `key` is set for a part of one field, and `opening` where that may be taken over as
    it is written.
    """

    part: Part
    keys: tuple[str, ...]
    known: dict[bytes, bytes]
    key: str = ""
    opening: bytes = b""
    is_text: bool = False


class Issues:
    """The issues of one span, as a file of rows."""

    def __init__(self, names: Guess, stream: IO[bytes], said: Said) -> None:
        """Begin with no issue; `said` takes what is not in the rows."""
        self.names = names
        self.said = said
        self._stream = stream
        self._around = (_Sprints(self.said), _Statuses(self.said))
        self._shapes: dict[tuple[str, bytes], str] = {}
        self._known: dict[tuple[int, tuple[str, ...]], dict[bytes, bytes]] = {}
        self._shaped: dict[tuple[str, ...], list[str]] = {}
        self._columns: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Column]] = {}
        self._lists: dict[tuple[str, ...], list[str]] = {}
        self._days: set[bytes] = set()

    def take(self, issues: Sequence[Issue], lines: Sequence[int], first: int) -> None:
        """Write the rows of issues, which are numbered from `first` on.

        Raises:
            DoubtError: One of them is not as issues are.
        """
        numbered = enumerate(zip(issues, lines, strict=True), first)
        self._stream.writelines(
            self._row(issue, line, number) for number, (issue, line) in numbered
        )

    def _row(self, issue: Issue, line: int, number: int) -> bytes:
        if not issue.key or issue.key != issue.key.strip() or not issue.fields:
            raise DoubtError
        if issue.names is not None:
            raise DoubtError
        keys = tuple(issue.fields)
        columns = self._columns_of(keys, issue.fields)
        prefix = b"\x1f" + issue.key.rpartition("-")[0].encode()
        cells = self._cells(columns, issue, prefix, line)
        if lists := self._lists[keys]:
            self._read_lists(issue, lists, line)
        head = b'{"n": %d, "line": %d, "issue_key": %b' % (
            number,
            line,
            json.dumps(issue.key).encode(),
        )
        if issue_number := _text(issue.id):
            cells.append(b'"issue_number": %b' % json.dumps(issue_number).encode())
        return b"%b, %b}\n" % (head, b", ".join(filter(None, cells)))

    def _columns_of(
        self, keys: tuple[str, ...], fields: Mapping[str, Raw]
    ) -> list[Column]:
        """Return the parts of an issue with these fields."""
        if len(self._columns) > MOST_LAYOUTS:
            self._columns.clear()
            self._shaped.clear()
        if keys not in self._shaped:
            roles = {key: self.names.role(key) for key in keys}
            if any(key.startswith("System.") for key in keys):
                raise DoubtError
            self._shaped[keys] = [key for key in keys if roles[key] in SHAPED]
            self._lists[keys] = [
                key for key in keys if key == HOURS or roles[key] == "links"
            ]
        shapes = tuple([self._shape(key, fields) for key in self._shaped[keys]])
        if (keys, shapes) not in self._columns:
            by_shape = dict(zip(self._shaped[keys], shapes, strict=True))
            roles = {key: by_shape.get(key, self.names.role(key)) for key in keys}
            self._columns[keys, shapes] = [
                self._column(place, part, roles) for place, part in enumerate(PARTS)
            ]
        return self._columns[keys, shapes]

    def _shape(self, key: str, fields: Mapping[str, Raw]) -> str:
        """Return what a field is, judged by its value."""
        value = bytes(fields[key])
        if value in EMPTY:
            return ""
        known = self._shapes.get((key, value))
        if known is None:
            if len(self._shapes) > MOST_KNOWN:
                self._shapes.clear()
            known = self._shapes[key, value] = self.names.shape(key, decoded(value))
        return known

    def _column(self, place: int, part: Part, roles: Mapping[str, str]) -> Column:
        keys = tuple(key for key in roles if roles[key] in part.roles)
        known = self._known.setdefault((place, keys), {})
        role = part.roles[0]
        name = TEXTS.get(role) or INSTANTS.get(role)
        if len(keys) != 1:
            return Column(part, keys, known)
        opening = b'"%b": ' % name.encode() if name else b""
        return Column(part, keys, known, keys[0], opening, role in TEXTS)

    def _cells(
        self, columns: list[Column], issue: Issue, prefix: bytes, line: int
    ) -> list[bytes]:
        """Return what the parts of an issue say, as pieces of its row."""
        fields = issue.fields
        cells = []
        for column in columns:
            if column.key:
                value = bytes(fields[column.key])
            else:
                value = b"\x1f".join([bytes(fields[key]) for key in column.keys])
            if column.opening:
                if column.is_text and _is_plain_text(value):
                    cells.append(column.opening + value)
                    continue
                if not column.is_text and self._is_plain_instant(value):
                    cells.append(b'%b"%b"' % (column.opening, value[1:-6]))
                    continue
            elif column.part.of_key:
                value += prefix
            cell = column.known.get(value)
            if cell is None:
                cell = self._understood(column, issue, value, line)
            cells.append(cell)
        return cells

    def _is_plain_instant(self, value: bytes) -> bool:
        """Say whether a value is an instant in UTC, as Jira writes it."""
        if not _PLAIN_INSTANT.fullmatch(value):
            return False
        day = value[1:11]
        if day not in self._days:
            try:
                date.fromisoformat(day.decode())
            except ValueError:
                return False
            self._days.add(day)
        return True

    def _understood(
        self, column: Column, issue: Issue, value: bytes, line: int
    ) -> bytes:
        """Understand a cell, and remember it where nothing is to be said of it."""
        cells = Cells(line, [])
        around = Around(issue.key, *self._around)
        held = {key: decoded(bytes(issue.fields[key])) for key in column.keys}
        row = column.part.read(self.names.sort(held), cells, around)
        cell = _inside(row)[1:]
        self.said.problems += cells.problems
        if not cells.problems and len(value) <= LONGEST_KNOWN:
            if len(column.known) > MOST_KNOWN:
                column.known.clear()
            column.known[value] = cell
        return cell

    def _read_lists(self, issue: Issue, keys: list[str], line: int) -> None:
        """Read the hours and links that an issue carries."""
        texts = {key: bytes(issue.fields[key]) for key in keys}
        if all(text in EMPTY for text in texts.values()):
            return
        cells = Cells(line, [])
        head = {"issue_key": issue.key, "issue_number": _text(issue.id)}
        fields = {key: decoded(text) for key, text in texts.items()}
        record = {"fields": fields}
        self.said.worklogs += embedded(record, head, cells)
        self.said.links += jira_links(fields, self.names, issue.key, cells)
        self.said.problems += cells.problems
        if missing(record):
            self.said.without_hours.append(issue.key)


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value).strip() or None


def _inside(row: Mapping[str, Any]) -> bytes:
    """Return a row as it is written into a file, without what closes it."""
    return row_line(row)[: -len("}\n")].encode()


def _is_plain_text(value: bytes) -> bool:
    """Say whether a value is a text that is stored as it is written."""
    return (
        len(value) > len(b'""')
        and value[0] == b'"'[0]
        and SPACE < value[1] <= LAST_ASCII
        and SPACE < value[-2] <= LAST_ASCII
        and b"\\" not in value
    )
