"""The receipt of a figure: formula, day, filters, and the lines of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.figures.theme import day, number
from analytics.receipt import receipt, record, to_json
from pages.ui import cache
from pages.ui.plain import plain
from pages.ui.state import current_facts
from pages.ui.text import file_name, to_csv

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.basis import Basis

MOST = 5_000
"""So many lines of each kind are listed; the counts are of all."""


def show(basis: Basis, *, title: str, key: str) -> None:
    """Show what a figure rests on, resolved to lines of files."""
    facts = current_facts()
    # The entry holds on to the basis, so that no other can take its id.
    _, found = cache.measured(
        "receipt", facts, lambda: (basis, receipt(facts, basis, most=MOST)), id(basis)
    )
    st.markdown(f"**Formula.** {plain(basis.formula)}")
    st.caption(
        plain(
            f"As of {day(facts.as_of)}. Filters: {found.filters}. "
            f"Rests on: {found.rests_on or 'the files below'}. "
            f"Lines used: {number(basis.rows_used)}, "
            f"left out: {number(len(basis.left_out))}."
        )
    )
    _lines("Lines used", found.used, title=title, key=f"{key}-used")
    if len(found.left_out):
        _lines("Lines left out", found.left_out, title=title, key=f"{key}-left")
    st.download_button(
        "Download the receipt as JSON",
        data=lambda: to_json(found),
        file_name=file_name([facts.project.name, title, "receipt"], "json"),
        mime="application/json",
        icon=":material/receipt_long:",
        on_click="ignore",
        key=f"json-{key}",
    )


def _lines(label: str, lines: pd.DataFrame, *, title: str, key: str) -> None:
    st.markdown(f"**{label}.** Choose a line to see it as it stands in the file.")
    chosen = st.dataframe(
        lines,
        hide_index=True,
        height=240,
        key=f"lines-{key}",
        on_select="rerun",
        selection_mode="single-row",
        alt=f"{label} of {title}",
    )
    for place in chosen.selection.rows[:1]:
        _record(current_facts(), lines.iloc[place])
    st.download_button(
        f"{label} as CSV",
        data=lambda: to_csv(lines),
        file_name=file_name([title, label], "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"csv-{key}",
    )


def _record(facts: Facts, line: pd.Series) -> None:
    """Show the record as it stands in the kept original."""
    entries = cache.imports(facts.warehouse, facts.project.project_id)
    digest = next(
        (e.sha256 for e in entries if e.sha256.startswith(str(line["upload"]))), ""
    )
    cells = (
        record(facts, digest, str(line["file"]), int(line["line"])) if digest else {}
    )
    st.markdown(f"**{plain(line['file'])}, line {int(line['line'])}**")
    if cells:
        st.dataframe({"Column": list(cells), "Value": list(cells.values())})
    else:
        st.caption("Open the file at this line: it is not a table of text.")
