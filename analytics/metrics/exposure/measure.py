"""Exposure: what the open risks cost and delay in all, and what covers them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import pandas as pd

from analytics.errors import RequestError
from analytics.metrics.basis import Basis, left_out, nothing_left_out
from analytics.metrics.exposure.register import open_days, open_lines
from analytics.metrics.exposure.simulation import SEED, TRIALS, simulated_total
from analytics.metrics.exposure.terms import Terms
from analytics.metrics.exposure.tornado import tornado
from analytics.metrics.exposure.total import exact_total
from analytics.metrics.money import joined
from analytics.metrics.reserve import Reserve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.metrics.exposure.register import Line, Taken
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
DAYS_FORMULA = (
    "Each open risk adds its days with its probability after the response. Days add up"
    " only if every risk is on the critical path, so this is the worst reading."
)
NO_MONEY = "No open risk has both a probability and an impact in money."
NO_DAYS = "No open risk has both a probability and an impact in days."


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
class Outcome:
    """What a set of risks adds up to; losses positive, gains negative.

    Attributes:
        mean: The expected value (EMV): a mean, met with `mean_confidence` only.
        deviation: Standard deviation of the total.
        total: The distribution that counts.
        drawn: The same by simulation, as a check.
        is_computed: Whether `total` is computed; else it is `drawn`, as more risks
            move together than can be computed.
    """

    mean: float
    deviation: float
    total: RiskSum
    drawn: RiskSum
    is_computed: bool

    @property
    def mean_confidence(self) -> float:
        """The chance that the total stays within the mean."""
        return self.total.at_most(self.mean)


@dataclass(frozen=True, slots=True)
class Exposure:
    """The distribution of cost and delay of the open risks on a status date.

    Attributes:
        as_of: Status date.
        currency: Currency of all amounts.
        wanted: Confidence and correlation.
        inherent: Cost before the responses; None where no risk has an amount.
        residual: Cost after them; None likewise.
        days: Delay after the responses; None where no risk has days. Days add up only
            if every risk is on the critical path: it is the worst reading.
        days_before: Delay before the responses.
        tornado: One row per input, columns `tornado.COLUMNS`, the widest first.
        reserve: The contingency, and what risks that struck have taken out of it.
        risks: How many risks are in the cost.
        basis: Rows used and left out of the cost.
        days_basis: Rows used and left out of the delay.
    """

    as_of: date
    currency: str
    wanted: Wanted
    inherent: Outcome | None
    residual: Outcome | None
    days: Outcome | None
    days_before: Outcome | None
    tornado: pd.DataFrame
    reserve: Reserve
    risks: int
    basis: Basis
    days_basis: Basis

    @property
    def needed(self) -> float | None:
        """The reserve that is enough with `confidence`: that percentile of the cost.

        Its base is an estimate that holds no cost of any risk. Nothing is needed
        where gains outweigh.
        """
        if self.residual is None:
            return None
        return max(self.residual.total.percentile(self.wanted.confidence), 0.0)

    @property
    def needed_above_mean(self) -> float | None:
        """The same for an estimate that holds the mean of the risks already."""
        if self.residual is None:
            return None
        amount = self.residual.total.percentile(self.wanted.confidence)
        return max(amount - self.residual.mean, 0.0)

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
        if self.left is None or self.residual is None:
            return None
        return self.residual.total.at_most(self.left)


def exposure(
    risks: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    scale: RiskScale,
    wanted: Wanted | None = None,
    reserve: Reserve | None = None,
) -> Exposure:
    """Measure the distribution of what the open risks cost and delay.

        total = sum over risks of Bernoulli(p) x impact;  EMV = its mean = sum p x mean
        contingency needed at 80 % = the 80th percentile of the residual total

    impact being a point, a range, or PERT / triangular on low, most likely and high;
    opportunities are gains. Without correlation the risks strike independently. With
    it those of one category share a factor (a Gaussian copula on their occurrence):
    every risk keeps its probability and size, so the mean stays, the spread grows.

    A reserve has a base: `needed` comes on top of an estimate without any cost of
    risks, `needed_above_mean` on top of one that holds their mean. The contingency
    left is what the risks that struck have not taken.

    >>> from analytics.metrics.risk_sum import sum_of_risks
    >>> total = sum_of_risks([0.5, 0.5], [10, 20])
    >>> total.mean, total.percentile(0.8)
    (15.0, 30.0)

    Args:
        risks: One risk per row (table risk) with its `state`.
        as_of: Status date.
        currency: The project's currency.
        scale: The organisation's scale.
        wanted: Confidence, correlation and how three points are read.
        reserve: The contingency and what it has paid already.

    Source: TenStep's six risks (golden risk-emv-tenstep): the mean of 33,500 is kept
    with probability 0.545; P80 is 50,000 and P90 60,000. The triangle, range and sum
    of variances: PRA book, appendix E (golden risk-mcs-indep-pra).
    """
    ask, kept = wanted or Wanted(), reserve or Reserve()
    money = open_lines(
        risks, as_of=as_of, currency=currency, scale=scale, three=ask.three
    )
    delay = open_days(risks, as_of=as_of, scale=scale)
    before, after = _outcomes(money.lines, ask.correlation)
    days_before, days = _outcomes(delay.lines, ask.correlation)
    return Exposure(
        as_of=as_of,
        currency=currency,
        wanted=ask,
        inherent=before,
        residual=after,
        days=days,
        days_before=days_before,
        tornado=tornado(money.lines),
        reserve=kept,
        risks=len(money.lines),
        basis=_basis(FORMULA, money, ask.correlation),
        days_basis=_basis(DAYS_FORMULA, delay, ask.correlation),
    )


def contingency(result: Exposure) -> float | None:
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


def _outcomes(
    lines: Sequence[Line], correlation: float
) -> tuple[Outcome, Outcome] | tuple[None, None]:
    if not lines:
        return None, None
    sides = [one.inherent for one in lines], [one.residual for one in lines]
    before, after = (outcome(Terms(side, correlation=correlation)) for side in sides)
    return before, after


def outcome(terms: Terms, *, trials: int = TRIALS, seed: int = SEED) -> Outcome:
    """Add up risks both ways."""
    drawn = simulated_total(terms, trials=trials, seed=seed)
    found = exact_total(terms)
    total = found or drawn
    spread = float(((total.amounts - terms.mean) ** 2) @ total.chances)
    return Outcome(terms.mean, sqrt(spread), total, drawn, found is not None)


def _basis(formula: str, money: Taken, correlation: float) -> Basis:
    words = f" Risks of one category move together, by {correlation:g}."
    parts = [
        left_out("risk", rows, "risk_id", str(reason))
        for reason, rows in money.left_out.groupby("reason")
    ]
    return Basis(
        formula=formula + (words if correlation else ""),
        used={
            "risk": pd.Series(
                [one.version_id for one in money.lines], dtype="int64"
            ).to_numpy()
        },
        left_out=joined([nothing_left_out(), *parts]),
        rests_on="risk register",
    )
