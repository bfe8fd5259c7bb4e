"""Utilisation: hours booked of those that were available."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.hours.booked import NO_BOOKINGS
from analytics.metrics.hours.capacity import (
    NO_CAPACITY,
    NOT_BOOKED,
    NOTHING_TO_DIVIDE,
    Utilisation,
    per_week,
    utilisation,
)
from analytics.metrics.hours.lines import (
    HAS_PEOPLE,
    NO_HOURS,
    NO_LINES,
    NO_PERIOD,
    NOT_BEGUN,
    OVERLAPS,
    SAID_ANEW,
    chosen,
)
from tests.factories_hours import APRIL, booked, lines

CALENDAR = WorkingCalendar()
TEAM = {"team": "Red"}
NEXT_WEEK = {"team": "Red", "starts_on": "2026-03-09", "ends_before": "2026-03-23"}
AFTER = {"team": "Red", "starts_on": "2026-03-16", "ends_before": "2026-03-30"}
MAY = {"team": "Red", "starts_on": "2026-05-01", "ends_before": "2026-06-01"}


def used(
    *rows: dict[str, Any],
    booking: tuple[dict[str, Any], ...] = ({"hours": 10, "team": "Red"},),
    as_of: date = APRIL,
    **named: Any,  # noqa: ANN401 - passed on
) -> Utilisation:
    return utilisation(
        booked(*booking, as_of=as_of),
        lines(*rows),
        calendar=CALENDAR,
        as_of=as_of,
        **named,
    )


@pytest.mark.parametrize(
    ("hours", "logged", "ratio", "why"),
    [
        (40.0, 10, 0.25, ""),
        (8.0, 10, 1.25, ""),
        (0.0, 10, None, NO_CAPACITY),
        (40.0, 0, 0.0, ""),
    ],
)
def test_one_line(hours: float, logged: float, ratio: float | None, why: str) -> None:
    booking = ({"hours": logged, "team": "Red"},)
    found = used({**TEAM, "hours": hours}, booking=booking)
    (row,) = found.rows.to_dict("records")
    assert (None if pd.isna(row["ratio"]) else row["ratio"], row["why"]) == (ratio, why)
    assert found.figures["utilisation"] == ratio
    if ratio is None:
        assert found.why["utilisation"] == NOTHING_TO_DIVIDE


def test_bookings_count_in_their_period_only() -> None:
    days = ("2026-03-01", "2026-03-02", "2026-03-15", "2026-03-16")
    booking = tuple({"day": day, "hours": 10, "team": "Red"} for day in days)
    assert used(TEAM, booking=booking).figures["logged_hours"] == 20


@pytest.mark.parametrize(
    ("as_of", "available"),
    [
        (date(2026, 3, 2), 4.0),
        (date(2026, 3, 6), 20.0),
        (date(2026, 3, 8), 20.0),
        (date(2026, 3, 13), 40.0),
        (date(2026, 3, 20), 40.0),
    ],
)
def test_of_a_period_that_runs_the_working_days_so_far_count(
    as_of: date, available: float
) -> None:
    assert used(TEAM, as_of=as_of).figures["available_hours"] == available


def test_a_person_who_never_booked_has_no_utilisation_and_is_in_no_sum() -> None:
    found = used({"person": "ADA ", "hours": 20}, {"person": "Cy", "hours": 90})
    assert found.rows["ratio"].fillna(-1).tolist() == [0.5, -1]
    assert found.rows["why"].tolist() == ["", NOT_BOOKED]
    assert found.figures["available_hours"] == 20


def test_of_somebody_in_two_teams_the_hours_of_each_team_count() -> None:
    booking = (
        {"hours": 6, "team": "Red"},
        {"hours": 3, "team": "Blue"},
    )
    rows = tuple({"team": one, "person": "Ada", "hours": 10} for one in ("Red", "Blue"))
    found = used(*rows, booking=booking).rows.set_index("team")["ratio"]
    assert found.to_dict() == {"Red": 0.6, "Blue": 0.3}
    (alone,) = used(rows[0], booking=booking).rows["ratio"]
    assert alone == 0.9


@pytest.mark.parametrize(
    ("rows", "kept", "reasons"),
    [
        (({**TEAM, "hours": None},), 0, [NO_HOURS]),
        (({**TEAM, "starts_on": None},), 0, [NO_PERIOD]),
        (({**TEAM, "ends_before": None},), 0, [NO_PERIOD]),
        (({**TEAM, "ends_before": "2026-03-02"},), 0, [NO_PERIOD]),
        ((MAY,), 0, [NOT_BEGUN]),
        ((TEAM, {**TEAM, "import_id": 2}), 1, [SAID_ANEW]),
        ((TEAM, TEAM), 2, []),
        ((TEAM, {**TEAM, "role": "Tester"}), 2, []),
        ((TEAM, {**TEAM, "person": "Ada"}), 1, [HAS_PEOPLE]),
        ((TEAM, {"team": "Blue", "person": "Ada"}), 2, []),
        ((TEAM, NEXT_WEEK), 1, [OVERLAPS]),
        ((TEAM, AFTER), 2, []),
    ],
)
def test_each_hour_of_capacity_counts_once(
    rows: tuple[dict[str, Any], ...], kept: int, reasons: list[str]
) -> None:
    found, left = chosen(lines(*rows), as_of=APRIL)
    assert (len(found), left["reason"].tolist()) == (kept, reasons)


def test_of_what_is_said_anew_the_later_file_counts() -> None:
    found, _ = chosen(
        lines({**TEAM, "hours": 5}, {**TEAM, "hours": 7, "import_id": 2}), as_of=APRIL
    )
    assert [one.hours for one in found] == [7]


def test_without_capacity_bookings_or_meaning_there_is_a_reason() -> None:
    for found, why in (
        (used(), NO_LINES),
        (used(TEAM, booking=()), NO_BOOKINGS),
        (used(TEAM, narrowed="Not so."), "Not so."),
    ):
        assert found.figures["utilisation"] is None
        assert found.why["utilisation"] == why


def test_a_week_gets_its_working_days_of_each_line() -> None:
    holiday = WorkingCalendar(holidays=frozenset({date(2026, 3, 2)}))
    rows, _ = chosen(lines({**TEAM, "hours": 90}), as_of=APRIL)
    weeks = pd.Series(pd.to_datetime(["2026-02-23", "2026-03-02", "2026-03-09"]))
    found = per_week(rows, weeks, calendar=holiday)
    assert found.isna().tolist() == [True, False, False]
    assert found.tolist()[1:] == pytest.approx([40, 50])


def test_a_line_without_a_working_day_is_of_the_week_in_which_it_ends() -> None:
    days = {"starts_on": "2026-03-07", "ends_before": "2026-03-09"}
    rows, _ = chosen(lines({**TEAM, **days, "hours": 5}), as_of=APRIL)
    weeks = pd.Series(pd.to_datetime(["2026-03-02"]))
    assert per_week(rows, weeks, calendar=CALENDAR).tolist() == [5]


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 30), st.integers(1, 80)),
        min_size=1,
        max_size=5,
    )
)
def test_weeks_hold_all_the_hours_of_all_lines(
    rows: list[tuple[int, int, int]],
) -> None:
    first = pd.Timestamp("2026-01-01")
    given_lines = [
        {
            "team": f"T{place}",
            "starts_on": first + pd.Timedelta(days=start),
            "ends_before": first + pd.Timedelta(days=start + length),
            "hours": hours,
        }
        for place, (start, length, hours) in enumerate(rows)
    ]
    found, _ = chosen(lines(*given_lines), as_of=APRIL)
    weeks = pd.Series(pd.date_range("2025-12-29", periods=16, freq="7D"))
    total = per_week(found, weeks, calendar=CALENDAR).sum()
    assert total == pytest.approx(sum(hours for _, _, hours in rows))
