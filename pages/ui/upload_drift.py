"""What a later file of a source does differently, and what has to be answered first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analytics.warehouse import projects
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.warehouse.drift import Drift
    from analytics.warehouse.manifests import Accepted
    from analytics.warehouse.store import Warehouse
    from pages.ui.batches import Upload
    from pages.ui.upload_target import Target

CATEGORIES = {"todo": "to do", "doing": "in progress", "done": "done"}


def key_of(upload: Upload, what: str) -> str:
    """Name a widget of the card of a file."""
    return f"upload-{what}-{upload.number}"


def preview_of(upload: Upload, target: Target) -> Accepted | None:
    """Return what accepting would change, once it is known."""
    if target.project is None:
        return None
    return upload.previews.get(target.project.project_id)


def show(upload: Upload, target: Target) -> None:
    """Say what differs from the file before, and let new statuses be mapped."""
    found = preview_of(upload, target)
    if found is None:
        return
    if found.newer:
        st.info(
            f"{plain(found.newer)} speaks of a later day and stays what counts. This "
            "file becomes a part of the history. If that is wrong, correct the day."
        )
    show_sentences(found.drift.sentences)
    if found.drift.new_statuses:
        st.markdown("**What do the new statuses count as?**")
        with st.container(horizontal=True):
            for number, (status, category) in enumerate(found.drift.new_statuses):
                st.selectbox(
                    plain(status),
                    list(CATEGORIES),
                    index=list(CATEGORIES).index(category),
                    format_func=CATEGORIES.__getitem__,
                    key=key_of(upload, f"status-{number}"),
                    width=200,
                )
    if found.drift.asks_if_partial:
        st.warning(plain(found.drift.asks_if_partial), icon=":material/question_mark:")


def show_sentences(sentences: tuple[str, ...]) -> None:
    """List the differences."""
    if sentences:
        listed = "\n".join(f"- {plain(one)}" for one in sentences)
        st.warning(
            f"Different from the file before:\n{listed}", icon=":material/difference:"
        )


def asks(upload: Upload, target: Target) -> bool:
    """Whether people have to say if the file holds everything."""
    found = preview_of(upload, target)
    return found is not None and bool(found.drift.asks_if_partial)


def is_unanswered(upload: Upload, target: Target) -> bool:
    """Whether that was asked and is not yet answered."""
    return (
        asks(upload, target)
        and st.session_state.get(key_of(upload, "part-asked")) is None
    )


def map_statuses(warehouse: Warehouse, project_id: str, drift: Drift, key: str) -> None:
    """Store what people chose for statuses where it is not what was suggested."""
    chosen = {
        status: str(st.session_state.get(f"upload-status-{number}-{key}", category))
        for number, (status, category) in enumerate(drift.new_statuses)
    }
    other = {
        status: chosen[status]
        for status, category in drift.new_statuses
        if chosen[status] != category
    }
    if not other:
        return
    project = projects.get_project(warehouse, project_id)
    status_map = {**project.settings.status_map, **other}
    projects.change_settings(
        warehouse, project_id, replace(project.settings, status_map=status_map)
    )
