"""Earned value and schedule as a reader sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.figures import theme
from tests.pages.opened import HOSTILE, ROOT, charts, metrics, said
from tests.pages.visits import ISSUES, load, own_home, texts, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    Open = Callable[..., AppTest]

BARE = b"""<?xml version="1.0"?>
<Project xmlns="http://schemas.microsoft.com/project">
<Name>bare.xml</Name><StatusDate>2026-03-31T17:00:00</StatusDate>
<Tasks><Task><UID>1</UID><ID>1</ID>
<Name>&lt;img src=x&gt; **[x](http://evil.example)**</Name>
<OutlineLevel>1</OutlineLevel><Start>2026-03-02T08:00:00</Start>
<Finish>2026-04-02T17:00:00</Finish><Duration>PT192H0M0S</Duration></Task></Tasks>
</Project>
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


@pytest.mark.usefixtures("sample_home")
def test_earned_value_of_the_sample(open_page: Open) -> None:
    at = open_page("earned_value")
    assert not at.exception
    shown = metrics(at)
    assert shown["Value for money"] == "0.82"
    assert shown["Pace against plan"] == "0.89"
    assert shown["End at this pace"] == "11 Aug 2026"
    assert charts(at)[0].startswith("Planned, earned, spent. By 29 May 2026 work worth")
    assert "Made from the schedule" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_the_source_goes_into_the_link(open_page: Open) -> None:
    at = open_page("earned_value", source="points")
    assert metrics(at)["Value for money"] == "0.74"
    assert "Made from the budget, points done, and the ledger" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_the_technique_goes_into_the_link(open_page: Open) -> None:
    at = open_page("earned_value", technique="0/100")
    assert float(metrics(at)["Value for money"]) < 0.82


@pytest.mark.usefixtures("sample_home")
def test_the_schedule_of_the_sample(open_page: Open) -> None:
    at = open_page("schedule")
    assert not at.exception
    assert "Project closed: expected on 3 Jul 2026, 3 working days late" in said(at)
    assert metrics(at)["Room on the critical path"] == "0.88"


@pytest.mark.usefixtures("sample_home")
@pytest.mark.parametrize("page", ["earned_value", "schedule"])
def test_a_hostile_link_shows_the_page(open_page: Open, page: str) -> None:
    hostile = {**HOSTILE, "source": ["__class__"], "technique": ["' or 1=1"]}
    at = open_page(page, **hostile)
    assert not at.exception
    assert at.title


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("earned_value", "No file tells planned value yet."),
        ("schedule", "There is no schedule and no list of milestones yet."),
    ],
)
def test_without_files_the_page_says_what_to_upload(page: str, sentence: str) -> None:
    load("board.csv", ISSUES, "Apollo")
    assert sentence in texts(visit(page))


@pytest.mark.usefixtures("home")
def test_a_schedule_without_links_and_baseline_says_so() -> None:
    load("bare.xml", BARE, "Apollo")
    found = texts(visit("schedule"))
    assert "no links between tasks" in found
    assert "No task was to be finished by then." in found
    assert "No file tells planned value yet." in texts(visit("earned_value"))


@pytest.mark.usefixtures("home")
def test_a_schedule_alone_answers_when_and_how_much() -> None:
    path = ROOT / "sample_data" / "harbour_schedule.xml"
    load(path.name, path.read_bytes(), "Waterfall")
    at = visit("overview")
    shown, found = metrics(at), texts(at)
    assert shown["Expected to end"] == "3 Jul 2026"
    assert (shown["Milestones late"], shown["Milestones overdue"]) == ("2", "0")
    assert shown["End at this pace"] == "11 Aug 2026"
    # What it cost is in the ledger, which is not there.
    assert (shown["Value for money"], shown["Pace against plan"]) == (
        theme.DASH,
        "0.89",
    )
    assert "There are no work items yet." in found  # of what changed, not of the end
    assert found.count("There are no work items yet.") == 1


@pytest.mark.usefixtures("home")
def test_a_plan_without_baseline_or_milestones_says_so() -> None:
    load("bare.xml", BARE, "Bare")
    at = visit("overview")
    assert metrics(at)["Expected to end"] == "2 Apr 2026"
    assert metrics(at)["Milestones late"] == theme.DASH
    assert "No milestone has a baseline." in texts(at)
    assert "There is no budget and no ledger yet." in texts(at)


@pytest.mark.usefixtures("home")
def test_an_overdue_milestone_is_for_the_room_to_decide() -> None:
    rows = b"Milestone,Baseline,Due date,Status\nGo-live,2026-01-15,2026-02-01,Open\n"
    load("milestones.csv", rows, "Late")
    at = visit("overview", as_of="2026-03-01")
    assert (metrics(at)["Milestones late"], metrics(at)["Milestones overdue"]) == (
        "1",
        "1",
    )
    assert "Go-live: when now, and what does it hold up?" in texts(at)


@pytest.mark.usefixtures("home")
def test_what_is_accrued_is_named_beside_what_is_spent() -> None:
    rows = b"Posting date,Category,Amount EUR,Accrued\n"
    rows += b"2026-01-15,Build,100,no\n2026-01-31,Build,40,yes\n"
    load("ledger.csv", rows, "Accrued")
    at = visit("budget")
    assert metrics(at)["Spent"] == theme.money(140, "EUR")
    assert "40 of it accrued" in texts(at)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", ["budget", "overview"])
def test_a_budget_in_another_currency_is_not_called_missing(page: str) -> None:
    load("budget.csv", b"Category,Budget,Currency\nLabour,100000,EUR\n", "Abroad")
    rows = b"Category,Budget,Currency\nLabour,130000,USD\nTravel,5000,USD\n"
    load("budget.csv", rows, "Abroad")
    found = texts(visit(page))
    assert "no budget and no ledger" not in found
    assert "2 are in USD, the project is in EUR" in found
    assert "upload exchange rates" in found


@pytest.mark.usefixtures("home")
def test_items_without_any_day_are_counted_as_they_stand() -> None:
    rows = (
        b"ID,Work Item Type,Title,State,Iteration Path\n"
        b"1,Bug,One,Closed,Atlas\n2,Bug,Two,Active,Atlas\n3,Bug,Three,New,Atlas\n"
    )
    load("items.csv", rows, "Undated")
    at = visit("overview")
    found = texts(at)
    assert (metrics(at)["Done"], metrics(at)["Left"]) == ("1", "2")
    assert "of 3 items, on no known day" in found
    assert "None of its items has a day of creation" in found
    assert "There are no work items yet" not in found
    assert "project settings" not in found
