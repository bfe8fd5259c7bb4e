"""The answers of the Jira agile interface: sprints and board configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sample_data import story

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sample_data.model import Sprint
    from sample_data.world import World

Json = dict[str, Any]
BOARD_COLUMNS = (
    ("To Do", (story.TODO,)),
    ("In Progress", (story.DOING,)),
    ("In Review", (story.REVIEW,)),
    ("In Test", (story.TESTING,)),
    ("Done", (story.DONE, story.CANCELLED)),
)


def stamp(when: datetime) -> str:
    """Return 2025-09-16T08:31:04.120+0000."""
    return f"{when:%Y-%m-%dT%H:%M:%S}.{when.microsecond // 1000:03d}+0000"


def zulu(when: datetime) -> str:
    """Return 2025-09-16T08:31:04.120Z, as sprints have it."""
    return stamp(when).replace("+0000", "Z")


def write_sprints(world: World, path: Path) -> None:
    """Write the sprints of the board."""
    page = {
        "maxResults": 50,
        "startAt": 0,
        "isLast": True,
        "values": [
            {
                "id": sprint.id,
                "self": f"{story.SITE}/rest/agile/1.0/sprint/{sprint.id}",
                "state": sprint.state,
                "name": sprint.name,
                **sprint_dates(sprint),
                "originBoardId": story.BOARD_ID,
                "goal": sprint.goal,
            }
            for sprint in world.sprints
        ],
    }
    path.write_text(_pretty(page), encoding="utf-8", newline="\n")


def write_board(path: Path) -> None:
    """Write the configuration of the board."""
    base = f"{story.SITE}/rest"
    columns = [
        {
            "name": name,
            "statuses": [
                {"id": status.id, "self": f"{base}/api/2/status/{status.id}"}
                for status in statuses
            ],
        }
        for name, statuses in BOARD_COLUMNS
    ]
    location = {
        "type": "project",
        "key": story.PROJECT_KEY,
        "id": story.PROJECT_ID,
        "self": f"{base}/api/2/project/{story.PROJECT_ID}",
        "name": story.PROJECT_NAME,
    }
    board = {
        "id": story.BOARD_ID,
        "name": "Harbour board",
        "type": "scrum",
        "self": f"{base}/agile/1.0/board/{story.BOARD_ID}/configuration",
        "location": location,
        "filter": {"id": "10120", "self": f"{base}/api/2/filter/10120"},
        "columnConfig": {"columns": columns, "constraintType": "issueCount"},
        "estimation": {
            "type": "field",
            "field": {"fieldId": "customfield_10016", "displayName": "Story Points"},
        },
        "ranking": {"rankCustomFieldId": 10019},
    }
    path.write_text(_pretty(board), encoding="utf-8", newline="\n")


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sprint_dates(sprint: Sprint) -> Json:
    """Return the dates that this sprint already has."""
    dates = {
        "startDate": sprint.started,
        "endDate": sprint.ends,
        "completeDate": sprint.completed,
    }
    return {name: zulu(when) for name, when in dates.items() if when}
