"""Earned value from a schedule with baselines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.basis import nothing_left_out
from analytics.metrics.evm.amounts import CENTS, Amounts, booked, merged, moved
from analytics.metrics.evm.baselines import baseline_steps, with_baseline, words_of
from analytics.metrics.evm.grid import Entries, ordinals
from analytics.metrics.evm.schedule_work import (
    COLUMNS,
    Reading,
    Work,
    begun,
    choose,
    earned_share,
    ended,
    unit_of,
)
from analytics.metrics.evm.techniques import TECHNIQUES
from analytics.metrics.evm.timephased import stretches
from analytics.metrics.evm.weighted import said_of_weights, weigh
from analytics.metrics.exchange import rates_into
from analytics.metrics.money import joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from analytics.metrics.evm.grid import Floats, Ints
    from analytics.metrics.evm.weighted import Weighted
    from analytics.metrics.exchange import Rates
    from analytics.metrics.plan.rows import Plan

NO_BASELINE = (
    "The schedule has no baseline cost and no baseline work. Save a baseline in the"
    " tool that wrote it and upload it again."
)
NO_COST = "The schedule has no actual cost."


def schedule_amounts(
    plan: Plan,
    costs: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    reading: Reading | None = None,
    rates: pd.DataFrame | None = None,
) -> Amounts | None:
    """Read planned, earned and actual amounts from a schedule.

        BAC of a task  its baseline cost
        PV             the timephased baseline cost where the file has it and it adds
                       up to the baseline cost, else the cost spread over the working
                       days from baseline start to baseline finish
        EV             earned share x BAC; the share is percent complete, or physical
                       percent complete where the task says so, or by `technique`;
                       that of milestones or units where its account has some
        AC             the ledger, where the project has one in the schedule's
                       currency, else the actual cost of the tasks

    Only leaf tasks count. One file tells progress on one day; before, what is earned
    (and the actual cost of the schedule) is taken to have grown evenly over the
    working days from the actual start. A plan without costs is measured in hours.
    Ledger lines in another currency are converted by `rates` (table exchange_rate),
    as `booked` says.

    Returns:
        The amounts; None where no task has a baseline.
    """
    reading = reading or Reading()
    known, told = plan.status(as_of)
    rows = with_baseline(plan, reading.baseline)
    unit = unit_of(rows, plan.currency or currency)
    if unit is None:
        return None
    work, refused = choose(rows, unit, known, reading)
    value = _valued(plan, work, reading)
    actual = _actual(work, costs, plan, rates_into(currency, rates))
    weights = value.weights
    return Amounts(
        source=f"the schedule ({_titles(plan)})",
        accounts=actual.names,
        total=np.pad(work.totals, (0, len(actual.names) - len(work.names))),
        planned=value.planned,
        earned=value.earned,
        actual=actual.entries,
        known=known,
        unit=unit,
        level_of_effort=reading.level_of_effort.intersection(work.names),
        technique=TECHNIQUES[reading.technique],
        own_techniques=weights.techniques,
        baseline=words_of(plan, reading.baseline),
        steps=baseline_steps(plan, is_hours=work.is_hours),
        to_go=_to_go(work),
        tasks=value.tasks,
        notes=tuple(_notes(work, reading, value, told, actual)),
        why={} if actual.entries else {"actual": NO_COST},
        used={"task": work.ids, "milestone": weights.used, **actual.used},
        left_out=joined([refused, weights.left_out, actual.left_out]),
    )


@dataclass(frozen=True)
class _Valued:
    """What was planned and what is earned; `timed` are tasks planned by the file."""

    planned: Entries
    earned: Entries
    tasks: tuple[Entries, Floats]
    timed: np.ndarray
    weights: Weighted


def _valued(plan: Plan, work: Work, reading: Reading) -> _Valued:
    by_task, timed = stretches(
        plan.timephased,
        work.rows["key"],
        work.budget,
        number=reading.baseline,
        unit=work.unit,
    )
    by_task += _spread(work.rows, work.budget).only(~timed)
    weights = weigh(
        plan.milestones, work.names, known=work.known, effort=reading.level_of_effort
    )
    is_weighted = weights.is_weighted[work.account]
    own = earned_share(work.rows, reading.technique)
    share = np.where(is_weighted, weights.share[work.account], own)
    grown = _grown(work, own * work.budget, reading)
    planned = _in_accounts(by_task, work.account)
    planned = planned.only(~weights.is_planned[planned.account])
    planned += weights.due(work.totals)
    loe = np.isin(work.names, list(reading.level_of_effort))
    earned = _in_accounts(grown.only(~is_weighted[grown.account]), work.account)
    earned += weights.earned(work.totals) + planned.only(loe[planned.account])
    done = np.where(work.is_loe, 0.0, share * work.budget)
    tasks = by_task.only(~work.is_loe[by_task.account]), done
    return _Valued(planned, earned, tasks, timed, weights)


def _spread(rows: pd.DataFrame, cents: Floats) -> Entries:
    """Put each amount on the days from baseline start to baseline finish."""
    task = np.arange(len(rows), dtype="int64")
    first = ordinals(rows["baseline_from"])
    stop = np.maximum(ordinals(rows["baseline_to"]), first) + 1
    return Entries(task, first, stop, cents)


def _grown(work: Work, cents: Floats, reading: Reading) -> Entries:
    """Put what is earned on the days on which it was, as far as one file can tell."""
    rows, keep = work.rows, (cents > 0) & ~work.is_loe
    first, last = begun(work), ended(work)
    task = np.arange(len(rows), dtype="int64")
    if reading.technique == "percent":
        return Entries(task, first, last + 1, cents).only(keep)
    at_end = Entries.on(task, last, cents)
    if reading.technique == "0/100":
        return at_end.only(keep)
    done = rows["is_done"].to_numpy("bool")
    half = Entries.on(task, first, np.where(done, cents / 2, cents)).only(keep)
    return half + Entries.on(task, last, cents / 2).only(keep & done)


@dataclass(frozen=True)
class _Actual:
    names: tuple[str, ...]
    entries: Entries | None
    used: Mapping[str, np.ndarray]
    left_out: pd.DataFrame
    words: str


def _actual(work: Work, costs: pd.DataFrame, plan: Plan, rates: Rates) -> _Actual:
    currency = rates.currency
    same = plan.currency in {None, currency}
    if len(costs) and same and not work.is_hours:
        ledger = booked(costs, as_of=work.known, rates=rates)
        names, places = merged(work.names, ledger.names)
        return _Actual(
            names,
            moved(ledger.entries, places),
            {"cost": ledger.used, "exchange_rate": ledger.rates},
            ledger.left_out,
            "Actual cost is what the ledger has booked up to this day.",
        )
    column = COLUMNS[work.is_hours][1]
    stated = work.rows[column]
    if stated.isna().all():
        return _Actual(work.names, None, {}, nothing_left_out(), "")
    cents = np.round(stated.fillna(0.0).to_numpy("float64") * CENTS)
    task = np.arange(len(work.rows), dtype="int64")
    grown = Entries(task, begun(work), ended(work) + 1, cents).only(cents != 0)
    words = "Actual cost is what the tasks of the schedule state"
    words += (
        "."
        if same or not len(costs)
        else (f": the ledger is in {currency}, the schedule in {plan.currency}.")
    )
    entries = _in_accounts(grown, work.account)
    return _Actual(work.names, entries, {}, nothing_left_out(), words)


def _to_go(work: Work) -> float | None:
    """Return what the schedule itself says is still to be spent."""
    stated = work.rows[COLUMNS[work.is_hours][2]]
    open_tasks = ~work.rows["is_done"]
    if stated[open_tasks].isna().any() or not open_tasks.any():
        return None
    return float(np.round(stated[open_tasks].sum() * CENTS))


def _in_accounts(entries: Entries, account: Ints) -> Entries:
    return Entries(account[entries.account], entries.first, entries.stop, entries.cents)


def _titles(plan: Plan) -> str:
    names = [name for name in plan.schedules["name"] if isinstance(name, str) and name]
    return ", ".join(dict.fromkeys(names)) or "without a title"


def _notes(
    work: Work, reading: Reading, value: _Valued, told: str, actual: _Actual
) -> Iterator[str]:
    """Say in sentences what was assumed."""
    yield f"Progress is that of {told}; all three amounts are of that day."
    yield f"Earned by: {TECHNIQUES[reading.technique].lower()}."
    yield from said_of_weights(value.weights)
    if work.is_hours:
        yield "The baseline has no cost: everything is measured in hours of work."
    timed = value.timed
    if len(timed):
        yield (
            f"Planned value: {int(timed.sum())} of {len(timed)} tasks by the timephased"
            " baseline of the file, the others spread over the working days between"
            " baseline start and finish."
        )
    if actual.words:
        yield actual.words
    yield (
        "What was earned on earlier days is spread over the working days since each"
        " task began: one file tells progress on one day only."
    )
