"""Hours logged: what counts, in which week, and of whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.hours.booked import (
    FILTERED,
    LATER,
    NAMES,
    NO_BOOKINGS,
    NO_DAY,
    NO_HOURS,
    NO_ITEMS,
    NONE_COUNTS,
    OUTSIDE,
    choose,
    epics,
)
from analytics.metrics.hours.logged import (
    NO_WEEK,
    UNFILTERED,
    hours_logged,
)
from analytics.metrics.hours.people import NO_NAME, alike, persons, spellings
from tests.factories_hours import APRIL, booked, bookings, items

MARCH = date(2026, 3, 2)
"""A Monday."""


def measured(*rows: dict[str, Any], **named: Any) -> Any:  # noqa: ANN401 - passed on
    as_of = named.get("as_of", APRIL)
    by = named.pop("by", "team")
    return hours_logged(booked(*rows, **named), as_of=as_of, by=by)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, ""),
        ({"day": "2026-04-30"}, ""),
        ({"day": "2026-05-01"}, LATER),
        ({"day": "2026-04-01", "booked_on": "2026-04-30"}, ""),
        ({"day": "2026-04-01", "booked_on": "2026-05-01"}, LATER),
        ({"day": None}, NO_DAY),
        ({"seconds": None}, NO_HOURS),
        ({"seconds": None, "day": None}, NO_HOURS),
        ({"seconds": 0.0}, ""),
        ({"seconds": -900.0}, ""),
        ({"item": "B-7"}, OUTSIDE),
        ({"item": None}, OUTSIDE),
        ({"item": "B-7", "day": "2026-05-01"}, LATER),
    ],
)
def test_a_booking_counts_or_says_why_it_does_not(
    row: dict[str, Any], reason: str
) -> None:
    found = hours_logged(booked(row), as_of=APRIL).basis
    assert found.left_out["reason"].tolist() == [reason] * bool(reason)
    assert found.rows_used == (not reason)


@pytest.mark.parametrize(("shown", "hours"), [({"A-1"}, 1), ({"A-2"}, 2), (set(), 0)])
def test_filters_narrow_the_items(shown: set[str], hours: float) -> None:
    rows: tuple[dict[str, Any], ...] = (
        {},
        {"item": "A-2", "hours": 2},
        {"item": "B-7"},
    )
    found = booked(*rows, of=({}, {"issue_key": "A-2"}), shown=shown)
    assert found.hours == hours
    assert set(found.left_out["reason"]) == {FILTERED}
    figures = hours_logged(found, as_of=APRIL)
    assert figures.figures["outside_hours"] is None
    assert figures.why["outside_hours"] == UNFILTERED


def test_hours_outside_the_items_stand_apart() -> None:
    found = measured({"hours": 2}, {"item": "B-7", "hours": 3}, {"item": "B-8"})
    assert found.figures["hours"] == 2
    assert found.figures["outside_hours"] == 4
    assert found.figures["outside_items"] == 2
    assert found.outside.set_index("group")["hours"].to_dict() == {"B-7": 3, "B-8": 1}


def test_without_items_nobody_can_tell_what_is_outside() -> None:
    found = measured({"hours": 2}, of=())
    assert found.figures["hours"] == 2
    assert found.figures["outside_hours"] is None
    assert found.why["outside_hours"] == NO_ITEMS


def test_without_bookings_there_are_no_hours_and_not_zero() -> None:
    none, later = measured(), measured({"day": "2026-05-01"})
    for found, why in ((none, NO_BOOKINGS), (later, NONE_COUNTS)):
        assert found.figures["hours"] is None
        assert found.figures["hours_per_week"] is None
        assert found.why["hours"] == why
        assert found.weeks.empty
        assert found.groups.empty


def test_weeks_have_no_gap_and_the_one_that_is_not_over_is_not_in_the_mean() -> None:
    rows = [("2026-03-08", 6), ("2026-03-02", 2), ("2026-03-16", 4), ("2026-03-24", 9)]
    found = measured(
        *({"day": day, "hours": hours} for day, hours in rows), as_of=date(2026, 3, 24)
    )
    assert found.weeks["hours"].tolist() == [8, 0, 4, 9]
    assert found.weeks["is_partial"].tolist() == [False, False, False, True]
    assert found.weeks["end"].min() == pd.Timestamp("2026-03-08")
    assert found.figures["hours_per_week"] == (8 + 0 + 4) / 3


def test_a_single_week_that_is_not_over_has_no_mean() -> None:
    found = measured({}, as_of=MARCH)
    assert found.figures["hours"] == 1
    assert found.figures["hours_per_week"] is None
    assert found.why["hours_per_week"] == NO_WEEK


def test_billable_hours_are_of_the_bookings_that_say_them() -> None:
    said = measured({}, {"billable_seconds": 1800.0})
    assert said.figures["billable_hours"] == 0.5
    assert measured({}).figures["billable_hours"] is None


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("team", {"Red": 3, "Blue": 4, "no team": 5}),
        ("person", {"Ada": 3, "Bo": 4, NO_NAME: 5}),
        ("issue_type", {"Bug": 3, "Story": 4, "no type": 5}),
        ("epic", {"E-1": 3, "no epic": 9}),
        ("item", {"A-1": 3, "A-2": 4, "A-3": 5}),
        ("activity", {"Test": 3, "no activity": 9}),
        ("account", {"no account": 12}),
    ],
)
def test_hours_are_broken_down_by(by: str, groups: dict[str, float]) -> None:
    rows = (
        {"hours": 3, "activity": "Test"},
        {"item": "A-2", "hours": 4, "author": "Bo", "team": "Blue"},
        {"item": "A-3", "hours": 5, "author": " "},
    )
    of = (
        {"issue_type": "Bug", "team": "Red", "epic_key": "E-1"},
        {"issue_key": "A-2", "team": "Red"},
        {"issue_key": "A-3", "issue_type": None},
    )
    found = measured(*rows, of=of, by=by).groups
    assert found.set_index("group")["hours"].to_dict() == groups
    assert found["group"].tolist() == sorted(groups)
    assert found["share"].sum() == pytest.approx(1)


def test_the_epic_of_a_sub_task_is_that_of_its_item() -> None:
    part = {"is_subtask": True}
    found = epics(
        items(
            {"issue_key": "A-1", "epic_key": "E-1"},
            {"issue_key": "A-2", "parent_key": "E-2"},
            {"issue_key": "P-1", "parent_key": "A-1", **part},
            {"issue_key": "P-2", "parent_key": "A-2", **part},
            {"issue_key": "P-3", "parent_key": "A-9", **part},
            {"issue_key": "A-3"},
        )
    )
    assert found.fillna("").tolist() == ["E-1", "E-2", "E-1", "E-2", "", ""]


class TestPeople:
    """Names, spelled in one way or another."""

    def test_case_and_spaces_do_not_make_another_person(self) -> None:
        names = pd.Series(["ada quill", "Ada  Quill", "Ada Quill ", None, "Bo"])
        assert persons(names).tolist() == [*["Ada Quill"] * 3, NO_NAME, "Bo"]

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("Quill, Ada", "Ada Quill", True),
            ("ada.quill@example.com", "Ada Quill", True),
            ("ada_quill", "Ada Quill", True),
            ("José Núñez", "jose nunez", True),
            ("Ada Quill", "Ada Quinn", False),
            ("A. Quill", "Ada Quill", False),
        ],
    )
    def test_names_can_look_alike(self, one: str, other: str, *, same: bool) -> None:
        assert (alike(one) == alike(other)) is same

    def test_names_that_look_alike_are_told_and_counted_apart(self) -> None:
        rows = ({"author": "Ada Quill"}, {"author": "Quill, Ada"}, {"author": "Bo"})
        found = booked(*rows)
        assert found.alike.to_dict("records") == [
            {
                "person": "Ada Quill",
                "spellings": "Ada Quill, Quill, Ada",
                "count": 2,
            }
        ]
        assert hours_logged(found, as_of=APRIL).figures["people"] == 3

    def test_names_of_signs_only_are_nobody_in_particular(self) -> None:
        assert spellings(["!", "?", NO_NAME]).empty


# -- Relations -------------------------------------------------------------------------

BOOKINGS = st.lists(
    st.fixed_dictionaries(
        {
            "item": st.sampled_from(["A-1", "A-2", "P-1", "X-1", None]),
            "day": st.one_of(
                st.none(),
                st.integers(0, 70).map(lambda n: (MARCH + timedelta(n)).isoformat()),
            ),
            "author": st.sampled_from(["Ada", "ada ", "Bo", None]),
            "team": st.sampled_from(["Red", None]),
            "seconds": st.one_of(st.none(), st.integers(-4, 40).map(lambda n: n * 900)),
        }
    ),
    max_size=25,
)
OF = (
    {"team": "Blue", "estimate": 10, "epic_key": "E-1"},
    {"issue_key": "A-2", "estimate": 4, "spent": 3},
    {"issue_key": "P-1", "parent_key": "A-1", "is_subtask": True, "remaining": 2},
)
FEW = settings(max_examples=10)


def sums(rows: pd.DataFrame, by: str, as_of: date = APRIL) -> dict[str, Any]:
    found = choose(rows, items(*OF), as_of=as_of)
    result = hours_logged(found, as_of=as_of, by=by)  # type: ignore[arg-type]
    return {
        "figures": {**result.figures, "bookings": 0, "outside_bookings": 0},
        "weeks": result.weeks["hours"].tolist(),
        "groups": dict(
            zip(result.groups["group"], result.groups["hours"], strict=True)
        ),
    }


@FEW
@given(BOOKINGS, st.sampled_from(sorted(NAMES)))
def test_weeks_and_groups_and_cells_sum_to_the_total(
    rows: list[dict[str, Any]], by: str
) -> None:
    found = choose(bookings(*rows), items(*OF), as_of=APRIL)
    result = hours_logged(found, as_of=APRIL, by=by)  # type: ignore[arg-type]
    total = result.figures["hours"] or 0
    for part in (result.weeks, result.groups, result.cells):
        assert float(part["hours"].sum()) == pytest.approx(total)
    assert result.weeks["bookings"].sum() == len(found.rows)
    counted = len(found.rows) + len(found.outside) + len(found.left_out)
    assert counted == len(rows)


@FEW
@given(BOOKINGS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: list[dict[str, Any]], chance: Any) -> None:  # noqa: ANN401 - a random generator
    turned = list(rows)
    chance.shuffle(turned)
    assert sums(bookings(*turned), "person") == sums(bookings(*rows), "person")


@FEW
@given(BOOKINGS)
def test_splitting_bookings_keeps_the_sums(rows: list[dict[str, Any]]) -> None:
    halves = [
        row | {"seconds": None if row["seconds"] is None else row["seconds"] / 2}
        for row in rows
        for _ in (0, 1)
    ]
    assert sums(bookings(*halves), "team") == sums(bookings(*rows), "team")


@FEW
@given(BOOKINGS, st.integers(0, 70))
def test_a_later_day_never_changes_an_earlier_week(
    rows: list[dict[str, Any]], day: int
) -> None:
    early = sums(bookings(*rows), "team", as_of=MARCH + timedelta(day))["weeks"]
    late = sums(bookings(*rows), "team")["weeks"]
    assert len(early) <= len(late)
    # The first week may be another one only where nothing was booked before.
    if early:
        assert late[: len(early) - 1] == early[:-1]
