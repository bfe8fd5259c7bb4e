"""The history of work items of Azure DevOps: saved pages of their updates.

Each update names the fields that it changed, with the value before and after
(/_apis/wit/workItems/ID/updates). Kept are changes of state, iteration, estimate,
remaining work, parent, type and assignee; what an item was created with is no change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.azure_names import (
    COMMON,
    HOUR,
    SCHEDULING,
    is_update,
    is_work_item,
    iteration_name,
    iteration_number,
    number_name,
    person,
    text_id,
)
from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json_cells import Cells, excerpt, number_in
from analytics.importers.jira_json_events import shown_name
from analytics.importers.tracker_rows import Side, change, in_order, inner
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_FOREVER = "9999-"
"""The date that Azure DevOps gives to a revision that is still the last."""

_PLAIN = {
    "System.State": ("status", "State"),
    "System.WorkItemType": ("issue_type", "Work Item Type"),
    "System.Parent": ("parent", "Parent"),
    f"{COMMON}Priority": ("priority", "Priority"),
}
_REMAINING = f"{SCHEDULING}RemainingWork"


def update_rows(update: Mapping[str, Any], cells: Cells) -> list[Row]:
    """Turn one update into changes; none where it is the creation.

    Args:
        update: The update: id, workItemId, rev, fields with oldValue and newValue.
        cells: Collects what cannot be read.
    """
    fields = update.get("fields")
    number = text_id(update, "workItemId")
    if not isinstance(fields, dict) or update.get("rev") == 1:
        return []
    head = {
        "issue_key": number,
        "issue_number": number,
        "history_id": cells.text(update.get("id"), "history_id"),
        "changed_at": instant_of(update, cells),
        "author": _author(update, cells),
        "line": cells.line,
    }
    changes = (
        (name, value) for name, value in fields.items() if isinstance(value, dict)
    )
    found = (_one(name, value, cells) for name, value in changes)
    return [
        change({**head, "item_no": place}, ours, shown, before=before, after=after)
        for place, (ours, shown, before, after) in enumerate(filter(None, found))
    ]


def _author(update: Mapping[str, Any], cells: Cells) -> str | None:
    shown = inner(update, "revisedBy", "displayName")
    return shown_name(person(shown, cells, "author"), cells)


def instant_of(update: Mapping[str, Any], cells: Cells) -> str | None:
    """Return when a change was made: `revisedDate` of the last one is no date."""
    at = inner(update, "fields", "System.ChangedDate", "newValue")
    revised = update.get("revisedDate")
    if at is None and not str(revised).startswith(_FOREVER):
        at = revised
    return cells.instant(at, "changed_at")


def _one(
    name: str, value: Mapping[str, Any], cells: Cells
) -> tuple[str, str, Side, Side] | None:
    """Return field, its name, and what it held before and after."""
    old, new = value.get("oldValue"), value.get("newValue")
    if name in _PLAIN:
        ours, shown = _PLAIN[name]
        return ours, shown, _text(old, cells, ours), _text(new, cells, ours)
    if name == "System.IterationPath":
        return "sprint", "Iteration", _iteration(old), _iteration(new)
    if name == "System.AssignedTo":
        names = [person(one, cells, "assignee") for one in (old, new)]
        return "assignee", "Assigned To", Side(text=names[0]), Side(text=names[1])
    if name == _REMAINING:
        return "remaining", "Remaining Work", _hours(old, cells), _hours(new, cells)
    named = number_name(name, new if old is None else old)
    if named is None:
        return None
    return "number", named, _text(old, cells, named), _text(new, cells, named)


def _text(value: object, cells: Cells, column: str) -> Side:
    return Side(text=cells.text(value, column))


def _iteration(path: object) -> Side:
    return Side(iteration_number(path), iteration_name(path))


def _hours(value: object, cells: Cells) -> Side:
    """Return hours in seconds, as Jira writes them, and as they are written."""
    text = cells.text(value, "remaining")
    number = number_in(value)
    return Side(None if number is None else f"{number * HOUR:g}", text)


def read_updates(updates: Iterable[tuple[int, Any]], extract: Extract) -> Iterator[Row]:
    """Yield the changes of all updates, oldest first; put aside what is no update."""
    seen: set[tuple[object, object]] = set()
    rows: list[Row] = []
    for line, update in updates:
        cells = Cells(line, extract.problems)
        reason = _refusal(update, seen, cells)
        if reason:
            extract.quarantined.append((line, reason, excerpt(update)))
        else:
            rows += update_rows(update, cells)
    yield from in_order(rows)


def _refusal(update: Any, seen: set[tuple[object, object]], cells: Cells) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return why an update cannot be read, empty where it can."""
    if not is_update(update) or text_id(update, "workItemId") is None:
        return "is not an update of a work item"
    this = (update["workItemId"], repr(update.get("id")))  # it can be anything
    if this in seen:
        return "is in the file twice; the first one counts"
    if instant_of(update, cells) is None:
        return "does not say when it was made"
    seen.add(this)
    return ""


@dataclass(frozen=True, slots=True)
class AzureUpdates:
    """Saved pages of the updates of work items."""

    name: str = "azure_devops_updates"
    title: str = "Azure DevOps updates (JSON)"
    kind: str = "issue changes"
    table: Table = field(default=ISSUE_EVENT)

    def claims(self, document: Document) -> bool:
        """Claim updates that stand alone; beside work items they belong to those."""
        records = [record for _, record in document.records]
        return any(map(is_update, records)) and not any(
            is_work_item(record) and not is_update(record) for record in records
        )

    def read(self, document: Document) -> Extract:
        """Read every update into its changes."""
        extract = Extract(rows_read=len(document.records))
        extract.rows[ISSUE_EVENT.name] = list(read_updates(document.records, extract))
        return extract


AZURE_UPDATES = AzureUpdates()
