"""Estimates of three points: optimistic, most likely, pessimistic."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from analytics.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and a variance; the unit is that of the points.

    >>> Estimate(8.5, 2.25).deviation
    1.5
    """

    mean: float
    variance: float

    @property
    def deviation(self) -> float:
        """The standard deviation."""
        return sqrt(self.variance)


def pert(low: float, mode: float, high: float) -> Estimate:
    """Estimate by the classic PERT rule.

        mean = (low + 4 mode + high) / 6;  standard deviation = (high - low) / 6

    The deviation is the classic rule of thumb, not that of a beta distribution.
    Source: Schematex, task B (golden risk-pert-schematex).

    Raises:
        RequestError: The points are not in order.

    >>> pert(5, 8, 14).mean, pert(5, 8, 14).deviation
    (8.5, 1.5)
    """
    _in_order(low, mode, high)
    return Estimate((low + 4 * mode + high) / 6, ((high - low) / 6) ** 2)


def beta_pert(low: float, mode: float, high: float) -> Estimate:
    """Estimate by the beta distribution that PERT simulations draw from.

        mean = (low + 4 mode + high) / 6;  variance = (mean - low)(high - mean) / 7

    Raises:
        RequestError: The points are not in order.

    >>> beta_pert(0, 3, 6).variance < pert(0, 3, 6).variance * 1.3
    True
    """
    mean = pert(low, mode, high).mean
    return Estimate(mean, (mean - low) * (high - mean) / 7)


def triangular(low: float, mode: float, high: float) -> Estimate:
    """Estimate by the triangular distribution.

        mean     = (low + mode + high) / 3
        variance = (low^2 + mode^2 + high^2 - low mode - low high - mode high) / 18

    Source: PRA book, appendix E (golden risk-mcs-indep-pra).

    Raises:
        RequestError: The points are not in order.

    >>> triangular(5, 10, 15).mean, round(triangular(5, 10, 15).variance, 4)
    (10.0, 4.1667)
    """
    _in_order(low, mode, high)
    squares = low**2 + mode**2 + high**2
    products = low * mode + low * high + mode * high
    return Estimate((low + mode + high) / 3, max(squares - products, 0) / 18)


def uniform(low: float, high: float) -> Estimate:
    """Estimate where every value between two is as likely.

        mean = (low + high) / 2;  variance = (high - low)^2 / 12

    Raises:
        RequestError: The points are not in order.

    >>> uniform(8, 12).mean, round(uniform(8, 12).variance, 4)
    (10.0, 1.3333)
    """
    _in_order(low, low, high)
    return Estimate((low + high) / 2, (high - low) ** 2 / 12)


def in_sequence(estimates: Iterable[Estimate]) -> Estimate:
    """Add up independent estimates: means add, variances add, deviations do not.

    >>> in_sequence([Estimate(3, 9), Estimate(4, 16)]).deviation
    5.0
    """
    parts = tuple(estimates)
    return Estimate(sum(p.mean for p in parts), sum(p.variance for p in parts))


def _in_order(low: float, mode: float, high: float) -> None:
    if not low <= mode <= high:
        raise RequestError(
            f"Three points must be in order, from low to high: {low:g}, {mode:g},"
            f" {high:g}."
        )
