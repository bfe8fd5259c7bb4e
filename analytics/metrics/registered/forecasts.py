"""When it is done, how much by a day, and how often that was right."""

from __future__ import annotations

from analytics.metrics.forecast.calibration import how_many_calibration
from analytics.metrics.forecast.how_many import how_many
from analytics.metrics.forecast.moved import forecast_bridge
from analytics.metrics.forecast.needed import what_must_be_true
from analytics.metrics.forecast.when import when
from analytics.metrics.registered.metric import Metric

FORECASTS: tuple[Metric, ...] = (
    Metric(
        key="forecast_when",
        label="When it will be done",
        unit="day",
        question="When will the work that is left be done, and how sure is that?",
        good="none",
        needs=("issue", "issue_event"),
        definition=when,
    ),
    Metric(
        key="forecast_how_many",
        label="How much by a day",
        unit="points, items or hours",
        question="How much will be finished by a day, and how sure is that?",
        good="up",
        needs=("issue", "issue_event"),
        definition=how_many,
    ),
    Metric(
        key="calibration",
        label="How often forecasts were right",
        unit="ratio",
        question="How often did forecasts like this one come true?",
        good="none",
        needs=("issue", "issue_event"),
        definition=how_many_calibration,
    ),
    Metric(
        key="forecast_bridge",
        label="Why the forecast moved",
        unit="days",
        question="Why is the forecast date another one than at the last review?",
        good="none",
        needs=("issue", "issue_event"),
        definition=forecast_bridge,
    ),
    Metric(
        key="what_must_be_true",
        label="What would have to be true",
        unit="points, items or hours, per cent, days",
        question="What would have to be true to be done by a day?",
        good="none",
        needs=("issue", "issue_event"),
        definition=what_must_be_true,
    ),
)
