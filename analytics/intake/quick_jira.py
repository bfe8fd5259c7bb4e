"""Jira's issues with their change logs, where the file is large and plainly sound.

DuckDB takes the file apart, piece by piece, and what is different in it is understood
by the code that reads every other file. At the first doubt this reader gives up and
the careful one decides; both give the same rows, which a property test holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

import duckdb

from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json import JIRA_JSON, history_notes, partial_of
from analytics.importers.json_document import PAGES
from analytics.importers.json_scan import COUNT
from analytics.importers.registry import JSON_IMPORTERS
from analytics.intake import quick_events
from analytics.intake.json_pieces import PIECE, DoubtError, outline, pieces
from analytics.intake.quick_issues import STEP, Issues
from analytics.schema import ISSUE, ISSUE_EVENT, ISSUE_LINK, SPRINT, STATUS, WORKLOG

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.intake.json_pieces import Outline

LEAST = 8 << 20
"""Bytes of a file below which the careful reader is fast enough."""


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of a file is read at once, in bytes, and understood, in issues."""

    bytes: int = PIECE
    issues: int = STEP


WHOLE = Portion()


@dataclass(slots=True)
class Quick:
    """What was read: the tables that are typed already, and the rest."""

    connection: DuckDBPyConnection
    extract: Extract
    typed: frozenset[str] = frozenset((ISSUE.name, ISSUE_EVENT.name))


def read(
    path: Path,
    filename: str,
    work: Path,
    connect: Callable[[], DuckDBPyConnection],
    *,
    portion: Portion = WHOLE,
) -> Quick | None:
    """Read a large search result; None where the careful reader must decide.

    Args:
        path: A UTF-8 file of JSON.
        filename: What messages call it.
        work: A folder for what is in between.
        connect: Opens the database of the parser.
        portion: How much is read at once.
    """
    try:
        found = outline(path)
        _check_claim(found, filename)
        connection = connect()
        quick_events.prepare(connection)
        for piece in pieces(path, found, work, portion.bytes):
            quick_events.take(
                connection, piece.path, line=piece.line, lines=piece.lines
            )
            piece.path.unlink()
        names = quick_events.learn_names(connection, found.envelope.get("names"))
        quick_events.create_events(connection, names, work)
        issues = Issues(connection, names, work, portion.issues)
        return Quick(connection, _understood(issues, found, filename))
    except (DoubtError, duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    finally:
        for left in work.glob("piece_*.json"):
            left.unlink()


def _check_claim(found: Outline, filename: str) -> None:
    """Raise unless Jira's importer, and no other, claims the first record."""
    sample = Document(filename, found.list_key, found.envelope, [(1, found.first)])
    if [one for one in JSON_IMPORTERS if one.claims(sample)] != [JIRA_JSON]:
        raise DoubtError


def _understood(issues: Issues, found: Outline, filename: str) -> Extract:
    """Type the issues; return what is not typed yet, and what is to be said."""
    logs = issues.connection.execute(
        "select key, is_logged, held, total::bigint from quick_issue order by n"
    ).fetchall()
    issues.create()
    extract = Extract(rows_read=len(logs))
    extract.problems = [one for _, one in sorted(issues.problems, key=itemgetter(0))]
    extract.rows[SPRINT.name] = list(issues.sprints.rows.values())
    extract.rows[STATUS.name] = list(issues.statuses.rows.values())
    beside = ((WORKLOG.name, issues.worklogs), (ISSUE_LINK.name, issues.links))
    extract.rows |= {name: rows for name, rows in beside if rows}
    extract.notes += history_notes(
        is_logged=any(is_logged for _, is_logged, _, _ in logs),
        short={
            key: (held, total) for key, _, held, total in logs if (total or 0) > held
        },
        without_hours=issues.without_hours,
    )
    extract.partial = partial_of(_document(filename, found, [row[0] for row in logs]))
    return extract


def _document(filename: str, found: Outline, keys: list[str]) -> Document:
    """Return a document of the keys alone, with what stands beside the list."""
    envelope = dict(found.envelope)
    if found.list_key:
        envelope[PAGES] = [{**found.envelope, COUNT: len(keys)}]
    records = [(1, {"key": key}) for key in keys]
    return Document(filename, found.list_key, envelope, records)
