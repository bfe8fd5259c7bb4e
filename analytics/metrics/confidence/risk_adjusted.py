"""What it costs in the end with the open risks, counting no reserve twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.metrics.basis import Basis
from analytics.metrics.estimates import FLOORS
from analytics.metrics.money import joined

if TYPE_CHECKING:
    import pandas as pd

    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.estimates import CostEstimates
    from analytics.metrics.exposure.measure import Exposure

ADJUSTED = (
    *("method", "rule", "at_completion", "with_mean", "with_reserve"),
    *("left_of_budget", "reason"),
)
"""Columns of the table: amounts in the project's currency, NaN is undefined."""
UNKNOWN = float("nan")
FORMULA = (
    "Risk-adjusted estimate = estimate at completion (without any contingency) + what"
    " the open risks cost at the chance asked for. It is compared with the budget and"
    " its contingency; the contingency itself is never added to it, as it is there to"
    " pay for these very risks."
)


@dataclass(frozen=True, slots=True)
class RiskAdjusted:
    """Each estimate at completion with the open risks, against what may be spent.

    Attributes:
        currency: Currency of all amounts.
        p: The chance asked of the reserve.
        mean: Mean cost of the open risks after responses; None without amounts.
        reserve: Their cost at chance p, None likewise.
        budget: The current budget without contingency; None where there is none.
        contingency: The contingency of the budget file, 0 where it has none.
        table: One row per method of `cost_estimates`, columns `ADJUSTED`.
        basis: Rows used and left out.
    """

    currency: str
    p: float
    mean: float | None
    reserve: float | None
    budget: float | None
    contingency: float
    table: pd.DataFrame
    basis: Basis

    @property
    def allowed(self) -> float | None:
        """Budget and contingency: what the project may spend; None without a budget."""
        return None if self.budget is None else self.budget + self.contingency


def risk_adjusted(
    estimates: CostEstimates, exposure: Exposure, money: BudgetVariance
) -> RiskAdjusted:
    """Add the open risks to each estimate at completion.

        with mean      = estimate at completion + mean cost of the open risks (EMV)
        with reserve   = estimate at completion + their cost at the chance asked for
        left of budget = budget + contingency - with reserve

    The estimates hold no contingency: lines of that kind are no part of the baseline.
    What risks that struck have cost is booked, so it is in every estimate, and they
    are open no more. The contingency stands on the other side of the comparison only:
    whoever adds it to the estimate, or takes the estimate against the budget without
    it, counts it twice or not at all. A forecast by hand may hold a reserve already,
    which no file says. A lower bound (nothing more than is ordered) is no expectation
    and is not adjusted.

    The costs of time that a delay brings are not in it: they need the pace of the
    work and are in `joint_confidence`.

    >>> budget, contingency, estimate, reserve = 1000, 100, 950, 120
    >>> estimate + reserve, budget + contingency - (estimate + reserve)
    (1070, 30)

    Args:
        estimates: The estimates at completion.
        exposure: The open risks, with the chance asked for.
        money: The budget.

    Source: `metrics.md`, section 7: EAC + residual exposure at the chosen confidence,
    not where the EAC already holds contingency.
    """
    outcome = exposure.residual
    p = exposure.wanted.confidence
    reserve = None if outcome is None else outcome.total.percentile(p)
    mean = None if outcome is None else outcome.mean
    budget, kept = money.total.budget, money.contingency or 0.0
    table = estimates.table[~estimates.table["method"].isin(FLOORS)]
    whole = table["at_completion"]
    with_reserve = whole + (UNKNOWN if reserve is None else reserve)
    rows = table.assign(
        with_mean=whole + (UNKNOWN if mean is None else mean),
        with_reserve=with_reserve,
        left_of_budget=(UNKNOWN if budget is None else budget + kept) - with_reserve,
    )
    return RiskAdjusted(
        currency=estimates.currency,
        p=p,
        mean=mean,
        reserve=reserve,
        budget=budget,
        contingency=kept,
        table=rows[list(ADJUSTED)].reset_index(drop=True),
        basis=Basis(
            formula=FORMULA,
            used={**estimates.basis.used, **exposure.basis.used},
            left_out=joined([estimates.basis.left_out, exposure.basis.left_out]),
            rests_on="budget, ledger and risk register",
        ),
    )
