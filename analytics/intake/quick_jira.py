"""Jira's issues with their change logs, where the file is large and plainly sound.

Two processes read one half of the list each. A strict decoder takes the issues apart,
and what is different in them is understood by the code that reads every other file. At
the first doubt this reader gives up and the careful one decides; both give the same
rows, which a property test holds.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import duckdb
import msgspec

from analytics.importers.documents import Document, Extract
from analytics.importers.jira_fields import named_changes
from analytics.importers.jira_json import JIRA_JSON, history_notes, part_held
from analytics.importers.jira_json_cells import Cells
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.importers.json_scan import COUNT
from analytics.importers.registry import JSON_IMPORTERS
from analytics.intake.beside import PROCESSES, beside
from analytics.intake.json_pieces import (
    PIECE,
    DoubtError,
    Span,
    decoded,
    outline,
    pieces,
    spans,
)
from analytics.intake.own_database import LACKS
from analytics.intake.quick_events import Events
from analytics.intake.quick_issues import Issues
from analytics.intake.quick_names import Guess, holds, is_spelled, known_names, learn
from analytics.intake.quick_records import Said, issues_in
from analytics.intake.staging import part_of, rows_in, view_parts, write_rows
from analytics.schema import ISSUE, ISSUE_EVENT, ISSUE_LINK, SPRINT, STATUS, WORKLOG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from analytics.importers.jira_fields import FieldNames
    from analytics.intake.json_pieces import Outline
    from analytics.intake.quick_names import Told
    from analytics.intake.quick_records import Issue

    Work = Callable[[], bytes]
    Beside = Callable[[Work, tuple[type[Exception], ...]], AbstractContextManager[Work]]

LEAST = 8 << 20
"""Bytes of a file below which the careful reader is fast enough."""
OWN = "stretch."
SAMPLE = 1_000
"""Issues whose change logs tell what fields are called, as a first guess."""
UNREAD = (DoubtError, duckdb.InvalidInputException, duckdb.ConversionException)
RAISED = (*UNREAD, *LACKS)


@dataclass(frozen=True, slots=True)
class Portion:
    """How a file is divided: bytes that are read at once, and who reads what.

    `beside` begins to read a stretch beside the first one.
    """

    bytes: int = PIECE
    stretches: int = PROCESSES
    beside: Beside = beside


WHOLE = Portion()


@dataclass(frozen=True, slots=True)
class Quick:
    """What was read: tables that are written already, with their rows, and the rest."""

    connection: DuckDBPyConnection
    extract: Extract
    written: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads stretches of one file."""

    path: Path
    found: Outline
    work: Path
    connect: Callable[[Path], DuckDBPyConnection]
    portion: Portion

    def guessed(self) -> FieldNames:
        """Guess from the first issues what fields are called."""
        told: Told = {}
        whole = Span(self.found.start, self.found.stop)
        piece = next(pieces(self.path, self.found, whole, self.portion.bytes))
        for issue in issues_in(piece.text)[:SAMPLE]:
            for entry in issue.changelog.histories if issue.changelog else ():
                items = decoded(bytes(entry.items))
                for key, name in named_changes(items):
                    learn(told, entry.created, key, name)
        return known_names(self.found.envelope.get("names"), [told])

    def read(self, names: FieldNames) -> list[Said]:
        """Read all stretches, the first of them here."""
        own, *others = spans(self.path, self.found, self.portion.stretches)
        with ExitStack() as stack:
            begun = [
                self.portion.beside(partial(self.written, names, number, other), RAISED)
                for number, other in enumerate(others, 2)
            ]
            waiting = [stack.enter_context(one) for one in begun]
            here = self.stretch(names, 1, own)
            return [here, *(msgspec.json.decode(one(), type=Said) for one in waiting)]

    def written(self, known: FieldNames, number: int, span: Span) -> bytes:
        """Read one stretch for another process."""
        return msgspec.json.encode(self.stretch(known, number, span))

    def stretch(self, known: FieldNames, number: int, span: Span) -> Said:
        """Read one stretch and write its tables."""
        names = Guess(known.names)
        said = Said(answers=names.answers)
        own = self.work / f"{OWN}{number}"  # nor do two databases share a folder
        own.mkdir(exist_ok=True)
        rows = own / "issue.rows"
        first = 0
        with rows.open("wb") as stream, Events(names, own) as events:
            issues = Issues(names, stream, said)
            for piece in pieces(self.path, self.found, span, self.portion.bytes):
                held = issues_in(piece.text)
                issues.take(held, piece.lines or [piece.line] * len(held), first)
                events.take(held, first)
                first += len(held)
                _note(said, held)
            said.told = events.told
        connection = self.connect(own)
        source = rows_in(rows, ISSUE, n="BIGINT")
        connection.execute(f"create table quick_row as select * from {source}")
        expressions = {column.name: column.name for column in ISSUE.columns}
        target = part_of(self.work, ISSUE, number)
        count = write_rows(connection, ISSUE, expressions, "quick_row", target)
        said.written[ISSUE.name] = count
        target = part_of(self.work, ISSUE_EVENT, number)
        said.written[ISSUE_EVENT.name] = events.write(connection, target)
        connection.execute("drop table quick_row")
        connection.close()
        shutil.rmtree(own)
        return said


