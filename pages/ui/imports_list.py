"""What is loaded: the list of imports, and one import with all that was said of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from analytics.errors import SteercoError
from analytics.figures import theme
from analytics.intake.originals import original, stored_name
from analytics.intake.report import Report
from analytics.warehouse import file_reads, imports
from pages.ui import links, mapping_files, reports, upload_drift
from pages.ui.cache import stored
from pages.ui.plain import counted, plain, visible
from pages.ui.upload_cards import PART, WHOLE, last_moment, spoken_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from analytics.project import Project
    from analytics.warehouse.imports import ImportEntry
    from analytics.warehouse.store import Warehouse

SAID = "data-said"
"""Session key: what the last action on this page did."""


def show_list(
    warehouse: Warehouse, project: Project, entries: tuple[ImportEntry, ...]
) -> None:
    """Show all imports of a project, newest first."""
    table = stored(
        "imports listed",
        warehouse,
        lambda: _table(warehouse, entries, project.settings.zone),
        *(entries, project.settings.zone),
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder=theme.DASH,
        alt=f"Imports of {project.name}, newest first",
        column_config={
            "Speaks of": st.column_config.DateColumn(format="YYYY-MM-DD"),
            "Loaded on": st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        },
    )


def _table(
    warehouse: Warehouse, entries: Sequence[ImportEntry], zone: ZoneInfo
) -> pd.DataFrame:
    rows = [
        {
            "Import": entry.import_id,
            "File": visible(entry.filename),
            "Export": entry.title,
            "Rows loaded": entry.rows_loaded,
            "Set aside": entry.rows_quarantined,
            "Problems": entry.problem_count,
            "Speaks of": _day(warehouse, entry, zone),
            "Loaded on": entry.imported_at.replace(tzinfo=UTC).astimezone(zone),
            "Holds": PART if entry.is_partial else WHOLE,
            "Counts": _counts(entry),
            "SHA-256": entry.sha256[:12],
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)


def _counts(entry: ImportEntry) -> str:
    if entry.undone_at:
        return "undone"
    return "read again later" if entry.is_read_again else "yes"


def _day(warehouse: Warehouse, entry: ImportEntry, zone: ZoneInfo) -> date | None:
    kept = imports.report_of(warehouse, entry.import_id)
    return spoken_day(_report(kept, entry), zone)


def _report(kept: dict[str, Any], entry: ImportEntry) -> Report:
    """Return the report of an import as it was accepted, with its corrected day."""
    known = {one.name for one in fields(Report)}
    report = Report(**{name: value for name, value in kept.items() if name in known})
    report.as_of = entry.as_of.isoformat() if entry.as_of else ""
    return report


def choose(entries: Sequence[ImportEntry]) -> ImportEntry:
    """Let people choose one import."""
    known = {entry.import_id: entry for entry in entries}
    chosen = st.selectbox(
        "Look at one import",
        known,
        format_func=lambda one: f"{one}: {visible(known[one].filename)}",
        key="data-import",
    )
    return known[chosen]


def show_one(warehouse: Warehouse, project: Project, entry: ImportEntry) -> None:
    """Show an import: what can be done with it, and what was said of it."""
    report, drifted = stored(
        "import shown", warehouse, lambda: _said(warehouse, entry), entry
    )
    with st.container(border=True):
        st.header(plain(entry.filename), anchor=False)
        if entry.undone_at:
            st.info("Undone: nothing of it counts. It can be redone.")
        elif entry.is_read_again:
            st.info("Read again since: the later reading counts. Undo it to go back.")
        reports.show_summary(report, became="loaded")
        upload_drift.show_sentences(drifted)
        _actions(warehouse, project, entry)
        _correct(warehouse, project, entry, report)
        _said_of_it(entry, report)


def _said(warehouse: Warehouse, entry: ImportEntry) -> tuple[Report, tuple[str, ...]]:
    """Return the report with all that was set aside, and how the file differed."""
    kept = imports.report_of(warehouse, entry.import_id)
    report = _report(kept, entry)
    aside = file_reads.set_aside(warehouse, entry.import_id, "quarantine")
    wrong = file_reads.set_aside(warehouse, entry.import_id, "problem")
    report.quarantine = list(aside.itertuples(index=False, name=None))
    report.problems = list(wrong.itertuples(index=False, name=None))
    return report, tuple(kept.get("drift", {}).get("sentences", ()))


def _actions(warehouse: Warehouse, project: Project, entry: ImportEntry) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        word = "Redo" if entry.undone_at else "Undo"
        st.button(
            word,
            key=f"data-undo-{entry.import_id}",
            on_click=_turn,
            args=(warehouse, entry),
            help="Undo hides what this file says; nothing is erased.",
        )
        _download(warehouse, entry)
        if entry.importer in mapping_files.TABLES and st.button(
            "Read it with other columns", key=f"data-map-{entry.import_id}"
        ):
            mapping_files.open_for(entry.sha256)
        links.link(
            links.OVERVIEW,
            "Dashboard as of this import",
            icon=":material/history:",
            project=project.project_id,
            **{"import": str(entry.import_id)},
        )


def _turn(warehouse: Warehouse, entry: ImportEntry) -> None:
    """Undo, or redo what was undone."""
    name = entry.filename
    if entry.undone_at:
        imports.redo(warehouse, entry.import_id)
        st.session_state[SAID] = f"{name} counts again."
    else:
        imports.undo(warehouse, entry.import_id)
        st.session_state[SAID] = f"{name} is undone: nothing of it counts any more."


def _download(warehouse: Warehouse, entry: ImportEntry) -> None:
    try:
        path = original(warehouse.home, entry.sha256)
    except SteercoError:
        st.caption("The original is no longer stored.")
        return
    st.download_button(
        "Download the original",
        data=path.read_bytes,
        file_name=visible(stored_name(entry.filename)),
        mime="application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key=f"data-original-{entry.import_id}",
    )


def _correct(
    warehouse: Warehouse, project: Project, entry: ImportEntry, report: Report
) -> None:
    """Let people correct the day and the completeness."""
    zone = project.settings.zone
    told = spoken_day(report, zone)
    with st.form(f"data-correct-{entry.import_id}", border=False):
        first, second, third = st.columns([2, 3, 2], vertical_alignment="bottom")
        day = first.date_input("The file speaks of", value=told, format="YYYY-MM-DD")
        part = second.radio(
            "It holds", [WHOLE, PART], index=int(entry.is_partial), horizontal=True
        )
        if not third.form_submit_button("Correct this"):
            return
    if day is None:
        st.error("Choose the day that the file speaks of.")
        return
    kept = entry.as_of if entry.as_of and day == told else None
    moment = kept or last_moment(day, zone, instants=report.instants)
    imports.set_as_of(warehouse, entry.import_id, moment, is_partial=part == PART)
    st.session_state[SAID] = f"{entry.filename} now speaks of {day} and holds {part}."
    st.rerun()


def _said_of_it(entry: ImportEntry, report: Report) -> None:
    with st.expander("How the file was read"):
        reports.show_details(report, key=f"data-{entry.import_id}")
        st.caption(f"SHA-256 of the file: {entry.sha256}")
        st.caption(f"{counted(entry.bytes, 'byte')}, import number {entry.import_id}.")


def show_statuses(statuses: pd.DataFrame) -> None:
    """Show what each status counts as, and why."""
    st.header("What the statuses count as", anchor=False, divider="gray")
    if statuses.empty:
        st.caption("No file of this project has named a status.")
        return
    table = statuses[["status", "category", "category_from"]].sort_values(
        ["category", "status"]
    )
    table.columns = ["Status", "Counts as", "Because of"]
    st.dataframe(table, hide_index=True, alt="Statuses and what they count as")
    links.link(links.SETTINGS, "Change it in the settings", icon=":material/tune:")


def take_said() -> str:
    """Return what the last action did, once."""
    said: str = st.session_state.pop(SAID, "")
    return said
