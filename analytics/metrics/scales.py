"""Scales of probability and impact, which belong to the organisation.

ISO 31000 sets no levels and no thresholds; the ones here are the example of the
PMBOK Guide and are meant to be replaced. A score ranks risks, it is not money.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GRADES = ("low", "moderate", "high")

PROBABILITY_WORDS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(["very low", "rare", "remote", "very unlikely"], 1),
        **dict.fromkeys(["low", "unlikely", "l"], 2),
        **dict.fromkeys(["medium", "moderate", "possible", "m"], 3),
        **dict.fromkeys(["high", "likely", "probable", "h"], 4),
        **dict.fromkeys(["very high", "very likely", "almost certain", "certain"], 5),
    }
)
IMPACT_WORDS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(["very low", "negligible", "insignificant", "trivial"], 1),
        **dict.fromkeys(["low", "minor", "marginal", "l"], 2),
        **dict.fromkeys(["medium", "moderate", "m"], 3),
        **dict.fromkeys(["high", "major", "serious", "significant", "h"], 4),
        **dict.fromkeys(["very high", "severe", "critical", "catastrophic"], 5),
    }
)
"""Words of registers and the level, from 1, that each stands for."""


@dataclass(frozen=True, slots=True)
class RiskScale:
    """Levels of probability and impact, and what their product is called.

    A value lies in the first level whose upper bound it does not exceed; what is
    above all bounds is in the last level. There is one label and one score value
    more than there are bounds.

    Attributes:
        probability_bounds: Upper bounds of all levels but the last, 0 to 1.
        impact_bounds: The same in the project's currency.
        probability_labels: Names of the levels of probability.
        impact_labels: Names of the levels of impact.
        probability_values: What a level of probability counts in a score.
        impact_values: What a level of impact counts in a score.
        probability_words: Level of each word of the register, in lower case.
        impact_words: Level of each word of the register, in lower case.
        moderate_from: The lowest score that is moderate.
        high_from: The lowest score that is high.

    >>> scale = RiskScale()
    >>> scale.probability_level(0.2, ""), scale.probability_level(0.21, "")
    (1, 2)
    >>> scale.impact_level(None, "Severe"), scale.grade(4, 5)
    (5, 'high')
    """

    probability_bounds: tuple[float, ...] = (0.2, 0.4, 0.6, 0.8)
    impact_bounds: tuple[float, ...] = (10_000, 50_000, 100_000, 250_000)
    probability_labels: tuple[str, ...] = (
        *("Very low", "Low", "Medium", "High", "Very high"),
    )
    impact_labels: tuple[str, ...] = (
        *("Very low", "Low", "Medium", "High", "Very high"),
    )
    probability_values: tuple[float, ...] = (0.1, 0.3, 0.5, 0.7, 0.9)
    impact_values: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.8)
    probability_words: Mapping[str, int] = field(
        default_factory=lambda: PROBABILITY_WORDS
    )
    impact_words: Mapping[str, int] = field(default_factory=lambda: IMPACT_WORDS)
    moderate_from: float = 0.06
    high_from: float = 0.18

    @classmethod
    def of_budget(cls, amount: float) -> RiskScale:
        """Return the default scale with impacts of 1, 5, 10 and 20 % of a budget.

        >>> RiskScale.of_budget(1_000_000).impact_bounds
        (10000.0, 50000.0, 100000.0, 200000.0)
        """
        return cls(impact_bounds=tuple(amount * s / 100 for s in (1, 5, 10, 20)))

    def probability_level(
        self, ratio: float | None, words: object, top: float | None = None
    ) -> int | None:
        """Return the level of a probability, or of its words where it has none.

        `top` is the highest score of the register; without it a number is a level.
        """
        if ratio is None or pd.isna(ratio):
            labels = len(self.probability_labels)
            return _spoken(words, self.probability_words, labels, top)
        return 1 + sum(bound < ratio for bound in self.probability_bounds)

    def impact_level(
        self, amount: float | None, words: object, top: float | None = None
    ) -> int | None:
        """Return the level of an impact, of a gain as of a loss, or of its words.

        A score of a scale that ends at `top` lies as far up here as there:

        >>> RiskScale().impact_level(None, "7", 10), RiskScale().impact_level(None, "4")
        (4, 4)
        """
        if amount is None or pd.isna(amount):
            return _spoken(words, self.impact_words, len(self.impact_labels), top)
        return 1 + sum(bound < abs(amount) for bound in self.impact_bounds)

    def score(self, probability_level: int, impact_level: int) -> Decimal:
        """Return the product of the values of two levels, not rounded."""
        probability = self.probability_values[probability_level - 1]
        return _product(probability, self.impact_values[impact_level - 1])

    def grade(self, probability_level: int, impact_level: int) -> str:
        """Name the score of two levels: `low`, `moderate` or `high`."""
        score = self.score(probability_level, impact_level)
        steps = (self.moderate_from, self.high_from)
        return GRADES[sum(score >= Decimal(str(step)) for step in steps)]


def score_matrix(
    probabilities: Sequence[float], impacts: Sequence[float]
) -> list[list[float]]:
    """Return probability x impact with two decimals, half up, a row a probability.

    Half up matters: 0.9 x 0.05 = 0.045 is printed 0.05. Source: PMBOK Guide, 5th
    ed., figure 11-10 (golden risk-pmbok-matrix); thresholds are organisational.

    >>> score_matrix([0.9, 0.7], [0.05, 0.1])
    [[0.05, 0.09], [0.04, 0.07]]
    """
    cent = Decimal("0.01")
    return [
        [float(_product(p, i).quantize(cent, ROUND_HALF_UP)) for i in impacts]
        for p in probabilities
    ]


def _product(one: float, other: float) -> Decimal:
    return Decimal(str(one)) * Decimal(str(other))


def _spoken(
    words: object, levels: Mapping[str, int], highest: int, top: float | None
) -> int | None:
    """Return the level that words name: `Likely`, `4`, `4 - Likely`, `Likely (4)`."""
    if not isinstance(words, str):
        return None
    said = " ".join(words.casefold().split())
    plain = re.sub(r"^\d+\s*[-:.)]\s*|\s*\(\d+\)$", "", said)
    found = levels.get(said) or levels.get(plain)
    if found is None and (digit := re.fullmatch(r"(\d+)(?:\.0+)?", said)):
        found = int(digit[1])
        if top and not pd.isna(top):
            found = -(-found * highest // int(top))
    return found if found is not None and 1 <= found <= highest else None
