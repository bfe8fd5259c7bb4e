"""What the team promised, did and moved."""

from __future__ import annotations

from analytics.metrics.burndown import burndown
from analytics.metrics.burnup import burnup
from analytics.metrics.carry_over import carry_over
from analytics.metrics.commitment import commitments
from analytics.metrics.corrections import corrections
from analytics.metrics.reconciliation import reconcile
from analytics.metrics.registered.metric import Metric
from analytics.metrics.scope_ledger import scope_ledger
from analytics.metrics.sprint_report import sprint_report
from analytics.metrics.velocity import velocity

DELIVERY: tuple[Metric, ...] = (
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
)
