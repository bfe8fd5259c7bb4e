"""Every metric there is: one line each, and the glossary is made from it."""

from __future__ import annotations

from analytics.errors import NotFoundError
from analytics.metrics.quality.measure import data_quality
from analytics.metrics.registered.confidence import CONFIDENCE
from analytics.metrics.registered.delivery import DELIVERY
from analytics.metrics.registered.flow import FLOW
from analytics.metrics.registered.forecasts import FORECASTS
from analytics.metrics.registered.hours import HOURS
from analytics.metrics.registered.metric import Metric
from analytics.metrics.registered.money import MONEY
from analytics.metrics.registered.plan import PLAN
from analytics.metrics.registered.risks import RISKS

METRICS: tuple[Metric, ...] = (
    *DELIVERY,
    *FLOW,
    *HOURS,
    *FORECASTS,
    *MONEY,
    *RISKS,
    *CONFIDENCE,
    *PLAN,
    Metric(
        key="quality",
        label="Data quality",
        unit="lines of files",
        question="Can the figures be trusted, and what should be put right?",
        good="down",
        needs=("issue", "sprint", "cost", "budget_line", "commitment", "risk", "task"),
        definition=data_quality,
    ),
)


def metric(key: str) -> Metric:
    """Return the metric of that key.

    Raises:
        NotFoundError: There is none.
    """
    for found in METRICS:
        if found.key == key:
            return found
    known = ", ".join(one.key for one in METRICS)
    raise NotFoundError(f"There is no metric {key!r}. There are: {known}.")
