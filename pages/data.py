"""Data: every import of a project, what was said of it, undo, and the backups."""

from __future__ import annotations

import streamlit as st

from analytics.web.service import open_warehouse
from pages.ui import cache, copies, imports_list, links, remove_project, timeline
from pages.ui.layout import heading
from pages.ui.plain import plain
from pages.ui.state import current_facts

warehouse = open_warehouse()
copies.show_mended(warehouse)
said = imports_list.take_said()
if said:
    st.success(plain(said))
remove_project.show_proof()
facts = current_facts()
project = facts.project

heading("Data", f"Every file that was loaded into {plain(project.name)}, newest first.")
entries = cache.imports(warehouse, project.project_id)
if entries:
    imports_list.show_list(warehouse, project, entries)
    chosen = imports_list.choose(entries)
    imports_list.show_one(warehouse, project, chosen)
    timeline.show_changes(facts, chosen)
    timeline.show(facts)
else:
    st.info("Nothing is loaded into this project yet.")
links.link(links.UPLOAD, "Upload a file", icon=":material/upload:")
imports_list.show_statuses(facts.statuses)
copies.show_backups(warehouse, project.settings.zone)
remove_project.show(warehouse, project)
