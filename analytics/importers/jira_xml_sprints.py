"""Sprints in Jira's XML: by name, as objects of the server, or by number alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.importers.jira_json_rows import from_greenhopper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.importers.jira_xml_cells import CustomFields

Row = dict[str, Any]
SPRINTS_BY_NUMBER = (
    "The file names sprints by their number. Upload the sprints of the board as JSON "
    "as well: they bring names and dates."
)


def told(issues: Sequence[Row]) -> list[str]:
    """Say so where all sprints are named by their number, as in exports until 2014."""
    names = {name for row in issues for name in row["sprints"]}
    by_number = bool(names) and all(map(str.isdecimal, names))
    return [SPRINTS_BY_NUMBER] if by_number else []


def sprints(custom: CustomFields) -> Row:
    """Return the sprints in the order of the file, the oldest first."""
    found = dict(_sprint_pairs(custom))
    numbers = list(found.values())
    return {"sprints": list(found), "sprint_numbers": numbers if all(numbers) else []}


def _sprint_pairs(custom: CustomFields) -> Iterator[tuple[str, str]]:
    for element in custom.values.get("sprint", ()):
        text = element.text.strip()
        sprint = from_greenhopper(text) if "[" in text else None
        name = str(sprint.get("name", text)) if sprint else text
        number = str(sprint["id"]) if sprint else element.attributes.get("id", "")
        if name:
            yield name, number
