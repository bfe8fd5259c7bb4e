"""Earned value, and the plan that it is earned against."""

from __future__ import annotations

from analytics.metrics.evm.earned_schedule import earned_schedule
from analytics.metrics.evm.indices import completions
from analytics.metrics.evm.report import earned_value
from analytics.metrics.plan.critical import critical_path
from analytics.metrics.plan.milestones import milestones
from analytics.metrics.plan.quality import schedule_quality
from analytics.metrics.registered.metric import Metric

EARNED = (
    *("task", "task_baseline", "earned_value", "budget_line", "cost", "issue"),
    "milestone",
)
"""Tables of which one or several tell earned value."""

PLAN: tuple[Metric, ...] = (
    Metric(
        key="earned_value",
        label="Earned value",
        unit="money, or hours where the plan holds no cost",
        question="Is what we got worth what we spent, and is it what we planned?",
        good="up",
        needs=EARNED,
        definition=earned_value,
    ),
    Metric(
        key="estimate_at_completion",
        label="Estimate at completion",
        unit="money, or hours where the plan holds no cost",
        question="What will it cost in the end, if it goes on like this?",
        good="down",
        needs=EARNED,
        definition=completions,
    ),
    Metric(
        key="earned_schedule",
        label="Earned schedule",
        unit="days",
        question="How far are we in time, and when would it end at this pace?",
        good="up",
        needs=tuple(table for table in EARNED if table != "cost"),
        definition=earned_schedule,
    ),
    Metric(
        key="schedule_quality",
        label="Schedule quality",
        unit="points of the DCMA",
        question="Can the schedule be trusted as a model of the work?",
        good="up",
        needs=("schedule", "task", "task_link", "calendar_day"),
        definition=schedule_quality,
    ),
    Metric(
        key="critical_path",
        label="Critical path and float",
        unit="working days",
        question="Which tasks move the end if they slip, and which have room?",
        good="none",
        needs=("schedule", "task", "task_link", "calendar_day"),
        definition=critical_path,
    ),
    Metric(
        key="milestones",
        label="Milestones",
        unit="working days of slip",
        question="Which milestones slip, and did they slip before?",
        good="down",
        needs=("task", "milestone"),
        definition=milestones,
    ),
)
