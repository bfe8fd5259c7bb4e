"""How good a probabilistic forecast was, in the measures of the field."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 1.959964
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a percentile held, with the interval that so few trials allow.

    Attributes:
        p: The promise, such as 0.85.
        held: How many forecasts held.
        count: Of how many.
        low: Lower end of the 95 % interval of the true share; None without trials.
        high: Upper end.
    """

    p: float
    held: int
    count: int
    low: float | None
    high: float | None

    @property
    def share(self) -> float | None:
        """How often it held; None without trials."""
        return self.held / self.count if self.count else None

    @property
    def is_off(self) -> bool:
        """Whether the promise lies outside the interval: more than bad luck."""
        if self.low is None or self.high is None:
            return False
        return not self.low <= self.p <= self.high


def coverage(p: float, held: Sequence[bool]) -> Coverage:
    """Return how often forecasts held, with Wilson's interval.

        centre = (k + z2 / 2) / (n + z2),
        half = z / (n + z2) * sqrt(k (n - k) / n + z2 / 4)

    for k of n and z the normal quantile. Without trials there is no share.

    Source: Wilson (1927); the interval stays inside 0 to 1 and is fair for few trials.

    >>> found = coverage(0.85, [True] * 28 + [False] * 18)
    >>> found.held, found.count, round(found.low, 3), round(found.high, 3)
    (28, 46, 0.465, 0.736)
    """
    k, n = sum(held), len(held)
    if not n:
        return Coverage(p, 0, 0, None, None)
    z2 = CONFIDENCE**2
    centre = (k + z2 / 2) / (n + z2)
    half = CONFIDENCE / (n + z2) * sqrt(k * (n - k) / n + z2 / 4)
    return Coverage(p, k, n, max(centre - half, 0.0), min(centre + half, 1.0))


def pinball(outcomes: Sequence[float], forecasts: Sequence[float], tau: float) -> float:
    """Return the mean pinball loss of quantile forecasts at level tau.

        tau * (y - q) where y >= q, else (1 - tau) * (q - y)

    in the unit of the outcomes; the smaller, the better.

    Source: scikit-learn, `mean_pinball_loss`.

    >>> round(pinball([1, 2, 3], [1, 2, 4], 0.1), 6), pinball([1, 2, 3], [1, 2, 3], 0.1)
    (0.3, 0.0)

    Raises:
        ValueError: There is no forecast, or not one for each outcome.
    """
    losses = [
        tau * (y - q) if y >= q else (1 - tau) * (q - y)
        for y, q in zip(outcomes, forecasts, strict=True)
    ]
    if not losses:
        message = "no forecast to score"
        raise ValueError(message)
    return sum(losses) / len(losses)
