from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from analytics import measures as facts_of
from analytics.facts import load_facts
from analytics.figures.theme import DASH
from pages.ui import delivery, measures, scope, sprints
from tests.homes import jira_file, load
from tests.pages.opened import HOSTILE, ROOT, charts, metrics, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from analytics.warehouse.store import Warehouse

    Open = Callable[..., AppTest]

TRUTH = json.loads((ROOT / "sample_data" / "truth.json").read_text("utf-8"))["sprints"]


def test_the_table_is_what_truly_happened(sample_home: Warehouse) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    rows = sprints.table(facts, "points").set_index("frame_id")
    for one in TRUTH:
        if str(one["id"]) not in rows.index:
            continue
        row = rows.loc[str(one["id"])]
        for column in ("commitment", "added", "removed", "reopened"):
            assert row[column] == one[column]["points"], (one["name"], column)
        assert row["spill_over"] == one["remaining"]["points"]
        assert row["spill_over_items"] == one["remaining"]["count"]
        assert row["completed"] == one["completed"]["points"] - row["reopened"]
        assert 0 <= row["kept_low"] <= row["kept_high"] <= 1
    assert len(rows) > 10


@pytest.mark.usefixtures("sample_home")
def test_page_answers_with_the_sample(open_page: Open) -> None:
    at = open_page("sprints")
    assert not at.exception
    shown = metrics(at)
    assert shown["Done per sprint"] != DASH
    assert shown["Sprints of work left"] != DASH
    (alt,) = charts(at)
    assert "of what was promised was kept" in alt
    assert "fits any true share from" in alt
    tables = [one.value for one in at.dataframe]
    assert any("Rule" in table and len(table) == 7 for table in tables)
    assert "Done when the status belongs to the category done" in said(at)


@pytest.mark.usefixtures("sample_home")
def test_another_sprint_can_be_compared(open_page: Open) -> None:
    at = open_page("sprints")
    at.selectbox(key="choose-frame").select("sprint:116").run()
    assert not at.exception
    assert at.session_state["view"].frame == "sprint:116"
    why = [table["Why"] for table in (o.value for o in at.dataframe) if "Why" in table]
    assert "Added after the start" in set(why[0])


@pytest.mark.usefixtures("sample_home")
def test_hostile_link_falls_to_the_default(open_page: Open) -> None:
    at = open_page("sprints", **HOSTILE)
    assert not at.exception
    assert metrics(at)["Done per sprint"] != DASH


@pytest.mark.usefixtures("own_home")
def test_without_a_project_it_says_how_to_begin(open_page: Open) -> None:
    at = open_page("sprints")
    assert not at.exception
    assert "Upload" in said(at)


def test_without_sprints_it_says_what_to_upload(
    own_home: Warehouse, tmp_path: Path, open_page: Open
) -> None:
    load(own_home, jira_file(tmp_path, count=20))
    at = open_page("sprints")
    assert not at.exception
    assert "No sprint is known yet" in said(at)
    facts = load_facts(own_home, "app")
    whole = facts_of.frames_of(facts, "project")[0]
    assert scope.change_sentence(scope.changes(facts, whole, "points")) == ""
    assert "change log" in delivery.no_changes(
        measures.burndown_of(facts, whole, "points")
    )


def test_changes_of_scope_have_their_class(sample_home: Warehouse) -> None:
    facts = load_facts(sample_home, "harbour-sample")
    frame = facts.frame("sprint", "116")
    table = scope.change_table(facts, frame, "points")
    assert "Re-sized" in set(table["Class"])
    assert table["Approved"].isna().all()
    assert table["Who"].notna().any()
    found = scope.changes(facts, frame, "points")
    assert "re-sized" in scope.change_sentence(found)
