"""The parts of a shared review: results in, sentences, figures, charts, tables out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics import forecasts
from analytics.figures.burndown import plot_burndown, read_burndown, table_burndown
from analytics.figures.calibration import line, table_calibration
from analytics.figures.exposure import plot_exposure, read_exposure
from analytics.figures.exposure_curve import read_exposure_curve
from analytics.figures.forecast import plot_when, read_how_many, read_when
from analytics.figures.forecast_bridge import (
    read_forecast_bridge,
    table_forecast_bridge,
)
from analytics.figures.risk_matrix import read_risk_matrix
from analytics.sharing import tables
from analytics.sharing.frozen import Section
from analytics.sharing.headlines import NO_ISSUES
from analytics.sharing.measured import chart, method

if TYPE_CHECKING:
    from analytics.sharing.shot import Shot

NO_FORECAST = "No work items are known yet, so there is no forecast."


def forecast(shot: Shot) -> Section:
    """Say when the project is done, how sure that is, and why the date moved."""
    whole = shot.whole
    question = "Will it be done, when, and how sure are we?"
    section = Section("forecast", question, "Forecast", ())
    if whole is None or not whole.is_defined:
        return replace(section, readings=(NO_FORECAST,))
    facts, chosen = shot.facts, shot.chosen
    standing = forecasts.standing_of(whole, facts, chosen)
    held = forecasts.calibrations_of(whole, facts, chosen)
    when = forecasts.when_of(standing, chosen, held.when)
    amounts = forecasts.how_many_of(standing, chosen, held.how_many)
    moved = forecasts.bridge_of(whole, facts, chosen, frame=whole.frame)
    return replace(
        section,
        readings=(
            read_when(when, chosen.chance),
            line(held.when, chosen.chance),
            read_how_many(amounts, chosen.chance),
            read_forecast_bridge(moved),
        ),
        chart=chart(plot_when(when)),
        tables=tables.forecasts(table_calibration(held), table_forecast_bridge(moved)),
        method=method(forecasts.basis_of(whole)),
    )


def burndown(shot: Shot) -> Section:
    """Show what is left in the frame in view."""
    result = shot.burndown
    section = Section("burndown", "Will the work be done in time?", "Burn-down", ())
    if result is None:
        return replace(section, readings=(NO_ISSUES,))
    return replace(
        section,
        readings=(read_burndown(result),),
        chart=chart(plot_burndown(result)),
        tables=(tables.burndown(table_burndown(result)),),
        method=method(result.basis),
    )


def risks(shot: Shot) -> Section:
    """Show what can still go wrong and whether the reserve is enough."""
    result = shot.risks
    table = tables.risks(result)
    return Section(
        key="risks",
        question="What can still go wrong, and is the reserve enough?",
        term="Risk exposure",
        readings=(
            read_exposure(result),
            read_exposure_curve(result),
            read_risk_matrix(result),
        ),
        chart=chart(plot_exposure(result)),
        matrices=tables.matrices(result),
        tables=(table,) if table.rows else (),
        method=method(result.basis),
    )
