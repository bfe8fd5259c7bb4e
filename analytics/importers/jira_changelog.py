"""Reads files that hold change logs of Jira and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError
from analytics.importers.documents import Document, Extract
from analytics.importers.jira_fields import field_names, is_issue_key
from analytics.importers.jira_json_cells import Cells, excerpt
from analytics.importers.jira_json_events import (
    chronological,
    event_rows,
    incomplete,
    removed,
)
from analytics.importers.json_document import COUNT, PAGE, pages
from analytics.schema import ISSUE_EVENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analytics.schema import Table

Row = dict[str, Any]
_ISSUE_ADDRESS = re.compile(r"/issue/([^/?#]+)")
_HISTORY = {"items", "created"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One history entry and what the file says about its issue."""

    line: int
    history: Any
    issue: str | None


def entries(document: Document) -> Iterator[Entry]:
    """Yield the history entries of a document that holds nothing else."""
    envelope = document.envelope
    whole = envelope.get("issueKey") or envelope.get("issueId") or envelope.get("self")
    for line, record in document.records:
        if not isinstance(record, dict):
            yield Entry(line, record, None)
        elif isinstance(record.get("changeHistories"), list):
            issue = issue_named(record.get("issueId"))
            for history in record["changeHistories"]:
                yield Entry(line, history, issue)
        elif isinstance(record.get("history"), dict):
            address = record.get("url") or record.get("self") or record.get("issueId")
            yield Entry(line, record["history"], issue_named(address))
        else:
            own = (record.get(key) for key in ("issueKey", "issueId", PAGE, "self"))
            yield Entry(line, record, issue_named(next(filter(None, own), whole)))


def issue_named(value: object) -> str | None:
    """Return the key or id of an issue from itself or from an address.

    >>> issue_named("https://x.example/rest/api/3/issue/10085/changelog?startAt=0")
    '10085'
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    found = _ISSUE_ADDRESS.search(value)
    name = found[1] if found else value.strip()
    return name if name.isdecimal() or is_issue_key(name) else None


def is_history(value: object) -> bool:
    """Say whether a value looks like an entry of a change log."""
    return isinstance(value, dict) and value.keys() >= _HISTORY and "key" not in value


@dataclass(frozen=True, slots=True)
class JiraChangelogPages:
    """Saved answers of Jira's change log addresses, one issue or many."""

    name: str = "jira_changelog_pages"
    title: str = "Jira change log (JSON)"
    kind: str = "issue changes"
    table: Table = field(default=ISSUE_EVENT)

    def claims(self, document: Document) -> bool:
        """Claim lists of history entries."""
        return any(
            is_history(record)
            or (
                isinstance(record, dict)
                and (
                    is_history(record.get("history"))
                    or isinstance(record.get("changeHistories"), list)
                )
            )
            for _, record in document.records
        )

    def read(self, document: Document) -> Extract:
        """Read every history entry into its events.

        Raises:
            FileError: No entry says which issue it belongs to.
        """
        found = list(entries(document))
        if found and not any(entry.issue for entry in found):
            raise FileError(
                f"{document.filename} holds changes but does not say of which issue. "
                "Keep the `self` address of each page, or export the issues with "
                "expand=changelog."
            )
        extract = Extract(rows_read=len(found), notes=_notes(document))
        names = field_names(
            (), (entry.history for entry in found if isinstance(entry.history, dict))
        )
        seen: set[tuple[str | None, str]] = set()
        rows: list[Row] = []
        for entry in found:
            reason = _refusal(entry, seen)
            if reason:
                extract.quarantined.append((entry.line, reason, excerpt(entry.history)))
                continue
            cells = Cells(entry.line, extract.problems)
            rows += event_rows(
                entry.history, cells=cells, names=names, issue=_issue(entry)
            )
        extract.rows[ISSUE_EVENT.name] = _by_issue(rows)
        return extract


def _refusal(entry: Entry, seen: set[tuple[str | None, str]]) -> str | None:
    """Return why an entry cannot be loaded."""
    if not isinstance(entry.history, dict):
        return "is not an entry of a change log"
    if entry.issue is None:
        return "does not say which issue it belongs to"
    if not isinstance(entry.history.get("items"), list):
        return "has no list of changed fields"
    if entry.history.get("id") is None:
        return None
    this = (entry.issue, str(entry.history["id"]))
    if this in seen:
        return "is in the file twice; the first one counts"
    seen.add(this)
    return None


def _issue(entry: Entry) -> Row:
    is_key = is_issue_key(entry.issue)
    return {
        "issue_key": entry.issue if is_key else None,
        "issue_number": None if is_key else entry.issue,
    }


def _by_issue(rows: list[Row]) -> list[Row]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["issue_key"] or row["issue_number"], []).append(row)
    return [row for group in groups.values() for row in chronological(group)]


def _notes(document: Document) -> list[str]:
    """Say which change logs were saved only in part, and what was taken out."""
    held: dict[str, tuple[int, int]] = {}
    for page in pages(document):
        issue, total = issue_named(page.get("self")), page.get("total")
        if issue and isinstance(total, int):
            held[issue] = (held.get(issue, (0, 0))[0] + page[COUNT], total)
    short = {issue: has for issue, has in held.items() if has[0] < has[1]}
    return [*incomplete(short), *removed(document)]


JIRA_CHANGELOG_PAGES = JiraChangelogPages()
