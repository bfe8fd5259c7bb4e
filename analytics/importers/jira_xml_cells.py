"""Reads the cells of Jira's XML: dates of mail, attributes, custom fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from analytics.importers.jira_json_cells import Cells, utc

if TYPE_CHECKING:
    from analytics.importers.jira_fields import FieldNames
    from analytics.importers.xml_document import Element

NOBODY = ("", "-1")
"""What Jira writes as user name or id where there is no user and no resolution."""


def instant(element: Element | None, column: str, cells: Cells) -> str | None:
    """Read a date as in mail, "Thu, 4 Jul 2013 10:00:00 +0200 (CEST)", as UTC."""
    moment = _moment(element, column, cells)
    try:
        return None if moment is None else utc(moment)
    except OverflowError:  # the first or the last day there is, in another zone
        cells.unreadable(str(moment), column, "a date and time")
        return None


def day(element: Element | None, column: str, cells: Cells) -> str | None:
    """Read a day, which Jira writes as its midnight: the date as it stands counts."""
    moment = _moment(element, column, cells)
    return None if moment is None else moment.date().isoformat()


def _moment(element: Element | None, column: str, cells: Cells) -> datetime | None:
    text = element.text.strip() if element is not None else ""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return _iso(text, column, cells)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(text: str, column: str, cells: Cells) -> datetime | None:
    """Read what other tools write in the same place."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        cells.unreadable(text, column, "a date and time")
        return None
    if moment.tzinfo is None:
        cells.refuse(column, f"{text} has no time zone and was taken as UTC")
        return moment.replace(tzinfo=UTC)
    return moment


def seconds(element: Element | None, column: str, cells: Cells) -> float | None:
    """Read a span of time, whose seconds stand in an attribute."""
    if element is None:
        return None
    number = element.attributes.get("seconds")
    if number is None and element.text.strip():
        cells.unreadable(element.text.strip(), column, "a span of time with seconds")
    return cells.number(number, column)


def named(element: Element | None) -> str | None:
    """Return the name of a user, a resolution and the like; None for nobody."""
    if element is None:
        return None
    identities = [element.attributes.get(key) for key in ("id", "username")]
    if any(identity in NOBODY for identity in identities if identity is not None):
        return None
    return element.text.strip() or None


def texts(item: Element, tag: str) -> list[str]:
    """Return the texts of all elements of that name, each once."""
    found = (element.text.strip() for element in item.all(tag))
    return list(dict.fromkeys(text for text in found if text))


@dataclass(slots=True)
class CustomFields:
    """The filled custom fields of one issue by what they are.

    `values` holds, per role, the values found; `numbers` the candidate estimates by
    name.
    """

    values: dict[str, list[Element]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def first(self, role: str) -> str | None:
        """Return the first filled text of a role."""
        found = (one.text.strip() for one in self.values.get(role, ()))
        return next((text for text in found if text), None)


def field_elements(item: Element) -> list[tuple[str, str, list[Element]]]:
    """Return id, name and values of each custom field of an issue."""
    return [
        (
            custom.attributes.get("id", ""),
            custom.value("customfieldname") or "",
            custom.inside("customfieldvalues", "customfieldvalue"),
        )
        for custom in item.inside("customfields", "customfield")
    ]


def custom_fields(item: Element, names: FieldNames) -> CustomFields:
    """Sort the custom fields of an issue."""
    found = CustomFields()
    for identity, _, values in field_elements(item):
        role = names.role(identity)
        if role == "number" and values:
            found.numbers[names.number_name(identity)] = values[0].text.strip()
        elif role:
            found.values.setdefault(role, []).extend(values)
    return found
