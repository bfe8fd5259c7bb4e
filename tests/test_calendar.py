"""Ranges, working days and the ideal line."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calendar import (
    WorkingCalendar,
    days,
    elapsed_days_plus_one,
)
from analytics.errors import RequestError

MONDAY = date(2026, 3, 2)
PLAIN = WorkingCalendar()
DATES = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "took"),
    [
        # golden flow-plus-one, 55 Degrees: cycle time = end - start + 1
        (date(2025, 1, 1), date(2025, 1, 5), 5),
        (date(2025, 1, 7), date(2025, 1, 7), 1),
        # over the end of daylight saving time and a leap day
        (date(2025, 10, 25), date(2025, 10, 27), 3),
        (date(2024, 2, 28), date(2024, 3, 1), 3),
        (date(2025, 1, 2), date(2025, 1, 1), None),
    ],
)
def test_elapsed_days_hold_first_and_last(
    start: date, end: date, took: int | None
) -> None:
    assert elapsed_days_plus_one(start, end) == took


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, date(2026, 3, 1), 0),
        (MONDAY, date(2026, 3, 3), 1),
        (MONDAY, date(2026, 3, 9), 5),
        (date(2026, 3, 7), date(2026, 3, 9), 0),
        (MONDAY, date(2026, 3, 16), 10),
    ],
)
def test_working_days_of_a_range(start: date, end: date, count: int) -> None:
    assert PLAIN.working_days(start, end) == count


def test_a_range_stops_before_its_end() -> None:
    assert len(days(MONDAY, MONDAY)) == 0
    assert [day.date() for day in days(MONDAY, MONDAY + timedelta(2))] == [
        MONDAY,
        date(2026, 3, 3),
    ]
    assert days(MONDAY, date(2026, 3, 3)).dtype == "datetime64[us]"


def test_a_holiday_is_no_working_day() -> None:
    calendar = WorkingCalendar(holidays=frozenset({MONDAY}))
    assert not calendar.is_working(MONDAY)
    assert calendar.working_days(MONDAY, date(2026, 3, 9)) == 4
    assert calendar.next_working_day(date(2026, 2, 27)) == date(2026, 3, 3)


def test_the_weekend_is_the_projects() -> None:
    calendar = WorkingCalendar(weekend=frozenset({4, 5}))
    assert not calendar.is_working(date(2026, 3, 6))
    assert calendar.is_working(date(2026, 3, 8))
    assert calendar.next_working_day(date(2026, 3, 5)) == date(2026, 3, 8)


def test_somebody_must_work() -> None:
    with pytest.raises(RequestError, match="at least one"):
        WorkingCalendar(weekend=frozenset(range(7)))


def test_the_ideal_line_is_flat_on_days_off() -> None:
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 3, 10)}))
    line = calendar.ideal_line(12, start=date(2026, 3, 5), end=date(2026, 3, 12))
    assert line is not None
    #                     Thu Fri Sat Sun Mon hol Wed
    assert line.tolist() == [9, 6, 6, 6, 3, 3, 0]


def test_no_ideal_line_without_a_working_day() -> None:
    saturday = date(2026, 3, 7)
    assert PLAIN.ideal_line(12, start=saturday, end=saturday + timedelta(2)) is None


@given(DATES, st.integers(0, 400), st.frozensets(st.integers(0, 6), max_size=6))
def test_counting_agrees_with_asking_every_day(
    start: date, length: int, weekend: frozenset[int]
) -> None:
    calendar = WorkingCalendar(weekend, frozenset({start + timedelta(length // 2)}))
    end = start + timedelta(length)
    span = days(start, end)
    asked = [calendar.is_working(day.date()) for day in span]
    assert calendar.working(span).tolist() == asked
    assert calendar.working_days(start, end) == sum(asked)
    left = calendar.working_days_left(span, end).tolist()
    assert left == [sum(asked[position + 1 :]) for position in range(length)]


@given(DATES, DATES, DATES)
def test_working_days_of_two_halves_add_up(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    assert PLAIN.working_days(first, last) == PLAIN.working_days(
        first, middle
    ) + PLAIN.working_days(middle, last)
