"""Reads Jira's sprints, boards and statuses, as saved from its own addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json_cells import Cells, excerpt
from analytics.importers.jira_json_rows import STATES, sprint_row, status_row
from analytics.importers.json_document import pages
from analytics.schema import BOARD_COLUMN, SPRINT, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.schema import Table

Row = dict[str, Any]


def _take(extract: Extract, line: int, record: object, reason: str) -> None:
    extract.quarantined.append((line, reason, excerpt(record)))


def _partial(document: Document, plural: str) -> str:
    """Say that further pages were not saved."""
    held = pages(document)
    if not held or not all(page.get("isLast") is False for page in held):
        return ""
    return (
        f"{document.filename} holds {len(document.records):,} {plural} and Jira has "
        "more: save the following pages too."
    )


def is_sprint(record: object) -> bool:
    """Say whether a record looks like a sprint of its own."""
    if not isinstance(record, dict) or "fields" in record:
        return False
    state = record.get("state")
    return (
        isinstance(state, str)
        and state.lower() in STATES
        and (
            not record.keys().isdisjoint(("originBoardId", "startDate", "goal"))
            or "/sprint/" in str(record.get("self"))
        )
    )


@dataclass(frozen=True, slots=True)
class JiraSprints:
    """The sprints of a board."""

    name: str = "jira_sprints"
    title: str = "Jira sprints (JSON)"
    kind: str = "sprints"
    table: Table = field(default=SPRINT)

    def claims(self, document: Document) -> bool:
        """Claim lists of objects with a sprint's state and dates."""
        return any(is_sprint(record) for _, record in document.records)

    def read(self, document: Document) -> Extract:
        """Read the sprints; of two with one id the later counts."""
        extract = Extract(
            rows_read=len(document.records), partial=_partial(document, "sprints")
        )
        rows: dict[str, tuple[Row, object]] = {}
        for line, record in document.records:
            if not isinstance(record, dict):
                _take(extract, line, record, "is not a sprint")
                continue
            cells = Cells(line, extract.problems)
            row = sprint_row(record, cells)
            number = row["sprint_number"]
            if number is None:
                _take(extract, line, record, "is a sprint without an id")
                continue
            if number in rows:
                reason = f"sprint {number} is there again at line {line}, which counts"
                earlier, raw = rows.pop(number)
                _take(extract, earlier["line"], raw, reason)
                cells.refuse("sprint_number", f"sprint {number} is there twice")
            rows[number] = (row, record)
        extract.rows[SPRINT.name] = [row for row, _ in rows.values()]
        return extract


@dataclass(frozen=True, slots=True)
class JiraBoard:
    """The columns of a board and the statuses shown in them."""

    name: str = "jira_board"
    title: str = "Jira board configuration (JSON)"
    kind: str = "board"
    table: Table = field(default=BOARD_COLUMN)

    def claims(self, document: Document) -> bool:
        """Claim objects with columns."""
        return any(_columns(record) for _, record in document.records)

    def read(self, document: Document) -> Extract:
        """Read one record per column, one row per status shown in it."""
        extract = Extract()
        rows: list[Row] = []
        for line, record in document.records:
            cells = Cells(line, extract.problems)
            columns = _columns(record)
            if not columns:
                extract.rows_read += 1
                _take(extract, line, record, "is not a board with columns")
                continue
            extract.rows_read += len(columns)
            board = _board(record, cells)
            for position, column in enumerate(columns, start=1):
                if isinstance(column, dict):
                    head = board | {"position": position}
                    rows += _column_rows(column, head=head, cells=cells)
                else:
                    _take(extract, line, column, "is not a board column")
        extract.rows[BOARD_COLUMN.name] = rows
        return extract


def _columns(record: object) -> list[Any]:
    configuration = record.get("columnConfig") if isinstance(record, dict) else None
    columns = configuration.get("columns") if isinstance(configuration, dict) else None
    return columns if isinstance(columns, list) else []


def _board(board: Mapping[str, Any], cells: Cells) -> Row:
    return {
        "board_number": cells.text(board.get("id"), "board_number"),
        "board_name": cells.text(board.get("name"), "board_name"),
        "line": cells.line,
    }


def _column_rows(column: Mapping[str, Any], *, head: Row, cells: Cells) -> list[Row]:
    """Return a row per status; a column without statuses still has one."""
    head = head | {"column_name": cells.text(column.get("name"), "column_name")}
    statuses = column.get("statuses")
    if statuses is not None and not isinstance(statuses, list):
        cells.unreadable(statuses, "status_number", "a list of statuses")
        statuses = None
    numbers = [
        cells.text(cells.mapping(status, "status_number").get("id"), "status_number")
        for status in statuses or ()
    ]
    filled = [number for number in numbers if number is not None]
    return [head | {"status_number": number} for number in filled] or [
        head | {"status_number": None}
    ]


@dataclass(frozen=True, slots=True)
class JiraStatuses:
    """Jira's list of statuses, or the statuses per issue type of a project."""

    name: str = "jira_statuses"
    title: str = "Jira statuses (JSON)"
    kind: str = "statuses"
    table: Table = field(default=STATUS)

    def claims(self, document: Document) -> bool:
        """Claim lists of objects with a status category."""
        return any(_is_status(record) for _, record in _statuses(document))

    def read(self, document: Document) -> Extract:
        """Read the statuses; of two with one id the later counts."""
        extract = Extract(partial=_partial(document, "statuses"))
        rows: dict[object, Row] = {}
        for line, record in _statuses(document):
            if not _is_status(record):
                extract.rows_read += 1
                _take(extract, line, record, "is not a status with its category")
                continue
            row = status_row(record, Cells(line, extract.problems))
            if row["status_number"] or row["name"]:
                rows[row["status_number"] or ("", row["name"])] = row
            else:
                extract.rows_read += 1
                _take(extract, line, record, "has neither an id nor a name")
        extract.rows_read += len(rows)
        extract.rows[STATUS.name] = list(rows.values())
        return extract


def _statuses(document: Document) -> Iterator[tuple[int, Any]]:
    for line, record in document.records:
        nested = record.get("statuses") if isinstance(record, dict) else None
        for status in nested if isinstance(nested, list) else (record,):
            yield line, status


def _is_status(record: object) -> bool:
    return (
        isinstance(record, dict)
        and "statusCategory" in record
        and ("fields" not in record)
    )


JIRA_SPRINTS = JiraSprints()
JIRA_BOARD = JiraBoard()
JIRA_STATUSES = JiraStatuses()
