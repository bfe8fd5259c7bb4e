"""From a Jira export with its change log to visits and flags in the marts."""

# ruff: noqa: DTZ001 - instants are naive, in UTC

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from analytics import flow
from analytics.facts import load_facts
from analytics.warehouse import projects, reads
from tests.homes import load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

STATUSES = {
    "To Do": ("1", "new"),
    "Doing": ("2", "indeterminate"),
    "Done": ("3", "done"),
}


def history(number: int, at: str, *items: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "id": str(number),
        "created": at,
        "items": [
            {
                "field": name,
                "fieldtype": "jira" if name == "status" else "custom",
                "from": STATUSES.get(before, (before,))[0] or None,
                "fromString": before,
                "to": STATUSES.get(after, (after,))[0] or None,
                "toString": after,
            }
            for name, before, after in items
        ],
    }


def issue(
    key: str, status: str, created: str, *histories: dict[str, Any]
) -> dict[str, Any]:
    number, category = STATUSES[status]
    return {
        "id": key.replace("F-", "100"),
        "key": key,
        "fields": {
            "summary": f"Item {key}",
            "issuetype": {"name": "Story", "subtask": False},
            "project": {"key": "F", "name": "Flow"},
            "status": {
                "id": number,
                "name": status,
                "statusCategory": {"key": category},
            },
            "created": created,
            "updated": "2026-01-20T10:00:00.000+0000",
        },
        "changelog": {
            "startAt": 0,
            "maxResults": len(histories),
            "total": len(histories),
            # Jira Cloud lists the newest first.
            "histories": list(reversed(histories)),
        },
    }


EXPORT = [
    issue(
        "F-1",
        "Done",
        "2026-01-05T09:00:00.000+0000",
        history(11, "2026-01-05T23:30:00.000+0000", ("status", "To Do", "Doing")),
        history(12, "2026-01-07T10:00:00.000+0000", ("Flagged", "", "Impediment")),
        history(13, "2026-01-08T10:00:00.000+0000", ("Flagged", "Impediment", "")),
        history(14, "2026-01-09T10:00:00.000+0000", ("status", "Doing", "Done")),
    ),
    issue("F-2", "To Do", "2026-01-06T09:00:00.000+0000"),
    issue(
        "F-3",
        "Doing",
        "2026-01-06T09:00:00.000+0000",
        history(31, "2026-01-07T09:00:00.000+0000", ("status", "To Do", "Doing")),
        history(32, "2026-01-08T09:00:00.000+0000", ("Flagged", "Impediment", "")),
    ),
]


@pytest.fixture
def loaded(warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    path = tmp_path / "search.json"
    path.write_text(json.dumps({"issues": EXPORT}), encoding="utf-8")
    load(warehouse, path, project="Flow")
    return warehouse


def spans(warehouse: Warehouse, mart: str) -> list[dict[str, Any]]:
    set_id, _ = reads.state(warehouse, "flow")
    found = reads.mart(warehouse, mart, set_id).sort_values(["issue_key", "visit"])
    return [dict(zip(found.columns, row, strict=True)) for row in found.to_numpy()]


def test_visits_begin_with_the_creation_and_the_last_is_open(
    loaded: Warehouse,
) -> None:
    found = spans(loaded, "fct_status_span")
    first = [one for one in found if one["issue_key"] == "F-1"]
    assert [one["status"] for one in first] == ["To Do", "Doing", "Done"]
    assert [one["source"] for one in first] == ["issue", "issue_event", "issue_event"]
    assert first[0]["left_at"] == first[1]["entered_at"]
    assert first[0]["entered_at"] == datetime(2026, 1, 5, 9)
    assert str(first[2]["left_at"]) == "NaT"
    assert [one["status"] for one in found if one["issue_key"] == "F-2"] == ["To Do"]
    assert {one["evidence"] for one in found} == {"change log"}


def test_days_are_those_of_the_zone_of_the_project(loaded: Warehouse) -> None:
    project = projects.get_project(loaded, "flow")
    east = replace(project.settings, time_zone="Asia/Tokyo")
    projects.change_settings(loaded, "flow", east)
    doing = spans(loaded, "fct_status_span")[1]
    assert (doing["status"], doing["entered_day"].date()) == ("Doing", date(2026, 1, 6))
    facts = load_facts(loaded, "flow", as_of=date(2026, 1, 20))
    assert facts.day_end == datetime(2026, 1, 20, 15)


def test_a_flag_that_was_there_at_the_creation_holds_from_there(
    loaded: Warehouse,
) -> None:
    found = spans(loaded, "fct_blocked_span")
    assert [(one["issue_key"], one["flagged_at"]) for one in found] == [
        ("F-1", datetime(2026, 1, 7, 10)),
        ("F-3", datetime(2026, 1, 6, 9)),
    ]
    assert [one["unflagged_at"] for one in found] == [
        datetime(2026, 1, 8, 10),
        datetime(2026, 1, 8, 9),
    ]


def test_the_flow_of_a_file_is_measured(loaded: Warehouse) -> None:
    facts = load_facts(loaded, "flow", as_of=date(2026, 1, 20))
    seen = flow.Seen(weeks=4)
    found = flow.flow_of(facts, seen)
    assert flow.cycle_time_of(facts, found, seen).items["days"].tolist() == [5]
    blocked = flow.blocked_of(facts, found, seen).items
    assert blocked["blocked_days"].tolist() == [1, 1]
    used = flow.cycle_time_of(facts, found, seen).basis.used
    assert {name: len(ids) for name, ids in used.items()} == {
        "issue": 1,
        "issue_event": 2,
    }
