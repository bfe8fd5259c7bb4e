"""Iterations and states of Azure DevOps, as saved from their own addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from analytics.importers.azure_names import iteration_name, iteration_number
from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json_cells import Cells, excerpt
from analytics.importers.tracker_rows import inner, members
from analytics.schema import SPRINT, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_STATES = {"past": "closed", "current": "active", "future": "future"}
_CATEGORIES = {
    "proposed": "todo",
    "inprogress": "doing",
    "resolved": "doing",
    "completed": "done",
    "removed": "done",
}
"""What the state categories of Azure DevOps mean; removed work is not to be done."""

_IN_UTC = "Iterations are whole days; they were taken to begin and end in UTC."


def is_iteration(record: object) -> bool:
    """Say whether a record is an iteration of a team, or a node of iterations."""
    return (
        isinstance(record, dict)
        and {"path", "name"} <= record.keys()
        and (
            isinstance(inner(record, "attributes", "timeFrame"), str)
            or record.get("structureType") == "iteration"
        )
    )


def _nodes(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield iterations; a node is followed by those below it."""
    for line, record in document.records:
        waiting = [record]
        while waiting:
            node = waiting.pop(0)
            if not isinstance(node, dict) or iteration_path(node):
                yield line, node
            below = members(node.get("children")) if isinstance(node, dict) else []
            waiting[:0] = below


def iteration_path(node: Mapping[str, Any]) -> str:
    r"""Return the path as work items write it; nothing for the root.

    >>> node = {"path": "\\Shop\\Iteration\\Sprint 1", "structureType": "iteration"}
    >>> iteration_path(node)
    'Shop\\Sprint 1'
    """
    parts = [part for part in str(node.get("path")).split("\\") if part]
    if node.get("structureType") == "iteration" and parts[1:2] == ["Iteration"]:
        del parts[1]
    return "\\".join(parts) if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class AzureIterations:
    """The iterations of a team or project, with their dates."""

    name: str = "azure_devops_iterations"
    title: str = "Azure DevOps iterations (JSON)"
    kind: str = "sprints"
    table: Table = field(default=SPRINT)

    def claims(self, document: Document) -> bool:
        """Claim lists and trees of iterations."""
        return any(is_iteration(record) for _, record in document.records)

    def read(self, document: Document) -> Extract:
        """Read the iterations; an end date is the last day of one."""
        extract = Extract(notes=[_IN_UTC])
        rows: dict[str, Row] = {}
        for line, node in _nodes(document):
            extract.rows_read += 1
            number = is_iteration(node) and iteration_number(iteration_path(node))
            if not number or number in rows:
                reason = "is in the file twice" if number else "is not an iteration"
                extract.quarantined.append((line, reason, excerpt(node)))
                continue
            rows[number] = _sprint(number, node, Cells(line, extract.problems))
        extract.rows[SPRINT.name] = list(rows.values())
        return extract


def _sprint(number: str, node: Mapping[str, Any], cells: Cells) -> Row:
    about = cells.mapping(node.get("attributes"), "start_at")
    start = cells.day(about.get("startDate"), "start_at")
    end = cells.day(about.get("finishDate"), "end_at")
    last = end and (date.fromisoformat(end) + timedelta(days=1)).isoformat()
    return {
        "sprint_number": number,
        "name": iteration_name(iteration_path(node)),
        "state": _STATES.get(str(about.get("timeFrame")).casefold()),
        "start_at": start and f"{start}T00:00:00",
        "end_at": last and f"{last}T00:00:00",
        "line": cells.line,
    }


def is_state(record: object) -> bool:
    """Say whether a record is a state with its category."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("name"), str)
        and str(record.get("category")).casefold() in _CATEGORIES
        and "fields" not in record
    )


def _states(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield states; those of work item types stand inside the types."""
    for line, record in document.records:
        inside = record.get("states") if isinstance(record, dict) else None
        for state in inside if isinstance(inside, list) else (record,):
            yield line, state


@dataclass(frozen=True, slots=True)
class AzureStates:
    """The states of a work item type, or of all types of a project."""

    name: str = "azure_devops_states"
    title: str = "Azure DevOps states (JSON)"
    kind: str = "statuses"
    table: Table = field(default=STATUS)

    def claims(self, document: Document) -> bool:
        """Claim lists of states, and of work item types with their states."""
        return any(is_state(state) for _, state in _states(document))

    def read(self, document: Document) -> Extract:
        """Read each state once: types share them."""
        extract = Extract()
        rows: dict[str, Row] = {}
        for line, state in _states(document):
            if not is_state(state):
                extract.rows_read += 1
                reason = "is not a state with its category"
                extract.quarantined.append((line, reason, excerpt(state)))
                continue
            category = _CATEGORIES[state["category"].casefold()]
            row = {"name": state["name"].strip(), "category": category, "line": line}
            rows.setdefault(row["name"], row)
        extract.rows_read += len(rows)
        extract.rows[STATUS.name] = list(rows.values())
        return extract


AZURE_ITERATIONS = AzureIterations()
AZURE_STATES = AzureStates()
