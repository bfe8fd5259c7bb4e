"""When will it be done, how much by a day, and how often were we right?"""

from __future__ import annotations

import streamlit as st

from pages.ui import (
    delivery,
    forecast,
    forecast_choices,
    forecast_items,
    forecast_scenarios,
    measures,
)
from pages.ui.filters import choose
from pages.ui.layout import PART, evidence, heading, missing, say, show_chart, tiles
from pages.ui.state import current_facts, current_view

facts, view = current_facts(), current_view()
chosen = view.chosen
heading("Forecast", "Will it be done, when, and how sure are we?")

found = forecast.frame_of(facts, view)
if found is None:
    missing(*delivery.MISSING)
    st.stop()

key, frame = found
with st.container(horizontal=True, vertical_alignment="bottom"):
    unit = measures.unit_of(facts, view)
    choose("What", forecast.options(facts), name="frame", value=key, wide=True)
    choose("Counted in", measures.units(facts), name="unit", value=unit)
    forecast_choices.scope_and_chance(chosen)

burndown = measures.burndown_of(facts, frame, unit)
evidence(delivery.evidence(facts, frame))
if not burndown.is_defined:
    say(burndown.why["remaining"])
    st.stop()

forecast_choices.assumptions(burndown, facts, chosen)
when = forecast.when_chart(facts, burndown, chosen)
show_chart("When it will be done", chart=when, key="when")
say(forecast.calibration_line(facts, burndown, chosen))

standing = forecast.standing_of(facts, burndown, chosen)
st.header("What would have to be true", anchor=False)
forecast_choices.until_day(standing, chosen)
tiles(forecast.needed_tiles(facts, burndown, chosen))
by_then = forecast.how_many_chart(facts, burndown, chosen)
show_chart("How much by that day", chart=by_then, key="how-many", size=PART)

st.header("Can it be trusted, and why did it move?", anchor=False)
held = forecast.calibration_chart(facts, burndown, chosen)
show_chart("How often forecasts were right", chart=held, key="calibration", size=PART)
forecast_choices.since_day(facts, burndown, chosen)
moved = forecast.bridge_chart(facts, burndown, chosen)
show_chart("Why the date moved", chart=moved, key="moved", size=PART)

forecast_items.show(facts, burndown, chosen)
forecast_scenarios.show(facts, burndown, chosen)
