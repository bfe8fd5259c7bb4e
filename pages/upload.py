"""Upload: drop exports, see what was understood, accept or leave out."""

from __future__ import annotations

import streamlit as st

from analytics.errors import RequestError
from analytics.web.service import open_warehouse
from pages.ui import (
    batches,
    upload_cards,
    upload_help,
    upload_target,
    uploads,
    uploads_accept,
    uploads_done,
)
from pages.ui.layout import heading
from pages.ui.plain import counted, plain

warehouse = open_warehouse()
batch = batches.current_batch()

heading("Upload", "Nothing is loaded before you have seen what was understood of it.")
files = st.file_uploader(
    "Drop exports here: CSV, XLSX, JSON, XML or a ZIP of them, several at once",
    accept_multiple_files=True,
    key=f"exports-{batch.round}",
)
if files:
    uploads.take(warehouse, batch, files)
    st.rerun()
if not batch.uploads:
    upload_help.show()
for note in batch.notes:
    st.info(plain(note))

upload_cards.show_progress(batch)

uploads_done.show(warehouse, batch)

read = batch.in_phase("read")
if read:
    st.header(f"{counted(len(read), 'file')} to accept", anchor=False, divider="gray")
    try:
        target = upload_target.choose(warehouse, batch)
    except RequestError as error:
        st.error(plain(error))
        st.stop()
    if target.project is not None:
        started = uploads_accept.compare(warehouse, batch, target.project.project_id)
        if started:
            st.rerun()
    if len(read) > 1:
        upload_cards.show_accept_all(warehouse, batch, read, target)
    for upload in read:
        upload_cards.show_read(warehouse, batch, upload, target)
if batch.uploads:
    upload_help.show()
