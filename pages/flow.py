"""How fast work gets through, and where it waits."""

from __future__ import annotations

import streamlit as st

from pages.ui import delivery, flow, flow_figures
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, say, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Flow", "How fast does work get through, and where does it wait?")
if facts.issues.empty:
    missing(*delivery.MISSING)
    st.stop()

seen = flow.seen(facts, view)
with st.container(horizontal=True, vertical_alignment="bottom"):
    choose("Looked at", flow.WEEKS, name="weeks", value=view.weeks)
    if starts := flow.starts(facts):
        value = flow.start_of(facts, seen)
        choose("Work begins in", starts, name="start", value=value, wide=True)

evidence(flow.rests_on(facts, seen))
tiles(flow_figures.headline(facts, seen))
if not flow.has_log(facts, seen):
    missing(*flow.NO_LOG)

for name in flow.charts(facts, seen):
    show_chart(
        flow.TITLES[name], chart=flow.chart(facts, seen, name), key=f"flow-{name}"
    )

if flow.has_log(facts, seen):
    listed(
        "Can these averages be trusted? Little's law",
        flow_figures.conditions(facts, seen),
        key="littles-law",
        nothing=flow_figures.no_law(facts, seen),
    )
    if sentence := flow_figures.law_sentence(facts, seen):
        say(sentence)
    listed(
        "Items that were blocked",
        flow_figures.blocked(facts, seen),
        key="blocked",
        nothing="No item was flagged while work on it was going on.",
    )
