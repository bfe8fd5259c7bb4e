"""Cumulative flow: published counts, and what must hold of every history."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.flow.cumulative_flow import cumulative_flow
from analytics.metrics.flow.items import read_flow
from tests.factories_flow import COLUMNS, day, flow, tables

if TYPE_CHECKING:
    from datetime import datetime

    from tests.factories_flow import Histories

FEW = settings(max_examples=30)  # each builds whole frames
# golden flow-cfd-deloitte: jira-agile-metrics, cfd_test.py
DELOITTE: Histories = {
    "A-1": [("Backlog", 1)],
    "A-2": [("Backlog", 2), ("Committed", 3)],
    "A-3": [
        *(("Backlog", 3), ("Committed", 3), ("Build", 4)),
        *(("Test", 5), ("Done", 6)),
    ],
    "A-4": [("Backlog", 4), ("Committed", 4)],
}
PUBLISHED = [
    [1, 0, 0, 0, 0],
    [2, 0, 0, 0, 0],
    [3, 2, 0, 0, 0],
    [4, 3, 1, 0, 0],
    [4, 3, 1, 1, 0],
    [4, 3, 1, 1, 1],
]


def test_counts_are_the_published_ones() -> None:
    """Golden flow-cfd-deloitte: cumulative entries, never current counts."""
    result = cumulative_flow(flow(DELOITTE), as_of=day(6))
    assert result.days.to_numpy().tolist() == PUBLISHED
    assert result.days["Done"].tolist() == [0, 0, 0, 0, 0, 1]  # burnup_done
    assert result.days["Backlog"].tolist() == [1, 2, 3, 4, 4, 4]  # burnup_backlog
    assert result.figures == {"arrived": 4, "on_the_way": 3, "done": 1}
    assert result.bands.iloc[-1].tolist() == [1, 2, 0, 0, 1]


def test_current_counts_would_not_be_the_published_ones() -> None:
    """The wrong definition (metrics.md 10, item 7): items in a column on the day."""
    bands = cumulative_flow(flow(DELOITTE), as_of=day(6)).bands
    assert bands.to_numpy().tolist() != PUBLISHED
    assert (bands.diff().dropna() < 0).any(axis=None)


def test_moving_back_and_reopening_take_nothing_away() -> None:
    """The wrong definition (metrics.md 10, item 7): bands that fall."""
    moved = flow(
        {
            "BACK": [("Backlog", 1), ("Build", 2), ("Backlog", 3)],
            "AGAIN": [("Backlog", 1), ("Done", 2), ("Build", 4)],
        }
    )
    result = cumulative_flow(moved, as_of=day(5))
    assert result.days["Build"].tolist() == [0, 2, 2, 2, 2]
    assert result.days["Done"].tolist() == [0, 1, 1, 1, 1]


def test_a_skipped_column_is_reached_with_the_next_one() -> None:
    skipped = flow({"A": [("Backlog", 1), ("Test", 3)]})
    result = cumulative_flow(skipped, as_of=day(3))
    assert result.days.iloc[2].tolist() == [1, 1, 1, 1, 0]


def test_the_counts_are_from_the_beginning_also_where_few_days_are_shown() -> None:
    whole = cumulative_flow(flow(DELOITTE), as_of=day(6)).days
    late = cumulative_flow(flow(DELOITTE), as_of=day(6), since=day(5)).days
    pd.testing.assert_frame_equal(late, whole.loc["2018-01-05":])


def test_without_a_change_log_nothing_is_drawn() -> None:
    result = cumulative_flow(flow({}, unlogged=[("A", 1, 5)]), as_of=day(6))
    assert result.days.empty
    assert set(result.figures.values()) == {None}
    assert "change log" in result.why["done"]
    assert result.evidence == "reconstructed"
    assert len(result.basis.left_out) == 1


def test_before_the_first_item_nothing_is_drawn() -> None:
    result = cumulative_flow(flow(DELOITTE), as_of=pd.Timestamp("2017-12-31").date())
    assert result.days.empty
    assert result.why["arrived"]


@st.composite
def histories(draw: st.DrawFn) -> Histories:
    """Return items that wander through the columns as they like."""
    found: Histories = {}
    for number in range(draw(st.integers(0, 8))):
        days = draw(st.lists(st.integers(1, 40), min_size=1, max_size=7))
        names = [draw(st.sampled_from(COLUMNS)) for _ in days]
        found[f"A-{number}"] = list(zip(names, sorted(days), strict=True))
    return found


def day_of(at: datetime | int) -> int:
    return at if isinstance(at, int) else at.day


def forgetful(items: Histories, *, last: int) -> list[list[int]]:
    """Count as jira-agile-metrics does: moving back wipes the later columns."""
    dates = []
    for visits in items.values():
        found: list[int | None] = [None] * len(COLUMNS)
        for name, at in visits:
            place, on = COLUMNS.index(name), day_of(at)
            found[place] = on if found[place] is None else found[place]
            found[place + 1 :] = [None] * (len(COLUMNS) - place - 1)
        for place in reversed(range(len(COLUMNS) - 1)):
            found[place] = found[place + 1] if found[place] is None else found[place]
        dates.append(found)
    first = min(day_of(visits[0][1]) for visits in items.values())
    return [
        [sum((one[c] or 99) <= on for one in dates) for c in range(len(COLUMNS))]
        for on in range(first, last + 1)
    ]


@FEW
@given(histories().filter(bool))
def test_another_tool_differs_only_by_items_that_moved_back(items: Histories) -> None:
    """What jira-agile-metrics erases stays counted here; the rest is the same."""
    straight: Histories = {
        key: [(name, on) for name, (_, on) in zip(ordered, visits, strict=True)]
        for key, visits in items.items()
        for ordered in [sorted((v[0] for v in visits), key=COLUMNS.index)]
    }
    same = cumulative_flow(flow(straight), as_of=day(45)).days.to_numpy().tolist()
    theirs = forgetful(straight, last=45)
    assert theirs == same
    ours = cumulative_flow(flow(items), as_of=day(45)).days.to_numpy()
    assert (ours >= forgetful(items, last=45)).all()


@FEW
@given(histories(), st.integers(1, 45))
def test_bands_never_cross_and_no_line_falls(items: Histories, last: int) -> None:
    table = cumulative_flow(flow(items), as_of=day(last)).days
    assert (table.diff().dropna() >= 0).all(axis=None)
    assert (table.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)


@FEW
@given(histories(), st.integers(1, 40), st.integers(0, 10))
def test_a_later_day_never_changes_a_day_that_is_over(
    items: Histories, last: int, more: int
) -> None:
    known = cumulative_flow(flow(items), as_of=day(last)).days
    later = cumulative_flow(flow(items), as_of=day(last + more)).days
    if len(known):
        pd.testing.assert_frame_equal(known, later.loc[: known.index[-1]])


@FEW
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(items: Histories, random: object) -> None:
    issues, spans = tables(items)
    seed = int(random.random() * 1000)  # type: ignore[attr-defined]
    columns = flow({}).workflow
    mixed = read_flow(
        issues.sample(frac=1, random_state=seed),
        spans.sample(frac=1, random_state=seed),
        columns,
    )
    known, other = (
        cumulative_flow(one, as_of=day(45))
        for one in (read_flow(issues, spans, columns), mixed)
    )
    pd.testing.assert_frame_equal(known.days, other.days)
    used = {name: set(ids) for name, ids in known.basis.used.items()}
    assert {name: set(ids) for name, ids in other.basis.used.items()} == used


@pytest.mark.parametrize("key", ["SUB", "EPIC"])
def test_what_counts_through_others_is_no_item(key: str) -> None:
    issues, spans = tables({"A": [("Backlog", 1)], key: [("Backlog", 1)]})
    name = "is_subtask" if key == "SUB" else "is_container"
    issues.loc[issues["issue_key"] == key, name] = True
    found = read_flow(issues, spans, flow({}).workflow)
    assert found.items["issue_key"].tolist() == ["A"]


def test_changes_before_the_creation_are_listed_and_not_counted() -> None:
    found = flow({"A": [("Backlog", 5), ("Build", 3)], "B": [("Backlog", 5)], "C": []})
    assert found.items["issue_key"].tolist() == ["B"]
    reasons = dict(
        zip(found.left_out["subject"], found.left_out["reason"], strict=True)
    )
    assert set(reasons) == {"A", "C"}
    assert "out of order" in reasons["A"]
