"""Whether the figures that were computed twice agree; the page says when not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.warehouse import checks
from pages.ui.cache import stored
from pages.ui.plain import plain

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts

COLUMNS = {
    "frame_id": "Sprint",
    "figure": "Figure",
    "unit": "Counted in",
    "warehouse": "Shown here",
    "independent": "Computed again",
}


def checked_twice(facts: Facts) -> None:
    """Say how the second computation compares; list the figures that differ."""
    note, differing = _found(facts)
    if differing.empty:
        if note:
            st.caption(f":material/rule: {plain(note)}")
        return
    st.warning(f"{plain(note)} Do not rely on them until the difference is explained.")
    st.dataframe(differing.rename(columns=COLUMNS), hide_index=True)


def _found(facts: Facts) -> tuple[str, pd.DataFrame]:
    return stored(
        "twice",
        facts.warehouse,
        lambda: checks.check_of(facts.warehouse, facts.set_id),
        facts.set_id,
    )
