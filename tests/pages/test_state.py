from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, get_args

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.facts import load_facts
from analytics.filters import Filters
from analytics.harmless import harmless
from analytics.metrics.budget import GROUPS
from analytics.metrics.scope import Unit
from analytics.warehouse import projects
from pages.ui import cache
from pages.ui.state import PARAMETERS, View
from pages.ui.text import to_csv
from tests.pages.opened import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

words = st.text("abc ÄÖ&=+/%-:", min_size=1, max_size=20)
several = st.lists(words, unique=True, max_size=3).map(tuple)
views = st.builds(
    View,
    project_id=st.just("") | words,
    as_of=st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    upto=st.none() | st.integers(0, 10**9),
    filters=st.builds(
        Filters, team=several, issue_type=several, epic=several, label=several
    ),
    frame=st.just("") | words,
    unit=st.sampled_from(get_args(Unit)),
    by=st.sampled_from(GROUPS),
)


@given(views)
def test_link_reproduces_the_view(view: View) -> None:
    assert View.from_query(view.to_query()) == view


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(), max_size=3)))
def test_any_link_gives_a_view(query: dict[str, list[str]]) -> None:
    view = View.from_query(query)
    assert View.from_query(view.to_query()) == view


def test_hostile_link_gives_defaults() -> None:
    view = View.from_query(HOSTILE)
    assert (view.as_of, view.upto, view.unit, view.by) == (
        None,
        None,
        "points",
        "category",
    )


def test_plain_view_leaves_the_address_alone() -> None:
    assert View().to_query() == {}


def test_copied_link_names_project_day_and_files(sample_home: Warehouse) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    query = View().pinned(facts).to_query()
    assert query == {
        "project": ["harbour-sample"],
        "as_of": ["2026-05-29"],
        "import": [str(max(facts.import_ids))],
    }


def test_copied_link_shows_the_same_page(
    sample_home: Warehouse, open_page: Open
) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    query = View(by="vendor").pinned(facts).to_query()
    one, other = open_page("budget", **query), open_page("budget", by="vendor")
    assert [m.value for m in one.metric] == [m.value for m in other.metric]


def test_link_to_an_earlier_state_says_so(
    sample_home: Warehouse, open_page: Open
) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    early = str(min(facts.import_ids))
    at = open_page("budget", project="harbour-sample", **{"import": early})
    assert "You look at an earlier state" in at.info[0].value
    assert not at.metric


def test_filters_of_one_project_do_not_follow_into_another(
    own_home: Warehouse, open_page: Open
) -> None:
    for name in ("Apollo", "Borealis"):
        projects.create_project(own_home, name)
    at = open_page("budget", project="apollo", as_of="2025-01-01", by="vendor")
    at.selectbox(key="bar-project").select("borealis").run()
    assert at.session_state["view"] == View("borealis", by="vendor")


def test_same_facts_are_handed_out_until_something_is_written(
    own_home: Warehouse,
) -> None:
    project = projects.create_project(own_home, "Apollo")
    first = cache.facts(own_home, project.project_id)
    assert cache.facts(own_home, project.project_id) is first
    changed = project.settings.with_changes(currency="CHF")
    projects.change_settings(own_home, project.project_id, changed)
    second = cache.facts(own_home, project.project_id)
    assert second.project.settings.currency == "CHF"
    assert cache.measured("x", first, lambda: 1) == 1
    assert cache.measured("x", second, lambda: 2) == 2
    assert cache.measured("x", first, lambda: 3) == 1


def test_shelf_forgets_the_oldest() -> None:
    shelf: cache.Shelf[int] = cache.Shelf(2)
    for key in (1, 2, 1, 3):
        shelf.get(key, lambda key=key: key)  # type: ignore[misc]
    assert shelf.get(1, lambda: -1) == 1
    assert shelf.get(2, lambda: -1) == -1


@pytest.mark.parametrize("start", [*"=+-@\t\r\n\0", *"\uff1d\uff0b\uff0d\uff20"])
def test_no_text_becomes_a_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    table = pd.DataFrame({text: [text], "n": [-1.5]})
    header, row = csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"), newline=""))
    assert header[0] == row[0] == f"'{text}"
    assert row[1] == "-1.5"


def test_plain_text_stays_as_it_is() -> None:
    assert harmless("Apollo = fine") == "Apollo = fine"
