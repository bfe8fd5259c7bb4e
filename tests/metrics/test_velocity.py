"""Velocity, promises kept and predicted sprints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import NotFoundError
from analytics.metrics.commitment import COLUMNS, commitments
from analytics.metrics.registry import METRICS, metric
from analytics.metrics.velocity import (
    Velocity,
    mean_velocity,
    predicted_sprints,
    velocity,
)
from tests.factories import Row, deltas, january, sprint

if TYPE_CHECKING:
    from analytics.metrics.scope import Frame

ONE = sprint(5, 8, closed=8, frame_id="1")
TWO = sprint(8, 12, closed=12, frame_id="2")
THREE = sprint(12, 15, closed=15, frame_id="3")
RUNNING = sprint(15, 19, frame_id="4")
FRAMES = [RUNNING, TWO, ONE, THREE]


def ledger(*parts: tuple[str, list[Row]]) -> pd.DataFrame:
    tables = [deltas(rows, frame_id=frame_id) for frame_id, rows in parts]
    joined = pd.concat(tables)  # the index repeats, as it does when ledgers are joined
    return joined.assign(version_id=range(len(joined)))


def finished(day: int, points: float) -> list[Row]:
    return [("A", day, "initial", points), ("A", day, "completed", points)]


# golden jira-average-velocity-zoho: sprints of 23, 22 and 0 points
ZOHO = ledger(
    ("1", finished(5, 23)),
    ("2", finished(8, 22)),
    ("3", [("A", 12, "initial", 9)]),
    ("4", finished(15, 50)),
)


def measure(
    rows: pd.DataFrame = ZOHO, frames: list[Frame] = FRAMES, last: int = 3
) -> Velocity:
    return velocity(rows, frames=frames, unit="points", as_of=january(18), last=last)


@pytest.mark.parametrize(
    ("completed", "last", "mean"),
    [
        ([23, 22, 0], 3, 15),  # golden jira-average-velocity-zoho, Zoho Sprints
        ([99, 23, 22, 0], 3, 15),
        ([4], 3, 4),
        ([0], 3, 0),
        ([], 3, None),
    ],
)
def test_the_mean_counts_sprints_that_completed_nothing(
    completed: list[float], last: int, mean: float | None
) -> None:
    assert mean_velocity(completed, last=last) == mean


def test_the_running_sprint_does_not_count() -> None:
    """Golden jira-average-velocity-zoho, from ledgers."""
    result = measure()
    assert (result.mean, result.counted) == (15, 3)
    assert result.sprints["frame_id"].tolist() == ["1", "2", "3"]
    assert result.sprints["completed"].tolist() == [23, 22, 0]
    assert result.sprints["say_do"].tolist() == [1, 1, 0]
    assert result.say_do == pytest.approx(45 / 54)
    assert result.why == {}
    assert result.basis.rests_on == "change log"
    assert result.basis.rows_used == 5
    assert len(result.basis.left_out) == 2


def test_a_sprint_without_any_issue_completed_nothing() -> None:
    result = measure(ZOHO[ZOHO["frame_id"] != "2"])
    assert result.sprints["completed"].tolist() == [23, 0, 0]
    assert result.mean == pytest.approx(23 / 3)


def test_only_the_last_sprints_count() -> None:
    result = measure(last=2)
    assert (result.mean, result.counted, result.last) == (11, 2, 2)


def test_no_closed_sprint_has_no_velocity() -> None:
    result = measure(frames=[RUNNING])
    assert (result.mean, result.say_do, result.counted) == (None, None, 0)
    assert set(result.why) == {"mean", "say_do"}
    assert tuple(result.sprints.columns) == COLUMNS


def test_nothing_promised_has_no_say_do() -> None:
    rows = ledger(("1", [("A", 6, "added", 3), ("A", 7, "completed", 3)]))
    result = measure(rows, [ONE])
    assert (result.mean, result.say_do) == (3, None)
    assert "committed" in result.why["say_do"]
    assert result.sprints["say_do"].isna().all()


def test_without_a_change_log_there_is_no_promise() -> None:
    result = measure(frames=[replace(ONE, evidence="reconstructed")])
    assert (result.mean, result.say_do) == (23, None)
    assert "change log" in result.why["say_do"]
    assert result.sprints[["commitment", "kept"]].isna().all(axis=None)


def test_the_promise_is_that_of_the_start() -> None:
    rows: list[Row] = [
        ("KEPT", 5, "initial", 3),
        ("KEPT", 6, "re_estimated", 2),
        ("KEPT", 7, "completed", 5),
        ("LATE", 5, "initial", 5),
        ("LATE", 9, "completed", 5),  # after the close
        ("BACK", 5, "initial", 2),
        ("BACK", 6, "completed", 2),
        ("BACK", 7, "reopened", 2),
        ("NEW", 6, "added", 8),
        ("NEW", 7, "completed", 8),
    ]
    table = commitments(
        deltas(rows, frame_id="1"), frames=[ONE], unit="points", as_of=january(18)
    )
    row = table.iloc[0]
    assert row[["commitment", "completed", "kept"]].tolist() == [10, 13, 3]
    assert row["say_do"] == pytest.approx(0.3)
    assert row["closed"] == pd.Timestamp(january(8))


def test_the_walkthrough_gives_commitment_and_completed() -> None:
    """Golden jira-sprint-story-walkthrough, Agile Angel: 8 promised, 18 done."""
    rows: list[Row] = [
        ("S1", 5, "initial", 1),
        ("S2", 5, "initial", 2),
        ("S3", 5, "initial", 5),
        ("S1", 6, "completed", 1),
        ("S2", 6, "completed", 2),
        ("S4", 7, "added", 10),
        ("S3", 8, "completed", 5),
        ("S4", 8, "completed", 10),
    ]
    table = commitments(
        deltas(rows, frame_id="1"), frames=[ONE], unit="points", as_of=january(8)
    )
    assert table[["commitment", "completed", "say_do"]].to_numpy().tolist() == [
        [8, 18, 1]
    ]


@pytest.mark.parametrize(
    ("remaining", "completed", "rounded", "unrounded"),
    [
        # golden jira-epic-predicted-sprints, Atlassian: 12 left, 7 in 3 sprints
        (12, [2, 2, 3], 6, 6),
        # where the rounding matters
        (14, [2, 2, 3], 7, 6),
        (0, [2, 2, 3], 0, 0),
        (10, [2.5, 2.5, 2.5], 4, 4),
        (9, [99, 3, 3, 3], 3, 3),
        (0.3, [0.1, 0.1, 0.1], None, 3),
    ],
)
def test_predicted_sprints(
    remaining: float,
    completed: list[float],
    rounded: int | None,
    unrounded: int | None,
) -> None:
    prediction = predicted_sprints(remaining, completed)
    assert (prediction.sprints, prediction.unrounded) == (rounded, unrounded)
    assert prediction.velocity is not None
    assert bool(prediction.why) == (rounded is None)


@pytest.mark.parametrize(
    ("completed", "reason"), [([5, 5], "Fewer than 3"), ([0, 0, 0], "nothing")]
)
def test_no_prediction_has_a_reason(completed: list[float], reason: str) -> None:
    prediction = predicted_sprints(12, completed)
    assert (prediction.sprints, prediction.unrounded) == (None, None)
    assert reason in prediction.why


POINTS = st.lists(st.integers(0, 50).map(float), min_size=3, max_size=8)


@given(POINTS, st.integers(1, 300))
def test_more_work_never_needs_fewer_sprints(
    completed: list[float], remaining: int
) -> None:
    less = predicted_sprints(remaining, completed)
    more = predicted_sprints(remaining + 1, completed)
    assert (less.sprints or 0) <= (more.sprints or 0)
    assert (less.unrounded or 0) <= (more.unrounded or 0)


@given(POINTS, st.integers(2, 100))
def test_the_unit_of_the_estimate_scales_the_velocity(
    completed: list[float], k: int
) -> None:
    scaled = mean_velocity([value * k for value in completed])
    assert scaled == pytest.approx((mean_velocity(completed) or 0) * k)


def test_order_of_rows_does_not_matter() -> None:
    pd.testing.assert_frame_equal(measure(ZOHO[::-1]).sprints, measure().sprints)


def test_every_metric_defines_itself() -> None:
    assert len({one.key for one in METRICS}) == len(METRICS)
    for one in METRICS:
        assert metric(one.key) is one
        assert ">>>" in one.glossary
        assert one.question.endswith("?")
    with pytest.raises(NotFoundError, match="burndown, burnup"):
        metric("astrology")
