"""Remove a project: the sample at once, another after its name was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.warehouse import projects, purge
from pages.ui import state
from pages.ui.imports_list import SAID
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from analytics.project import Project
    from analytics.warehouse.purge import Purged
    from analytics.warehouse.store import Warehouse

WHAT = (
    "Its imports, settings and figures are removed for good. Reviews that were shared "
    "stay as they are, and the uploaded files stay in the folder of originals."
)
ERASE = (
    "Erasing takes the uploaded files and the shared reviews as well, and searches "
    "afterwards for what could be left. Backups are not touched; those that still hold "
    "the project are named."
)
PROOF = "data-purged"
"""Session key: the proof of the last erasure."""


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
        st.markdown(ERASE)
        st.button(
            "Erase it with its files and shared reviews",
            key="purge-project",
            disabled=typed.strip().casefold() != project.name.casefold(),
            on_click=_purge,
            args=(warehouse, project),
        )


def show_proof() -> None:
    """Show, once, that nothing is left of a project that was erased."""
    done: Purged | None = st.session_state.pop(PROOF, None)
    if done is None:
        return
    rows = [(one.where, one.what, one.found) for one in done.proof]
    table = pd.DataFrame(rows, columns=["Searched", "For", "Found"])
    st.dataframe(table, hide_index=True, alt="What was searched, and what was found")
    if done.kept:
        st.caption(f"{counted(done.kept, 'file')} stay: other projects use them.")
    for name in done.backups:
        st.warning(f"The backup {plain(name)} still holds the project.")
    if done.note:
        st.warning(done.note)


def _purge(warehouse: Warehouse, project: Project) -> None:
    st.session_state[PROOF] = purge.purge(warehouse, project.project_id)
    state.open_project("")
    st.session_state[SAID] = f"{project.name} is erased."


def _remove(warehouse: Warehouse, project: Project) -> None:
    projects.remove_project(warehouse, project.project_id)
    state.open_project("")
    st.session_state[SAID] = f"{project.name} is removed."
