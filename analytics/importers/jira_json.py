"""Jira's issues as JSON: search results, boards, single issues, with change logs.

See `JiraJson` for what is accepted. The other files that Jira hands out as JSON are
read by `jira_agile` and `jira_changelog`; `recognise` names those of no use here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError
from analytics.importers.documents import Document, Extract
from analytics.importers.issue_links import jira_links
from analytics.importers.jira_agile import JIRA_BOARD, JIRA_SPRINTS, JIRA_STATUSES
from analytics.importers.jira_changelog import JIRA_CHANGELOG_PAGES
from analytics.importers.jira_fields import FieldNames, field_names, is_issue_key
from analytics.importers.jira_json_cells import Cells, excerpt
from analytics.importers.jira_json_events import (
    histories_of,
    incomplete,
    issue_events,
    missing_entries,
    removed,
)
from analytics.importers.jira_json_issue import issue_row
from analytics.importers.jira_json_known import recognise
from analytics.importers.jira_json_rows import SprintBook, StatusBook
from analytics.importers.jira_worklogs import embedded, missing, missing_note
from analytics.importers.json_document import pages
from analytics.schema import ISSUE, ISSUE_EVENT, ISSUE_LINK, SPRINT, STATUS, WORKLOG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.schema import Table

Row = dict[str, Any]
_ENVELOPE = {"startAt", "maxResults", "total", "isLast", "nextPageToken"}
_OF_AN_ISSUE = {"fields", "changelog", "expand", "self"}
_OF_JIRA = {"issuetype", "Issue Type", "status", "Status", "summary", "Summary"}
_NO_CHANGELOG = (
    "The issues carry no change log, so nothing can be said about when they moved. "
    "Export them with expand=changelog."
)
_BARE = "carries only its key: export with fields=*all"


@dataclass(frozen=True, slots=True)
class JiraJson:
    """Issues of Jira.

    Accepted are search results, the issues of a board or sprint, one issue per file,
    a bare list of issues, and JSON lines; fields by id or by display name; change
    logs as `{"histories": [...]}` or as a plain list.
    """

    name: str = "jira_json"
    title: str = "Jira issues (JSON)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: Document) -> bool:
        """Claim documents with at least one issue, and empty search results."""
        if document.list_key == "issues" and not document.records:
            return not document.envelope.keys().isdisjoint(_ENVELOPE)
        return any(
            is_issue(record, document.list_key) for _, record in document.records
        )

    def read(self, document: Document) -> Extract:
        """Read the issues, and the sprints, statuses and events that they carry.

        Raises:
            FileError: No issue carries more than its key.
        """
        extract = Extract(rows_read=len(document.records))
        loadable = _loadable(document, extract)
        names = field_names(
            _names(document),
            (
                history
                for _, record in loadable
                for history in histories_of(record) or ()
                if isinstance(history, dict)
            ),
            {key for _, record in loadable for key in record["fields"]},
        )
        _read_issues(loadable, names=names, extract=extract)
        extract.partial = partial_of(document)
        extract.notes += [*_notes(loadable), *removed(document)]
        return extract


def is_issue(record: object, list_key: str) -> bool:
    """Say whether a record looks like an issue of Jira."""
    if not isinstance(record, dict):
        return False
    fields = record.get("fields")
    if isinstance(fields, dict) and not _OF_JIRA.isdisjoint(fields):
        return True
    return (
        list_key in ("", "issues")
        and is_issue_key(record.get("key"))
        and not _OF_AN_ISSUE.isdisjoint(record)
    )


def _names(document: Document) -> Iterator[object]:
    """Yield the maps of field names: of the response, or of each single issue."""
    yield document.envelope.get("names")
    for _, record in document.records:
        if isinstance(record, dict):
            yield record.get("names")


def _loadable(
    document: Document, extract: Extract
) -> list[tuple[int, Mapping[str, Any]]]:
    """Return the issues that can be loaded, and put the others into quarantine."""
    by_key: dict[str, tuple[int, Mapping[str, Any]]] = {}
    bare = 0
    for line, record in document.records:
        reason = _refusal(record)
        bare += reason == _BARE
        if reason:
            extract.quarantined.append((line, reason, excerpt(record)))
            continue
        key = record["key"].strip()
        if key in by_key:
            earlier, twin = by_key.pop(key)
            reason = f"{key} is in the file again at line {line}, which counts"
            extract.quarantined.append((earlier, reason, excerpt(twin)))
        by_key[key] = (line, record)
    if bare and bare == len(document.records):
        raise FileError(
            f"{document.filename}: the {bare:,} issues carry only their keys. Export "
            "them with fields=*all and expand=changelog."
        )
    return list(by_key.values())


def _refusal(record: object) -> str:
    """Return why a record cannot be loaded, empty where it can."""
    if not isinstance(record, dict):
        return "is not an issue"
    key = record.get("key")
    if not isinstance(key, str) or not key.strip():
        return "has no issue key"
    fields = record.get("fields")
    if not fields:
        return _BARE
    return "" if isinstance(fields, dict) else "has fields that are not an object"


def _read_issues(
    loadable: list[tuple[int, Mapping[str, Any]]],
    *,
    names: FieldNames,
    extract: Extract,
) -> None:
    sprints, statuses = SprintBook(), StatusBook()
    issues: list[Row] = []
    events: list[Row] = []
    worklogs: list[Row] = []
    links: list[Row] = []
    for line, record in loadable:
        cells = Cells(line, extract.problems)
        row = issue_row(
            record, cells=cells, names=names, sprints=sprints, statuses=statuses
        )
        issues.append(row)
        issue = {key: row[key] for key in ("issue_key", "issue_number")}
        events += issue_events(record, cells=cells, names=names, issue=issue)
        worklogs += embedded(record, issue, cells)
        links += jira_links(record["fields"], names, row["issue_key"], cells)
    extract.rows |= {
        ISSUE.name: issues,
        ISSUE_EVENT.name: events,
        SPRINT.name: list(sprints.rows.values()),
        STATUS.name: list(statuses.rows.values()),
    }
    extract.rows |= {
        name: rows
        for name, rows in ((WORKLOG.name, worklogs), (ISSUE_LINK.name, links))
        if rows
    }


def partial_of(document: Document) -> str:
    """Say that the file does not hold all issues of the search."""
    # Pages that overlap hold an issue twice; what has no key counts by itself.
    keys = (
        record.get("key") if isinstance(record, dict) else None
        for _, record in document.records
    )
    held = len({key if isinstance(key, str) else n for n, key in enumerate(keys)})
    return part_held(document.filename, held, pages(document))


def part_held(filename: str, held: int, saved: Sequence[Mapping[str, Any]]) -> str:
    """Say that a number of issues are not all of a search, given what pages say."""
    totals = [page.get("total") for page in saved]
    total = max((number for number in totals if isinstance(number, int)), default=0)
    if total > held:
        return (
            f"{filename} holds {held:,} of {total:,} issues: save the other "
            "pages of the search too."
        )
    if saved and all(
        page.get("isLast") is False or page.get("nextPageToken") for page in saved
    ):
        return (
            f"{filename} holds {held:,} issues and Jira has more: save the "
            "other pages of the search too."
        )
    return ""


def _notes(loadable: list[tuple[int, Mapping[str, Any]]]) -> list[str]:
    """Say what change logs and worklogs do not show."""
    if not loadable:
        return ["The file holds no issues that can be loaded."]
    return history_notes(
        is_logged=any(histories_of(record) is not None for _, record in loadable),
        short={
            record["key"]: lacking
            for _, record in loadable
            if (lacking := missing_entries(record))
        },
        without_hours=[record["key"] for _, record in loadable if missing(record)],
    )


def history_notes(
    *, is_logged: bool, short: Mapping[str, tuple[int, int]], without_hours: list[str]
) -> list[str]:
    """Say what the change logs and worklogs of issues do not show.

    Args:
        is_logged: Whether any issue carries a change log.
        short: Issues with too few entries: how many they hold and have.
        without_hours: Issues that carry only a part of their worklogs.
    """
    hours = [missing_note(without_hours)] if without_hours else []
    return [*(incomplete(short) if is_logged else [_NO_CHANGELOG]), *hours]


JIRA_JSON = JiraJson()

__all__ = [
    "JIRA_BOARD",
    "JIRA_CHANGELOG_PAGES",
    "JIRA_JSON",
    "JIRA_SPRINTS",
    "JIRA_STATUSES",
    "JiraJson",
    "history_notes",
    "is_issue",
    "part_held",
    "partial_of",
    "recognise",
]
