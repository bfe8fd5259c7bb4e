from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from analytics.metrics.registry import METRICS
from pages.ui import terms
from tests.pages.opened import said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    Open = Callable[..., AppTest]


@pytest.mark.usefixtures("own_home")
def test_every_metric_is_explained(open_page: Open) -> None:
    at = open_page("glossary")
    assert [one.value for one in at.header] == [one.label for one in METRICS]


@pytest.mark.usefixtures("own_home")
def test_formulas_stand_as_they_are(open_page: Open) -> None:
    text = "\n".join(str(one.value) for one in open_page("glossary").markdown)
    found = re.findall(r"^```\n(.*?)\n```$", text, re.DOTALL | re.MULTILINE)
    assert any(one.startswith("remaining(d) = initial + added -") for one in found)
    assert any(one.startswith(">>>") for one in found)
    assert "```" not in "".join(found)


@pytest.mark.usefixtures("own_home")
def test_search_finds_all_words(open_page: Open) -> None:
    at = open_page("glossary")
    at.text_input(key="glossary-search").set_value("CONTINGENCY cover").run()
    shown = [one.value for one in at.header]
    assert "Confidence in the contingency" in shown
    assert "Velocity" not in shown
    at.text_input(key="glossary-search").set_value("zzz").run()
    assert "Nothing in the glossary" in said(at)


def test_arguments_of_functions_are_not_for_readers() -> None:
    text = "\n".join(
        block for one in METRICS for _, block in terms.blocks(one.glossary)
    )
    assert "Args:" not in text
    assert "Raises:" not in text
