"""Jira's issues as XML: the RSS of a search or of one issue.

Both are written as RSS 0.92 with Jira's own elements in each item. The plain feed
(RSS 2.0, meant for feed readers) has the same items without their fields and is
refused where it holds nothing but titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError
from analytics.importers.documents import Extract
from analytics.importers.headers import plain
from analytics.importers.issue_links import xml_links
from analytics.importers.jira_fields import FieldNames, field_names, is_issue_key
from analytics.importers.jira_json_cells import Cells, number_in
from analytics.importers.jira_json_rows import category
from analytics.importers.jira_xml_cells import (
    CustomFields,
    custom_fields,
    day,
    field_elements,
    instant,
    named,
    seconds,
    texts,
)
from analytics.importers.jira_xml_sprints import sprints, told
from analytics.schema import ISSUE, ISSUE_LINK
from analytics.schema.delivery import SUBTASK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.xml_document import Element, XmlDocument
    from analytics.schema import Table

Row = dict[str, Any]
PAGE = 1_000
"""Jira's limit of one export."""
EXCERPT = 200
SECONDS = {
    "original_estimate_seconds": "timeoriginalestimate",
    "remaining_seconds": "timeestimate",
    "spent_seconds": "timespent",
}
NO_CHANGELOG = (
    "XML carries no change log, so nothing can be said about when issues moved. Upload "
    "JSON with expand=changelog, or this export again later."
)


@dataclass(frozen=True, slots=True)
class JiraXml:
    """Issues of Jira, Cloud and Data Center."""

    name: str = "jira_xml"
    title: str = "Jira issues (XML)"
    kind: str = "issues"
    table: Table = field(default=ISSUE)

    def claims(self, document: XmlDocument) -> bool:
        """Claim RSS whose channel or items are of Jira."""
        if document.root.tag != "rss":
            return False
        channels = document.root.inside("channel")
        return any(
            channel.first("issue") is not None
            or channel.first("build-info") is not None
            for channel in channels
        ) or any(
            item.first("key") is not None or "/browse/" in (item.value("link") or "")
            for item in document.root.inside("channel", "item")
        )

    def read(self, document: XmlDocument) -> Extract:
        """Read the issues.

        Raises:
            FileError: It is a feed: no item has more than its title.
        """
        items = document.root.inside("channel", "item")
        if items and not any(_has_fields(item) for item in items):
            message = (
                f"{document.filename} is a feed: its {len(items):,} items have only "
                "titles. Export the search as XML or CSV instead of RSS."
            )
            raise FileError(message)
        extract = Extract(rows_read=len(items))
        loadable = _loadable(items, extract)
        _Reading(loadable, extract).fill()
        extract.partial = _partial(document, len(items))
        if loadable:
            extract.notes.append(NO_CHANGELOG)
        else:
            extract.notes.append("The file holds no issues that can be loaded.")
        return extract


def _has_fields(item: Element) -> bool:
    return any(item.first(tag) is not None for tag in ("status", "type", "summary"))


def _key(item: Element) -> str | None:
    key = item.value("key")
    return key if is_issue_key(key) else None


def _loadable(items: list[Element], extract: Extract) -> dict[str, Element]:
    """Return the issues by key, and put the others into quarantine."""
    found: dict[str, Element] = {}
    for item in items:
        key = _key(item)
        if key is None:
            extract.quarantined.append((item.line, "has no issue key", _excerpt(item)))
            continue
        earlier = found.pop(key, None)
        if earlier is not None:
            reason = f"{key} is in the file again at line {item.line:,}, which counts"
            extract.quarantined.append((earlier.line, reason, _excerpt(earlier)))
        found[key] = item
    return found


def _excerpt(item: Element) -> str:
    return " | ".join(item.leaves().values())[:EXCERPT]


