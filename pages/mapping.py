"""Name the columns: for tables that nobody recognises, or that were misread."""

from __future__ import annotations

import streamlit as st

from analytics.errors import SteercoError
from analytics.web.service import open_warehouse
from pages.ui import links, mapping_form, mapping_result, mapping_shared
from pages.ui.layout import heading
from pages.ui.plain import plain

warehouse = open_warehouse()

heading(
    "Name the columns",
    "For a CSV or XLSX that is not recognised, or that should be read another way.",
)
file = mapping_form.choose_file(warehouse)
if file is None:
    st.info("There is no table yet whose columns could be named.")
    links.link(links.UPLOAD, "Upload a file", icon=":material/upload:")
    mapping_shared.show(warehouse)
    st.stop()
try:
    mapping = mapping_form.ask(warehouse, file)
    if mapping is not None:
        mapping_result.read(warehouse, file, mapping)
except SteercoError as error:
    st.error(plain(error))
staged = mapping_result.current(file)
if staged is not None:
    mapping_result.show(warehouse, staged)
mapping_shared.show(warehouse)
