"""Work items of Azure DevOps as JSON, from its REST interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.azure_cells import STATES
from analytics.importers.azure_names import (
    COMMON,
    SCHEDULING,
    SYSTEM,
    is_update,
    is_work_item,
    iteration_name,
    iteration_number,
    number_name,
    person,
    seconds,
    text_id,
)
from analytics.importers.azure_updates import read_updates
from analytics.importers.documents import Document, Extract
from analytics.importers.issue_links import azure_links
from analytics.importers.jira_json_cells import Cells, number_in
from analytics.importers.tracker_pages import cut_off
from analytics.importers.tracker_rows import EMPTY, Found, distinct, inner, members
from analytics.schema import ISSUE, ISSUE_EVENT, ISSUE_LINK, SPRINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_PAGE_SIZES = (200,)
_PARENT = "System.LinkTypes.Hierarchy-Reverse"
_CATEGORIES = {name: ours for ours, names in STATES.items() for name in names}
_NO_HISTORY = (
    "The work items carry no history, so nothing can be said about when they moved. "
    "Save the updates of each item too (/_apis/wit/workItems/ID/updates) and upload "
    "them together with this file."
)


_REMOVED = (
    "Removed work items count as done ({count:,}). Where they should not, say so in "
    "the meaning of that state."
)


@dataclass(frozen=True, slots=True)
class AzureJson:
    """Work items of Azure DevOps, with their updates where those are in the file.

    Updates may follow the work items, or be carried by each under `updates`.
    """

    name: str = "azure_devops_json"
    title: str = "Azure DevOps work items (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim documents with at least one work item that has its fields."""
        return any(
            is_work_item(record) and not is_update(record)
            for _, record in document.records
        )

    def read(self, document: Document) -> Extract:
        """Read the work items, their iterations, and the updates among them."""
        alone = [one for one in document.records if is_update(one[1])]
        records = [one for one in document.records if not is_update(one[1])]
        extract = Extract()
        items = distinct(
            records, extract, key=key_of, missing="is not a work item with an id"
        )
        extract.rows[ISSUE.name] = item_rows(items, extract)
        extract.rows[SPRINT.name] = _sprints(items)
        links = [row for one in items for row in azure_links(one)]
        if links:
            extract.rows[ISSUE_LINK.name] = links
        updates = [*alone, *_carried(items)]
        # Only work items are counted; their updates are listed where damaged.
        aside = Extract(problems=extract.problems)
        events = list(read_updates(updates, aside))
        extract.rows_read = len(records) + len(aside.quarantined)
        extract.quarantined += aside.quarantined
        if updates:
            extract.rows[ISSUE_EVENT.name] = events
        else:
            extract.notes.append(_NO_HISTORY)
        removed = sum(
            str(row["status"]).casefold() == "removed"
            for row in extract.rows[ISSUE.name]
        )
        if removed:
            extract.notes.append(_REMOVED.format(count=removed))
        extract.partial = cut_off(
            document.filename, len(records), tool="Azure DevOps", sizes=_PAGE_SIZES
        )
        return extract


def key_of(record: Mapping[str, Any]) -> str | None:
    """Return the number of a work item that has fields."""
    number = text_id(record, "id")
    return number if isinstance(record.get("fields"), dict) else None


def _carried(items: list[Found]) -> list[tuple[int, Any]]:
    """Return the updates that stand inside the work items."""
    found = []
    for item in items:
        updates = item.record.get("updates")
        if isinstance(updates, dict):
            updates = updates.get("value")
        found += [(item.line, one) for one in members(updates)]
    return found


def item_rows(items: list[Found], extract: Extract) -> list[Row]:
    """Turn work items into rows; a task whose parent is in the file is a part of it."""
    rows = [_row(item, Cells(item.line, extract.problems)) for item in items]
    known = {item.key for item in items}
    for row in rows:
        is_task = (row["issue_type"] or "").casefold() == "task"
        row["is_subtask"] = is_task and row["parent_key"] in known
    return rows


