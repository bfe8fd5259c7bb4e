"""Turns one issue of Jira's JSON into a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.importers.jira_fields import FieldNames, SortedFields, is_issue_key
from analytics.importers.jira_json_cells import Cells, number_in
from analytics.importers.jira_json_rows import (
    SprintBook,
    StatusBook,
    category,
    from_greenhopper,
    sprint_row,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Row = dict[str, Any]
_EPIC_LEVEL = 1
_SUBTASK_LEVEL = -1
_SECONDS = {
    "original_estimate": "originalEstimateSeconds",
    "remaining": "remainingEstimateSeconds",
    "spent": "timeSpentSeconds",
}


@dataclass(frozen=True, slots=True)
class Around:
    """What a part of an issue needs beside its fields."""

    key: str
    sprints: SprintBook
    statuses: StatusBook


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of an issue, and the fields that they are made of.

    Nothing but these fields counts, and for the project the issue's key: two issues
    that agree in them have the same columns.
    """

    roles: tuple[str, ...]
    read: Callable[[SortedFields, Cells, Around], Row]
    of_key: bool = False


def _cell(role: str, column: str, kind: str) -> Part:
    def read(fields: SortedFields, cells: Cells, _: Around) -> Row:
        return {column: getattr(cells, kind)(fields.first(role), column)}

    return Part((role,), read)


TEXTS = {"summary": "summary"}
INSTANTS = {
    "created": "created_at",
    "updated": "updated_at",
    "resolved": "resolved_at",
    "category_changed": "status_category_changed_at",
}
"""What differs from issue to issue; all else is the same in many."""


def issue_row(
    record: Mapping[str, Any],
    *,
    cells: Cells,
    names: FieldNames,
    sprints: SprintBook,
    statuses: StatusBook,
) -> Row:
    """Turn an issue into a row, and note the sprints and statuses it mentions.

    Args:
        record: The issue, with `key` and `fields`.
        cells: Collects what cannot be read.
        names: What the fields of the document are called.
        sprints: Collects sprint objects.
        statuses: Collects status objects.
    """
    key = record["key"].strip()
    fields = names.sort(record["fields"])
    row = {
        "issue_key": key,
        "issue_number": cells.text(record.get("id"), "issue_number"),
        "line": cells.line,
    }
    around = Around(key, sprints, statuses)
    for part in PARTS:
        row |= part.read(fields, cells, around)
    return row


def _project(fields: SortedFields, cells: Cells, around: Around) -> Row:
    project = fields.first("project")
    if isinstance(project, str):
        project = {"name": project}
    project = cells.mapping(project, "project_key")
    own = cells.text(project.get("key"), "project_key")
    return {
        "project_key": own or around.key.rpartition("-")[0] or None,
        "project_name": cells.text(project.get("name"), "project_name"),
    }


def _kind(fields: SortedFields, cells: Cells, _: Around) -> Row:
    kind = fields.first("issue_type")
    about = kind if isinstance(kind, dict) else {}
    is_subtask = cells.flag(about.get("subtask"), "is_subtask")
    if is_subtask is None and isinstance(about.get("hierarchyLevel"), int):
        is_subtask = about["hierarchyLevel"] == _SUBTASK_LEVEL
    return {"issue_type": cells.label(kind, "issue_type"), "is_subtask": is_subtask}


def _status(fields: SortedFields, cells: Cells, around: Around) -> Row:
    status = fields.first("status")
    about = status if isinstance(status, dict) else {}
    for other in _related_statuses(fields):
        # Only the issue's own status reports its contradictions.
        around.statuses.add(other, Cells(cells.line, []))
    if "statusCategory" in about:
        around.statuses.add(about, Cells(cells.line, []))
    if status is None and "status" in fields.known:
        cells.refuse("status", "the status is empty")
    return {
        "status": cells.label(status, "status"),
        "status_number": cells.text(about.get("id"), "status_number"),
        "status_category": category(about.get("statusCategory"), cells),
    }


def _related_statuses(fields: SortedFields) -> Iterator[Mapping[str, Any]]:
    """Yield the statuses of the parent and the subtasks."""
    subtasks = fields.first("subtasks")
    parent = fields.first("parent")
    for issue in (parent, *(subtasks if isinstance(subtasks, list) else ())):
        inner = issue.get("fields") if isinstance(issue, dict) else None
        status = inner.get("status") if isinstance(inner, dict) else None
        if isinstance(status, dict) and "statusCategory" in status:
            yield status


def _team(fields: SortedFields, cells: Cells, _: Around) -> Row:
    team = fields.first("team")
    if isinstance(team, list):
        team = next(iter(team), None)
    return {"team": cells.label(team, "team")}


