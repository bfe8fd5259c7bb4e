"""Variances against a standard: was it the price or the quantity?

Here too a positive variance is favourable: the cost is below the standard. Sources
differ in the sign, so `word` says it, and readers should be shown the word.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandardVariance:
    """A cost variance split into price (rate) and quantity (efficiency).

    Attributes:
        price_amount: (standard price - actual price) x actual quantity.
        quantity_amount: (standard quantity - actual quantity) x standard price.
    """

    price_amount: float
    quantity_amount: float

    @property
    def total_amount(self) -> float:
        """Standard cost of the output - actual cost; the two parts add up to it."""
        return self.price_amount + self.quantity_amount


def word(variance_amount: float) -> str:
    """Name a variance: `favourable`, `unfavourable` or `none`.

    >>> word(-700.0), word(240_000.0), word(0.0)
    ('unfavourable', 'favourable', 'none')
    """
    if variance_amount == 0:
        return "none"
    return "favourable" if variance_amount > 0 else "unfavourable"


def labour_variance(
    *,
    standard_hours: float,
    standard_rate: float,
    actual_hours: float,
    actual_amount: float,
) -> StandardVariance:
    """Split a labour cost variance into rate and efficiency.

        rate       = standard rate x actual hours - actual cost
        efficiency = (standard hours - actual hours) x standard rate

    Standard hours are those of the actual output (hours per unit x units made), not
    those of the plan. Rate + efficiency = standard cost - actual cost.

    Source: University of Nairobi, worked answer (golden var-labour-uonbi), which
    prints the unfavourable 700 and 8,080 as positive:

    >>> labour = labour_variance(standard_hours=6600, standard_rate=20.2,
    ...     actual_hours=7000, actual_amount=142_100)
    >>> round(labour.price_amount, 2), round(labour.quantity_amount, 2)
    (-700.0, -8080.0)
    """
    return StandardVariance(
        price_amount=standard_rate * actual_hours - actual_amount,
        quantity_amount=(standard_hours - actual_hours) * standard_rate,
    )


def price_variance(
    *, standard_price: float, actual_price: float, purchased_quantity: float
) -> float:
    """Measure what the price of a purchase saved against the standard.

    (standard price - actual price) x quantity purchased, used or not.

    >>> price_variance(standard_price=5.0, actual_price=5.5, purchased_quantity=100)
    -50.0
    """
    return (standard_price - actual_price) * purchased_quantity


def usage_variance(
    *, standard_quantity: float, actual_quantity: float, standard_price: float
) -> float:
    """Measure what the quantity used saved against the standard.

    (standard quantity of the actual output - quantity used) x standard price.

    Source: CMA practice question (golden var-cma-efficiency), which prints this
    favourable variance as (240,000):

    >>> usage_variance(standard_quantity=200_000, actual_quantity=190_000,
    ...     standard_price=24)
    240000
    """
    return (standard_quantity - actual_quantity) * standard_price
