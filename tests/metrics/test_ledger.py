"""The replay of raw events: exact cases, published numbers, a day-by-day check."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.metrics.ledger import (
    AMOUNTS,
    COLUMNS,
    compare,
    from_milliseconds,
    from_scope_change_payload,
    ledger_from_events,
)
from analytics.metrics.replay import RANKS, Window
from analytics.metrics.scope import LEDGERS
from tests.factories import events, issues

START = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - instants are naive UTC
END = START + timedelta(days=14)
SPRINT = Window("7", "sprint", START, END)
HERE, ELSEWHERE = ("7",), ("8",)
Change = tuple[str, datetime, str, object, object]


def on(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 1, day, hour)  # noqa: DTZ001 - instants are naive UTC


def book(
    today: list[dict[str, object]], happened: list[Change], window: Window = SPRINT
) -> list[tuple[str, str, float, float]]:
    """Return issue, ledger, points and done points of each row."""
    table = ledger_from_events(issues(today), events(happened), window=window)
    columns = ["issue_key", "ledger", "points", "done_points"]
    return list(table[columns].itertuples(index=False, name=None))


def issue(key: str = "A", points: float = 3, **more: object) -> dict[str, object]:
    return {"issue_key": key, "points": points, "sprints": HERE, **more}


@pytest.mark.parametrize(
    ("today", "happened", "rows"),
    [
        # nothing ever changed: today's values hold for the start
        (issue(), [], [("A", "initial", 3, 0)]),
        (issue(is_done=True), [], []),
        (issue(sprints=ELSEWHERE), [], []),
        (issue(points=np.nan), [], [("A", "initial", 0, 0)]),
        # burned
        (
            issue(is_done=True),
            [("A", on(7), "status", False, True)],
            [("A", "initial", 3, 0), ("A", "completed", -3, 3)],
        ),
        # done before the start never burns, reopened inside it comes back
        (
            issue(),
            [
                ("A", on(2), "status", False, True),
                ("A", on(7), "status", True, False),
                ("A", on(8), "status", False, True),
                ("A", on(9), "status", True, False),
            ],
            [
                ("A", "reopened", 3, 0),
                ("A", "completed", -3, 3),
                ("A", "reopened", 3, -3),
            ],
        ),
        # from one done status to another
        (
            issue(is_done=True),
            [("A", on(2), "status", False, True), ("A", on(7), "status", True, True)],
            [],
        ),
        # added already done never burns, nor when it leaves or changes
        (
            issue(is_done=True, sprints=ELSEWHERE),
            [
                ("A", on(6), "status", False, True),
                ("A", on(7), "sprint", (), HERE),
                ("A", on(8), "points", 3.0, 5.0),
                ("A", on(9), "sprint", HERE, ELSEWHERE),
            ],
            [],
        ),
        # added, re-estimated, done, re-estimated when done, removed when done
        (
            issue(is_done=True, points=1, sprints=()),
            [
                ("A", on(6), "sprint", (), ("6", "7")),
                ("A", on(7), "points", np.nan, 5.0),
                ("A", on(8), "status", False, True),
                ("A", on(9), "points", 5.0, 1.0),
                ("A", on(10), "sprint", ("6", "7"), ()),
            ],
            [
                ("A", "added", 0, 0),
                ("A", "re_estimated", 5, 0),
                ("A", "completed", -5, 5),
                ("A", "re_estimated", 0, -4),
                ("A", "removed", 0, -1),
            ],
        ),
        # finished here, taken out by mistake and put back: still finished here
        (
            issue(is_done=True),
            [
                ("A", on(6), "status", False, True),
                ("A", on(7), "sprint", HERE, ()),
                ("A", on(8), "sprint", (), HERE),
            ],
            [
                ("A", "initial", 3, 0),
                ("A", "completed", -3, 3),
                ("A", "removed", 0, -3),
                ("A", "added", 0, 3),
            ],
        ),
        # taken out, finished elsewhere and put back: not finished here
        (
            issue(is_done=True),
            [
                ("A", on(6), "sprint", HERE, ()),
                ("A", on(7), "status", False, True),
                ("A", on(8), "sprint", (), HERE),
            ],
            [("A", "initial", 3, 0), ("A", "removed", -3, 0)],
        ),
        # carried over: the closed sprint stays in the list
        (
            issue(sprints=("7", "8")),
            [("A", END, "sprint", ("7",), ("7", "8"))],
            [("A", "initial", 3, 0)],
        ),
        # at the start belongs to the opening, at the end to the sprint, later to nobody
        (
            issue(is_done=True),
            [
                ("A", START, "points", 8.0, 3.0),
                ("A", END, "status", False, True),
                ("A", END + timedelta(seconds=1), "status", True, False),
            ],
            [("A", "initial", 3, 0), ("A", "completed", -3, 3)],
        ),
        # created inside the sprint
        (issue(created_at=on(8)), [], [("A", "added", 3, 0)]),
        # the release is another field
        (
            issue(),
            [("A", on(7), "fix_version", ("7",), ())],
            [("A", "initial", 3, 0)],
        ),
        # an event that changes nothing
        (issue(), [("A", on(7), "points", 3.0, 3.0)], [("A", "initial", 3, 0)]),
        # events of an issue that the export does not hold
        (issue(), [("B", on(7), "status", False, True)], [("A", "initial", 3, 0)]),
    ],
)
def test_exact_cases(
    today: dict[str, object],
    happened: list[Change],
    rows: list[tuple[str, str, float, float]],
) -> None:
    assert book([today], happened) == rows


def test_the_estimate_is_that_of_the_start() -> None:
    """Golden jira-estimate-at-start, dinhnguyen/jira-report.

    Remaining hours 8 -> 10 on the 9th, sprint on the 10th, 10 -> 8 on the 12th,
    8 -> 6 on the 15th, 6 today: 10 at the start.
    """
    changes: list[Change] = [
        ("A", on(15), "hours", 8.0, 6.0),
        ("A", on(9), "hours", 8.0, 10.0),
        ("A", on(12), "hours", 10.0, 8.0),
    ]
    window = Window("7", "sprint", on(10, 0), None)
    table = ledger_from_events(issues([issue(hours=6)]), events(changes), window=window)
    assert table["ledger"].tolist() == ["initial", "re_estimated", "re_estimated"]
    assert table["hours"].tolist() == [10, -2, -2]
    # No change up to the start: the value before the first later one.
    late = ledger_from_events(
        issues([issue(hours=6)]), events(changes[::2]), window=window
    )
    assert late["hours"].tolist() == [10, -2, -2]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_items_of_one_history_apply_estimate_first(order: list[int]) -> None:
    changes: list[Change] = [
        ("A", on(7), "points", 1.0, 5.0),
        ("A", on(7), "sprint", (), HERE),
        ("A", on(7), "status", False, True),
    ]
    happened = events([changes[position] for position in order]).assign(seq=1)
    table = ledger_from_events(
        issues([issue(points=5, is_done=True)]), happened, window=SPRINT
    )
    assert table["ledger"].tolist() == ["added", "completed"]
    assert table["points"].tolist() == [5, -5]


def test_histories_of_one_instant_apply_in_their_order() -> None:
    happened = events(
        [("A", on(7), "status", True, False), ("A", on(7), "status", False, True)]
    )
    today = issues([issue(is_done=True)])
    table = ledger_from_events(today, happened, window=SPRINT)
    assert table["ledger"].tolist() == ["reopened", "completed"]


def test_days_are_those_of_the_project() -> None:
    late = events([("A", on(7, 23), "status", False, True)])
    window = Window("7", "sprint", START, None, zone="Europe/Berlin")
    table = ledger_from_events(issues([issue(is_done=True)]), late, window=window)
    assert table["day"].tolist() == [pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 1, 8)]
    assert table["day"].dtype == table["at"].dtype == "datetime64[us]"


def test_rows_name_what_they_rest_on() -> None:
    happened = events([("A", on(7), "status", False, True)])
    today = issues([issue(is_done=True), issue("B", created_at=on(8))])
    table = ledger_from_events(today, happened, window=SPRINT)
    assert tuple(table.columns) == COLUMNS
    assert list(zip(table["table"], table["version_id"], strict=True)) == [
        ("issue", 1),
        ("issue_event", 1001),
        ("issue", 2),
    ]


def test_releases_and_projects_have_their_own_membership() -> None:
    today = [issue(fix_versions=np.array(["2.0"])), issue("B", sprints=None)]
    happened: list[Change] = [("B", on(7), "fix_version", (), ("2.0",))]
    release = Window("r", "release", START, member="2.0")
    assert book(today, happened, release) == [
        ("A", "initial", 3, 0),
        ("B", "added", 3, 0),
    ]
    project = Window("p", "project", START)
    assert len(book(today, happened, project)) == 2


def test_everything_done_in_a_release_counts() -> None:
    today = [issue(is_done=True, created_at=None)]
    happened: list[Change] = [
        ("A", on(6), "status", False, True),
        ("A", on(7), "fix_version", (), ("2.0",)),
        ("A", on(8), "points", 2.0, 3.0),
    ]
    release = Window("r", "release", None, member="2.0")
    assert book(today, happened, release) == [
        ("A", "added", 0, 2),
        ("A", "re_estimated", 0, 1),
    ]
    project = Window("p", "project", None)
    assert book(today, happened, project) == [
        ("A", "added", 2, 0),
        ("A", "completed", -2, 2),
        ("A", "re_estimated", 0, 1),
    ]


def test_the_day_of_creation_stands_in_for_its_instant() -> None:
    today = issues([issue(created_at=on(8))]).drop(columns="created_at")
    table = ledger_from_events(today, events([]), window=SPRINT)
    assert table["ledger"].tolist() == ["added"]
    unknown = today.assign(created_day=np.array([None], "datetime64[us]"))
    table = ledger_from_events(unknown, events([]), window=SPRINT)
    assert table["ledger"].tolist() == ["initial"]


def test_nothing_in_nothing_out() -> None:
    today = issues([issue(sprints=())])
    table = ledger_from_events(today, events([]), window=SPRINT)
    assert tuple(table.columns) == COLUMNS
    assert compare(table, table) == []


def test_disagreement_is_listed_per_figure() -> None:
    today = issues([issue(is_done=True)])
    happened = events([("A", on(7), "status", False, True)])
    good = ledger_from_events(today, happened, window=SPRINT)
    assert compare(good, good.sample(frac=1, random_state=1)) == []
    wrong = good.assign(done_points=good["done_points"] * 2)
    assert compare(good, wrong) == [("7", "done", "points", 3, 6)]
    missing = compare(good, good[good["ledger"] == "initial"])
    assert {(one.figure, one.unit) for one in missing} == {
        (figure, unit)
        for figure in ("completed", "remaining", "done")
        for unit in ("points", "items")
    }


def test_the_scope_change_payload_is_ordered_by_number() -> None:
    """Golden jira-burndown-json-fixture."""
    payload = {
        "startTime": 1767600000000,
        "changes": {
            "1767700000000": [{"key": "PROJ-2", "column": {"done": True}}],
            "1767600000000": [
                {"key": "PROJ-1", "added": True, "statC": {"newValue": 3.0}}
            ],
            "999999999999": [{"key": "PROJ-0"}],
        },
    }
    changes = from_scope_change_payload(payload)
    assert [entry["key"] for _, entry in changes] == ["PROJ-0", "PROJ-1", "PROJ-2"]
    start = from_milliseconds(1767600000000)
    assert start.strftime("%Y-%m-%dT%H:%M:%SZ") == "2026-01-05T08:00:00Z"
    assert changes[1][0] == start


VALUES = {
    "status": st.booleans(),
    "sprint": st.lists(st.sampled_from(["6", "7", "8"]), unique=True).map(tuple),
    "points": st.one_of(st.just(np.nan), st.integers(0, 8).map(float)),
    "hours": st.integers(0, 8).map(float),
}


@st.composite
def histories(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw issues with consistent changes: each `old` is the `new` before it."""
    today, happened = [], list[Change]()
    for number in range(draw(st.integers(1, 4))):
        key = f"A-{number}"
        state: dict[str, object] = {name: draw(VALUES[name]) for name in VALUES}
        hours = st.integers(-200, 500)
        for hour in sorted(draw(st.lists(hours, max_size=8, unique=True))):
            name = draw(st.sampled_from(sorted(VALUES)))
            new = draw(VALUES[name])
            at = START + timedelta(hours=hour)
            happened.append((key, at, name, state[name], new))
            state[name] = new
        today.append(
            {
                "issue_key": key,
                "is_done": state["status"],
                "sprints": state["sprint"],
                "points": state["points"],
                "hours": state["hours"],
                "created_at": START + timedelta(hours=draw(st.integers(-300, 300))),
            }
        )
    return issues(today), events(happened)


