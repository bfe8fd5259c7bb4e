"""Charts of earned value and schedule, also with nothing to show."""

from __future__ import annotations

from datetime import date

import pytest

from analytics import schema
from analytics.calendar import WorkingCalendar
from analytics.figures import earned_value as curve
from analytics.figures import estimates, schedule
from analytics.figures.theme import DASH
from analytics.metrics.evm.from_columns import column_amounts
from analytics.metrics.evm.report import Report, earned_value
from analytics.metrics.plan.critical import critical_path
from analytics.metrics.plan.milestones import milestones, told
from analytics.metrics.plan.quality import schedule_quality
from tests.factories_plan import plan, stored

MARCH = date(2026, 3, 31)
WEEK = WorkingCalendar()
NO_LIST = stored(schema.MILESTONE, ())


def report(*rows: tuple[float, float | None, float | None]) -> Report:
    table = stored(
        schema.EARNED_VALUE,
        [
            {
                "starts_on": f"2026-{n:02d}-01",
                "ends_before": f"2026-{n + 1:02d}-01",
                "planned_amount": pv,
                "earned_amount": ev,
                "actual_amount": ac,
                "currency": "EUR",
                "is_cumulative": True,
            }
            for n, (pv, ev, ac) in enumerate(rows, 1)
        ],
    )
    amounts = column_amounts(table, as_of=MARCH, currency="EUR")
    assert amounts is not None
    return earned_value(amounts, as_of=MARCH, calendar=WEEK)


USUAL = report((100, 80, 90), (200, 150, 190), (300, 240, 300), (400, None, None))
BARE = report((100, None, None))


def test_the_curve_has_three_lines_a_band_and_a_sentence() -> None:
    names = [trace.name for trace in curve.plot_earned_value(USUAL).data]
    assert names[:3] == ["Planned (PV)", "Earned (EV)", "Actual cost (AC)"]
    assert "Range of the estimates (EAC)" in names
    assert curve.read_earned_value(USUAL) == (
        "By 31 Mar 2026 work worth €\xa0240 is done where €\xa0300 was planned; it "
        "cost €\xa0300, €\xa060 more than it was planned to."
    )
    assert len(curve.table_earned_value(USUAL)) == 4


def test_the_indices_are_drawn_against_1() -> None:
    figure = curve.plot_indices(USUAL)
    assert [trace.name for trace in figure.data] == ["Cost (CPI)", "Schedule (SPI)"]
    assert "80 % of what was planned" in curve.read_indices(USUAL)


def test_the_nearest_rule_is_named() -> None:
    words = estimates.read_estimates(USUAL)
    assert "So far the nearest rule was" in words
    table = estimates.table_estimates(USUAL)
    assert (table["Note"] == "nearest so far").sum() == 1
    assert len(estimates.plot_estimates(USUAL).data) == 1


def test_without_progress_each_chart_says_why() -> None:
    assert "no earned amounts" in curve.read_earned_value(BARE)
    assert not estimates.plot_estimates(BARE).data
    assert estimates.read_estimates(BARE).startswith("There is no estimate")
    assert not curve.plot_indices(BARE).data
    assert "There is no CPI." in curve.read_indices(BARE)


def test_an_empty_schedule_says_so() -> None:
    path = critical_path(plan(), as_of=MARCH, calendar=WEEK)
    quality = schedule_quality(plan(), path, as_of=MARCH, calendar=WEEK)
    dates = milestones(plan(), NO_LIST, as_of=MARCH, calendar=WEEK)
    assert not schedule.plot_float(path).data
    assert not schedule.plot_trend(dates).data
    assert schedule.read_milestones(dates) == "No file names a milestone."
    assert schedule.read_quality(quality) == "None of the fourteen points can be told."
    assert len(schedule.table_quality(quality)) == 14


def test_floats_and_milestones_are_drawn() -> None:
    task = {
        "start_at": "2026-04-01 08:00",
        "finish_at": "2026-04-01 17:00",
        "duration_hours": 8,
    }
    gate = {
        "task_kind": "milestone",
        "name": "Gate <b>",
        "finish_at": "2026-04-01 17:00",
        "duration_hours": 0,
        "baseline_finish_at": "2026-03-31 17:00",
    }
    links = [{"predecessor_id": "1", "successor_id": "2", "link_type": "FS"}]
    found = plan(task, gate, links=links)
    path = critical_path(found, as_of=MARCH, calendar=WEEK)
    assert schedule.plot_float(path).data[0].y.sum() == 2
    assert "2 open tasks cannot slip" in schedule.read_float(path)
    reports = [(MARCH, told(found, NO_LIST))]
    dates = milestones(found, NO_LIST, as_of=MARCH, calendar=WEEK, reports=reports)
    assert "<b>" not in schedule.plot_trend(dates).data[0].name
    assert "1 working day late" in schedule.read_milestones(dates)


@pytest.mark.parametrize(("value", "words"), [(8.0, "8 hours"), (None, DASH)])
def test_hours_are_no_money(value: float | None, words: str) -> None:
    assert curve.amount(value, "hours") == words


def test_twelve_milestones_are_told_apart_by_colour_and_shape() -> None:
    assert schedule.COLOURED * len(schedule.LOOKS) >= schedule.MOST
    assert len(set(schedule.LOOKS)) == len(schedule.LOOKS)
