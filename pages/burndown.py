"""Burn-down and burn-up of a sprint, a release or the project."""

from __future__ import annotations

import streamlit as st

from pages.ui import delivery, measures, scope
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, say, show_chart, tiles
from pages.ui.state import current_facts, current_view
from pages.ui.twice import checked_twice

facts, view = current_facts(), current_view()
heading("Burn-down", "How much is left, how much is done, and how did the goal move?")

key = measures.frame_key(facts, view)
if key is None:
    missing(*delivery.MISSING)
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = measures.unit_of(facts, view)
    names = measures.frame_names(facts)
    choose("What", names, name="frame", value=key, wide=True)
    choose("Counted in", measures.units(facts), name="unit", value=unit)

frame = measures.frames(facts)[key]
result = measures.burndown_of(facts, frame, unit)
evidence(delivery.evidence(facts, frame))
tiles(delivery.ledger_tiles(result))

show_chart("What is left", chart=delivery.burndown_chart(result), key="burndown")
show_chart("What is done", chart=delivery.burnup_chart(result), key="burnup")

listed(
    "Changes of scope after the start",
    scope.change_table(facts, frame, unit),
    key="scope",
    nothing=delivery.no_changes(result),
)
if sentence := scope.change_sentence(scope.changes(facts, frame, unit)):
    say(sentence)
listed(
    "Open items without an estimate",
    delivery.unestimated(facts, frame),
    key="unestimated",
    nothing="Every open item has an estimate.",
)
checked_twice(facts)
