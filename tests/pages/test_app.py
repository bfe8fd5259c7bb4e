from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from analytics.errors import RequestError
from analytics.warehouse import projects
from pages.ui import app, measures
from tests.pages.opened import HOSTILE, ROOT, links, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

PAGES = (
    *("overview", "forecast", "burndown", "schedule", "budget", "earned_value"),
    *("risks", "exposure", "confidence", "quality", "hours"),
    "glossary",
)


@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize("page", PAGES)
def test_page_renders_with_the_sample(page: str, open_page: Open) -> None:
    at = open_page(page)
    assert not at.exception
    assert not at.error
    assert at.title


@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize("page", PAGES)
def test_page_of_an_empty_home_says_how_to_begin(page: str, open_page: Open) -> None:
    at = open_page(page)
    assert not at.exception
    assert page == "glossary" or "Nothing to review yet" in said(at)
    assert not at.get("plotly_chart")
    assert not at.metric


@pytest.mark.parametrize("page", PAGES)
def test_project_without_files_says_what_to_upload_and_draws_nothing(
    page: str, own_home: Warehouse, open_page: Open
) -> None:
    projects.create_project(own_home, "Apollo")
    at = open_page(page)
    assert not at.exception
    assert page == "glossary" or "Upload a file" in links(at)
    assert not at.get("plotly_chart")
    assert not at.metric


@pytest.mark.slow
@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize("page", PAGES)
def test_hostile_link_shows_the_page_as_if_nothing_was_asked(
    page: str, open_page: Open
) -> None:
    at = open_page(page, **HOSTILE)
    assert not at.exception
    assert not at.error
    assert metrics(at) == metrics(open_page(page))
    assert "script" not in said(at)


@pytest.mark.usefixtures("sample_home")
def test_link_to_a_project_that_is_gone_is_not_answered_silently(
    open_page: Open,
) -> None:
    at = open_page("budget", project="gone", team="Nobody", as_of="2031-01-01")
    assert [one.value for one in at.warning] == [
        "The link names a project that is not here.",
        "The link names a day of which no file speaks yet.",
        "The link filters by something that this project does not have.",
    ]


@pytest.mark.usefixtures("sample_home")
def test_error_that_a_reader_can_act_on_is_shown_as_its_sentence(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise RequestError("That took too long.")

    monkeypatch.setattr(measures, "budget_of", refuse)
    at = open_page("budget")
    assert [one.value for one in at.error] == ["That took too long."]
    assert not at.exception


@pytest.mark.usefixtures("sample_home")
def test_other_errors_are_not_swallowed(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(measures, "budget_of", fail)
    assert open_page("budget").exception


@pytest.mark.usefixtures("sample_home")
def test_sample_is_labelled_and_leads_to_an_upload(open_page: Open) -> None:
    at = open_page()
    assert "Sample project." in said(at)
    assert "Upload your own" in links(at)


def test_sample_is_removed_with_one_click(own_home: Warehouse, open_page: Open) -> None:
    projects.create_project(own_home, "Harbour (sample)", is_sample=True)
    at = open_page()
    at.button(key="remove-sample").click().run()
    assert projects.list_projects(own_home) == ()
    assert "Nothing to review yet" in said(at)
    assert not at.exception


def test_own_project_comes_before_the_sample(
    own_home: Warehouse, open_page: Open
) -> None:
    projects.create_project(own_home, "Harbour (sample)", is_sample=True)
    projects.create_project(own_home, "Zeppelin")
    assert open_page().title[0].value == "Zeppelin"


def test_every_page_file_is_in_the_navigation() -> None:
    listed = {name for name, _, _ in app.PAGES}
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == listed


def test_pages_are_read_in_one_breath() -> None:
    long = {
        path.name: lines
        for path in (ROOT / "pages").glob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 80
    }
    assert long == {}


@pytest.mark.usefixtures("sample_home")
@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_rerun_of_a_page_is_quick(
    page: str, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = []
    run = app.render

    def timed() -> None:
        start = time.thread_time()
        run()
        spent.append(time.thread_time() - start)

    monkeypatch.setattr(app, "render", timed)
    at = open_page(page)
    for _ in range(5):
        at.run()
    assert min(spent) < 0.05
