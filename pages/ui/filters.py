"""The bar above each page of a review: project, day, filters, link."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import streamlit as st

from analytics.figures.theme import day
from analytics.filters import Filters
from analytics.warehouse import projects
from pages.ui import cache, state
from pages.ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from analytics.facts import Facts

NAMES = {"team": "Team", "issue_type": "Type", "epic": "Epic", "label": "Label"}
NEWEST = 0
"""Stands for all imports, also those still to come."""


def bar(facts: Facts) -> None:
    """Show which project, day, files and filters the page is about."""
    with st.container(
        horizontal=True, vertical_alignment="bottom", gap="small", key="bar"
    ):
        _project(facts)
        _as_of(facts)
        _filters(facts)
        _link(facts)
        share = _sharing()
        if share is not None:
            share.share_button(facts)
    _notes(facts)


def choose(
    label: str, options: Mapping[str, str], *, name: str, value: str, wide: bool = False
) -> None:
    """Offer the values of one field of the view: buttons, or a list where wide."""
    key = _seed(f"choose-{name}", value)

    def named(one: str) -> str:
        return options.get(one, one)

    def changed() -> None:
        state.change(**{name: st.session_state[key]})

    known = list(options)
    if wide:
        st.selectbox(label, known, format_func=named, key=key, on_change=changed)
    else:
        st.segmented_control(
            label,
            known,
            format_func=named,
            key=key,
            on_change=changed,
            required=True,
        )


def _seed(key: str, value: object) -> str:
    """Let a widget show a value of the view; return its key."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def _project(facts: Facts) -> None:
    names = {one.project_id: one.name for one in state.all_projects()}
    key = _seed("bar-project", facts.project.project_id)
    st.selectbox(
        "Project",
        list(names),
        format_func=lambda one: names.get(one, one),
        key=key,
        on_change=lambda: state.open_project(st.session_state[key]),
        width=260,
    )


def _as_of(facts: Facts) -> None:
    key = _seed("bar-as-of", facts.as_of)
    whole = cache.facts(
        facts.warehouse, facts.project.project_id, upto=state.current_view().upto
    )
    st.date_input(
        "As of",
        min_value=state.EARLIEST,
        max_value=whole.as_of,
        format="YYYY-MM-DD",
        key=key,
        disabled=not facts.import_ids,
        on_change=lambda: state.change(
            as_of=_unless(st.session_state[key], whole.as_of)
        ),
        help="The last day that counts. What the files say of later days is left out.",
        width=150,
    )


def _unless(value: object, default: object) -> object:
    return None if value == default else value


def _filters(facts: Facts) -> None:
    active = sum(len(values) for values in facts.filters.to_query().values())
    label = f"Filters ({active})" if active else "Filters"
    whole = cache.facts(
        facts.warehouse, facts.project.project_id, upto=state.current_view().upto
    )
    choices = cache.choices(whole)
    with st.popover(label, icon=":material/filter_alt:", key="bar-filters"):
        for name, title in NAMES.items():
            _seed(f"filter-{name}", list(getattr(facts.filters, name)))
            st.multiselect(
                title,
                choices.get(name, ()),
                key=f"filter-{name}",
                on_change=_apply_filters,
                disabled=not choices.get(name),
            )
        st.caption("Filters narrow the work items. Money and risks are not filtered.")
        _imports(facts)


def _apply_filters() -> None:
    chosen = {name: tuple(st.session_state[f"filter-{name}"]) for name in NAMES}
    state.change(filters=Filters(**chosen))


def _imports(facts: Facts) -> None:
    """Offer to look at the project as it was before later files were loaded."""
    entries = cache.imports(facts.warehouse, facts.project.project_id)
    active = {e.import_id: e for e in entries if e.undone_at is None}
    names = {NEWEST: "All files"} | {
        number: f"Up to {entry.filename}, loaded {day(entry.imported_at.date())}"
        for number, entry in active.items()
    }
    shown = state.current_view().upto
    key = _seed("bar-imports", shown if shown in names else NEWEST)
    st.selectbox(
        "Files that count",
        list(names),
        format_func=lambda one: names.get(one, str(one)),
        key=key,
        on_change=lambda: state.change(upto=st.session_state[key] or None),
    )


def _link(facts: Facts) -> None:
    query = urlencode(state.current_view().pinned(facts).to_query(), doseq=True)
    with st.popover("Copy link", icon=":material/link:", key="bar-link"):
        st.markdown("Opens this page with this project, day, files and filters.")
        st.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)
        st.caption("For people who can reach this server.")


def _sharing() -> ModuleType | None:
    """Return the part that publishes a review, where it is installed."""
    try:
        return importlib.import_module("pages.ui.share")
    except ModuleNotFoundError as error:
        if error.name != "pages.ui.share":
            raise
        return None


def _notes(facts: Facts) -> None:
    for note in cast("Sequence[str]", st.session_state.get(state.NOTES, ())):
        st.warning(note, icon=":material/link_off:")
    newer = _newer(facts)
    if newer:
        st.info(
            f"You look at an earlier state: {newer} newer files do not count.",
            icon=":material/history:",
        )
        st.button("Count all files", on_click=lambda: state.change(upto=None))
    if facts.filters.is_active:
        st.caption(f"Only {plain(facts.filters.sentence())}.")
    if facts.project.is_sample:
        _sample(facts)


def _newer(facts: Facts) -> int:
    """Count the files that were loaded after the newest one that counts."""
    if state.current_view().upto is None:
        return 0
    whole = cache.facts(facts.warehouse, facts.project.project_id)
    return len(set(whole.import_ids) - set(facts.import_ids))


def _sample(facts: Facts) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key="sample"
    ):
        st.markdown("**Sample project.** Everything here is invented.", width="stretch")
        st.page_link(
            "pages/upload.py", label="Upload your own", icon=":material/upload:"
        )
        st.button(
            "Remove the sample",
            icon=":material/delete:",
            type="tertiary",
            key="remove-sample",
            on_click=_remove,
            args=(facts,),
        )


def _remove(facts: Facts) -> None:
    projects.remove_project(facts.warehouse, facts.project.project_id)
    cache.clear()
    state.open_project("")
