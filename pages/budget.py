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
    "Approved changes",
    money.changes(result),
    key="changes",
    nothing="No change request with an effect on cost is approved.",
)
listed(
    "Every line accounted for",
    money.tie_out(result, facts),
    key="tie-out",
    nothing="There are no lines.",
)
for sentence in money.tie_out_sentences(result, facts):
    say(sentence)
listed(
    "What does not count, and why",
    money.aside(result, facts),
    key="aside",
    nothing="Every line of every file counts.",
)
listed(
    "Exchange rates used",
    money.rates(result),
    key="rates",
    nothing="No line is in another currency with a rate for its day.",
)
for note in result.notes:
    evidence(note)
