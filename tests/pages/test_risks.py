from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics.facts import load_facts
from pages.ui import danger, measures
from tests.pages.opened import ROOT, charts, metrics

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

TRUTH = json.loads((ROOT / "sample_data" / "truth.json").read_text("utf-8"))["risk"]


@pytest.mark.usefixtures("sample_home")
def test_figures_are_those_of_the_register(open_page: Open) -> None:
    figures = metrics(open_page("risks"))
    assert figures["Open risks"] == str(TRUTH["by_status"]["Open"])
    assert figures["May cost on average"] == f"€\xa0{TRUTH['residual_emv']:,.0f}"
    assert figures["Reserve is enough with"] == "49 %"


@pytest.mark.usefixtures("sample_home")
def test_three_charts_have_words(open_page: Open) -> None:
    alts = charts(open_page("risks"))
    assert len(alts) == 4
    assert "cover the open risks with a chance of 49 %" in alts[0]


def test_risk_that_struck_is_listed_with_its_booked_cost(
    sample_home: Warehouse,
) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    rows = danger.occurred(measures.risks_of(facts)).to_dict("records")
    assert [(row["Risk"], row["Cost booked"]) for row in rows] == [
        (TRUTH["fired"], TRUTH["booked_cost"])
    ]
