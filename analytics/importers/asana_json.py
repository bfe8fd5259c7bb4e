"""Asana's tasks as JSON: a project's export, or tasks of the REST interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.issue_links import asana_links
from analytics.importers.jira_json_cells import Cells, number_in
from analytics.importers.tracker_rows import EMPTY, Found, distinct, inner, members
from analytics.schema import ISSUE, ISSUE_LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.schema import Table

Row = dict[str, Any]
COMPLETED = "Completed"
INCOMPLETE = "Incomplete"
_OF_ASANA = {"completed", "completed_at", "memberships", "num_subtasks", "assignee"}
_SECTION = ("section", "default_task", "milestone", "approval")
_SEVERAL = (
    "{count:,} of the tasks stand in several projects; the section of the first one "
    "counts as their status."
)
_NO_HISTORY = (
    "Asana's export carries no history: when a task was created and completed is "
    "exact, when it moved between sections is not in the file."
)
_MORE = (
    "{filename} holds {held:,} tasks and Asana has more: save the following pages too "
    "(next_page)."
)


def is_task(record: object) -> bool:
    """Say whether a record is a task of Asana."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("gid"), str | int)
        and record.get("resource_type", "task") == "task"
        and isinstance(record.get("completed"), bool)
        and len(_OF_ASANA & record.keys()) > 1
    )


def key_of(record: Mapping[str, Any]) -> str | None:
    """Return the id of a task: 16 digits, which stay text."""
    number = record.get("gid")
    if isinstance(number, bool) or not isinstance(number, str | int):
        return None
    return str(number).strip() or None


def unfolded(
    document: Document,
) -> Iterator[tuple[int, Any]]:
    """Yield the tasks; subtasks inside a task follow it and name it as parent."""
    for line, record in document.records:
        if not isinstance(record, dict):
            yield line, record
            continue
        waiting = [record.get("data", record) if "gid" not in record else record]
        while waiting:
            task = waiting.pop(0)
            yield line, task
            waiting[:0] = _subtasks(task) if isinstance(task, dict) else ()


def _subtasks(task: Mapping[str, Any]) -> list[Row]:
    """Return the subtasks that a task carries; stubs of an id and a name are none."""
    parent = {"gid": task.get("gid"), "name": task.get("name")}
    return [
        {"parent": parent, **one, "parent_of_subtask": True}
        for one in members(task.get("subtasks"))
        if "completed" in one
    ]


@dataclass(frozen=True, slots=True)
class AsanaJson:
    """Tasks of Asana.

    A completed task has the status "Completed", any other the section in which it
    stands; only completion counts as done by itself. Custom fields that hold numbers
    are candidate estimates under their names.
    """

    name: str = "asana_json"
    title: str = "Asana tasks (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim documents with at least one task."""
        return any(is_task(record) for _, record in unfolded(document))

    def read(self, document: Document) -> Extract:
        """Read the tasks and the subtasks inside them."""
        records = list(unfolded(document))
        extract = Extract(rows_read=len(records), notes=[_NO_HISTORY])
        tasks = distinct(
            records, extract, key=key_of, missing="is not a task with a gid"
        )
        extract.rows[ISSUE.name] = [
            task_row(one, Cells(one.line, extract.problems)) for one in tasks
        ]
        links = [row for one in tasks for row in asana_links(one)]
        if links:
            extract.rows[ISSUE_LINK.name] = links
        several = sum(len(members(one.record.get("memberships"))) > 1 for one in tasks)
        if several:
            extract.notes.append(_SEVERAL.format(count=several))
        if inner(document.envelope, "next_page", "offset"):
            extract.partial = _MORE.format(filename=document.filename, held=len(tasks))
        return extract


def task_row(found: Found, cells: Cells) -> Row:
    """Turn a task into a row."""
    task = found.record
    project = _project(task)
    parent = inner(task, "parent", "gid")
    return {
        **EMPTY,
        "issue_key": found.key,
        "issue_number": found.key,
        "project_key": cells.text(project.get("gid"), "project_key"),
        "project_name": cells.text(project.get("name"), "project_name"),
        "issue_type": _type(task, cells),
        "is_subtask": parent is not None,
        "summary": cells.text(task.get("name"), "summary"),
        **_status(task, cells),
        "assignee": cells.text(inner(task, "assignee", "name"), "assignee"),
        "reporter": cells.text(inner(task, "created_by", "name"), "reporter"),
        "parent_key": cells.text(parent, "parent_key"),
        "parent_number": cells.text(parent, "parent_number"),
        "created_at": cells.instant(task.get("created_at"), "created_at"),
        "updated_at": cells.instant(task.get("modified_at"), "updated_at"),
        "resolved_at": cells.instant(task.get("completed_at"), "resolved_at"),
        "due_on": cells.day(task.get("due_on") or task.get("due_at"), "due_on"),
        "start_on": cells.day(task.get("start_on") or task.get("start_at"), "start_on"),
        "numbers": _numbers(task, cells),
        "priority": _choice(task, "priority"),
        "labels": cells.labels(task.get("tags"), "labels"),
        "url": cells.text(task.get("permalink_url"), "url"),
        "line": found.line,
    }


def _type(task: Mapping[str, Any], cells: Cells) -> str:
    kind = cells.text(task.get("resource_subtype"), "issue_type") or "default_task"
    return "Task" if kind in _SECTION[:2] else kind.replace("_", " ").capitalize()


def _project(task: Mapping[str, Any]) -> Mapping[str, Any]:
    placed = [inner(one, "project") for one in members(task.get("memberships"))]
    named = [*placed, *members(task.get("projects"))]
    return next((one for one in named if isinstance(one, dict)), {})


def _status(task: Mapping[str, Any], cells: Cells) -> Row:
    """Return where a task stands: completed, or in its section."""
    if task.get("completed") is True:
        return {"status": COMPLETED, "status_category": "done"}
    sections = (
        inner(one, "section", "name") for one in members(task.get("memberships"))
    )
    own = inner(task, "assignee_section", "name")
    section = next((one for one in sections if one), own)
    return {"status": cells.text(section, "status") or INCOMPLETE}


def _numbers(task: Mapping[str, Any], cells: Cells) -> dict[str, float]:
    """Return the custom fields that hold numbers, by name."""
    found = {}
    for one in members(task.get("custom_fields")):
        written, name = one.get("number_value"), one.get("name")
        if written is None or not isinstance(name, str):
            continue
        number = number_in(written)
        if number is None:
            cells.unreadable(written, name, "a number")
        else:
            found[name.strip()] = number
    return found


def _choice(task: Mapping[str, Any], name: str) -> str | None:
    """Return what is chosen in the custom field of that name."""
    for one in members(task.get("custom_fields")):
        if str(one.get("name")).strip().casefold() == name:
            chosen = inner(one, "enum_value", "name")
            return chosen if isinstance(chosen, str) else None
    return None


ASANA_JSON = AsanaJson()
