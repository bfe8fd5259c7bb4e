"""What of a task of a schedule goes into the passes of its network."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analytics.calendar import WorkingCalendar
from analytics.metrics.plan.activities import activities_of
from analytics.metrics.plan.critical import critical_path
from tests.factories_plan import plan

MARCH = date(2026, 3, 31)
WEEK = WorkingCalendar()
STARTED = {"actual_start_at": "2026-03-02 08:00", "start_at": "2026-03-02 08:00"}


@pytest.mark.parametrize(
    ("row", "left"),
    [
        ({"duration_hours": 16.0}, None),
        ({"duration_hours": 16.0, **STARTED}, 16.0),
        ({"duration_hours": 16.0, "complete_ratio": 0.25, **STARTED}, 12.0),
        (
            {
                "duration_hours": 16.0,
                "complete_ratio": 0.25,
                "remaining_duration_hours": 10.0,
                **STARTED,
            },
            10.0,
        ),
        ({"duration_hours": 0.0, "complete_ratio": 0.3, **STARTED}, None),
        (
            {
                "duration_hours": 8.0,
                "actual_finish_at": "2026-03-02 17:00",
                **STARTED,
            },
            0.0,
        ),
    ],
)
def test_what_is_left_is_stated_or_not_complete(
    row: dict[str, object], left: float | None
) -> None:
    (found,) = activities_of(plan(row), as_of=MARCH, calendar=WEEK)[0].values()
    assert found.left == left


@pytest.mark.parametrize(
    ("row", "hours"),
    [
        ({"start_at": "2026-04-02 08:00", "finish_at": "2026-04-06 12:00"}, 20.0),
        ({"start_at": "2026-04-02 08:00", "finish_at": "2026-04-01 08:00"}, 0.0),
        ({"start_at": "2026-04-02 08:00"}, 0.0),
        ({"duration_hours": -8.0}, 0.0),
    ],
)
def test_a_task_without_a_duration_takes_the_working_time_of_its_dates(
    row: dict[str, object], hours: float
) -> None:
    (found,) = activities_of(plan(row), as_of=MARCH, calendar=WEEK)[0].values()
    assert found.hours == hours


def test_elapsed_time_counts_nights_and_weekends() -> None:
    friday = {"start_at": "2026-04-03 08:00", "finish_at": "2026-04-05 08:00"}
    dries = {"duration_hours": 48.0, "is_elapsed": True, **friday}
    builds = {"duration_hours": 40.0, "start_at": "2026-04-03 08:00"}
    beside = {"duration_hours": 24.0, "is_elapsed": True, **friday}
    found = critical_path(
        plan(
            *(dries, builds, beside),
            links=[{"predecessor_id": "1", "successor_id": "2"}],
            schedules=[{"start_at": "2026-04-03 08:00"}],
        ),
        as_of=MARCH,
        calendar=WEEK,
    )
    assert "Tasks with elapsed durations, whose days have 24 hours: 2." in found.notes
    assert found.finish == pd.Timestamp("2026-04-10 17:00")
    rows = found.tasks.set_index("name")
    assert rows.loc["Task 1", "early_finish"] == pd.Timestamp("2026-04-05 08:00")
    # It can last until work begins on Monday morning: one day of 24 hours more.
    assert rows.loc["Task 1", "float_days"] == 1
    assert rows.loc["Task 2", "float_days"] == 0
    assert rows.loc["Task 3", "float_days"] == pytest.approx(6 + 9 / 24)
