"""Hours of items: against their estimates, and after they were done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.hours.after_done import HoursAfterDone, hours_after_done
from analytics.metrics.hours.booked import NO_BOOKINGS, NO_ITEMS
from analytics.metrics.hours.estimated import (
    BOOKINGS,
    BOTH,
    CHANGED_LATER,
    CREATED_LATER,
    NO_ESTIMATE,
    NONE_DONE,
    NOT_SAID,
    OWN,
    UNESTIMATED,
    EstimatedHours,
    hours_estimates,
)
from tests.factories_hours import APRIL, booked

DONE = {"is_done": True, "done_day": "2026-03-10"}


def compared(*of: dict[str, Any], hours: float | None = None) -> EstimatedHours:
    rows = () if hours is None else ({"hours": hours},)
    return hours_estimates(booked(*rows, of=of), as_of=APRIL)


def row(found: EstimatedHours) -> list[float | None]:
    (one,) = found.rows.to_dict("records")
    names = ("estimate", "logged", "remaining", "expected", "over", "ratio")
    return [None if pd.isna(one[name]) else one[name] for name in names]


@pytest.mark.parametrize(
    ("item", "hours", "wanted"),
    [
        ({"estimate": 8, "remaining": 3.5}, 7, [8, 7, 3.5, 10.5, 2.5, 10.5 / 8]),
        ({"estimate": 8, "remaining": 1}, 7, [8, 7, 1, 8, 0, 1]),
        ({"estimate": 8}, 9, [8, 9, None, 9, 1, 9 / 8]),
        ({"estimate": 8}, None, [8, 0, None, 0, -8, 0]),
        ({"estimate": 8, "remaining": 5, **DONE}, 6, [8, 6, 0, 6, -2, 6 / 8]),
        ({"estimate": 8, "spent": 5, "remaining": 4}, None, [8, 5, 4, 9, 1, 9 / 8]),
        ({"estimate": 8, "spent": 5, "remaining": 4}, 6, [8, 6, 4, 10, 2, 10 / 8]),
        ({"estimate": 8, "spent": 5, "is_later": True}, None, [8, 0, None, 0, -8, 0]),
        ({"estimate": 0}, 2, [0, 2, None, 2, None, None]),
        ({}, 2, [None, 2, None, 2, None, None]),
    ],
)
def test_one_item(
    item: dict[str, Any], hours: float | None, wanted: list[float | None]
) -> None:
    assert row(compared(item, hours=hours)) == wanted


def test_without_items_there_is_nothing_to_compare() -> None:
    found = compared(hours=1)
    assert set(found.figures.values()) == {0, None}
    assert found.why["unestimated_hours"] == NO_ITEMS


def test_an_item_without_any_time_is_no_row() -> None:
    found = compared({})
    assert found.rows.empty
    assert found.figures["estimate_hours"] is None
    assert found.why["estimate_hours"] == NO_ESTIMATE


def test_sub_tasks_are_added_to_their_item() -> None:
    part = {"parent_key": "A-1", "is_subtask": True}
    of = (
        {"estimate": 4, "remaining": 1},
        {"issue_key": "P-1", "estimate": 4, "remaining": 0, **part},
        {"issue_key": "P-2", "spent": 5, **DONE, **part},
        {"issue_key": "P-3", **part},
        {"issue_key": "P-9", "estimate": 1, **part, "parent_key": "A-9"},
    )
    found = hours_estimates(booked({"hours": 3}, of=of), as_of=APRIL)
    rows = found.rows.set_index("item")
    assert rows.index.tolist() == ["A-1", "P-9"]
    together = rows[rows.index == "A-1"][["estimate", "logged", "remaining", "over"]]
    assert together.to_numpy().tolist() == [[8, 8, 1, 1]]
    assert rows["logged_by"].tolist() == [BOTH, "nothing yet"]


def test_what_remains_of_one_part_unknown_leaves_the_rest_unknown() -> None:
    part = {"issue_key": "P-1", "parent_key": "A-1", "is_subtask": True, "spent": 2}
    assert row(compared({"estimate": 4, "remaining": 1}, part)) == [
        *(4, 2, None, 2, -2, 0.5)
    ]


def test_sums_are_of_items_with_an_estimate() -> None:
    of = (
        {"estimate": 8, "remaining": 2},
        {"issue_key": "A-2", "estimate": 2, "spent": 5, **DONE},
        {"issue_key": "A-3", "spent": 7},
        {"issue_key": "A-4", "estimate": 3, "created_day": "2026-05-02"},
        {"issue_key": "A-5", "estimate": 1, "spent": 1, "is_later": True},
    )
    found = hours_estimates(booked({"hours": 4}, of=of), as_of=APRIL)
    assert found.figures == {
        "items": 3,
        "estimate_hours": 11,
        "logged_hours": 9,
        "remaining_hours": None,
        "over_items": 1,
        "over_hours": 3,
        "done_ratio": 2.5,
        "unestimated_hours": 7,
        "differing_items": 0,
    }
    assert found.why["remaining_hours"] == NOT_SAID
    known = hours_estimates(booked({"hours": 4}, of=of[:3]), as_of=APRIL)
    assert known.figures["remaining_hours"] == 2
    assert found.rows["logged_by"].tolist() == [OWN, "nothing yet", BOOKINGS, OWN]
    left = found.basis.left_out.set_index("subject")["reason"].to_dict()
    assert left == {"A-3": UNESTIMATED, "A-4": CREATED_LATER, "A-5": CHANGED_LATER}
    assert found.basis.rows_used == 4


def test_without_a_done_item_there_is_no_ratio() -> None:
    found = compared({"estimate": 8}, hours=1)
    assert found.figures["done_ratio"] is None
    assert found.why["done_ratio"] == NONE_DONE


def test_an_item_that_is_done_later_is_open_on_the_day() -> None:
    of = ({"estimate": 8, "remaining": 3, **DONE},)
    day = date(2026, 3, 9)
    found = hours_estimates(booked({"hours": 6}, of=of, as_of=day), as_of=day)
    assert row(found)[2:5] == [3, 9, 1]


@pytest.mark.parametrize(("spent", "differs"), [(2.0, 0), (2.01, 0), (2.5, 1)])
def test_bookings_that_are_not_what_the_item_says_are_counted(
    spent: float, differs: int
) -> None:
    found = compared({"estimate": 8, "spent": spent}, hours=2)
    assert found.figures["differing_items"] == differs


def test_filters_show_their_items_only() -> None:
    of = ({"estimate": 8}, {"issue_key": "A-2", "estimate": 2})
    found = hours_estimates(booked({}, of=of, shown={"A-2"}), as_of=APRIL)
    assert found.figures["estimate_hours"] == 2


# -- After done ------------------------------------------------------------------------


def after(
    *rows: dict[str, Any],
    as_of: date = APRIL,
    **item: Any,  # noqa: ANN401 - passed on
) -> HoursAfterDone:
    return hours_after_done(
        booked(*rows, of=({**DONE, **item},), as_of=as_of), as_of=as_of
    )


@pytest.mark.parametrize(
    ("day", "item", "hours"),
    [
        ("2026-03-09", {}, 0),
        ("2026-03-10", {}, 0),
        ("2026-03-11", {}, 1),
        ("2026-03-11", {"is_done": False}, 0),
        ("2026-03-11", {"done_day": None}, 0),
        ("2026-03-11", {"done_day": "2026-05-04"}, 0),
    ],
)
def test_hours_of_a_later_day_than_the_done_one(
    day: str, item: dict[str, Any], hours: float
) -> None:
    found = after({"day": day}, **item)
    assert found.figures["hours"] == hours
    assert found.figures["items"] == found.figures["bookings"] == (hours > 0)
    assert found.figures["share"] == hours


def test_items_with_the_most_hours_come_first() -> None:
    of = (DONE, {**DONE, "issue_key": "A-2", "summary": None})
    rows = (
        {"day": "2026-03-12"},
        {"day": "2026-03-11", "item": "A-2", "hours": 2},
        {"day": "2026-03-13", "item": "A-2", "author": "Bo"},
        {"day": "2026-03-01", "item": "A-2", "hours": 4},
    )
    found = hours_after_done(booked(*rows, of=of), as_of=APRIL)
    assert found.rows["item"].tolist() == ["A-2", "A-1"]
    assert found.rows["hours"].tolist() == [3, 1]
    assert found.rows["people"].tolist() == [2, 1]
    assert found.figures["share"] == 0.5
    assert found.basis.rows_used == 3 + 2


def test_without_bookings_or_items_there_is_a_reason() -> None:
    for found, why in (
        (after(), NO_BOOKINGS),
        (hours_after_done(booked({}, of=()), as_of=APRIL), NO_ITEMS),
    ):
        assert found.figures["hours"] is None
        assert found.why["hours"] == why


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 40)),
            st.one_of(st.none(), st.integers(0, 40)),
            st.one_of(st.none(), st.integers(0, 40)),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_over_is_expected_less_estimated(
    rows: list[tuple[int | None, int | None, int | None, bool]],
) -> None:
    of = [
        {
            "issue_key": f"A-{place}",
            **({} if estimate is None else {"estimate": estimate}),
            **({} if spent is None else {"spent": spent}),
            **({} if remaining is None else {"remaining": remaining}),
            **(DONE if done else {}),
        }
        for place, (estimate, spent, remaining, done) in enumerate(rows)
    ]
    found = hours_estimates(booked(of=of), as_of=APRIL)
    turned = hours_estimates(booked(of=of[::-1]), as_of=APRIL)
    assert found.figures == turned.figures
    known = found.rows[found.rows["estimate"] > 0]
    over = known["logged"] + known["remaining"].fillna(0) - known["estimate"]
    assert over.tolist() == pytest.approx(known["over"].tolist())
    assert found.figures["items"] == len(known)
    assert (known["over"] > 0).sum() == (found.figures["over_items"] or 0)
