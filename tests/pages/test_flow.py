"""The page of the flow: with the sample, without a change log, with nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.figures.theme import DASH
from analytics.warehouse.projects import create_project
from analytics.web.service import open_warehouse
from pages.ui import flow
from tests.pages.opened import HOSTILE, charts, metrics, said
from tests.pages.visits import ISSUES, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    Open = Callable[..., AppTest]


@pytest.mark.usefixtures("sample_home")
def test_sample_shows_every_chart_with_a_sentence(open_page: Open) -> None:
    at = open_page("flow")
    assert not at.exception
    assert len(charts(at)) == len(flow.TITLES)
    assert "85 % of the" in said(at)
    shown = metrics(at)
    assert shown["Time worked on"].startswith("≤ ")
    assert DASH not in shown.values()
    assert "conditions do not hold" in said(at)
    (verdicts,) = (
        one.value["Verdict"].tolist() for one in at.dataframe if "Verdict" in one.value
    )
    assert len(verdicts) == 5
    assert set(verdicts) <= {"● pass", "■ fail"}


@pytest.mark.usefixtures("sample_home")
def test_weeks_and_start_go_into_the_link(open_page: Open) -> None:
    at = open_page("flow", weeks="13", start="In Review")
    assert not at.exception
    assert "entering In Review" in said(at)
    at.selectbox(key="choose-start").select("In Test").run()
    assert at.query_params["start"] == "In Test"
    assert at.query_params["weeks"] == "13"
    assert "entering In Test" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_a_hostile_link_falls_to_the_defaults(open_page: Open) -> None:
    at = open_page("flow", weeks="1e9", start="<b>nowhere</b>", **HOSTILE)
    assert not at.exception
    assert "entering In Progress" in said(at)


@pytest.mark.usefixtures("own_home")
def test_without_a_change_log_it_says_what_can_be_told(open_page: Open) -> None:
    load("board.csv", ISSUES, "Apollo")
    at = open_page("flow")
    assert not at.exception
    words = said(at)
    assert "none of the 3 items has a change log" in words
    assert "cannot be known" in words
    assert "too few to expect anything" in words
    assert metrics(at)["Done within"] == DASH
    assert not any("pile up" in one for one in charts(at))


@pytest.mark.usefixtures("own_home")
def test_an_empty_project_says_what_to_upload(open_page: Open) -> None:
    create_project(open_warehouse(), "Empty")
    at = open_page("flow")
    assert not at.exception
    assert not charts(at)
    assert "There are no work items yet" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_early_days_have_dashes_with_reasons(open_page: Open) -> None:
    at = open_page("flow", as_of="2025-09-02")
    assert not at.exception
    assert metrics(at)["Done within"] == DASH
    assert "No item was done" in said(at)
