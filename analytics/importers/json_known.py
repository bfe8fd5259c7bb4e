"""Says of JSON that nobody claims what it is, and what to export instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.jira_json_known import recognise

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.importers.documents import Document, DocumentImporter

Record = dict[str, Any]
_NAMES_OF_ITEMS = ("key", "number", "iid", "gid", "id")


def _has(*names: str) -> Callable[[Record], bool]:
    """Return a question: does a record have all these names?"""
    return lambda record: record.keys() >= set(names)


_KNOWN: tuple[tuple[Callable[[Record], bool], str], ...] = (
    (
        _has("idList", "idBoard"),
        (
            "These are cards of Trello without the names of their lists. Export the "
            "whole board from its menu: Print, export and share, Export as JSON."
        ),
    ),
    (
        _has("prefs", "shortLink", "idOrganization"),
        (
            "This is a board of Trello without its cards and lists. Export it from its "
            "menu: Print, export and share, Export as JSON."
        ),
    ),
    (
        _has("queryType", "workItems"),
        (
            "This is the answer of a query of Azure DevOps: it holds only numbers. "
            "Save the items themselves (_apis/wit/workitems?ids=1,2,3&$expand=all)."
        ),
    ),
    (
        _has("queryType", "workItemRelations"),
        (
            "This is the answer of a query of Azure DevOps: it holds only numbers. "
            "Save the items themselves (_apis/wit/workitems?ids=1,2,3&$expand=all)."
        ),
    ),
    (
        lambda record: "/_apis/wit/work" in str(record.get("url")),
        (
            "These work items of Azure DevOps carry only their numbers. Save them with "
            "their fields (_apis/wit/workitems?ids=1,2,3&$expand=all)."
        ),
    ),
    (
        _has("event", "actor", "created_at"),
        (
            "These are events of GitHub that do not say which issue they belong to. "
            "Save those of the repository (/repos/OWNER/REPO/issues/events)."
        ),
    ),
    (
        _has("open_issues", "closed_issues", "title"),
        (
            "This is GitHub's list of milestones; it holds no issues. Save the issues "
            "(/repos/OWNER/REPO/issues?state=all): they name their milestones."
        ),
    ),
    (
        _has("iid", "source_branch"),
        (
            "These are merge requests of GitLab. Save the issues of the project "
            "(/projects/ID/issues?scope=all)."
        ),
    ),
    (
        lambda record: "gid" in record and record.get("resource_type") == "task",
        (
            "These tasks of Asana carry only their names. Export the project as JSON "
            "from its menu, or name the fields that you want (opt_fields)."
        ),
    ),
    (
        lambda record: "gid" in record and "resource_type" in record,
        (
            "This JSON of Asana holds no tasks. Export a project from its menu: "
            "Export, JSON."
        ),
    ),
)
_NOBODY = (
    "This JSON holds no issues, sprints or board that Steerco knows. Export a Jira "
    "search with fields=*all and expand=changelog, a Trello board, a project of Asana, "
    "or the issues of GitHub, GitLab or Azure DevOps from their REST interfaces."
)


def unknown_json(document: Document) -> str:
    """Say what a JSON file is, or what to export instead."""
    records = [record for _, record in document.records if isinstance(record, dict)]
    for looks_like, sentence in _KNOWN:
        if any(looks_like(record) for record in records):
            return sentence
    return recognise(document) or _NOBODY


def one_issue(document: Document, importer: DocumentImporter[Document]) -> str:
    """Say that a file of one issue is never the whole project."""
    if importer.table.name != "issue" or document.list_key or len(document.records) > 1:
        return ""
    record = next((record for _, record in document.records), None)
    if isinstance(record, dict) and record.keys().isdisjoint(_NAMES_OF_ITEMS):
        # The answer of a search, with many issues inside.
        return ""
    return "The file holds one issue. Upload the files of the others together with it."
