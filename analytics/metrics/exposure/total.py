"""The distribution of a sum of risks, computed and not drawn.

Each risk adds 0 or its impact, so its characteristic function is
1 + p (phi - 1). The sum's is their product, and one inverse transform gives the
chance of every total at once. Risks of one group are independent once their common
factor is known; the product is taken for many values of it and averaged.
"""

from __future__ import annotations

from math import erf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.exposure.waves import many
from analytics.metrics.risk_sum import RiskSum, sum_of_risks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.exposure.shapes import Floats
    from analytics.metrics.exposure.terms import Terms

    Waves = NDArray[np.complex128]

GRID = 2**14
"""Cells of the grid of money on which few risks are added up."""
GROUPED_GRID = 2**13
"""The same where risks move together, as it is done for every factor."""
FEW = 150
"""Up to so many risks are added up on the grid."""
MOST_POINTS = 300
"""Up to so many risks without a range, every total is taken."""
REACH, NODES = 8.0, 129
"""The common factor is averaged from -8 to 8 standard deviations."""
LEAST = 1e-15
"""Less than this is the rounding error of a transform, not a chance."""
_phi = np.frompyfunc(lambda x: 0.5 * (1 + erf(x / sqrt(2))), 1, 1)


def exact_total(terms: Terms) -> RiskSum | None:
    """Return the distribution of the total.

    Up to `MOST_POINTS` independent risks without a range are taken in every
    combination (`risk_sum`). Up to `FEW` others are added on a grid of money that
    keeps every mean; more by cosine series (`waves`). More than `FEW` risks that move
    together are not computed but simulated.

    Returns:
        None where only a simulation can tell.

    Source: Fang and Oosterlee (2008) for the series; `performance.md` 9.5.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term, Terms
    >>> one = Term(1.0, Shape("triangular", 0, 0, 10))
    >>> total = exact_total(Terms([one]))
    >>> round(total.mean, 3), round(total.at_most(5), 3)
    (3.333, 0.75)
    """
    if not terms.is_correlated:
        return independent_total(terms)
    return on_grid(terms) if len(terms) <= FEW else None


def independent_total(terms: Terms) -> RiskSum:
    """Return the distribution of the total of risks that strike independently.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term, Terms
    >>> independent_total(Terms([Term(0.5, Shape("point", 9, 9, 9))])).at_most(0)
    0.5
    """
    points = all(term.shape.name == "point" for term in terms.terms)
    if points and len(terms) <= MOST_POINTS:
        impacts = [term.shape.mode for term in terms.terms]
        return sum_of_risks(terms.probabilities.tolist(), impacts)
    return on_grid(terms) if len(terms) <= FEW else many(terms)


def on_grid(terms: Terms) -> RiskSum:
    """Add up risks on a grid; an amount between two cells is shared by both."""
    cells = GROUPED_GRID if terms.is_correlated else GRID
    step = _step(terms, cells)
    lowest, waves = _waves(terms, step, cells)
    product = _grouped(terms, waves) if terms.is_correlated else _product(terms, waves)
    weights = np.fft.irfft(product, cells)
    places = np.arange(cells) + lowest
    weights = np.where(weights > LEAST, weights, 0.0)
    possible = weights > 0
    cumulative = np.minimum(weights[possible].cumsum() / weights.sum(), 1.0)
    cumulative[-1] = 1.0
    return RiskSum(places[possible] * step, cumulative, is_exact=False)


def _step(terms: Terms, cells: int) -> float:
    """Return the size of a cell: that of the amounts where they are multiples of one.

    Each risk may fill one cell more than its range, at either end.
    """
    low = sum(min(term.shape.low, 0.0) for term in terms.terms)
    high = sum(max(term.shape.high, 0.0) for term in terms.terms)
    room = cells - 2 * len(terms) - 2
    if all(term.shape.name == "point" for term in terms.terms):
        cents = [round(term.shape.mode * 100) for term in terms.terms]
        common = float(np.gcd.reduce(cents)) / 100
        if common and (high - low) / common < room:
            return common
    return (high - low) / room or 1.0


def _waves(terms: Terms, step: float, cells: int) -> tuple[int, list[Waves]]:
    """Return the lowest cell of the sum, and the transform of each impact.

    Cells below zero stand at the end of the grid until all are shifted up together;
    the shift is part of the last transform.
    """
    lowest, found = 0, []
    for term in terms.terms:
        amounts, weights = term.shape.atoms()
        places = amounts / step
        # What lies on a cell but for the last digit lies on it.
        below = np.floor(places + 1e-9).astype(np.int64)
        above = np.clip(places - below, 0.0, 1.0)
        lowest += min(int(below.min()), 0)
        masses = np.bincount(below % cells, weights * (1 - above), cells)
        masses += np.bincount((below + 1) % cells, weights * above, cells)
        found.append(np.fft.rfft(masses))
    return lowest, [*found, _shift(lowest, cells)]


def _shift(lowest: int, cells: int) -> Waves:
    moved = np.zeros(cells)
    moved[-lowest % cells] = 1.0
    return np.asarray(np.fft.rfft(moved))


def _product(terms: Terms, waves: list[Waves]) -> Waves:
    product = waves[-1].copy()
    for chance, wave in zip(terms.probabilities, waves[:-1], strict=True):
        product *= 1 + chance * (wave - 1)
    return product


def _grouped(terms: Terms, waves: list[Waves]) -> Waves:
    """Multiply inside each group for every value of its factor, then average."""
    factors = np.linspace(-REACH, REACH, NODES)
    weights = np.exp(-(factors**2) / 2)
    weights /= weights.sum()
    product, alone = waves[-1].copy(), set(range(len(terms)))
    for places in terms.groups.values():
        inside = np.ones((NODES, len(product)), dtype=np.complex128)
        for place in places:
            chance = given_factor(terms, place, factors)
            inside *= 1 + np.outer(chance, waves[place] - 1)
        product *= weights @ inside
        alone -= set(places)
    for place in sorted(alone):
        product *= 1 + terms.probabilities[place] * (waves[place] - 1)
    return product


def given_factor(terms: Terms, place: int, factors: Floats) -> Floats:
    """Return the probability of one risk for each value of its group's factor.

    Phi((threshold - sign sqrt(rho) factor) / sqrt(1 - rho)): averaged over a standard
    normal factor it is the probability that the register states.
    """
    rho = terms.correlation
    shift = terms.signs[place] * sqrt(rho) * factors
    inner = (terms.thresholds[place] - shift) / sqrt(1 - rho)
    return np.asarray(_phi(inner), dtype=np.float64)
