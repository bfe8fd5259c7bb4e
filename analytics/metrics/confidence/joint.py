"""Joint confidence: will the scope be done by the date and within the budget?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.confidence import mixes
from analytics.metrics.confidence.by_date import exact_by_date
from analytics.metrics.confidence.trials import draw
from analytics.metrics.money import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.metrics.confidence.trials import Run, Trials
    from analytics.metrics.exposure.shapes import Floats
    from analytics.metrics.scope import Unit

SHARES = (0.1, 0.5, 0.8, 0.95)
FIGURES = (
    *("together", "by_date", "within_budget", "date_alone", "budget_alone"),
    *("cut_alone", "mix_by", "mix_budget"),
)
FORMULA = (
    "In each of {trials:,} trials the work left is finished at a pace drawn from the"
    " past weeks, each month until then costs what a past month did (and at least what"
    " is ordered), and each open risk strikes with its chance, costing money and days;"
    " days cost what the team costs. Counted are the trials that end by the date and"
    " within the budget."
)
NEVER = "In too many trials the work is not done within ten years."
NOT_BY_DATE = "The budget alone is kept too rarely, whatever the date."
NOT_BY_BUDGET = "The date alone is kept too rarely, whatever the budget."
NOT_BY_SCOPE = "Even without any work left date and budget do not hold."
NO_BUDGET = "There is no budget to keep."


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised: all that is left by a day, within a budget.

    `budget` is for the whole project, what is spent already and the contingency
    included; None where there is none.
    """

    by: date
    budget: float | None


@dataclass(frozen=True, slots=True, eq=False)
class JointConfidence:
    """How likely a promise holds, and which promises would.

    Attributes:
        as_of: Status date.
        currency: Currency of all amounts.
        unit: What is counted; `remaining` of it is left.
        promise: Date and budget.
        p: The chance asked for.
        together: P(all that is left by the date, within the budget).
        by_date: P(all that is left by the date) in the same trials.
        by_date_exact: The same, computed and not drawn; None where it is not.
        within_budget: P(cost in the end within the budget) in the same trials.
        date_alone: The earliest date with the budget and scope as promised.
        budget_alone: The least budget with the date and scope as promised.
        cut_alone: The least cut of the scope with date and budget as promised.
        mix_by: Date of the even mix for the whole scope, with `mix_budget`.
        mix_budget: Its budget.
        days: Share -> day by which the work is done with that chance.
        costs: Share -> cost in the end not exceeded with that chance.
        mean_cost: Mean of the cost in the end, of trials that end.
        risk_cost: Mean of what the risks cost, their days apart.
        risk_days: Mean of their days.
        frontier: Mixes that hold with chance p, columns `mixes.FRONTIER`.
        why: The reason for each figure that is None.
        basis: Rows used and left out.
    """

    as_of: date
    currency: str
    unit: Unit
    remaining: float
    promise: Promise
    p: float
    together: float | None
    by_date: float | None
    by_date_exact: float | None
    within_budget: float | None
    date_alone: date | None
    budget_alone: float | None
    cut_alone: float | None
    mix_by: date | None
    mix_budget: float | None
    days: Mapping[float, date | None]
    costs: Mapping[float, float | None]
    mean_cost: float | None
    risk_cost: float
    risk_days: float
    frontier: pd.DataFrame
    basis: Basis
    why: Mapping[str, str] = field(default_factory=dict)


def joint_confidence(
    run: Run,
    promise: Promise,
    *,
    currency: str,
    p: float,
    rests_on: Sequence[Basis] = (),
) -> JointConfidence:
    """Measure the chance that scope, date and budget hold together.

        P = trials in which all that is left is done by the date and the project costs
            no more than the budget / all trials

    Every trial draws the work, its cost and the risks at once (`trials.draw`), so that
    a late end is a dear one. It is therefore not the product of two chances, and never
    above the smaller of them. More time, more money or less work never lower it.

    Each of the three is also moved by itself until the chance reaches `p`, and the
    mixes that reach it are listed (`mixes.frontier`). Without a ledger of whole months
    only the date can be told. Throughput, spending and risks are drawn independently
    of each other; days of risks add up as if all were on the critical path.

    >>> from analytics.metrics.confidence.trials import Trials
    >>> none = np.zeros(4)  # of four trials, one is late and another one too dear
    >>> known = Trials(np.array([9., 5, 5, 5]), np.array([8., 9, 7, 7]), none, none)
    >>> mixes.chance(known, days=5, budget=8)  # by day 5, within 8
    0.5

    Args:
        run: What the trials rest on.
        promise: Date and budget.
        currency: The project's currency.
        p: The chance asked for, between 0 and 1.
        rests_on: Rows behind the work and the money.

    Source: joint confidence level of NASA's Cost Estimating Handbook, appendix J, from
    joint trials; here without a network of activities, from the pace of the past.
    """
    basis = _basis(run, rests_on)
    if run.why_no_date:
        return _nothing(run, promise, currency, p, basis=basis)
    run = run.with_risks()
    trials = draw(run)
    days = mixes.days_to(run, promise.by)
    even = mixes.balanced(trials, p)
    return JointConfidence(
        as_of=run.standing.as_of,
        currency=currency,
        unit=run.standing.past.unit,
        remaining=run.standing.remaining,
        promise=promise,
        p=p,
        **_alone(run, trials, promise, p),
        **_chances(trials, days, promise.budget),
        by_date=float(np.mean(trials.days <= days)),
        by_date_exact=exact_by_date(run, days),
        mix_by=None if even is None else mixes.day_on(run, even[0]),
        mix_budget=None if even is None else even[1],
        days={share: _day(run, trials.days, share) for share in SHARES},
        costs={share: _cost(trials, share) for share in SHARES},
        mean_cost=_mean(trials),
        risk_cost=float(trials.risk_cost.mean()),
        risk_days=float(trials.delay.mean()),
        frontier=mixes.frontier(run, p),
        basis=basis,
        why=_reasons(run, promise),
    )


