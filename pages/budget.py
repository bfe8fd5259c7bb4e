"""Budget against what is spent, ordered and expected."""

from __future__ import annotations

import streamlit as st

from pages.ui import accounts, measures, money
from pages.ui.filters import choose
from pages.ui.layout import (
    evidence,
    heading,
    missing,
    show_chart,
    tiles,
)
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Budget", "What will it cost against the budget, and where does it go?")

result = measures.budget_of(facts, view.by)
if not result.is_known:
    missing(*money.missing_of(result))
    st.stop()

tiles(money.headline(result, facts.project.settings.limits))
tiles(money.details(result))

choose("By", money.GROUPS, name="by", value=view.by)
show_chart(
    f"Budget by {money.GROUPS[view.by].lower()}",
    chart=money.budget_chart(result),
    key="budget",
)
estimates = measures.estimates_of(facts)
show_chart(
    "Spending against plan", chart=money.band_chart(result, estimates), key="curve"
)

accounts.show(result, facts, estimates=estimates, by=view.by)
for note in result.notes:
    evidence(note)
