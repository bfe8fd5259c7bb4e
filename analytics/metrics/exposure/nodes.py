"""Few amounts and weights that stand for a continuous impact inside a large sum.

A wave of the sum is so long against one risk that eight amounts with the right moments
are the risk, to the last digit.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.metrics.exposure.shapes import Floats, Shape

NODES = 8
HALF = NODES // 2


def nodes(shapes: Sequence[Shape]) -> tuple[Floats, Floats]:
    """Return `NODES` amounts and weights per shape, a row a shape; none is a point.

    Gauss' nodes: of the density itself for PERT, of both straight sides for a
    triangle, of a constant for a range. Weights of a row add up to 1.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> amounts, weights = nodes([Shape("pert", 0, 3, 12), Shape("range", 0, 0, 6)])
    >>> (amounts * weights).sum(axis=1).round(9).tolist()
    [4.0, 3.0]
    """
    low, mode, high = np.array([one[1:] for one in shapes]).reshape(-1, 3).T
    width = high - low
    peak = (mode - low) / width
    share, weights = np.empty((len(low), NODES)), np.empty((len(low), NODES))
    names = np.array([one.name for one in shapes])
    for name, rule in (("pert", _beta), ("triangular", _triangle), ("range", _flat)):
        rows = names == name
        if rows.any():
            share[rows], weights[rows] = rule(peak[rows])
    return low[:, None] + share * width[:, None], weights


@cache
def _legendre(count: int) -> tuple[Floats, Floats]:
    """Return Gauss' nodes and weights from 0 to 1."""
    places, weights = np.polynomial.legendre.leggauss(count)
    return (places + 1) / 2, weights / 2


def _flat(peak: Floats) -> tuple[Floats, Floats]:
    share, weights = _legendre(NODES)
    return np.tile(share, (len(peak), 1)), np.tile(weights, (len(peak), 1))


def _triangle(peak: Floats) -> tuple[Floats, Floats]:
    share, weights = _legendre(HALF)
    left, right = peak[:, None], 1 - peak[:, None]
    places = np.hstack([share * left, left + share * right])
    return places, 2 * np.hstack(
        [weights * share * left, weights * (1 - share) * right]
    )


def _beta(peak: Floats) -> tuple[Floats, Floats]:
    """Return Gauss' nodes of share^(4 peak) (1 - share)^(4 - 4 peak).

    They are the eigenvalues of a matrix of three diagonals (Golub and Welsch, 1969).
    """
    left, right = 4 * peak[:, None], 4 - 4 * peak[:, None]
    k = np.arange(NODES)
    total = 2 * k + 4
    # The nodes of Jacobi's polynomials run from -1 to 1, with `right` at 1.
    diagonal = (left**2 - right**2) / (total * (total + 2))
    inner = 4 * k * (k + left) * (k + right) * (k + 4)
    beside = np.sqrt(inner / (total**2 * (total + 1) * (total - 1)))
    matrix = np.zeros((len(peak), NODES, NODES))
    matrix[:, k, k] = diagonal
    matrix[:, k[1:], k[:-1]] = matrix[:, k[:-1], k[1:]] = beside[:, 1:]
    places, vectors = np.linalg.eigh(matrix)
    return (places + 1) / 2, vectors[:, 0, :] ** 2
