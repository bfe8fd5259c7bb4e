from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics.facts import load_facts
from analytics.figures.theme import DASH
from pages.ui import measures
from pages.ui.state import View
from tests.pages.opened import ROOT, charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

SPRINTS = json.loads((ROOT / "sample_data" / "truth.json").read_text("utf-8"))[
    "sprints"
]
LEDGERS = {
    "At the start": "commitment",
    "Added": "added",
    "Removed": "removed",
    "Completed": "completed",
    "Reopened": "reopened",
    "Left": "remaining",
}


@pytest.mark.slow
@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize("sprint", SPRINTS[::6], ids=lambda one: str(one["name"]))
@pytest.mark.parametrize(("unit", "told"), [("points", "points"), ("items", "count")])
def test_tiles_are_the_ledgers_of_the_sprint(
    sprint: dict[str, dict[str, float]],
    unit: str,
    told: str,
    open_page: Open,
) -> None:
    at = open_page("burndown", frame=f"sprint:{sprint['id']}", unit=unit)
    shown = metrics(at)
    assert {label: float(shown[label]) for label in LEDGERS} == {
        label: sprint[ledger][told] for label, ledger in LEDGERS.items()
    }


@pytest.mark.usefixtures("sample_home")
def test_running_sprint_comes_first(open_page: Open) -> None:
    at = open_page("burndown")
    assert at.selectbox(key="choose-frame").value == "sprint:119"
    assert len(charts(at)) == 2


@pytest.mark.usefixtures("sample_home")
def test_evidence_says_that_every_change_is_exact(open_page: Open) -> None:
    assert "Rests on the change log of all 16 items" in said(open_page("burndown"))


@pytest.mark.usefixtures("sample_home")
def test_choice_goes_into_the_view(open_page: Open) -> None:
    at = open_page("burndown")
    at.selectbox(key="choose-frame").select("sprint:101").run()
    assert at.session_state["view"].frame == "sprint:101"
    assert at.query_params["frame"] == "sprint:101"
    assert metrics(at)["At the start"] == "53"


@pytest.mark.usefixtures("sample_home")
def test_sprint_to_come_has_no_figures_but_reasons(open_page: Open) -> None:
    at = open_page("burndown", frame="sprint:120")
    assert not at.exception
    assert set(metrics(at).values()) == {DASH}
    assert "It has no start date" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_table_and_receipt_are_made_when_opened(open_page: Open) -> None:
    at = open_page("burndown")
    assert "Formula." not in said(at)
    at.session_state["part-burndown"] = "Receipt"
    at.run()
    assert not at.exception
    assert "Formula." in said(at)
    assert "Lines used: " in said(at)


def test_default_frame_is_one_that_is_there(sample_home: Warehouse) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    assert measures.frame_key(facts, View(frame="sprint:nope")) == "sprint:119"
