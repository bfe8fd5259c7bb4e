"""Sprints: what was promised, what was kept, what was handed on, and by which rule."""

from __future__ import annotations

import streamlit as st

from pages.ui import delivery, measures, scope, sprints
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, say, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Sprints", "Does the team finish what it promises, and what is handed on?")

names = sprints.of_view(facts, view.frame)
if not names:
    missing(*sprints.MISSING)
    st.stop()

unit = measures.unit_of(facts, view)
choose("Counted in", measures.units(facts), name="unit", value=unit)
tiles(sprints.headline(facts, unit))
show_chart(
    "Promised and completed, sprint by sprint",
    chart=sprints.chart(facts, unit),
    key="velocity",
)
listed(
    "By team",
    sprints.teams(facts, unit),
    key="teams",
    nothing="No item of a sprint names a team.",
)
listed(
    "Items carried over",
    sprints.carried(facts),
    key="carried",
    nothing="No item was in more than one sprint.",
)
listed(
    "Changed after the close",
    scope.corrected(facts, unit),
    key="corrected",
    nothing=scope.none_corrected(facts, unit),
)

key = next(iter(names))
choose("One sprint by every rule", names, name="frame", value=key, wide=True)
frame = measures.frames(facts)[key]
found = sprints.reconciled(facts, frame, unit)
evidence(delivery.evidence(facts, frame))
say(found.why or found.note)
listed(
    "The same sprint by every rule",
    sprints.rules(facts, frame, unit),
    key="rules",
    nothing=found.why,
)
listed(
    "The items that make the totals differ",
    sprints.differences(facts, frame, unit),
    key="differences",
    nothing=sprints.nothing_differs(found),
)
