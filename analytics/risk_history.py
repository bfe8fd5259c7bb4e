"""The register as it was: after each upload, or by the dates that it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import pandas as pd

from analytics import measures
from analytics.facts import load_facts
from analytics.metrics.risk_burndown import DATES, UPLOADS, risk_burndown
from analytics.warehouse.imports import list_imports
from analytics.warehouse.passing import is_kept, passing

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.facts import Facts
    from analytics.metrics.exposure.cover import Cover, Wanted
    from analytics.metrics.risk_burndown import RiskBurndown

R = TypeVar("R")
MOST = 24
"""So many days are looked back at, the newest."""
KIND = "risks"


def over_time(facts: Facts, measure: Callable[[Facts], R]) -> tuple[list[R], str]:
    """Measure something of the register on each day that is known of it.

    Days are those after each upload of a register; with one upload only, the ends of
    the months since the first risk was identified, told with the scores of today.

    Returns:
        The results, the oldest first, and what they rest on.
    """
    states = _states(facts)
    if len(states) > 1:
        past = [_past(facts, ids, measure) for ids in states[:-1]]
        known = [one for one in past if one is not None]
        return [*known, measure(facts)], UPLOADS
    ends = month_ends(facts.risks["identified_on"], facts.as_of)
    days = [*ends, facts.as_of][-MOST:]
    return [measure(replace(facts, as_of=day)) for day in days], DATES


def covers_of(facts: Facts, wanted: Wanted) -> tuple[Cover, ...]:
    """Measure the reserve needed and left on each day."""
    days, _ = over_time(facts, lambda then: measures.cover_of(then, wanted))
    return tuple(days)


def registers_of(facts: Facts) -> tuple[pd.DataFrame, ...]:
    """Return the register after each upload of one, the oldest first, today's last."""
    earlier = _states(facts)[:-1]
    past = [_past(facts, ids, lambda then: then.risks) for ids in earlier]
    return (*(one for one in past if one is not None), facts.risks)


def burndown_of(facts: Facts) -> RiskBurndown:
    """Measure the risk burn-down; without a register there is no day."""
    if facts.risks.empty:
        return risk_burndown([], rests_on=DATES)
    days, rests_on = over_time(facts, measures.risk_of)
    return risk_burndown(days, rests_on=rests_on)


def _states(facts: Facts) -> list[tuple[int, ...]]:
    """Return the imports that counted before each next upload of a register."""
    project_id, ids = facts.project.project_id, sorted(facts.import_ids)
    entries = list_imports(facts.warehouse, project_id)
    registers = {one.import_id for one in entries if one.kind == KIND} & set(ids)
    cuts = [*sorted(registers)[1:], ids[-1] + 1 if ids else 0]
    return [tuple(one for one in ids if one < cut) for cut in cuts][-MOST:]


def _past(
    facts: Facts, ids: tuple[int, ...], measure: Callable[[Facts], R]
) -> R | None:
    """Measure a past state; None where it speaks of the as-of day or a later one."""
    project_id = facts.project.project_id
    _, is_built = is_kept(facts.warehouse, project_id, ids)
    if is_built:
        then = load_facts(facts.warehouse, project_id, upto=ids[-1])
        return measure(then) if then.as_of < facts.as_of else None
    with passing(facts.warehouse, project_id, ids) as lent:
        then = load_facts(lent, project_id, upto=ids[-1])
        return measure(then) if then.as_of < facts.as_of else None


def month_ends(days: pd.Series, as_of: date) -> list[date]:
    """Return the ends of the months from the first of some days, before the as-of day.

    >>> booked = pd.Series(pd.to_datetime(["2026-01-15", None]))
    >>> [f"{day:%d %b}" for day in month_ends(booked, date(2026, 3, 31))]
    ['31 Jan', '28 Feb']
    """
    known = days[days <= pd.Timestamp(as_of)]
    if known.empty:
        return []
    ends = pd.date_range(known.min(), as_of - timedelta(days=1), freq="ME")
    return [day.date() for day in ends]
