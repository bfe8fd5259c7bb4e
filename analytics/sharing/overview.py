"""The overview of a shared review: when, what it costs, and what can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analytics import plans
from analytics.figures import plan_headline
from analytics.figures.budget import read_budget
from analytics.figures.burnup import plot_burnup, read_burnup
from analytics.figures.earned_value import read_earned_value
from analytics.figures.exposure_curve import read_exposure_curve
from analytics.figures.schedule import plot_trend, read_milestones
from analytics.sharing import headlines
from analytics.sharing.frozen import Figure, Section
from analytics.sharing.headlines import NO_ISSUES
from analytics.sharing.measured import chart, method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.figures.plan_headline import Told
    from analytics.sharing.frozen import Chart
    from analytics.sharing.shot import Shot


class _Answer(NamedTuple):
    figures: tuple[Figure, ...]
    said: str
    chart: Chart | None = None
    method: str = ""


def overview(shot: Shot) -> Section:
    """Answer the questions of the meeting in headline figures and sentences.

    Where a plan is all that is known of the work, its milestones answer when it ends;
    without budget and ledger, earned value answers what it costs.
    """
    when, cost = _when(shot), _cost(shot)
    return Section(
        key="overview",
        question="Where do we stand?",
        term="Overview",
        readings=(when.said, cost.said, read_exposure_curve(shot.risks)),
        figures=(*when.figures, *cost.figures, *headlines.risk(shot.risks)),
        chart=when.chart,
        method=when.method,
    )


def _when(shot: Shot) -> _Answer:
    whole, facts = shot.whole, shot.facts
    if whole is not None:
        return _Answer(
            headlines.delivery(whole, shot.velocity),
            read_burnup(whole),
            chart(plot_burnup(whole)),
            method(whole.basis),
        )
    if not plans.has_plan(facts):
        return _Answer(headlines.delivery(None, shot.velocity), NO_ISSUES)
    found = shot.milestones
    told = plan_headline.ends(found, plans.end_of(facts), shot.scheduled)
    return _Answer(
        _figures(told),
        read_milestones(found),
        chart(plot_trend(found)),
        method(found.basis),
    )


def _cost(shot: Shot) -> _Answer:
    if not shot.budget.is_known and shot.value is not None:
        told = plan_headline.value(shot.value)
        return _Answer(_figures(told), read_earned_value(shot.value))
    return _Answer(headlines.money(shot.budget), read_budget(shot.budget))


def _figures(told: Iterable[Told]) -> tuple[Figure, ...]:
    return tuple(Figure(one.label, one.value, one.said) for one in told)