def _note(said: Said, issues: Sequence[Issue]) -> None:
    """Note the keys of issues, and which change logs are there and not whole."""
    for issue in issues:
        said.keys.append(issue.key)
        log = issue.changelog
        if log is not None:
            said.is_logged = True
            if (log.total or 0) > len(log.histories):
                said.short[issue.key] = (len(log.histories), log.total or 0)


def read(
    path: Path,
    filename: str,
    work: Path,
    connect: Callable[[Path], DuckDBPyConnection],
    *,
    portion: Portion = WHOLE,
) -> Quick | None:
    """Read a large search result; None where the careful reader must decide.

    Args:
        path: A UTF-8 file of JSON.
        filename: What messages call it.
        work: A folder for the tables, and for what is in between.
        connect: Opens a database of the parser, which may write into a folder.
        portion: How the file is divided.
    """
    before = set(work.iterdir())
    try:
        found = outline(path)
        _check_claim(found, filename)
        stretches = _read(_Reader(path, found, work, connect, portion))
        extract = _extract(stretches, found, filename)
    except UNREAD:
        for left in set(work.iterdir()) - before:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        return None
    connection = connect(work)
    written: Counter[str] = Counter()
    for stretch in stretches:
        written.update(stretch.written)
    for target in (ISSUE, ISSUE_EVENT):
        parts = (part_of(work, target, n) for n in range(1, len(stretches) + 1))
        view_parts(connection, target, parts)
    return Quick(connection, extract, dict(written))


def _check_claim(found: Outline, filename: str) -> None:
    """Raise unless Jira's importer, and no other, claims the first record."""
    sample = Document(filename, found.list_key, found.envelope, [(1, found.first)])
    if [one for one in JSON_IMPORTERS if one.claims(sample)] != [JIRA_JSON]:
        raise DoubtError


def _read(reader: _Reader) -> list[Said]:
    """Read all; once more where fields turn out to be called otherwise than guessed."""
    stretches = reader.read(reader.guessed())
    told = (one.told for one in stretches)
    names = known_names(reader.found.envelope.get("names"), told)
    if not all(holds(one.answers, names) for one in stretches):
        stretches = reader.read(names)
    if not all(is_spelled(one.answers, names) for one in stretches):
        raise DoubtError
    return stretches


def _extract(stretches: Sequence[Said], found: Outline, filename: str) -> Extract:
    """Return what is not typed yet, and what is to be said."""
    keys = [key for one in stretches for key in one.keys]
    if len(set(keys)) < len(keys):
        raise DoubtError
    sprints, statuses = SprintBook(), StatusBook()
    for row in chain.from_iterable(one.sprints for one in stretches):
        cells = Cells(row["line"], [])
        sprints.add(row, cells)
        if cells.problems:  # it counts who says what in which order
            raise DoubtError
    for line, status in chain.from_iterable(one.statuses for one in stretches):
        statuses.add(status, Cells(line, []))
    extract = Extract(rows_read=len(keys))
    extract.problems = [problem for one in stretches for problem in one.problems]
    extract.rows[SPRINT.name] = list(sprints.rows.values())
    extract.rows[STATUS.name] = list(statuses.rows.values())
    worklogs = [row for one in stretches for row in one.worklogs]
    links = [row for one in stretches for row in one.links]
    beside = ((WORKLOG.name, worklogs), (ISSUE_LINK.name, links))
    extract.rows |= {name: rows for name, rows in beside if rows}
    extract.notes += history_notes(
        is_logged=any(one.is_logged for one in stretches),
        short={key: lacks for one in stretches for key, lacks in one.short.items()},
        without_hours=[key for one in stretches for key in one.without_hours],
    )
    saved = [{**found.envelope, COUNT: len(keys)}] if found.list_key else []
    extract.partial = part_held(filename, len(keys), saved)
    return extract
