"""Date, budget and scope together, and how honest estimates were."""

from __future__ import annotations

from analytics.metrics.confidence.joint import joint_confidence
from analytics.metrics.confidence.mixes import frontier
from analytics.metrics.confidence.risk_adjusted import risk_adjusted
from analytics.metrics.honesty.costs import estimate_honesty
from analytics.metrics.honesty.risks import risk_honesty
from analytics.metrics.registered.metric import Metric

CONFIDENCE: tuple[Metric, ...] = (
    Metric(
        key="joint_confidence",
        label="Joint confidence",
        unit="probability",
        question="Will the scope be done by the date and within the budget?",
        good="up",
        needs=("issue", "issue_event", "cost", "budget_line", "risk"),
        definition=joint_confidence,
    ),
    Metric(
        key="frontier",
        label="Mixes that hold",
        unit="date, money and scope",
        question="Which mixes of date, budget and scope reach the chance asked for?",
        good="none",
        needs=("issue", "issue_event", "cost", "risk"),
        definition=frontier,
    ),
    Metric(
        key="risk_adjusted_estimate",
        label="Risk-adjusted estimate at completion",
        unit="money",
        question="What will it cost with the open risks, no reserve counted twice?",
        good="down",
        needs=("budget_line", "cost", "commitment", "risk"),
        definition=risk_adjusted,
    ),
    Metric(
        key="risk_honesty",
        label="Honesty of risk ratings",
        unit="risks and money",
        question="Of the risks rated 60 to 80 %, how many struck, and at what cost?",
        good="none",
        needs=("risk", "cost"),
        definition=risk_honesty,
    ),
    Metric(
        key="estimate_honesty",
        label="Honesty of cost estimates",
        unit="money",
        question="How far were the estimates of past months off?",
        good="none",
        needs=("budget_line", "cost", "commitment", "issue"),
        definition=estimate_honesty,
    ),
)
