"""From facts to earned value and schedule: what these metrics are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from analytics.errors import RequestError
from analytics.measures import burndown_of, frames_of
from analytics.metrics.evm.budgeted import Money
from analytics.metrics.evm.from_columns import column_amounts
from analytics.metrics.evm.from_milestones import milestone_amounts
from analytics.metrics.evm.from_points import Progress, point_amounts
from analytics.metrics.evm.from_schedule import schedule_amounts
from analytics.metrics.evm.report import earned_value
from analytics.metrics.evm.schedule_work import HOURS
from analytics.metrics.plan.critical import critical_path
from analytics.metrics.plan.milestones import expected_end, milestones, told
from analytics.metrics.plan.quality import schedule_quality
from analytics.metrics.plan.rows import Plan
from analytics.warehouse import past_reads, reads

if TYPE_CHECKING:
    from datetime import date

    from analytics.facts import Facts
    from analytics.metrics.evm.amounts import Amounts
    from analytics.metrics.evm.report import Report
    from analytics.metrics.evm.schedule_work import Reading
    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.milestones import Milestones
    from analytics.metrics.plan.quality import ScheduleQuality

Source = Literal["columns", "schedule", "milestones", "points"]
SOURCES: tuple[Source, ...] = get_args(Source)
"""In the order in which they are taken where nobody chooses."""


def plan_of(facts: Facts) -> Plan:
    """Return the schedules of the project."""
    return Plan(
        schedules=facts.table("schedule"),
        tasks=facts.table("task"),
        baselines=facts.table("task_baseline"),
        links=facts.table("task_link"),
        timephased=facts.table("timephased"),
        days=facts.table("calendar_day"),
        milestones=_milestones(facts),
    )


def amounts_of(
    facts: Facts, source: str, reading: Reading | None = None
) -> Amounts | None:
    """Return what one kind of source says; None where the project has none.

    Raises:
        RequestError: There is no such kind.
    """
    currency = facts.project.settings.currency
    if source == "columns":
        return column_amounts(
            _dated(facts),
            as_of=facts.as_of,
            currency=currency,
            rates=facts.table("exchange_rate"),
        )
    if source == "schedule":
        return schedule_amounts(
            plan_of(facts),
            facts.costs,
            as_of=facts.as_of,
            currency=currency,
            reading=reading,
            rates=facts.table("exchange_rate"),
        )
    if source == "milestones":
        return milestone_amounts(
            _milestones(facts), _money(facts), as_of=facts.as_of, currency=currency
        )
    if source == "points":
        return _points(facts, currency)
    message = f"source is one of {', '.join(SOURCES)}, not {source!r}."
    raise RequestError(message)


def _dated(facts: Facts) -> pd.DataFrame:
    """Return the tables of earned value; one without periods is of its file's day."""
    rows = facts.table("earned_value")
    undated = rows["starts_on"].isna() & rows["ends_before"].isna()
    if not undated.any():
        return rows
    ends = _file_days(facts, rows) + pd.Timedelta(days=1)
    return rows.assign(ends_before=rows["ends_before"].mask(undated, ends))


def _milestones(facts: Facts) -> pd.DataFrame:
    """Return the milestones; units done without a date are of their file's day."""
    rows = facts.table("milestone")
    undated = rows["units_done"].notna() & rows["actual_on"].isna()
    undated &= rows["weight"].isna()
    if not undated.any():
        return rows
    days = _file_days(facts, rows)
    return rows.assign(actual_on=rows["actual_on"].mask(undated, days))


