"""Uploads on their way: stored at once, read beside the page.

Bytes never stay in the session: a file is stored as it comes, its buffer is released,
and a thread of its own lets the parser read it while the page polls what the thread
has noted. An archive gives its place in the list to its members.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, cast

from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.errors import (
    AmbiguousFileError,
    ArchiveError,
    FileError,
    MissingColumnError,
    SteercoError,
    UnknownFileError,
)
from analytics.intake import mappings, members, preview, road
from analytics.intake.sheets_road import Refused, stage_sheets
from analytics.intake.watched import CancelledError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.memory_uploaded_file_manager import (
        MemoryUploadedFileManager,
    )
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analytics.intake.mappings import Remembered
    from analytics.intake.originals import Received
    from analytics.intake.report import ColumnMapping
    from analytics.intake.waiting import Staged
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Batch, Upload

MOST_FILES = 100
LOG = logging.getLogger("steerco.pages")
NAMEABLE = (UnknownFileError, AmbiguousFileError, MissingColumnError)


def take(warehouse: Warehouse, batch: Batch, files: Sequence[UploadedFile]) -> None:
    """Store what was dropped, release its buffers, and begin to read it."""
    batch.notes = []
    if len(files) > MOST_FILES:
        batch.notes.append(
            f"Only the first {MOST_FILES} files were taken. Drop the rest afterwards."
        )
    for file in files[:MOST_FILES]:
        _take_one(warehouse, batch, file)
    for file in files:
        _release(file)
    batch.round += 1


def _take_one(warehouse: Warehouse, batch: Batch, file: UploadedFile) -> None:
    try:
        received = road.take_in(warehouse, file, file.name)
    except SteercoError as error:
        _refuse(batch, file.name, str(error))
        return
    with batch.lock:
        _enlist(warehouse, batch, received)


def _refuse(batch: Batch, filename: str, sentence: str) -> None:
    upload = batch.add(filename)
    upload.phase, upload.sentence = "refused", sentence


def _enlist(
    warehouse: Warehouse, batch: Batch, received: Received, *, is_member: bool = False
) -> None:
    """List a stored file, unless its content is listed, and begin to read it."""
    twin = next(
        (
            one
            for one in batch.in_phase("reading", "read")
            if one.received and one.received.sha256 == received.sha256
        ),
        None,
    )
    if twin is not None:
        batch.notes.append(
            f"{received.filename} has the same content as {twin.filename}; it is "
            "listed once."
        )
        return
    upload = batch.add(received.filename)
    upload.received, upload.is_member = received, is_member
    begin(warehouse, batch, upload)


def _release(file: UploadedFile) -> None:
    """Drop the browser's copy now; Streamlit would keep it as long as the session."""
    file.close()
    context = get_script_run_ctx()
    if context is not None:
        manager = cast("MemoryUploadedFileManager", context.uploaded_file_mgr)
        manager.remove_file(context.session_id, file.file_id)


def begin(
    warehouse: Warehouse,
    batch: Batch,
    upload: Upload,
    *,
    mapping: str = "",
    recall: bool = True,
) -> None:
    """Let a thread read the file; `recall` looks for a saved column mapping."""
    upload.phase, upload.share, upload.doing = "reading", 0.0, "Waiting for its turn"
    upload.sentence, upload.staged, upload.previews = "", None, {}
    upload.stop = threading.Event()
    threading.Thread(
        target=_read,
        args=(warehouse, batch, upload, mapping, recall),
        name=f"reading-{upload.number}",
        daemon=True,
    ).start()


def _read(
    warehouse: Warehouse,
    batch: Batch,
    upload: Upload,
    mapping: str,
    recall: bool,  # noqa: FBT001 - a thread's target
) -> None:
    """Stage one file and note what came of it; runs in a thread of its own."""
    try:
        _stage_or_unpack(warehouse, batch, upload, mapping, recall=recall)
    except CancelledError as error:
        upload.sentence, upload.phase = str(error), "cancelled"
    except SteercoError as error:
        upload.can_name = isinstance(error, NAMEABLE) and _is_table(warehouse, upload)
        upload.sentence, upload.phase = str(error), "refused"
    except Exception:
        LOG.exception("reading an upload")
        upload.sentence = (
            f"{upload.filename} could not be read because of an error in Steerco. "
            "Nothing was loaded; the server's log says more."
        )
        upload.phase = "refused"


