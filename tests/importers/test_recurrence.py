"""Recurring days, by hand and against the definition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.importers.recurrence import DAY, MOST, Recurrence, fits, runs

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (Recurrence(1, FIRST, date(2026, 1, 7), period=3), "01-01 01-04 01-07"),
        (Recurrence(7, FIRST, date(2026, 1, 3)), "01-01 01-02 01-03"),
        # 1 January 2026 is a Thursday; 2 is Monday, 32 is Friday.
        (Recurrence(6, FIRST, date(2026, 1, 12), weekdays=34),
         "01-02 01-05 01-09 01-12"),
        (Recurrence(6, FIRST, date(2026, 1, 31), period=2, weekdays=2), "01-12 01-26"),
        (Recurrence(2, FIRST, LAST, month=12, day=25), "12-25"),
        (Recurrence(2, FIRST, LAST, month=2, day=30), ""),
        (Recurrence(3, FIRST, LAST, month=11, position=3, item=7), "11-26"),
        (Recurrence(3, FIRST, LAST, month=5, position=4, item=4), "05-25"),
        (Recurrence(4, date(2026, 1, 31), date(2026, 5, 31), day=31),
         "01-31 03-31 05-31"),
        (Recurrence(4, date(2026, 1, 15), date(2026, 6, 30), day=10, period=2),
         "03-10 05-10"),
        (Recurrence(5, FIRST, date(2026, 2, 28), position=0, item=1), "01-01 02-02"),
        (Recurrence(5, FIRST, date(2026, 2, 28), position=4, item=2), "01-31 02-28"),
        (Recurrence(5, FIRST, date(2026, 2, 28), position=4, item=0), "01-31 02-28"),
        (Recurrence(1, FIRST, LAST, most=2), "01-01 01-02"),
        (Recurrence(9, FIRST, LAST), ""),
    ],
)  # fmt: skip
def test_days_of_a_pattern(pattern: Recurrence, expected: str) -> None:
    assert " ".join(day.strftime("%m-%d") for day in pattern.days()) == expected


def test_no_pattern_gives_more_than_the_limit() -> None:
    assert len(Recurrence(1, date(1900, 1, 1), date(2199, 12, 31)).days()) == MOST


days = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(days, st.integers(0, 800), st.integers(1, 6), st.integers(0, 127))
def test_days_lie_in_the_span_in_order_and_on_their_weekdays(
    first: date, length: int, period: int, weekdays: int
) -> None:
    last = first + timedelta(days=length)
    found = Recurrence(6, first, last, period=period, weekdays=weekdays).days()
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
    assert all(weekdays >> day.isoweekday() % 7 & 1 for day in found)


@given(st.sets(days, max_size=30))
def test_runs_hold_exactly_the_days(chosen: set[date]) -> None:
    stretches = list(runs(sorted(chosen)))
    held = [
        start + number * DAY
        for start, end in stretches
        for number in range((end - start).days)
    ]
    assert held == sorted(chosen)
    ends = [end for _, end in stretches]
    assert all(
        end < start for end, (start, _) in zip(ends, stretches[1:], strict=False)
    )


def test_items_are_days_weekdays_weekend_days_or_one_weekday() -> None:
    saturday, sunday = date(2026, 1, 3), date(2026, 1, 4)
    assert [fits(saturday, item) for item in (0, 1, 2, 3, 9)] == [
        True, False, True, False, True,
    ]  # fmt: skip
    assert fits(sunday, 3)
