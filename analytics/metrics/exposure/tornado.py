"""Which risk moves the total most: one input at a time, from its P10 to its P90."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.metrics.exposure.register import Line
    from analytics.metrics.exposure.terms import Term

COLUMNS = (*("risk_id", "title", "mean", "low", "high", "swing", "variance_share"),)
LOW, HIGH = 0.1, 0.9
MOST = 200
"""So many inputs are listed, those with the largest share of the spread."""


def tornado(lines: Sequence[Line]) -> pd.DataFrame:
    """Say how far the mean total moves when one risk goes from its P10 to its P90.

        low, high = mean total - mean of the risk + P10 (P90) of the risk
        swing     = high - low
        variance share = variance of the risk / sum of the variances

    all after responses. A risk that strikes in less than one of ten cases has a swing
    of 0, as its P90 is 0, however dear it is; its share of the variance shows it.

    >>> p10, p90 = 0.0, 1_000.0  # of a risk of 50 % that costs 1,000
    >>> p90 - p10
    1000.0

    Returns:
        One row per risk, columns `COLUMNS`, the largest swing first, then the share.
    """
    terms = [one.residual for one in lines]
    total = sum(term.mean for term in terms)
    spread = sum(term.variance for term in terms)
    order = sorted(range(len(lines)), key=lambda i: -terms[i].variance)[:MOST]
    rows = []
    for place in order:
        term = terms[place]
        low, high = (
            total - term.mean + percentile(term, share) for share in (LOW, HIGH)
        )
        share = term.variance / spread if spread else None
        name = lines[place].risk_id, lines[place].title
        rows.append((*name, term.mean, low, high, high - low, share))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(
        ["swing", "variance_share", "risk_id"],
        ascending=[False, False, True],
        ignore_index=True,
    )


def percentile(term: Term, share: float) -> float:
    """Return what one risk costs at most with this chance; mostly nothing or much.

    >>> from analytics.metrics.exposure.shapes import Shape
    >>> from analytics.metrics.exposure.terms import Term
    >>> rare = Term(0.05, Shape("point", 100, 100, 100))
    >>> likely = Term(0.3, Shape("point", 100, 100, 100))
    >>> percentile(rare, 0.9), percentile(likely, 0.9)
    (0.0, 100.0)
    """
    amounts, weights = term.shape.atoms()
    struck = term.probability
    gains = struck * float(weights[amounts < 0].sum())
    slack = 1e-12
    if share <= gains + slack and gains > 0:
        return term.shape.quantile(share / struck)
    if share <= gains + 1 - struck + slack:
        return 0.0
    return term.shape.quantile((share - (1 - struck)) / struck)
