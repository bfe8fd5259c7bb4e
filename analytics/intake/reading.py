"""How a document is read: at once where that is safe, else record by record."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analytics.errors import TooLargeError
from analytics.importers.documents import Document
from analytics.importers.jira_json import JIRA_JSON
from analytics.intake import quick_jira, staging
from analytics.intake.beside import PROCESSES
from analytics.intake.claims import claim_document
from analytics.intake.request import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from duckdb import DuckDBPyConnection

    from analytics.importers.documents import DocumentImporter, Extract, Family
    from analytics.intake.form import Form
    from analytics.intake.request import Request

    Connect = Callable[[Request], DuckDBPyConnection]


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read a document, what was found, and the typed tables of it.

    `written` counts the rows of tables that are written already.
    """

    importer: DocumentImporter[Any]
    extract: Extract
    connection: DuckDBPyConnection
    written: Mapping[str, int] = field(default_factory=dict)


def read_document(
    request: Request, form: Form, documents: Family, connect: Connect
) -> Reading:
    """Read a document into typed tables.

    Raises:
        FileError: It cannot be read, or nobody knows it.
        TooLargeError: It holds more records than one file may.
    """
    progress(0.1, f"Reading {documents.called}")
    reading = _quickly(request, form, connect)
    if reading is None:
        reading = _carefully(request, form, documents, connect)
    _bound(request, reading.extract.rows_read)
    progress(0.6, "Understanding the fields")
    for name in reading.extract.rows:
        staging.stage_rows(reading.connection, reading.extract, name, request.folder)
    return reading


def _bound(request: Request, held: int) -> None:
    most = request.limits.records
    if most is not None and held > most:
        message = (
            f"{request.filename} holds more than {most:,} records. Load it with "
            "'steerco import' on the server, which has no such limit."
        )
        raise TooLargeError(message)


def _quickly(request: Request, form: Form, connect: Connect) -> Reading | None:
    """Read a large search of Jira where it is plainly sound."""
    if (
        (form.kind, form.encoding, form.note) != ("json", "utf-8", "")
        or request.importer not in ("", JIRA_JSON.name)
        or request.path.stat().st_size < quick_jira.LEAST
    ):
        return None
    memory = request.limits.memory_bytes // PROCESSES
    own = replace(request, limits=replace(request.limits, memory_bytes=memory))
    quick = quick_jira.read(
        request.path,
        request.filename,
        request.folder,
        lambda folder: connect(replace(own, folder=folder)),
    )
    if quick is None:
        return None
    return Reading(JIRA_JSON, quick.extract, quick.connection, quick.written)


def _carefully(
    request: Request, form: Form, documents: Family, connect: Connect
) -> Reading:
    """Read a document of any kind, whole."""
    document = documents.open(request.path, form.encoding, request.filename)
    if isinstance(document, Document):
        # To understand half a million records takes longer than there is time.
        _bound(request, len(document.records))
    importer = claim_document(document, documents, importer=request.importer)
    progress(0.4, f"Reading as {importer.title}")
    extract = importer.read(document)
    extract.rows.setdefault(importer.table.name, [])
    extract.partial = extract.partial or documents.part(document, importer)
    return Reading(importer, extract, connect(request))
