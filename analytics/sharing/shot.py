"""What is in view when a review is frozen; measured once, without people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from analytics import confidences, measures, plans
from analytics.chosen import Chosen
from analytics.metrics.evm.schedule_work import Reading

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.evm.report import Report
    from analytics.metrics.honesty.costs import EstimateHonesty
    from analytics.metrics.honesty.risks import RiskHonesty
    from analytics.metrics.plan.milestones import Milestones
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.velocity import Velocity


@dataclass(frozen=True)
class Shot:
    """Facts and what is looked at, with the results that several parts show.

    `frame` is the sprint or release in view, None the one of the as-of day; `reading`
    is how progress of a schedule becomes earned value.
    """

    facts: Facts
    frame: Frame | None = None
    unit: Unit = "points"
    by: str = "category"
    chosen: Chosen = field(default_factory=Chosen)
    reading: Reading = field(default_factory=Reading)

    @cached_property
    def burndown(self) -> Burndown | None:
        """The burn-down in view, None without issues."""
        frame = self.frame or measures.current_frame(self.facts)
        return measures.burndown_of(self.facts, frame, self.unit) if frame else None

    @cached_property
    def whole(self) -> Burndown | None:
        """The whole project, None without issues."""
        frames = measures.frames_of(self.facts, "project")
        return (
            measures.burndown_of(self.facts, frames[0], self.unit) if frames else None
        )

    @cached_property
    def velocity(self) -> Velocity:
        """The velocity of the last sprints."""
        return measures.velocity_of(self.facts, self.unit)

    @cached_property
    def budget(self) -> BudgetVariance:
        """Budget, spent and ordered."""
        return measures.budget_of(self.facts, by=self.by)

    @cached_property
    def risks(self) -> RiskExposure:
        """Open risks, without the names of their owners."""
        found = measures.risk_of(self.facts)
        return replace(
            found,
            risks=found.risks.assign(owner=""),
            attention=found.attention.assign(owner=""),
        )

    @cached_property
    def milestones(self) -> Milestones:
        """The milestones of schedules and lists."""
        return plans.milestones_of(self.facts)

    @cached_property
    def scheduled(self) -> Report | None:
        """Earned value of the schedule, None without a baseline."""
        return plans.earned_value_of(self.facts, "schedule", self.reading)

    @cached_property
    def value(self) -> Report | None:
        """Earned value in money, None where no file tells it."""
        return plans.value_of(self.facts, self.reading)

    @cached_property
    def rated(self) -> RiskHonesty:
        """Earlier ratings of risks against what came."""
        return confidences.risk_honesty_of(self.facts, self.risks)

    @cached_property
    def estimated(self) -> EstimateHonesty:
        """Earlier estimates of cost against what came."""
        return confidences.estimate_honesty_of(self.facts, self.budget)
