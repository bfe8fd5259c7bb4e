"""How large a risk is when it strikes: a point, three points, or a range.

All shapes are given by three numbers (low, mode, high) in one unit, gains negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from analytics.metrics.three_point import beta_pert, triangular, uniform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Name = Literal["point", "triangular", "pert", "range"]
OUT_OF_ORDER = "low, most likely and high are not in order"
CELLS = 4096
"""Into so many cells a shape is cut for a grid."""


class Shape(NamedTuple):
    """One distribution of an impact; `mode` is not read for a range."""

    name: Name
    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        """The mean impact.

        >>> Shape("pert", 0, 3, 12).mean, Shape("triangular", 0, 3, 12).mean
        (4.0, 5.0)
        """
        return self._moments()[0]

    @property
    def variance(self) -> float:
        """The variance; that of PERT is the beta distribution's, never (range / 6)^2.

        >>> Shape("range", 8, 12, 12).variance.__round__(4)
        1.3333
        """
        return self._moments()[1]

    def _moments(self) -> tuple[float, float]:
        if self.name == "point":
            return self.mode, 0.0
        if self.name == "range":
            found = uniform(self.low, self.high)
        elif self.name == "pert":
            found = beta_pert(self.low, self.mode, self.high)
        else:
            found = triangular(self.low, self.mode, self.high)
        return found.mean, found.variance

    def density(self, share: Floats) -> Floats:
        """Return the density at low + share x (high - low), up to a factor."""
        peak = (self.mode - self.low) / (self.high - self.low)
        if self.name == "range":
            return np.ones_like(share)
        if self.name == "pert":
            found: Floats = share ** (4 * peak) * (1 - share) ** (4 * (1 - peak))
            return found
        rising = share / (peak or 1.0)
        falling = (1 - share) / ((1 - peak) or 1.0)
        return np.where(share < peak, rising, falling)

    def atoms(self) -> tuple[Floats, Floats]:
        """Return amounts and their probabilities, finely enough for any grid."""
        if self.name == "point":
            return np.array([self.mode]), np.ones(1)
        share = (np.arange(CELLS) + 0.5) / CELLS
        weights = self.density(share)
        return self.low + share * (self.high - self.low), weights / weights.sum()

    def quantile(self, share: float) -> float:
        """Return the impact that is not exceeded with this chance.

        >>> round(Shape("range", 8, 12, 12).quantile(0.25), 2)
        9.0
        """
        amounts, weights = self.atoms()
        place = int(np.searchsorted(weights.cumsum(), share - 1e-12))
        return float(amounts[min(place, len(amounts) - 1)])

    def draw(self, uniforms: Floats, rng: np.random.Generator) -> Floats:
        """Return one amount for each uniform number; PERT draws its own."""
        if self.name == "point":
            return np.full(len(uniforms), self.mode)
        width = self.high - self.low
        peak = (self.mode - self.low) / width
        if self.name == "range":
            return self.low + width * uniforms
        if self.name == "pert":
            share = rng.beta(1 + 4 * peak, 5 - 4 * peak, len(uniforms))
            return self.low + width * share
        rising = np.sqrt(uniforms * peak)
        falling = 1 - np.sqrt((1 - uniforms) * (1 - peak))
        return self.low + width * np.where(uniforms < peak, rising, falling)


def shape_of(
    mode: float | None, low: float | None, high: float | None, *, three: Name = "pert"
) -> Shape | str:
    """Return the shape that a register's numbers describe, or why there is none.

    Low, most likely and high give `three`; low and high alone a range, in which every
    amount is as likely; anything less a point. One bound alone is not read.

    >>> shape_of(5, 2, 9).name, shape_of(None, 2, 9).name, shape_of(5, 2, None).name
    ('pert', 'range', 'point')
    >>> shape_of(5, 6, 9), shape_of(None, None, 9)
    ('low, most likely and high are not in order', 'no impact')
    """
    if low is None or high is None:
        return "no impact" if mode is None else Shape("point", mode, mode, mode)
    low, high = sorted((low, high)) if max(low, high) <= 0 else (low, high)
    if not low <= (low if mode is None else mode) <= high:
        return OUT_OF_ORDER
    if low == high:
        return Shape("point", low, low, low)
    if mode is None:
        return Shape("range", low, (low + high) / 2, high)
    return Shape(three, low, mode, high)
