"""Exposure: how likely each total of cost and delay is, and what covers it."""

from __future__ import annotations

import streamlit as st

from pages.ui import danger, measures, perils
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Exposure", "What can the open risks cost in all, and is the reserve enough?")

if facts.risks.empty:
    missing(*danger.MISSING)
    st.stop()

choose("Reserve is to be enough with", perils.CHANCES, name="sure", value=view.sure)
choose("Risks of one category", perils.TOGETHER, name="together", value=view.together)

result = measures.exposure_of(facts, view)
tiles(perils.headline(result))
tiles(perils.details(result))

show_chart(
    "What the open risks may cost in all",
    chart=perils.cost_chart(result),
    key="total-cost",
)
show_chart("Which risks matter most", chart=perils.tornado_chart(result), key="tornado")
show_chart(
    "Contingency over time",
    chart=perils.course_chart(measures.covers_of(facts, view)),
    key="reserve-course",
)
show_chart(
    "How long the open risks may delay",
    chart=perils.days_chart(result),
    key="total-days",
)
listed(
    "Milestones with the delay of the risks",
    perils.milestones(facts, result),
    key="milestones",
    nothing=perils.no_milestones(result),
)
evidence(perils.rests_on(result))
