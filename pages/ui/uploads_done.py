"""Cards of files that are done with: refused, cancelled, loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.warehouse import imports
from pages.ui import links, mapping_files, uploads
from pages.ui.plain import counted, plain
from pages.ui.upload_cards import head
from pages.ui.upload_drift import key_of

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Batch, Upload


def show(warehouse: Warehouse, batch: Batch) -> None:
    """Show the files that were loaded with the ways on, then those that were not."""
    loaded = batch.in_phase("loaded")
    if loaded:
        st.header("Loaded", anchor=False, divider="gray")
    for upload in loaded:
        show_loaded(warehouse, batch, upload)
    show_ways_on(batch)
    refused = batch.in_phase("refused", "cancelled")
    if refused:
        st.header("Not read", anchor=False, divider="gray")
    for upload in refused:
        show_refused(warehouse, batch, upload)


def show_refused(warehouse: Warehouse, batch: Batch, upload: Upload) -> None:
    """Show why a file cannot be used, and what can be done."""
    with st.container(border=True):
        head(upload)
        show = st.info if upload.phase == "cancelled" else st.error
        show(plain(upload.sentence))
        with st.container(horizontal=True):
            if upload.can_name and st.button(
                "Name the columns yourself", key=key_of(upload, "name"), type="primary"
            ):
                mapping_files.open_for(upload.sha256)
            if upload.phase == "cancelled" and upload.received is not None:
                st.button(
                    "Read it after all",
                    key=key_of(upload, "again"),
                    on_click=uploads.begin,
                    args=(warehouse, batch, upload),
                )
            if st.button("Remove from this list", key=key_of(upload, "drop")):
                batch.remove(upload)
                st.rerun()


def show_loaded(warehouse: Warehouse, batch: Batch, upload: Upload) -> None:
    """Say what became of a file that was accepted."""
    assert upload.accepted is not None  # noqa: S101 - loaded files were accepted
    found = upload.accepted
    with st.container(border=True):
        head(upload)
        if found.already_imported:
            st.info("Already loaded: nothing changed.")
        else:
            known = f", {found.known_rows:,} known before" if found.known_rows else ""
            new = counted(found.new_rows, "new row")
            st.success(f"Loaded as import {found.import_id}: {new}{known}.")
        with st.container(horizontal=True):
            if not found.already_imported:
                st.button(
                    "Undo",
                    key=key_of(upload, "undo"),
                    on_click=_undo,
                    args=(warehouse, batch, upload),
                )


def _undo(warehouse: Warehouse, batch: Batch, upload: Upload) -> None:
    assert upload.accepted is not None  # noqa: S101 - loaded files were accepted
    imports.undo(warehouse, upload.accepted.import_id)
    batch.remove(upload)
    batch.notes = [f"{upload.filename} was taken back. The page Data can redo it."]


def show_ways_on(batch: Batch) -> None:
    """Lead on to what was loaded."""
    loaded = batch.in_phase("loaded")
    for project_id in dict.fromkeys(upload.project_id for upload in loaded):
        with st.container(horizontal=True):
            links.link(
                links.OVERVIEW,
                "Open the dashboard",
                icon=":material/monitoring:",
                project=project_id,
            )
            links.link(
                links.SETTINGS,
                "Check the project's settings",
                icon=":material/tune:",
                project=project_id,
            )
            links.link(
                links.DATA,
                "See what is loaded",
                icon=":material/database:",
                project=project_id,
            )
