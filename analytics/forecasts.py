"""From facts to forecasts: what is asked of a frame, and what the forecast is given.

Pages, shared links and the command line ask through these functions. A forecast of a
past day is asked of facts as of that day: nothing later reaches it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from analytics import measures
from analytics.calendar import WorkingCalendar
from analytics.facts import days_off
from analytics.metrics.forecast.calibration import (
    how_many_calibration,
    when_calibration,
)
from analytics.metrics.forecast.how_many import HowManyForecast, how_many
from analytics.metrics.forecast.moved import METHOD, ForecastBridge, forecast_bridge
from analytics.metrics.forecast.needed import Needed, what_must_be_true
from analytics.metrics.forecast.pace import FEWEST, LAST, pace
from analytics.metrics.forecast.trials import AHEAD, Asked
from analytics.metrics.forecast.when import Standing, when
from analytics.warehouse.imports import list_imports

if TYPE_CHECKING:
    from analytics.chosen import Chosen
    from analytics.facts import Facts
    from analytics.metrics.basis import Basis
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.forecast.calibration import Calibration
    from analytics.metrics.forecast.when import WhenForecast
    from analytics.metrics.scope import Frame

REVIEWED_BEFORE = timedelta(days=14)
"""How far back the bridge looks unless told: one usual interval between reviews."""
FORMULA = (
    "Each week to come draws one of the past weeks, with replacement; the chance that "
    "nothing is left is computed exactly by adding up all draws (convolution)."
)


class Calibrations(NamedTuple):
    """How often the forecasts of the past held, for both questions."""

    when: Calibration
    how_many: Calibration


def goal_of(facts: Facts) -> Frame | None:
    """Return what a forecast is about unless told: the whole project."""
    return next(iter(measures.frames_of(facts, "project")), None)


def standing_of(burndown: Burndown, facts: Facts, chosen: Chosen) -> Standing:
    """Return what a forecast of a frame rests on."""
    whole = pace(
        burndown.days,
        unit=burndown.unit,
        as_of=burndown.until or facts.as_of,
        last=LAST if chosen.first is None else None,
    )
    left = max((burndown.remaining or 0.0) - chosen.cut, 0.0)
    past = whole.between(chosen.first, chosen.last)
    calendar = measures.calendar_of(facts, burndown.frame)
    return Standing(facts.as_of, left, past, calendar)


def when_of(
    standing: Standing, chosen: Chosen, calibration: Calibration | None = None
) -> WhenForecast:
    """Forecast when what is left is done."""
    return when(
        standing.remaining,
        standing.past,
        calendar=standing.calendar,
        as_of=standing.as_of,
        assumptions=chosen.assumptions(calibration),
        percentiles=chosen.percentiles,
    )


def how_many_of(
    standing: Standing, chosen: Chosen, calibration: Calibration | None = None
) -> HowManyForecast:
    """Forecast how much is finished by the day chosen, by default in four blocks."""
    return how_many(
        standing.past,
        calendar=standing.calendar,
        by=chosen.until or next_review(standing),
        percentiles=chosen.percentiles,
        assumptions=chosen.assumptions(calibration),
    )


def next_review(standing: Standing) -> date:
    """Return the last day of the fourth block to come: about a month ahead."""
    days = AHEAD * standing.past.block
    return standing.calendar.working_days_after(standing.as_of, days)[-1]


def calibrations_of(burndown: Burndown, facts: Facts, chosen: Chosen) -> Calibrations:
    """Ask past days what is asked today: drawn from as many blocks as today."""
    last: int | None = LAST
    if chosen.first is not None:
        last = max(len(standing_of(burndown, facts, chosen).past.blocks), FEWEST)
    asked = Asked(last=last, percentiles=chosen.percentiles)
    until = burndown.until or facts.as_of
    return Calibrations(
        when_calibration(burndown.days, unit=burndown.unit, as_of=until, asked=asked),
        how_many_calibration(
            burndown.days, unit=burndown.unit, as_of=until, asked=asked
        ),
    )


def bridge_of(
    burndown: Burndown, facts: Facts, chosen: Chosen, *, frame: Frame
) -> ForecastBridge:
    """Share out the move of the forecast date since an earlier day."""
    since = chosen.since or facts.as_of - REVIEWED_BEFORE
    then_facts = replace(facts, as_of=since)
    earlier = measures.burndown_of(then_facts, frame, burndown.unit)
    now = standing_of(burndown, facts, chosen)
    taken = chosen.assumptions()
    why = ""
    if since >= facts.as_of:
        why = "The day is not before the as-of day."
    elif not earlier.is_defined or burndown.evidence == "reconstructed":
        why = earlier.why.get("remaining", "") or burndown.why["added"]
    if why:
        return ForecastBridge(
            burndown.unit, chosen.chance, since, facts.as_of, None, None, {}, why
        )
    then = standing_of(earlier, then_facts, chosen)
    calendar = calendar_known(facts, since)
    return forecast_bridge(
        then._replace(calendar=calendar),
        now,
        days=burndown.days,
        assumptions=taken,
        p=chosen.chance,
    )


def calendar_known(facts: Facts, day: date) -> WorkingCalendar:
    """Return the calendar as it was known on a day.

    Days off of files that were loaded later count as not known then. Where nothing at
    all had been loaded by that day, nobody can tell, and today's calendar is taken.
    """
    entries = list_imports(facts.warehouse, facts.project.project_id)
    active = [entry for entry in entries if entry.import_id in facts.import_ids]
    by_then = {e.import_id for e in active if e.imported_at.date() <= day}
    settings = facts.project.settings
    teams = facts.filters.team
    if not by_then or (len(teams) == 1 and settings.calendar_of(teams[0])):
        return facts.calendar
    rows = facts.table("calendar_day")
    return WorkingCalendar(
        weekend=frozenset(settings.weekend),
        holidays=frozenset(settings.holidays)
        | days_off(rows[rows["import_id"].isin(by_then)]),
    )


def needed_of(standing: Standing, chosen: Chosen) -> Needed:
    """Find what would have to be true for the promise by the day chosen."""
    return what_must_be_true(
        standing,
        by=chosen.until or next_review(standing),
        p=chosen.chance,
        assumptions=chosen.assumptions(),
    )


def basis_of(burndown: Burndown, *, more: str = "") -> Basis:
    """Return the rows behind a forecast, with its method."""
    return replace(burndown.basis, formula=f"{FORMULA} {more}".strip())


def bridge_basis(burndown: Burndown) -> Basis:
    """Return the rows behind the bridge, with its method."""
    return replace(burndown.basis, formula=METHOD)
