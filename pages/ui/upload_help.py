"""What can be uploaded, and tables to fill in for what no tool exports."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.importers import guide
from analytics.importers.templates import TEMPLATES, Template, template_csv
from pages.ui.plain import plain


def show() -> None:
    """Show the formats that are read and the templates."""
    with st.expander("What can I upload?"):
        columns = ["Export", "Form", "Exported from", "What it gives"]
        st.dataframe(
            pd.DataFrame(guide.rows(), columns=columns),
            hide_index=True,
            alt="Exports that can be uploaded",
        )
        st.markdown(
            "A file is recognised by its content, never by its name. A table that "
            "nobody recognises can be read too: you say which column is which. Each "
            "file in a ZIP archive is read as if it had been dropped by itself."
        )
    with st.expander("Templates to fill in"):
        st.markdown("Each holds example rows and can be uploaded as it is.")
        for template in TEMPLATES:
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
