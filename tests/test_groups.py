"""Epics, labels and sub-tasks from real files: who is in, and since when."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from analytics import groups, measures, sprints
from analytics.facts import load_facts
from analytics.filters import Filters
from analytics.warehouse import projects
from tests.homes import load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

SPRINT = {
    "id": 7,
    "name": "Sprint 7",
    "state": "closed",
    "startDate": "2026-01-05T09:00:00.000Z",
    "endDate": "2026-01-16T17:00:00.000Z",
    "completeDate": "2026-01-16T17:00:00.000Z",
}
NAMES = {"customfield_10016": "Story Points", "customfield_10020": "Sprint"}


def item(field: str, before: str, after: str) -> dict[str, Any]:
    return {
        "field": field,
        "from": before or None,
        "fromString": before or None,
        "to": after or None,
        "toString": after or None,
    }


def made(
    key: str, day: str, *changes: tuple[str, dict[str, Any]], **more: object
) -> dict[str, Any]:
    return {
        "id": key.split("-")[1],
        "key": key,
        "fields": {
            "summary": f"Story {key}",
            "issuetype": {"name": "Story", "subtask": False},
            "status": {"name": "To Do", "statusCategory": {"key": "new"}},
            "project": {"key": "APP", "name": "App"},
            "created": f"{day}T09:00:00.000+0000",
            "customfield_10016": 3,
            "labels": [],
            **more,
        },
        "changelog": {
            "histories": [
                {"id": str(n), "created": f"{at}T12:00:00.000+0000", "items": [one]}
                for n, (at, one) in enumerate(changes)
            ]
        },
    }


EPIC = {"key": "APP-1", "fields": {"issuetype": {"name": "Epic", "subtask": False}}}
OTHER = {"key": "APP-9", "fields": {"issuetype": {"name": "Epic", "subtask": False}}}
SUB = {"issuetype": {"name": "Sub-task", "subtask": True}}
DONE = {"name": "Done", "statusCategory": {"key": "done", "name": "Done"}}
ISSUES = [
    made("APP-1", "2026-01-01", issuetype={"name": "Epic", "subtask": False}),
    made("APP-9", "2026-01-01", issuetype={"name": "Epic", "subtask": False}),
    # always in the epic
    made("APP-2", "2026-01-02", parent=EPIC, labels=["ui"]),
    # moved from the other epic on the 8th, labelled on the 9th
    made(
        "APP-3",
        "2026-01-02",
        ("2026-01-08", item("Parent", "APP-9", "APP-1")),
        ("2026-01-09", item("labels", "api", "api ui")),
        parent=EPIC,
        labels=["api", "ui"],
    ),
    # left it on the 10th
    made(
        "APP-4",
        "2026-01-02",
        ("2026-01-10", item("IssueParentAssociation", "APP-1", "APP-9")),
        parent=OTHER,
        labels=["api"],
    ),
    made(
        "APP-5",
        "2026-01-02",
        ("2026-01-07", item("status", "To Do", "Done")),
        parent=EPIC,
        status=DONE,
        customfield_10020=[SPRINT],
    ),
    made(
        "APP-6",
        "2026-01-02",
        ("2026-01-08", item("status", "To Do", "Done")),
        parent={"key": "APP-5", "fields": {"issuetype": {"name": "Story"}}},
        status=DONE,
        customfield_10020=[SPRINT],
        **SUB,
    ),
]


@pytest.fixture
def facts(warehouse: Warehouse, tmp_path: Path) -> Facts:
    path = tmp_path / "app.json"
    text = {"startAt": 0, "total": len(ISSUES), "names": NAMES, "issues": ISSUES}
    path.write_text(json.dumps(text), encoding="utf-8")
    load(warehouse, path)
    (project,) = projects.list_projects(warehouse)
    return load_facts(warehouse, project.project_id)


def booked(facts: Facts, kind: str, name: str) -> list[tuple[str, int, str, float]]:
    rows = groups.deltas(facts, facts.frame(kind, name))
    return [
        (key, day.day, ledger, points)
        for key, day, ledger, points in zip(
            *(rows[column] for column in ("issue_key", "day", "ledger", "points")),
            strict=True,
        )
    ]


def test_who_is_in_an_epic_follows_the_change_log(facts: Facts) -> None:
    assert booked(facts, "epic", "APP-1") == [
        ("APP-2", 2, "added", 3),
        ("APP-4", 2, "added", 3),
        ("APP-5", 2, "added", 3),
        ("APP-5", 7, "completed", -3),
        ("APP-3", 8, "added", 3),
        ("APP-4", 10, "removed", -3),
    ]
    frame = facts.frame("epic", "APP-1")
    assert frame.name == "APP-1 Story APP-1"
    result = measures.burndown_of(facts, frame, "points")
    assert (result.remaining, result.done, result.scope) == (6, 3, 9)
    assert result.why["ideal"] == "It has no planned end."


def test_who_has_a_label_follows_the_change_log(facts: Facts) -> None:
    assert booked(facts, "label", "ui") == [
        ("APP-2", 2, "added", 3),
        ("APP-3", 9, "added", 3),
    ]
    assert [row[0] for row in booked(facts, "label", "api")] == ["APP-3", "APP-4"]


def test_filters_narrow_an_epic(facts: Facts) -> None:
    narrowed = replace(facts, filters=Filters(label=("ui",)), _tables={})
    assert [row[0] for row in booked(narrowed, "epic", "APP-1")] == ["APP-2", "APP-3"]
    other = replace(facts, filters=Filters(epic=("APP-9",)), _tables={})
    assert [row[0] for row in booked(other, "label", "api")] == ["APP-4"]
    none = replace(facts, filters=Filters(label=("api",)), _tables={})
    assert [row[0] for row in booked(none, "label", "ui")] == ["APP-3"]


def test_sub_tasks_count_by_the_setting(facts: Facts) -> None:
    sprint = facts.frame("sprint", "7")
    plain = sprints.reconciliation_of(facts, sprint, "points")
    assert plain.total("own", "commitment") == 3
    assert measures.burndown_of(facts, sprint, "points").commitment == 3
    settings = facts.project.settings.with_changes(subtask_rule="counted")
    projects.change_settings(facts.warehouse, facts.project.project_id, settings)
    counted = load_facts(facts.warehouse, facts.project.project_id)
    result = sprints.reconciliation_of(counted, sprint, "points")
    assert result.total("own", "completed") == 6
    assert result.total("jira_velocity", "completed") == 3
    assert set(result.lines["why"]) == {"Sub-task"}
    assert "No board was uploaded" in result.note
    assert measures.burndown_of(counted, sprint, "points").commitment == 6
    lists = sprints.sprint_report_of(counted, sprint, "points")
    assert lists.rows["issue_key"].tolist() == ["APP-5", "APP-6"]