def _file_days(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Return of each row the day that its file speaks of."""
    days = dict(past_reads.spoken_of(facts.warehouse, facts.import_ids))
    return pd.to_datetime(rows["import_id"].map(days))


def earned_value_of(
    facts: Facts, source: str = "", reading: Reading | None = None
) -> Report | None:
    """Measure earned value from a kind of source.

    By default it is the first that tells progress, else the first there is.
    """
    first: Amounts | None = None
    for name in (source,) if source else SOURCES:
        found = amounts_of(facts, name, reading)
        first = first or found
        if found is not None and found.earned is not None:
            first = found
            break
    if first is None:
        return None
    return earned_value(first, as_of=facts.as_of, calendar=facts.calendar)


def value_of(facts: Facts, reading: Reading | None = None) -> Report | None:
    """Measure earned value from the first kind of source that holds money."""
    for source in sources_of(facts):
        found = earned_value_of(facts, source, reading)
        if found is not None and found.unit != HOURS:
            return found
    return None


def has_plan(facts: Facts) -> bool:
    """Say whether there is a schedule, or a list of milestones."""
    return any(len(facts.table(name)) for name in ("task", "milestone"))


def sources_of(facts: Facts) -> tuple[Source, ...]:
    """Return the kinds of sources that the project has, those with progress first."""
    found = {one: amounts_of(facts, one) for one in SOURCES}
    there = [(one, amounts) for one, amounts in found.items() if amounts is not None]
    there.sort(key=lambda kind: kind[1].earned is None)
    return tuple(one for one, _ in there)


def _money(facts: Facts) -> Money:
    return Money(
        facts.budget_lines,
        facts.costs,
        facts.table("change_request"),
        facts.table("exchange_rate"),
    )


def _points(facts: Facts, currency: str) -> Amounts | None:
    whole = frames_of(facts, "project")
    if not whole:
        return None
    unit = "points" if bool(facts.issues["points"].gt(0).any()) else "items"
    done = burndown_of(facts, whole[0], unit)  # type: ignore[arg-type]
    return point_amounts(
        Progress(unit, done.days[["done", "scope"]], done.basis.used),
        _money(facts),
        sprints=reads.mart(facts.warehouse, "dim_sprint", facts.set_id),
        as_of=facts.as_of,
        currency=currency,
    )


def _known(facts: Facts) -> Plan:
    return plan_of(facts).known_by(facts.as_of)


def critical_path_of(facts: Facts) -> CriticalPath:
    """Compute the critical path of the schedules."""
    return critical_path(_known(facts), as_of=facts.as_of, calendar=facts.calendar)


def schedule_quality_of(facts: Facts) -> ScheduleQuality:
    """Assess the schedules."""
    return schedule_quality(
        _known(facts),
        critical_path_of(facts),
        as_of=facts.as_of,
        calendar=facts.calendar,
    )


def milestones_of(facts: Facts) -> Milestones:
    """Compare milestones with their baseline, and follow them over the uploads."""
    return milestones(
        _known(facts),
        facts.table("milestone"),
        as_of=facts.as_of,
        calendar=facts.calendar,
        reports=_reports(facts),
    )


def end_of(facts: Facts) -> date | None:
    """Return the last day on which something open in the plan is expected to end."""
    return expected_end(_known(facts), milestones_of(facts))


def _reports(facts: Facts) -> list[tuple[date, pd.DataFrame]]:
    """Return what each upload up to now said of milestones."""
    names = ("schedule", "task", "milestone")
    rows = {
        name: past_reads.told_by(facts.warehouse, name, facts.import_ids)
        for name in names
    }
    empty = plan_of(facts)
    found = []
    for number, day in past_reads.spoken_of(facts.warehouse, facts.import_ids):
        part = {
            name: table[table["import_id"] == number] for name, table in rows.items()
        }
        if part["task"].empty and part["milestone"].empty:
            continue
        plan = Plan(
            part["schedule"],
            part["task"],
            *(table.iloc[:0] for table in (empty.baselines, empty.links)),
            *(table.iloc[:0] for table in (empty.timephased, empty.days)),
        )
        said_on = plan.status(day)[0] if len(part["schedule"]) else day
        if said_on <= facts.as_of:
            found.append((said_on, told(plan, part["milestone"])))
    return found
