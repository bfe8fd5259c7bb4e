from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.figures.theme import DASH
from tests.pages.opened import charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    Open = Callable[..., AppTest]


@pytest.mark.usefixtures("sample_home")
def test_figures_are_those_of_the_files(open_page: Open) -> None:
    figures = metrics(open_page("budget"))
    assert figures["Spent"] == "€\xa02.22\xa0M"
    assert figures["Ordered, not invoiced"] == "€\xa0129,861"
    assert figures["Contingency"] == "€\xa0180,000"


@pytest.mark.usefixtures("sample_home")
def test_what_is_not_there_is_a_dash_with_its_reason(open_page: Open) -> None:
    at = open_page("budget")
    assert metrics(at)["Management reserve"] == DASH
    assert "The budget has no line of management reserve." in said(at)


@pytest.mark.usefixtures("sample_home")
def test_ledger_is_accounted_for_to_the_cent(open_page: Open) -> None:
    assert (
        "the ledger holds 396 lines of €\xa02,219,514.40: €\xa02,219,514.40 counts, "
        "€\xa00.00 is left out." in said(open_page("budget"))
    )


@pytest.mark.usefixtures("sample_home")
def test_breakdown_goes_into_the_link(open_page: Open) -> None:
    at = open_page("budget")
    at.button_group(key="choose-by").set_value("vendor").run()
    assert at.query_params["by"] == "vendor"
    assert charts(at)[0].startswith("Budget by vendor.")


@pytest.mark.usefixtures("sample_home")
def test_total_does_not_depend_on_the_breakdown(open_page: Open) -> None:
    assert (
        metrics(open_page("budget", by="cost_type"))["Spent"]
        == (metrics(open_page("budget"))["Spent"])
    )
