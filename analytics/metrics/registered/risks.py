"""What can still strike, and whether the reserve is enough."""

from __future__ import annotations

from analytics.metrics.exposure.cover import contingency
from analytics.metrics.exposure.measure import exposure
from analytics.metrics.exposure.tornado import tornado
from analytics.metrics.registered.metric import Metric
from analytics.metrics.risk import contingency_confidence, risk_exposure
from analytics.metrics.risk_burndown import risk_burndown

RISKS: tuple[Metric, ...] = (
    Metric(
        key="risk_exposure",
        label="Risk exposure",
        unit="money",
        question="What can still go wrong, and what would it cost?",
        good="down",
        needs=("risk",),
        definition=risk_exposure,
    ),
    Metric(
        key="contingency_confidence",
        label="Confidence in the contingency",
        unit="probability",
        question="Is the reserve enough for the risks that are open?",
        good="up",
        needs=("risk", "budget_line", "cost"),
        definition=contingency_confidence,
    ),
    Metric(
        key="exposure",
        label="Exposure as a distribution",
        unit="money and days",
        question="What can the open risks cost and delay in all, and how likely is it?",
        good="down",
        needs=("risk", "budget_line", "cost"),
        definition=exposure,
    ),
    Metric(
        key="contingency",
        label="Contingency needed",
        unit="money",
        question="How large must the reserve be, and how much of it is left?",
        good="down",
        needs=("risk", "budget_line", "cost"),
        definition=contingency,
    ),
    Metric(
        key="tornado",
        label="Risks that move the total",
        unit="money",
        question="Which risks matter most?",
        good="none",
        needs=("risk",),
        definition=tornado,
    ),
    Metric(
        key="risk_burndown",
        label="Risk burn-down",
        unit="money",
        question="Do the responses work, or do new risks eat what they win?",
        good="down",
        needs=("risk",),
        definition=risk_burndown,
    ),
)
