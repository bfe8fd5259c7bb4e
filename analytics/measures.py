"""From facts to results: what each metric is given, said once.

Pages, shared links and the command line measure through these functions, so that one
question has one answer wherever it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import groups
from analytics.metrics.budget import budget_variance
from analytics.metrics.budget_rows import Records, planned
from analytics.metrics.burndown import burndown
from analytics.metrics.estimates import Work, cost_estimates
from analytics.metrics.exposure.cover import cover
from analytics.metrics.exposure.measure import exposure
from analytics.metrics.price_volume import price_volume
from analytics.metrics.quality.material import Material
from analytics.metrics.quality.measure import data_quality
from analytics.metrics.risk import reserve_of, risk_exposure
from analytics.metrics.scales import RiskScale
from analytics.metrics.spending import burn_rate
from analytics.metrics.velocity import velocity
from analytics.warehouse import quality_reads, reads
from analytics.warehouse.imports import list_imports

if TYPE_CHECKING:
    from analytics.calendar import WorkingCalendar
    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.budget_plan import Plan
    from analytics.metrics.budget_position import Position
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.estimates import CostEstimates
    from analytics.metrics.exposure.cover import Cover, Wanted
    from analytics.metrics.exposure.measure import Exposure
    from analytics.metrics.price_volume import PriceVolume
    from analytics.metrics.quality.measure import DataQuality
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.scope import Frame, Unit
    from analytics.metrics.spending import BurnRate
    from analytics.metrics.velocity import Velocity
    from analytics.warehouse.imports import ImportEntry

CHECKED = (
    "issue_link",
    *("budget_line", "cost", "commitment", "exchange_rate"),
    *("schedule", "task", "task_link", "assignment", "milestone"),
    *("change_request", "decision", "requirement", "acceptance", "compliance_item"),
)
"""Plain tables that the checks of the data read."""


def frames_of(facts: Facts, kind: str) -> list[Frame]:
    """Return the sprints (or releases) of the project, the earliest first."""
    rows = facts.frames[facts.frames["kind"] == kind]
    found = [facts.frame(kind, str(one)) for one in rows["frame_id"]]
    return sorted(found, key=lambda one: (str(one.start or "9999"), one.name))


def current_frame(facts: Facts) -> Frame | None:
    """Return the sprint of the as-of day, else the last begun, else the project."""
    begun = [
        frame
        for frame in frames_of(facts, "sprint")
        if frame.start is not None and frame.start <= facts.as_of
    ]
    running = [frame for frame in begun if not frame.is_closed(facts.as_of)]
    if begun:
        return (running or begun)[-1]
    whole = frames_of(facts, "project")
    return whole[0] if whole else None


def burndown_of(facts: Facts, frame: Frame, unit: Unit) -> Burndown:
    """Measure the burn-down of one frame; a burn-up reads the same result."""
    return burndown(
        groups.deltas(facts, frame),
        frame=frame,
        unit=unit,
        calendar=calendar_of(facts, frame),
        as_of=facts.as_of,
        doubts=groups.doubts(facts, frame)
        if frame.evidence == "between uploads"
        else None,
    )


def calendar_of(facts: Facts, frame: Frame) -> WorkingCalendar:
    """Return the calendar of the one team whose items a frame holds, if it is one.

    Items that name no team do not matter; of several teams the project's calendar is
    taken.
    """
    if not facts.project.settings.team_calendars:
        return facts.calendar
    held = facts.issues["issue_key"].isin(groups.deltas(facts, frame)["issue_key"])
    teams = facts.issues.loc[held, "team"].dropna().unique()
    return facts.calendar_for(str(teams[0])) if len(teams) == 1 else facts.calendar


def velocity_of(facts: Facts, unit: Unit, *, last: int = 3) -> Velocity:
    """Measure the velocity over the sprints of the project."""
    return velocity(
        facts.all_deltas("sprint"),
        frames=frames_of(facts, "sprint"),
        unit=unit,
        as_of=facts.as_of,
        last=last,
    )


def budget_of(facts: Facts, *, by: str = "category") -> BudgetVariance:
    """Measure budget, actual cost and commitments."""
    return budget_variance(
        records_of(facts),
        as_of=facts.as_of,
        currency=facts.project.settings.currency,
        by=by,
    )


def work_of(facts: Facts) -> Work:
    """Measure how much of the whole project's scope is done, as a share."""
    frames = frames_of(facts, "project")
    if not frames:
        return Work(None, "no issues imported")
    has_points = bool(facts.issues["points"].gt(0).any())
    whole = burndown_of(facts, frames[0], "points" if has_points else "items")
    if whole.done is None or not whole.scope:
        return Work(None, whole.why.get("done") or "nothing is in scope")
    return Work(whole.done / whole.scope)


