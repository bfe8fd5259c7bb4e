"""Hours: where they go, whether they fit the capacity, and the estimates."""

from __future__ import annotations

import streamlit as st

from pages.ui import hours
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Hours", "Where do the hours go, and do they fit capacity and estimates?")
if not hours.is_known(facts):
    missing(*hours.MISSING)
    st.stop()

by = hours.group_of(facts, view)
evidence(hours.rests_on(facts))
tiles(hours.headline(facts, by))

choose("Broken down by", hours.groups(facts), name="split", value=by)
show_chart("Hours logged per week", chart=hours.chart(facts, by), key="hours")
listed(
    f"Hours by {hours.TITLES[by].lower()}",
    hours.by_group(facts, by),
    key="hours-by",
    nothing=hours.booked_of(facts).why,
)
show_chart(
    "Hours booked of those available",
    chart=hours.used(hours.utilisation_of(facts)),
    key="utilisation",
)
show_chart(
    "Items over their estimate",
    chart=hours.estimated(hours.estimates_of(facts)),
    key="hours-estimates",
)
show_chart(
    "Hours after the item was done",
    chart=hours.late(hours.after_done_of(facts)),
    key="hours-after",
)
listed(
    "Hours on items in none of the files",
    hours.outside(facts),
    key="hours-outside",
    nothing=hours.no_outside(facts),
)
listed(
    "Names that may be one person",
    hours.alike(hours.booked_of(facts)),
    key="hours-names",
    nothing="No two names look like one person.",
)
