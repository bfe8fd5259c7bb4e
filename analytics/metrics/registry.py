"""Every metric there is: one line each, and the glossary is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING, Literal

from analytics.errors import NotFoundError
from analytics.metrics.budget import budget_variance
from analytics.metrics.burndown import burndown
from analytics.metrics.burnup import burnup
from analytics.metrics.commitment import commitments
from analytics.metrics.quality.measure import data_quality
from analytics.metrics.risk import contingency_confidence, risk_exposure
from analytics.metrics.spending import burn_rate
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
