"""Which stored files can have their columns named, and how pages hand one over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from analytics.importers.registry import TABLE_IMPORTERS
from pages.ui import batches, cache, links

if TYPE_CHECKING:
    from typing import NoReturn

    from analytics.intake.waiting import Staged
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Upload

CHOSEN = "mapping-file"
"""Session key: SHA-256 of the file whose columns are to be named."""
TABLES = {importer.name for importer in TABLE_IMPORTERS}


@dataclass(frozen=True, slots=True)
class TableFile:
    """A stored CSV or XLSX; `mapping` is the one it was last read with."""

    sha256: str
    filename: str
    mapping: str = ""


def can_be_named(upload: Upload) -> bool:
    """Say whether an upload is a table, so that its columns have names to give."""
    staged = upload.staged
    return upload.can_name or (staged is not None and staged.report.importer in TABLES)


def open_for(sha256: str) -> NoReturn:
    """Go to the page where the columns of a file are named."""
    st.session_state[CHOSEN] = sha256
    st.switch_page(links.MAPPING)


def table_files(warehouse: Warehouse) -> dict[str, TableFile]:
    """Return the files that can be chosen: those on their way first, then loaded."""
    found = {}
    for upload in reversed(batches.current_batch().uploads):
        if upload.received is not None and can_be_named(upload):
            mapping = upload.staged.report.mapping if upload.staged else ""
            sha256 = upload.received.sha256
            found[sha256] = TableFile(sha256, upload.filename, mapping)
    for entry in cache.imports(warehouse):
        if entry.importer in TABLES and entry.sha256 not in found:
            found[entry.sha256] = TableFile(entry.sha256, entry.filename, entry.mapping)
    return found


def hand_over(staged: Staged) -> NoReturn:
    """Put a file read with named columns among the uploads, ready to accept."""
    batch = batches.current_batch()
    for upload in batch.in_phase("read", "refused", "cancelled"):
        if _is_replaced(upload, staged):
            batch.remove(upload)
    upload = batch.add(staged.received.filename)
    upload.received, upload.staged = staged.received, staged
    upload.named, upload.phase = True, "read"
    st.switch_page(links.UPLOAD)


def _is_replaced(upload: Upload, staged: Staged) -> bool:
    """Say whether an upload is the same file, or the same sheet of it."""
    if upload.sha256 != staged.received.sha256:
        return False
    before = upload.staged.report.sheet if upload.staged else ""
    return not before or before == staged.report.sheet
