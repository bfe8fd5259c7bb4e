"""Where lights turn and risks are too many: typed, or read from the house's file."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import TYPE_CHECKING

import streamlit as st

from analytics.organisation import MOST_BYTES, from_toml, to_toml
from analytics.project import Limits
from pages.ui.text import file_name

if TYPE_CHECKING:
    from analytics.project import Project, ProjectSettings

LABELS = {
    "overrun": "Budget: amber up to so much above it (%)",
    "behind": "Sprint: amber up to so much of the scope behind (%)",
    "covered": "Reserve: green from this chance on (%)",
    "barely": "Reserve: amber from this chance on (%)",
    "moderate_from": "Risk: moderate from this score on",
    "high_from": "Risk: high from this score on",
}
SCORES = ("moderate_from", "high_from")
ROUND = "settings-file-round"
"""Session key: how often a file was used, so that the field empties after it."""


def ask(settings: ProjectSettings) -> Limits:
    """Show the limits, and return what is typed.

    Raises:
        RequestError: They contradict each other.
    """
    st.header("Lights and appetite", anchor=False, divider="gray")
    values = zip(fields(Limits), astuple(settings.limits), strict=True)
    columns = st.columns(2)
    typed = {}
    for place, (one, value) in enumerate(values):
        is_score = one.name in SCORES
        factor = 1 if is_score else 100
        found = columns[place % 2].number_input(
            LABELS[one.name],
            min_value=0.0,
            max_value=float(factor),
            value=round(value * factor, 6),
            step=0.01 if is_score else 1.0,
            format="%g",
            key=f"settings-{one.name}",
        )
        typed[one.name] = round(found / factor, 8)
    return Limits(**typed)


def ask_file(project: Project) -> ProjectSettings | None:
    """Offer scales and limits as a file, and take one; return what it says.

    Raises:
        RequestError: The file is not one of scales and limits.
    """
    st.header("Scales and limits as a file", anchor=False, divider="gray")
    st.caption(
        "A readable file (TOML) that every project of the organisation can use. What "
        "it leaves out stays as it is."
    )
    st.download_button(
        "Download scales and limits",
        data=to_toml(project.settings),
        file_name=file_name([project.name, "scales"], "toml"),
        mime="application/toml",
        icon=":material/download:",
        on_click="ignore",
    )
    used = st.session_state.setdefault(ROUND, 0)
    given = st.file_uploader(
        "Scales and limits to use", type=["toml"], key=f"settings-file-{used}"
    )
    if given is None or not st.button("Use this file"):
        return None
    st.session_state[ROUND] = used + 1
    return from_toml(given.read(MOST_BYTES + 1), project.settings)
