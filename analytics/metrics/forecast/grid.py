"""Amounts as whole steps, so that their sums can be counted exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.metrics.scope import Floats

    Steps = NDArray[np.int64]

SIZES = (1.0, 0.5, 0.25, 0.1)
MOST_STEPS = 4_000
"""Finer grids would cost seconds and tell nothing."""
FINE = 1_000
"""So many steps has the largest amount where no step size is exact."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A step size and the largest error of rounding one amount to it."""

    step: float
    error: float

    def steps(self, amounts: Floats) -> Steps:
        """Return amounts in whole steps."""
        return np.rint(amounts / self.step).astype(np.int64)


def grid_for(*amounts: Floats) -> Grid:
    """Return the coarsest step in which the amounts are whole, as far as there is one.

    Items and points are whole on 1 or 0.5 and nothing is rounded; hours may be, and
    so are very large backlogs: then `error` says by how much at most.

    >>> grid_for(np.array([3.0, 5.0])), grid_for(np.array([0.5, 8.0]))
    (Grid(step=1.0, error=0.0), Grid(step=0.5, error=0.0))
    >>> grid_for(np.array([20_000.0, 410.0]))
    Grid(step=5.0, error=2.5)
    """
    every = np.concatenate([np.asarray(one, dtype=np.float64) for one in amounts])
    largest = float(np.abs(every).max(initial=0.0))
    for size in SIZES:
        if largest / size <= MOST_STEPS and np.allclose(
            every / size, np.rint(every / size), atol=1e-6
        ):
            return Grid(size, 0.0)
    whole = np.allclose(every, np.rint(every), atol=1e-6)
    step = float(np.ceil(largest / MOST_STEPS)) if whole else largest / FINE
    return Grid(step, step / 2)
