"""What a forecast takes for granted, to choose from; every choice is in the URL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics import forecasts
from analytics.calendar import DAY
from analytics.chosen import MOST_SPLIT, Chosen
from analytics.figures import theme
from analytics.figures.forecast import chance_of
from analytics.metrics.forecast.pace import pace
from pages.ui import state
from pages.ui.cache import once
from pages.ui.forecast import standing_of

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.forecast.when import Standing

SURE = (0.5, 0.7, 0.8, 0.85, 0.9, 0.95)
SCOPES = {"frozen": "As it is today", "growing": "Growing as it did"}
COARSE = 1_000
"""Amounts that go in such steps are shown without cents."""
FARTHEST = 5 * 365 * DAY


def scope_and_chance(chosen: Chosen) -> None:
    """Offer whether the scope grows, and how sure the promise is."""
    scope(chosen)
    levels = sorted({*SURE, chosen.chance})
    key = seeded("chance", chosen.chance)
    st.selectbox(
        "How sure",
        levels,
        format_func=chance_of,
        key=key,
        on_change=take,
        args=("chance",),
        width=110,
    )


def scope(chosen: Chosen) -> None:
    """Offer whether the scope grows."""
    key = seeded("scope", chosen.scope)
    st.segmented_control(
        "Scope",
        list(SCOPES),
        format_func=SCOPES.__getitem__,
        key=key,
        required=True,
        on_change=take,
        args=("scope",),
    )


def assumptions(burndown: Burndown, facts: Facts, chosen: Chosen) -> None:
    """Offer the weeks that are drawn from, and what could be otherwise."""
    plain = Chosen(scope=chosen.scope, chance=chosen.chance, until=chosen.until)
    changed = replace(chosen, since=None, budget=None) != plain
    label = "Assumptions (changed)" if changed else "Assumptions"
    with st.popover(label, icon=":material/tune:", key="forecast-assumptions"):
        _window(burndown, facts, chosen)
        number("pace", "Pace against the past (%)", chosen.pace, 1, 1000, 5)
        number(
            "cut", f"Cut from what is left ({burndown.unit})", chosen.cut, 0.0, 1e6, 1.0
        )
        number("split", "Items split into up to", chosen.split, 1.0, MOST_SPLIT, 0.1)
        key = seeded("recalibrated", chosen.recalibrated)
        st.toggle(
            "Recalibrate by what held in the past",
            key=key,
            on_change=take,
            args=("recalibrated",),
            help="Where our 85 % held more or less often than 85 % of the time, the "
            "percentile that would have held is taken instead.",
        )
        st.button("Back to the defaults", on_click=_reset, key="forecast-reset")


def _window(burndown: Burndown, facts: Facts, chosen: Chosen) -> None:
    """Offer the first and the last week of the past that are drawn from."""
    whole = _weeks(burndown, burndown.until or facts.as_of)
    ends = [day.date() for day in whole["last_day"]]
    begins = [day.date() for day in whole["first_day"]]
    if len(ends) < 2:  # noqa: PLR2004 - nothing to choose from
        return
    used = standing_of(facts, burndown, chosen).past.blocks
    shown = used if len(used) else whole
    first, last = shown["first_day"].iloc[0].date(), shown["last_day"].iloc[-1].date()
    st.selectbox(
        "Draw from the past from",
        begins,
        format_func=theme.day,
        key=seeded("first", first),
        on_change=take,
        args=("first",),
    )
    st.selectbox(
        "to the end of",
        ends,
        format_func=theme.day,
        key=seeded("last", last),
        on_change=take,
        args=("last",),
    )


@once
def _weeks(burndown: Burndown, until: date) -> pd.DataFrame:
    """Return all weeks of the past that could be drawn from."""
    return pace(burndown.days, unit=burndown.unit, as_of=until, last=None).blocks


def until_day(standing: Standing, chosen: Chosen) -> None:
    """Offer the day to be done by."""
    done_by(chosen.until or forecasts.next_review(standing), standing.as_of)


def done_by(day: date, as_of: date) -> None:
    """Offer a day from the as-of day on."""
    key = seeded("until", day)
    st.date_input(
        "Done by",
        min_value=min(as_of, day),
        max_value=max(as_of + FARTHEST, day),
        format="YYYY-MM-DD",
        key=key,
        on_change=take,
        args=("until",),
        width=170,
    )


def since_day(facts: Facts, burndown: Burndown, chosen: Chosen) -> None:
    """Offer the day that the bridge starts from."""
    day = chosen.since or facts.as_of - forecasts.REVIEWED_BEFORE
    earliest = burndown.frame.start or date(1970, 1, 1)
    key = seeded("since", day)
    st.date_input(
        "Since",
        min_value=min(earliest, day),
        max_value=max(facts.as_of, day),
        format="YYYY-MM-DD",
        key=key,
        on_change=take,
        args=("since",),
        width=170,
    )


def number(
    name: str,
    label: str,
    value: float | None,
    low: float,
    high: float,
    step: float,
) -> None:
    """Offer a number of the view."""
    key = seeded(name, value)
    st.number_input(
        label,
        min_value=low,
        max_value=high,
        step=step,
        value=None,  # what the view does not say is no zero
        placeholder="not given",
        format="%.0f" if step >= COARSE else None,
        key=key,
        on_change=take,
        args=(name,),
    )


def seeded(name: str, value: object) -> str:
    """Let a widget show a value of the view; return its key."""
    key = f"forecast-{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def take(name: str) -> None:
    """Bring what a widget was set to into the view."""
    _change(**{name: st.session_state[f"forecast-{name}"]})


def _change(**values: object) -> None:
    chosen = state.current_view().chosen
    state.change(chosen=replace(chosen, **values))  # type: ignore[arg-type]


def _reset() -> None:
    state.change(chosen=Chosen())
