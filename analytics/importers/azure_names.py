"""What Azure DevOps calls its fields, and how its REST interface writes values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analytics.importers.jira_json_cells import Cells, number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM = "System."
COMMON = "Microsoft.VSTS.Common."
SCHEDULING = "Microsoft.VSTS.Scheduling."
HOUR = 3600
NUMBERS = {
    f"{SCHEDULING}StoryPoints": "Story Points",
    f"{SCHEDULING}Effort": "Effort",
    f"{SCHEDULING}Size": "Size",
}
"""Fields of the processes that come with Azure DevOps that hold estimates."""

_CUSTOM = "Custom."
_ROOT = re.compile(r"[^\\]+\\+(.+)")
_MAIL = re.compile(r"\s*<[^<>]*>$")


def iteration_name(path: object) -> str | None:
    r"""Return an iteration without the project; the project alone is the backlog.

    >>> iteration_name("Shop\\Release 1\\Sprint 3"), iteration_name("Shop")
    ('Release 1\\Sprint 3', None)
    """
    found = _ROOT.fullmatch(path.strip().strip("\\")) if isinstance(path, str) else None
    return found[1] if found else None


def iteration_number(path: object) -> str | None:
    r"""Return what tells iterations apart; the change log separates them by commas.

    >>> iteration_number("Shop\\Spring, early")
    'Spring; early'
    """
    name = iteration_name(path)
    return name and re.sub(r"\s*,", ";", name)


def person(value: object, cells: Cells, column: str) -> str | None:
    """Return a name, without the mail address that older servers write behind it."""
    name = cells.label(value, column)
    return name and (_MAIL.sub("", name) or name)


def number_name(field: str, value: object) -> str | None:
    """Return the name of a field that holds an estimate, as people see it.

    >>> number_name("Custom.TShirtPoints", 3), number_name("System.Rev", 3)
    ('TShirtPoints', None)
    """
    if field in NUMBERS:
        return NUMBERS[field]
    is_number = isinstance(value, int | float) and number_in(value) is not None
    return field.removeprefix(_CUSTOM) if is_number and field[:7] == _CUSTOM else None


def is_work_item(record: object) -> bool:
    """Say whether a record is a work item with its fields."""
    fields = record.get("fields") if isinstance(record, dict) else None
    return isinstance(fields, dict) and any(
        key.startswith(SYSTEM) and not isinstance(value, dict | None)
        for key, value in fields.items()
    )


def is_update(record: object) -> bool:
    """Say whether a record is one update of a work item: fields before and after."""
    return (
        isinstance(record, dict)
        and "workItemId" in record
        and ("revisedDate" in record or "rev" in record)
    )


def seconds(hours: float | None) -> float | None:
    """Return hours in seconds."""
    return None if hours is None else hours * HOUR


def text_id(record: Mapping[str, Any], name: str) -> str | None:
    """Return the number of a work item as text."""
    number = record.get(name)
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return str(number) if is_number else None
