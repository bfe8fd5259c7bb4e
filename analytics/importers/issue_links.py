"""How work items are linked: what documents write of it, as rows of `issue_link`.

A link is told from the item that lists it. What it means, whether one waits for the
other or was split from it, is decided in the warehouse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.jira_fields import is_issue_key
from analytics.importers.tracker_rows import inner, members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.importers.jira_fields import FieldNames
    from analytics.importers.jira_json_cells import Cells
    from analytics.importers.tracker_rows import Found
    from analytics.importers.xml_document import Element

Row = dict[str, Any]
OUTWARD, INWARD = "outward", "inward"


def jira_links(
    fields: Mapping[str, Any], names: FieldNames, key: str, cells: Cells
) -> list[Row]:
    """Return the links in the field `issuelinks` of an issue.

    >>> from analytics.importers.jira_fields import FieldNames
    >>> from analytics.importers.jira_json_cells import Cells
    >>> kind = {"name": "Blocks", "inward": "is blocked by", "outward": "blocks"}
    >>> link = {"type": kind, "inwardIssue": {"key": "APP-1"}}
    >>> fields = {"issuelinks": [link]}
    >>> [row] = jira_links(fields, FieldNames({}), "APP-2", Cells(1, []))
    >>> row["linked_key"], row["direction"], row["link_text"]
    ('APP-1', 'inward', 'is blocked by')
    """
    listed = (value for name, value in fields.items() if names.role(name) == "links")
    links = next((value for value in listed if isinstance(value, list)), [])
    rows = []
    for link in members(links):
        kind = cells.mapping(link.get("type"), "link_type")
        for way, name in ((OUTWARD, "outwardIssue"), (INWARD, "inwardIssue")):
            other = inner(link, name, "key")
            if is_issue_key(other):
                told = {
                    "link_type": cells.text(inner(kind, "name"), "link_type"),
                    "link_text": cells.text(inner(kind, way), "link_text"),
                }
                rows.append(_row(key, other, cells.line, direction=way, **told))
    return rows


def xml_links(items: Mapping[str, Element]) -> list[Row]:
    """Return the links of the items of Jira's XML, given by their keys."""
    return [row for key, item in items.items() for row in _of_item(item, key)]


def _of_item(item: Element, key: str) -> list[Row]:
    rows = []
    for kind in item.inside("issuelinks", "issuelinktype"):
        ways = {OUTWARD: "outwardlinks", INWARD: "inwardlinks"}
        for way, tag in ways.items():
            for group in kind.inside(tag):
                text = group.attributes.get("description") or None
                rows += [
                    _row(
                        key,
                        other.text.strip(),
                        item.line,
                        direction=way,
                        link_type=kind.value("name"),
                        link_text=text,
                    )
                    for other in group.inside("issuelink", "issuekey")
                    if is_issue_key(other.text)
                ]
    return rows


_AZURE = {
    "System.LinkTypes.Dependency-Forward": (OUTWARD, "Dependency", "is followed by"),
    "System.LinkTypes.Dependency-Reverse": (INWARD, "Dependency", "follows"),
    "System.LinkTypes.Duplicate-Forward": (OUTWARD, "Duplicate", "is duplicated by"),
    "System.LinkTypes.Duplicate-Reverse": (INWARD, "Duplicate", "duplicates"),
    "System.LinkTypes.Related": (None, "Related", "relates to"),
}


def azure_links(found: Found) -> list[Row]:
    """Return the relations of a work item of Azure DevOps to other work items.

    A successor ("Dependency-Forward") waits for the item, a predecessor is waited for.
    """
    rows = []
    for relation in members(found.record.get("relations")):
        way, kind, text = _AZURE.get(str(relation.get("rel")), (None, None, None))
        other = str(relation.get("url")).rpartition("/")[2]
        if kind and other.isdecimal():
            told = {"link_type": kind, "link_text": text}
            rows.append(_row(found.key, other, found.line, direction=way, **told))
    return rows


_ASANA = {"dependencies": "is blocked by", "dependents": "blocks"}


def asana_links(found: Found) -> list[Row]:
    """Return what a task of Asana waits for, and what waits for it."""
    return [
        _row(
            found.key,
            str(one["gid"]),
            found.line,
            link_type="Dependency",
            link_text=text,
        )
        for name, text in _ASANA.items()
        for one in members(found.record.get(name))
        if isinstance(one.get("gid"), str | int)
    ]


def _row(key: str, other: str, line: int, **told: str | None) -> Row:
    return {"issue_key": key, "linked_key": other.strip(), **told, "line": line}
