from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics.facts import load_facts
from pages.ui import bridge, decisions, measures
from tests.pages.opened import ROOT, charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

TRUTH = json.loads((ROOT / "sample_data" / "truth.json").read_text("utf-8"))
QUESTIONS = (
    "Will it be done, when, and how sure are we?",
    "What will it cost against the budget?",
    "What can still go wrong, and is the reserve enough?",
    "What changed in the last two weeks?",
    "What must this room decide?",
)


@pytest.mark.usefixtures("sample_home")
def test_questions_are_answered_in_their_order(open_page: Open) -> None:
    asked = [one.value for one in open_page().header]
    assert [a.startswith(q) for a, q in zip(asked, QUESTIONS, strict=True)] == [
        True
    ] * 5


@pytest.mark.usefixtures("sample_home")
def test_figures_are_those_of_the_sample(open_page: Open) -> None:
    figures = metrics(open_page())
    project = TRUTH["project"]
    assert figures["Done"] == str(project["points_done"])
    assert figures["Left"] == str(project["points"] - project["points_done"])
    assert figures["Budget"] == "€\xa02.22\xa0M"
    assert figures["Expected in the end"] == "€\xa02.45\xa0M"
    assert figures["Under or over budget"] == "-€\xa0232,702"
    assert (
        figures["May cost on average"] == f"€\xa0{TRUTH['risk']['residual_emv']:,.0f}"
    )


@pytest.mark.usefixtures("sample_home")
def test_a_date_stands_with_its_chance_and_how_often_we_were_right(
    open_page: Open,
) -> None:
    text = said(open_page())
    assert "85 %: by 11 Sep 2026, if nothing is added." in text
    assert "85 %: by 26 Mar 2027, if the scope keeps growing as it did." in text
    assert "Our 85 % was right 100 % of 28 times" in text
    assert not any("2026" in value for value in metrics(open_page()).values())


@pytest.mark.usefixtures("sample_home")
def test_status_is_a_shape_and_a_letter(open_page: Open) -> None:
    assert "■ R in trouble" in said(open_page())


@pytest.mark.parametrize("unit", ["points", "items", "hours"])
def test_bridge_adds_up_exactly(unit: str, sample_home: Warehouse) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    recent = measures.recent(facts, unit)  # type: ignore[arg-type]
    assert recent is not None
    steps = bridge.table_bridge(recent).iloc[:, 1].tolist()
    assert sum(steps[:-1]) == pytest.approx(steps[-1], abs=1e-9)
    figure = bridge.plot_bridge(recent)
    assert list(figure.data[0].y) == steps


def test_bridge_is_told_in_a_sentence_that_adds_up(sample_home: Warehouse) -> None:
    recent = measures.recent(load_facts(sample_home, "harbour-sample"), "points")
    assert recent is not None
    assert bridge.read_bridge(recent) == (
        "Since 16 May 2026 36 points got done, 7 came in, new estimates moved 22 and 9 "
        "came back; what is left went from 267 to 269."
    )


@pytest.mark.usefixtures("sample_home")
def test_charts_say_what_they_show(open_page: Open) -> None:
    alts = charts(open_page())
    assert len(alts) == 4
    assert "759 of 1,028 points are done on 29 May 2026" in alts[0]


def test_decisions_lead_to_their_page(sample_home: Warehouse, open_page: Open) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    found = decisions.decisions(facts, "points")
    assert found[0].question == "Integration services: fund €\xa0146,994 more, or cut?"
    assert {(ROOT / one.page).exists() for one in found} == {True}
    assert "1. Integration services" in said(open_page())


@pytest.mark.usefixtures("sample_home")
def test_filter_narrows_work_and_not_money(open_page: Open) -> None:
    everything, apollo = metrics(open_page()), metrics(open_page(team="Apollo"))
    assert apollo["Done"] != everything["Done"]
    assert apollo["Budget"] == everything["Budget"]


@pytest.mark.usefixtures("sample_home")
def test_earlier_day_knows_less(open_page: Open) -> None:
    at = open_page(as_of="2025-12-31")
    assert "Review as of 31 Dec 2025" in said(at)
    assert metrics(at)["Done"] == str(TRUTH["project"]["months"][3]["done_points"])
