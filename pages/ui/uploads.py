"""Uploads on their way: stored at once, read beside the page, kept until accepted.

The files of one person are a `Batch` in the session. Bytes never stay there: a file
is stored as it comes, its buffer is released, and a thread of its own lets the parser
read it while the page polls what the thread has noted.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.errors import (
    AmbiguousFileError,
    FileError,
    MissingColumnError,
    SteercoError,
    UnknownFileError,
)
from analytics.intake import mappings, preview, road
from analytics.intake.parser import CancelledError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from streamlit.runtime.memory_uploaded_file_manager import (
        MemoryUploadedFileManager,
    )
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from analytics.intake.originals import Received
    from analytics.intake.waiting import Staged
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse

BATCH = "uploads"
MOST_FILES = 100
LOG = logging.getLogger("steerco.pages")
Phase = Literal["reading", "read", "refused", "cancelled", "loaded"]
NAMEABLE = (UnknownFileError, AmbiguousFileError, MissingColumnError)


@dataclass(slots=True)
class Upload:
    """One file of a batch; its thread writes, the page reads.

    `previews` holds what accepting would change, by project. `named` says that people
    named its columns, `remembered` when the mapping that was found again was saved.
    """

    number: int
    filename: str
    received: Received | None = None
    phase: Phase = "reading"
    share: float = 0.0
    doing: str = "Waiting for its turn"
    sentence: str = ""
    can_name: bool = False
    named: bool = False
    remembered: datetime | None = None
    staged: Staged | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    previews: dict[str, Accepted] = field(default_factory=dict)
    comparing: bool = False
    accepted: Accepted | None = None
    project_id: str = ""

    @property
    def sha256(self) -> str:
        """What the stored file is called, empty where it could not be stored."""
        return self.received.sha256 if self.received else ""

    @property
    def is_busy(self) -> bool:
        """Whether a thread is at work on it."""
        return self.phase == "reading" or self.comparing


@dataclass(slots=True)
class Batch:
    """The uploads of one person, oldest first; `target` is where the last one went."""

    uploads: list[Upload] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    round: int = 0
    count: int = 0
    target: str = ""

    @property
    def busy(self) -> list[Upload]:
        """Files that a thread is at work on."""
        return [upload for upload in self.uploads if upload.is_busy]

    def in_phase(self, *phases: Phase) -> list[Upload]:
        """Return the files in one of the phases."""
        return [upload for upload in self.uploads if upload.phase in phases]

    def add(self, filename: str) -> Upload:
        """Start to keep a file."""
        self.count += 1
        upload = Upload(self.count, filename)
        self.uploads.append(upload)
        return upload

    def remove(self, upload: Upload) -> None:
        """Let go of a file; its original stays stored."""
        upload.stop.set()
        self.uploads = [one for one in self.uploads if one is not upload]


def current_batch() -> Batch:
    """Return the uploads of this session."""
    if BATCH not in st.session_state:
        st.session_state[BATCH] = Batch()
    batch: Batch = st.session_state[BATCH]
    return batch


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
        upload = batch.add(file.name)
        upload.phase, upload.sentence = "refused", str(error)
        return
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
    upload.received = received
    begin(warehouse, upload)


def _release(file: UploadedFile) -> None:
    """Drop the browser's copy now; Streamlit would keep it as long as the session."""
    file.close()
    context = get_script_run_ctx()
    if context is not None:
        manager = cast("MemoryUploadedFileManager", context.uploaded_file_mgr)
        manager.remove_file(context.session_id, file.file_id)


def begin(
    warehouse: Warehouse, upload: Upload, *, mapping: str = "", recall: bool = True
) -> None:
    """Let a thread read the file; `recall` looks for a saved column mapping."""
    upload.phase, upload.share, upload.doing = "reading", 0.0, "Waiting for its turn"
    upload.sentence, upload.staged, upload.previews = "", None, {}
    upload.stop = threading.Event()
    threading.Thread(
        target=_read,
        args=(warehouse, upload, mapping, recall),
        name=f"reading-{upload.number}",
        daemon=True,
    ).start()


def _read(warehouse: Warehouse, upload: Upload, mapping: str, recall: bool) -> None:  # noqa: FBT001 - a thread's target
    """Stage one file and note what came of it; runs in a thread of its own."""
    try:
        _stage(warehouse, upload, mapping, recall=recall)
        upload.phase = "read"
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


def _stage(warehouse: Warehouse, upload: Upload, mapping: str, *, recall: bool) -> None:
    received = upload.received
    assert received is not None  # noqa: S101 - only stored files are read
    if upload.stop.is_set():
        raise CancelledError
    upload.remembered = None
    if recall and not mapping:
        mapping, upload.remembered = _recalled(warehouse, received)
    upload.named = bool(mapping)
    upload.staged = road.stage(
        warehouse,
        received,
        mapping=mapping,
        on_progress=lambda share, doing: _note(upload, share, doing),
        cancelled=upload.stop,
    )


def _recalled(warehouse: Warehouse, received: Received) -> tuple[str, datetime | None]:
    """Return the saved mapping that fits the file, empty where there is none."""
    try:
        found = mappings.recall(warehouse, received)
    except FileError:
        return "", None
    return (found.mapping.to_json(), found.saved_at) if found else ("", None)


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
