"""Every rule for one sprint: published numbers, one item per reason, exact sums."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.commitment import commitments
from analytics.metrics.count_rules import RULES
from analytics.metrics.ledger import ledger_from_events
from analytics.metrics.reconciliation import (
    FIGURES,
    OwnRules,
    Reconciliation,
    reasons,
    reconcile,
)
from analytics.metrics.replay import Window
from analytics.metrics.sprint_items import sprint_items
from analytics.metrics.sprint_report import LISTS, SprintReport, sprint_report
from tests.factories import events, issues, january, sprint

if TYPE_CHECKING:
    from analytics.metrics.scope import Frame, Unit

START = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - instants are naive UTC
END = START + timedelta(days=14)
WINDOW = Window("7", "sprint", START, END)
SPRINT = sprint(5, 19, closed=19)
HERE = ("7",)
Change = tuple[str, datetime, str, object, object]
Today = dict[str, object]


def on(day: int) -> datetime:
    return datetime(2026, 1, day, 12)  # noqa: DTZ001 - instants are naive UTC


def issue(key: str, points: float = 3, **more: object) -> Today:
    return {"issue_key": key, "points": points, "sprints": HERE, **more}


def told(today: list[Today], happened: list[Change], done: str) -> pd.DataFrame:
    """Replay with the statuses whose names hold `done`, such as "LC" for both."""
    table = issues([{"is_subtask": False, "status": "", **one} for one in today])
    table["is_done"] = table["status"].str.contains(done)
    changes = events(happened)
    is_status = changes["field"] == "status"
    for side in ("old", "new"):
        changes[side] = [
            done in str(value) if moved else value
            for moved, value in zip(is_status, changes[side], strict=True)
        ]
    return sprint_items(table, changes, window=WINDOW, unit="points")


def compared(
    today: list[Today],
    happened: list[Change],
    own: OwnRules | None = None,
    frame: Frame = SPRINT,
) -> Reconciliation:
    """Compare; a status "L" is the last column, "C" the category done, "LC" both."""
    both = {
        "last_column": told(today, happened, "L"),
        "status_category": told(today, happened, "C"),
    }
    return reconcile(
        both,  # type: ignore[arg-type]
        frame=frame,
        unit="points",
        as_of=january(30),
        own=own or OwnRules("last_column"),
    )


def report(today: list[Today], happened: list[Change]) -> SprintReport:
    items = told(today, happened, "L")
    return sprint_report(items, frame=SPRINT, unit="points", as_of=january(30))


def finished(key: str, day: int) -> Change:
    return (key, on(day), "status", "", "LC")


WALK_TODAY = [
    issue("S1", 1, status="LC"),
    issue("S2", 2, status="LC"),
    issue("S3", 5, status="LC"),
    issue("S4", 10, status="LC"),
]
WALK: list[Change] = [
    finished("S1", 6),
    finished("S2", 7),
    ("S4", on(8), "sprint", (), HERE),
    finished("S3", 9),
    finished("S4", 12),
]


def totals(result: Reconciliation) -> dict[str, tuple[float, float]]:
    return {
        rule: (committed, completed)
        for rule, committed, completed in zip(
            *(result.totals[name] for name in ("rule", *FIGURES)), strict=True
        )
    }


def test_the_walkthrough_under_every_rule() -> None:
    """Golden jira-sprint-story-walkthrough, Agile Angel: 8 promised, 18 done."""
    result = compared(WALK_TODAY, WALK)
    assert totals(result) == {
        "own": (8, 18),
        "jira_burndown": (8, 18),
        "jira_velocity": (8, 18),
        "jira_sprint_report": (8, 18),
        "strict_baseline": (8, 8),
        "status_category": (8, 18),
        "report_lists": (18, 18),
    }
    listed = result.lines[["rule", "figure", "issue_key", "difference", "why"]]
    assert listed.to_numpy().tolist() == [
        ["strict_baseline", "completed", "S4", -10, "Added after the start"],
        ["report_lists", "commitment", "S4", 10, "Added after the start"],
    ]
    assert result.basis.rows_used == 4


def test_lists_added_up_are_no_commitment() -> None:
    """A published case: the lists of the sprint report sum to 109, 74 were promised."""
    today = [
        issue("A", 40, status="LC"),
        issue("B", 34),
        issue("NEW-1", 20, status="LC"),
        issue("NEW-2", 15, sprints=()),
    ]
    happened: list[Change] = [
        finished("A", 7),
        ("NEW-1", on(6), "sprint", (), HERE),
        finished("NEW-1", 8),
        ("NEW-2", on(6), "sprint", (), HERE),
        ("NEW-2", on(9), "sprint", HERE, ()),
    ]
    result, lists = compared(today, happened), report(today, happened)
    assert result.total("report_lists", "commitment") == lists.listed == 109
    assert result.total("own", "commitment") == lists.commitment == 74
    assert lists.added == 35
    wrong = result.lines[result.lines["rule"] == "report_lists"]
    assert wrong["issue_key"].tolist() == ["NEW-1", "NEW-2"]
    assert wrong["difference"].sum() == 35


BEFORE: Change = ("A", on(2), "status", "", "LC")
CASES: list[tuple[str, Today, list[Change], str, str, float]] = [
    (
        "Done before the start",
        issue("A", status="LC"),
        [BEFORE],
        *("jira_sprint_report", "commitment", 3),
    ),
    (
        "Done outside the sprint",
        issue("A", status="LC"),
        [BEFORE],
        *("report_lists", "completed", 3),
    ),
    (
        "Done by one done rule only",
        issue("A", status="C"),
        [("A", on(7), "status", "", "C")],
        *("status_category", "completed", 3),
    ),
    (
        "Done at the start by one done rule only",
        issue("A", status="C"),
        [("A", on(2), "status", "", "C")],
        *("status_category", "commitment", -3),
    ),
    (
        "Finished, then taken out",
        issue("A", status="LC", sprints=()),
        [finished("A", 7), ("A", on(8), "sprint", HERE, ())],
        *("jira_burndown", "completed", 3),
    ),
    (
        "Re-estimated after it was done",
        issue("A", 8, status="LC"),
        [finished("A", 7), ("A", on(8), "points", 3.0, 8.0)],
        *("jira_burndown", "completed", -5),
    ),
    (
        "Re-estimated after the start",
        issue("A", 8, status="LC"),
        [("A", on(6), "points", 3.0, 8.0), finished("A", 7)],
        *("strict_baseline", "completed", -5),
    ),
    (
        "Without an estimate at the start",
        issue("A", 8, status="LC"),
        [("A", on(6), "points", None, 8.0), finished("A", 7)],
        *("strict_baseline", "completed", -8),
    ),
    (
        "Done before the start, then reopened",
        issue("A", status="LC"),
        [BEFORE, ("A", on(6), "status", "LC", ""), finished("A", 7)],
        *("strict_baseline", "completed", -3),
    ),
    (
        "Added after the start",
        issue("A", status="LC"),
        [("A", on(6), "sprint", (), HERE), finished("A", 7)],
        *("strict_baseline", "completed", -3),
    ),
]


@pytest.mark.parametrize(
    ("why", "today", "happened", "rule", "figure", "difference"),
    CASES,
    ids=[one[0] for one in CASES],
)
def test_each_reason_has_its_item(
    why: str,
    today: Today,
    happened: list[Change],
    rule: str,
    figure: str,
    difference: float,
) -> None:
    result = compared([today, issue("PLAIN", 5)], happened)
    lines = result.lines
    lines = lines[(lines["rule"] == rule) & (lines["figure"] == figure)]
    assert lines[["issue_key", "difference", "why"]].to_numpy().tolist() == [
        ["A", difference, why]
    ]


def test_sub_tasks_count_in_no_rule_of_jira() -> None:
    today = [issue("A", 5), issue("A-SUB", 2, is_subtask=True, status="LC")]
    happened = [finished("A-SUB", 7)]
    assert compared(today, happened).lines.empty
    result = compared(today, happened, OwnRules("last_column", counts_subtasks=True))
    assert (result.total("own", "commitment"), result.total("own", "completed")) == (
        *(7, 2),
    )
    assert result.total("jira_velocity", "commitment") == 5
    assert set(result.lines["why"]) == {"Sub-task"}
    assert set(result.lines["issue_key"]) == {"A-SUB"}


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (replace(SPRINT, kind="release"), "one sprint"),
        (replace(SPRINT, start=None), "no start date"),
        (replace(SPRINT, start=january(31)), "It starts on 31 January"),
        (replace(SPRINT, evidence="reconstructed"), "change log"),
        (replace(SPRINT, evidence="between uploads"), "change log"),
    ],
)
def test_what_cannot_be_compared_has_a_reason_and_no_zero(
    frame: Frame, said: str
) -> None:
    result = compared(WALK_TODAY, WALK, frame=frame)
    assert said in result.why
    assert result.totals[list(FIGURES)].isna().all(axis=None)
    assert result.lines.empty
    assert result.basis.rows_used == 0
    lists = sprint_report(
        told(WALK_TODAY, WALK, "L"), frame=frame, unit="points", as_of=january(30)
    )
    assert (lists.why, lists.commitment, lists.listed) == (result.why, None, None)


def test_nothing_in_it_and_nothing_estimated_have_their_reasons() -> None:
    empty = compared([issue("A", sprints=())], [])
    assert empty.why == "No issue was in it by then."
    blank = compared([issue("A", float("nan"))], [])
    assert blank.why == (
        "Its only item has no estimate in points. Count items: choose the unit items."
    )


def test_without_a_board_it_says_what_stands_in() -> None:
    items = told(WALK_TODAY, WALK, "C")
    result = reconcile(
        {"last_column": items, "status_category": items},
        frame=SPRINT,
        unit="points",
        as_of=january(30),
        own=OwnRules(),
        has_board=False,
    )
    assert "No board was uploaded" in result.note
    assert compared(WALK_TODAY, WALK).note == ""


def test_every_item_is_on_one_list_of_the_report() -> None:
    today = [
        issue("DONE", 3, status="LC"),
        issue("OPEN", 5),
        issue("GONE", 2, sprints=()),
        issue("EARLY", 1, status="LC"),
        issue("LATE", 8, status="LC"),
    ]
    happened: list[Change] = [
        finished("DONE", 7),
        ("GONE", on(8), "sprint", HERE, ()),
        ("EARLY", on(2), "status", "", "LC"),
        ("LATE", on(21), "status", "", "LC"),  # after the close
        ("OPEN", on(9), "points", 3.0, 5.0),
    ]
    found = report(today, happened)
    rows = found.rows.set_index("issue_key")
    assert rows["list"].to_dict() == {
        "DONE": "completed",
        "OPEN": "not_completed",
        "GONE": "removed",
        "EARLY": "completed_outside",
        "LATE": "not_completed",
    }
    assert (rows["initial"]["OPEN"], rows["final"]["OPEN"]) == (3, 5)
    assert found.sums["list"].tolist() == list(LISTS)
    assert found.sums["initial"].sum() == found.listed == found.commitment == 17


STATUSES = ("", "L", "C", "LC")
VALUES = {
    "status": st.sampled_from(STATUSES),
    "sprint": st.sampled_from([(), HERE, ("8",), ("7", "8")]),
    "points": st.integers(0, 8).map(float),
}


@st.composite
def sprints(draw: st.DrawFn) -> tuple[list[Today], list[Change]]:
    """Draw issues with consistent changes: each `old` is the `new` before it."""
    today, happened = list[Today](), list[Change]()
    for number in range(draw(st.integers(1, 4))):
        key = f"A-{number}"
        state: dict[str, object] = {name: draw(VALUES[name]) for name in VALUES}
        hours = st.lists(st.integers(-200, 500), max_size=8, unique=True)
        for hour in sorted(draw(hours)):
            name = draw(st.sampled_from(sorted(VALUES)))
            new = draw(VALUES[name])
            at = START + timedelta(hours=hour)
            happened.append((key, at, name, state[name], new))
            state[name] = new
        today.append(
            {
                "issue_key": key,
                "status": state["status"],
                "sprints": state["sprint"],
                "points": state["points"],
                "is_subtask": draw(st.booleans()),
                "created_at": START + timedelta(hours=draw(st.integers(-300, 300))),
            }
        )
    return today, happened


OWN = st.builds(
    OwnRules, st.sampled_from(["last_column", "status_category"]), st.booleans()
)


@settings(max_examples=40, deadline=None)
@given(sprints(), OWN)
def test_totals_differ_exactly_by_the_listed_items(
    drawn: tuple[list[Today], list[Change]], own: OwnRules
) -> None:
    result = compared(*drawn, own)
    if result.why:
        return
    found = result.lines.groupby(["rule", "figure"])["difference"].sum()
    sums = dict(zip(found.index, found.tolist(), strict=True))
    for rule in RULES:
        for figure in FIGURES:
            apart = result.total(rule.key, figure) - result.total("own", figure)
            assert apart == pytest.approx(sums.get((rule.key, figure), 0.0))
    keys = ["rule", "figure", "issue_key"]
    assert not result.lines.duplicated(keys).any()
    assert (result.lines["why"] != "").all()


@settings(max_examples=40, deadline=None)
@given(sprints())
def test_the_rules_are_the_ledgers_of_the_burn_down(
    drawn: tuple[list[Today], list[Change]],
) -> None:
    """Two computations: the reconciliation, and sums over the booked ledgers."""
    today, happened = drawn
    result = compared(today, happened)
    if result.why:
        return
    parents = [one for one in today if not one["is_subtask"]]
    table = issues(parents) if parents else issues([issue("NONE", sprints=())])
    if parents:
        table["is_done"] = table["status"].str.contains("L")
    read = [
        (key, at, name, "L" in str(old), "L" in str(new))
        if name == "status"
        else (key, at, name, old, new)
        for key, at, name, old, new in happened
    ]
    booked = ledger_from_events(table, events(read), window=WINDOW)
    by = booked.groupby("ledger")["points"].sum()
    assert result.total("jira_burndown", "commitment") == by.get("initial", 0.0)
    burnt = by.get("completed", 0.0) + by.get("reopened", 0.0)
    assert result.total("jira_burndown", "completed") == pytest.approx(0 - burnt)
    promised = commitments(
        booked, frames=[SPRINT], unit="points", as_of=january(30)
    ).iloc[0]
    own = [result.total("own", figure) for figure in FIGURES]
    assert own == [promised["commitment"], promised["completed"]]
    strict = result.total("strict_baseline", "completed")
    assert strict == pytest.approx(promised["kept"])


@settings(max_examples=20, deadline=None)
@given(sprints(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(
    drawn: tuple[list[Today], list[Change]], random: object
) -> None:
    today, happened = drawn
    turned = [*today]
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, other = compared(today, happened), compared(turned, happened)
    pd.testing.assert_frame_equal(one.totals, other.totals)
    left, right = (result.lines.reset_index(drop=True) for result in (one, other))
    pd.testing.assert_frame_equal(left, right)


@settings(max_examples=40, deadline=None)
@given(sprints())
def test_what_a_reason_says_is_true(drawn: tuple[list[Today], list[Change]]) -> None:
    items = told(*drawn, "L")
    for rule, figure in (
        ("report_lists", "commitment"),
        ("strict_baseline", "completed"),
    ):
        why = pd.Series(reasons(rule, figure, items, items), items.index)
        assert items.loc[why == "Sub-task", "is_subtask"].all()
        assert not items.loc[why == "Added after the start", "in_at_start"].any()
        assert not items.loc[why == "Finished, then taken out", "in_at_end"].any()


def test_units_are_counted_alike() -> None:
    units: tuple[Unit, ...] = ("points", "items", "hours")
    for unit in units:
        table = issues([{**issue("A", 3), "hours": 8, "is_subtask": False}])
        items = sprint_items(table, events([]), window=WINDOW, unit=unit)
        assert items["at_start"].tolist() == [
            {"points": 3, "items": 1, "hours": 8}[unit]
        ]
