"""Quality of a schedule, its critical path and its milestones."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics import schema
from analytics.calendar import WorkingCalendar
from analytics.metrics.plan.critical import critical_path
from analytics.metrics.plan.milestones import milestones, told
from analytics.metrics.plan.quality import execution_index, schedule_quality
from tests.factories_plan import plan, stored

if TYPE_CHECKING:
    from analytics.metrics.plan.counted import Point
    from analytics.metrics.plan.critical import CriticalPath
    from analytics.metrics.plan.quality import ScheduleQuality
    from analytics.metrics.plan.rows import Plan

MARCH = date(2026, 3, 31)
WEEK = WorkingCalendar()
NO_LIST = stored(schema.MILESTONE, ())


def link(one: str, other: str, kind: str = "FS", **more: object) -> dict[str, object]:
    return {"predecessor_id": one, "successor_id": other, "link_type": kind, **more}


def task(start: str, finish: str, hours: float, **more: object) -> dict[str, object]:
    return {
        "start_at": f"{start} 08:00",
        "finish_at": f"{finish} 17:00",
        "duration_hours": hours,
        **more,
    }


def path_of(found: Plan) -> CriticalPath:
    return critical_path(found, as_of=MARCH, calendar=WEEK)


def quality_of(found: Plan) -> ScheduleQuality:
    return schedule_quality(found, path_of(found), as_of=MARCH, calendar=WEEK)


def point(found: ScheduleQuality, name: str) -> Point:
    return next(one for one in found.points if one.name == name)


@pytest.mark.parametrize(
    ("finished", "due", "index"),
    [(1516, 1955, 0.78), (6, 6, 1.0), (8, 6, 1.33), (95, 100, 0.95), (105, 100, 1.05)],
)
def test_the_published_execution_indices(finished: int, due: int, index: float) -> None:
    # sched-bei: Defense Acquisition University, Elecosoft, Schedule Training Hub.
    found = execution_index(finished, due)
    assert found is not None
    assert round(found, 2) == index


def test_the_index_of_a_plan_counts_early_tasks_and_those_without_baseline() -> None:
    done = {"actual_finish_at": "2026-03-20 17:00", "baseline_finish_at": "2026-03-10"}
    early = {"actual_finish_at": "2026-03-20 17:00", "baseline_finish_at": "2026-06-10"}
    late = {"baseline_finish_at": "2026-03-10"}
    found = quality_of(plan(done, early, late, {}))
    assert found.bei == pytest.approx(2 / 3)
    assert found.hit == 0.5
    assert point(found, "Baseline execution index (BEI)").is_met is False


def test_an_index_of_zero_is_no_index_that_is_missing() -> None:
    found = quality_of(plan({"baseline_finish_at": "2026-03-10"}))
    bei = point(found, "Baseline execution index (BEI)")
    assert (bei.value, bei.is_met, bei.why) == (0.0, False, "")


def test_nothing_due_has_no_index() -> None:
    found = quality_of(plan({"baseline_finish_at": "2026-06-10"}))
    assert found.bei is None
    assert found.why["bei"] == "No task was to be finished by then."


def test_the_fourteen_points_are_all_there_and_an_empty_plan_has_no_values() -> None:
    found = quality_of(plan())
    assert len(found.points) == 14
    assert all(one.value is None and one.why for one in found.points)
    assert not found.failed


def test_the_length_index_is_below_1_when_the_baseline_is_passed() -> None:
    rows = plan(
        task("2026-04-01", "2026-04-14", 80, baseline_finish_at="2026-04-10 17:00"),
        task("2026-04-15", "2026-04-15", 8, baseline_finish_at="2026-04-10 17:00"),
        links=[link("1", "2")],
    )
    found = quality_of(rows)
    assert path_of(rows).finish == pd.Timestamp("2026-04-15 17:00")
    assert found.cpli == pytest.approx((11 - 3) / 11)


def test_leads_lags_and_other_links_are_shares_of_links() -> None:
    rows = plan(
        *(task("2026-04-01", "2026-04-01", 8) for _ in range(4)),
        links=[
            link("1", "2", lag_hours=-8),
            link("2", "3", lag_hours=8),
            link("3", "4", "SS"),
            link("1", "4"),
        ],
    )
    found = quality_of(rows)
    assert [point(found, name).value for name in ("Leads", "Lags")] == [0.25, 0.25]
    assert point(found, "Finish to start").value == 0.75
    assert point(found, "Leads").names == ("Task 1 to Task 2",)


def test_an_actual_date_after_the_status_date_is_invalid() -> None:
    found = quality_of(
        plan(
            task("2026-04-02", "2026-04-02", 8, actual_start_at="2026-04-02 08:00"),
            task("2026-03-02", "2026-03-02", 8),
            task("2026-04-02", "2026-04-02", 8),
        )
    )
    assert point(found, "Invalid dates").names == ("Task 1", "Task 2")


def test_the_path_test_moves_the_end_by_600_days() -> None:
    rows = plan(
        task("2026-04-01", "2026-04-01", 8),
        task("2026-04-02", "2026-04-02", 8),
        links=[link("1", "2")],
    )
    assert point(quality_of(rows), "Critical path test").is_met is True
    fixed = plan(
        task("2026-04-01", "2026-04-01", 8),
        task("2026-04-02", "2026-04-02", 8, is_manual=True),
        links=[link("1", "2")],
    )
    assert point(quality_of(fixed), "Critical path test").is_met is not True


def test_float_that_differs_from_that_of_the_tool_is_listed() -> None:
    rows = plan(
        task("2026-04-01", "2026-04-02", 16, total_slack_hours=0.0),
        task("2026-04-01", "2026-04-01", 8, total_slack_hours=4.0),
        task("2026-04-03", "2026-04-03", 8, total_slack_hours=0.0),
        links=[link("1", "3"), link("2", "3")],
    )
    found = path_of(rows)
    assert found.compared == 3
    assert found.differences["name"].tolist() == ["Task 2"]
    assert found.differences["difference_days"].tolist() == [0.5]
    assert found.path["name"].tolist() == ["Task 1", "Task 3"]


def test_a_file_with_a_float_of_0_everywhere_computed_none() -> None:
    rows = plan(
        task("2026-04-01", "2026-04-02", 16, total_slack_hours=0.0),
        task("2026-04-01", "2026-04-01", 8, total_slack_hours=0.0),
        task("2026-04-03", "2026-04-03", 8, total_slack_hours=0.0),
        links=[link("1", "3"), link("2", "3")],
    )
    found = path_of(rows)
    assert (found.compared, len(found.differences)) == (0, 0)


def test_a_calendar_with_a_holiday_moves_the_end() -> None:
    week = [
        {
            "calendar_name": "Standard",
            "is_project_calendar": True,
            "weekday": n,
            "is_working": n < 6,
            "working_hours": 8 if n < 6 else 0,
        }
        for n in range(1, 8)
    ]
    friday = {
        "calendar_name": "Standard",
        "starts_on": "2026-04-03",
        "is_working": False,
        "ends_before": "2026-04-04",
        "working_hours": 0,
    }
    rows = plan(
        task("2026-04-01", "2026-04-02", 16),
        task("2026-04-03", "2026-04-03", 8),
        links=[link("1", "2")],
        days=[*week, friday],
    )
    assert path_of(rows).finish == pd.Timestamp("2026-04-06 17:00")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (plan(), "no schedule with tasks"),
        (plan({}, {}), "no links"),
        (plan({}, {}, links=[link("1", "2"), link("2", "1")]), "in a circle"),
    ],
)
def test_without_a_network_there_is_a_reason(rows: Plan, reason: str) -> None:
    found = path_of(rows)
    assert reason in found.why
    assert found.finish is None
    assert found.tasks["float_days"].isna().all()


def test_milestones_slip_in_working_days() -> None:
    gate = {
        "task_kind": "milestone",
        "name": "Gate",
        "baseline_finish_at": "2026-03-27",
        "finish_at": "2026-04-02",
        "duration_hours": 0,
    }
    rows = stored(
        schema.MILESTONE,
        [
            {
                "name": "Contract",
                "baseline_on": "2026-03-10",
                "actual_on": "2026-03-09",
            },
            {"name": "Launch", "planned_on": "2026-03-01"},
        ],
    )
    found = milestones(plan(gate), rows, as_of=MARCH, calendar=WEEK)
    slips = dict(zip(found.rows["name"], found.rows["slip_days"], strict=True))
    assert slips["Gate"] == 4
    assert slips["Contract"] == -1
    assert pd.isna(slips["Launch"])
    assert found.overdue == ("Launch",)
    assert found.latest == ("Gate", 4, date(2026, 4, 2))


def test_the_trend_has_a_point_for_each_report() -> None:
    def gate(day: str) -> pd.DataFrame:
        return told(
            plan({"task_kind": "milestone", "name": "Gate", "finish_at": day}), NO_LIST
        )

    reports = [
        (date(2026, 1, 31), gate("2026-04-01")),
        (date(2026, 2, 28), gate("2026-05-01")),
    ]
    found = milestones(plan(), NO_LIST, as_of=MARCH, calendar=WEEK, reports=reports)
    assert found.trend["expected_on"].dt.month.tolist() == [4, 5]
    assert found.latest is None


def test_progress_after_the_day_asked_for_was_not_known_then() -> None:
    done = task("2026-03-02", "2026-03-20", 120, actual_finish_at="2026-03-20 17:00")
    found = plan(done, {"complete_ratio": 1, "finish_at": "2026-03-25 17:00"})
    assert found.work["is_done"].all()
    assert not found.known_by(date(2026, 3, 10)).work["is_done"].any()
    assert found.known_by(MARCH) is found