class _Reading:
    """The issues of one file while they are read."""

    def __init__(self, items: Mapping[str, Element], extract: Extract) -> None:
        self.items = items
        self.extract = extract
        self.names = _names(items)
        self.knows_flags = any(
            self.names.role(identity) == "flagged" for identity in self.names.names
        )
        self.subtasks = {
            one.text.strip()
            for item in items.values()
            for one in item.inside("subtasks", "subtask")
        }

    def fill(self) -> None:
        """Read all issues into the extract."""
        self.extract.rows[ISSUE.name] = [
            self.row(key, item, Cells(item.line, self.extract.problems))
            for key, item in self.items.items()
        ]
        self.extract.notes += told(self.extract.rows[ISSUE.name])
        if links := xml_links(self.items):
            self.extract.rows[ISSUE_LINK.name] = links

    def row(self, key: str, item: Element, cells: Cells) -> Row:
        """Turn an item into a row."""
        custom = custom_fields(item, self.names)
        project = item.first("project")
        status = item.first("status")
        labels = [*item.inside("labels", "label")]
        return {
            "issue_key": key,
            "issue_number": _attribute(item.first("key"), "id"),
            "project_key": _attribute(project, "key") or key.rpartition("-")[0],
            "project_name": item.value("project"),
            **self.family(key, item, custom),
            "issue_type": item.value("type"),
            "summary": item.value("summary"),
            "status": item.value("status"),
            "status_number": _attribute(status, "id"),
            "status_category": _category(item, cells),
            "priority": item.value("priority"),
            "resolution": named(item.first("resolution")),
            "assignee": named(item.first("assignee")),
            "reporter": named(item.first("reporter")),
            "team": custom.first("team"),
            "created_at": instant(item.first("created"), "created_at", cells),
            "updated_at": instant(item.first("updated"), "updated_at", cells),
            "resolved_at": instant(item.first("resolved"), "resolved_at", cells),
            "due_on": day(item.first("due"), "due_on", cells),
            "numbers": _numbers(custom, cells),
            **{
                column: seconds(item.first(tag), column, cells)
                for column, tag in SECONDS.items()
            },
            **sprints(custom),
            "fix_versions": texts(item, "fixVersion"),
            "components": texts(item, "component"),
            "labels": [one.text.strip() for one in labels] or texts(item, "labels"),
            "is_flagged": bool(custom.first("flagged")) if self.knows_flags else None,
            "url": item.value("link"),
            "line": cells.line,
        }

    def family(self, key: str, item: Element, custom: CustomFields) -> Row:
        """Return parent and epic of an issue, and whether it is a subtask.

        The file does not mark subtasks: they are those that an issue lists, and those
        whose type is called so. Where the parent is not in the file this stays open.
        """
        parent = item.value("parent") or custom.first("parent_link")
        above = self.items.get(parent or "")
        is_subtask: bool | None = key in self.subtasks or is_subtask_type(
            item.value("type")
        )
        if not is_subtask and parent and above is None:
            is_subtask = None
        is_epic = above is not None and plain(above.value("type") or "") == "epic"
        return {
            "is_subtask": is_subtask,
            "parent_key": parent,
            "parent_number": _attribute(item.first("parent"), "id"),
            "epic_key": custom.first("epic_link") or (parent if is_epic else None),
        }


def is_subtask_type(name: str | None) -> bool:
    """Say whether an issue type is called a subtask, in one of several languages.

    >>> is_subtask_type("Sub-task"), is_subtask_type("Task")
    (True, False)
    """
    return name is not None and bool(re.search(SUBTASK, name.casefold()))


def _names(items: Mapping[str, Element]) -> FieldNames:
    """Learn what the custom fields are called."""
    names = {
        identity: name
        for item in items.values()
        for identity, name, _ in field_elements(item)
        if name
    }
    return field_names([names], ())


def _attribute(element: Element | None, name: str) -> str | None:
    return element.attributes.get(name) or None if element is not None else None


def _category(item: Element, cells: Cells) -> str | None:
    """Read the status category, which stands beside the status or inside it."""
    element = item.first("statusCategory")
    if element is None:
        element = next(iter(item.inside("status", "statusCategory")), None)
    if element is None:
        return None
    # Only the key is read: in Jira's own JSON both are there and agree.
    return category(element.attributes.get("key") or element.text.strip(), cells)


def _numbers(custom: CustomFields, cells: Cells) -> dict[str, float]:
    """Return the candidate estimates; sizes in words, such as "M", are none."""
    numbers = {}
    for name, text in custom.numbers.items():
        number = number_in(text)
        if number is not None:
            numbers[name] = number
        elif text and "point" in name.casefold():
            cells.number(text, name)
    return numbers


def _partial(document: XmlDocument, held: int) -> str:
    """Say that the file does not hold all issues of the search."""
    counts = document.root.inside("channel", "issue")
    totals = [number_in(count.attributes.get("total")) for count in counts]
    total = max((int(number) for number in totals if number), default=0)
    if total > held:
        return (
            f"{document.filename} holds {held:,} of {total:,} issues: the export ended "
            "there. Export in parts and upload them together."
        )
    if held == PAGE:
        return (
            f"{document.filename} holds exactly {PAGE:,} issues, which is Jira's limit "
            "for one export. Export in parts and upload them together."
        )
    if held == 1 and not counts:
        return "The file holds one issue. Upload the others together with it."
    return ""


JIRA_XML = JiraXml()
