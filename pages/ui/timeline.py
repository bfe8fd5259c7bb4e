"""The timeline of a project: what each upload brought, and what changed until it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.figures import theme
from analytics.warehouse import ledger_reads
from pages.ui.cache import stored
from pages.ui.plain import visible

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.warehouse.imports import ImportEntry

COLUMNS = {
    "spoken_on": "Speaks of",
    "import_id": "Import",
    "filename": "File",
    "rows_loaded": "Rows",
    "new_rows": "New or changed rows",
    "changes": "Changes since the one before",
    "appeared": "Came",
    "vanished": "Vanished",
}
CHANGES = {
    "entity": "What",
    "key": "Key",
    "field": "Field",
    "from_text": "Before",
    "to_text": "After",
    "earliest_at": "After this instant",
    "latest_at": "Not later than",
}


def show(facts: Facts) -> None:
    """Show the uploads in the order of the days they speak of."""
    table = stored("timeline", facts.warehouse, lambda: _brought(facts), facts.set_id)
    st.header("What each upload brought", anchor=False, divider="gray")
    st.caption(
        "In the order of the days they speak of. What changed lies between two uploads "
        "of one source, as far as no change log tells it. Undone uploads count for "
        "nothing."
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder=theme.DASH,
        alt=f"What each upload of {facts.project.name} brought",
        column_config={"Speaks of": st.column_config.DateColumn(format="YYYY-MM-DD")},
    )


def _brought(facts: Facts) -> pd.DataFrame:
    table = ledger_reads.timeline(
        facts.warehouse, facts.project.project_id, facts.set_id
    )
    shown = table[~table["is_undone"].astype("bool")][list(COLUMNS)]
    shown = shown.assign(filename=[visible(name) for name in shown["filename"]])
    return shown.rename(columns=COLUMNS)


def show_changes(facts: Facts, entry: ImportEntry) -> None:
    """List what changed between the upload before and this one."""
    asked = facts.set_id, entry.import_id
    table = stored(
        "changes shown",
        facts.warehouse,
        lambda: ledger_reads.changes_of(facts.warehouse, *asked),
        *asked,
    )
    if table.empty:
        return
    with st.expander("What changed since the upload before"):
        st.dataframe(
            table.rename(columns=CHANGES),
            hide_index=True,
            alt="Changes between the upload before and this one",
        )
        st.caption("Instants are in UTC. Each change lies between the two.")
