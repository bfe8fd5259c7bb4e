"""A closed sprint stays as it stood; what is changed later is a dated correction."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from analytics import sprints
from analytics.facts import load_facts
from tests.homes import load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.warehouse.store import Warehouse

SPRINT = {
    "id": 7,
    "name": "Sprint 7",
    "state": "closed",
    "boardId": 1,
    "startDate": "2026-01-05T08:00:00.000Z",
    "endDate": "2026-01-19T08:00:00.000Z",
    "completeDate": "2026-01-19T08:00:00.000Z",
}
CLOSE, LATER = date(2026, 1, 19), date(2026, 1, 23)
STATUS = {"To Do": ("1", "new"), "Done": ("2", "done")}
POINTS = "customfield_10016"


def moved(before: str, after: str) -> dict[str, Any]:
    return {
        "field": "status",
        "fieldtype": "jira",
        "from": STATUS[before][0],
        "fromString": before,
        "to": STATUS[after][0],
        "toString": after,
    }


def sized(before: int, after: int) -> dict[str, Any]:
    return {
        "field": "Story Points",
        "fieldtype": "custom",
        "fieldId": POINTS,
        "fromString": str(before),
        "toString": str(after),
    }


def planned(before: str, after: str) -> dict[str, Any]:
    return {
        "field": "Sprint",
        "fieldtype": "custom",
        "fieldId": "customfield_10020",
        "from": before,
        "fromString": before,
        "to": after,
        "toString": after,
    }


def typed(before: str, after: str) -> dict[str, Any]:
    return {
        "field": "issuetype",
        "fieldtype": "jira",
        "fromString": before,
        "toString": after,
    }


DONE = (9, moved("To Do", "Done"))
Happened = tuple[int, dict[str, Any]]
ITEMS: dict[str, tuple[int, tuple[Happened, ...]]] = {
    # key: points at the start, what happened on which day of January
    "KEPT": (3, (DONE,)),
    "SIZED": (5, (DONE, (21, sized(5, 8)))),
    "OPENED": (2, (DONE, (22, moved("Done", "To Do")))),
    "TAKEN": (1, (DONE, (22, planned("7", "")))),
    "PUT": (4, ((10, moved("To Do", "Done")), (23, planned("", "7")))),
    "GOES_ON": (8, ((20, planned("7", "7, 8")), (21, sized(8, 13)), (22, DONE[1]))),
    "DROPPED": (13, ((21, planned("7", "")),)),
    "MADE_A_PART": (7, (DONE, (21, typed("Story", "Sub-task")))),
    "WAS_A_PART": (6, (DONE, (22, typed("Sub-task", "Story")))),
    "A_PART_FOR_DAYS": (
        9,
        ((7, typed("Story", "Sub-task")), (12, typed("Sub-task", "Story"))),
    ),
}
NAMES = {f"A-{number}": name for number, name in enumerate(ITEMS, 1)}


def issue(key: str, upto: int) -> dict[str, Any]:
    """Return an item as an export of a day of January has it."""
    points, happened = ITEMS[NAMES[key]]
    status, held = "To Do", "" if NAMES[key] == "PUT" else "7"
    kind = "Sub-task" if NAMES[key] == "WAS_A_PART" else "Story"
    histories = []
    for number, (day, item) in enumerate(happened):
        if day > upto:
            break
        at = f"2026-01-{day:02}T12:00:00.000+0000"
        author = {"displayName": "Ada P."}
        entry = {"id": f"{number}", "created": at, "author": author, "items": [item]}
        histories.append(entry)
        status = item["toString"] if item["field"] == "status" else status
        kind = item["toString"] if item["field"] == "issuetype" else kind
        held = item["to"] if item["field"] == "Sprint" else held
        points = (
            int(item["toString"])
            if item["fieldtype"] == "custom" and (item["field"] != "Sprint")
            else points
        )
    state, category = STATUS[status]
    return {
        "id": key.replace("A-", "100"),
        "key": key,
        "fields": {
            "summary": key,
            "issuetype": {"name": kind, "subtask": kind == "Sub-task"},
            "status": {
                "id": state,
                "name": status,
                "statusCategory": {"key": category},
            },
            "created": "2026-01-02T09:00:00.000+0000",
            POINTS: points,
            "customfield_10020": [SPRINT] if "7" in held else [],
        },
        "changelog": {"histories": histories},
    }


def facts_of(warehouse: Warehouse, folder: Path, *exported: int, as_of: date) -> Facts:
    """Load exports of these days of January, and look from a day."""
    for day in exported:
        path = folder / f"search-{day}.json"
        export = {
            "issues": [issue(key, day) for key in NAMES],
            "names": {POINTS: "Story Points", "customfield_10020": "Sprint"},
        }
        path.write_text(json.dumps(export), encoding="utf-8")
        load(warehouse, path)
    return load_facts(warehouse, "app", as_of=as_of)


def stood(facts: Facts) -> dict[str, float]:
    (row,) = sprints.corrections_of(facts, "points").sprints.to_dict("records")
    names = ("commitment", "added", "removed", "re_estimated", "completed")
    return {name: row[name] for name in names}


AT_THE_CLOSE = {
    "commitment": 48,
    "added": 9,
    "removed": 9,
    "re_estimated": 0,
    "completed": 18,
}


@pytest.mark.parametrize("exported", [(19,), (23,), (19, 23), (23, 19)])
def test_figures_are_those_of_the_close_whatever_came_later(
    exported: tuple[int, ...], warehouse: Warehouse, tmp_path: Path
) -> None:
    for as_of in (CLOSE, LATER):
        facts = facts_of(warehouse, tmp_path, *exported, as_of=as_of)
        assert stood(facts) == AT_THE_CLOSE


def test_later_edits_are_dated_corrections_beside_them(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    found = sprints.corrections_of(
        facts_of(warehouse, tmp_path, 19, 23, as_of=LATER), "points"
    )
    told = [
        (NAMES[row["issue_key"]], row["day"].day, row["ledger"], row["amount"])
        for row in found.rows.to_dict("records")
    ]
    assert told == [
        ("SIZED", 21, "re_estimated", 3),
        ("DROPPED", 21, "removed", -13),
        ("MADE_A_PART", 21, "removed", -7),
        ("OPENED", 22, "reopened", 0),
        ("TAKEN", 22, "removed", -1),
        ("WAS_A_PART", 22, "added", 6),
        ("PUT", 23, "added", 4),
    ]
    assert found.rows["done_amount"].tolist() == [3, 0, -7, -2, -1, 0, 0]
    assert set(found.rows["author"]) == {"Ada P."}
    (row,) = found.sprints.to_dict("records")
    assert (row["corrections"], row["completed_since"], row["completed_now"]) == (
        7,
        -7,
        11,
    )


def test_an_earlier_day_knows_no_later_correction(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    facts = facts_of(warehouse, tmp_path, 23, as_of=date(2026, 1, 21))
    rows = sprints.corrections_of(facts, "points").rows
    assert [NAMES[key] for key in rows["issue_key"]] == [
        *("SIZED", "DROPPED", "MADE_A_PART"),
    ]
