"""Exposure: what the open risks cost and delay in all, and what covers them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from analytics.metrics.exposure.cover import FORMULA, Cover, Wanted, basis_of
from analytics.metrics.exposure.register import open_days, open_lines
from analytics.metrics.exposure.simulation import SEED, TRIALS, simulated_total
from analytics.metrics.exposure.terms import Terms
from analytics.metrics.exposure.tornado import tornado
from analytics.metrics.exposure.total import exact_total
from analytics.metrics.reserve import Reserve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import pandas as pd

    from analytics.metrics.basis import Basis
    from analytics.metrics.exposure.register import Line
    from analytics.metrics.risk_sum import RiskSum
    from analytics.metrics.scales import RiskScale

DAYS_FORMULA = (
    "Each open risk adds its days with its probability after the response. Days add up"
    " only if every risk is on the critical path, so this is the worst reading."
)
NO_DAYS = "No open risk has both a probability and an impact in days."


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
class Exposure(Cover):
    """The distribution of cost and delay of the open risks on a status date.

    Attributes:
        inherent: Cost before the responses; None where no risk has an amount.
        residual: Cost after them; None likewise.
        days: Delay after the responses; None where no risk has days. Days add up only
            if every risk is on the critical path: it is the worst reading.
        days_before: Delay before the responses.
        tornado: One row per input, columns `tornado.COLUMNS`, the widest first.
        risks: How many risks are in the cost.
        days_basis: Rows used and left out of the delay.
    """

    inherent: Outcome | None
    residual: Outcome | None
    days: Outcome | None
    days_before: Outcome | None
    tornado: pd.DataFrame
    risks: int
    days_basis: Basis

    @property
    def needed_above_mean(self) -> float | None:
        """The reserve for an estimate that holds the mean of the risks already."""
        if self.residual is None:
            return None
        amount = self.residual.total.percentile(self.wanted.confidence)
        return max(amount - self.residual.mean, 0.0)


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
        total=after.total if after else None,
        inherent=before,
        residual=after,
        days=days,
        days_before=days_before,
        tornado=tornado(money.lines),
        reserve=kept,
        risks=len(money.lines),
        basis=basis_of(FORMULA, money, ask.correlation),
        days_basis=basis_of(DAYS_FORMULA, delay, ask.correlation),
    )


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