def estimates_of(facts: Facts, budget: BudgetVariance | None = None) -> CostEstimates:
    """Estimate the cost at completion in every way that the files allow."""
    money = budget or budget_of(facts)
    return cost_estimates(money, burn=burn_rate_of(money), work=work_of(facts))


def split_of(facts: Facts, *, by: str = "category") -> PriceVolume:
    """Split the variance to date into price and quantity."""
    currency = facts.project.settings.currency
    return price_volume(records_of(facts), as_of=facts.as_of, currency=currency, by=by)


def files_of(facts: Facts) -> dict[int, ImportEntry]:
    """Return the files that count, by the number of their import."""
    entries = list_imports(facts.warehouse, facts.project.project_id)
    return {one.import_id: one for one in entries if one.import_id in facts.import_ids}


def records_of(facts: Facts) -> Records:
    """Gather what the files say about money."""
    return Records(
        facts.budget_lines,
        facts.costs,
        facts.commitments,
        changes=facts.table("change_request"),
        rates=facts.table("exchange_rate"),
    )


def burn_rate_of(budget: Position, *, last: int = 3) -> BurnRate:
    """Measure the pace of spending, and how long the rest of the budget lasts."""
    planned, spent = budget.total.budget, budget.total.actual
    left = None if planned is None or spent is None else planned - spent
    return burn_rate(budget.months, remaining_amount=left, last=last)


def plan_of(facts: Facts) -> Plan:
    """Choose what of the budget counts."""
    currency = facts.project.settings.currency
    return planned(records_of(facts), as_of=facts.as_of, currency=currency)


def risk_of(facts: Facts) -> RiskExposure:
    """Measure the open risks against the contingency of the budget."""
    plan = plan_of(facts)
    return risk_exposure(
        facts.risks,
        as_of=facts.as_of,
        currency=facts.project.settings.currency,
        scale=scale_of(facts, plan.amount),
        contingency=plan.reserve("contingency"),
        costs=facts.costs,
    )


def exposure_of(
    facts: Facts, wanted: Wanted | None = None, known: RiskExposure | None = None
) -> Exposure:
    """Measure the distribution of cost and delay against the contingency left."""
    risk = known or risk_of(facts)
    return exposure(
        facts.risks,
        as_of=facts.as_of,
        currency=risk.currency,
        scale=risk.scale,
        wanted=wanted,
        reserve=risk.reserve,
    )


def cover_of(facts: Facts, wanted: Wanted | None = None) -> Cover:
    """Measure the reserve that the open risks need, and what is left of it."""
    plan, currency = plan_of(facts), facts.project.settings.currency
    return cover(
        facts.risks,
        as_of=facts.as_of,
        currency=currency,
        scale=scale_of(facts, plan.amount),
        wanted=wanted,
        reserve=reserve_of(
            facts.risks,
            facts.costs,
            as_of=facts.as_of,
            currency=currency,
            contingency=plan.reserve("contingency"),
        ),
    )


def scale_of(facts: Facts, budget: float | None) -> RiskScale:
    """Return the project's scale; without its own, impacts are shares of the budget."""
    settings = facts.project.settings
    scale = RiskScale.of_budget(budget) if budget else RiskScale()
    chances, impacts = scale.probability_bounds, scale.impact_bounds
    if settings.risk_probabilities:
        chances = settings.risk_probabilities[: len(chances)]
    if settings.risk_impacts:
        impacts = settings.risk_impacts[-len(impacts) :]
    return RiskScale(
        probability_bounds=chances,
        impact_bounds=impacts,
        moderate_from=settings.limits.moderate_from,
        high_from=settings.limits.high_from,
    )


def quality_of(facts: Facts) -> DataQuality:
    """Put every check to the data of the facts."""
    return data_quality(material_of(facts))


def material_of(facts: Facts) -> Material:
    """Gather what the checks of the data are given."""
    zone = facts.project.settings.time_zone
    warehouse, set_id = facts.warehouse, facts.set_id
    latest = quality_reads.known_on(warehouse, facts.import_ids, zone)
    return Material(
        as_of=facts.as_of,
        known_on=latest or facts.as_of,
        currency=facts.project.settings.currency,
        issues=facts.issues,
        family=quality_reads.family(warehouse, set_id),
        sprints=reads.mart(warehouse, "dim_sprint", set_id),
        memberships=quality_reads.sprint_members(warehouse, set_id),
        waits=facts.links[facts.links["kind"] == "waits"],
        risks=facts.risks,
        tables={name: facts.table(name) for name in CHECKED},
    )
