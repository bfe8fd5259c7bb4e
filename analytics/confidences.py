"""From facts to joint confidence and to the honesty of earlier estimates.

Pages and the command line ask through these functions. The scope is that of the whole
project, as the money is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import forecasts, measures, risk_history
from analytics.calendar import DAY
from analytics.metrics.budget_position import position
from analytics.metrics.budget_rows import choose
from analytics.metrics.confidence.joint import Promise, joint_confidence
from analytics.metrics.confidence.risk_adjusted import risk_adjusted
from analytics.metrics.confidence.spending import spending
from analytics.metrics.confidence.trials import Run, peril
from analytics.metrics.estimates import Work, estimates_table
from analytics.metrics.honesty.costs import Told, estimate_honesty
from analytics.metrics.honesty.risks import risk_honesty

if TYPE_CHECKING:
    from datetime import date

    from analytics.chosen import Chosen
    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.budget_position import Position
    from analytics.metrics.budget_rows import Sources
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.confidence.joint import JointConfidence
    from analytics.metrics.confidence.risk_adjusted import RiskAdjusted
    from analytics.metrics.exposure.cover import Wanted
    from analytics.metrics.exposure.measure import Exposure
    from analytics.metrics.forecast.when import Standing
    from analytics.metrics.honesty.costs import EstimateHonesty
    from analytics.metrics.honesty.risks import RiskHonesty
    from analytics.metrics.risk import RiskExposure

MOST_MONTHS = 12
"""So many past months are looked at, the newest."""


def promise_of(standing: Standing, chosen: Chosen, money: BudgetVariance) -> Promise:
    """Return date and budget as chosen.

    By default the last day of the budget's plan and budget with contingency; where
    the plan is over or has no periods, the end of the fourth block of weeks to come.
    """
    budget = chosen.budget
    if budget is None and money.total.budget is not None:
        budget = money.total.budget + (money.contingency or 0.0)
    by = chosen.until or _plan_end(money) or forecasts.next_review(standing)
    return Promise(by, budget)


def _plan_end(money: BudgetVariance) -> date | None:
    end = money.plan_ends
    return end - DAY if end is not None and end - DAY > money.as_of else None


def joint_of(
    facts: Facts,
    burndown: Burndown,
    chosen: Chosen,
    wanted: Wanted,
    known: BudgetVariance | None = None,
) -> JointConfidence:
    """Measure how likely scope, date and budget hold together."""
    money = known or measures.budget_of(facts)
    standing = forecasts.standing_of(burndown, facts, chosen)
    currency = facts.project.settings.currency
    run = Run(
        standing,
        spending(measures.records_of(facts), as_of=facts.as_of, currency=currency),
        peril(
            facts.risks,
            as_of=facts.as_of,
            currency=currency,
            scale=measures.scale_of(facts, money.total.budget),
            correlation=wanted.correlation,
            three=wanted.three,
        ),
        chosen.assumptions(),
    )
    return joint_confidence(
        run,
        promise_of(standing, chosen, money),
        currency=currency,
        p=wanted.confidence,
        rests_on=(burndown.basis, money.basis),
    )


def adjusted_of(
    facts: Facts, exposure: Exposure, known: BudgetVariance | None = None
) -> RiskAdjusted:
    """Add the open risks to each estimate at completion."""
    money = known or measures.budget_of(facts)
    return risk_adjusted(measures.estimates_of(facts, money), exposure, money)


def risk_honesty_of(facts: Facts, known: RiskExposure | None = None) -> RiskHonesty:
    """Compare the ratings of risks that are over with what came of them."""
    now = known or measures.risk_of(facts)
    return risk_honesty(risk_history.registers_of(facts), now)


def estimate_honesty_of(
    facts: Facts, known: BudgetVariance | None = None
) -> EstimateHonesty:
    """Hold the estimates at the ends of past months against what came."""
    whole, now = _whole(facts), known or measures.budget_of(facts)
    records, currency = measures.records_of(facts), facts.project.settings.currency
    ends = risk_history.month_ends(facts.costs["booked_on"], facts.as_of)
    past: list[Told] = []
    sources: Sources | None = None
    for day in ends[-MOST_MONTHS:]:
        sources = choose(records, as_of=day, currency=currency, like=sources)
        past.append(_told(position(sources, as_of=day, currency=currency), whole))
    return estimate_honesty(past, _told(now, whole), now.basis)


def _told(money: Position, whole: Burndown | None) -> Told:
    burn, work = measures.burn_rate_of(money), _work(whole, money.as_of)
    return Told(money, estimates_table(money, burn=burn, work=work))


def _whole(facts: Facts) -> Burndown | None:
    """Return the burn-down of the whole project, of which each day tells its past."""
    frame = forecasts.goal_of(facts)
    if frame is None:
        return None
    has_points = bool(facts.issues["points"].gt(0).any())
    return measures.burndown_of(facts, frame, "points" if has_points else "items")


def _work(whole: Burndown | None, day: date) -> Work:
    """Return how much of the scope of a day was done on it."""
    if whole is None:
        return Work(None, "no issues imported")
    days = whole.days
    known = days[days.index <= pd.Timestamp(day)].tail(1)
    scope = float(known["scope"].sum())
    if scope <= 0:
        return Work(None, "nothing is in scope")
    return Work(float(known["done"].sum()) / scope)