def _family(fields: SortedFields, cells: Cells, _: Around) -> Row:
    parent = _linked(fields.first("parent"), "parent_key", cells)
    link = _linked(fields.first("parent_link"), "parent_key", cells)
    parent = parent if parent.get("key") or parent.get("id") else link
    key = cells.text(parent.get("key"), "parent_key")
    epic = _linked(fields.first("epic"), "epic_key", cells).get("key")
    epic = epic or _linked(fields.first("epic_link"), "epic_key", cells).get("key")
    return {
        "parent_key": key,
        "parent_number": cells.text(parent.get("id"), "parent_number"),
        "epic_key": cells.text(epic, "epic_key") or (key if _is_epic(parent) else None),
    }


def _linked(value: object, column: str, cells: Cells) -> Mapping[str, Any]:
    """Return the object of a linked issue, which may be written as its key only."""
    if isinstance(value, str):
        return {"key": value} if is_issue_key(value) else {}
    linked = cells.mapping(value, column)
    # Advanced Roadmaps wraps the issue of a parent link.
    inner = linked.get("data")
    return inner if isinstance(inner, dict) else linked


def _is_epic(issue: Mapping[str, Any]) -> bool:
    fields = issue.get("fields")
    kind = fields.get("issuetype") if isinstance(fields, dict) else None
    if not isinstance(kind, dict):
        return False
    level = kind.get("hierarchyLevel")
    if isinstance(level, int):
        return level == _EPIC_LEVEL
    return str(kind.get("name")).casefold() == "epic"


def _numbers(fields: SortedFields, cells: Cells, _: Around) -> Row:
    """Return the candidate estimates; sizes in words, such as "M", are none."""
    numbers = {}
    for name, value in fields.numbers.items():
        plain_value = value.get("value") if isinstance(value, dict) else value
        number = number_in(plain_value)
        if number is not None:
            numbers[name] = number
        elif "point" in name.casefold():
            cells.number(plain_value, name)
    return {"numbers": numbers}


def _seconds(fields: SortedFields, cells: Cells, _: Around) -> Row:
    tracking = cells.mapping(fields.first("time_tracking"), "time_tracking")
    seconds = {}
    for role, key in _SECONDS.items():
        column = f"{role}_seconds"
        own = fields.first(role)
        seconds[column] = cells.number(
            tracking.get(key) if own is None else own, column
        )
    return seconds


def _sprints(fields: SortedFields, cells: Cells, around: Around) -> Row:
    """Return the sprints of an issue, oldest first, those without dates last."""
    found: dict[str, Row] = {}
    for value in (
        one
        for role in ("closed_sprints", "sprint")
        for many in fields.values.get(role, ())
        for one in (many if isinstance(many, list) else [many])
    ):
        row = _sprint(value, cells)
        if row is None:
            continue
        if row["sprint_number"]:
            around.sprints.add(row, cells)
        found.setdefault(row["sprint_number"] or row["name"], row)
    rows = sorted(
        found.values(), key=lambda row: (row["start_at"] is None, row["start_at"] or "")
    )
    return {
        "sprints": [row["name"] or row["sprint_number"] for row in rows],
        "sprint_numbers": [row["sprint_number"] or "" for row in rows],
    }


def _sprint(value: object, cells: Cells) -> Row | None:
    """Read a sprint object, the text Data Center writes for one, or a plain name."""
    if isinstance(value, str):
        name = value.strip()
        value = from_greenhopper(value) if "[" in value else None
        value = value or ({"name": name} if name else None)
    if value is None:
        return None
    row = sprint_row(cells.mapping(value, "sprints"), cells)
    if row["sprint_number"] or row["name"]:
        return row
    if isinstance(value, dict):
        cells.unreadable(value, "sprints", "a sprint")
    return None


def _flagged(fields: SortedFields, cells: Cells, _: Around) -> Row:
    return {"is_flagged": _is_flagged(fields, cells)}


def _is_flagged(fields: SortedFields, cells: Cells) -> bool | None:
    """Say whether an issue is flagged; None where the file has no such field."""
    values = fields.values.get("flagged", [])
    if any(isinstance(value, bool) for value in values):
        return any(value is True for value in values)
    if values:
        return any(bool(cells.labels(value, "is_flagged")) for value in values)
    return False if "flagged" in fields.known else None


PARTS = (
    Part(("project",), _project, of_key=True),
    Part(("issue_type",), _kind),
    *(_cell(role, column, "text") for role, column in TEXTS.items()),
    Part(("status", "parent", "subtasks"), _status),
    *(_cell(one, one, "label") for one in ("priority", "resolution")),
    *(_cell(one, one, "label") for one in ("assignee", "reporter")),
    Part(("team",), _team),
    Part(("parent", "parent_link", "epic", "epic_link"), _family),
    *(_cell(role, column, "instant") for role, column in INSTANTS.items()),
    _cell("due", "due_on", "day"),
    Part(("number",), _numbers),
    Part(("time_tracking", *_SECONDS), _seconds),
    Part(("closed_sprints", "sprint"), _sprints),
    *(_cell(one, one, "labels") for one in ("fix_versions", "components", "labels")),
    Part(("flagged",), _flagged),
)
"""All columns of an issue but its key and number."""
