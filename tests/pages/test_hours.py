from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics import hours as measured
from analytics.commands import run_show
from analytics.errors import RequestError
from analytics.facts import load_facts
from analytics.figures.theme import DASH
from analytics.filters import Filters
from analytics.receipt import receipt
from tests.homes import csv_text, issue_rows, jira_file, load
from tests.pages.opened import HOSTILE, ROOT, charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

TRUTH = json.loads((ROOT / "sample_data" / "truth.json").read_text("utf-8"))["hours"]
SHEET = "Ticket,Date,Hours worked,Person,Team\n"
HOURS = SHEET + "APP-1,2026-02-02,6,Ada,Red\nAPP-2,2026-02-10,4,Bo,Blue\n"


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.usefixtures("sample_home")
def test_page_answers_with_the_sample(open_page: Open) -> None:
    at = open_page("hours")
    assert not at.exception
    shown = metrics(at)
    assert DASH not in shown.values()
    assert shown["Hours logged"] == f"{round(TRUTH['hours']):,}"
    assert shown["Hours elsewhere"] == f"{round(TRUTH['outside'])}"
    assert len(charts(at)) == 4
    assert "of it was booked" in charts(at)[0]
    tables = [table.value for table in at.dataframe]
    teams = next(table for table in tables if "Team" in table)
    assert dict(zip(teams["Team"], teams["Hours"], strict=True)) == TRUTH["by_team"]
    assert any("Spelled" in table for table in tables)
    assert "a booking that two files tell of counts once" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_hours_can_be_broken_down_by_something_else(open_page: Open) -> None:
    at = open_page("hours", split="epic")
    assert not at.exception
    (table,) = [one.value for one in at.dataframe if "Epic" in one.value]
    assert table["Hours"].sum() == pytest.approx(TRUTH["hours"])
    assert table["Epic"].str.startswith("HARB-").any()


@pytest.mark.usefixtures("sample_home")
def test_hostile_link_falls_to_the_default(open_page: Open) -> None:
    at = open_page("hours", **HOSTILE)
    assert not at.exception
    assert at.session_state["view"].split == ""
    assert metrics(at)["Hours logged"] != DASH


@pytest.mark.usefixtures("sample_home")
def test_filters_narrow_the_hours_and_no_type_has_a_capacity(open_page: Open) -> None:
    team = metrics(open_page("hours", team="Apollo"))
    assert float(team["Hours logged"].replace(",", "")) < TRUTH["hours"]
    assert team["Share of capacity"] != DASH
    assert team["Hours elsewhere"] == DASH
    at = open_page("hours", issue_type="Task")
    assert not at.exception
    assert metrics(at)["Share of capacity"] == DASH
    assert "choose no type, epic or label" in said(at)


def test_without_hours_it_says_what_to_upload(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, jira_file(tmp_path, count=20))
    at = open_page("hours")
    assert not at.exception
    assert "No file tells of hours yet" in said(at)
    assert not at.metric


