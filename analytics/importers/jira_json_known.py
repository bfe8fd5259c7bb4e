"""Names the files of Jira that hold nothing we can use, and says what to upload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.jira_fields import is_issue_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.importers.documents import Document

_UPLOAD = "Upload the search result or the CSV export."
_BOARDS = (
    "This is a list of boards without columns. Save a board's configuration "
    "(/rest/agile/1.0/board/ID/configuration) to have its columns."
)
_WORKLOGS = (
    "These are worklogs that do not say when the work was done (started). Save "
    "/rest/api/3/issue/KEY/worklog, or export Tempo's worklogs as CSV."
)
Record = dict[str, Any]


def _is_field(record: Record) -> bool:
    return record.keys() >= {"id", "name"} and not record.keys().isdisjoint(
        ("schema", "clauseNames", "searchable")
    )


def _is_worklog(record: Record) -> bool:
    return "timeSpentSeconds" in record or {"started", "timeSpent"} <= record.keys()


def _is_board(record: Record) -> bool:
    return record.get("type") in ("scrum", "kanban", "simple") and "name" in record


def _is_version(record: Record) -> bool:
    return {"name", "released", "archived"} <= record.keys()


def _is_epic(record: Record) -> bool:
    return is_issue_key(record.get("key")) and {"name", "done"} <= record.keys()


def _is_project(record: Record) -> bool:
    return {"key", "name"} <= record.keys() and not record.keys().isdisjoint(
        ("projectTypeKey", "avatarUrls", "projectCategory")
    )


def _is_user(record: Record) -> bool:
    return "displayName" in record and not record.keys().isdisjoint(
        ("accountId", "emailAddress", "avatarUrls")
    )


def _is_issue_type(record: Record) -> bool:
    return {"name", "subtask"} <= record.keys()


def _is_settings(record: Record) -> bool:
    return "date_start" in record and "date_end" in record


_KNOWN: tuple[tuple[Callable[[Record], bool], str], ...] = (
    (_is_field, f"This is Jira's list of fields; it holds no issues. {_UPLOAD}"),
    (_is_worklog, _WORKLOGS),
    (
        _is_board,
        _BOARDS,
    ),
    (_is_version, f"This is Jira's list of releases; it holds no issues. {_UPLOAD}"),
    (_is_epic, f"This is a board's list of epics without their fields. {_UPLOAD}"),
    (_is_user, f"This is a list of users; it holds no issues. {_UPLOAD}"),
    (_is_project, f"This is Jira's list of projects; it holds no issues. {_UPLOAD}"),
    (_is_issue_type, f"This is Jira's list of issue types. {_UPLOAD}"),
    (
        _is_settings,
        f"These are the settings of a download tool; it holds no issues. {_UPLOAD}",
    ),
)


def recognise(document: Document) -> str | None:
    """Return what a file is that no importer can use, in a sentence.

    Args:
        document: A document that no importer claims.
    """
    records = [record for _, record in document.records if isinstance(record, dict)]
    if error := next(filter(None, map(_error, records)), None):
        return f"This is an error answer of Jira, not an export: {error}"
    if not document.records:
        return "This file holds an empty list: there is nothing in it to load."
    for looks_like, sentence in _KNOWN:
        if any(looks_like(record) for record in records):
            return sentence
    return None


def _error(record: Mapping[str, Any]) -> str | None:
    """Return the messages of an error answer."""
    messages = record.get("errorMessages")
    if not isinstance(messages, list) or "errors" not in record:
        return None
    return " ".join(str(message) for message in messages) or "no reason given"
