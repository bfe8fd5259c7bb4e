"""Measure what the first visitor will see, before anybody asks."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from analytics.errors import SteercoError
from analytics.web.server import lifespan
from pages.ui import (
    bridge,
    cache,
    danger,
    decisions,
    delivery,
    forecast,
    measures,
    money,
)
from pages.ui.state import View, facts_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from pages.ui.layout import Chart

LOG = logging.getLogger("steerco.pages")


@asynccontextmanager
async def warm_lifespan(app: object) -> AsyncIterator[dict[str, object]]:
    """Start the server with the overview of the default project already measured."""
    async with lifespan(app) as state:
        await asyncio.to_thread(_warm)
        yield state


def _warm() -> None:
    try:
        warm()
    except SteercoError as error:
        LOG.warning("The overview was not measured beforehand: %s", error)


def warm() -> None:
    """Fill the shelves with what the overview of the default project needs."""
    facts, _ = facts_of(View())
    if facts is None:
        return
    unit = measures.unit_of(facts, View())
    cache.choices(facts)
    cache.imports(facts.warehouse, facts.project.project_id)
    if measures.frames(facts):
        delivery.will_it_be_done(facts, unit)
        forecast.outlook(facts, unit, View().chosen)
        goal = delivery.goal(facts)
        _draw(delivery.burnup_chart(measures.burndown_of(facts, goal, unit)))
        recent = measures.recent(facts, unit)
        if recent is not None:
            _draw(bridge.bridge_chart(recent))
    budget, risks = measures.budget_of(facts), measures.risks_of(facts)
    if budget.is_known:
        money.headline(budget, facts.project.settings.limits)
        _draw(money.curve_chart(budget))
    if len(facts.risks):
        danger.headline(risks, facts.project.settings.limits)
        _draw(danger.curve_chart(risks))
    decisions.decisions(facts, unit)
    if facts.import_ids:
        measures.quality_of(facts)


def _draw(chart: Chart) -> None:
    """Make the figure of a chart once: Plotly is slow the first time."""
    chart.figure().to_json()
