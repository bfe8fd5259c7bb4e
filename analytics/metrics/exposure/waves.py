"""The sum of many independent risks, as a cosine series of its distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analytics.metrics.exposure.nodes import nodes
from analytics.metrics.risk_sum import RiskSum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.exposure.shapes import Floats
    from analytics.metrics.exposure.terms import Terms

    Waves = NDArray[np.complex128]

BELOW, ABOVE = 10.0, 14.0
"""The series spans so many standard deviations around the mean."""
GONE = 1e-14
"""A wave that is smaller adds nothing."""
MOST_WAVES = 1024
"""More are taken only by sums whose few risks are rare: they keep a corner at 0."""
POINTS = 8192
"""At so many totals the distribution is read."""


class Part(NamedTuple):
    """Risks by their chances; amounts and weights have a row a risk."""

    chances: Floats
    amounts: Floats
    weights: Floats


def many(terms: Terms) -> RiskSum:
    """Return the distribution of a sum of many independent risks.

        phi(w) = product of 1 + p (E[exp(i w impact)] - 1)

    at w = k pi / (high - low), until |phi| < 10^-14, and

        P(total <= x) = A_0 (x - low) / (high - low)
                      + sum over k of A_k sin(w (x - low)) / w

    with A_k the cosine coefficients. Totals are read at `POINTS` places, which are
    0.003 standard deviations apart. Where all impacts are multiples of one amount the
    steps of that amount are drawn as a line through them.

    Source: Fang and Oosterlee (2008), "A novel pricing method for European options
    based on Fourier-cosine series expansions".
    """
    parts = _parts(terms)
    mean, spread = _moments(parts)
    if not spread:
        return RiskSum(np.array([mean]), np.ones(1), is_exact=True)
    lowest, highest = np.array(
        [(one.shape.low, one.shape.high) for one in terms.terms]
    ).T
    low = max(float(np.minimum(lowest, 0).sum()), mean - BELOW * spread)
    high = min(float(np.maximum(highest, 0).sum()), mean + ABOVE * spread)
    waves = _waves(parts, np.pi / (high - low))
    k = np.arange(1, len(waves) + 1)
    turned = waves * np.exp(-1j * k * np.pi * low / (high - low))
    sines = 2 / np.pi * turned.real / k
    share = np.linspace(0.0, 1.0, POINTS)
    cumulative = share.copy()
    for number, sine in zip(k, sines, strict=True):
        cumulative += sine * np.sin(number * np.pi * share)
    cumulative = np.maximum.accumulate(np.clip(cumulative, 0.0, 1.0))
    cumulative[-1] = 1.0
    return RiskSum(low + share * (high - low), cumulative, is_exact=False)


def _parts(terms: Terms) -> tuple[Part, ...]:
    """Return the risks with a range, each as a few amounts, and those without one."""
    is_point = np.array([term.shape.name == "point" for term in terms.terms])
    shapes = [term.shape for term in terms.terms]
    spread = [one for one in shapes if one.name != "point"]
    points = np.array([one.mode for one in shapes if one.name == "point"])
    chances = terms.probabilities
    return (
        Part(chances[~is_point], *nodes(spread)),
        Part(chances[is_point], points.reshape(-1, 1), np.ones((len(points), 1))),
    )


def _moments(parts: tuple[Part, ...]) -> tuple[float, float]:
    """Return mean and standard deviation of the sum."""
    mean = variance = 0.0
    for part in parts:
        first = part.chances * (part.amounts * part.weights).sum(axis=1)
        second = part.chances * (part.amounts**2 * part.weights).sum(axis=1)
        mean += float(first.sum())
        variance += float((second - first**2).sum())
    return mean, float(np.sqrt(max(variance, 0.0)))


def _waves(parts: tuple[Part, ...], first: float) -> Waves:
    """Return the characteristic function at first, 2 x first, ... until it is gone."""
    turns = [np.exp(1j * first * part.amounts) for part in parts]
    now = [np.ones_like(turn) for turn in turns]
    found: list[complex] = []
    while len(found) < MOST_WAVES:
        whole = 1 + 0j
        for part, turn, wave in zip(parts, turns, now, strict=True):
            wave *= turn  # noqa: PLW2901 - in place: these are the largest arrays
            inner = np.einsum("ij,ij->i", wave, part.weights)
            whole *= complex(np.prod(1 + part.chances * (inner - 1)))
        if abs(whole) < GONE:
            break
        found.append(whole)
    return np.array(found, dtype=np.complex128)
