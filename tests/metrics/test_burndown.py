"""Burn-down and burn-up: exact cases, published numbers, relations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.calendar import WorkingCalendar
from analytics.metrics.burndown import (
    FIGURES,
    RECONSTRUCTED,
    UNKNOWABLE,
    Burndown,
    Frame,
    LedgerMismatchError,
    burndown,
    scope_changes,
)
from analytics.metrics.burnup import burnup
from analytics.metrics.scope import LEDGERS, Unit
from tests.factories import Row, deltas, january, ledgers, sprint

CALENDAR = WorkingCalendar()
LAST = january(18)
LINES = ["remaining", "scope", "done"]
FEW = settings(max_examples=25)  # each builds and measures several frames

# golden jira-sprint-story-walkthrough, Agile Angel: three stories of 1, 2 and 5
# points, S1 and S2 done, S4 of 10 added, S3 and S4 done.
WALKTHROUGH: list[Row] = [
    ("S1", 5, "initial", 1),
    ("S2", 5, "initial", 2),
    ("S3", 5, "initial", 5),
    ("S1", 6, "completed", 1),
    ("S2", 7, "completed", 2),
    ("S4", 8, "added", 10),
    ("S3", 9, "completed", 5),
    ("S4", 12, "completed", 10),
]


def measure(
    rows: pd.DataFrame,
    frame: Frame | None = None,
    *,
    unit: Unit = "points",
    as_of: date = LAST,
    calendar: WorkingCalendar = CALENDAR,
) -> Burndown:
    return burndown(
        rows, frame=frame or sprint(), unit=unit, calendar=calendar, as_of=as_of
    )


def left(result: Burndown) -> list[float]:
    return [float(value) for value in result.days["remaining"].dropna()]


def test_the_published_walkthrough_is_reproduced() -> None:
    """Golden jira-sprint-story-walkthrough."""
    result = measure(deltas(WALKTHROUGH))
    assert left(result)[:8] == [8, 7, 5, 15, 10, 10, 10, 0]
    changes = result.days["remaining"].drop_duplicates(keep="first").tolist()
    assert changes == [8, 7, 5, 15, 10, 0]
    assert result.commitment == 8
    assert (result.added, result.removed, result.re_estimated) == (10, 0, 0)
    assert result.completed == result.done == 18
    assert result.final_commitment == 18
    assert result.remaining == 0


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        # nothing happens
        ([("A", 5, "initial", 3)], {"remaining": 3, "done": 0, "scope": 3}),
        # reopened work is left again; gross completed keeps it, done does not
        (
            [
                ("A", 5, "initial", 3),
                ("A", 6, "completed", 3),
                ("A", 7, "reopened", 3),
            ],
            {"remaining": 3, "done": 0, "completed": 3, "reopened": 3, "scope": 3},
        ),
        # churn: +8 -8 is shown on both sides
        (
            [("A", 6, "added", 8), ("A", 7, "removed", 8), ("B", 5, "initial", 1)],
            {"added": 8, "removed": 8, "remaining": 1, "final_commitment": 1},
        ),
        # a re-estimate is not a burn
        (
            [("A", 5, "initial", 8), ("A", 6, "re_estimated", -5)],
            {"re_estimated": -5, "completed": 0, "remaining": 3, "scope": 3},
        ),
        # without an estimate
        (
            [("A", 5, "initial", 0), ("B", 6, "added", 0), ("C", 6, "added", 2)],
            {"remaining": 2, "unestimated": 2, "commitment": 0},
        ),
        # fractions leave no dust
        (
            [
                ("A", 5, "initial", 0.1),
                ("B", 5, "initial", 0.2),
                ("A", 6, "completed", 0.1),
                ("B", 7, "completed", 0.2),
            ],
            {"remaining": 0, "done": 0.3, "scope": 0.3},
        ),
    ],
)
def test_exact_cases(rows: list[Row], figures: dict[str, float]) -> None:
    result = measure(deltas(rows))
    assert {name: getattr(result, name) for name in figures} == figures


def test_ledgers_are_positive_but_for_estimates() -> None:
    rows: list[Row] = [
        ("A", 5, "initial", 5),
        ("B", 6, "added", 2),
        ("B", 7, "removed", 2),
        ("A", 8, "re_estimated", -1),
        ("A", 9, "completed", 4),
        ("A", 10, "reopened", 4),
    ]
    totals = measure(deltas(rows)).days[list(LEDGERS)].sum()
    assert totals.tolist() == [5, 2, 2, -1, 4, 4]


def test_removed_after_it_was_done_leaves_the_scope() -> None:
    table = deltas([("A", 5, "initial", 5), ("A", 6, "completed", 5)])
    gone = deltas([("A", 7, "removed", 0)])
    gone[["done_points", "done_items", "items"]] = [-5.0, -1.0, 0.0]
    result = measure(pd.concat([table, gone], ignore_index=True))
    assert (result.remaining, result.done, result.scope) == (0, 0, 0)
    assert (result.completed, result.removed) == (5, 0)


def test_missing_amounts_count_as_nothing() -> None:
    table = deltas([("A", 5, "initial", np.nan), ("B", 5, "initial", 2)])
    result = measure(table)
    assert (result.remaining, result.unestimated) == (2, 1)


def test_the_ideal_line_is_frozen_and_flat_on_days_off() -> None:
    days = measure(deltas(WALKTHROUGH)).days
    assert days["ideal"].iloc[0] == pytest.approx(8 * 9 / 10)
    assert days["ideal"].iloc[4:7].tolist() == [4, 4, 4]
    assert days["ideal"].iloc[-3:].tolist() == [0, 0, 0]
    assert days["current_ideal"].iloc[2] == days["ideal"].iloc[2]
    assert days["current_ideal"].iloc[3] == pytest.approx(18 * 6 / 10)
    assert days["working"].tolist() == ([True] * 5 + [False] * 2) * 2


def test_work_on_a_day_off_is_drawn() -> None:
    result = measure(deltas([("A", 5, "initial", 5), ("A", 10, "completed", 5)]))
    assert left(result)[4:6] == [5, 0]


def test_a_running_sprint_is_drawn_to_its_planned_end() -> None:
    result = measure(deltas(WALKTHROUGH), as_of=january(8))
    assert len(result.days) == 14
    assert left(result) == [8, 7, 5, 15]
    assert result.days.loc["2026-01-09":, [*LINES, *LEDGERS]].isna().all(axis=None)
    assert result.days["ideal"].notna().all()
    assert result.over_ideal == pytest.approx(15 - 8 * 6 / 10)
    assert (result.until, result.completed) == (january(8), 3)


def test_an_overdue_sprint_is_drawn_until_today() -> None:
    result = measure(deltas(WALKTHROUGH[:3]), sprint(end=9), as_of=january(12))
    assert result.days.index[-1] == pd.Timestamp(january(12))
    assert result.days["ideal"].iloc[-4:].tolist() == [0, 0, 0, 0]
    assert result.over_ideal == 8


def test_what_happens_after_the_close_does_not_count() -> None:
    result = measure(deltas(WALKTHROUGH), sprint(closed=9), as_of=january(31))
    assert (result.until, result.done, result.remaining) == (january(9), 8, 10)
    assert len(result.days) == 14
    table = result.basis.left_out
    assert table["subject"].tolist() == ["S4"]
    assert table["reason"].tolist() == [
        "after 9 January 2026, the last day that counts"
    ]


def test_a_late_close_is_drawn() -> None:
    result = measure(deltas(WALKTHROUGH), sprint(end=9, closed=13), as_of=january(31))
    assert result.days.index[-1] == pd.Timestamp(january(13))
    assert result.remaining == 0


@pytest.mark.parametrize(
    ("frame", "as_of", "reason"),
    [
        (replace(sprint(), start=None), LAST, "no start date"),
        (sprint(), january(4), "starts on 5 January 2026, after 4 January 2026"),
        (sprint(closed=4), LAST, "closed before its start"),
        (sprint(frame_id="8"), LAST, "No issue was in it"),
        (replace(sprint(), end=date(9999, 12, 31)), LAST, "more than 50 years"),
    ],
)
def test_undefined_has_a_reason(frame: Frame, as_of: date, reason: str) -> None:
    result = measure(deltas(WALKTHROUGH), frame, as_of=as_of)
    assert not result.is_defined
    assert result.days.empty
    assert set(result.why) == set(FIGURES)
    assert all(reason in why for why in result.why.values())
    assert {getattr(result, name) for name in FIGURES if name != "ideal"} == {None}
    assert result.basis.rows_used == 0


def test_an_empty_ledger_is_undefined() -> None:
    assert not measure(deltas(WALKTHROUGH)[:0]).is_defined


@pytest.mark.parametrize(
    ("end", "reason"), [(None, "no planned end"), (12, "no working day")]
)
def test_no_ideal_line_has_a_reason(end: int | None, reason: str) -> None:
    frame = sprint(start=10, end=end)
    result = measure(deltas([("A", 10, "initial", 5)]), frame, as_of=january(13))
    assert result.remaining == 5
    assert result.over_ideal is None
    assert reason in result.why["ideal"]
    assert reason in result.why["over_ideal"]
    assert result.days[["ideal", "current_ideal"]].isna().all(axis=None)


def test_items_are_counted_whatever_their_estimate() -> None:
    result = measure(deltas([("A", 5, "initial", 0)]), unit="items")
    assert (result.remaining, result.unestimated) == (1, None)
    assert "unestimated" in result.why


def test_without_a_change_log_only_today_is_known() -> None:
    frame = sprint(evidence="reconstructed")
    rows: list[Row] = [
        ("A", 5, "initial", 3),
        ("B", 5, "initial", 2),
        ("A", 7, "completed", 3),
    ]
    result = measure(deltas(rows), frame)
    assert (result.remaining, result.done, result.scope) == (2, 3, 5)
    assert result.completed == 3
    for name in UNKNOWABLE[:-1]:
        assert getattr(result, name) is None
        assert "change log" in result.why[name]
    assert result.label == RECONSTRUCTED
    assert result.evidence == result.basis.rests_on == "reconstructed"
    assert result.days["ideal"].isna().all()
    assert result.days["added"].isna().all()
    assert result.days["current_ideal"].notna().all()
    changes = scope_changes(deltas(rows), frame=frame, unit="points", as_of=LAST)
    assert changes.empty


def test_the_basis_lists_the_stored_rows() -> None:
    result = measure(deltas(WALKTHROUGH), as_of=january(7))
    assert result.basis.used["issue"].tolist() == [1, 2, 3]
    assert result.basis.used["issue_event"].tolist() == [4, 5]
    assert result.basis.left_out["version_id"].tolist() == [6, 7, 8]
    assert result.basis.rests_on == "change log"


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([("A", 5, "initial", 3), ("A", 6, "moved", 1)], "sum"),
        ([("A", 5, "initial", 3), ("A", 5, "initial", 3)], "A is not in it exactly"),
        ([("A", 6, "completed", 3)], "A is not in it exactly"),
    ],
)
def test_ledgers_that_contradict_each_other_are_refused(
    rows: list[Row], what: str
) -> None:
    with pytest.raises(LedgerMismatchError, match=what):
        measure(deltas(rows))


def test_completing_more_than_was_left_is_refused_on_its_day() -> None:
    table = deltas(WALKTHROUGH)
    table.loc[4, "done_points"] = 3.0
    with pytest.raises(LedgerMismatchError, match="7 January 2026") as caught:
        measure(table)
    assert caught.value.day == january(7)


def test_a_release_is_looked_at_from_the_start_given() -> None:
    frame = sprint(start=8, kind="release")
    result = measure(deltas(WALKTHROUGH), frame)
    assert (result.commitment, result.added, result.opening_done) == (5, 10, 3)
    assert (result.done, result.scope, result.completed) == (18, 18, 15)


def test_scope_changes_are_listed_one_by_one() -> None:
    rows: list[Row] = [
        *WALKTHROUGH,
        ("S5", 13, "added", 0),
        ("S5", 13, "re_estimated", 4),
        ("S5", 14, "re_estimated", 0),
        ("S5", 15, "removed", 4),
    ]
    table = scope_changes(
        deltas(rows), frame=sprint(), unit="points", as_of=january(14)
    )
    assert table[["issue_key", "ledger", "amount"]].to_numpy().tolist() == [
        ["S4", "added", 10],
        ["S5", "added", 0],
        ["S5", "re_estimated", 4],
    ]
    frame = sprint(start=13)
    later = scope_changes(deltas(rows), frame=frame, unit="points", as_of=LAST)
    assert later["amount"].tolist() == [0, 4, -4]


def test_burnup_is_the_same_measurement() -> None:
    rows = deltas(WALKTHROUGH)
    up = burnup(rows, frame=sprint(), unit="points", calendar=CALENDAR, as_of=LAST)
    pd.testing.assert_frame_equal(up.days, measure(rows).days)


def test_text_columns_may_be_categories() -> None:
    rows = deltas(WALKTHROUGH)
    texts = ["frame_id", "issue_key", "table", "ledger"]
    result = measure(rows.astype(dict.fromkeys(texts, "category")))
    pd.testing.assert_frame_equal(result.days, measure(rows).days)


@FEW
@given(ledgers(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(rows: pd.DataFrame, random: object) -> None:
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(
        measure(rows).days, measure(rows.iloc[order].reset_index(drop=True)).days
    )


@FEW
@given(ledgers())
def test_what_is_left_and_done_is_the_scope(rows: pd.DataFrame) -> None:
    units: tuple[Unit, ...] = ("points", "items", "hours")
    for unit in units:
        days = measure(rows, unit=unit).days
        assert np.allclose(days["remaining"] + days["done"], days["scope"])
        assert (days[LINES] >= 0).all(axis=None)
        booked = days["initial"] + days["added"] - days["removed"]
        booked = booked + days["re_estimated"] - days["completed"] + days["reopened"]
        assert np.allclose(booked.cumsum(), days["remaining"])


@FEW
@given(ledgers(), st.integers(5, 18))
def test_an_issue_without_estimate_changes_items_only(
    rows: pd.DataFrame, day: int
) -> None:
    more = pd.concat([rows, deltas([("NEW", day, "added", 0)])], ignore_index=True)
    before, after = measure(rows), measure(more)
    pd.testing.assert_frame_equal(before.days, after.days)
    assert after.unestimated == (before.unestimated or 0) + 1
    items = measure(more, unit="items").remaining
    assert items == (measure(rows, unit="items").remaining or 0) + 1


@FEW
@given(ledgers(), st.integers(6, 18))
def test_two_halves_make_the_whole(rows: pd.DataFrame, cut: int) -> None:
    whole = measure(rows, sprint(kind="release"))
    first = measure(rows, sprint(closed=cut - 1, kind="release"))
    second = measure(rows, sprint(start=cut, kind="release"))
    # A half that nothing happened in before the cut has no rows, and says so.
    assert first.remaining in (second.opening, None)
    assert second.remaining == whole.remaining
    for name in ("added", "removed", "re_estimated", "completed", "reopened"):
        parts = (getattr(first, name) or 0) + getattr(second, name)
        assert parts == getattr(whole, name)


@FEW
@given(ledgers(), st.integers(2, 1000))
def test_the_unit_of_the_estimate_scales_every_line(rows: pd.DataFrame, k: int) -> None:
    scaled = rows.assign(points=rows["points"] * k, done_points=rows["done_points"] * k)
    lines = [*LINES, "ideal", "current_ideal", *LEDGERS]
    assert np.allclose(measure(scaled).days[lines], measure(rows).days[lines] * k)


@FEW
@given(ledgers(), st.integers(1, 60), st.integers(5, 18))
def test_a_move_by_whole_weeks_changes_no_number(
    rows: pd.DataFrame, weeks: int, day: int
) -> None:
    week = timedelta(weeks=weeks)
    frame = sprint()
    start, end = (frame.start or LAST) + week, (frame.end or LAST) + week
    moved = replace(frame, start=start, end=end)
    later = measure(
        rows.assign(day=rows["day"] + week, at=rows["at"] + week),
        moved,
        as_of=january(day) + week,
    ).days
    now = measure(rows, as_of=january(day)).days
    pd.testing.assert_frame_equal(
        later.reset_index(drop=True), now.reset_index(drop=True)
    )


@FEW
@given(
    ledgers(),
    st.sets(st.integers(0, 6), max_size=6),
    st.sets(st.integers(5, 18), max_size=5),
)
def test_the_ideal_is_flat_on_every_day_off_and_falls_on_every_other(
    rows: pd.DataFrame, weekend: set[int], holidays: set[int]
) -> None:
    off = frozenset(january(day) for day in holidays)
    calendar = WorkingCalendar(frozenset(weekend), off)
    result = measure(rows, calendar=calendar)
    days, start = result.days, result.commitment or 0.0
    steps = days["ideal"].diff().fillna(days["ideal"].iloc[0] - start)
    works = [calendar.is_working(day.date()) for day in days.index]
    assert days["working"].tolist() == works
    if not any(works):
        assert days["ideal"].isna().all()
        return
    assert steps[~days["working"]].abs().max() < 1e-9 or all(works)
    assert (steps[days["working"]] < 0).all() == (start > 0)
    assert days["ideal"].iloc[-1] == pytest.approx(0)
    # What is done on a day off is drawn all the same.
    pd.testing.assert_frame_equal(days[LINES], measure(rows).days[LINES])


@FEW
@given(ledgers(), st.integers(5, 18), st.integers(5, 40))
def test_a_later_as_of_never_changes_an_earlier_day(
    rows: pd.DataFrame, early: int, more: int
) -> None:
    before = measure(rows, as_of=january(early))
    after = measure(rows, as_of=january(early) + timedelta(days=more))
    if before.is_defined:
        known = pd.Timestamp(january(early))
        pd.testing.assert_frame_equal(
            before.days.loc[:known], after.days.loc[:known], check_freq=False
        )


@pytest.mark.parametrize("unit", ["points", "hours"])
def test_items_without_any_estimate_are_no_zero(unit: Unit) -> None:
    rows = deltas([("A", 5, "initial", 0), ("B", 6, "added", 0)])
    result = measure(rows, unit=unit)
    assert result.remaining is None
    assert result.why["remaining"] == (
        f"None of its 2 items has an estimate in {unit}. "
        "Count items: choose the unit items."
    )
    assert measure(rows, unit="items").remaining == 2
