"""GitHub's issues and pull requests as JSON.

Accepted are answers of the REST interface (a list, several pages one after the other,
a search), what `gh issue list --json` prints, and answers of the GraphQL interface.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.github_events import events_in, state_events
from analytics.importers.github_names import (
    ADDRESS,
    CATEGORIES,
    key_of,
    login,
    snake,
    state_of,
)
from analytics.importers.jira_json_cells import Cells
from analytics.importers.tracker_pages import cut_off
from analytics.importers.tracker_rows import EMPTY, Found, distinct, inner, members
from analytics.schema import ISSUE, ISSUE_EVENT, RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_WRAPPERS = ("data", "repository", "search", "issues", "pullRequests", "items")
_PAGE_SIZES = (30, 100)


def is_issue(record: object) -> bool:
    """Say whether a record is an issue or pull request of GitHub."""
    return (
        isinstance(record, dict)
        and {"number", "title"} <= record.keys()
        and state_of(record) in CATEGORIES
        and not {"html_url", "createdAt", "stateReason", "closedAt"}.isdisjoint(record)
        and "event" not in record
        and "open_issues" not in record
    )


def unfolded(document: Document) -> Iterator[tuple[int, Any]]:
    """Yield the records; those inside an answer have the line on which it starts."""
    for line, record in document.records:
        found = _inside(record)
        if found:
            yield from ((line, one) for one in found)
        else:
            yield line, record


def _inside(record: object) -> list[Mapping[str, Any]]:
    """Return the issues inside the answer of a search or of GraphQL."""
    if not isinstance(record, dict) or "number" in record:
        return []
    for key in _WRAPPERS:
        value = record.get(key)
        found = [one for one in members(value) if is_issue(one)]
        if found:
            return found
        if deeper := _inside(value):
            return deeper
    return []


@dataclass(frozen=True, slots=True)
class GithubJson:
    """Issues and pull requests of GitHub.

    Open issues are to do and closed ones done, because GitHub says so; the reason of
    closing is the resolution. A milestone is a release. Pull requests have a type of
    their own, so that they can be left out.
    """

    name: str = "github_json"
    title: str = "GitHub issues (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim documents with at least one issue."""
        return any(is_issue(record) for _, record in unfolded(document))

    def read(self, document: Document) -> Extract:
        """Read the issues, their milestones, and the events that they carry."""
        records = [
            (line, snake(record) if isinstance(record, dict) else record)
            for line, record in unfolded(document)
        ]
        extract = Extract(rows_read=len(records))
        issues = distinct(
            records, extract, key=key_of, missing="is not an issue with a number"
        )
        cells = {one.key: Cells(one.line, extract.problems) for one in issues}
        extract.rows[ISSUE.name] = [issue_row(one, cells[one.key]) for one in issues]
        extract.rows[RELEASE.name] = list(_milestones(issues, cells).values())
        events = {one.key: events_in(one, cells[one.key]) for one in issues}
        if any(events.values()):
            extract.rows[ISSUE_EVENT.name] = [
                row
                for one in issues
                for row in state_events(one, cells[one.key], events[one.key])
            ]
        extract.partial = _partial(document, len(records))
        extract.notes += _notes(issues, has_events=any(events.values()))
        return extract


def is_pull_request(record: Mapping[str, Any]) -> bool:
    """Say whether a record is a pull request."""
    address = str(record.get("html_url") or record.get("url"))
    return "pull_request" in record or "/pull/" in address


