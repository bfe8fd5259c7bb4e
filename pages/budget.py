"""Budget against what is spent, ordered and expected."""

from __future__ import annotations

import streamlit as st

from pages.ui import measures, money
from pages.ui.filters import choose
from pages.ui.layout import (
    evidence,
    heading,
    listed,
    missing,
    say,
    show_chart,
    tiles,
)
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading("Budget", "What will it cost against the budget, and where does it go?")

result = measures.budget_of(facts, view.by)
if not money.is_known(result):
    missing(*money.MISSING)
    st.stop()

tiles(money.headline(result))
tiles(money.details(result))

choose("By", money.GROUPS, name="by", value=view.by)
show_chart(
    f"Budget by {money.GROUPS[view.by].lower()}",
    chart=money.budget_chart(result),
    key="budget",
)
show_chart("Spending against plan", chart=money.curve_chart(result), key="curve")

listed(
    "Reserves",
    money.reserves(result),
    key="reserves",
    nothing="The budget file has no contingency and no management reserve.",
)
listed(
    "Every line accounted for",
    money.tie_out(result),
    key="tie-out",
    nothing="There are no lines.",
)
say(money.tie_out_sentence(result))
for note in result.notes:
    evidence(note)