def state_at(
    today: dict[str, object], happened: pd.DataFrame, name: str, at: datetime
) -> object:
    """Look a field up the slow way."""
    column = {"status": "is_done", "sprint": "sprints"}.get(name, name)
    own = happened[
        (happened["issue_key"] == today["issue_key"]) & (happened["field"] == name)
    ].sort_values("at")
    before = own[own["at"] <= at]
    if len(before):
        return before["new"].iloc[-1]
    return own["old"].iloc[0] if len(own) else today[column]


@settings(max_examples=25)
@given(histories())
def test_what_is_left_agrees_with_asking_every_day(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    today, happened = drawn
    table = ledger_from_events(today, happened, window=SPRINT)
    assert set(table["ledger"]) <= set(LEDGERS)
    for day in range(0, 15, 3):
        at = START + timedelta(days=day)
        left = {"points": 0.0, "items": 0.0, "hours": 0.0}
        for one in today.to_dict("records"):
            member = "7" in state_at(one, happened, "sprint", at)  # type: ignore[operator,arg-type]
            done = state_at(one, happened, "status", at)  # type: ignore[arg-type]
            if member and not done and one["created_at"] <= at:
                left["items"] += 1
                for unit in ("points", "hours"):
                    value = float(str(state_at(one, happened, unit, at)))  # type: ignore[arg-type]
                    left[unit] += 0.0 if np.isnan(value) else value
        known = table[table["at"] <= at]
        for unit, expected in left.items():
            assert known[unit].sum() == pytest.approx(expected)
        assert (known[list(AMOUNTS[3:])].sum() >= 0).all()


@settings(max_examples=15)
@given(histories(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(
    drawn: tuple[pd.DataFrame, pd.DataFrame], random: object
) -> None:
    today, happened = drawn
    order = list(range(len(happened)))
    random.shuffle(order)  # type: ignore[attr-defined]
    one = ledger_from_events(today, happened, window=SPRINT)
    other = ledger_from_events(today, happened.iloc[order], window=SPRINT)
    pd.testing.assert_frame_equal(one, other)
    assert set(happened["field"]) <= set(RANKS)
