"""The scales by which risks are ranked: upper chance and lowest damage of a level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.errors import RequestError
from analytics.metrics.scales import RiskScale
from analytics.organisation import rising
from analytics.project import SCORE_TOPS

if TYPE_CHECKING:
    from analytics.project import ProjectSettings

PERCENT = 100
SCALE = ("Level", "Probability up to (%)", "Damage from")


def ask(settings: ProjectSettings) -> pd.DataFrame:
    """Show the five levels, and let people replace their bounds."""
    st.header("Risks", anchor=False, divider="gray")
    st.caption(
        "A level of probability ends, and a level of damage begins, where you say. The "
        "scale ranks risks; exposure in money does not depend on it. Without damages "
        "of your own the levels begin at 1, 5, 10 and 20 % of the budget."
    )
    return st.data_editor(
        rows(settings),
        hide_index=True,
        disabled=["Level"],
        key="settings-scale",
        placeholder="",
        alt="Levels of probability and damage",
        column_config={
            SCALE[1]: st.column_config.NumberColumn(min_value=0, max_value=100),
            SCALE[2]: st.column_config.NumberColumn(
                min_value=0, help=f"In {settings.currency}."
            ),
        },
    )


def ask_scores(settings: ProjectSettings) -> int:
    """Ask where scores end, for registers that do not say it."""
    top: int = st.selectbox(
        "Registers that score risks 1, 2, 3 ... and do not say up to what",
        SCORE_TOPS,
        index=SCORE_TOPS.index(settings.risk_score_top),
        format_func=scores_in_words,
        help="A score counts as the middle of its part of the scale: 7 of 10 as 65 %.",
    )
    return top


def scores_in_words(top: int) -> str:
    """Name where scores end.

    >>> scores_in_words(10), scores_in_words(100)
    ('score up to 10', 'state percents')
    """
    if not top:
        return "score up to 5 or 10, whatever fits"
    return "state percents" if top == PERCENT else f"score up to {top}"


def rows(settings: ProjectSettings) -> pd.DataFrame:
    """Return the levels as stated; chances that nobody stated are the usual ones."""
    scale = RiskScale()
    chances = settings.risk_probabilities or (*scale.probability_bounds, 1.0)
    impacts = settings.risk_impacts or [float("nan")] * len(chances)
    labels = scale.probability_labels
    return pd.DataFrame(
        {
            SCALE[0]: list(labels),
            SCALE[1]: [round(100 * chance, 6) for chance in chances],
            SCALE[2]: [float(impact) for impact in impacts],
        }
    )


def applied(settings: ProjectSettings, table: pd.DataFrame) -> ProjectSettings:
    """Return settings with the scale of the table, unchanged where it is.

    Raises:
        RequestError: The levels do not rise, or only some damages are stated.
    """
    before = rows(settings)
    if table.equals(before):
        return settings
    chances = _rising(table, SCALE[1])
    impacts = () if table[SCALE[2]].isna().all() else _rising(table, SCALE[2])
    same = table[SCALE[1]].equals(before[SCALE[1]])
    shares = tuple(round(chance / 100, 8) for chance in chances)
    return replace(
        settings,
        risk_probabilities=settings.risk_probabilities if same else shares,
        risk_impacts=impacts,
    )


def _rising(table: pd.DataFrame, column: str) -> tuple[float, ...]:
    values = tuple(float(value) for value in table[column])
    if any(pd.isna(value) for value in values):
        message = f"Fill in {column!r} for every level."
        raise RequestError(message)
    return rising(values, column)
