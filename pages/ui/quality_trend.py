"""What the checks found after each upload, counted once per state and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from analytics import measures
from analytics.facts import load_facts
from analytics.figures import quality as figure
from analytics.figures import theme
from analytics.metrics.quality.trend import Trend, Upload
from analytics.warehouse.passing import is_kept, passing
from pages.ui import cache
from pages.ui.layout import Chart, show_chart
from pages.ui.plain import counted, plain

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from analytics.facts import Facts
    from analytics.metrics.quality.measure import DataQuality
    from analytics.warehouse.imports import ImportEntry
    from analytics.warehouse.store import Warehouse

MOST = 12
"""So many counts of one check are written out; the table has all."""
Counts = Mapping[str, int | None]
_COUNTS: cache.Shelf[Counts] = cache.Shelf(4096)
"""Counts by state. They are small, so those of many uploads stay."""


class State(NamedTuple):
    """The project after one upload; `key` names all that its counts depend on."""

    number: int
    entry: ImportEntry
    import_ids: tuple[int, ...]
    is_built: bool
    key: Hashable


def show(facts: Facts, result: DataQuality) -> None:
    """Draw the counts of the uploads that are known, and offer to count the rest.

    States that are built are counted at once, others only when somebody asks.
    """
    states = cache.measured("states", facts, lambda: _states(facts))
    for state in states:
        if state.is_built:
            _count(facts, state)
    _offer(facts, [one for one in states if _COUNTS.peek(one.key) is None])
    show_chart(
        "Findings after each upload",
        chart=_chart(facts, result, trend_of(states)),
        key="quality-trend",
    )


def course(facts: Facts, key: str) -> str:
    """Say how often a check objected after each upload, as far as that is known."""
    trend = trend_of(cache.measured("states", facts, lambda: _states(facts)))
    counts = [theme.number(count) for count in trend.of(key)]
    if len(counts) <= 1:
        return ""
    last = counts[-MOST:]
    return f"After the last {len(last)} uploads counted: {', '.join(last)}."


def trend_of(states: Sequence[State]) -> Trend:
    """Return what is known of these states."""
    return Trend(
        tuple(
            Upload(one.number, one.entry.filename, one.entry.imported_at.date(), counts)
            for one in states
            if (counts := _COUNTS.peek(one.key)) is not None
        )
    )


def _chart(facts: Facts, result: DataQuality, trend: Trend) -> Chart:
    return cache.measured(
        "quality trend",
        facts,
        lambda: Chart(
            lambda: figure.plot_trend(trend),
            figure.read_trend(trend),
            lambda: figure.table_trend(trend),
            result.basis(),
        ),
        len(trend.uploads),
    )


def _offer(facts: Facts, ahead: Sequence[State]) -> None:
    """Offer to count states that are not built, and show how far it is."""
    if not ahead:
        return
    label = f"Count {counted(len(ahead), 'earlier upload')}"
    if not st.button(label, icon=":material/history:", key="count-earlier"):
        return
    bar = st.progress(0.0)
    for place, state in enumerate(ahead):
        words = f"Upload {state.number}: {plain(state.entry.filename)}"
        bar.progress(place / len(ahead), words)
        _count(facts, state)
    st.rerun()


def _count(facts: Facts, state: State) -> Counts:
    return _COUNTS.get(state.key, lambda: _counted(facts, state))


def _counted(facts: Facts, state: State) -> Counts:
    """Count one state; where it is not built, it is for this question only."""
    if state.is_built:
        return _counts(facts.warehouse, facts, state)
    project_id = facts.project.project_id
    with passing(facts.warehouse, project_id, state.import_ids) as lent:
        return _counts(lent, facts, state)


def _counts(warehouse: Warehouse, facts: Facts, state: State) -> Counts:
    known = load_facts(
        warehouse,
        facts.project.project_id,
        upto=state.import_ids[-1],
        filters=facts.filters,
    )
    return measures.quality_of(known).counts


def _states(facts: Facts) -> tuple[State, ...]:
    """Return the states after each upload that counts, oldest first."""
    project_id, home = facts.project.project_id, facts.warehouse.home.path
    entries = {one.import_id: one for one in cache.imports(facts.warehouse, project_id)}
    ids = sorted(facts.import_ids)
    found = []
    for number in range(1, len(ids) + 1):
        import_ids = tuple(ids[:number])
        name, is_built = is_kept(facts.warehouse, project_id, import_ids)
        told = tuple(
            (entries[one].imported_at, entries[one].as_of, entries[one].is_partial)
            for one in import_ids
        )
        key = (home, name, facts.filters, told)
        found.append(State(number, entries[ids[number - 1]], import_ids, is_built, key))
    return tuple(found)
