"""The chance of the date alone, computed from what the trials are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.metrics.confidence.mixes import days_to
from analytics.metrics.exposure.terms import Terms
from analytics.metrics.exposure.total import exact_total
from analytics.metrics.forecast.when import when

if TYPE_CHECKING:
    from analytics.metrics.confidence.trials import Run


def exact_by_date(run: Run, days: int) -> float | None:
    """Return the chance of the date alone, computed from the same pace and risks.

        P = sum over blocks of P(work ends with it) x P(delay <= days left after it)

    None where so many risks move together that their delay cannot be computed.
    """
    if run.standing.remaining <= 0 or days < 0:
        return None
    told = when(
        run.standing.remaining,
        run.standing.past,
        calendar=run.standing.calendar,
        as_of=run.standing.as_of,
        assumptions=run.assumptions,
    )
    late = [one.residual for one in run.peril.delay.lines]
    terms = Terms(late, correlation=run.peril.terms.correlation)
    delay = exact_total(terms) if late else None
    if late and delay is None:
        return None
    ended = np.diff(told.chance, prepend=0.0)
    left = [days - days_to(run, end) for end in told.ends]
    held = [
        delay.at_most(rest) if delay is not None else float(rest >= 0) for rest in left
    ]
    return float(ended @ np.array(held))