def issue_row(found: Found, cells: Cells) -> Row:
    """Turn an issue into a row."""
    record = found.record
    people: list[Any] = [*members(record.get("assignees"))]
    people = people or [record.get("assignee")]
    names = [person for one in people if (person := login(one))]
    milestone = cells.text(inner(record, "milestone", "title"), "milestone")
    state = state_of(record)
    author = record.get("user") or record.get("author")
    return {
        **EMPTY,
        "issue_key": found.key,
        "issue_number": cells.text(record.get("id"), "issue_number"),
        "project_key": found.key.rpartition("#")[0] or None,
        "issue_type": _type(record),
        "summary": cells.text(record.get("title"), "summary"),
        "status": state,
        "status_category": CATEGORIES.get(state),
        "resolution": _resolution(record, cells),
        "assignee": ", ".join(names) or None,
        "reporter": login(author),
        "parent_key": _parent(record),
        "created_at": cells.instant(record.get("created_at"), "created_at"),
        "updated_at": cells.instant(record.get("updated_at"), "updated_at"),
        "resolved_at": cells.instant(record.get("closed_at"), "resolved_at"),
        "milestone": milestone,
        "fix_versions": [milestone] if milestone else [],
        "labels": _labels(record, cells),
        "url": cells.text(record.get("html_url") or record.get("url"), "url"),
        "line": found.line,
    }


def _type(record: Mapping[str, Any]) -> str:
    if is_pull_request(record):
        return "Pull request"
    own = inner(record, "type", "name") or inner(record, "issue_type", "name")
    return own if isinstance(own, str) and own else "Issue"


def _resolution(record: Mapping[str, Any], cells: Cells) -> str | None:
    if inner(record, "pull_request", "merged_at") or record.get("merged_at"):
        return "merged"
    reason = cells.text(record.get("state_reason"), "resolution")
    return reason.lower() if reason and state_of(record) == "closed" else None


def _parent(record: Mapping[str, Any]) -> str | None:
    address = record.get("parent_issue_url") or inner(record, "parent", "url")
    found = ADDRESS.match(str(address))
    return f"{found[1]}#{found[2]}" if found else None


def _labels(record: Mapping[str, Any], cells: Cells) -> list[str]:
    labels = record.get("labels")
    if isinstance(labels, dict):
        labels = members(labels)
    return cells.labels(labels, "labels")


def _milestones(issues: list[Found], cells: Mapping[str, Cells]) -> dict[str, Row]:
    """Return the milestones that the issues name, as releases."""
    found: dict[str, Row] = {}
    for one in issues:
        milestone = one.record.get("milestone")
        if not isinstance(milestone, dict) or not milestone.get("title"):
            continue
        about, reader = snake(milestone), cells[one.key]
        name = str(about["title"]).strip()
        closed = reader.day(about.get("closed_at"), "released_on")
        found[name] = {
            "name": name,
            "release_number": reader.text(about.get("number"), "release_number"),
            "description": reader.text(about.get("description"), "description"),
            "status": reader.text(about.get("state"), "status"),
            "planned_on": reader.day(about.get("due_on"), "planned_on"),
            "released_on": closed,
            "is_released": _is_closed(about.get("state")),
            "line": one.line,
        }
    return found


def _is_closed(state: object) -> bool | None:
    return state.lower() == "closed" if isinstance(state, str) else None


def _partial(document: Document, held: int) -> str:
    """Say that there are more issues than the file holds."""
    totals = (
        inner(record, "total_count") if isinstance(record, dict) else None
        for _, record in document.records
    )
    total = max((one for one in totals if isinstance(one, int)), default=0)
    if total > held:
        return (
            f"{document.filename} holds {held:,} of {total:,} issues: save the other "
            "pages of the search too."
        )
    return cut_off(document.filename, held, tool="GitHub", sizes=_PAGE_SIZES)


def _notes(issues: list[Found], *, has_events: bool) -> list[str]:
    """Say what was told apart and what cannot be told."""
    notes = []
    pulls = sum(is_pull_request(one.record) for one in issues)
    if pulls:
        notes.append(
            f"{pulls:,} of {len(issues):,} are pull requests; their type is 'Pull "
            "request', by which they can be left out."
        )
    if issues and not has_events:
        notes.append(
            "The issues carry no events: each counts as open from its creation to its "
            "last closing, and an issue reopened in between is not seen. Save the "
            "repository's events too (/repos/OWNER/REPO/issues/events)."
        )
    return notes


GITHUB_JSON = GithubJson()
