"""Share a review: see what others will see, freeze it, get the link once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import streamlit as st

from analytics.figures.theme import day
from analytics.sharing import links
from analytics.sharing.freeze import MAX_TITLE, NEVER, PARTS, freeze
from analytics.sharing.report import filename, report
from analytics.sharing.shot import Shot
from analytics.warehouse.clock import now
from analytics.web.origin import LOOPBACK_NAMES
from pages.ui import measures, plan
from pages.ui.cache import measured
from pages.ui.links import link
from pages.ui.plain import counted, plain
from pages.ui.state import current_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.facts import Facts
    from analytics.sharing.frozen import Frozen, Section

MADE = "share-made"
DAYS = (1, 7, links.DAYS, 30, links.LONGEST_DAYS)
ONCE = (
    "Copy it now: it is shown this once, and only its fingerprint is stored. Whoever "
    "has it can read this review, and nothing else, until it ends or you withdraw it."
)
HERE_ONLY = (
    "This dashboard runs on this machine only, so the link opens here and nowhere "
    "else. Send the file to everybody else."
)


class Made(NamedTuple):
    """A link just made, kept only while the dialog is open."""

    address: str
    name: str
    file: bytes
    ends: str


def share_button(facts: Facts) -> None:
    """Show the button that opens the dialog."""
    if st.button("Share", icon=":material/share:", key="bar-share", type="primary"):
        st.session_state.pop(MADE, None)
        _dialog(facts)


@st.dialog("Share this review", width="large")
def _dialog(facts: Facts) -> None:
    made: Made | None = st.session_state.get(MADE)
    if made is not None:
        _show_link(made)
        return
    st.markdown("A link shows the review as it is now. Later uploads do not change it.")
    title = st.text_input(
        "Title", f"Review of {day(facts.as_of)}", max_chars=MAX_TITLE, key="share-title"
    )
    chosen = st.pills(
        "Parts",
        [part.key for part in PARTS],
        selection_mode="multi",
        default=[part.key for part in PARTS],
        format_func={part.key: part.label for part in PARTS}.__getitem__,
        key="share-parts",
    )
    days = st.segmented_control(
        "The link lives", DAYS, default=links.DAYS, format_func=_days, key="share-days"
    )
    if not chosen:
        st.info("Choose at least one part.")
        return
    frozen = _frozen(facts, chosen, title, days or links.DAYS)
    _preview(frozen)
    if st.button("Make the link", type="primary", key="share-make"):
        st.session_state[MADE] = _make(facts, frozen)
        st.rerun(scope="fragment")


def _days(number: int) -> str:
    return counted(number, "day")


def _frozen(facts: Facts, chosen: Sequence[str], title: str, days: int) -> Frozen:
    view = current_view()
    key, unit = measures.frame_key(facts, view), measures.unit_of(facts, view)
    frame = measures.frames(facts)[key] if key else None
    shot = measured(
        "shot",
        facts,
        lambda: Shot(facts, frame, unit, view.by, view.chosen, plan.reading(view)),
        *(frame, unit, view.by, view.chosen, view.technique),
    )
    created = now()
    ends = links.expiry(created, days)
    return freeze(shot, chosen, title=title, created_at=created, expires_at=ends)


def _preview(frozen: Frozen) -> None:
    """Show everything that the page will hold."""
    with st.container(border=True, key="share-preview"):
        st.markdown(
            f"**This is exactly what they see.** {plain(frozen.project)}, as of "
            f"{day(frozen.as_of)}, {plain(frozen.filters)}."
        )
        for section in frozen.sections:
            with st.expander(f"{section.term}: {plain(section.question)}"):
                _contents(section)
        st.caption("Never in a link: " + "; ".join(NEVER) + ".")


def _contents(section: Section) -> None:
    for figure in section.figures:
        st.markdown(
            f"**{plain(figure.label)}** {plain(figure.value)}, {plain(figure.note)}"
        )
    for reading in section.readings:
        st.markdown(plain(reading))
    for table in section.tables:
        st.markdown(f"Table *{plain(table.title)}*, {counted(len(table.rows), 'row')}")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        st.dataframe(rows, hide_index=True, height=180)
    drawn = ["a chart"] * (section.chart is not None)
    drawn += ["a risk matrix"] * bool(section.matrices)
    st.caption(f"And {' and '.join(drawn)}." if drawn else "No chart.")


def _make(facts: Facts, frozen: Frozen) -> Made:
    made = links.create(facts.warehouse, frozen, project_id=facts.project.project_id)
    parts = urlsplit(st.context.url or "")
    address = (
        f"{parts.scheme}://{parts.netloc}{made.path}" if parts.netloc else made.path
    )
    return Made(address, filename(frozen), report(frozen), f"{day(frozen.expires_at)}")


def _show_link(made: Made) -> None:
    st.markdown(f"**The link lives until {made.ends}.** {ONCE}")
    st.code(made.address, language=None, wrap_lines=True)
    if urlsplit(made.address).hostname in {None, *LOOPBACK_NAMES}:
        st.info(HERE_ONLY, icon=":material/laptop:")
    st.download_button(
        "Save as one file",
        made.file,
        made.name,
        "text/html",
        icon=":material/download:",
        on_click="ignore",
        key="share-file",
        help="The same page for sending by mail; it opens without any server.",
    )
    link("pages/shares.py", "All links", icon=":material/list:")
