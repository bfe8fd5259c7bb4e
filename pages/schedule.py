"""Milestones, the critical path, and how good a model the schedule is."""

from __future__ import annotations

import streamlit as st

from analytics.figures import schedule as figure
from pages.ui import plan
from pages.ui.layout import (
    evidence,
    heading,
    listed,
    missing,
    say,
    show_chart,
    tiles,
)
from pages.ui.state import current_facts

facts = current_facts()
heading("Schedule", "Which milestones slip, what cannot slip, and is the plan sound?")

milestones, path = plan.milestones_of(facts), plan.path_of(facts)
if milestones.rows.empty and path.tasks.empty:
    missing(*plan.NO_SCHEDULE)
    st.stop()

show_chart("Milestones and their trend", chart=plan.trend(milestones), key="trend")
if path.tasks.empty:
    st.stop()

quality = plan.quality_of(facts)
tiles(plan.quality_tiles(quality))
listed(
    "Critical path",
    figure.table_path(path, only_path=True),
    key="path",
    nothing=path.why or "No open task is without float.",
)
show_chart("Float of the open tasks", chart=plan.floats(path), key="float")
listed(
    "Where the tool computed another float",
    path.differences[list(figure.PATH)].rename(columns=figure.PATH),
    key="differences",
    nothing="No difference: either all floats agree, or the file states none.",
)
listed(
    "Fourteen points of the DCMA",
    figure.table_quality(quality),
    key="dcma",
    nothing="There are no tasks.",
)
say(figure.read_quality(quality))
for note in path.notes:
    evidence(note)
