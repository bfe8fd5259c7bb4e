"""Settings of a project: what files cannot say, or say otherwise than people mean."""

from __future__ import annotations

import streamlit as st

from analytics.errors import SteercoError
from analytics.web.service import open_warehouse
from pages.ui import settings_form, settings_limits, settings_store
from pages.ui.layout import heading
from pages.ui.plain import plain
from pages.ui.state import current_facts

warehouse = open_warehouse()
facts = current_facts()
project = facts.project

heading("Settings", f"What files cannot say about {plain(project.name)}.")
for sentence in settings_store.take_said():
    st.success(plain(sentence))
try:
    known = settings_store.known(warehouse, project)
    wanted = settings_form.ask(facts, known)
    read = settings_limits.ask_file(project)
    if read is not None:
        wanted = settings_form.Wanted(project.name, read)
    if wanted is not None:
        settings_store.save(warehouse, project, wanted)
        st.rerun()
except SteercoError as error:
    st.error(plain(error))
