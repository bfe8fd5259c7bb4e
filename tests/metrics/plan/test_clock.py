"""Working time by the calendars of a plan: shifts, breaks, days that differ."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.plan.clock import STANDARD, Clock, clocks, usual_shifts
from analytics.metrics.plan.critical import critical_path
from analytics.schema import CALENDAR_DAY
from tests.factories_plan import plan, stored

MONDAY = pd.Timestamp("2026-03-02")
SPAIN = "09:00-13:00 15:00-19:00"
NIGHT = "00:00-03:00 04:00-08:00 23:00-24:00"


def days(times: str, **more: object) -> list[dict[str, object]]:
    """Return the rules of a calendar with these times from Monday to Friday."""
    rows: list[dict[str, object]] = [
        {"weekday": n, "is_working": n < 6, "working_hours": 8.0 * (n < 6)}
        | ({"working_times": times} if n < 6 else {})
        for n in range(1, 8)
    ]
    rows += [more] if more else []
    usual = {"calendar_name": "Own", "is_project_calendar": True}
    return [{**usual, **row} for row in rows]


def clock_of(rows: list[dict[str, object]]) -> Clock:
    found = clocks(
        stored(CALENDAR_DAY, rows),
        WorkingCalendar(),
        first=MONDAY,
        last=MONDAY,
        per_day=8.0,
    )
    assert found[STANDARD] is found["Own"]
    return found["Own"]


@pytest.mark.parametrize(
    ("times", "moment", "hours"),
    [
        (SPAIN, "2026-03-02 14:00", 4),
        (SPAIN, "2026-03-02 18:00", 7),
        (SPAIN, "2026-03-03 09:30", 8.5),
        (NIGHT, "2026-03-02 03:30", 3),
        (NIGHT, "2026-03-02 23:30", 7.5),
    ],
)
def test_hours_pass_when_people_work(times: str, moment: str, hours: float) -> None:
    clock = clock_of(days(times))
    start = clock.reading(MONDAY)
    assert clock.reading(pd.Timestamp(moment)) - start == pytest.approx(hours)


def test_work_ends_before_a_break_and_goes_on_after_it() -> None:
    clock = clock_of(days(SPAIN))
    start = clock.reading(MONDAY)
    assert clock.ends(start + 4) == pd.Timestamp("2026-03-02 13:00")
    assert clock.starts(start + 4) == pd.Timestamp("2026-03-02 15:00")
    assert clock.ends(start + 8) == pd.Timestamp("2026-03-02 19:00")
    assert clock.starts(start + 8) == pd.Timestamp("2026-03-03 09:00")
    assert clock.starts(start + 40) == pd.Timestamp("2026-03-09 09:00")


def test_days_that_differ_have_their_own_times() -> None:
    short = {
        "starts_on": "2026-03-03",
        "ends_before": None,
        "is_working": True,
        "working_hours": 3.0,
        "working_times": "10:00-13:00",
    }
    clock = clock_of(days(SPAIN, **short))
    start = clock.reading(MONDAY)
    assert clock.starts(start + 8) == pd.Timestamp("2026-03-03 10:00")
    assert clock.ends(start + 11) == pd.Timestamp("2026-03-03 13:00")


def test_times_that_do_not_add_up_to_the_hours_are_not_taken() -> None:
    clock = clock_of(days("09:00-12:00"))
    start = clock.reading(MONDAY)
    assert clock.starts(start) == pd.Timestamp("2026-03-02 08:00")


@given(st.floats(0, 24), st.floats(0, 47))
def test_moments_and_hours_are_each_other_turned_round(
    hours: float, into: float
) -> None:
    clock = Clock.of(MONDAY, np.array([hours, hours]))
    told = min(into, 2 * hours)
    for moment in (clock.ends(told), clock.starts(told)):
        assert clock.reading(moment) == pytest.approx(told, abs=1e-3)
    assert sum(end - start for start, end in usual_shifts(hours)) == pytest.approx(
        hours
    )


def test_float_is_that_of_the_tool_on_other_hours_than_the_usual() -> None:
    # B can slip from Monday 15:00 to Tuesday 13:00: 4 + 4 hours.
    tasks = [
        {"task_id": "A", "duration_hours": 12.0, "total_slack_hours": 0.0},
        {"task_id": "B", "duration_hours": 4.0, "total_slack_hours": 8.0},
        {"task_id": "C", "duration_hours": 4.0, "total_slack_hours": 0.0},
    ]
    links = [
        {"predecessor_id": one, "successor_id": "C", "link_type": "FS"} for one in "AB"
    ]
    known = {"start_at": "2026-03-02 09:00"}
    found = critical_path(
        plan(*({**known, **one} for one in tasks), links=links, days=days(SPAIN)),
        as_of=date(2026, 3, 2),
        calendar=WorkingCalendar(),
    )
    assert found.finish == pd.Timestamp("2026-03-03 19:00")
    assert (found.compared, len(found.differences)) == (3, 0)
    floats = dict(zip(found.tasks["key"], found.tasks["float_days"], strict=True))
    assert [value for _, value in sorted(floats.items())] == [0, 1, 0]
