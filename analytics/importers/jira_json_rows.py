"""Turns the sprint and status objects of Jira's JSON into rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analytics.importers.headers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.jira_json_cells import Cells

Row = dict[str, Any]
STATES = ("future", "active", "closed")
_GREENHOPPER = re.compile(r"\[(.*)\]", re.DOTALL)
_GREENHOPPER_PART = re.compile(
    r",(?=(?:id|rapidViewId|state|name|goal|startDate|endDate|completeDate"
    r"|activatedDate|sequence|autoStartStop|synced)=)"
)
_CATEGORY_NUMBERS = {"2": "todo", "4": "doing", "3": "done"}
_CATEGORIES = {
    "new": "todo",
    "to do": "todo",
    "todo": "todo",
    "indeterminate": "doing",
    "in progress": "doing",
    "done": "done",
}
_NO_CATEGORY = ("undefined", "no category")


def from_greenhopper(text: str) -> Row | None:
    """Read a sprint as Jira Data Center writes it into a custom field.

    >>> from_greenhopper("...greenhopper.service.sprint.Sprint@1[id=7,name=A, b]")
    {'id': '7', 'name': 'A, b'}
    """
    found = _GREENHOPPER.search(text)
    parts = _GREENHOPPER_PART.split(found[1]) if found else []
    pairs = (part.partition("=") for part in parts)
    sprint = {key: value for key, _, value in pairs if value not in ("", "<null>")}
    return sprint if "id" in sprint else None


def sprint_row(sprint: Mapping[str, Any], cells: Cells) -> Row:
    """Turn a sprint object into a row."""
    boards = (sprint.get(key) for key in ("originBoardId", "boardId", "rapidViewId"))
    board = next((board for board in boards if board is not None), None)
    state = cells.text(sprint.get("state"), "state")
    return {
        "sprint_number": cells.text(sprint.get("id"), "sprint_number"),
        "name": cells.text(sprint.get("name"), "name"),
        "state": state and state.lower(),
        "board_number": cells.text(board, "board_number"),
        "start_at": cells.instant(sprint.get("startDate"), "start_at"),
        "end_at": cells.instant(sprint.get("endDate"), "end_at"),
        "complete_at": cells.instant(sprint.get("completeDate"), "complete_at"),
        "goal": cells.text(sprint.get("goal"), "goal"),
        "line": cells.line,
    }


def category(value: object, cells: Cells) -> str | None:
    """Read a status category; it has the same ids and keys in every Jira.

    Where id and key contradict each other the id counts: a key is easily rewritten
    by what exports the file.
    """
    key = value.get("key", value.get("name")) if isinstance(value, dict) else value
    by_key = _CATEGORIES.get(plain(key)) if isinstance(key, str) else None
    number = str(value.get("id")) if isinstance(value, dict) else ""
    by_number = _CATEGORY_NUMBERS.get(number)
    if by_number and by_key and by_number != by_key:
        cells.refuse(
            "status_category",
            f"category id {number} means {by_number}, its key {key!r} means {by_key}; "
            "the id counts",
        )
    found = by_number or by_key
    is_none = (
        value is None
        or number == "1"
        or (isinstance(key, str) and plain(key) in _NO_CATEGORY)
    )
    if not found and not is_none:
        cells.unreadable(value, "status_category", "a status category")
    return found


def status_row(status: Mapping[str, Any], cells: Cells) -> Row:
    """Turn a status object into a row."""
    return {
        "status_number": cells.text(status.get("id"), "status_number"),
        "name": cells.text(status.get("name"), "status"),
        "category": category(status.get("statusCategory"), cells),
        "line": cells.line,
    }


class SprintBook:
    """The sprints seen in one document, each once."""

    def __init__(self) -> None:
        """Start empty."""
        self.rows: dict[str, Row] = {}

    def add(self, row: Row, cells: Cells) -> None:
        """Keep what is known best: a sprint goes from future over active to closed."""
        number = row["sprint_number"]
        known = self.rows.setdefault(number, row)
        if known is row:
            return
        if known["name"] and row["name"] and known["name"] != row["name"]:
            cells.refuse(
                "sprints",
                f"sprint {number} is called {known['name']!r} and {row['name']!r}",
            )
        newer, older = (row, known) if _rank(row) > _rank(known) else (known, row)
        self.rows[number] = {
            column: older[column] if value is None else value
            for column, value in newer.items()
        }


def _rank(row: Row) -> int:
    return STATES.index(row["state"]) if row["state"] in STATES else -1


class StatusBook:
    """The statuses seen in one document, each once."""

    def __init__(self) -> None:
        """Start empty."""
        self.rows: dict[str, Row] = {}

    def add(self, status: Mapping[str, Any], cells: Cells) -> None:
        """Keep a status as it is first seen, or first with its category."""
        row = status_row(status, cells)
        key = row["status_number"] or row["name"]
        known = self.rows.get(key)
        if key and (known is None or (row["category"] and not known["category"])):
            self.rows[key] = row
