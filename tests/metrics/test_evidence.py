"""What several uploads tell of a sprint: bands, ranges, and what they leave open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.calendar import WorkingCalendar
from analytics.figures.burndown import plot_burndown, read_burndown, table_burndown
from analytics.metrics.burndown import burndown
from tests.factories import Row, deltas, january, sprint

if TYPE_CHECKING:
    from analytics.metrics.burndown import Burndown
    from analytics.metrics.scope import Frame

ROWS: list[Row] = [
    ("A", 5, "initial", 8),
    ("B", 5, "initial", 5),
    ("C", 12, "added", 3),
    ("A", 12, "completed", 8),
]
DOUBTS = [("C", 6, 12, 0, 3), ("A", 6, 12, -8, 0)]


def measure(
    *,
    known_from: int = 5,
    after: int | None = 5,
    before: int | None = 5,
    start: int = 5,
) -> Burndown:
    frame: Frame = replace(
        sprint(start=start, evidence="between uploads"),
        known_from=january(known_from),
        start_after=january(after) if after else None,
        start_before=january(before) if before else None,
    )
    rows = deltas(ROWS)
    rows["earliest"] = pd.NaT
    rows.loc[rows["day"] > "2026-01-05", "earliest"] = pd.Timestamp(january(6))
    table = pd.DataFrame(
        DOUBTS, columns=["issue_key", "earliest", "day", "low_points", "high_points"]
    )
    for name in ("earliest", "day"):
        table[name] = pd.to_datetime([january(day) for day in table[name]])
    return burndown(
        rows,
        frame=frame,
        unit="points",
        calendar=WorkingCalendar(),
        as_of=january(14),
        doubts=table,
    )


def test_what_is_booked_at_an_upload_can_have_been_before() -> None:
    result = measure()
    assert result.band is not None
    found = result.band.loc["2026-01-05":"2026-01-13"]
    assert found["low"].tolist() == [13, 5, 5, 5, 5, 5, 5, 8, 8]
    assert found["high"].tolist() == [13, 16, 16, 16, 16, 16, 16, 8, 8]
    assert result.days["remaining"].dropna().tolist() == [13] * 7 + [8] * 3


def test_an_upload_of_the_day_of_the_start_tells_the_commitment() -> None:
    result = measure()
    assert (result.commitment, result.added, result.completed) == (13, 3, 8)
    assert "between 6 and 12 January 2026" in result.label
    text = read_burndown(result)
    assert "than the ideal line" in text
    assert text.endswith("the last ones happened between 6 and 12 January 2026.")


def test_a_start_between_two_uploads_gives_ranges() -> None:
    result = measure(known_from=4, after=4, before=12, start=6)
    assert result.commitment is None
    assert result.ranges == {
        "commitment": (5, 16),
        "added": (0, 3),
        "removed": (0, 0),
    }
    assert "from 5 to 16" in result.why["commitment"]
    assert "between 4 and 12 January 2026" in result.why["added"]


def test_before_the_first_upload_nothing_is_known_of_the_start() -> None:
    result = measure(known_from=8, after=None, before=8)
    assert result.commitment is result.added is None
    assert not result.ranges
    assert "first upload is of 8 January 2026" in result.why["commitment"]
    assert "3 added, 0 removed, 0 re-estimated" in result.why["commitment"]
    assert result.days.loc["2026-01-12", "added"] == pytest.approx(3)
    assert result.days.loc["2026-01-06":"2026-01-08", "added"].isna().all()


def test_the_chart_shows_the_band_and_the_table_its_numbers() -> None:
    names = [trace.name for trace in plot_burndown(measure()).data]
    assert names[:3] == ["Left at most", "Left at least", "Remaining"]
    table = table_burndown(measure())
    assert table["Left at most"].tolist()[:2] == [13, 16]