def _stage_or_unpack(
    warehouse: Warehouse, batch: Batch, upload: Upload, mapping: str, *, recall: bool
) -> None:
    """Stage a file; an archive gives its place in the list to its members."""
    try:
        _stage(warehouse, batch, upload, mapping, recall=recall)
    except ArchiveError:
        if upload.is_member:
            raise
        _unpack(warehouse, batch, upload)


def _unpack(warehouse: Warehouse, batch: Batch, upload: Upload) -> None:
    assert upload.received is not None  # noqa: S101 - only stored files are read
    unpacked = members.unpack(
        warehouse,
        upload.received,
        on_progress=lambda share, doing: _note(upload, share, doing),
        cancelled=upload.stop,
    )
    with batch.lock:
        for member in unpacked.members:
            if member.received is None:
                _refuse(batch, member.filename, member.error)
            else:
                _enlist(warehouse, batch, member.received, is_member=True)
        batch.notes += [f"{upload.filename}: {note}" for note in unpacked.notes]
        batch.remove(upload)


def _stage(
    warehouse: Warehouse, batch: Batch, upload: Upload, mapping: str, *, recall: bool
) -> None:
    """Have a file read; the further sheets of a workbook are listed beside it."""
    received = upload.received
    assert received is not None  # noqa: S101 - only stored files are read
    if upload.stop.is_set():
        raise CancelledError
    upload.remembered = None
    further: list[ColumnMapping] = []
    if recall and not mapping:
        remembered = _recalled(warehouse, received)
        further = [one.mapping for one in remembered[1:]]
        if remembered:
            mapping = remembered[0].mapping.to_json()
            upload.remembered = remembered[0].saved_at
    upload.named = bool(mapping)
    first, *others = stage_sheets(
        warehouse,
        received,
        mapping=mapping,
        further=further,
        on_progress=lambda share, doing: _note(upload, share, doing),
        cancelled=upload.stop,
    )
    with batch.lock:
        for sheet in others:
            _list_sheet(batch, sheet)
        _arrive(upload, first)


def _list_sheet(batch: Batch, sheet: Staged | Refused) -> None:
    """List a further sheet of a workbook, unless it is listed."""
    name = sheet.received.filename
    listed = batch.in_phase("read", "refused")
    if not any(
        (one.sha256, one.filename) == (sheet.received.sha256, name) for one in listed
    ):
        upload = batch.add(name)
        upload.received = sheet.received
        _arrive(upload, sheet)


def _arrive(upload: Upload, sheet: Staged | Refused) -> None:
    """Note what came of a sheet."""
    upload.received, upload.filename = sheet.received, sheet.received.filename
    if isinstance(sheet, Refused):
        upload.sentence, upload.can_name, upload.phase = sheet.error, True, "refused"
    else:
        upload.staged, upload.phase = sheet, "read"


def _recalled(warehouse: Warehouse, received: Received) -> list[Remembered]:
    """Return the saved mappings that fit sheets of the file."""
    try:
        return mappings.recall(warehouse, received)
    except FileError:
        return []


def _note(upload: Upload, share: float, doing: str) -> None:
    upload.share, upload.doing = min(max(share, 0.0), 1.0), doing


def _is_table(warehouse: Warehouse, upload: Upload) -> bool:
    """Say whether there are columns to name."""
    if upload.received is None:
        return False
    try:
        grids = preview.top(warehouse, upload.received)
    except SteercoError:
        return False
    return any(_has_columns(grid.rows) for grid in grids)


def _has_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether most rows have the same number of cells, and more than one."""
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    usual = max(set(widths), key=widths.count, default=0)
    return usual > 1 and 2 * widths.count(usual) >= len(widths)
