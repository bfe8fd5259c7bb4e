"""Forecasts in words: tiles, charts and sentences, each measured once per facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from analytics import forecasts
from analytics.figures import calibration as calibrations
from analytics.figures import forecast, forecast_bridge, theme
from analytics.figures.scope_chart import count
from pages.ui import measures
from pages.ui.cache import measured
from pages.ui.layout import Chart, Tile, say, tile
from pages.ui.plain import plain
from pages.ui.state import current_view

if TYPE_CHECKING:
    from analytics.chosen import Chosen
    from analytics.facts import Facts
    from analytics.forecasts import Calibrations
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.forecast.calibration import Calibration
    from analytics.metrics.forecast.moved import ForecastBridge
    from analytics.metrics.forecast.needed import Needed
    from analytics.metrics.forecast.when import Standing, WhenForecast
    from analytics.metrics.scope import Frame, Unit
    from pages.ui.state import View

UNITS: tuple[Unit, ...] = ("points", "items", "hours")
METHOD = "Past forecasts use only what was known on their day."


def frame_of(facts: Facts, view: View) -> tuple[str, Frame] | None:
    """Return the release of the view or the project: a sprint is too short for it."""
    found = options(facts)
    key = view.frame if view.frame in found else next(iter(found), None)
    return None if key is None else (key, measures.frames(facts)[key])


def options(facts: Facts) -> dict[str, str]:
    """Return the names of what can be forecast."""
    return {
        key: name
        for key, name in measures.frame_names(facts).items()
        if measures.frames(facts)[key].kind != "sprint"
    }


def calibration_line(facts: Facts, burndown: Burndown, chosen: Chosen) -> str:
    """Return the line that stands beside every forecast."""
    found = calibrations_of(facts, burndown, chosen).when
    return calibrations.line(found, chosen.chance)


def standing_of(facts: Facts, burndown: Burndown, chosen: Chosen) -> Standing:
    """Return what is left, and the pace that is drawn from."""
    return measured(
        "standing",
        facts,
        lambda: forecasts.standing_of(burndown, facts, chosen),
        *(burndown.frame, burndown.unit, chosen),
    )


def calibrations_of(facts: Facts, burndown: Burndown, chosen: Chosen) -> Calibrations:
    """Return how often the forecasts of the past held."""
    return measured(
        "calibration",
        facts,
        lambda: forecasts.calibrations_of(burndown, facts, chosen),
        *(burndown.frame, burndown.unit, chosen.first, chosen.last, chosen.chance),
    )


def when_of(facts: Facts, burndown: Burndown, chosen: Chosen) -> WhenForecast:
    """Forecast when what is left is done."""
    return measured(
        "forecast when",
        facts,
        lambda: forecasts.when_of(
            standing_of(facts, burndown, chosen),
            chosen,
            calibrations_of(facts, burndown, chosen).when,
        ),
        *(burndown.frame, burndown.unit, chosen),
    )


def when_chart(facts: Facts, burndown: Burndown, chosen: Chosen) -> Chart:
    """Return the distribution of the last week."""
    result = when_of(facts, burndown, chosen)
    return measured(
        "when chart",
        facts,
        lambda: Chart(
            lambda: forecast.plot_when(result),
            forecast.read_when(result, chosen.chance),
            lambda: forecast.table_when(result),
            forecasts.basis_of(burndown),
        ),
        *(burndown.frame, burndown.unit, chosen),
    )


def how_many_chart(facts: Facts, burndown: Burndown, chosen: Chosen) -> Chart:
    """Return how likely each amount is by the day."""

    def make() -> Chart:
        result = forecasts.how_many_of(
            standing_of(facts, burndown, chosen),
            chosen,
            calibrations_of(facts, burndown, chosen).how_many,
        )
        return Chart(
            lambda: forecast.plot_how_many(result),
            forecast.read_how_many(result, chosen.chance),
            lambda: forecast.table_how_many(result),
            forecasts.basis_of(burndown),
        )

    return measured(
        "how many chart", facts, make, burndown.frame, burndown.unit, chosen
    )


def calibration_chart(facts: Facts, burndown: Burndown, chosen: Chosen) -> Chart:
    """Return what was promised against what held."""

    def make() -> Chart:
        found = calibrations_of(facts, burndown, chosen)
        return Chart(
            lambda: calibrations.plot_calibration(found),
            calibrations.read_calibration(found, chosen.chance),
            lambda: calibrations.table_calibration(_all_units(facts, burndown, chosen)),
            forecasts.basis_of(burndown, more=METHOD),
        )

    return measured(
        "calibration chart", facts, make, burndown.frame, burndown.unit, chosen
    )


def _all_units(
    facts: Facts, burndown: Burndown, chosen: Chosen
) -> tuple[Calibration, ...]:
    """Return the calibrations in every unit there is, the one in view first."""
    first: list[Unit] = [burndown.unit]
    others = [unit for unit in UNITS if unit in measures.units(facts)]
    units = [*first, *(unit for unit in others if unit not in first)]
    each = [measures.burndown_of(facts, burndown.frame, unit) for unit in units]
    return tuple(
        one
        for found in each
        if found.is_defined
        for one in calibrations_of(facts, found, chosen)
    )


def bridge_of(facts: Facts, burndown: Burndown, chosen: Chosen) -> ForecastBridge:
    """Share out the move of the date since the last review."""
    return measured(
        "forecast bridge",
        facts,
        lambda: forecasts.bridge_of(burndown, facts, chosen, frame=burndown.frame),
        *(burndown.frame, burndown.unit, chosen),
    )


def bridge_chart(facts: Facts, burndown: Burndown, chosen: Chosen) -> Chart:
    """Return the parts of the move."""
    result = bridge_of(facts, burndown, chosen)
    return measured(
        "forecast bridge chart",
        facts,
        lambda: Chart(
            lambda: forecast_bridge.plot_forecast_bridge(result),
            forecast_bridge.read_forecast_bridge(result),
            lambda: forecast_bridge.table_forecast_bridge(result),
            forecasts.bridge_basis(burndown),
        ),
        *(burndown.frame, burndown.unit, chosen),
    )


def needed_tiles(facts: Facts, burndown: Burndown, chosen: Chosen) -> list[Tile]:
    """Return the three ways to a date side by side, and the chance as it stands."""
    found: Needed = measured(
        "needed",
        facts,
        lambda: forecasts.needed_of(standing_of(facts, burndown, chosen), chosen),
        *(burndown.frame, burndown.unit, chosen),
    )
    until = theme.day(found.by)
    cut = theme.DASH if found.cut is None else count(found.cut, found.unit)
    gain = theme.DASH if found.pace_percent is None else f"+{found.pace_percent} %"
    return [
        tile(
            f"Chance by {until}",
            theme.chance(found.chance),
            "as things stand",
            why=found.why.get("chance"),
        ),
        tile(
            "Either cut",
            cut,
            f"of {count(found.remaining, found.unit)} left",
            why=found.why.get("cut"),
        ),
        tile(
            "Or gain pace", gain, "against the past", why=found.why.get("pace_percent")
        ),
        tile(
            "Or move the date to",
            theme.day(found.day),
            _moved(found),
            why=found.why.get("day"),
        ),
    ]


def _moved(found: Needed) -> str:
    if not found.move_days:
        return "it holds as it is"
    return f"{found.move_days} days later"


def show_outlook(facts: Facts, unit: Unit) -> None:
    """Show the answer of the overview: one sentence each, and the way to more."""
    first, *more = outlook(facts, unit, current_view().chosen) or ("",)
    st.markdown(f"**{plain(first)}**")
    for sentence in more:
        say(sentence)
    if more:
        st.page_link(
            "pages/forecast.py",
            label="Why, and what it would take",
            icon=":material/arrow_forward:",
        )


def outlook(facts: Facts, unit: Unit, chosen: Chosen) -> tuple[str, ...]:
    """Return the sentences of the overview: when, with growth, how often right."""
    goal = next(iter(measures.of_kind(facts, "project")), None)
    if goal is None:
        return ()
    burndown = measures.burndown_of(facts, goal, unit)
    if not burndown.is_defined:
        return (burndown.why.get("remaining", ""),)
    plain = when_of(facts, burndown, chosen)
    told = [forecast.read_when(plain, chosen.chance)]
    if len(plain.chance):
        growing = when_of(facts, burndown, replace(chosen, scope="growing"))
        told += [forecast.read_growing(growing, chosen.chance)]
        found = calibrations_of(facts, burndown, chosen).when
        told += [calibrations.line(found, chosen.chance)]
    return tuple(told)
