"""The parser process: all reading of uploads happens here, under limits.

It is started by `analytics.intake.watched` with a request on standard input, writes
Parquet tables and `report.json` into the stage folder, and answers with one line of
JSON: {"ok": true} or {"error": class, "message": sentence}. It imports neither
pandas nor Streamlit, and reaches no network.
"""

from __future__ import annotations

import errno
import json
import sys
import warnings
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from analytics import errors
from analytics.errors import (
    FileError,
    RequestError,
    SteercoError,
)
from analytics.importers.registry import family
from analytics.intake import archive, describe, staging
from analytics.intake.claims import claim_table
from analytics.intake.form import ARCHIVES, sniff
from analytics.intake.gather import gather
from analytics.intake.guard import confine
from analytics.intake.halves import write_typed
from analytics.intake.more_rows import create_more
from analytics.intake.own_database import connect
from analytics.intake.reading import read_document
from analytics.intake.report import PEEK, PEEK_FILE, UNPACK, UNPACKED_FILE, Report
from analytics.intake.request import Request, export_form, progress
from analytics.intake.set_aside import set_aside
from analytics.intake.table_file import open_table
from analytics.intake.tabular import load_raw
from analytics.schema import table
from analytics.settings import MAX_LISTED, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from analytics.errors import Problem
    from analytics.importers.base import Found, TableImporter
    from analytics.importers.documents import DocumentImporter, Family
    from analytics.intake.claims import Claim
    from analytics.intake.form import Form
    from analytics.intake.scan import Scan
    from analytics.intake.table_file import TableFile

DISK_FACTOR = 4
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
PEEK_CELL = 200
"""Characters of a cell that the mapping page shows."""


def parse(request: Request) -> Report:
    """Read the file and leave its tables and report in the folder."""
    form = export_form(request)
    documents = family(form.kind)
    if documents is None:
        report = _parse_table(request, form)
    else:
        report = _parse_document(request, form, documents)
    if form.note:
        report.warnings.append(form.note)
    report.problems = report.problems[:MAX_LISTED]
    report.quarantine = report.quarantine[:MAX_LISTED]
    report.save(request.folder)
    return report


def peek(request: Request) -> None:
    """Leave the top of every sheet in the folder, for the column-mapping page."""
    form = export_form(request)
    if (documents := family(form.kind)) is not None:
        message = f"{request.filename} is {documents.called}, without columns to name."
        raise FileError(message)
    file = open_table(request.path, request.filename, form, request.limits)
    top = [
        {
            "sheet": grid.sheet,
            "rows": [[cell[:PEEK_CELL] for cell in row] for row in grid.rows],
        }
        for grid in file.grids
    ]
    told = {"sha256": request.sha256, "sheets": top}
    text = json.dumps(told, ensure_ascii=False)
    (request.folder / PEEK_FILE).write_text(text, encoding="utf-8")


def unpack(request: Request) -> None:
    """Leave the members of an archive in the folder, and what they are called."""
    form = sniff(request.path, request.filename)
    if form.kind not in ARCHIVES:
        message = f"{request.filename} is no archive."
        raise RequestError(message)
    progress(0.2, "Unpacking")
    contents = archive.unpack(
        request.path, request.filename, form.kind, request.folder, request.limits
    )
    text = json.dumps(asdict(contents), ensure_ascii=False)
    (request.folder / UNPACKED_FILE).write_text(text, encoding="utf-8")


def _parse_table(request: Request, form: Form) -> Report:
    file = open_table(request.path, request.filename, form, request.limits)
    claim = claim_table(file, importer=request.importer, mapping=request.mapping)
    importer, found = claim.importer, claim.found
    progress(0.2, f"Reading as {importer.title}")
    raw, scan = load_raw(file, found, partial(connect, request), request.folder)
    connection = raw.connection
    progress(0.6, "Understanding the columns")
    shaped = gather(importer, raw, found)
    staged = staging.fit(importer, shaped.raw, shaped.found)
    source = shaped.raw.relation
    report = _report(
        request,
        importer,
        staged.problems,
        rows_read=scan.records,
        notes=[*shaped.notes, *staged.notes],
        problem_count=staged.problem_count,
        quarantine=scan.damaged,
        rows_quarantined=len(scan.damaged),
        instants=importer.instants,
        mapping=request.mapping,
        sheet=found.sheet if claim.others else "",
        other_sheets=list(claim.others),
        read_sheet=found.sheet,
    )
    aside = set_aside(importer, shaped.records, found, report, staged.expressions)
    count = write_typed(
        shaped.raw, importer.table, staged.expressions, request.folder, aside=aside
    )
    staging.create_beside(connection, staged.expressions, source)
    create_more(importer, shaped.raw, found, report)
    found = shaped.found
    report.warnings += _warnings(file, claim, scan)
    _name_unread(report, claim)
    _name_columns(report, found)
    _finish(request, connection, report, {importer.table.name: count})
    if claim.is_twin:
        describe.tell_apart(report)
    return report


