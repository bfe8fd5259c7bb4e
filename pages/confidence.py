"""Confidence: will scope, date and budget hold together, and how honest were we?"""

from __future__ import annotations

import streamlit as st

from analytics.figures import joint, theme
from pages.ui import confidence, delivery, honesty
from pages.ui.layout import (
    answer,
    evidence,
    heading,
    missing,
    say,
    show_chart,
    tiles,
)
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Confidence", "Will it be done in time and within the budget, and how sure?")

burndown = confidence.burndown_of(facts, view)
if burndown is None:
    missing(*delivery.MISSING)
elif not burndown.is_defined:
    say(burndown.why["remaining"])
else:
    result = confidence.joint_of(facts, burndown, view)
    answer(joint.promised(result, confidence.scope_of(result, view.chosen)))
    confidence.inputs(facts, burndown, view)
    tiles(confidence.headline(result))

    mixes = confidence.frontier_chart(result)
    show_chart("Dates and budgets that would hold", chart=mixes, key="frontier")
    st.header(f"What would reach {theme.percent(result.p)}", anchor=False)
    tiles(confidence.levers(result))
    evidence(confidence.rests_on(facts, burndown))

adjusted = confidence.adjusted_chart(confidence.adjusted_of(facts, view))
show_chart("Cost in the end with the open risks", chart=adjusted, key="risk-adjusted")

st.header("How honest were we?", anchor=False, divider="gray")
honesty.show(facts)
