"""What the metrics of hours answer when they are asked for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from analytics import hours
from analytics.answers import Command, Shown
from analytics.errors import RequestError
from analytics.metrics.hours.booked import NAMES

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.hours.after_done import HoursAfterDone
    from analytics.metrics.hours.capacity import Utilisation
    from analytics.metrics.hours.estimated import EstimatedHours
    from analytics.metrics.hours.logged import Group
    from analytics.parameters import Parameters

WEEK, OUTSIDE = "week", "outside"


def _logged(facts: Facts, given: Parameters) -> Shown:
    by = given.get("by", WEEK)
    if by not in (WEEK, OUTSIDE, *NAMES):
        choices = ", ".join((WEEK, *NAMES, OUTSIDE))
        message = f"by is one of {choices}, not {by!r}."
        raise RequestError(message)
    booked = hours.booked_of(facts)
    group = cast("Group", by if by in NAMES else "team")
    result = hours.logged_of(booked, facts, group)
    rows = {WEEK: result.weeks, OUTSIDE: result.outside}.get(by, result.groups)
    return Shown(result.evidence, result.figures, result.why, rows)


def _shown(result: Utilisation | EstimatedHours | HoursAfterDone) -> Shown:
    return Shown(result.evidence, result.figures, result.why, result.rows)


def _utilisation(facts: Facts, _: Parameters) -> Shown:
    return _shown(hours.utilisation_of(hours.booked_of(facts), facts))


def _estimates(facts: Facts, _: Parameters) -> Shown:
    return _shown(hours.estimates_of(hours.booked_of(facts), facts))


def _after_done(facts: Facts, _: Parameters) -> Shown:
    return _shown(hours.after_done_of(hours.booked_of(facts), facts))


COMMANDS: tuple[Command, ...] = (
    Command("hours_logged", ("by",), _logged),
    Command("utilisation", (), _utilisation),
    Command("hours_estimates", (), _estimates),
    Command("hours_after_done", (), _after_done),
)