def _name_unread(report: Report, claim: Claim) -> None:
    unread, is_doubtful = describe.unread_sheets(claim.unread)
    if unread:
        (report.warnings if is_doubtful else report.notes).append(unread)


def _warnings(file: TableFile, claim: Claim, scan: Scan) -> Iterator[str]:
    """Say what is odd about a table as a whole."""
    if note := file.sheet_notes.get(claim.found.sheet):
        yield note
    if claim.sums:
        yield claim.sums
    if scan.widened:
        yield f"{scan.widened:,} records have empty cells beyond the header."


def _report(
    request: Request,
    importer: TableImporter | DocumentImporter[Any],
    problems: Sequence[Problem],
    **said: Any,  # noqa: ANN401 - the fields of a report
) -> Report:
    """Begin a report with the names of file and importer, and what is unclear."""
    return Report(
        request.filename,
        request.sha256,
        importer.name,
        importer.title,
        importer.kind,
        importer.table.name,
        problems=[(one.line, one.column, one.message) for one in problems],
        **said,
    )


def _name_columns(report: Report, found: Found) -> None:
    """Say which header became what, and which headers nobody knows."""
    report.columns = [
        (column, found.header[position])
        for column, positions in found.columns.items()
        for position in positions
    ]
    known = {position for where in found.columns.values() for position in where}
    report.unknown_columns = list(
        dict.fromkeys(
            name for i, name in enumerate(found.header) if name and i not in known
        )
    )


def _parse_document(request: Request, form: Form, documents: Family) -> Report:
    read = read_document(request, form, documents, connect)
    importer, extract = read.importer, read.extract
    report = _report(
        request,
        importer,
        extract.problems,
        rows_read=extract.rows_read,
        notes=extract.notes,
        problem_count=len(extract.problems),
        quarantine=extract.quarantined,
        rows_quarantined=len(extract.quarantined),
        partial=extract.partial,
        instants=extract.instants,
    )
    _finish(request, read.connection, report, read.written)
    return report


def _finish(
    request: Request,
    connection: duckdb.DuckDBPyConnection,
    report: Report,
    written: Mapping[str, int],
) -> None:
    """Count, describe and write every typed table, but those that are written."""
    progress(0.8, "Writing the tables")
    typed = connection.execute(
        "select table_name from duckdb_tables() where "
        "database_name = current_database() and starts_with(table_name, 'typed_')"
    ).fetchall()
    names = sorted({*written, *(name.removeprefix("typed_") for (name,) in typed)})
    for name in names:
        count = written.get(name)
        if count is None:
            count = staging.write_parquet(connection, table(name), request.folder)
        if count or name == report.table:
            report.tables[name] = count
    report.rows_loaded = report.rows_read - report.rows_quarantined
    describe.describe(connection, report, names)


def answer(request: Request) -> dict[str, object]:
    """Parse, and turn what goes wrong into one sentence."""
    try:
        MODES.get(request.mode, parse)(request)
    except SteercoError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except (MemoryError, duckdb.OutOfMemoryException):
        return _too_large(request, "needs more memory than one file may use")
    except RecursionError:
        return _too_large(request, "is nested too deeply")
    except (duckdb.IOException, OSError) as error:
        if isinstance(error, OSError) and error.errno not in NO_ROOM:
            raise
        return {
            "error": "DiskFullError",
            "message": f"{request.filename} could not be staged: is the disk full?",
        }
    return {"ok": True}


MODES: dict[str, Callable[[Request], object]] = {PEEK: peek, UNPACK: unpack}


def _too_large(request: Request, why: str) -> dict[str, object]:
    return {
        "error": errors.TooLargeError.__name__,
        "message": f"{request.filename} {why}. Split the export into smaller files.",
    }


def main() -> None:
    """Serve one request from standard input; without one the server is gone."""
    text = sys.stdin.read()
    if not text:
        return
    asked = json.loads(text)
    request = Request(
        path=Path(asked["path"]),
        filename=asked["filename"],
        sha256=asked["sha256"],
        folder=Path(asked["folder"]),
        limits=Limits(**asked["limits"]),
        importer=asked.get("importer", ""),
        mapping=asked.get("mapping", ""),
        mode=asked.get("mode", ""),
    )
    warnings.simplefilter("ignore")
    size = request.path.stat().st_size
    confine(request.limits, size, max(1 << 30, DISK_FACTOR * size))
    print(json.dumps(answer(request)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
