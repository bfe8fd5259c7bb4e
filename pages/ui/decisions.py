"""What this room must decide, derived from what the other pages measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from analytics.figures import theme
from analytics.figures.risk_names import named
from analytics.metrics.quality.progress import GUESSED
from analytics.metrics.risk import contingency_confidence
from pages.ui import measures, plan
from pages.ui.cache import measured
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.facts import Facts
    from analytics.metrics.scope import Unit

GROWTH = 0.1
"""Scope that grew by more than this after the start of a sprint is worth a question."""
NAMED = 3


class Decision(NamedTuple):
    """A question for the room: what, why, and the page that shows it."""

    question: str
    why: str
    page: str
    link: str


def decisions(facts: Facts, unit: Unit) -> list[Decision]:
    """List the questions, money first."""
    return measured(
        "decisions",
        facts,
        lambda: [
            *_money(facts),
            *_risks(facts),
            *_milestones(facts),
            *_scope(facts, unit),
            *_meaning(facts),
        ],
        unit,
    )


def show(facts: Facts, unit: Unit) -> None:
    """Show the questions, each with a link to its page."""
    found = decisions(facts, unit)
    if not found:
        st.markdown("Nothing that the files show calls for a decision.")
    for number, one in enumerate(found, 1):
        with st.container(
            horizontal=True, vertical_alignment="center", border=True, gap="small"
        ):
            st.markdown(
                f"**{number}\\. {plain(one.question)}**  \n{plain(one.why)}",
                width="stretch",
            )
            st.page_link(one.page, label=one.link, icon=":material/arrow_forward:")


def _money(facts: Facts) -> Iterator[Decision]:
    budget = measures.budget_of(facts)
    over = budget.lines[budget.lines["variance_at_completion"] < 0]
    worst = over.sort_values("variance_at_completion").head(NAMED)
    for name, variance, total in zip(
        worst["name"], worst["variance_at_completion"], worst["budget"], strict=True
    ):
        excess = theme.money(abs(variance), budget.currency)
        yield Decision(
            f"{name}: fund {excess} more, or cut?",
            f"It is expected to end {excess} over its budget of "
            f"{theme.money(total, budget.currency)}.",
            "pages/budget.py",
            "Budget",
        )


def _risks(facts: Facts) -> Iterator[Decision]:
    result = measures.risks_of(facts)
    chance = contingency_confidence(result)
    if chance is not None and chance < measures.SAFE:
        yield Decision(
            "Raise the reserve, or accept the risk?",
            "What is left of the contingency covers the open risks with a chance of"
            f" {theme.percent(chance)}.",
            "pages/risks.py",
            "Risks",
        )
    for matter, words in (
        ("no owner", "Who owns {}?"),
        ("past due", "What happens with {}?"),
    ):
        rows = result.attention[result.attention["matter"] == matter]
        for risk in named(rows[:NAMED]):
            yield Decision(
                words.format(risk),
                f"The risk is open and has {matter}."
                if matter == "no owner"
                else "The date of its response has passed.",
                "pages/risks.py",
                "Risks",
            )


def _milestones(facts: Facts) -> Iterator[Decision]:
    for name in plan.milestones_of(facts).overdue[:NAMED]:
        yield Decision(
            f"{name}: when now, and what does it hold up?",
            "The day on which this milestone was expected has passed.",
            "pages/schedule.py",
            "Schedule",
        )


def _scope(facts: Facts, unit: Unit) -> Iterator[Decision]:
    for sprint in measures.running(facts):
        result = measures.burndown_of(facts, sprint, unit)
        if not result.commitment or result.added is None:
            continue
        growth = result.added / result.commitment
        if growth > GROWTH:
            yield Decision(
                f"{sprint.name}: does the added work stay in?",
                f"{theme.percent(growth)} of what was promised at the start was added "
                "after it.",
                "pages/burndown.py",
                "Burn-down",
            )


def _meaning(facts: Facts) -> Iterator[Decision]:
    statuses = facts.statuses
    guessed = statuses[statuses["category_from"].isin(GUESSED)]["status"].tolist()
    if guessed:
        names = ", ".join(guessed[:NAMED])
        yield Decision(
            f"What do these statuses count as: {names}?"
            if len(guessed) > 1
            else f"What does this status count as: {names}?",
            f"{counted(len(guessed), 'status is', 'statuses are')} read by name only; "
            "done, doing or to do may be wrong.",
            "pages/settings.py",
            "Settings",
        )
