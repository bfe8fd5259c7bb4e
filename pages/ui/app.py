"""One run of one session: page list, page config, filter bar, error boundary."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from analytics.errors import SteercoError
from pages.ui import filters, state

ROOT = Path(__file__).parents[2]
REVIEW = (
    *("overview", "forecast", "burndown", "sprints", "flow", "hours", "schedule"),
    *("budget", "earned_value", "risks", "exposure", "confidence", "quality"),
)
"""Pages about one project: they carry the filter bar."""


PAGES = (
    ("overview", "Overview", "space_dashboard"),
    ("forecast", "Forecast", "event_upcoming"),
    ("burndown", "Burn-down", "trending_down"),
    ("sprints", "Sprints", "event_repeat"),
    ("flow", "Flow", "water"),
    ("hours", "Hours", "schedule"),
    ("schedule", "Schedule", "view_timeline"),
    ("budget", "Budget", "account_balance_wallet"),
    ("earned_value", "Earned value", "monitoring"),
    ("risks", "Risks", "warning"),
    ("exposure", "Exposure", "casino"),
    ("confidence", "Confidence", "target"),
    ("quality", "Data quality", "fact_check"),
    ("upload", "Upload", "upload"),
    ("data", "Data", "table_view"),
    ("settings", "Settings", "tune"),
    ("shares", "Shared links", "share"),
    ("glossary", "Glossary", "menu_book"),
    ("mapping", "Columns of a file", "view_column"),
)
"""File, title and icon of each page, in order; a new page is one line here."""
HIDDEN = ("mapping",)
"""Pages that one comes to from another page only."""


def navigation() -> list[st.Page]:
    """Return the pages; the first one is the start."""
    return [
        st.Page(
            ROOT / "pages" / f"{name}.py",
            title=title,
            icon=f":material/{icon}:",
            url_path=name,
            default=name == PAGES[0][0],
            visibility="hidden" if name in HIDDEN else "visible",
        )
        for name, title, icon in PAGES
    ]


def render() -> None:
    """Run the page that was asked for."""
    st.set_page_config(
        page_title="Steerco",
        page_icon=str(ROOT / "pages" / "ui" / "favicon.svg"),
        layout="wide",
    )
    st.html(ROOT / "pages" / "ui" / "style.css")
    page = st.navigation(navigation(), position="top")
    try:
        state.resolve(page.url_path)
        if Path(page.url_path or "overview").name in REVIEW:
            filters.bar(state.current_facts())
        page.run()
    except state.NoProjectError:
        _welcome()
    except SteercoError as error:
        st.error(str(error), icon=":material/error:")


def _welcome() -> None:
    """Say how to begin, where there is nothing yet."""
    st.title("Nothing to review yet", anchor=False)
    st.markdown(
        "Upload what your tools export: work items, the budget, the ledger, "
        "purchase orders, the risk register. Each file adds to the picture."
    )
    st.page_link("pages/upload.py", label="Upload a file", icon=":material/upload:")
