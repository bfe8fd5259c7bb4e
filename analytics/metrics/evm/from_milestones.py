"""Earned value from weighted milestones or units and money, without a schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.evm.amounts import Amounts, booked, merged, moved
from analytics.metrics.evm.budgeted import NO_LEDGER, budgeted
from analytics.metrics.evm.weighted import said_of_weights, weigh
from analytics.metrics.exchange import rates_into
from analytics.metrics.money import joined

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from analytics.metrics.evm.budgeted import Budgeted, Money
    from analytics.metrics.evm.grid import Entries
    from analytics.metrics.evm.weighted import Weighted

NO_TIME = (
    "The budget has no periods and not every milestone has a baseline date: when work"
    " was planned to be done is not known."
)
MOST = 5
"""So many work packages are named in a sentence."""


def milestone_amounts(
    listed: pd.DataFrame, money: Money, *, as_of: date, currency: str
) -> Amounts | None:
    """Read planned, earned and actual amounts from milestones or units and money.

        BAC  the budget lines of each work package without contingency and reserve,
             with the approved changes of that work package
        EV   weights of the milestones reached / weights of all x BAC of the package;
             units done / units planned x BAC where a package has units, no weights
        PV   the same on the days of their baseline; where one has none, the lines
             even over the days of their periods
        AC   the ledger, by work package

    What is earned is known only where every work package that has a budget has
    weights or planned units; otherwise it is None with the names of those that lack
    them.

    A work package of 200 in three milestones of 50, 90 and 60 has earned 50, 140 and
    200 as they are reached, whatever was done of the next (GPM, Mehrmann and Wirtz).

    Args:
        listed: Table milestone.
        money: The files of money.
        as_of: Status date.
        currency: The project's currency.

    Returns:
        The amounts; None without a budget, or where none of it has weights or units.
    """
    rates = rates_into(currency, money.rates)
    budget = budgeted(money, as_of=as_of, rates=rates, by_package=True)
    if budget is None:
        return None
    weights = weigh(listed, budget.accounts, known=as_of)
    if not weights.is_weighted.any():
        return None
    ledger = booked(money.costs, as_of=as_of, rates=rates)
    names, places = merged(budget.accounts, ledger.names)
    total = np.pad(budget.total, (0, len(names) - len(budget.accounts)))
    missing, planned = _missing(budget, weights), _planned(budget, weights)
    return Amounts(
        source=f"the budget, {_ways(weights)}, and the ledger",
        accounts=names,
        total=total,
        planned=planned,
        earned=None if missing else weights.earned(total),
        actual=moved(ledger.entries, places) if len(money.costs) else None,
        known=as_of,
        unit=currency,
        own_techniques=weights.techniques,
        baseline="the budget with the approved changes",
        steps=budget.steps,
        notes=(*said_of_weights(weights), *budget.notes),
        why=_reasons(planned, missing, money.costs),
        used=budget.used(ledger.rates)
        | {"cost": ledger.used, "milestone": weights.used},
        left_out=joined([budget.left_out, weights.left_out, ledger.left_out]),
    )


def _ways(weights: Weighted) -> str:
    return " and ".join(sorted({way.lower() for way in weights.techniques.values()}))


def _planned(budget: Budgeted, weights: Weighted) -> Entries | None:
    by_baseline = weights.due(budget.total)
    if weights.is_planned.all():
        return by_baseline
    if not budget.has_periods:
        return None
    others = budget.by_period()
    return others.only(~weights.is_planned[others.account]) + by_baseline


def _missing(budget: Budgeted, weights: Weighted) -> list[str]:
    lack = (budget.total != 0) & ~weights.is_weighted
    return [name for name, is_so in zip(budget.accounts, lack, strict=True) if is_so]


def _reasons(
    planned: Entries | None, missing: list[str], costs: pd.DataFrame
) -> dict[str, str]:
    named = ", ".join(missing[:MOST]) + (" and others" * (len(missing) > MOST))
    lack = (
        "No milestone with a weight or planned units is listed for these work"
        f" packages: {named}."
    )
    return {
        **({"planned": NO_TIME} if planned is None else {}),
        **({"earned": lack} if missing else {}),
        **({} if len(costs) else {"actual": NO_LEDGER}),
    }
