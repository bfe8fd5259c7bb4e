"""What it will cost in the end: every way of estimating it, named, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.basis import Basis
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.budget_position import Position
    from analytics.metrics.spending import BurnRate

DAYS_A_MONTH = 365.25 / 12
METHODS = {
    "by_line": "Line by line, the greater of the two below",
    "plan": "The rest costs what is planned",
    "ordered": "Nothing more than is ordered",
    "trend": "Spending goes on at this pace until the plan ends",
    "work": "The rest of the work costs what the work so far did",
    "by_hand": "The forecast in the budget file",
}
"""Ways of estimating, in the order they are shown."""
ESTIMATES = ("method", "rule", "to_complete", "at_completion", "variance", "reason")
"""Columns of the table of estimates."""
FLOORS = ("ordered",)
"""Methods that are a lower bound rather than an expectation."""
FORMULA = (
    "Estimate at completion = spent + estimate to complete. To complete is, by method:"
    " the budget after the as-of date; open orders; burn rate x months to the end of"
    " the plan; spent x (1 - done) / done; the forecast after the as-of date."
)


@dataclass(frozen=True, slots=True)
class Work:
    """How much of the work is done.

    Attributes:
        done_ratio: Done work / all work in scope, None where it is not known.
        reason: Why it is not known, empty otherwise.
    """

    done_ratio: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CostEstimates:
    """Estimates at completion, one row a method.

    Attributes:
        as_of: Status date.
        currency: Currency of all amounts.
        table: Columns `ESTIMATES`; NaN is undefined, with the reason beside it.
        low: The least of the estimates, floors apart; None without any.
        high: The greatest of them.
        basis: Rows used and left out.
    """

    as_of: date
    currency: str
    table: pd.DataFrame
    low: float | None
    high: float | None
    basis: Basis


class _Rest(NamedTuple):
    """What is still to be spent, or why nobody can say."""

    amount: float | None
    reason: str = ""


def cost_estimates(
    money: BudgetVariance, *, burn: BurnRate, work: Work
) -> CostEstimates:
    """Estimate the cost at completion in every way that the files allow.

        estimate at completion = spent + estimate to complete
        variance               = budget - estimate at completion

    The estimate to complete is, by method:

        plan     budget - budget to date
        ordered  open orders; a lower bound, no expectation
        by_line  the greater of the two above, line by line, summed
        trend    burn rate x months from `as_of` to the end of the plan,
                 a month being 365.25 / 12 days
        work     spent x (1 - done) / done
        by_hand  forecast lines of the budget file, the part after `as_of`

    A method without its data is undefined and says why; none is chosen for the
    reader. Amounts are in the project's currency, a positive variance is favourable.

    Args:
        money: The budget and what was spent of it.
        burn: The pace of spending.
        work: How much of the work is done.

    Worked example: 400 of a budget of 1,000 is spent when 50 % of the work is done;
    the work still to do costs as much as the work done, so 800 in the end.

    >>> 400 + 400 * (1 - 0.5) / 0.5
    800.0

    Source: "work" is the EAC of earned value, AC / (EV / BAC), with the done share of
    the scope as EV / BAC (Project Management Institute, Practice Standard for EVM).
    """
    table = estimates_table(money, burn=burn, work=work)
    found = table.loc[~table["method"].isin(FLOORS), "at_completion"].dropna()
    return CostEstimates(
        as_of=money.as_of,
        currency=money.currency,
        table=table,
        low=float(found.min()) if len(found) else None,
        high=float(found.max()) if len(found) else None,
        basis=money.basis,
    )


def estimates_table(money: Position, *, burn: BurnRate, work: Work) -> pd.DataFrame:
    """Return the table of `cost_estimates`, which a past day can tell as well."""
    spent, budget = money.total.actual, money.total.budget
    rests = {
        "by_line": _less(money, "estimate_at_completion"),
        "plan": _less(money, "plan_rest"),
        "ordered": _rest(money.total.committed, money.reasons.get("committed", "")),
        "trend": _trend(money, burn),
        "work": _work(spent, work),
        "by_hand": _rest(
            money.forecast, "no forecast lines with periods in the budget file"
        ),
    }
    rows = [
        (name, METHODS[name], *_ends(spent, budget, rest, money))
        for name, rest in rests.items()
    ]
    return pd.DataFrame(rows, columns=list(ESTIMATES)).astype(
        dict.fromkeys(("to_complete", "at_completion", "variance"), "float64")
    )


def _rest(amount: float | None, reason: str) -> _Rest:
    return _Rest(amount) if amount is not None else _Rest(None, reason)


def _less(money: Position, name: str) -> _Rest:
    """Return an estimate at completion without what is spent already."""
    whole, spent = getattr(money.total, name), money.total.actual
    if whole is None or spent is None:
        return _Rest(None, money.reasons.get(name, ""))
    return _Rest(whole - spent)


def _trend(money: Position, burn: BurnRate) -> _Rest:
    if burn.monthly_amount is None:
        return _Rest(None, burn.reason)
    if money.plan_ends is None:
        return _Rest(None, "budget without periods")
    days = (money.plan_ends - money.as_of).days - 1
    if days < 0:
        return _Rest(None, "the plan has ended")
    return _Rest(burn.monthly_amount * days / DAYS_A_MONTH)


def _work(spent: float | None, work: Work) -> _Rest:
    if work.done_ratio is None:
        return _Rest(None, work.reason)
    if not work.done_ratio:
        return _Rest(None, "no work is done yet")
    if spent is None:
        return _Rest(None, "no ledger lines")
    return _Rest(spent * (1 - work.done_ratio) / work.done_ratio)


def _ends(
    spent: float | None, budget: float | None, rest: _Rest, money: Position
) -> tuple[float | None, float | None, float | None, str]:
    """Return to complete, at completion, variance and reason of one method."""
    if rest.amount is None:
        return None, None, None, rest.reason
    if spent is None:
        return round(rest.amount, 2), None, None, money.reasons.get("actual", "")
    whole = round(spent + rest.amount, 2)
    gap = None if budget is None else round(budget - whole, 2)
    why = money.reasons.get("budget", "") if gap is None else ""
    return round(rest.amount, 2), whole, gap, why
