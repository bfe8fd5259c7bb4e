"""Every figure, its definition, its formula and its source."""

from __future__ import annotations

import streamlit as st

from pages.ui import terms
from pages.ui.layout import heading

heading("Glossary", "What every figure means, and how it is computed.")

wanted = st.text_input(
    "Search", placeholder="for example scope, reserve, velocity", key="glossary-search"
)
found = terms.search(wanted)
if not found:
    st.info("Nothing in the glossary has these words.")
for metric in found:
    terms.show(metric)
