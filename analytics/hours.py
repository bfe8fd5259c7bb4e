"""From facts to hours: what was booked, against capacity and estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.filters import Filters
from analytics.measures import frames_of
from analytics.metrics.hours.after_done import hours_after_done
from analytics.metrics.hours.booked import choose
from analytics.metrics.hours.capacity import utilisation
from analytics.metrics.hours.estimated import hours_estimates
from analytics.metrics.hours.logged import hours_logged
from analytics.warehouse import hour_reads

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.hours.after_done import HoursAfterDone
    from analytics.metrics.hours.booked import Booked
    from analytics.metrics.hours.capacity import Utilisation
    from analytics.metrics.hours.estimated import EstimatedHours
    from analytics.metrics.hours.logged import Group, HoursLogged

NARROWED = (
    "Capacity is of people and not of items: it is compared with all their hours, so "
    "choose no type, epic or label."
)


def booked_of(facts: Facts) -> Booked:
    """Sort out the bookings of hours of a project."""
    zone = facts.project.settings.time_zone
    return choose(
        hour_reads.bookings(facts.warehouse, facts.set_id, zone),
        _items(facts),
        as_of=facts.as_of,
        shown=_shown(facts),
    )


def logged_of(booked: Booked, facts: Facts, by: Group) -> HoursLogged:
    """Add up the hours of a project per week and by who or what."""
    return hours_logged(booked, as_of=facts.as_of, by=by)


def utilisation_of(booked: Booked, facts: Facts) -> Utilisation:
    """Divide the hours of a project by those that its people and teams had."""
    filters = facts.filters
    others = Filters(
        issue_type=filters.issue_type, epic=filters.epic, label=filters.label
    )
    return utilisation(
        booked,
        _capacity(facts),
        calendar=facts.calendar,
        as_of=facts.as_of,
        narrowed=NARROWED if others.is_active else "",
    )


def estimates_of(booked: Booked, facts: Facts) -> EstimatedHours:
    """Compare the hours of each item with its estimate."""
    return hours_estimates(booked, as_of=facts.as_of)


def after_done_of(booked: Booked, facts: Facts) -> HoursAfterDone:
    """Add up the hours that were booked on items that were done."""
    return hours_after_done(booked, as_of=facts.as_of)


def _items(facts: Facts) -> pd.DataFrame:
    """Return all items with their own times, and whether they were changed later."""
    rows = hour_reads.items(facts.warehouse, facts.set_id)
    is_later = rows["updated_at"].ge(pd.Timestamp(facts.day_end))
    return rows.assign(is_later=is_later)


def _shown(facts: Facts) -> frozenset[str] | None:
    if not facts.filters.is_active:
        return None
    return frozenset(facts.issues["issue_key"])


def _capacity(facts: Facts) -> pd.DataFrame:
    """Return the lines of capacity; one that names a sprint only has its days.

    Under a filter of teams only the lines of those teams.
    """
    rows = facts.table("capacity")
    if teams := facts.filters.team:
        rows = rows[rows["team"].isin(teams)]
    dated = [
        (one.name, pd.Timestamp(one.start), pd.Timestamp(one.end))
        for one in frames_of(facts, "sprint")
        if one.start and one.end
    ]
    names = rows["sprint"].astype("str")
    starts = names.map({name: start for name, start, _ in dated})
    ends = names.map({name: end for name, _, end in dated})
    bare = rows["starts_on"].isna()
    return rows.assign(
        starts_on=rows["starts_on"].mask(bare, starts),
        ends_before=rows["ends_before"].mask(bare & rows["ends_before"].isna(), ends),
    )