def _chances(trials: Trials, days: int, budget: float | None) -> dict[str, Any]:
    """Return the chances that need a cost."""
    cost = trials.cost
    if cost is None or budget is None:
        return {"together": None, "within_budget": None}
    return {
        "together": mixes.chance(trials, days=days, budget=budget),
        "within_budget": float(np.mean(cost <= budget)),
    }


def _alone(run: Run, trials: Trials, promise: Promise, p: float) -> dict[str, Any]:
    """Return which date, budget or cut alone would reach the chance asked for."""
    days, cost = mixes.days_to(run, promise.by), trials.cost
    found: dict[str, Any] = dict.fromkeys(("date_alone", "budget_alone", "cut_alone"))
    if cost is None:
        return found
    found["budget_alone"] = mixes.least_of(cost, p, among=trials.days <= days)
    if promise.budget is None:
        return found
    late = mixes.least_of(trials.days, p, among=cost <= promise.budget)
    found["date_alone"] = None if late is None else mixes.day_on(run, late)
    found["cut_alone"] = mixes.least_cut(run, p, days=days, budget=promise.budget)
    return found


def _day(run: Run, days: Floats, share: float) -> date | None:
    found = _within(days, share)
    return None if found is None else mixes.day_on(run, found)


def _cost(trials: Trials, share: float) -> float | None:
    return None if trials.cost is None else _within(trials.cost, share)


def _within(values: Floats, share: float) -> float | None:
    return mixes.least_of(values, share, among=np.ones(len(values), dtype=np.bool_))


def _mean(trials: Trials) -> float | None:
    if trials.cost is None:
        return None
    ends = trials.cost[np.isfinite(trials.cost)]
    return float(ends.mean()) if len(ends) else None


def _reasons(run: Run, promise: Promise) -> dict[str, str]:
    """Return why a figure may be missing; only those that are None are read."""
    money = run.spending.why or (NO_BUDGET if promise.budget is None else "")
    alone = {
        "date_alone": NOT_BY_DATE,
        "budget_alone": NOT_BY_BUDGET,
        "cut_alone": NOT_BY_SCOPE,
    }
    why = {**alone, **dict.fromkeys(("mix_by", "mix_budget"), NEVER)}
    if run.spending.why:
        return dict.fromkeys(FIGURES, run.spending.why)
    if money:
        needs = ("together", "within_budget", "date_alone", "cut_alone")
        return {**why, **dict.fromkeys(needs, money)}
    return why


def _nothing(
    run: Run, promise: Promise, currency: str, p: float, *, basis: Basis
) -> JointConfidence:
    none = dict.fromkeys((*FIGURES, "by_date_exact", "mean_cost"))
    return JointConfidence(
        as_of=run.standing.as_of,
        currency=currency,
        unit=run.standing.past.unit,
        remaining=run.standing.remaining,
        promise=promise,
        p=p,
        **none,
        days=dict.fromkeys(SHARES),
        costs=dict.fromkeys(SHARES),
        risk_cost=0.0,
        risk_days=0.0,
        frontier=pd.DataFrame(columns=list(mixes.FRONTIER)),
        basis=basis,
        why=dict.fromkeys(none, run.why_no_date),
    )


def _basis(run: Run, rests_on: Sequence[Basis]) -> Basis:
    """Join the rows of work and money with those of the register."""
    money, delay = run.peril.money, run.peril.delay
    drawn = {one.version_id for one in (*money.lines, *delay.lines)}
    out = money.left_out[~money.left_out["version_id"].isin(drawn)]
    parts = [
        left_out("risk", rows, "risk_id", str(reason))
        for reason, rows in out.groupby("reason")
    ]
    used = {name: ids for one in rests_on for name, ids in one.used.items()}
    if drawn:
        used["risk"] = np.array(sorted(drawn), dtype=np.int64)
    return Basis(
        formula=FORMULA.format(trials=run.trials),
        used=used,
        left_out=joined(
            [nothing_left_out(), *(one.left_out for one in rests_on), *parts]
        ),
        rests_on="pace, ledger and risk register",
    )
