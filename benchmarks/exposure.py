"""Exposure of 10,000 risks: computed, and drawn 10,000 times, against plain numpy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.exposure.shapes import Shape
from analytics.metrics.exposure.simulation import simulated_total
from analytics.metrics.exposure.terms import Term, Terms
from analytics.metrics.exposure.total import exact_total
from benchmarks.measured import Measured

if TYPE_CHECKING:
    from collections.abc import Callable

RISKS = TRIALS = 10_000
SECONDS = 0.05
"""What the computation may take on a quiet machine."""
RATIO = 1.5
"""The simulation against numpy alone."""
ROUNDS = 3


def run() -> list[Measured]:
    """Measure both roads, and a bare numpy simulation on the same machine."""
    chances, amounts = _numbers()
    shapes = [Shape("triangular", *map(float, row)) for row in amounts]
    terms = Terms([Term(float(p), one) for p, one in zip(chances, shapes, strict=True)])
    computed = _seconds(lambda: exact_total(terms))
    drawn = _seconds(lambda: simulated_total(terms, trials=TRIALS))
    bare = _seconds(lambda: _numpy(chances, amounts))
    exact, sampled = exact_total(terms), simulated_total(terms, trials=TRIALS)
    if exact is None:
        raise RuntimeError("independent risks are computed, whatever their number")
    apart = abs(exact.percentile(0.8) - sampled.percentile(0.8))
    return [
        Measured("10,000 risks computed", computed, "s", SECONDS),
        Measured("10,000 risks x 10,000 trials", drawn, "s"),
        Measured("the same in bare numpy", bare, "s"),
        Measured("simulation against bare numpy", drawn / bare, "x", RATIO),
        Measured("simulation against computation", drawn / computed, "x"),
        Measured("P80 apart", 100 * apart / exact.percentile(0.8), "%", 0.5),
    ]


def _numbers() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    chances = rng.uniform(0.02, 0.6, RISKS)
    return chances, np.sort(rng.uniform(1000, 100_000, (RISKS, 3)), axis=1)


def _numpy(chances: np.ndarray, amounts: np.ndarray) -> np.ndarray:
    """Draw every risk in every trial, in pieces that fit the memory."""
    rng, parts = np.random.default_rng(2), 100
    totals = np.zeros(TRIALS)
    for start in range(0, TRIALS, parts):
        shape = (parts, RISKS)
        struck = rng.random(shape) < chances
        low, mode, high = amounts.T
        sizes = rng.triangular(low, mode, high, shape)
        totals[start : start + parts] = (struck * sizes).sum(axis=1)
    return totals


def _seconds(work: Callable[[], object]) -> float:
    """Return the shortest of a few rounds, the one least disturbed by others."""
    found = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)
