"""What comes out when a file is read with the columns that somebody named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.intake import mapping_file, mappings, preview, road
from analytics.intake.mapping_file import HeaderMapping
from analytics.intake.report import ColumnMapping
from analytics.warehouse.staged import first_rows
from pages.ui import mapping_files, reports
from pages.ui.reports import words
from pages.ui.text import file_name

if TYPE_CHECKING:
    from analytics.intake.waiting import Staged
    from analytics.warehouse.store import Warehouse
    from pages.ui.mapping_files import TableFile

RESULT = "mapping-result"
"""Session key: the file as it was last read with named columns."""


def read(warehouse: Warehouse, file: TableFile, mapping: ColumnMapping) -> None:
    """Stage the file with the mapping, and keep the result for this session.

    Raises:
        FileError: It cannot be read that way; the sentence says why.
    """
    received = road.stored(warehouse, file.sha256, file.filename)
    st.session_state.pop(RESULT, None)
    with st.spinner("Reading the file with these columns …"):
        st.session_state[RESULT] = road.stage(
            warehouse, received, mapping=mapping.to_json()
        )


def current(file: TableFile) -> Staged | None:
    """Return the last result of this file, if there is one."""
    found: Staged | None = st.session_state.get(RESULT)
    if found is None or found.received.sha256 != file.sha256:
        return None
    return found


def show(warehouse: Warehouse, staged: Staged) -> None:
    """Show the result: counts, first rows, unreadable cells; then lead on."""
    report = staged.report
    st.header("What comes out", anchor=False, divider="gray")
    reports.show_summary(report)
    rows = first_rows(warehouse, staged.folder, report.table)
    rows = rows.dropna(axis="columns", how="all")
    rows.columns = [words(str(name)) for name in rows.columns]
    st.dataframe(rows, hide_index=True, alt="The first rows as they will be loaded")
    reports.show_details(report, key="mapping")
    keep = st.checkbox(
        "Use this mapping again for files with the same header", value=True
    )
    mapping = ColumnMapping.from_json(report.mapping)
    with st.container(horizontal=True):
        empty = not report.rows_loaded
        if st.button("Go on to accept", type="primary", disabled=empty):
            if keep:
                _remember(warehouse, staged, mapping)
            st.session_state.pop(RESULT, None)
            mapping_files.hand_over(staged)
        st.download_button(
            "Download the mapping",
            data=_as_file(warehouse, staged, mapping),
            file_name=file_name([report.filename, "mapping"], "json"),
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )


def _remember(warehouse: Warehouse, staged: Staged, mapping: ColumnMapping) -> None:
    mappings.save(warehouse, _header(warehouse, staged, mapping), mapping)


def _as_file(warehouse: Warehouse, staged: Staged, mapping: ColumnMapping) -> str:
    header = _header(warehouse, staged, mapping)
    return mapping_file.to_file([HeaderMapping(header, mapping)])


def _header(
    warehouse: Warehouse, staged: Staged, mapping: ColumnMapping
) -> tuple[str, ...]:
    grids = preview.top(warehouse, staged.received)
    grid = next(one for one in grids if one.sheet == mapping.sheet)
    return grid.rows[mapping.header_row]