def _row(found: Found, cells: Cells) -> Row:
    fields: Mapping[str, Any] = found.record["fields"]

    def system(name: str) -> Any:  # noqa: ANN401 - any JSON
        return fields.get(SYSTEM + name)

    state = cells.text(system("State"), "status")
    path = system("IterationPath")
    name, number = iteration_name(path), iteration_number(path)
    parent = _parent(found.record, cells)
    area = cells.text(system("AreaPath"), "components")
    return {
        **EMPTY,
        "issue_key": found.key,
        "issue_number": found.key,
        "project_name": cells.text(system("TeamProject"), "project_name"),
        "issue_type": cells.text(system("WorkItemType"), "issue_type"),
        "summary": cells.text(system("Title"), "summary"),
        "status": state,
        "status_category": _CATEGORIES.get((state or "").casefold()),
        "assignee": person(system("AssignedTo"), cells, "assignee"),
        "reporter": person(system("CreatedBy"), cells, "reporter"),
        "parent_key": parent,
        "parent_number": parent,
        "created_at": cells.instant(system("CreatedDate"), "created_at"),
        "updated_at": cells.instant(system("ChangedDate"), "updated_at"),
        "components": [area] if area else [],
        "labels": _tags(system("Tags"), cells),
        "sprints": [name] if name else [],
        "sprint_numbers": [number] if number else [],
        **_planned(fields, cells),
        "url": cells.text(inner(found.record, "_links", "html", "href"), "url"),
        "line": found.line,
    }


def _planned(fields: Mapping[str, Any], cells: Cells) -> Row:
    """Return the columns from the fields that the processes add."""

    def hours(name: str, column: str) -> float | None:
        return seconds(cells.number(fields.get(SCHEDULING + name), column))

    def first(*names: str) -> Any:  # noqa: ANN401 - any JSON
        return next((fields[one] for one in names if fields.get(one)), None)

    due = first(
        f"{SCHEDULING}DueDate", f"{SCHEDULING}TargetDate", f"{SCHEDULING}FinishDate"
    )
    closed = first(f"{COMMON}ClosedDate", f"{COMMON}ResolvedDate")
    reason = first(f"{COMMON}ResolvedReason", f"{SYSTEM}Reason")
    return {
        "priority": cells.text(fields.get(f"{COMMON}Priority"), "priority"),
        "resolution": cells.text(reason, "resolution"),
        "resolved_at": cells.instant(closed, "resolved_at"),
        "due_on": cells.day(due, "due_on"),
        "start_on": cells.day(fields.get(f"{SCHEDULING}StartDate"), "start_on"),
        "numbers": {
            name: number
            for key, value in fields.items()
            if (name := number_name(key, value))
            and (number := number_in(value)) is not None
        },
        "original_estimate_seconds": hours(
            "OriginalEstimate", "original_estimate_seconds"
        ),
        "remaining_seconds": hours("RemainingWork", "remaining_seconds"),
        "spent_seconds": hours("CompletedWork", "spent_seconds"),
    }


def _parent(record: Mapping[str, Any], cells: Cells) -> str | None:
    """Return the parent: a field, or a link to the address of a work item."""
    own = record["fields"].get("System.Parent")
    if own is not None:
        return cells.text(own, "parent_key")
    for link in members(record.get("relations")):
        if link.get("rel") == _PARENT:
            number = str(link.get("url")).rpartition("/")[2]
            return number if number.isdecimal() else None
    return None


def _tags(value: object, cells: Cells) -> list[str]:
    text = cells.text(value, "labels") or ""
    return [tag for part in text.split(";") if (tag := part.strip())]


def _sprints(items: list[Found]) -> list[Row]:
    """Return the iterations that the work items name; their dates are elsewhere."""
    found: dict[str, Row] = {}
    for item in items:
        path = item.record["fields"].get("System.IterationPath")
        number = iteration_number(path)
        if number:
            row = {"sprint_number": number, "name": iteration_name(path)}
            found.setdefault(number, {**row, "line": item.line})
    return list(found.values())


AZURE_JSON = AzureJson()
