"""The same sum drawn at random: a check beside the exact distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.risk_sum import RiskSum

if TYPE_CHECKING:
    from analytics.metrics.exposure.shapes import Floats
    from analytics.metrics.exposure.terms import Terms

TRIALS = 10_000
SEED = 20_260_101


def simulated_totals(
    terms: Terms, *, trials: int = TRIALS, seed: int = SEED
) -> tuple[Floats, Floats]:
    """Draw the total of the risks in each trial, and how often each risk struck.

    In a group with correlation rho, risk i strikes where

        sqrt(rho) factor + sqrt(1 - rho) own < Phi^-1(p)

    factor and own being independent standard normal numbers (the factor's sign is
    turned for opportunities). Their sum is standard normal again, so that every risk
    keeps its probability; sizes are drawn independently.

    Returns:
        The totals in the order of the trials, and the share of trials in which each
        risk (in the order of `terms.terms`) struck.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term, Terms
    >>> sure = Terms([Term(1.0, Shape("point", 5, 5, 5))])
    >>> simulated_totals(sure, trials=3)[0].tolist()
    [5.0, 5.0, 5.0]
    """
    rng = np.random.default_rng(seed)
    rho = terms.correlation
    factors = {name: rng.standard_normal(trials) for name in terms.groups}
    of_place = {i: name for name, places in terms.groups.items() for i in places}
    totals, shares = np.zeros(trials), np.zeros(len(terms))
    for place, term in enumerate(terms.terms):
        if rho and place in of_place:
            own = rng.standard_normal(trials) * np.sqrt(1 - rho)
            drawn = terms.signs[place] * np.sqrt(rho) * factors[of_place[place]] + own
            struck = np.flatnonzero(drawn < terms.thresholds[place])
            sizes = rng.random(len(struck))
        else:
            uniform = rng.random(trials)
            struck = np.flatnonzero(uniform < term.probability)
            # Below p, a uniform number divided by p is one again.
            sizes = uniform[struck] / (term.probability or 1.0)
        totals[struck] += term.shape.draw(sizes, rng)
        shares[place] = len(struck) / trials
    return totals, shares


def simulated_total(terms: Terms, *, trials: int = TRIALS, seed: int = SEED) -> RiskSum:
    """Return the distribution of the totals that were drawn."""
    totals, _ = simulated_totals(terms, trials=trials, seed=seed)
    amounts, counts = np.unique(totals, return_counts=True)
    return RiskSum(amounts, counts.cumsum() / trials, is_exact=False)
