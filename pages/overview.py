"""The five questions of a review, answered in their order."""

from __future__ import annotations

from analytics.figures.theme import day
from pages.ui import bridge, danger, decisions, delivery, ends, lights, measures, money
from pages.ui.layout import PART, heading, missing, question, say, show_chart, tiles
from pages.ui.plain import plain
from pages.ui.quality import summary
from pages.ui.standing import CHANGED
from pages.ui.state import current_facts, current_view

facts = current_facts()
limits = facts.project.settings.limits
view = current_view()
unit = measures.unit_of(facts, view)
heading(plain(facts.project.name), f"Review as of {day(facts.as_of)}")

question("Will it be done, when, and how sure are we?")
if measures.frames(facts):
    delivery.show_end(facts, unit)
elif not ends.show_end(facts, view):
    missing(*delivery.MISSING)

budget = measures.budget_of(facts)
question(
    "What will it cost against the budget?",
    light=lights.of_budget(budget, limits) if budget.is_known else "",
)
if budget.is_known:
    tiles(money.headline(budget, limits))
    show_chart(
        "Spending against plan",
        chart=money.curve_chart(budget),
        key="overview-curve",
        size=PART,
    )
elif (report := ends.value_of(facts, view)) is not None:
    ends.show_cost(report)
else:
    missing(*money.missing_of(budget))

risks = measures.risks_of(facts)
question(
    "What can still go wrong, and is the reserve enough?",
    light=lights.of_reserve(risks, limits) if len(facts.risks) else "",
)
if len(facts.risks):
    tiles(danger.headline(risks, limits))
    say(danger.largest(risks))
    show_chart(
        "Is the reserve enough?",
        chart=danger.curve_chart(risks),
        key="overview-risks",
        size=PART,
    )
else:
    missing(*danger.MISSING)

question("What changed in the last two weeks?")
if (recent := measures.recent(facts, unit)) is not None:
    show_chart(
        "What is left: then and now",
        chart=bridge.bridge_chart(recent),
        key="overview-bridge",
        size=PART,
    )
else:
    missing(*(delivery.MISSING if facts.issues.empty else CHANGED))

question("What must this room decide?")
decisions.show(facts, unit)

if facts.import_ids:
    summary(measures.quality_of(facts))
