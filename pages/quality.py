"""Data quality: can the figures be trusted, and what should be put right?"""

from __future__ import annotations

import streamlit as st

from pages.ui import quality, quality_check, quality_trend
from pages.ui.layout import evidence, heading, listed, missing, say, tiles
from pages.ui.measures import quality_of
from pages.ui.state import current_facts

facts = current_facts()
heading(
    "Data quality",
    "Can the figures be trusted, and what should be put right where it comes from?",
)
if not facts.import_ids:
    missing(*quality.MISSING)
    st.stop()

result = quality_of(facts)
tiles(quality.headline(result))
say(quality.reading(result))

if result.touching:
    st.header("What could move the figures", anchor=False, divider="gray")
    quality.touching(result)

listed(
    "Everything that was found",
    quality.findings(result),
    key="findings",
    nothing="No check objects to anything.",
)
if result.hits:
    quality_check.show(facts, result)
quality_trend.show(facts, result)
listed(
    "Not checked",
    quality.not_checked(result),
    key="not-checked",
    nothing="Every check had something to look at.",
)
evidence(quality.rests_on(result))
