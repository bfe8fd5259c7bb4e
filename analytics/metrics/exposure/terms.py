"""One risk of a sum: chance, size, and the group with which it moves."""

from __future__ import annotations

from functools import cached_property
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analytics.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.metrics.exposure.shapes import Floats, Shape

MOST_CORRELATION = 0.9
"""Beyond it the risks of a group are practically one."""
_NORMAL = NormalDist()
_CERTAIN = 40.0
"""So many standard deviations stand for never and always."""


class Term(NamedTuple):
    """A risk that strikes with `probability` and then has an impact of `shape`.

    Risks with the same `group` strike together more often than chance would have it;
    an empty group is a risk of its own. `days` is the delay that comes with an impact
    in money, where both are drawn at once.
    """

    probability: float
    shape: Shape
    group: str = ""
    days: float = 0.0

    @property
    def mean(self) -> float:
        """Probability x mean impact, the expected monetary value.

        >>> from analytics.metrics.exposure.shapes import Shape
        >>> Term(0.1, Shape("point", 20, 20, 20)).mean
        2.0
        """
        return self.probability * self.shape.mean

    @property
    def variance(self) -> float:
        """The variance: p x (variance + mean^2) - (p x mean)^2.

        >>> from analytics.metrics.exposure.shapes import Shape
        >>> Term(0.5, Shape("point", 20, 20, 20)).variance
        100.0
        """
        second = self.shape.variance + self.shape.mean**2
        return self.probability * second - self.mean**2


class Terms:
    """Risks that are added up, in an order that does not depend on the file's."""

    def __init__(self, terms: Sequence[Term], *, correlation: float = 0.0) -> None:
        """Take the risks and how strongly those of one group move together.

        Raises:
            RequestError: The correlation is outside 0 to `MOST_CORRELATION`.
        """
        if not 0 <= correlation <= MOST_CORRELATION:
            raise RequestError(
                f"The correlation is between 0 and {MOST_CORRELATION:g},"
                f" not {correlation:g}."
            )
        self.terms = tuple(sorted(terms, key=_order))
        self.correlation = correlation

    def __len__(self) -> int:
        """How many risks there are."""
        return len(self.terms)

    @property
    def mean(self) -> float:
        """The sum of the expected values; no correlation changes it."""
        return sum(term.mean for term in self.terms)

    @cached_property
    def probabilities(self) -> Floats:
        """The probability of each risk."""
        return np.array([term.probability for term in self.terms], dtype=np.float64)

    @cached_property
    def thresholds(self) -> Floats:
        """The risk strikes where its standard normal number is below this."""
        return np.array(
            [
                _NORMAL.inv_cdf(p) if 0 < p < 1 else _CERTAIN * (2 * p - 1)
                for p in self.probabilities
            ]
        )

    @cached_property
    def signs(self) -> Floats:
        """+1 of a threat, -1 of an opportunity: what brings losses averts gains."""
        sizes = (one.shape.mean or one.days for one in self.terms)
        return np.array([-1.0 if size < 0 else 1.0 for size in sizes])

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """The places of the risks of each group of at least two."""
        found: dict[str, list[int]] = {}
        for place, term in enumerate(self.terms):
            found.setdefault(term.group, []).append(place)
        found.pop("", None)
        return {name: places for name, places in found.items() if len(places) > 1}

    @property
    def is_correlated(self) -> bool:
        """Whether any two risks move together."""
        return self.correlation > 0 and bool(self.groups)


def _order(term: Term) -> tuple[str, float, Shape, float]:
    return term.group, term.probability, term.shape, term.days
