"""What the work done is worth, against the plan and against what it cost."""

from __future__ import annotations

import streamlit as st

from analytics.metrics.evm.techniques import TECHNIQUES
from pages.ui import plan
from pages.ui.filters import choose
from pages.ui.layout import evidence, heading, listed, missing, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
heading(
    "Earned value",
    "Is what we got worth what we spent, and what will it cost in the end?",
)

sources = plan.sources(facts)
if not sources:
    missing(*plan.NO_VALUE)
    st.stop()

source = view.source if view.source in sources else next(iter(sources))
if len(sources) > 1:
    choose("Made from", sources, name="source", value=source)
if source == "schedule":
    choose("Earned by", TECHNIQUES, name="technique", value=view.technique)
report = plan.earned_of(facts, source, view.technique)
if report is None:
    st.stop()
evidence(f"Made from {report.source}; the plan is {report.baseline}.")

tiles(plan.headline(report))
show_chart("Planned, earned, spent", chart=plan.curve(report), key="earned")
show_chart("What it will cost in the end", chart=plan.family(report), key="family")
show_chart("Cost and pace over time", chart=plan.indices(report), key="indices")
tiles(plan.pace_tiles(report))
listed(
    "Control accounts",
    plan.accounts(report),
    key="accounts",
    nothing="There are no control accounts.",
)
listed(
    "Changes of the baseline",
    plan.steps(report),
    key="steps",
    nothing="The baseline was not changed, as far as the files tell.",
)
for note in report.notes:
    evidence(note)
