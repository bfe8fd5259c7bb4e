"""The critical path against a published table, and each kind of link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.plan.clock import Clock
from analytics.metrics.plan.network import Link, connect, network_of
from analytics.metrics.plan.passes import Activity, Dates, walk
from tests.factories_plan import plan

if TYPE_CHECKING:
    from collections.abc import Mapping

MONDAY = pd.Timestamp("2026-03-02 00:00")
ROUND_THE_CLOCK = Clock.of(MONDAY, np.full(400, 24.0))
WEEK = Clock.of(MONDAY, np.tile([8.0] * 5 + [0.0] * 2, 60))
OPENING = pd.Timestamp("2026-03-02 08:00")


def walked(
    hours: Mapping[str, float], links: list[Link], clock: Clock = WEEK, **more: Activity
) -> dict[str, Dates]:
    activities = {key: Activity(value, clock) for key, value in hours.items()} | more
    start = MONDAY if clock is ROUND_THE_CLOCK else OPENING
    return walk(connect(list(activities), links), activities, start=start)


def test_the_seven_events_of_studylib() -> None:
    # cpm-studylib: E waits for the later of D and F (the rule of the greatest).
    hours = {"A": 6, "B": 2, "C": 2, "D": 3, "F": 2, "E": 4, "G": 1}
    pairs = ("AB", "AC", "BD", "CF", "DE", "FE", "EG")
    found = walked(hours, [Link(*pair) for pair in pairs], ROUND_THE_CLOCK)
    table = {
        key: tuple(
            (moment - MONDAY).total_seconds() / 3600
            for moment in (
                *(one.early_start, one.early_finish),
                *(one.late_start, one.late_finish),
            )
        )
        for key, one in found.items()
    }
    assert table == {
        "A": (0, 6, 0, 6),
        "B": (6, 8, 6, 8),
        "C": (6, 8, 7, 9),
        "D": (8, 11, 8, 11),
        "F": (8, 10, 9, 11),
        "E": (11, 15, 11, 15),
        "G": (15, 16, 15, 16),
    }
    slack = {key: one.total_float for key, one in found.items()}
    assert slack == {"A": 0, "B": 0, "C": 1, "D": 0, "F": 1, "E": 0, "G": 0}
    assert {key: one.free_float for key, one in found.items()}["F"] == 1
    assert {key: one.free_float for key, one in found.items()}["C"] == 0


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        (Link("A", "B", "FS"), "2026-03-04 08:00", "2026-03-04 17:00"),
        (Link("A", "B", "FS", 8), "2026-03-05 08:00", "2026-03-05 17:00"),
        (Link("A", "B", "FS", -8), "2026-03-03 08:00", "2026-03-03 17:00"),
        (Link("A", "B", "FS", 0, 0.5), "2026-03-05 08:00", "2026-03-05 17:00"),
        (
            Link("A", "B", "FS", 24, 0, is_elapsed=True),
            "2026-03-05 08:00",
            "2026-03-05 17:00",
        ),
        (Link("A", "B", "SS", 4), "2026-03-02 13:00", "2026-03-03 12:00"),
        (Link("A", "B", "FF"), "2026-03-03 08:00", "2026-03-03 17:00"),
        (Link("A", "B", "SF", 16), "2026-03-03 08:00", "2026-03-03 17:00"),
    ],
)
def test_each_kind_of_link(link: Link, start: str, finish: str) -> None:
    found = walked({"A": 16, "B": 8}, [link])["B"]
    assert (str(found.early_start)[:16], str(found.early_finish)[:16]) == (
        start,
        finish,
    )


def test_a_weekend_is_no_working_time() -> None:
    found = walked({"A": 40, "B": 8}, [Link("A", "B")])
    assert str(found["A"].early_finish) == "2026-03-06 17:00:00"
    assert str(found["B"].early_start) == "2026-03-09 08:00:00"


def test_a_task_that_is_done_keeps_its_dates() -> None:
    done = Activity(
        8,
        WEEK,
        begun=pd.Timestamp("2026-03-10 08:00"),
        ended=pd.Timestamp("2026-03-12 17:00"),
    )
    found = walked({"A": 8, "C": 8}, [Link("A", "B"), Link("B", "C")], B=done)
    assert str(found["B"].early_finish) == "2026-03-12 17:00:00"
    assert str(found["C"].early_start) == "2026-03-13 08:00:00"


def test_a_task_that_others_start_with_cannot_start_later_than_they_may() -> None:
    found = walked({"A": 8, "B": 40}, [Link("A", "B", "SS")])
    assert (found["A"].total_float, found["B"].total_float) == (0, 0)
    assert str(found["A"].late_start) == "2026-03-02 08:00:00"
    assert str(found["A"].late_finish) == "2026-03-02 17:00:00"


UNDER_WAY = Activity(16, WEEK, begun=pd.Timestamp("2026-03-03 08:00"), left=12)


def test_what_work_under_way_waits_for_has_float_until_it_goes_on() -> None:
    # B began on Tuesday and has 4 hours behind it: the rest goes on at 13:00.
    found = walked({"A": 8, "C": 8}, [Link("A", "B"), Link("B", "C")], B=UNDER_WAY)
    assert found["A"].total_float == found["A"].free_float == 4
    assert str(found["A"].late_finish) == "2026-03-03 13:00:00"
    assert (found["B"].total_float, found["C"].total_float) == (0, 0)
    assert str(found["B"].early_finish) == "2026-03-04 17:00:00"


def test_work_under_way_has_the_float_of_its_end() -> None:
    found = walked({"C": 40}, [], B=UNDER_WAY)
    assert found["B"].total_float == 16
    assert str(found["B"].late_start) == "2026-03-03 13:00:00"
    assert str(found["B"].late_finish) == "2026-03-06 17:00:00"


def test_a_start_that_is_past_is_not_late_for_what_it_let_begin() -> None:
    soon = Activity(8, WEEK, latest_end=pd.Timestamp("2026-03-02 17:00"))
    found = walked({"Z": 40}, [Link("B", "A", "SS")], B=UNDER_WAY, A=soon)
    assert found["B"].total_float == 16
    assert found["B"].free_float == 16


def test_a_task_that_is_done_moves_for_nobody() -> None:
    begun, ended = pd.Timestamp("2026-03-02 08:00"), pd.Timestamp("2026-03-02 17:00")
    done = Activity(8, WEEK, begun=begun, ended=ended, left=0)
    found = walked({"A": 16, "C": 8, "D": 40}, [Link("A", "B"), Link("B", "C")], B=done)
    assert found["A"].total_float == found["A"].free_float == 16


def test_a_lag_before_elapsed_work_is_one_of_working_time() -> None:
    # Concrete is poured by Friday noon, waits 8 working hours, dries for two days.
    days = Clock.of(MONDAY, np.full(400, 24.0))
    dries = Activity(48, days, lags=WEEK)
    found = walked({"A": 36}, [Link("A", "B", "FS", 8)], B=dries)
    assert str(found["B"].early_start) == "2026-03-09 12:00:00"
    assert str(found["B"].early_finish) == "2026-03-11 12:00:00"
    assert found["A"].total_float == 0


def test_a_deadline_that_cannot_be_met_is_negative_float() -> None:
    late = Activity(16, WEEK, latest_end=pd.Timestamp("2026-03-02 17:00"))
    found = walked({}, [], A=late)
    assert found["A"].total_float == -8


def test_a_task_that_must_wait_for_its_day_does() -> None:
    waits = Activity(8, WEEK, earliest=pd.Timestamp("2026-03-04 08:00"))
    found = walked({"A": 8}, [Link("A", "B")], B=waits)
    assert found["A"].total_float == 8
    assert str(found["B"].early_start) == "2026-03-04 08:00:00"


def test_tasks_that_wait_for_each_other_have_no_order() -> None:
    rows = plan(
        {"duration_hours": 8},
        {"duration_hours": 8},
        links=[
            {"predecessor_id": "1", "successor_id": "2", "link_type": "FS"},
            {"predecessor_id": "2", "successor_id": "1", "link_type": "FS"},
        ],
    )
    assert set(network_of(rows).cycle) == {"Task 1", "Task 2"}


def test_a_link_of_a_summary_is_one_of_its_tasks() -> None:
    rows = plan(
        {"task_kind": "summary", "task_id": "S"},
        {"parent_id": "S", "task_id": "a"},
        {"parent_id": "S", "task_id": "b"},
        {"task_id": "c"},
        links=[
            {"predecessor_id": "S", "successor_id": "c", "link_type": "FS"},
            {"predecessor_id": "S", "successor_id": "c", "link_type": "SS"},
            {"predecessor_id": "c", "successor_id": "z", "link_type": "FS"},
        ],
    )
    found = network_of(rows)
    assert {link.before for link in found.links["1:c"]} == {"1:a", "1:b"}
    assert len(found.left_out) == 2


chains = st.lists(st.integers(1, 40), min_size=2, max_size=6)


@given(chains, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_a_plan_has_a_path_without_float_and_none_below_it(
    durations: list[int], pairs: list[tuple[int, int]]
) -> None:
    size = len(durations)
    hours = {str(n): float(value) for n, value in enumerate(durations)}
    links = [Link(str(a), str(b)) for a, b in pairs if a < b < size]
    found = walked(hours, links)
    floats = [one.total_float for one in found.values()]
    assert min(floats) == 0
    assert all(0 <= one.free_float <= one.total_float for one in found.values())
    longest = max(one.early_finish for one in found.values())
    assert WEEK.reading(longest) >= max(durations)


@given(chains, st.lists(st.integers(0, 40), min_size=6, max_size=6), st.data())
def test_a_task_that_takes_its_float_does_not_move_the_end(
    durations: list[int], done: list[int], data: st.DataObject
) -> None:
    keys = [str(n) for n in range(len(durations))]
    behind = st.sampled_from(keys)
    links = [Link(a, b) for a in keys for b in [data.draw(behind)] if a < b]
    tasks = {
        key: Activity(hours, WEEK, OPENING, left=hours - share)
        if 0 < share < hours
        else Activity(hours, WEEK)
        for key, hours, share in zip(keys, durations, done, strict=False)
    }
    before = walked({}, links, WEEK, **tasks)
    key = data.draw(behind)
    longer = tasks[key].hours + max(before[key].total_float, 0)
    left = tasks[key].left
    if left is not None:
        left += longer - tasks[key].hours
    slipped = {**tasks, key: replace(tasks[key], hours=longer, left=left)}
    after = walked({}, links, WEEK, **slipped)
    ends = [max(one.early_finish for one in both.values()) for both in (before, after)]
    assert ends[0] == ends[1]


@given(st.floats(0, 300))
def test_a_clock_reads_what_it_was_set_to(hours: float) -> None:
    assert WEEK.reading(WEEK.ends(hours)) == pytest.approx(hours, abs=1e-3)
    assert WEEK.reading(WEEK.starts(hours)) == pytest.approx(hours, abs=1e-3)
