"""What fills in the settings, how they are saved, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.warehouse import imports, projects
from pages.ui import cache
from pages.ui.settings_form import Known, Wanted, changes

if TYPE_CHECKING:
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

SAID = "settings-said"
"""Session key: what the last save changed."""


def known(warehouse: Warehouse, project: Project) -> Known:
    """Collect what the files of a project show."""
    name = project.project_id
    return cache.stored("known", warehouse, lambda: _known(warehouse, name), name)


def _known(warehouse: Warehouse, project_id: str) -> Known:
    fields: dict[str, int] = {}
    for entry in cache.imports(warehouse, project_id):
        if entry.undone_at is None and entry.kind == "issues":
            report = imports.report_of(warehouse, entry.import_id)
            for name, count in report.get("hints", {}).get("point_fields") or ():
                fields[name] = max(count, fields.get(name, 0))
    ordered = sorted(fields.items(), key=lambda one: (-one[1], one[0]))
    return Known(tuple(ordered))


def save(warehouse: Warehouse, project: Project, wanted: Wanted) -> None:
    """Store what changed and rebuild the project's figures.

    Raises:
        RequestError: The name is empty or taken.
    """
    before = Wanted(project.name, project.settings)
    after = Wanted(" ".join(wanted.name.split()), wanted.settings)
    said = changes(before, after)
    if before.name != after.name:
        projects.rename_project(warehouse, project.project_id, after.name)
    if before.settings != after.settings:
        with st.spinner("Building the figures again …"):
            projects.change_settings(warehouse, project.project_id, after.settings)
    st.session_state[SAID] = said or ["Nothing was changed."]


def take_said() -> list[str]:
    """Return what the last save changed, once."""
    said: list[str] = st.session_state.pop(SAID, [])
    return said
