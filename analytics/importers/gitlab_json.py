"""GitLab's issues as JSON, from the REST interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.jira_json_cells import Cells
from analytics.importers.tracker_pages import cut_off
from analytics.importers.tracker_rows import EMPTY, Found, distinct, inner, members
from analytics.schema import ISSUE, RELEASE, SPRINT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_PAGE_SIZES = (20, 100)
_STATES = {"opened": ("Open", "todo"), "closed": ("Closed", "done")}
"""GitLab's states: what its pages call them, and what they mean."""
_ITERATION_STATES = {"1": "future", "2": "active", "3": "closed"}
_NO_HISTORY = (
    "The issues carry no history: each counts as open from its creation to its last "
    "closing, and what was reopened, re-weighted or planned later is not seen."
)
_IN_UTC = "Iterations are whole days; they were taken to begin and end in UTC."


def is_issue(record: object) -> bool:
    """Say whether a record is an issue of GitLab; a merge request is none."""
    return (
        isinstance(record, dict)
        and {"iid", "title", "state", "project_id"} <= record.keys()
        and str(record["state"]) in _STATES
        and "source_branch" not in record
        and ("references" in record or "issue_type" in record or "weight" in record)
    )


def key_of(record: Mapping[str, Any]) -> str | None:
    """Return what people call an issue: its number after its project.

    >>> key_of({"iid": 7, "references": {"full": "shop/api#7"}}), key_of({"iid": 7})
    ('shop/api#7', '#7')
    """
    number = record.get("iid")
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    full = inner(record, "references", "full")
    return full if isinstance(full, str) and full else f"#{number}"


@dataclass(frozen=True, slots=True)
class GitlabJson:
    """Issues of GitLab.

    Open issues are to do and closed ones done, because GitLab says so. A milestone is
    a release, an iteration is a sprint, the weight is a candidate estimate.
    """

    name: str = "gitlab_json"
    title: str = "GitLab issues (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim documents with at least one issue."""
        return any(is_issue(record) for _, record in document.records)

    def read(self, document: Document) -> Extract:
        """Read the issues, their milestones and iterations."""
        extract = Extract(rows_read=len(document.records))
        issues = distinct(
            document.records, extract, key=key_of, missing="is not an issue with an iid"
        )
        reader = _Reader(extract)
        extract.rows[ISSUE.name] = [reader.issue(one) for one in issues]
        extract.rows[RELEASE.name] = list(reader.milestones.values())
        extract.rows[SPRINT.name] = list(reader.iterations.values())
        extract.partial = cut_off(
            document.filename, len(document.records), tool="GitLab", sizes=_PAGE_SIZES
        )
        extract.notes.append(_NO_HISTORY)
        if reader.iterations:
            extract.notes.append(_IN_UTC)
        return extract


class _Reader:
    """Turns issues into rows, and collects what they name."""

    def __init__(self, extract: Extract) -> None:
        self.problems = extract.problems
        self.milestones: dict[str, Row] = {}
        self.iterations: dict[str, Row] = {}

    def issue(self, found: Found) -> Row:
        record, cells = found.record, Cells(found.line, self.problems)
        people: list[Any] = [*members(record.get("assignees"))]
        people = people or [record.get("assignee")]
        names = [name for one in people if (name := _person(one))]
        return {
            **EMPTY,
            "issue_key": found.key,
            "issue_number": cells.text(record.get("id"), "issue_number"),
            "project_key": found.key.rpartition("#")[0] or None,
            "issue_type": _type(record, cells),
            "summary": cells.text(record.get("title"), "summary"),
            **_state(record, cells),
            "assignee": ", ".join(names) or None,
            "reporter": _person(record.get("author")),
            "epic_key": _epic(record),
            "created_at": cells.instant(record.get("created_at"), "created_at"),
            "updated_at": cells.instant(record.get("updated_at"), "updated_at"),
            "resolved_at": cells.instant(record.get("closed_at"), "resolved_at"),
            "due_on": cells.day(record.get("due_date"), "due_on"),
            "start_on": cells.day(record.get("start_date"), "start_on"),
            **_effort(record, cells),
            **self._milestone(record.get("milestone"), cells),
            **self._iteration(record.get("iteration"), cells),
            "labels": cells.labels(record.get("labels"), "labels"),
            "url": cells.text(record.get("web_url"), "url"),
            "line": found.line,
        }

    def _milestone(self, value: object, cells: Cells) -> Row:
        milestone = cells.mapping(value, "milestone")
        name = cells.text(milestone.get("title"), "milestone")
        if name is None:
            return {}
        state = cells.text(milestone.get("state"), "status")
        self.milestones[name] = {
            "name": name,
            "release_number": cells.text(milestone.get("id"), "release_number"),
            "description": cells.text(milestone.get("description"), "description"),
            "status": state,
            "start_on": cells.day(milestone.get("start_date"), "start_on"),
            "planned_on": cells.day(milestone.get("due_date"), "planned_on"),
            "is_released": None if state is None else state == "closed",
            "line": cells.line,
        }
        return {"milestone": name, "fix_versions": [name]}

    def _iteration(self, value: object, cells: Cells) -> Row:
        iteration = cells.mapping(value, "iteration")
        number = cells.text(iteration.get("id"), "sprint_number")
        if number is None:
            return {}
        start = cells.day(iteration.get("start_date"), "start_at")
        end = cells.day(iteration.get("due_date"), "end_at")
        named = cells.text(iteration.get("title"), "name")
        name = named or f"Iteration {start or number} to {end or 'open'}"
        self.iterations[number] = {
            "sprint_number": number,
            "name": name,
            "state": _ITERATION_STATES.get(str(iteration.get("state"))),
            "start_at": start and f"{start}T00:00:00",
            "end_at": end and f"{_next_day(end)}T00:00:00",
            "goal": cells.text(iteration.get("description"), "goal"),
            "line": cells.line,
        }
        return {"sprints": [name], "sprint_numbers": [number]}


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _person(person: object) -> str | None:
    if not isinstance(person, dict):
        return None
    name = person.get("name") or person.get("username")
    return name if isinstance(name, str) else None


def _state(record: Mapping[str, Any], cells: Cells) -> Row:
    state = cells.text(record.get("state"), "status")
    status, category = _STATES.get(state or "", (state, None))
    return {"status": status, "status_category": category}


def _type(record: Mapping[str, Any], cells: Cells) -> str | None:
    kind = record.get("issue_type") or record.get("type")
    written = cells.text(kind, "issue_type")
    return written and written.replace("_", " ").capitalize()


def _epic(record: Mapping[str, Any]) -> str | None:
    """Return the epic as GitLab writes it beside its group, "&4"."""
    number = inner(record, "epic", "iid")
    if number is None:
        number = record.get("epic_iid")
    return None if number is None else f"&{number}"


def _effort(record: Mapping[str, Any], cells: Cells) -> Row:
    """Return weight and hours; GitLab writes 0 where nothing is estimated."""
    weight = cells.number(record.get("weight"), "weight")
    stats = cells.mapping(record.get("time_stats"), "time_stats")
    estimate = cells.number(stats.get("time_estimate"), "original_estimate_seconds")
    return {
        "numbers": {} if weight is None else {"Weight": weight},
        "original_estimate_seconds": estimate or None,
        "spent_seconds": cells.number(stats.get("total_time_spent"), "spent_seconds"),
    }


GITLAB_JSON = GitlabJson()
