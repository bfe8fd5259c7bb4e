"""Hours that people booked, against capacity and estimates."""

from __future__ import annotations

from analytics.metrics.hours.after_done import hours_after_done
from analytics.metrics.hours.capacity import utilisation
from analytics.metrics.hours.estimated import hours_estimates
from analytics.metrics.hours.logged import hours_logged
from analytics.metrics.registered.metric import Metric

HOURS: tuple[Metric, ...] = (
    Metric(
        key="hours_logged",
        label="Hours logged",
        unit="hours",
        question="How many hours go in each week, whose, and into what?",
        good="none",
        needs=("worklog", "issue"),
        definition=hours_logged,
    ),
    Metric(
        key="utilisation",
        label="Utilisation",
        unit="ratio",
        question="How much of the hours that were available was booked?",
        good="none",
        needs=("worklog", "capacity", "issue", "sprint"),
        definition=utilisation,
    ),
    Metric(
        key="hours_estimates",
        label="Hours against estimates",
        unit="hours",
        question="Which items take more hours than they were estimated at?",
        good="down",
        needs=("issue", "worklog"),
        definition=hours_estimates,
    ),
    Metric(
        key="hours_after_done",
        label="Hours after done",
        unit="hours",
        question="Are hours still booked on items that were finished?",
        good="down",
        needs=("worklog", "issue"),
        definition=hours_after_done,
    ),
)
