"""What open risks add up to: expected losses and gains, extremes, and every total."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from analytics.metrics.exposure.terms import Terms
from analytics.metrics.exposure.total import independent_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analytics.metrics.exposure.terms import Term
    from analytics.metrics.risk_sum import RiskSum


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the quantified open risks add up to, before or after the responses.

    All in the project's currency, losses positive and gains negative.

    Attributes:
        threats: Expected loss, sum of p x impact of the threats.
        opportunities: Expected gain, negative.
        worst_case: Every threat strikes and no opportunity does.
        best_case: Every opportunity does and no threat strikes.
        total: The distribution of the total.
    """

    threats: float
    opportunities: float
    worst_case: float
    best_case: float
    total: RiskSum

    @property
    def net(self) -> float:
        """Expected loss less expected gain."""
        return round(self.threats + self.opportunities, 2)

    @property
    def confidence(self) -> float:
        """The probability that the total stays within the expected value."""
        return self.total.at_most(self.net)


def outlook(terms: Sequence[Term]) -> Outlook | None:
    """Add up risks that strike independently; None where there are none.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term
    >>> found = outlook([Term(0.5, Shape("point", 9, 9, 9))])
    >>> found.net, found.worst_case, found.confidence
    (4.5, 9.0, 0.5)
    """
    if not terms:
        return None
    return Outlook(
        threats=added_up(max(term.mean, 0.0) for term in terms),
        opportunities=added_up(min(term.mean, 0.0) for term in terms),
        worst_case=added_up(max(term.shape.high, 0.0) for term in terms),
        best_case=added_up(min(term.shape.low, 0.0) for term in terms),
        total=independent_total(Terms(terms)),
    )


def added_up(amounts: Iterable[float]) -> float:
    """Add up and only then round to cents, so that the order does not matter.

    >>> added_up([0.1, 0.2, 1e9, -1e9])
    0.3
    """
    return round(fsum(amounts), 2)
