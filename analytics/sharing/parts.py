"""The parts of a shared review: results in, sentences, figures, charts, tables out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from analytics import forecasts, measures
from analytics.chosen import Chosen
from analytics.figures import theme
from analytics.figures.budget import plot_budget, read_budget, table_budget
from analytics.figures.budget_curve import read_budget_curve, table_budget_curve
from analytics.figures.burndown import plot_burndown, read_burndown, table_burndown
from analytics.figures.burnup import plot_burnup, read_burnup
from analytics.figures.calibration import line, table_calibration
from analytics.figures.exposure import plot_exposure, read_exposure
from analytics.figures.exposure_curve import read_exposure_curve
from analytics.figures.forecast import plot_when, read_how_many, read_when
from analytics.figures.forecast_bridge import (
    read_forecast_bridge,
    table_forecast_bridge,
)
from analytics.figures.risk_matrix import read_risk_matrix
from analytics.sharing import headlines, tables
from analytics.sharing.frozen import Section

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.facts import Facts
    from analytics.metrics.basis import Basis
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.velocity import Velocity
    from analytics.sharing.frozen import Chart

NO_FORECAST = "No work items are known yet, so there is no forecast."
NO_ISSUES = "No issues are imported yet, so there is no burn-down."


@dataclass(frozen=True)
class Shot:
    """What is in view when a review is frozen; measured once, without people.

    `frame` is the sprint or release in view, None the one of the as-of day.
    """

    facts: Facts
    frame: Frame | None = None
    unit: Unit = "points"
    by: str = "category"
    chosen: Chosen = field(default_factory=Chosen)

    @cached_property
    def burndown(self) -> Burndown | None:
        """The burn-down in view, None without issues."""
        frame = self.frame or measures.current_frame(self.facts)
        return measures.burndown_of(self.facts, frame, self.unit) if frame else None

    @cached_property
    def whole(self) -> Burndown | None:
        """The whole project, None without issues."""
        frames = measures.frames_of(self.facts, "project")
        return (
            measures.burndown_of(self.facts, frames[0], self.unit) if frames else None
        )

    @cached_property
    def velocity(self) -> Velocity:
        """The velocity of the last sprints."""
        return measures.velocity_of(self.facts, self.unit)

    @cached_property
    def budget(self) -> BudgetVariance:
        """Budget, spent and ordered."""
        return measures.budget_of(self.facts, by=self.by)

    @cached_property
    def risks(self) -> RiskExposure:
        """Open risks, without the names of their owners."""
        found = measures.risk_of(self.facts, self.budget)
        return replace(
            found,
            risks=found.risks.assign(owner=""),
            attention=found.attention.assign(owner=""),
        )


def overview(shot: Shot) -> Section:
    """Answer the questions of the meeting in headline figures and sentences."""
    whole = shot.whole
    sentences = (
        read_burnup(whole) if whole else NO_ISSUES,
        read_budget(shot.budget),
        read_exposure_curve(shot.risks),
    )
    return Section(
        key="overview",
        question="Where do we stand?",
        term="Overview",
        readings=sentences,
        figures=(
            *headlines.delivery(whole, shot.velocity),
            *headlines.money(shot.budget),
            *headlines.risk(shot.risks),
        ),
        chart=chart(plot_burnup(whole)) if whole else None,
        method=method(whole.basis) if whole else "",
    )


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


def budget(shot: Shot) -> Section:
    """Show what it costs against the budget."""
    result = shot.budget
    found = (
        tables.budget(table_budget(result), result.currency),
        tables.months(table_budget_curve(result), result.currency),
    )
    return Section(
        key="budget",
        question="What will it cost against the budget?",
        term="Budget variance",
        readings=(read_budget(result), read_budget_curve(result), *result.notes),
        chart=chart(plot_budget(result)),
        tables=tuple(table for table in found if table.rows),
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


def chart(figure: go.Figure) -> Chart | None:
    """Return what the drawing library needs, or None where nothing is drawn."""
    if not figure.data:
        return None
    return cast("Chart", json.loads(figure.to_json()))


def method(basis: Basis) -> str:
    """Say how a figure is measured and what it rests on."""
    used = f"{basis.rows_used:,} {'line' if basis.rows_used == 1 else 'lines'}"
    aside = f"{theme.number(len(basis.left_out))} left out"
    rests = f" Rests on: {basis.rests_on}." if basis.rests_on else ""
    return f"{basis.formula}{rests} {used} of the files used, {aside}."
