"""GitHub's events of issues: a list of its own, or carried by the issues.

GitHub gives a repository's events with the issue that each is about
(/repos/OWNER/REPO/issues/events). Saved issues may carry theirs under `events`,
`event_data`, `timeline` or `timelineItems`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.documents import Document, Extract
from analytics.importers.github_names import key_of, state_of
from analytics.importers.jira_json_cells import Cells, excerpt
from analytics.importers.tracker_rows import (
    NOTHING,
    Found,
    Side,
    change,
    in_order,
    inner,
    members,
)
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.schema import Table

Row = dict[str, Any]
_CARRIED = ("events", "event_data", "timeline", "timeline_items")
_OPEN, _CLOSED = Side(text="open"), Side(text="closed")
_GRAPHQL = {
    "ClosedEvent": "closed",
    "ReopenedEvent": "reopened",
    "MilestonedEvent": "milestoned",
    "DemilestonedEvent": "demilestoned",
    "LabeledEvent": "labeled",
    "UnlabeledEvent": "unlabeled",
    "AssignedEvent": "assigned",
    "UnassignedEvent": "unassigned",
}
_ADDS = {"milestoned": True, "demilestoned": False, "labeled": True}
_ADDS |= {"unlabeled": False, "assigned": True, "unassigned": False}
_FIELDS = {
    "milestone": ("fix_version", ("milestone", "title")),
    "label": ("labels", ("label", "name")),
    "assign": ("assignee", ("assignee", "login")),
}


def is_event(record: object) -> bool:
    """Say whether a record is an event of GitHub."""
    return (
        isinstance(record, dict)
        and isinstance(record.get("event"), str)
        and {"created_at", "actor"} <= record.keys()
    )


def event_row(event: Mapping[str, Any], head: Row, cells: Cells) -> Row | None:
    """Turn an event into a change; None where it does not say when or what."""
    kind = event.get("event") or _GRAPHQL.get(str(event.get("__typename")))
    at = event.get("created_at") or event.get("createdAt")
    head = {
        **head,
        "history_id": cells.text(event.get("id"), "history_id"),
        "item_no": 0,
        "changed_at": cells.instant(at, "changed_at"),
    }
    if head["changed_at"] is None or not isinstance(kind, str):
        return None
    if kind == "closed":
        return change(head, "status", "state", before=_OPEN, after=_CLOSED)
    if kind == "reopened":
        return change(head, "status", "state", before=_CLOSED, after=_OPEN)
    return _listed(kind, event, head, cells)


def _listed(kind: str, event: Mapping[str, Any], head: Row, cells: Cells) -> Row:
    """Turn an event that adds something to an issue, or takes it away, into a row."""
    if kind not in _ADDS:
        return change(head, "other", kind, before=NOTHING, after=NOTHING)
    name = next(part for part in _FIELDS if part in kind)
    ours, path = _FIELDS[name]
    value = event.get("milestoneTitle") or inner(event, *path)
    this = Side(text=cells.text(value, ours))
    if _ADDS[kind]:
        return change(head, ours, path[0], before=NOTHING, after=this)
    return change(head, ours, path[0], before=this, after=NOTHING)


def events_in(found: Found, cells: Cells) -> list[Row]:
    """Return the changes that an issue carries, oldest first."""
    carried = (members(found.record.get(key)) for key in _CARRIED)
    events = next(filter(None, carried), [])
    rows = (event_row(event, _head(found), cells) for event in events)
    return in_order(row for row in rows if row is not None)


def state_events(found: Found, cells: Cells, rows: list[Row]) -> list[Row]:
    """Add the closing that an issue states itself where its events do not show it."""
    last = next((row for row in reversed(rows) if row["field"] == "status"), None)
    is_closed = state_of(found.record) == "closed"
    at = cells.instant(found.record.get("closed_at"), "resolved_at")
    if not is_closed or at is None or (last and last["to_text"] == "closed"):
        return rows
    head = {**_head(found), "history_id": None, "item_no": 0, "changed_at": at}
    closing = change(head, "status", "state", before=_OPEN, after=_CLOSED)
    return in_order([*rows, closing])


def _head(found: Found) -> Row:
    return {
        "issue_key": found.key,
        "issue_number": found.record.get("id") and str(found.record["id"]),
        "line": found.line,
    }


@dataclass(frozen=True, slots=True)
class GithubEvents:
    """The events of a repository's issues."""

    name: str = "github_events"
    title: str = "GitHub issue events (JSON)"
    kind: str = "issue changes"
    table: Table = field(default=ISSUE_EVENT)

    def claims(self, document: Document) -> bool:
        """Claim lists of events that name their issue."""
        return any(
            is_event(record) and inner(record, "issue", "number") is not None
            for _, record in document.records
        )

    def read(self, document: Document) -> Extract:
        """Read every event that changes a state, milestone, label or assignee."""
        extract = Extract(rows_read=len(document.records))
        rows: dict[object, Row] = {}
        for line, record in document.records:
            row = _row(line, record, extract)
            if row is None:
                reason = "is not an event with its issue and its instant"
                extract.quarantined.append((line, reason, excerpt(record)))
            elif (row["history_id"] or line) in rows:
                reason = "is in the file twice; the first one counts"
                extract.quarantined.append((line, reason, excerpt(record)))
            else:
                rows[row["history_id"] or line] = row
        extract.rows[ISSUE_EVENT.name] = in_order(rows.values())
        return extract


def _row(line: int, record: object, extract: Extract) -> Row | None:
    issue = inner(record, "issue") if isinstance(record, dict) else None
    key = key_of(issue) if isinstance(issue, dict) else None
    if not isinstance(record, dict) or not isinstance(issue, dict) or key is None:
        return None
    found = Found(key, line, issue)
    return event_row(record, _head(found), Cells(line, extract.problems))


GITHUB_EVENTS = GithubEvents()
