from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics import item_forecasts
from analytics.warehouse import imports
from tests.pages.opened import charts, metrics, said
from tests.pages.visits import ISSUES, LATER, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

pytestmark = pytest.mark.usefixtures("sample_home")


def press(at: AppTest, label: str) -> AppTest:
    return next(one for one in at.button if one.label == label).click().run()


def test_the_page_answers_in_one_sentence_and_says_how_often_it_was_right(
    open_page: Open,
) -> None:
    at = open_page("forecast", until="2026-07-31")
    text = said(at)
    assert "85 %: by 11 Sep 2026, if nothing is added. 269 points left" in text
    assert "Our 85 % was right 100 % of 28 times" in text
    assert len(charts(at)) == 4
    assert metrics(at)["Chance by 31 Jul 2026"] == "9 %"
    assert metrics(at)["Either cut"] == "113 points"
    assert metrics(at)["Or gain pace"] == "+73 %"
    assert metrics(at)["Or move the date to"] == "11 Sep 2026"


def test_every_choice_is_in_the_link(open_page: Open) -> None:
    at = open_page(
        "forecast", scope="growing", chance="95", pace="120", recalibrated="yes"
    )
    assert "95 %: by" in said(at)
    assert "if the scope keeps growing as it did, at 120 % of the past pace" in said(at)
    at.segmented_control(key="forecast-scope").set_value("frozen").run()
    assert at.session_state["view"].chosen.scope == "frozen"
    assert "scope" not in at.query_params
    assert at.query_params["pace"] == "120"
    next(one for one in at.button if one.key == "forecast-reset").click().run()
    assert at.session_state["view"].chosen.to_texts() == {}


def test_the_window_is_kept_in_the_link(open_page: Open) -> None:
    at = open_page("forecast", first="2026-04-06")
    first = at.selectbox(key="forecast-first")
    assert "2026" in str(first.value)
    at.selectbox(key="forecast-last").select_index(30).run()
    assert at.query_params["last"] == str(at.selectbox(key="forecast-last").value)
    assert at.query_params["first"] == "2026-04-06"


def test_a_sprint_is_not_forecast_but_the_project(open_page: Open) -> None:
    at = open_page("forecast", frame="sprint:119")
    assert not at.exception
    assert at.selectbox(key="choose-frame").value == "project:project"


def test_scenarios_are_saved_compared_opened_and_deleted(open_page: Open) -> None:
    at = open_page("forecast", pace="130")
    at.text_input(key="forecast-scenario-name").input("With  two more people")
    at = press(at, "Save what is chosen now")
    at = press(at, "Save what is chosen now")
    assert "A scenario needs a name" in said(at)
    at = press(open_page("forecast"), "Open")
    assert at.query_params["pace"] == "130"
    table = at.dataframe[0].value
    assert table["Scenario"].tolist() == ["As chosen now", "With two more people"]
    assert table["Done by"].nunique() == 1
    at = press(at, "Delete")
    assert not at.exception
    assert "None is saved yet" in said(at)


def test_items_are_simulated_one_by_one_with_a_limit_of_the_link(
    open_page: Open,
) -> None:
    at = open_page("forecast")
    text = said(at)
    assert "the last item is done by" in text
    assert "Each team works on its own items only" in text
    as_in_the_past = metrics(at)["85 %"]
    narrow = open_page("forecast", limit="1")
    assert metrics(narrow)["85 %"] != as_in_the_past
    narrow.number_input(key="forecast-limit").set_value(2).run()
    assert narrow.query_params["limit"] == "2"


def test_too_many_items_are_refused_until_fewer_are_open(
    own_home: Warehouse, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_forecasts, "MOST_ITEMS", 2)
    load("first.csv", ISSUES, "Apollo")
    load("second.csv", LATER, "Apollo")
    at = open_page("forecast")
    refused = "3 items are too many to simulate one by one."
    assert refused in said(at)
    assert refused in said(at.run())
    imports.undo(own_home, 2)
    assert "too many" not in said(at.run())
    imports.redo(own_home, 2)
    assert refused in said(at.run())


def test_a_limit_without_meaning_is_none(open_page: Open) -> None:
    at = open_page("forecast", limit="1.5")
    assert at.session_state["view"].chosen.limit is None
