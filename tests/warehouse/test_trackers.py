"""Exports of other trackers, from the file to the marts that charts read."""

# ruff: noqa: DTZ001 - instants are naive, in UTC

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from analytics.warehouse import projects, reads
from tests.homes import csv_text, load, opened
from tests.intake.reading import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.warehouse.store import Warehouse

GOLDEN = Path(__file__).parents[1] / "golden"
TRACKERS = ("azure_devops_csv", "github_csv", "gitlab_csv", "linear_csv", "redmine_csv")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with opened(tmp_path_factory.mktemp("trackers")) as one:
        for tracker in TRACKERS:
            load(one, GOLDEN / tracker / "reference.csv", project=tracker)
        yield one


def rows(warehouse: Warehouse, project: str, select: str) -> list[tuple[Any, ...]]:
    """Return rows of a mart of a project, `select` being `columns from mart`."""
    name, _ = reads.state(warehouse, project.replace("_", "-"))
    columns, _, mart = select.partition(" from ")
    return (
        warehouse.cursor()
        .execute(
            f"select {columns} from mart.{mart} where set_id = ? order by all", [name]
        )
        .fetchall()
    )


@pytest.mark.parametrize(
    ("tracker", "field", "count"),
    [
        ("azure_devops_csv", "Story Points", 16),
        ("azure_devops_csv", "Effort", 2),
        ("gitlab_csv", "Weight", 15),
        ("linear_csv", "Estimate", 18),
    ],
)
def test_the_tools_own_estimate_counts_as_points(
    warehouse: Warehouse, tracker: str, field: str, count: int
) -> None:
    found = rows(warehouse, tracker, "used_point_field, points from fct_issue")
    used = [name for name, points in found if points is not None]
    assert used.count(field) == count


def test_a_custom_field_of_jira_with_such_a_name_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "jira.csv"
    header = ["Issue key", "Summary", "Status", "Custom field (Effort)"]
    path.write_text(csv_text([["A-1", "x", "To Do", "40"]], header), encoding="utf-8")
    with opened(tmp_path / "home") as one:
        load(one, path)
        found = rows(one, "app", "used_point_field, points from fct_issue")
    assert found == [(None, None)]


def test_cycles_of_linear_are_sprints_with_their_dates(warehouse: Warehouse) -> None:
    found = rows(
        warehouse, "linear_csv", "sprint_id, name, start_at, end_at from dim_sprint"
    )
    assert found == [
        ("ENG-1", "Cycle 1", datetime(2025, 1, 13), datetime(2025, 1, 27)),
        ("ENG-2", "Easter push", datetime(2025, 1, 27), datetime(2025, 2, 10)),
    ]
    issues = rows(warehouse, "linear_csv", "unnest(sprint_ids) from fct_issue")
    assert Counter(name for (name,) in issues) == {"ENG-1": 8, "ENG-2": 8}


def test_instants_of_tools_that_write_utc_are_not_moved(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as one:
        project = projects.create_project(one, "East")
        zone = replace(project.settings, time_zone="Asia/Tokyo")
        projects.change_settings(one, project.project_id, zone)
        for tracker in TRACKERS[1:]:
            load(one, GOLDEN / tracker / "reference.csv", project="East")
        found = dict(rows(one, "east", "issue_key, done_at from fct_issue"))
    assert found["example/shop#43"] == datetime(2025, 1, 17, 13, 17, 11)
    assert found["shop/team/web#10"] == datetime(2025, 1, 21, 10, 45, 15)
    assert found["ENG-14"] == datetime(2025, 1, 18, 14, 24, 12)
    # Redmine writes what the clock of whoever exports it shows.
    assert found["#204"] == datetime(2025, 1, 18, 14 - 9, 24)


def test_open_and_closed_work_is_told_apart_in_every_tool(warehouse: Warehouse) -> None:
    found = {
        tracker: Counter(
            category
            for (category,) in rows(
                warehouse, tracker, "status_category as c from fct_issue"
            )
        )
        for tracker in TRACKERS
    }
    assert found == {
        "azure_devops_csv": {"todo": 8, "doing": 8, "done": 8},
        "github_csv": {"todo": 16, "done": 8},
        "gitlab_csv": {"todo": 13, "done": 7},
        "linear_csv": {"todo": 8, "doing": 8, "done": 8},
        "redmine_csv": {"todo": 3, "doing": 6, "done": 9},
    }


@pytest.mark.parametrize(
    ("status", "category"),
    [
        *(("Removed", "done"), ("Merged", "done"), ("Won't do", "done")),
        *(("Rejected", "done"), ("Abgewiesen", "done"), ("終了", "done")),
        *(("Planned", "todo"), ("Triage", "todo"), ("新規", "todo")),
        *(("進行中", "doing"), ("Feedback", "doing"), ("Removed soon", "doing")),
    ],
)
def test_words_of_the_tools_are_known(
    words: dict[str, str], status: str, category: str
) -> None:
    assert words[status] == category


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("words")
    known = (
        *("Removed", "Merged", "Won't do", "Rejected", "Abgewiesen", "終了"),
        *("Planned", "Triage", "新規", "進行中", "Feedback", "Removed soon"),
    )
    path = folder / "words.csv"
    header = ["Issue key", "Summary", "Status"]
    cells = [[f"A-{n}", "x", word] for n, word in enumerate(known, 1)]
    path.write_text(csv_text(cells, header), encoding="utf-8")
    with opened(folder / "home") as one:
        load(one, path)
        return dict(rows(one, "app", "status, category from dim_status"))


def test_rows_of_a_second_table_are_no_records_of_the_file(tmp_path: Path) -> None:
    content = (GOLDEN / "linear_csv" / "reference.csv").read_bytes()
    report = read(tmp_path, content).report
    assert report.tables == {"issue": 24, "sprint": 2}
    assert (report.rows_read, report.rows_loaded) == (24, 24)
    assert ("sprint.start_at", "Cycle Start") in report.columns


def test_a_sprint_that_is_named_by_its_number_is_that_sprint(tmp_path: Path) -> None:
    field = (
        '<customfield id="customfield_1" key="com.pyxis.greenhopper.jira:gh-sprint">'
        "<customfieldname>Sprint</customfieldname><customfieldvalues>"
        "<customfieldvalue>45</customfieldvalue></customfieldvalues></customfield>"
    )
    issue = (
        '<item><key id="1">APP-1</key><summary>a</summary><type>Story</type>'
        "<status>Open</status><created>Thu, 4 Jul 2013 10:00:00 +0000</created>"
        f"<customfields>{field}</customfields></item>"
    )
    issues = tmp_path / "issues.xml"
    issues.write_text(f'<rss version="0.92"><channel>{issue}</channel></rss>', "utf-8")
    sprint = {"id": 45, "name": "Team 3", "state": "closed", "originBoardId": 1}
    sprints = tmp_path / "sprints.json"
    sprints.write_text(json.dumps({"values": [sprint]}), "utf-8")
    with opened(tmp_path / "home") as one:
        load(one, issues, project="xml")
        frames = rows(one, "xml", "frame_id, name, kind from dim_frame")
        assert ("name:45", "45", "sprint") in frames
        load(one, sprints, project="xml")
        frames = rows(one, "xml", "frame_id, name, kind from dim_frame")
        assert [row for row in frames if row[2] == "sprint"] == [
            ("45", "Team 3", "sprint")
        ]
        held = rows(one, "xml", "issue_key, sprint_ids from fct_issue")
        assert held == [("APP-1", ["45"])]
