"""Throughput, arrivals, work in progress and its age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.metrics.flow.ageing import ageing
from analytics.metrics.flow.columns import workflow
from analytics.metrics.flow.throughput import throughput
from analytics.metrics.flow.wip import wip
from analytics.metrics.ranks import LEVELS
from tests.factories_flow import day, flow, statuses
from tests.metrics.flow.test_cumulative_flow import FEW, histories
from tests.metrics.flow.test_durations import through

if TYPE_CHECKING:
    from tests.factories_flow import Histories

# golden flow-ageing-deloitte: jira-agile-metrics, ageingwip_test.py
BEGUN = {4: 2, 5: 3, 6: 3, 7: 2, 8: 2, 9: 2, 10: 2, 11: 2, 12: 2}
DONE = [(2, 7), (2, 7), (3, 8), (3, 8), (4, 9), (5, 9)]
DELOITTE: Histories = {
    **{f"A-{n}": [("Committed", start)] for n, start in BEGUN.items()},
    **{f"D-{n}": through(*pair) for n, pair in enumerate(DONE)},
}


def test_throughput_per_day_is_the_published_one() -> None:
    """Golden flow-ageing-deloitte."""
    result = throughput(flow(DELOITTE), as_of=day(9), since=day(7), period="day")
    assert result.periods["finished"].tolist() == [2, 2, 2]


def test_ages_are_the_published_ones_and_today() -> None:
    """Golden flow-ageing-deloitte, published without + 1."""
    published = {4: 8, 5: 7, 6: 7, 7: 8, 8: 8, 9: 8, 10: 8, 11: 8, 12: 8}
    items = ageing(flow(DELOITTE), as_of=day(10)).items
    ages = dict(zip(items["issue_key"], items["age"], strict=True))
    assert ages == {f"A-{n}": age + 1 for n, age in published.items()}


def test_weeks_without_any_count_and_the_last_one_is_marked() -> None:
    """The wrong definition (metrics.md 10, item 10): zero weeks dropped."""
    items = flow({"A": through(1, 2), "B": through(3, 4), "C": through(15, 16)})
    result = throughput(items, as_of=day(24))
    assert result.periods["finished"].tolist() == [2, 0, 1, 0]
    assert result.periods["is_partial"].tolist() == [False, False, False, True]
    assert result.figures["finished_per_week"] == 1
    without_zeros = result.whole["finished"].loc[lambda x: x > 0].mean()
    assert without_zeros == 1.5
    assert result.figures["without_any"] == 1


def test_the_week_in_which_the_first_item_came_is_partial() -> None:
    items = flow({"A": [("Backlog", 3), ("Done", 4)], "B": [("Backlog", 9)]})
    result = throughput(items, as_of=day(14))
    assert result.periods["is_partial"].tolist() == [True, False]
    assert result.periods["created"].tolist() == [1, 1]


def test_an_item_that_is_done_twice_counts_once() -> None:
    items = flow({"A": [*through(1, 2), ("Test", 8), ("Done", 9)]})
    assert throughput(items, as_of=day(14)).periods["finished"].tolist() == [1, 0]


def test_throughput_counts_items_without_a_change_log_too() -> None:
    plain = flow({}, unlogged=[("A", 1, 4), ("B", 2, 9), ("C", 3, None)])
    result = throughput(plain, as_of=day(14))
    assert result.periods["finished"].tolist() == [1, 1]
    assert result.periods["started"].isna().all()
    assert "change log" in result.why["started_per_week"]
    assert result.evidence == "reconstructed"


def test_nothing_at_all_has_no_throughput() -> None:
    result = throughput(flow({}), as_of=day(14))
    assert result.figures["finished_per_week"] is None
    assert result.why["finished_per_week"]
    assert result.rows.empty


def test_work_in_progress_is_arrivals_less_departures() -> None:
    table = wip(flow(DELOITTE), as_of=day(10)).days
    assert table["wip"].iloc[-1] == 9
    assert table["total_age"].iloc[-1] == 9 * 7 + 8 * 2
    assert table["arrivals"].sum() == 15


@FEW
@given(histories(), st.integers(1, 45))
def test_arrivals_less_departures_are_the_wip_of_every_day(
    items: Histories, last: int
) -> None:
    found = flow(items)
    result = wip(found, as_of=day(last))
    table = result.days
    moves = (table["arrivals"] - table["departures"]).cumsum()
    assert (moves == table["wip"]).all()
    assert (table["wip"] >= 0).all()
    if len(table):
        as_list = ageing(found, as_of=day(last)).items
        young = as_list[~as_list["is_reopened"].astype(bool)]
        assert table["total_age"].iloc[-1] == young["age"].sum()


def test_in_a_later_window_the_counts_go_on() -> None:
    whole = wip(flow(DELOITTE), as_of=day(10)).days
    late = wip(flow(DELOITTE), as_of=day(10), since=day(8)).days
    assert late.to_numpy().tolist() == whole.loc["2018-01-08":].to_numpy().tolist()


def test_nothing_begun_has_no_wip_but_a_reason() -> None:
    result = wip(flow({"A": [("Backlog", 1)]}), as_of=day(5))
    assert result.figures["wip"] is None
    assert result.why["wip"]


def test_pace_bands_are_ages_at_which_finished_items_left_a_column() -> None:
    finished: Histories = {
        f"D-{n}": [("Committed", 1), ("Build", 1 + n), ("Done", 10 + n)]
        for n in range(5)
    }
    items = flow({**finished, "SLOW": [("Build", 6)]})
    result = ageing(items, as_of=day(14))
    bands = result.bands.set_index("column")
    assert bands.index.tolist() == ["Committed", "Build", "Test"]
    assert bands.iloc[0][list(LEVELS)].tolist() == [3, 4, 5, 5]
    assert bands.iloc[1][list(LEVELS)].tolist() == [12, 13, 14, 14]
    columns = ["issue_key", "age", "slower_than"]
    assert result.items[columns].to_numpy().tolist() == [["SLOW", 9, 0]]
    late = ageing(items, as_of=day(19)).items[columns]
    assert late.to_numpy().tolist() == [["SLOW", 14, 0.7]]


def test_below_five_finished_items_there_are_no_bands() -> None:
    result = ageing(flow({"A": through(1, 3), "B": [("Build", 2)]}), as_of=day(9))
    assert result.bands[list(LEVELS)].isna().all(axis=None)
    assert np.isnan(result.items["slower_than"].iloc[0])
    assert result.figures["slower_than_85_percent"] is None
    assert "there is 1" in result.why["slower_than_85_percent"]


def test_reopened_work_is_old_work() -> None:
    items = flow({"A": [*through(2, 4), ("Test", 8)]})
    result = ageing(items, as_of=day(9)).items
    assert result[["column", "age", "is_reopened"]].to_numpy().tolist() == [
        ["Test", 8, True]
    ]
    assert ageing(items, as_of=day(5)).items.empty


def test_without_a_change_log_the_age_is_an_upper_bound() -> None:
    plain = flow({}, unlogged=[("A", 1, 4), ("B", 2, None)])
    result = ageing(plain, as_of=day(9))
    assert result.is_upper_bound
    assert result.items[["issue_key", "age"]].to_numpy().tolist() == [["B", 8]]
    assert "upper bound" in result.basis.formula


@pytest.mark.parametrize("measure", [wip, ageing])
def test_where_no_status_is_work_nothing_is_in_progress(measure: object) -> None:
    plain = workflow(statuses(("Open", "Closed"), todo=("Open",)))
    items = flow({"A": [("Open", 1)]}, columns=plain)
    result = measure(items, as_of=day(5))  # type: ignore[operator]
    assert "settings" in " ".join(result.why.values())
