"""Data quality in words: tiles, lists and the line on the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.figures import theme
from analytics.figures.quality import WEIGHTS, effect_words
from analytics.metrics.quality.finding import NOUNS
from pages.ui.cache import once
from pages.ui.layout import Tile, tile
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from analytics.metrics.quality.measure import DataQuality, Result

MISSING = (
    "There is nothing to check yet.",
    "Upload issues, a budget, a ledger or a risk register: each is checked at once.",
)
NAMED = 5
"""So many findings are spelled out; the table has all."""


@once
def headline(result: DataQuality) -> list[Tile]:
    """Return how many checks object, how many of them matter, and what was clean."""
    touching, hits = len(result.touching), len(result.hits)
    clean = len(result.results) - len(result.unchecked) - hits
    return [
        tile(
            "Touch the figures",
            theme.number(touching),
            "checks with lines that could move a headline figure",
        ),
        tile("Other findings", theme.number(hits - touching), "they move no figure"),
        tile("Lines concerned", theme.number(result.lines), "of all files that count"),
        tile("In order", theme.number(clean), "checks that found nothing"),
        tile(
            "Not checked",
            theme.number(len(result.unchecked)),
            "the files do not hold what they need",
        ),
    ]


@once
def reading(result: DataQuality) -> str:
    """Say in one sentence how far the figures can be trusted."""
    done = len(result.results) - len(result.unchecked)
    if not done:
        return "None of the checks had anything to look at."
    if not result.hits:
        return f"{counted(done, 'check')} found nothing to object to."
    if not result.touching:
        return "Nothing that was found could move a headline figure."
    figures = list(dict.fromkeys(one.finding.effect.figure for one in result.touching))
    named = ", ".join(figures[:-1]) + " and " * (len(figures) > 1) + figures[-1]
    touching = len(result.touching)
    return (
        f"{counted(touching, 'check')} of {done} found lines that could move a "
        f"headline figure: {named}."
    )


def touching(result: DataQuality) -> None:
    """Spell out the findings that could move a headline figure, the largest first."""
    for one in result.touching[:NAMED]:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(
                f"**{plain(one.check.title)}** · {plain(_extent(one))}  \n"
                f"{plain(effect_words(one.finding.effect))}"
            )
            st.caption(plain(one.check.why))
    rest = len(result.touching) - NAMED
    if rest > 0:
        st.caption(f"{counted(rest, 'more check')} below could move a figure too.")


def _extent(one: Result) -> str:
    finding = one.finding
    return (
        f"{finding.count:,} of {finding.checked:,} {NOUNS[finding.table]} looked at "
        f"({theme.percent(finding.share, 1)})"
    )


@once
def findings(result: DataQuality) -> pd.DataFrame:
    """List the checks that object to something."""
    hits = result.hits
    return pd.DataFrame(
        {
            "Found": [one.check.title for one in hits],
            "Lines": [one.finding.count for one in hits],
            "Share": [one.finding.share for one in hits],
            "Effect on the figures": [effect_words(one.finding.effect) for one in hits],
            "Weight": [WEIGHTS[one.check.severity] for one in hits],
            "Part": [one.check.area for one in hits],
        }
    )


@once
def not_checked(result: DataQuality) -> pd.DataFrame:
    """List the checks that had nothing to look at, with the reason."""
    rows = result.unchecked
    return pd.DataFrame(
        {
            "Check": [one.check.title for one in rows],
            "Part": [one.check.area for one in rows],
            "Why not": [one.finding.reason for one in rows],
        }
    )


def rests_on(result: DataQuality) -> str:
    """Say of what day and files the checks speak."""
    return (
        f"Looked at as of {theme.day(result.as_of)}; the files speak of days up to "
        f"{theme.day(result.known_on)}. Work items are those under the filters; money, "
        "risks and plans are not filtered."
    )


def summary(result: DataQuality) -> None:
    """Say on another page how many checks touch its figures, and lead to them."""
    number = len(result.touching)
    words = (
        f"{counted(number, 'check')} of the data touch{'es' if number == 1 else ''} "
        "the figures on this page."
        if number
        else "No check of the data touches the figures on this page."
    )
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key="quality-line"
    ):
        st.markdown(f":material/fact_check: {words}", width="stretch")
        st.page_link(
            "pages/quality.py", label="Data quality", icon=":material/arrow_forward:"
        )