def test_times_of_items_alone_are_compared(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    header = ("Issue key", "Issue id", "Summary", "Status", "Created", "Updated")
    times = ("Original estimate", "Remaining Estimate", "Time Spent")
    day = "01/Feb/26 9:00 AM"
    row = ["APP-1", "1", "One", "To Do", day, day, "7200", "3600", "7200"]
    load(
        own_home, written(tmp_path, "a.csv", csv_text([row], header=(*header, *times)))
    )
    at = open_page("hours")
    assert not at.exception
    shown = metrics(at)
    assert (shown["Over their estimate"], shown["Hours logged"]) == ("1", DASH)
    assert "1 takes more than estimated, by 1 hour" in said(at)


def test_hours_of_a_project_without_items_count_and_nothing_is_outside(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, written(tmp_path, "hours.csv", HOURS))
    at = open_page("hours")
    assert not at.exception
    shown = metrics(at)
    assert (shown["Hours logged"], shown["Hours elsewhere"]) == ("10", DASH)
    assert "nobody can tell which hours are the project" in said(at)


def test_as_of_an_earlier_import_or_day_later_hours_do_not_show(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, written(tmp_path, "a.csv", csv_text(issue_rows(5))))
    load(own_home, written(tmp_path, "hours.csv", HOURS))
    later = SHEET + "APP-1,2026-02-20,3,Ada,Red\n"
    load(own_home, written(tmp_path, "later.csv", later))
    for asked, hours in (
        ({}, "13"),
        ({"import": "2"}, "10"),
        ({"as_of": "2026-02-09"}, "6"),
        ({"import": "2", "as_of": "2026-02-09"}, "6"),
    ):
        at = open_page("hours", project="app", **asked)
        assert not at.exception
        assert metrics(at)["Hours logged"] == hours, asked
    at = open_page("hours", project="app", **{"import": "1"})
    assert "No file tells of hours yet" in said(at)


def test_hostile_texts_stay_texts(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    name = "<script>alert(1)</script> **b** %{x} $a$ =1+1"
    load(own_home, written(tmp_path, "a.csv", csv_text(issue_rows(2, mark=name))))
    rows = (f"APP-1,2026-02-02,6,{name},{name}", f"{name},2026-02-03,1e9,{name[::-1]},")
    load(own_home, written(tmp_path, "hours.csv", SHEET + "\n".join(rows) + "\n"))
    for split in ("team", "person", "item"):
        at = open_page("hours", split=split)
        assert not at.exception
        assert not at.error
        assert len(charts(at)) >= 1
        shown = [one.proto.spec for one in at.get("plotly_chart")]
        assert not any("<script" in one for one in shown)
        texts = [one.value for one in (*at.markdown, *at.caption)]
        assert not any("<script" in one for one in texts)


def test_every_figure_leads_to_file_and_line(
    own_home: Warehouse, tmp_path: Path
) -> None:
    load(own_home, written(tmp_path, "a.csv", csv_text(issue_rows(1))))
    load(own_home, written(tmp_path, "hours.csv", HOURS))
    facts = load_facts(own_home, "app")
    booked = measured.booked_of(facts)
    found = receipt(facts, measured.logged_of(booked, facts, "team").basis)
    assert found.used[["file", "line"]].to_numpy().tolist() == [["hours.csv", 2]]
    (left,) = found.left_out.to_dict("records")
    assert (left["line"], left["subject"]) == (3, "APP-2")
    assert left["reason"] == "its item is in none of the files"


def test_a_line_of_capacity_that_names_a_sprint_has_its_days(
    sample_home: Warehouse,
) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    lines = measured._capacity(facts)  # noqa: SLF001
    bare = facts.table("capacity").assign(starts_on=None, ends_before=None)
    facts = load_facts(sample_home, "harbour-sample", filters=Filters(team=("Apollo",)))
    facts._tables["capacity"] = bare.astype(  # noqa: SLF001
        {"starts_on": "datetime64[us]", "ends_before": "datetime64[us]"}
    )
    dated = measured._capacity(facts)  # noqa: SLF001
    assert set(dated["team"]) == {"Apollo"}
    known = lines[lines["team"] == "Apollo"].set_index("sprint")["starts_on"]
    found = dated.set_index("sprint")["starts_on"].dropna()
    assert len(found) >= 7
    assert (known[found.index] == found).sum() >= 6


def test_the_command_line_answers_the_same(sample_home: Warehouse) -> None:
    weeks = run_show(sample_home, "hours_logged")
    assert weeks["figures"]["hours"] == TRUTH["hours"]
    assert {row["start"]: row["hours"] for row in weeks["rows"]} == TRUTH["by_week"]
    teams = run_show(sample_home, "hours_logged", parameters={"by": "team"})["rows"]
    assert {row["group"]: row["hours"] for row in teams} == TRUTH["by_team"]
    other = run_show(sample_home, "hours_logged", parameters={"by": "outside"})
    assert sum(row["hours"] for row in other["rows"]) == TRUTH["outside"]
    for name in ("utilisation", "hours_estimates", "hours_after_done"):
        shown = run_show(sample_home, name)
        assert shown["rows"]
        assert None not in shown["figures"].values()
    with pytest.raises(RequestError, match="by is one of week, team"):
        run_show(sample_home, "hours_logged", parameters={"by": "mood"})
