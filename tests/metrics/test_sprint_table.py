"""What became of sprints: the right numbers, and the wrong definitions refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.carry_over import carry_over
from analytics.metrics.corrections import corrections
from analytics.metrics.scope_ledger import Told, scope_ledger
from analytics.metrics.sprint_table import sprint_table
from tests.factories import Row, deltas, january, ledgers, sprint

ONE = sprint(5, 8, closed=8, frame_id="1")
ROWS: list[Row] = [
    ("KEPT", 5, "initial", 3),
    ("KEPT", 6, "re_estimated", 2),
    ("KEPT", 7, "completed", 5),
    ("OPEN", 5, "initial", 5),
    ("BACK", 5, "initial", 2),
    ("BACK", 6, "completed", 2),
    ("BACK", 7, "reopened", 2),
    ("NEW", 6, "added", 8),
    ("NEW", 7, "completed", 8),
    ("GONE", 5, "initial", 4),
    ("GONE", 6, "removed", 4),
]


def table(rows: list[Row], frame: object = ONE) -> pd.Series:
    found = sprint_table(
        deltas(rows, frame_id="1"),
        frames=[frame],  # type: ignore[list-item]
        unit="points",
        as_of=january(18),
    )
    return found.iloc[0]


def test_each_figure_of_a_sprint_stands_apart() -> None:
    row = table(ROWS)
    figures = {
        "commitment": 14,
        "added": 8,
        "removed": 4,  # never netted with what was added
        "re_estimated": 2,
        "final_commitment": 20,
        "completed": 13,
        "reopened": 2,
        "spill_over": 7,
        "spill_over_items": 2,
        "committed_items": 4,
        "kept_items": 1,
    }
    assert {name: row[name] for name in figures} == figures
    assert row["say_do"] == pytest.approx(3 / 14)
    # Wilson's 95 % interval of 1 of 4
    assert (round(row["kept_low"], 3), round(row["kept_high"], 3)) == (0.046, 0.699)


def test_all_work_done_does_not_hide_a_broken_promise() -> None:
    """Wrong: completed / commitment, which would be 13 / 14 here."""
    row = table(ROWS)
    assert row["completed"] / row["commitment"] > 0.9
    assert row["say_do"] < 0.25


def test_without_a_change_log_nothing_is_made_up() -> None:
    row = table(ROWS, replace(ONE, evidence="reconstructed"))
    unknown = ["commitment", "added", "final_commitment", "reopened", "kept_low"]
    assert row[unknown].isna().all()


def test_a_sprint_that_held_nothing_is_kept_with_zeros() -> None:
    found = sprint_table(
        deltas(ROWS, frame_id="9"), frames=[ONE], unit="points", as_of=january(18)
    )
    row = found.iloc[0]
    assert row[["completed", "spill_over", "final_commitment"]].tolist() == [0, 0, 0]
    assert row[["say_do", "kept_low", "kept_high"]].isna().all()


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(ROWS))))
def test_order_of_rows_does_not_matter(order: list[int]) -> None:
    rows = deltas(ROWS, frame_id="1")
    one = sprint_table(rows, frames=[ONE], unit="points", as_of=january(18))
    other = sprint_table(
        rows.iloc[order], frames=[ONE], unit="points", as_of=january(18)
    )
    pd.testing.assert_frame_equal(one, other)


def test_a_later_day_changes_no_closed_sprint() -> None:
    later: list[Row] = [*ROWS, ("OPEN", 12, "completed", 5)]
    pd.testing.assert_series_equal(table(ROWS), table(later))


def members(rows: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    keys = list(rows)
    return pd.DataFrame(
        {
            "issue_key": keys,
            "version_id": np.arange(len(keys)),
            "is_done": [key.startswith("D") for key in keys],
            "points": 1.0,
            "sprints": list(rows.values()),
        }
    )


def test_carry_over_counts_sprints_less_one() -> None:
    found = carry_over(
        members({"A": ("1",), "B": ("1", "2", "4"), "D": ("2", "3"), "N": ()})
    )
    assert (found.in_sprints, found.items, found.times, found.open_items) == (
        3,
        2,
        3,
        1,
    )
    assert found.rows["issue_key"].tolist() == ["B", "D"]
    none = carry_over(members({"A": ()}))
    assert (none.items, none.times, none.open_items) == (None, None, None)
    assert "No item names a sprint" in none.why


ISSUES = pd.DataFrame(
    [
        ("OLD", date(2025, 12, 1), None, "E-1"),
        ("BIG", date(2025, 12, 1), None, "E-1"),
        ("PART", date(2026, 1, 7), "BIG", None),
        ("FOUND", date(2026, 1, 7), None, "E-1"),
        ("FRESH", date(2026, 1, 7), None, "E-2"),
        ("PULLED", date(2025, 12, 1), None, "E-2"),
        ("ASKED", date(2026, 1, 7), None, "E-1"),
    ],
    columns=["issue_key", "created_day", "parent_key", "epic_key"],
).astype({"created_day": "datetime64[us]"})
REQUESTS = pd.DataFrame(
    {
        "change_id": ["CR-1", "CR-2", "CR-3"],
        "decision": ["approved", "rejected", None],
        "issue_keys": [["ASKED"], ["PULLED"], ["OLD"]],
    }
)
NO_REQUEST = REQUESTS[:0]
NO_LINK = pd.DataFrame(
    columns=["kind", "before_key", "after_key", "linked_at"], dtype="str"
).astype({"linked_at": "datetime64[us]"})
CHANGED: list[Row] = [
    ("OLD", 5, "initial", 3),
    ("BIG", 5, "initial", 8),
    ("BIG", 7, "re_estimated", -3),
    ("PART", 7, "added", 3),
    ("FOUND", 8, "added", 2),
    ("FRESH", 8, "added", 1),
    ("PULLED", 9, "added", 5),
    ("ASKED", 9, "added", 4),
    ("OLD", 12, "removed", 3),
]


def classes(requests: pd.DataFrame) -> dict[str, tuple[str, object]]:
    found = scope_ledger(
        deltas(CHANGED),
        frame=sprint(),
        unit="points",
        as_of=january(15),
        told=Told(ISSUES, requests, NO_LINK, {}),
    )
    assert found.totals["changes"].sum() == len(found.rows) == 7
    assert found.totals["amount"].sum() == found.rows["amount"].sum()
    return {
        key: (kind, None if pd.isna(approved) else bool(approved))
        for key, kind, approved in zip(
            *(found.rows[name] for name in ("issue_key", "class", "approved")),
            strict=True,
        )
    }


def test_every_change_of_scope_has_its_class() -> None:
    assert classes(NO_REQUEST) == {
        "BIG": ("re_sized", None),
        "PART": ("split", None),
        "FOUND": ("discovered", None),
        "FRESH": ("new", None),
        "PULLED": ("brought_in", None),
        "ASKED": ("discovered", None),
        "OLD": ("taken_out", None),
    }


def test_a_change_request_says_whether_it_was_approved() -> None:
    found = classes(REQUESTS)
    assert found["ASKED"] == ("change_request", True)
    assert found["PULLED"] == ("change_request", False)
    assert found["OLD"] == ("change_request", None)


def test_an_old_item_brought_in_is_not_new() -> None:
    """Wrong: the day of creation taken for the day of adding (metrics.md 10, 6)."""
    found = scope_ledger(
        deltas([("PULLED", 9, "added", 5)]),
        frame=sprint(),
        unit="points",
        as_of=january(15),
        told=Told(ISSUES, NO_REQUEST, NO_LINK, {}),
    )
    assert found.rows["day"].tolist() == [pd.Timestamp(january(9))]
    assert found.rows["class"].tolist() == ["brought_in"]


def test_without_a_log_no_change_is_listed_and_it_says_why() -> None:
    found = scope_ledger(
        deltas(CHANGED),
        frame=replace(sprint(), evidence="reconstructed"),
        unit="points",
        as_of=january(15),
        told=Told(ISSUES, REQUESTS, NO_LINK, {}),
    )
    assert found.rows.empty
    assert "change log" in found.why


def test_an_item_linked_as_split_from_one_of_the_sprint_is_split_off() -> None:
    changed: list[Row] = [
        ("OLD", 5, "initial", 3),
        ("FRESH", 8, "added", 1),
        ("FOUND", 8, "added", 2),
        ("PULLED", 9, "added", 5),
    ]
    links = pd.DataFrame(
        {
            "kind": ["split", "split", "clone", "split"],
            "before_key": ["OLD", "ELSEWHERE", "OLD", "OLD"],
            "after_key": ["FRESH", "FOUND", "FOUND", "PULLED"],
            "linked_at": pd.Series([pd.NaT] * 4, dtype="datetime64[us]"),
        }
    )

    def kinds(links: pd.DataFrame) -> dict[str, str]:
        found = scope_ledger(
            deltas(changed),
            frame=sprint(),
            unit="points",
            as_of=january(15),
            told=Told(ISSUES, NO_REQUEST, links, {2: "Ada P."}),
        )
        authors = found.rows.set_index("issue_key")["author"]
        assert authors["FRESH"] == "Ada P."
        assert pd.isna(authors["FOUND"])
        return dict(zip(found.rows["issue_key"], found.rows["class"], strict=True))

    # Only the new item whose origin the sprint held; a clone of an item that stayed
    # as it was is none, nor an old item.
    assert kinds(links) == {
        "FRESH": "split",
        "FOUND": "discovered",
        "PULLED": "brought_in",
    }
    later = pd.Series(pd.Timestamp(january(20)), links.index).astype("datetime64[us]")
    assert kinds(links.assign(linked_at=later))["FRESH"] == "new"


LATE = deltas([("A", 1, "added", 1)], frame_id="1")[:0].assign(
    earliest=pd.Series(dtype="datetime64[us]")
)


@settings(max_examples=25)
@given(ledgers(5, 8), ledgers(9, 18), st.integers(0, 30))
def test_a_later_as_of_never_changes_an_earlier_closed_sprint(
    inside: pd.DataFrame, later: pd.DataFrame, more: int
) -> None:
    """Whatever is booked after the close, and from whatever day one looks."""
    rows = inside.assign(frame_id="1")
    after = later[later["ledger"] != "initial"].assign(frame_id="1")
    together = pd.concat([rows, after], ignore_index=True)

    def stood(ledger: pd.DataFrame, as_of: date) -> pd.DataFrame:
        return corrections(
            ledger, LATE, frames=[ONE], unit="points", as_of=as_of, authors={}
        ).sprints

    closed = stood(rows, january(8))
    assert len(closed) == 1
    for ledger in (rows, together):
        found = stood(ledger, date.fromordinal(january(8).toordinal() + more))
        pd.testing.assert_frame_equal(found, closed)


NEVER = pd.Series([pd.NaT] * 3, dtype="datetime64[us]")


def test_corrections_are_summed_beside_what_stood() -> None:
    late = pd.concat(
        [
            deltas([("KEPT", 12, "re_estimated", 2)], frame_id="1"),
            deltas([("OPEN", 13, "removed", 5)], frame_id="1"),
            deltas([("OTHER", 13, "added", 1)], frame_id="9"),
        ],
        ignore_index=True,
    ).assign(earliest=NEVER, done_points=[2.0, 0.0, 0.0], version_id=[4, 5, 6])
    found = corrections(
        deltas(ROWS, frame_id="1"),
        late,
        frames=[ONE, sprint(9, 20, frame_id="9")],
        unit="points",
        as_of=january(18),
        authors={4: "Ada P."},
    )
    (row,) = found.sprints.to_dict("records")
    assert (row["commitment"], row["completed"]) == (14, 13)
    assert (row["corrections"], row["held_since"]) == (2, -3)
    assert (row["completed_since"], row["completed_now"]) == (2, 15)
    authors = found.rows["author"]
    assert (authors.iloc[0], pd.isna(authors.iloc[1])) == ("Ada P.", True)


def test_without_a_closed_sprint_there_is_nothing_to_correct() -> None:
    found = corrections(
        deltas(ROWS, frame_id="1"),
        LATE,
        frames=[ONE],
        unit="points",
        as_of=january(7),
        authors={},
    )
    assert (len(found.sprints), len(found.rows)) == (0, 0)
    assert found.why
