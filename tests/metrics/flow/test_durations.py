"""Cycle time, lead time and the expectation made of them."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.flow.cycle_time import cycle_time
from analytics.metrics.flow.lead_time import lead_time
from analytics.metrics.ranks import expectation, nearest_rank
from tests.factories_flow import day, flow
from tests.metrics.flow.test_cumulative_flow import FEW, histories

if TYPE_CHECKING:
    from tests.factories_flow import Histories, Visit

TEN = [5, 6, 6, 7, 7, 6, 5, 4, 4, 3]
BASIC = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 3, 3, 4, 31, 31]


def through(start: int, end: int) -> list[Visit]:
    """Return the visits of an item from start to end."""
    return [("Backlog", 1), ("Committed", start), ("Done", end)]


@pytest.mark.parametrize(("start", "end", "days"), [(1, 5, 5), (7, 7, 1)])
def test_both_days_count(start: int, end: int, days: int) -> None:
    """Golden flow-plus-one. Without + 1 it would be 4 and 0; half days 4 and 0.5."""
    found = cycle_time(flow({"A": through(start, end)}), as_of=day(31)).items
    assert found["days"].tolist() == [days]
    assert end - start != days


@pytest.mark.parametrize(
    ("share", "ceiling", "numpy_linear"),
    [(0.5, 5, 5.5), (0.7, 6, 6.0), (0.85, 7, 6.65), (0.95, 7, 7.0)],
)
def test_the_expectation_is_the_ceiling_nearest_rank(
    share: float, ceiling: int, numpy_linear: float
) -> None:
    """Golden flow-percentile-55degrees (derived_not_published: nearest_rank_ceil)."""
    assert nearest_rank(TEN, share) == ceiling
    assert np.percentile(TEN, share * 100) == pytest.approx(numpy_linear)


def test_rounding_down_breaks_the_sentence() -> None:
    """The wrong definition (metrics.md 10, item 5): 85 % are 6 or less. 80 % are.

    Golden flow-percentile-55degrees: published 6, share at or below 6 is 0.8.
    """
    floored = sorted(TEN)[int(0.85 * len(TEN)) - 1]
    assert floored == 6
    assert sum(one <= floored for one in TEN) / len(TEN) == 0.8
    kept = nearest_rank(TEN, 0.85)
    assert kept is not None
    assert sum(one <= kept for one in TEN) / len(TEN) >= 0.85


def test_percentiles_of_the_worksheet() -> None:
    """Golden flow-basic-stats-magennis: ours are ranks, Excel's are in between."""
    assert len(BASIC) == 17
    assert statistics.mean(BASIC) == pytest.approx(8.235294117647058)
    published = {0.05: 1.8, 0.10: 2, 0.25: 3, 0.5: 5, 0.75: 9, 0.9: 19, 0.95: 31}
    for share, excel in published.items():
        assert np.percentile(BASIC, share * 100) == pytest.approx(excel)
    ours = {share: nearest_rank(BASIC, share) for share in published}
    assert ours == {0.05: 1, 0.10: 2, 0.25: 3, 0.5: 5, 0.75: 9, 0.9: 31, 0.95: 31}


@given(st.lists(st.integers(1, 300), min_size=1), st.integers(1, 100))
def test_the_sentence_is_always_true(values: list[int], percent: int) -> None:
    found = nearest_rank(values, percent / 100)
    assert found in values
    assert found is not None
    assert 100 * sum(one <= found for one in values) >= percent * len(values)
    assert 100 * sum(one < found for one in values) < percent * len(values)


def test_below_five_items_nothing_is_expected() -> None:
    assert expectation([1, 2, 3, 4], 0.85) is None
    assert expectation([1, 2, 3, 4, 5], 0.85) == 5
    assert nearest_rank([], 0.85) is None
    four = cycle_time(flow({f"A-{n}": through(2, 3) for n in range(4)}), as_of=day(31))
    assert four.figures["p85_days"] is None
    assert "there are 4" in four.why["p85_days"]
    assert four.mean == 2


def test_moving_back_does_not_start_anew_and_the_first_finish_ends() -> None:
    items = flow(
        {
            "A": [
                *(("Backlog", 1), ("Build", 2), ("Backlog", 4), ("Build", 6)),
                *(("Done", 8), ("Test", 10), ("Done", 12)),
            ]
        }
    )
    first = cycle_time(items, as_of=day(20))
    last = cycle_time(items, as_of=day(20), finish="last")
    assert first.items["days"].tolist() == [7]
    assert last.items["days"].tolist() == [11]
    assert first.reopened == 1
    before = cycle_time(items, as_of=day(11))
    assert before.items["days"].tolist() == [7]
    assert cycle_time(items, as_of=day(11), finish="last").items.empty


def test_the_expectation_to_the_last_finish_stands_beside() -> None:
    again = [*through(2, 3), ("Test", 4), ("Done", 22)]
    items = flow(
        {"A": again, "B": again, **{f"C-{n}": through(2, 3) for n in range(3)}}
    )
    result = cycle_time(items, as_of=day(31))
    assert (result.within(0.85), result.to_last) == (2, 21)
    assert result.reopened == 2


def test_only_what_was_finished_in_the_window_counts() -> None:
    items = flow({"A": through(1, 3), "B": through(2, 9), "C": [("Build", 4)]})
    result = cycle_time(items, as_of=day(9), since=day(4))
    assert result.items["issue_key"].tolist() == ["B"]
    assert set(result.basis.left_out["subject"]) == {"A", "C"}
    assert result.basis.rows_used == 3


def test_lead_time_counts_from_the_creation() -> None:
    result = lead_time(flow({"A": through(4, 6)}), as_of=day(9))
    assert result.items["days"].tolist() == [6]


def test_without_a_change_log_there_is_a_lead_time_and_no_cycle_time() -> None:
    """Sections 2.4 and 10, item 7: a negative duration is listed, never averaged."""
    plain = flow({}, unlogged=[("A", 2, 4), ("B", 5, 3), ("C", 1, None)])
    cycle, lead = cycle_time(plain, as_of=day(9)), lead_time(plain, as_of=day(9))
    assert cycle.mean is None
    assert "change log" in cycle.why["mean_days"]
    assert lead.items["days"].tolist() == [3]
    assert lead.evidence == "reconstructed"
    reasons = lead.basis.left_out.set_index("subject")["reason"]
    assert "before it was created" in reasons["B"]
    assert "before" not in reasons["C"]


def test_without_any_item_the_reason_says_so() -> None:
    nothing = flow({})
    for result in (cycle_time(nothing, as_of=day(9)), lead_time(nothing, as_of=day(9))):
        assert result.mean is None
        assert result.why["mean_days"]
        assert result.items.empty


@FEW
@given(histories(), st.integers(1, 40))
def test_no_item_takes_less_than_a_day_and_closed_days_stay(
    items: Histories, last: int
) -> None:
    found = flow(items)
    known = cycle_time(found, as_of=day(last)).items
    later = cycle_time(found, as_of=day(45)).items
    assert (known["days"] >= 1).all()
    merged = known.merge(later, on=["issue_key", "start", "end", "days"])
    assert len(merged) == len(known)
