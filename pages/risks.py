"""Risks: exposure, matrix, the reserve, and what nobody looks after."""

from __future__ import annotations

import streamlit as st

from pages.ui import danger, measures
from pages.ui.layout import evidence, heading, listed, missing, show_chart, tiles
from pages.ui.state import current_facts

facts = current_facts()
heading("Risks", "What can still go wrong, and is the reserve enough?")

if facts.risks.empty:
    missing(*danger.MISSING)
    st.stop()

result = measures.risks_of(facts)
history = measures.risk_history_of(facts)
tiles(danger.headline(result, facts.project.settings.limits))

show_chart("Is the reserve enough?", chart=danger.curve_chart(result), key="cover")
show_chart("Largest open risks", chart=danger.exposure_chart(result), key="exposure")
show_chart(
    "How likely, how severe", chart=danger.matrix_chart(result, history), key="matrix"
)
show_chart("How the exposure moved", chart=danger.course_chart(history), key="course")

listed(
    "What is done about them",
    danger.responses(result, facts),
    key="responses",
    nothing="The register has no open risk.",
)
listed(
    "Nobody's risks",
    danger.attention(result, "no owner"),
    key="no-owner",
    nothing=danger.unless_none(result, "Every open risk has an owner."),
)
listed(
    "Out of sight",
    danger.attention(result, "not reviewed lately", "never reviewed", "past due"),
    key="stale",
    nothing=danger.unless_none(
        result, "Every open risk was looked at lately, and none is past its date."
    ),
)
listed(
    "Not quantified",
    danger.unquantified(result),
    key="unquantified",
    nothing=danger.unless_none(
        result, "Every open risk has a probability and an impact in money."
    ),
)
listed(
    "Never scored",
    danger.never_scored(result),
    key="never-scored",
    nothing=danger.unless_none(result, "Every open risk has its place in the matrix."),
)
listed(
    "Risks that struck",
    danger.occurred(result),
    key="occurred",
    nothing="No risk of the register has struck.",
)
evidence(danger.rests_on(facts))
