from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics import commands
from analytics.errors import RequestError
from tests.pages.opened import charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]


def test_page_and_command_say_the_same(sample_home: Warehouse, open_page: Open) -> None:
    figures = metrics(open_page("exposure"))
    shown = commands.run_show(sample_home, "contingency")["figures"]
    assert figures["Reserve needed"] == f"€\xa0{shown['contingency_needed']:,.0f}"
    assert figures["Contingency left"] == f"€\xa0{shown['contingency_left']:,.0f}"
    assert figures["It is enough with"] == f"{shown['covered']:.0%}".replace("%", " %")
    whole = shown["contingency"] - shown["spent_on_risks_that_struck"]
    assert shown["contingency_left"] == whole
    of_the_register = metrics(open_page("risks"))
    assert figures["It is enough with"] == of_the_register["Reserve is enough with"]


@pytest.mark.usefixtures("sample_home")
def test_link_asks_for_another_chance(open_page: Open) -> None:
    usual = metrics(open_page("exposure"))
    sure = metrics(open_page("exposure", sure="95", together="60"))
    assert usual["Reserve needed"] != sure["Reserve needed"]
    assert usual["Mean cost, EMV"] == sure["Mean cost, EMV"]


def test_risks_that_move_together_spread_more_around_the_same_mean(
    sample_home: Warehouse,
) -> None:
    apart, together = (
        commands.run_show(
            sample_home, "exposure", parameters={"correlation": correlation}
        )["figures"]
        for correlation in ("0", "0.6")
    )
    assert apart["residual_mean"] == together["residual_mean"]
    assert apart["residual_deviation"] < together["residual_deviation"]


@pytest.mark.usefixtures("sample_home")
def test_charts_have_words_and_missing_days_a_reason(open_page: Open) -> None:
    at = open_page("exposure")
    words = charts(at)
    assert "is kept with" in words[0]
    assert "moves most, from P10 to P90" in words[1]
    assert "No open risk has both a probability and an impact in days." in said(at)


def test_commands_name_the_tornado_and_refuse_words(sample_home: Warehouse) -> None:
    shown = commands.run_show(sample_home, "tornado")
    assert (shown["figures"]["moved_from"], shown["figures"]["moved_to"]) == (
        "P10",
        "P90",
    )
    swings = [row["swing"] for row in shown["rows"]]
    assert swings == sorted(swings, reverse=True)
    full = commands.run_show(
        sample_home, "exposure", parameters={"confidence": "0.9", "correlation": "0.3"}
    )
    assert full["figures"]["residual_p80"] <= full["figures"]["residual_p95"]
    with pytest.raises(RequestError, match="confidence is a number"):
        commands.run_show(sample_home, "exposure", parameters={"confidence": "safe"})
