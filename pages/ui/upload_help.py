"""What can be uploaded, and tables to fill in for what no tool exports."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.importers import guide
from analytics.importers.registry import IMPORTERS
from analytics.importers.templates import TEMPLATES, Template, template_csv
from pages.ui.plain import plain

COLUMNS = ["Export", "Form", "Exported from", "What it gives"]


def show() -> None:
    """Show the formats that are read and the templates, group by group."""
    with st.expander("What can I upload?"):
        rows = dict(zip((one.name for one in IMPORTERS), guide.rows(), strict=True))
        for name, tab in zip(guide.GROUPS, st.tabs(list(guide.GROUPS)), strict=True):
            own = [one.name for one in IMPORTERS if guide.group(one.kind) == name]
            tab.dataframe(
                pd.DataFrame([rows[one] for one in own], columns=COLUMNS),
                hide_index=True,
                alt=f"Exports that can be uploaded: {name}",
            )
        st.markdown(
            "A file is recognised by its content, never by its name. A table that "
            "nobody recognises can be read too: you say which column is which. Each "
            "file in a ZIP archive, and each sheet of a workbook, is read as if it had "
            "been dropped by itself."
        )
    with st.expander("Templates to fill in"):
        st.markdown("Each holds example rows and can be uploaded as it is.")
        for name, tab in zip(guide.GROUPS, st.tabs(list(guide.GROUPS)), strict=True):
            with tab:
                for template in TEMPLATES:
                    if guide.group(template.kind) == name:
                        _offer(template)


def _offer(template: Template) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"{template.title} template",
            data=lambda: template_csv(template),
            file_name=template.filename,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"template-{template.name}",
        )
        names = ", ".join(column.name for column in template.columns)
        st.caption(plain(names))
