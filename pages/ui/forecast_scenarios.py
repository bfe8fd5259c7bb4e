"""Saved scenarios side by side: what each promises, to open, keep or delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.chosen import Chosen
from analytics.errors import RequestError
from analytics.figures import theme
from analytics.figures.forecast import assumed, chance_of
from analytics.warehouse import scenarios
from pages.ui import cache, forecast, state
from pages.ui.layout import say, show_table
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown

NAME, CHOICE = "forecast-scenario-name", "forecast-scenario"
REFUSED = "forecast-scenario-refused"
TODAY = "As chosen now"


def show(facts: Facts, burndown: Burndown, chosen: Chosen) -> None:
    """Compare the saved scenarios with what is chosen now."""
    kept = _kept(facts)
    with st.container(border=True, key="card-scenarios"):
        st.header("Scenarios", anchor=False)
        if kept:
            rows = {TODAY: chosen} | kept
            table = [_row(facts, burndown, *one) for one in rows.items()]
            show_table("Scenarios", pd.DataFrame(table), key="scenarios")
        else:
            say("None is saved yet. A scenario keeps assumptions, never your data.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Name", key=NAME, max_chars=scenarios.LONGEST)
            st.button("Save what is chosen now", on_click=_save, args=(facts, chosen))
            if kept:
                st.selectbox("Saved", list(kept), format_func=plain, key=CHOICE)
                st.button("Open", on_click=_open, args=(kept,))
                st.button("Delete", on_click=_delete, args=(facts,))
        if refused := st.session_state.pop(REFUSED, ""):
            st.warning(refused)


def _kept(facts: Facts) -> dict[str, Chosen]:
    project = facts.project.project_id
    found = cache.stored(
        "scenarios",
        facts.warehouse,
        lambda: scenarios.list_all(facts.warehouse, project),
        project,
    )
    return {name: Chosen.from_link(asked) for name, asked in found.items()}


def _row(
    facts: Facts, burndown: Burndown, name: str, chosen: Chosen
) -> dict[str, object]:
    result = forecast.when_of(facts, burndown, chosen)
    return {
        "Scenario": name,
        "How sure": chance_of(chosen.chance),
        "Done by": theme.day(result.days[chosen.chance]),
        "Left": result.remaining,
        "Taken for granted": assumed(result.assumptions),
    }


def _save(facts: Facts, chosen: Chosen) -> None:
    name = str(st.session_state.get(NAME, ""))
    try:
        scenarios.save(
            facts.warehouse, facts.project.project_id, name, chosen.to_texts()
        )
    except RequestError as error:
        st.session_state[REFUSED] = str(error)
        return
    st.session_state[NAME] = ""


def _open(kept: dict[str, Chosen]) -> None:
    chosen = kept.get(str(st.session_state.get(CHOICE)))
    if chosen is not None:
        state.change(chosen=chosen)


def _delete(facts: Facts) -> None:
    name = str(st.session_state.pop(CHOICE, ""))
    scenarios.forget(facts.warehouse, facts.project.project_id, name)
