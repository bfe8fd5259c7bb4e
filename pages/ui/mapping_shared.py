"""Saved mappings as one file: to keep, to pass on, to take over from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.errors import SteercoError
from analytics.intake import mapping_file, mappings
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

SAID = "mappings-said"
"""Session key: what became of the file that was given last."""


def show(warehouse: Warehouse) -> None:
    """Offer all saved mappings as a file, and take those of others."""
    saved = mappings.all_saved(warehouse)
    with st.expander(f"Saved mappings ({len(saved)})"):
        st.markdown(
            "A saved mapping is used for every later file with the same header. The "
            "file names headers and what they stand for; it holds nothing of your data."
        )
        if said := st.session_state.pop(SAID, ""):
            st.success(plain(said))
        st.download_button(
            "Download all saved mappings",
            data=mapping_file.to_file(saved),
            file_name="steerco-mappings.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            disabled=not saved,
        )
        _take_over(warehouse)


def _take_over(warehouse: Warehouse) -> None:
    given = st.file_uploader(
        "Mappings that others have saved (JSON)",
        key="mappings-given",
        max_upload_size=1,
    )
    if given is None or not st.button("Save them here"):
        return
    try:
        count = mappings.take_over(warehouse, given.read().decode("utf-8", "replace"))
    except SteercoError as error:
        st.error(plain(error))
        return
    st.session_state[SAID] = f"{counted(count, 'mapping')} saved."
    st.rerun()
