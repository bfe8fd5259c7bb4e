"""What it costs, against the budget."""

from __future__ import annotations

from analytics.metrics.budget import budget_variance
from analytics.metrics.estimates import cost_estimates
from analytics.metrics.price_volume import price_volume
from analytics.metrics.registered.metric import Metric
from analytics.metrics.spending import burn_rate

MONEY: tuple[Metric, ...] = (
    Metric(
        key="budget_variance",
        label="Budget variance",
        unit="money",
        question="What will it cost against the budget?",
        good="up",
        needs=("budget_line", "cost", "commitment"),
        definition=budget_variance,
    ),
    Metric(
        key="cost_estimates",
        label="Estimates at completion",
        unit="money",
        question="What will it cost in the end, by each way of estimating it?",
        good="down",
        needs=("budget_line", "cost", "commitment", "issue"),
        definition=cost_estimates,
    ),
    Metric(
        key="price_volume",
        label="Price and quantity",
        unit="money",
        question="Is it the price or the quantity that differs from the plan?",
        good="up",
        needs=("budget_line", "cost"),
        definition=price_volume,
    ),
    Metric(
        key="burn_rate",
        label="Burn rate and runway",
        unit="money per month",
        question="How long does the money last at this pace?",
        good="none",
        needs=("budget_line", "cost"),
        definition=burn_rate,
    ),
)
