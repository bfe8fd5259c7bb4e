"""Risks in words: tiles, charts and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import exposure, exposure_curve, risk_course, risk_matrix, theme
from analytics.figures.risk_names import named
from analytics.metrics import risk_responses
from analytics.metrics.budget_words import APART
from analytics.metrics.risk import contingency_confidence
from analytics.metrics.risk_rows import scored_on
from pages.ui import lights
from pages.ui.cache import measured, once
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.risk import RiskExposure
    from analytics.metrics.risk_burndown import RiskBurndown
    from analytics.project import Limits

NO_MONEY = "No open risk has both a probability and an impact in money."
ATTENTION = {
    "risk_id": "Risk",
    "title": "Title",
    "owner": "Owner",
    "matter": "What is wrong",
    "since": "Since",
}
OPEN = {"risk_id": "Risk", "title": "Title", "owner": "Owner"}
RESPONSES = {
    "risk_id": "Risk",
    "title": "Title",
    "owner": "Owner",
    "response": "Response",
    "response_amount": "Cost of the response",
    "won": "Mean that it takes away",
    "worth": "Worth after its cost",
    "target_exposure": "Exposure aimed at",
    "trigger_text": "What announces it",
    "proximity": "When it could strike",
    "due_on": "Next date",
}
UNQUANTIFIED = {**OPEN, "reason": "Why it has no exposure"}
OCCURRED = {
    "risk_id": "Risk",
    "title": "Title",
    "occurred_on": "Struck on",
    "impact_amount": "Expected impact",
    "booked_amount": "Cost booked",
}


MISSING = (
    "There is no risk register yet.",
    "Upload a risk register: one risk per line with owner, probability and impact.",
)


@once
def exposure_chart(result: RiskExposure) -> Chart:
    """Return the largest risks."""
    return Chart(
        lambda: exposure.plot_exposure(result),
        exposure.read_exposure(result),
        lambda: exposure.table_exposure(result),
        result.basis,
    )


def matrix_chart(result: RiskExposure, history: RiskBurndown) -> Chart:
    """Return the matrix, with what moved since the upload before."""
    return Chart(
        lambda: risk_matrix.plot_risk_matrix(result, history.moves),
        f"{risk_matrix.read_risk_matrix(result)} {risk_course.read_moves(history)}",
        lambda: risk_matrix.table_risk_matrix(result),
        result.basis,
    )


@once
def course_chart(history: RiskBurndown) -> Chart:
    """Return how the exposure moved."""
    return Chart(
        lambda: risk_course.plot_risk_burndown(history),
        risk_course.read_risk_burndown(history),
        lambda: risk_course.table_risk_burndown(history),
        history.basis,
    )


@once
def curve_chart(result: RiskExposure) -> Chart:
    """Return how likely each total is."""
    return Chart(
        lambda: exposure_curve.plot_exposure_curve(result),
        exposure_curve.read_exposure_curve(result),
        lambda: exposure_curve.table_exposure_curve(result),
        result.basis,
    )


def rests_on(facts: Facts) -> str:
    """Say what the figures rest on, and which scale scores were taken to have."""
    return measured("risks rest on", facts, lambda: _rests_on(facts))


def _rests_on(facts: Facts) -> str:
    sentence = (
        "Rests on the newest risk register; what struck is certain and costs money."
    )
    scored = scored_on(facts.risks)
    return f"{sentence} {scored} See Settings." if scored else sentence


def unless_none(result: RiskExposure, sentence: str) -> str:
    """Return what holds of every open risk, unless there is none of which it could."""
    return sentence if len(result.risks) else "The register has no open risk."


@once
def largest(result: RiskExposure) -> str:
    """Name the three largest open risks."""
    top = result.quantified.head(3)
    if top.empty:
        return NO_MONEY
    largest = [
        f"{risk} ({theme.money(amount, result.currency)})"
        for risk, amount in zip(named(top), top["residual_exposure"], strict=True)
    ]
    return f"Largest after responses: {', '.join(largest)}."


@once
def headline(result: RiskExposure, limits: Limits) -> list[Tile]:
    """Return the four figures of exposure and reserve."""
    before, after, currency = result.inherent, result.residual, result.currency
    chance = contingency_confidence(result)
    return [
        tile(
            "Open risks",
            theme.number(len(result.risks)),
            f"{len(result.quantified)} with an amount",
        ),
        tile(
            "May cost on average",
            theme.money(after.net if after else None, currency),
            f"after responses; {theme.money(before.net, currency)} before"
            if before
            else "",
            why=NO_MONEY,
        ),
        tile(
            "Covers four of five cases",
            theme.money(after.total.percentile(0.8) if after else None, currency),
            "P80 of the total after responses",
            why=NO_MONEY,
        ),
        tile(
            "Reserve is enough with",
            theme.percent(chance),
            f"chance; {theme.money(result.reserve.left, currency)} of the contingency"
            " are left",
            light=lights.of_reserve(result, limits),
            why=APART["contingency"] if result.reserve.left is None else NO_MONEY,
        )._replace(help=lights.rules(limits)["reserve"]),
    ]


@once
def attention(result: RiskExposure, *matters: str) -> pd.DataFrame:
    """Return the risks that nobody looks after, for some reasons."""
    rows = result.attention[result.attention["matter"].isin(matters)]
    table = rows[list(ATTENTION)].rename(columns=ATTENTION)
    return table.assign(Since=[theme.day(day) for day in rows["since"]])


@once
def unquantified(result: RiskExposure) -> pd.DataFrame:
    """Return the risks without an exposure."""
    return result.unquantified[list(UNQUANTIFIED)].rename(columns=UNQUANTIFIED)


@once
def never_scored(result: RiskExposure) -> pd.DataFrame:
    """Return the risks that are in no cell: a level of theirs is not known."""
    return result.risks.loc[result.risks["grade"].isna(), list(OPEN)].rename(
        columns=OPEN
    )


def responses(result: RiskExposure, facts: Facts) -> pd.DataFrame:
    """Return what is done about each open risk, and what that wins."""
    return measured("responses", facts, lambda: _responses(result, facts))


def _responses(result: RiskExposure, facts: Facts) -> pd.DataFrame:
    rows = risk_responses.responses(facts.risks, result)
    table = rows[list(RESPONSES)].rename(columns=RESPONSES)
    return table.assign(**{"Next date": [theme.day(day) for day in rows["due_on"]]})


@once
def occurred(result: RiskExposure) -> pd.DataFrame:
    """Return the risks that struck, with what they cost."""
    table = result.occurred[list(OCCURRED)].rename(columns=OCCURRED)
    days = [theme.day(day) for day in result.occurred["occurred_on"]]
    return table.assign(**{"Struck on": days})
