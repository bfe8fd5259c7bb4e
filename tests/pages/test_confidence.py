from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from analytics import commands
from analytics.figures import theme
from tests.homes import csv_text, issue_rows, load
from tests.pages.opened import HOSTILE, charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

HOPED = {"until": "2026-09-11", "budget": "3200000"}


def test_page_begins_with_the_sentence_and_says_what_the_command_says(
    sample_home: Warehouse, open_page: Open
) -> None:
    at = open_page("confidence", **HOPED)
    shown = commands.run_show(sample_home, "joint_confidence", parameters=HOPED)
    told = shown["figures"]
    chance = theme.percent(told["together"])
    wanted = f"With today's scope, 11 Sep 2026 and €\xa03.20\xa0M: {chance}."
    assert at.header[0].value.replace("\\", "") == wanted
    figures = metrics(at)
    assert figures["All three together"] == chance
    assert figures["Budget that would do"] == theme.money(told["budget_alone"], "EUR")
    assert figures["Scope to cut"] == f"{told['cut_alone']:g} points"
    assert not at.exception


@pytest.mark.usefixtures("sample_home")
def test_plan_of_the_sample_does_not_hold_and_says_what_would(open_page: Open) -> None:
    at = open_page("confidence")
    text = said(at)
    assert "With today's scope, 30 Jun 2026 and €\xa02.40\xa0M: under 1 %." in text
    assert "A chance of 80 % needs 11 Sep 2026 and €\xa03.27\xa0M" in text
    assert "Even without any work left date and budget do not hold." in text
    assert "Only 4 rated risks are over; a correction needs 10." in text
    assert "of 8 past months were 10 % too low" in text
    assert "no reserve counts twice" in text
    assert len(charts(at)) == 4


@pytest.mark.usefixtures("sample_home")
def test_inputs_change_the_promise_and_its_link(open_page: Open) -> None:
    at = open_page("confidence")
    before = metrics(at)["All three together"]
    fields = {one.label: one for one in at.number_input}
    fields["Budget (EUR), contingency included"].set_value(4_000_000.0).run()
    at.date_input(key="forecast-until").set_value(date(2026, 12, 31)).run()
    assert at.query_params["budget"] == "4000000"
    assert at.query_params["until"] == "2026-12-31"
    assert (before, metrics(at)["All three together"]) == ("under 1 %", "over 99 %")
    cut = next(one for one in at.number_input if one.label.startswith("Cut from"))
    cut.set_value(100.0).run()
    assert "today's scope less 100 points" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_scope_that_grows_and_filters_are_named(open_page: Open) -> None:
    at = open_page("confidence", scope="growing", team="Cassini")
    assert "With a scope that grows as it did" in said(at)
    assert "Filters narrow the work but not the money" in said(at)
    assert not at.exception


@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize(
    "asked",
    [
        {"budget": "1e999", "cut": "-5", "until": "soon"},
        {"budget": "0", "cut": "1000000000", "until": "2020-01-01"},
        {"budget": "10000000000000", "until": "2200-12-31", "split": "5"},
        {"budget": "nan", "until": "9999-12-31"},
    ],
    ids=str,
)
def test_senseless_promises_neither_break_the_page_nor_promise(
    open_page: Open, asked: dict[str, str]
) -> None:
    at = open_page("confidence", **HOSTILE | asked)
    assert not at.exception
    assert at.title[0].value == "Confidence"
    assert "<script" not in said(at)


@pytest.mark.usefixtures("own_home")
def test_without_a_project_the_page_says_how_to_begin(open_page: Open) -> None:
    assert "Nothing to review yet" in said(open_page("confidence"))


def test_board_without_money_has_reasons_and_no_zero(
    own_home: Warehouse, open_page: Open, tmp_path: Path
) -> None:
    board = tmp_path / "board.csv"
    board.write_text(csv_text(issue_rows(40)))
    load(own_home, board)
    at = open_page("confidence")
    assert not at.exception
    assert metrics(at)["All three together"] == theme.DASH
    budget = next(one for one in at.number_input if one.label.startswith("Budget"))
    assert budget.value is None
    assert "cannot be said" in said(at)
