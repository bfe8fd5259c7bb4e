"""What was understood of a file, in sentences and tables.

The upload page shows it before accept, the mapping page while columns are named, the
data page for as long as the import is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analytics.schema import TABLES, table
from pages.ui.plain import counted, plain, visible
from pages.ui.text import file_name, to_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.intake.report import Report

SET_ASIDE = ("Line", "Why", "What the line holds")
UNREADABLE = ("Line", "Column", "What is wrong")
SHOWN_NAMES = 40
SHOWN_LINES = 3
"""Set-aside rows and problems shown at once; the tabs list all."""


def words(name: str) -> str:
    """Return a canonical name as words.

    >>> words("issue_key"), words("sprint.start_at")
    ('issue key', 'sprint start at')
    """
    return name.replace("_", " ").replace(".", " ")


def meaning(name: str, column: str) -> str:
    """Return what a column means that a file of the table `name` has.

    >>> meaning("issue", "sprint.start_at")
    'When it started (of the sprint)'
    """
    beside, _, own = column.rpartition(".")
    found = {one.name: one.meaning for one in table(beside or name).columns}
    said = found.get(own, "")
    return f"{said} (of the {words(beside)})" if beside and said else said


def counts(report: Report, *, became: str = "can be loaded") -> str:
    """Say how many records there were and what became of them."""
    parts = [
        f"{counted(report.rows_read, 'row')} read, {report.rows_loaded:,} {became}"
    ]
    if report.rows_quarantined:
        parts.append(f"{report.rows_quarantined:,} set aside")
    if report.problem_count:
        found = counted(report.problem_count, "cell or row", "cells or rows")
        parts.append(f"{found} with a problem")
    return ", ".join(parts) + "."


def holds(report: Report) -> str:
    """Say what the tables of a file hold.

    A file of issues that carries a change log also holds changes, for example.
    """
    parts = [
        counted(number, words(name), table(name).plural)
        for name, number in report.tables.items()
        if any(one.name == name for one in TABLES) and number
    ]
    if report.distinct_keys is not None:
        parts.append(counted(report.distinct_keys, "distinct key"))
    return ", ".join(parts)


def show_summary(report: Report, *, became: str = "can be loaded") -> None:
    """Say what the file is, what it holds, and what to look at."""
    st.markdown(f"**{plain(report.title)}**. {counts(report, became=became)}")
    held = holds(report)
    if held:
        st.caption(f"Holds {held}.")
    for line, reason, _ in report.quarantine[:SHOWN_LINES]:
        st.markdown(f"- Set aside, line {line:,}: {plain(reason)}.")
    for line, column, sentence in report.problems[:SHOWN_LINES]:
        st.markdown(f"- Line {line:,}, {plain(column)}: {plain(sentence)}.")
    if max(report.rows_quarantined, report.problem_count) > SHOWN_LINES:
        st.caption("All of them are listed under “How the file was read”.")
    for warning in report.warnings:
        st.warning(plain(warning), icon=":material/warning:")


def show_details(report: Report, *, key: str) -> None:
    """Show columns, decisions, unreadable cells and set-aside rows in tabs."""
    tabs = st.tabs(
        [
            "Columns",
            "Decisions",
            f"Set aside ({report.rows_quarantined:,})",
            f"Problems ({report.problem_count:,})",
        ],
        key=f"{key}-tabs",
    )
    with tabs[0]:
        show_columns(report.table, report.columns, report.unknown_columns)
    with tabs[1]:
        show_notes(report.notes)
    with tabs[2]:
        show_set_aside(
            pd.DataFrame(report.quarantine, columns=SET_ASIDE),
            report.rows_quarantined,
            filename=report.filename,
            key=key,
        )
    with tabs[3]:
        show_problems(
            pd.DataFrame(report.problems, columns=UNREADABLE),
            report.problem_count,
            filename=report.filename,
            key=key,
        )


def show_columns(
    name: str, columns: Sequence[Sequence[str]], unknown: Sequence[str]
) -> None:
    """Show which column of the file became what, and which were not used."""
    if not columns:
        st.caption("The fields of this format are fixed; there is nothing to choose.")
        return
    rows = [
        (visible(header), words(column), meaning(name, column))
        for column, header in columns
    ]
    st.dataframe(
        pd.DataFrame(rows, columns=["Column of the file", "Read as", "Meaning"]),
        hide_index=True,
        alt="Columns of the file and what they were read as",
    )
    if unknown:
        names = ", ".join(visible(header) for header in unknown[:SHOWN_NAMES])
        more = len(unknown) - SHOWN_NAMES
        rest = f" and {more:,} more" if more > 0 else ""
        st.caption("Columns that no chart needs; they stay in the stored file:")
        st.text(names + rest)


def show_notes(notes: Sequence[str]) -> None:
    """Show what was decided for whole columns, such as how dates are written."""
    if not notes:
        st.caption("Nothing had to be decided: every date and number was clear.")
    for note in notes:
        st.markdown(f"- {plain(note)}")


def show_set_aside(rows: pd.DataFrame, count: int, *, filename: str, key: str) -> None:
    """Show the records that were not loaded, and why."""
    if not count:
        st.caption("Every row of the file can be loaded.")
        return
    st.caption("These rows are not loaded. Correct them at the source, export again.")
    _listed(rows, count, f"{filename} set aside", key=f"{key}-aside")


def show_problems(rows: pd.DataFrame, count: int, *, filename: str, key: str) -> None:
    """Show what could not be read in rows that are loaded."""
    if not count:
        st.caption("Every cell could be read.")
        return
    st.caption("These rows are loaded; the cell in question counts as empty.")
    _listed(rows, count, f"{filename} problems", key=f"{key}-problems")


def _listed(rows: pd.DataFrame, count: int, title: str, *, key: str) -> None:
    st.dataframe(
        rows,
        hide_index=True,
        key=f"{key}-table",
        alt=visible(title),
        column_config={"Line": st.column_config.NumberColumn(width="small")},
    )
    if count > len(rows):
        st.caption(f"The first {len(rows):,} of {count:,} are listed.")
    st.download_button(
        "Download this list as CSV",
        data=lambda: to_csv(rows),
        file_name=file_name([title], "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"{key}-csv",
    )
