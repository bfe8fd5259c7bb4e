"""How work gets through, and where it waits."""

from __future__ import annotations

from analytics.metrics.flow.ageing import ageing
from analytics.metrics.flow.behaviour import process_behaviour
from analytics.metrics.flow.blocked import blocked_time
from analytics.metrics.flow.cumulative_flow import cumulative_flow
from analytics.metrics.flow.cycle_time import cycle_time
from analytics.metrics.flow.efficiency import flow_efficiency, time_in_state
from analytics.metrics.flow.lead_time import lead_time
from analytics.metrics.flow.littles_law import littles_law
from analytics.metrics.flow.throughput import throughput
from analytics.metrics.flow.wip import wip
from analytics.metrics.registered.metric import Metric

FLOW: tuple[Metric, ...] = (
    Metric(
        key="cumulative_flow",
        label="Cumulative flow",
        unit="items",
        question="Does work flow, or does it pile up somewhere?",
        good="none",
        needs=("issue", "issue_event", "board_column"),
        definition=cumulative_flow,
    ),
    Metric(
        key="cycle_time",
        label="Cycle time",
        unit="days",
        question="How long does an item take once work on it begins?",
        good="down",
        needs=("issue", "issue_event"),
        definition=cycle_time,
    ),
    Metric(
        key="lead_time",
        label="Lead time",
        unit="days",
        question="How long does somebody wait from asking to having?",
        good="down",
        needs=("issue",),
        definition=lead_time,
    ),
    Metric(
        key="ageing",
        label="Ageing work",
        unit="days",
        question="Which items in progress are getting old?",
        good="down",
        needs=("issue", "issue_event"),
        definition=ageing,
    ),
    Metric(
        key="throughput",
        label="Throughput",
        unit="items per week",
        question="How many items are finished per week, and how many come in?",
        good="up",
        needs=("issue", "issue_event"),
        definition=throughput,
    ),
    Metric(
        key="wip",
        label="Work in progress",
        unit="items",
        question="How much is begun and not finished?",
        good="down",
        needs=("issue", "issue_event"),
        definition=wip,
    ),
    Metric(
        key="blocked_time",
        label="Blocked time",
        unit="days",
        question="How long do items stand still with a flag on them?",
        good="down",
        needs=("issue", "issue_event"),
        definition=blocked_time,
    ),
    Metric(
        key="time_in_state",
        label="Time in state",
        unit="days",
        question="Where does the time of an item go?",
        good="none",
        needs=("issue", "issue_event"),
        definition=time_in_state,
    ),
    Metric(
        key="flow_efficiency",
        label="Flow efficiency",
        unit="ratio, an upper bound",
        question="Which share of its time is an item worked on, at most?",
        good="up",
        needs=("issue", "issue_event"),
        definition=flow_efficiency,
    ),
    Metric(
        key="littles_law",
        label="Little's law",
        unit="items, items per day and days",
        question="Can the averages of the flow be trusted?",
        good="none",
        needs=("issue", "issue_event"),
        definition=littles_law,
    ),
    Metric(
        key="process_behaviour",
        label="Process behaviour",
        unit="items per week or days",
        question="Did the pace really change, or is it noise?",
        good="none",
        needs=("issue", "issue_event"),
        definition=process_behaviour,
    ),
)
