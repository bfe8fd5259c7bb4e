"""What became of the warehouse: what was mended at start, and its backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.warehouse import backup
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from analytics.warehouse.store import Warehouse


def show_mended(warehouse: Warehouse) -> None:
    """Say what was mended when the warehouse was opened, if anything was."""
    said = [f"* {plain(sentence)}" for sentence in warehouse.log]
    if said:
        text = "**When Steerco started it found something to mend:**"
        st.info("\n".join([text, "", *said]), icon=":material/healing:")


def show_backups(warehouse: Warehouse, zone: ZoneInfo) -> None:
    """List the backups, the newest first."""
    st.header("Backups", anchor=False, divider="gray")
    made = backup.described(warehouse.home)
    if not made:
        st.caption(
            "There is none yet. One is written every day while the dashboard runs."
        )
        return
    rows = [
        {
            "Written on": one.written_at.astimezone(zone),
            "File": one.name,
            "Megabytes": one.bytes / 1_000_000,
        }
        for one in made
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        alt=f"{counted(len(rows), 'backup')} of the database, newest first",
        column_config={
            "Written on": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            "Megabytes": st.column_config.NumberColumn(format="%.1f"),
        },
    )
    st.caption(
        "They lie in the folder backups of STEERCO_HOME. To go back to one, stop the "
        "server and run: steerco restore FILE"
    )
