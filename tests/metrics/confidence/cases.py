"""Small projects of which date, cost and risks can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.confidence.spending import Spending
from analytics.metrics.confidence.trials import Run, peril
from analytics.metrics.forecast.when import Assumptions, Standing
from analytics.metrics.scales import RiskScale
from tests.factories_money import risks
from tests.metrics.forecast.histories import past

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.metrics.confidence.trials import Peril

DONE = (3.0, 0.0, 5.0, 2.0, 4.0, 1.0, 6.0, 3.0)
MONTHS = ((60.0, 40.0), (110.0, 90.0), (80.0, 70.0), (30.0, 20.0))
REGISTER = (
    {"probability": 0.3, "impact_amount": 120, "impact_days": 20, "category": "A"},
    {"probability": 0.5, "impact_amount": 40, "category": "A"},
    {"probability": 0.2, "impact_days": 45, "category": "B"},
    {
        "probability": 0.6,
        "impact_amount": 30,
        "category": "B",
        "impact_low_amount": 10,
        "impact_high_amount": 90,
    },
    {
        "probability": 0.4,
        "impact_amount": -25,
        "impact_days": 5,
        "risk_kind": "opportunity",
    },
)


def spending(
    months: Sequence[Sequence[float]] = MONTHS,
    orders: Sequence[float] = (0.0, 0.0),
    *,
    spent: float = 500.0,
    why: str = "",
) -> Spending:
    """Return a history of spending in two categories."""
    return Spending(spent, (), np.array(months), np.array(orders), why)


def register(
    *rows: Mapping[str, object], correlation: float = 0.0, currency: str = "EUR"
) -> Peril:
    """Return open risks as they are drawn."""
    found = past(DONE)
    return peril(
        risks(*rows),
        as_of=found.as_of,
        currency=currency,
        scale=RiskScale(),
        correlation=correlation,
    )


def run(
    remaining: float = 30.0,
    *,
    done: Sequence[float] = DONE,
    added: Sequence[float] | None = None,
    money: Spending | None = None,
    perils: Peril | None = None,
    trials: int = 4_000,
) -> Run:
    """Return a run: 30 items left at three a week, EUR 125 a month, five risks."""
    found = past(done, added)
    assumed = Assumptions(scope="frozen" if added is None else "growing")
    standing = Standing(found.as_of, remaining, found, WorkingCalendar())
    return Run(
        standing,
        spending() if money is None else money,
        register(*REGISTER) if perils is None else perils,
        assumed,
        trials,
    )


rated = st.fixed_dictionaries(
    {
        "probability": st.floats(0, 1),
        "impact_amount": st.integers(-200, 400),
        "impact_days": st.integers(0, 90),
        "risk_kind": st.just(""),
        "category": st.sampled_from(["A", "B", ""]),
    }
)
"""A risk as a register may hold it."""
