"""Hours booked on issues of Jira, as its REST interface gives them.

Accepted are the answers of `/issue/KEY/worklog` (one, several pages, several issues)
and bare lists of worklogs. A search result carries the first worklogs of each issue
in its field `worklog`: `embedded` reads those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError
from analytics.importers.documents import Document, Extract
from analytics.importers.jira_changelog import issue_named
from analytics.importers.jira_fields import is_issue_key
from analytics.importers.jira_json_cells import Cells, excerpt, number_in
from analytics.importers.jira_json_events import removed
from analytics.importers.json_document import COUNT, PAGE, pages
from analytics.schema import WORKLOG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.schema import Table

Row = dict[str, Any]
ONE_ISSUE = (
    "The file holds the hours of one issue. Those of other issues stay as they are."
)
_DEEPEST = 20
"""Levels of a formatted comment that are read."""


def is_worklog(record: object) -> bool:
    """Say whether a record is a worklog of Jira."""
    return (
        isinstance(record, dict)
        and "started" in record
        and not record.keys().isdisjoint(("timeSpentSeconds", "timeSpent"))
    )


@dataclass(frozen=True, slots=True)
class JiraWorklogs:
    """Worklogs of one issue or of many."""

    name: str = "jira_worklogs"
    title: str = "Jira worklogs (JSON)"
    kind: str = "worklogs"
    table: Table = field(default=WORKLOG)

    def claims(self, document: Document) -> bool:
        """Claim lists with at least one worklog."""
        return any(is_worklog(record) for _, record in document.records)

    def read(self, document: Document) -> Extract:
        """Read every worklog.

        Raises:
            FileError: No worklog says which issue it belongs to.
        """
        extract = Extract(rows_read=len(document.records))
        rows: list[Row] = []
        seen: set[str] = set()
        for line, record in document.records:
            issue = _issue(record)
            if reason := _refusal(record, issue, seen):
                extract.quarantined.append((line, reason, excerpt(record)))
                continue
            rows.append(
                {**_named(issue), **_row(record, Cells(line, extract.problems))}
            )
        if not rows and all(_issue(record) is None for _, record in document.records):
            raise FileError(
                f"{document.filename} holds worklogs but does not say of which issue. "
                "Keep issueId or the `self` address of each."
            )
        extract.rows[WORKLOG.name] = rows
        extract.partial = _partial(document, rows)
        extract.notes = removed(document)
        return extract


def embedded(record: Mapping[str, Any], issue: Row, cells: Cells) -> list[Row]:
    """Return the worklogs that an issue of a search carries.

    Args:
        record: The issue, with `fields`.
        issue: Its `issue_key` and `issue_number`.
        cells: Collects what cannot be read.
    """
    rows = []
    for one in _embedded(record):
        if reason := _refusal(one, "here", set()):
            cells.refuse("worklog", f"a worklog was left out: it {reason}")
            continue
        rows.append({**issue, **_row(one, cells)})
    return rows


def missing(record: Mapping[str, Any]) -> bool:
    """Say whether an issue has more worklogs than its search result carries."""
    log = record["fields"].get("worklog")
    total = log.get("total") if isinstance(log, dict) else None
    return isinstance(total, int) and total > len(_embedded(record))


def missing_note(issues: list[str]) -> str:
    """Say of which issues not all worklogs are in a search result."""
    named = ", ".join(issues[:5]) + (", ..." if len(issues) > len(issues[:5]) else "")
    return (
        f"Of {len(issues):,} issues not all worklogs are in the file ({named}): Jira "
        "puts the first 20 into a search. Save /rest/api/3/issue/KEY/worklog too."
    )


def _embedded(record: Mapping[str, Any]) -> list[Any]:
    log = record["fields"].get("worklog")
    found = log.get("worklogs") if isinstance(log, dict) else None
    return found if isinstance(found, list) else []


def _issue(record: object) -> str | None:
    """Return the key or id of a worklog's issue, where it says one."""
    if not isinstance(record, dict):
        return None
    own = (record.get(key) for key in ("issueKey", "issueId", "self", PAGE))
    return next(filter(None, map(issue_named, own)), None)


def _named(issue: str | None) -> Row:
    is_key = is_issue_key(issue)
    return {
        "issue_key": issue if is_key else None,
        "issue_number": None if is_key else issue,
    }


def _refusal(record: object, issue: str | None, seen: set[str]) -> str | None:
    """Return why a worklog cannot be loaded."""
    if not isinstance(record, dict):
        return "is not a worklog"
    if issue is None:
        return "does not say which issue it belongs to"
    spent = number_in(record.get("timeSpentSeconds"))
    if spent is None:
        return "does not say how many seconds were worked (timeSpentSeconds)"
    number = record.get("id")
    if number is not None and str(number) in seen:
        return "is in the file twice; the first one counts"
    seen.add(str(number))
    return None


def _row(record: Mapping[str, Any], cells: Cells) -> Row:
    return {
        "worklog_number": cells.text(record.get("id"), "worklog_number"),
        "author": cells.label(record.get("author"), "author"),
        "started_at": cells.instant(record.get("started"), "started_at"),
        "created_at": cells.instant(record.get("created"), "created_at"),
        "updated_at": cells.instant(record.get("updated"), "updated_at"),
        "spent_seconds": cells.number(record.get("timeSpentSeconds"), "spent_seconds"),
        "comment": _comment(record.get("comment"), cells),
        "line": cells.line,
    }


def _comment(value: object, cells: Cells) -> str | None:
    """Read a comment: plain text, or a document of formatted text."""
    if isinstance(value, dict):
        return " ".join(_texts(value, _DEEPEST)) or None
    return cells.text(value, "comment")


def _texts(node: object, depth: int) -> list[str]:
    if not isinstance(node, dict) or not depth:
        return []
    own = node.get("text")
    inside = node.get("content")
    parts = [own.strip()] if isinstance(own, str) and own.strip() else []
    for one in inside if isinstance(inside, list) else ():
        parts += _texts(one, depth - 1)
    return parts


def _partial(document: Document, rows: list[Row]) -> str:
    """Say that the file holds only some worklogs."""
    saved = pages(document)
    held = sum(page[COUNT] for page in saved)
    totals = (page.get("total") for page in saved)
    total = max((number for number in totals if isinstance(number, int)), default=0)
    if total > held:
        return (
            f"{document.filename} holds {held:,} of {total:,} worklogs: save the other "
            "pages too."
        )
    issues = {row["issue_key"] or row["issue_number"] for row in rows}
    return ONE_ISSUE if len(issues) == 1 else ""


JIRA_WORKLOGS = JiraWorklogs()
