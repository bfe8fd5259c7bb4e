"""Which statuses make which columns."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.errors import RequestError
from analytics.metrics.flow.columns import workflow
from analytics.metrics.flow.window import since
from tests.factories_flow import day, statuses


def test_a_board_gives_its_columns_and_all_that_is_done_is_one() -> None:
    rows = statuses(("Queue", "Build", "Shipped"), todo=("Queue",))
    cancelled = rows.iloc[-1:].assign(status="Cancelled", position=None)
    found = workflow(pd.concat([rows, cancelled]))
    assert found.columns == ("Queue", "Build", "Done")
    assert found.start_name == "Build"
    assert found.stage_of["Cancelled"] == found.stage_of["Shipped"] == 2


def test_a_status_that_the_board_does_not_show_comes_before_it() -> None:
    rows = statuses(("Build", "Done"), todo=())
    hidden = rows.iloc[:1].assign(status="Backlog", category="todo", position=None)
    found = workflow(pd.concat([rows, hidden]))
    assert found.columns == ("Not on the board", "Build", "Done")
    assert found.started == 1


def test_without_a_board_there_are_three_columns() -> None:
    rows = statuses().assign(position=None, column_name=None)
    found = workflow(rows)
    assert found.columns == ("To do", "In progress", "Done")
    assert not found.has_board
    assert found.active == ("Build", "Committed", "Test")


def test_a_finished_category_that_is_not_done_by_the_rule_is_to_do() -> None:
    rows = statuses().assign(position=None, column_name=None, is_done=False)
    assert workflow(rows).stage_of["Done"] == 0


def test_start_and_statuses_of_work_can_be_chosen() -> None:
    found = workflow(statuses(), start="test", active=("build",))
    assert (found.start_name, found.active) == ("Test", ("Build",))


@pytest.mark.parametrize("wrong", [{"start": "Done"}, {"active": ("Nowhere",)}])
def test_what_there_is_not_is_refused_with_what_there_is(
    wrong: dict[str, object],
) -> None:
    with pytest.raises(RequestError, match="Build"):
        workflow(statuses(), **wrong)  # type: ignore[arg-type]


def test_nothing_is_a_flow_of_two_columns() -> None:
    found = workflow(statuses().head(0))
    assert found.columns == ("To do", "Done")
    assert found.started is None


def test_a_window_has_whole_weeks() -> None:
    assert since(day(10), 1) == day(1)
    assert since(day(14), 1) == day(8)
