"""Cover: the reserve that the open risks need, and what of the contingency is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.errors import RequestError
from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.exposure.register import open_lines
from analytics.metrics.exposure.simulation import simulated_total
from analytics.metrics.exposure.terms import Terms
from analytics.metrics.exposure.total import exact_total
from analytics.metrics.money import joined
from analytics.metrics.reserve import Reserve

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.exposure.register import Taken
    from analytics.metrics.exposure.shapes import Name
    from analytics.metrics.risk_sum import RiskSum
    from analytics.metrics.scales import RiskScale

CONFIDENCE = 0.8
"""Four of five cases: what a reserve is asked for, unless told otherwise."""
FORMULA = (
    "Each open risk adds its impact with its probability: a point, a range, or low,"
    " most likely and high (PERT). The chance of every total is computed from all of"
    " them; the mean (expected monetary value, EMV) is no safe reserve."
)
NO_MONEY = "No open risk has both a probability and an impact in money."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the distribution.

    Attributes:
        confidence: The chance at which the reserve is to be enough, between 0 and 1.
        correlation: How strongly risks of one category move together, 0 to 0.9.
        three: How low, most likely and high are read: pert or triangular.
    """

    confidence: float = CONFIDENCE
    correlation: float = 0.0
    three: Name = "pert"

    def __post_init__(self) -> None:
        """Refuse a confidence that no reserve has.

        Raises:
            RequestError: It is not between 0 and 1.
        """
        if not 0 < self.confidence < 1:
            raise RequestError(
                "The confidence lies between 0 and 1, such as 0.8, not"
                f" {self.confidence:g}."
            )


@dataclass(frozen=True, slots=True)
class Cover:
    """The reserve that the open risks need on a status date, and what is left of it.

    Attributes:
        as_of: Status date.
        currency: Currency of all amounts.
        wanted: Confidence and correlation.
        total: The distribution of the cost after the responses; None where no risk
            has an amount.
        reserve: The contingency, and what risks that struck have taken out of it.
        basis: Rows used and left out of the cost.
    """

    as_of: date
    currency: str
    wanted: Wanted
    total: RiskSum | None
    reserve: Reserve
    basis: Basis

    @property
    def needed(self) -> float | None:
        """The reserve that is enough with `confidence`: that percentile of the cost.

        Its base is an estimate that holds no cost of any risk. Nothing is needed
        where gains outweigh.
        """
        if self.total is None:
            return None
        return max(self.total.percentile(self.wanted.confidence), 0.0)

    @property
    def left(self) -> float | None:
        """What is left of the contingency; None without one."""
        return self.reserve.left

    @property
    def gap(self) -> float | None:
        """The contingency left less the one needed; negative is a lack."""
        if self.left is None or self.needed is None:
            return None
        return self.left - self.needed

    @property
    def covered(self) -> float | None:
        """The chance that what is left of the contingency is enough."""
        if self.left is None or self.total is None:
            return None
        return self.total.at_most(self.left)


def cover(
    risks: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    scale: RiskScale,
    wanted: Wanted | None = None,
    reserve: Reserve | None = None,
) -> Cover:
    """Measure the reserve that the open risks need, as `exposure` does, and no more.

    >>> from analytics.metrics.risk_sum import sum_of_risks
    >>> sum_of_risks([0.5, 0.5], [10, 20]).percentile(0.8)
    30.0

    Args:
        risks: One risk per row (table risk) with its `state`.
        as_of: Status date.
        currency: The project's currency.
        scale: The organisation's scale.
        wanted: Confidence, correlation and how three points are read.
        reserve: The contingency and what it has paid already.
    """
    ask = wanted or Wanted()
    money = open_lines(
        risks, as_of=as_of, currency=currency, scale=scale, three=ask.three
    )
    after = Terms([one.residual for one in money.lines], correlation=ask.correlation)
    return Cover(
        as_of=as_of,
        currency=currency,
        wanted=ask,
        total=exact_total(after) or simulated_total(after) if money.lines else None,
        reserve=reserve or Reserve(),
        basis=basis_of(FORMULA, money, ask.correlation),
    )


def contingency(result: Cover) -> float | None:
    """Return the reserve that is enough for the open risks with a chosen chance.

        needed = P80 of (sum of Bernoulli(p) x impact), 80 standing for the chance

    on top of an estimate that holds no cost of risks. Beside it stand what is left of
    the contingency of the budget (less the booked cost of risks that struck) and the
    lack or surplus. The mean is no reserve: TenStep's six risks expect 33,500, which
    is enough in 54 of 100 cases, and need 50,000 to be enough in 80.

    >>> from analytics.metrics.risk_sum import sum_of_risks
    >>> chances = [0.8, 0.3, 0.5, 0.1, 0.3, 0.25]
    >>> impacts = [10_000, 30_000, 8_000, 40_000, 20_000, 10_000]
    >>> sum_of_risks(chances, impacts).percentile(0.8)
    50000.0

    Returns:
        An amount, never negative; None where no open risk has an amount.
    """
    return result.needed


def basis_of(formula: str, taken: Taken, correlation: float) -> Basis:
    """Return what a distribution rests on, with its formula in words."""
    words = f" Risks of one category move together, by {correlation:g}."
    parts = [
        left_out("risk", rows, "risk_id", str(reason))
        for reason, rows in taken.left_out.groupby("reason")
    ]
    return Basis(
        formula=formula + (words if correlation else ""),
        used={
            "risk": pd.Series(
                [one.version_id for one in taken.lines], dtype="int64"
            ).to_numpy()
        },
        left_out=joined([nothing_left_out(), *parts]),
        rests_on="risk register",
    )
