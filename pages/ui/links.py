"""Ways from one page to another, with the project or the import they are about."""

from __future__ import annotations

import streamlit as st
from streamlit.errors import StreamlitAPIException

OVERVIEW = "pages/overview.py"
UPLOAD = "pages/upload.py"
MAPPING = "pages/mapping.py"
DATA = "pages/data.py"
SETTINGS = "pages/settings.py"


def link(page: str, label: str, *, icon: str, **parameters: str) -> None:
    """Show a link to a page; where the page is not there, only say its label."""
    try:
        st.page_link(page, label=label, icon=icon, query_params=parameters or None)
    except (StreamlitAPIException, KeyError):
        st.caption(label)
