"""Every metric there is: one line each, and the glossary is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal

from analytics.errors import NotFoundError
from analytics.metrics.budget import budget_variance
from analytics.metrics.burndown import burndown
from analytics.metrics.burnup import burnup
from analytics.metrics.carry_over import carry_over
from analytics.metrics.commitment import commitments
from analytics.metrics.confidence.joint import joint_confidence
from analytics.metrics.confidence.mixes import frontier
from analytics.metrics.confidence.risk_adjusted import risk_adjusted
from analytics.metrics.corrections import corrections
from analytics.metrics.estimates import cost_estimates
from analytics.metrics.evm.earned_schedule import earned_schedule
from analytics.metrics.evm.indices import completions
from analytics.metrics.evm.report import earned_value
from analytics.metrics.exposure.measure import contingency, exposure
from analytics.metrics.exposure.tornado import tornado
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
from analytics.metrics.forecast.calibration import how_many_calibration
from analytics.metrics.forecast.how_many import how_many
from analytics.metrics.forecast.moved import forecast_bridge
from analytics.metrics.forecast.needed import what_must_be_true
from analytics.metrics.forecast.when import when
from analytics.metrics.honesty.costs import estimate_honesty
from analytics.metrics.honesty.risks import risk_honesty
from analytics.metrics.plan.critical import critical_path
from analytics.metrics.plan.milestones import milestones
from analytics.metrics.plan.quality import schedule_quality
from analytics.metrics.price_volume import price_volume
from analytics.metrics.quality.measure import data_quality
from analytics.metrics.reconciliation import reconcile
from analytics.metrics.risk import contingency_confidence, risk_exposure
from analytics.metrics.risk_burndown import risk_burndown
from analytics.metrics.scope_ledger import scope_ledger
from analytics.metrics.spending import burn_rate
from analytics.metrics.sprint_report import sprint_report
from analytics.metrics.velocity import velocity

if TYPE_CHECKING:
    from collections.abc import Callable

Good = Literal["up", "down", "none"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing Steerco measures.

    Attributes:
        key: Name on the command line and in links.
        label: Name on a page.
        unit: What it counts.
        question: The question of the meeting that it answers.
        good: Where it should go: up, down or none.
        needs: Kinds of files it is made of, as `schema` names them.
        definition: The function that measures it; its docstring is the definition.
    """

    key: str
    label: str
    unit: str
    question: str
    good: Good
    needs: tuple[str, ...]
    definition: Callable[..., object]

    @property
    def glossary(self) -> str:
        """The definition in words."""
        return cleandoc(self.definition.__doc__ or "")


METRICS: tuple[Metric, ...] = (
    # Delivery
    Metric(
        key="burndown",
        label="Burn-down",
        unit="points, items or hours",
        question="Will the work that is left be done in time?",
        good="down",
        needs=("issue", "issue_event", "sprint"),
        definition=burndown,
    ),
    Metric(
        key="burnup",
        label="Burn-up",
        unit="points, items or hours",
        question="How much is done, and how much did the goal move?",
        good="up",
        needs=("issue", "issue_event", "sprint"),
        definition=burnup,
    ),
    Metric(
        key="velocity",
        label="Velocity",
        unit="points, items or hours per sprint",
        question="How much does the team complete in a sprint?",
        good="none",
        needs=("issue", "issue_event", "sprint"),
        definition=velocity,
    ),
    Metric(
        key="say_do",
        label="Promise kept",
        unit="ratio",
        question="Does the team finish what it commits to?",
        good="up",
        needs=("issue", "issue_event", "sprint"),
        definition=commitments,
    ),
    Metric(
        key="sprint_report",
        label="Sprint report",
        unit="points, items or hours",
        question="What became of each item of the sprint?",
        good="none",
        needs=("issue", "issue_event", "sprint"),
        definition=sprint_report,
    ),
    Metric(
        key="reconciliation",
        label="One sprint by every rule",
        unit="points, items or hours",
        question="Why does our tool show another number?",
        good="none",
        needs=("issue", "issue_event", "sprint", "board_column"),
        definition=reconcile,
    ),
    Metric(
        key="scope_changes",
        label="Changes of scope",
        unit="points, items or hours",
        question="What came in or went out, and who agreed to it?",
        good="none",
        needs=("issue", "issue_event", "change_request"),
        definition=scope_ledger,
    ),
    Metric(
        key="carry_over",
        label="Carried over",
        unit="items",
        question="How much does one sprint hand on to the next?",
        good="down",
        needs=("issue", "sprint"),
        definition=carry_over,
    ),
    Metric(
        key="corrections",
        label="Corrections of closed sprints",
        unit="points, items or hours",
        question="Did somebody change a sprint after it was closed?",
        good="none",
        needs=("issue", "issue_event", "sprint"),
        definition=corrections,
    ),
    # Flow
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
    # Forecasts
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
    # Money and risk
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
        needs=("risk", "budget_line"),
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
    # Earned value and schedule
    Metric(
        key="earned_value",
        label="Earned value",
        unit="money, or hours where the plan holds no cost",
        question="Is what we got worth what we spent, and is it what we planned?",
        good="up",
        needs=("task", "task_baseline", "earned_value", "budget_line", "cost", "issue"),
        definition=earned_value,
    ),
    Metric(
        key="estimate_at_completion",
        label="Estimate at completion",
        unit="money, or hours where the plan holds no cost",
        question="What will it cost in the end, if it goes on like this?",
        good="down",
        needs=("task", "task_baseline", "earned_value", "budget_line", "cost", "issue"),
        definition=completions,
    ),
    Metric(
        key="earned_schedule",
        label="Earned schedule",
        unit="days",
        question="How far are we in time, and when would it end at this pace?",
        good="up",
        needs=("task", "task_baseline", "earned_value", "budget_line", "issue"),
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
    # The data itself
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
