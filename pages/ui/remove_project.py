"""Remove a project: the sample at once, another after its name was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.warehouse import projects
from pages.ui import state
from pages.ui.imports_list import SAID
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.project import Project
    from analytics.warehouse.store import Warehouse

WHAT = (
    "Its imports, settings and figures are removed for good. Reviews that were shared "
    "stay as they are, and the uploaded files stay in the folder of originals."
)


def show(warehouse: Warehouse, project: Project) -> None:
    """Offer to remove the project."""
    st.header("Remove", anchor=False, divider="gray")
    if project.is_sample:
        st.caption("The sample shows what Steerco does. It is not needed for your own.")
        st.button(
            "Remove the sample project",
            key="remove-sample",
            on_click=_remove,
            args=(warehouse, project),
        )
        return
    with st.expander(f"Remove {plain(project.name)}"):
        st.markdown(WHAT)
        typed = st.text_input(
            f"Type the name of the project: {plain(project.name)}",
            key=f"remove-name-{project.project_id}",
        )
        st.button(
            "Remove this project for good",
            key="remove-project",
            type="primary",
            disabled=typed.strip().casefold() != project.name.casefold(),
            on_click=_remove,
            args=(warehouse, project),
        )


def _remove(warehouse: Warehouse, project: Project) -> None:
    projects.remove_project(warehouse, project.project_id)
    state.open_project("")
    st.session_state[SAID] = f"{project.name} is removed."
