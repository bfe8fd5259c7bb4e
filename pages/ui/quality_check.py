"""One check looked at closely: why it matters, how to put it right, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.figures.quality import WEIGHTS, effect_words
from analytics.metrics.basis import Basis
from analytics.metrics.quality.finding import NOUNS
from analytics.warehouse import file_reads
from pages.ui import cache, quality_trend, receipts
from pages.ui.layout import say, show_table
from pages.ui.plain import plain

if TYPE_CHECKING:
    from analytics.facts import Facts
    from analytics.metrics.quality.finding import Finding
    from analytics.metrics.quality.measure import DataQuality, Result

MOST = 1_000
"""So many lines are listed; the receipt and the count are of all."""
PARTS = ("How to put it right", "Lines", "Receipt")


def show(facts: Facts, result: DataQuality) -> None:
    """Let the reader choose one finding, and show all that is known of it."""
    hits = {one.check.key: one for one in result.hits}
    names = {
        key: f"{one.check.title} ({one.finding.count:,})" for key, one in hits.items()
    }
    with st.container(border=True, key="card-check"):
        st.header("Look closer", anchor=False)
        key = st.selectbox(
            "Finding",
            list(names),
            format_func=lambda one: names.get(one, one),
            key="check",
            bind="query-params",
        )
        one = hits.get(key) or next(iter(hits.values()))
        say(effect_words(one.finding.effect))
        course = quality_trend.course(facts, one.check.key)
        words = f"{WEIGHTS[one.check.severity]}. {one.check.why} {course}"
        st.caption(plain(words.strip()))
        fixes, lines, receipt = st.tabs(PARTS, key="part-check", on_change="rerun")
        if fixes.open:
            with fixes:
                _fixes(one)
        if lines.open:
            with lines:
                _lines(facts, one)
        if receipt.open:
            with receipt:
                receipts.show(_basis(one), title=one.check.title, key=one.check.key)


def _fixes(one: Result) -> None:
    for tool, words in one.check.fixes.items():
        st.markdown(f"**{plain(tool)}**  \n{plain(words)}")


def _lines(facts: Facts, one: Result) -> None:
    table = cache.measured(
        "offending", facts, lambda: located(facts, one.finding), one.check.key
    )
    if one.finding.count > MOST:
        noun = NOUNS[one.finding.table]
        st.caption(f"The first {MOST:,} of {one.finding.count:,} {noun}.")
    show_table(one.check.title, table, key=f"lines-{one.check.key}")


def located(facts: Facts, finding: Finding) -> pd.DataFrame:
    """Return offending rows with the file and the line that each stands in."""
    rows = finding.rows.head(MOST)
    places = file_reads.lines(
        facts.warehouse,
        facts.import_ids,
        finding.table,
        rows["version_id"].unique().tolist(),
    )
    # A line that is there several times is one stored row: each of its places once.
    where = places.drop_duplicates(["version_id", "import_id", "source_line"])
    named = rows.drop_duplicates("version_id").merge(where, on="version_id", how="left")
    return pd.DataFrame(
        {
            "Which": named["subject"],
            "What": named["detail"],
            "File": named["filename"],
            "At line": named["source_line"].astype("Int64").astype("str"),
        }
    )


@cache.once
def _basis(one: Result) -> Basis:
    check, finding = one
    return Basis(
        formula=f"{(check.find.__doc__ or check.title).split(chr(10) * 2)[0].strip()}",
        used={finding.table: finding.rows["version_id"].unique()},
        rests_on="the newest files",
    )
