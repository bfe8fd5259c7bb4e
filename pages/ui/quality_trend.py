"""What the checks found after each upload, counted once and kept with the data."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from analytics import measures
from analytics.facts import load_facts
from analytics.figures import quality as figure
from analytics.figures import theme
from analytics.filters import Filters
from analytics.metrics.quality.trend import Trend, Upload
from analytics.settings import CODE_VERSION
from analytics.warehouse import quality_counts
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


def forget() -> None:
    """Forget what is remembered of the counts; what is kept with the data stays."""
    _COUNTS.clear()


class State(NamedTuple):
    """The project after one upload.

    `name` names all that its counts depend on but the filters, `key` those as well.
    """

    number: int
    entry: ImportEntry
    import_ids: tuple[int, ...]
    is_built: bool
    name: str
    key: Hashable


def show(facts: Facts, result: DataQuality) -> None:
    """Draw the counts of the uploads that are known, and offer to count the rest.

    States that are built are counted at once, others only when somebody asks; what was
    counted without filters is kept with the data and never counted again.
    """
    states = _known(facts)
    _offer(facts, states)
    show_chart(
        "Findings after each upload",
        chart=_chart(facts, result, trend_of(states)),
        key="quality-trend",
    )


def course(facts: Facts, key: str) -> str:
    """Say how often a check objected after each upload, as far as that is known."""
    trend = trend_of(_known(facts))
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


def _offer(facts: Facts, states: Sequence[State]) -> None:
    """Offer to count states that are not built, and show how far it is."""
    ahead = [one for one in states if _COUNTS.peek(one.key) is None]
    if not ahead:
        return
    label = f"Count {counted(len(ahead), 'earlier upload')}"
    if not st.button(label, icon=":material/history:", key="count-earlier"):
        return
    bar = st.progress(0.0)
    for place, state in enumerate(ahead):
        words = f"Upload {state.number}: {plain(state.entry.filename)}"
        bar.progress(place / len(ahead), words)
        _count(facts, [state], states)
    st.rerun()


def _known(facts: Facts) -> tuple[State, ...]:
    """Return the states; what was kept of them is known then, and what is built."""
    states = cache.measured("states", facts, lambda: _states(facts))
    ahead = [one for one in states if _COUNTS.peek(one.key) is None]
    if ahead and facts.filters == Filters():
        kept = quality_counts.kept(facts.warehouse, facts.project.project_id)
        for one in ahead:
            if one.name in kept:
                _COUNTS.get(one.key, partial(kept.__getitem__, one.name))
    _count(facts, [one for one in ahead if one.is_built], states)
    return states


def _count(facts: Facts, wanted: Sequence[State], states: Sequence[State]) -> None:
    """Count states that were not counted before, and keep what was found."""
    counted = {
        one.name: _COUNTS.get(one.key, partial(_counted, facts, one))
        for one in wanted
        if _COUNTS.peek(one.key) is None
    }
    if counted and facts.filters == Filters():
        names = [one.name for one in states]
        project_id = facts.project.project_id
        quality_counts.keep(facts.warehouse, project_id, counted, names)


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
        text = repr((name, told, CODE_VERSION))
        state = hashlib.sha256(text.encode()).hexdigest()[:32]
        key = (home, state, facts.filters)
        entry = entries[ids[number - 1]]
        found.append(State(number, entry, import_ids, is_built, state, key))
    return tuple(found)
