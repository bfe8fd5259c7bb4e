"""Earned value from points (or items, or hours) and money files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.basis import nothing_left_out
from analytics.metrics.evm.amounts import Amounts, booked
from analytics.metrics.evm.budgeted import NO_LEDGER, budgeted, spans
from analytics.metrics.evm.grid import Entries, ordinals
from analytics.metrics.exchange import rates_into
from analytics.metrics.money import after, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from analytics.metrics.evm.amounts import Booked
    from analytics.metrics.evm.budgeted import Budgeted, Money

NO_TIME = (
    "The budget has no periods and there are no sprints with dates: when work was"
    " planned to be done is not known."
)


@dataclass(frozen=True)
class Progress:
    """How much is done of what is planned, day by day.

    Attributes:
        unit: What is counted, in words.
        days: Indexed by day; `done` and `scope` at its end.
        used: Version ids by table.
    """

    unit: str
    days: pd.DataFrame
    used: Mapping[str, np.ndarray]


def point_amounts(
    progress: Progress,
    money: Money,
    *,
    sprints: pd.DataFrame,
    as_of: date,
    currency: str,
) -> Amounts | None:
    """Read planned, earned and actual amounts from points and money files.

        BAC  the budget without contingency and reserve, and from its day of decision
             on the cost of each approved change request: a step of the baseline
        PV   the budget lines, each even over the days of its period; without periods
             the same amount for each sprint; the cost of a change even from its day
             to the end of the plan
        EV   done points / planned points x BAC, both as they are at the end of a day
        AC   the ledger

    Scope that grows without an approved change lowers the share that is done, not
    the budget: both show. All is one account, as points belong to no work package.

    Amounts in another currency are converted as on the budget page: at the newest
    rate stated on or before the posting date, the first day of the budget line or the
    decision, the status date where these lie ahead. Without such a rate they are left
    out and listed.

    Source: Sulaiman, Barton and Blackburn, AgileEVM (2006).

    Args:
        progress: Done and planned.
        money: Budget, ledger and change requests.
        sprints: start_day and end_before of each sprint, for a budget without periods.
        as_of: Status date.
        currency: The project's currency.

    Returns:
        The amounts; None without a budget.
    """
    rates = rates_into(currency, money.rates)
    budget = budgeted(money, as_of=as_of, rates=rates)
    if budget is None:
        return None
    planned, spread = _planned(budget, sprints)
    ledger = booked(money.costs, as_of=as_of, rates=rates)
    return Amounts(
        source=f"the budget, {progress.unit} done, and the ledger",
        accounts=budget.accounts,
        total=budget.total,
        planned=planned,
        earned=_earned(progress.days, budget, as_of),
        actual=_actual(ledger) if len(money.costs) else None,
        known=as_of,
        unit=currency,
        technique=f"Share of {progress.unit} done",
        baseline="the budget with the approved changes",
        steps=budget.steps,
        notes=tuple(_notes(progress, spread, budget)),
        why=_reasons(planned, money.costs),
        used={**budget.used(ledger.rates), "cost": ledger.used, **progress.used},
        left_out=joined([nothing_left_out(), budget.left_out, ledger.left_out]),
    )


def _planned(budget: Budgeted, sprints: pd.DataFrame) -> tuple[Entries | None, str]:
    if budget.has_periods:
        return budget.by_period(), "by period"
    dated = sprints[sprints["start_day"] < sprints["end_before"]]
    if dated.empty:
        return None, ""
    each = np.full(len(dated), budget.opening / len(dated))
    dated = dated.rename(
        columns={"start_day": "starts_on", "end_before": "ends_before"}
    )
    whole = spans(dated, each, np.zeros(len(dated), dtype="int64"))
    return budget.with_changes(whole), "by sprint"


def _earned(days: pd.DataFrame, budget: Budgeted, as_of: date) -> Entries | None:
    """Book what the share done times the budget of the day changes from day to day."""
    known = days[(days.index < after(as_of)) & days["scope"].gt(0)]
    if known.empty:
        return None
    day, changes = ordinals(known.index.to_series()), budget.changes
    added = np.concatenate([[0.0], np.cumsum(changes["cents"].to_numpy("float64"))])
    decided = ordinals(changes["decided_on"])
    total = budget.opening + added[np.searchsorted(decided, day, side="right")]
    share = (known["done"] / known["scope"]).fillna(0.0).to_numpy("float64")
    earned = np.diff(share * total, prepend=0.0)
    keep = earned != 0
    if not keep.any():
        return Entries.none()
    place = np.zeros(int(keep.sum()), dtype="int64")
    return Entries.on(place, day[keep], earned[keep])


def _actual(ledger: Booked) -> Entries:
    entries = ledger.entries
    return Entries.on(np.zeros_like(entries.account), entries.first, entries.cents)


def _reasons(planned: Entries | None, costs: pd.DataFrame) -> dict[str, str]:
    return {
        **({"planned": NO_TIME} if planned is None else {}),
        **({} if len(costs) else {"actual": NO_LEDGER}),
    }


def _notes(progress: Progress, spread: str, budget: Budgeted) -> Iterator[str]:
    yield (
        f"Earned value is the share of {progress.unit} done, of all planned on that"
        " day, times the budget: no work package is told apart."
    )
    if spread == "by sprint":
        yield "The budget has no periods: each sprint is planned to cost the same."
    yield from budget.notes
