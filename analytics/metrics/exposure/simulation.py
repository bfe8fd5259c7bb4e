"""The same sum drawn at random: a check beside the exact distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analytics.metrics.risk_sum import RiskSum

if TYPE_CHECKING:
    from analytics.metrics.exposure.shapes import Floats
    from analytics.metrics.exposure.terms import Terms

TRIALS = 10_000
SEED = 20_260_101


class Drawn(NamedTuple):
    """What the risks added up to in each trial, and how often each of them struck.

    `totals` and `days` are in the order of the trials, `shares` in that of the terms.
    """

    totals: Floats
    days: Floats
    shares: Floats


def drawn(terms: Terms, *, trials: int = TRIALS, seed: int = SEED) -> Drawn:
    """Draw which risks strike in each trial, and what they then cost and delay.

    In a group with correlation rho, risk i strikes where

        sqrt(rho) factor + sqrt(1 - rho) own < Phi^-1(p)

    factor and own being independent standard normal numbers (the factor's sign is
    turned for opportunities). Their sum is standard normal again, so that every risk
    keeps its probability; sizes are drawn independently. A risk that strikes costs
    its amount and delays by its days in the same trial.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term, Terms
    >>> sure = Terms([Term(1.0, Shape("point", 5, 5, 5), days=2)])
    >>> found = drawn(sure, trials=3)
    >>> found.totals.tolist(), found.days.tolist()
    ([5.0, 5.0, 5.0], [2.0, 2.0, 2.0])
    """
    rng = np.random.default_rng(seed)
    rho = terms.correlation
    factors = {name: rng.standard_normal(trials) for name in terms.groups}
    of_place = {i: name for name, places in terms.groups.items() for i in places}
    totals, days, shares = np.zeros(trials), np.zeros(trials), np.zeros(len(terms))
    for place, term in enumerate(terms.terms):
        if rho and place in of_place:
            own = rng.standard_normal(trials) * np.sqrt(1 - rho)
            score = terms.signs[place] * np.sqrt(rho) * factors[of_place[place]] + own
            struck = np.flatnonzero(score < terms.thresholds[place])
            sizes = rng.random(len(struck))
        else:
            uniform = rng.random(trials)
            struck = np.flatnonzero(uniform < term.probability)
            # Below p, a uniform number divided by p is one again.
            sizes = uniform[struck] / (term.probability or 1.0)
        totals[struck] += term.shape.draw(sizes, rng)
        if term.days:
            days[struck] += term.days
        shares[place] = len(struck) / trials
    return Drawn(totals, days, shares)


def simulated_total(terms: Terms, *, trials: int = TRIALS, seed: int = SEED) -> RiskSum:
    """Return the distribution of the totals that were drawn."""
    totals = drawn(terms, trials=trials, seed=seed).totals
    amounts, counts = np.unique(totals, return_counts=True)
    return RiskSum(amounts, counts.cumsum() / trials, is_exact=False)
