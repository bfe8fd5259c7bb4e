"""Finds out what the fields of Jira's JSON are.

Jira keys the fields of an issue by id ("duedate", "customfield_10020"); some tools
key them by the name on the screen ("Due date", "Sprint"). What a custom field is
called is said by the response's `names`, else by the change log, whose items carry
both id and name, and for a few ids that Jira Cloud gives out itself by the shape of
the value.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.importers.headers import plain
from analytics.importers.jira_json_cells import number_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CUSTOM = "customfield_"
_NAMES = {
    "issue_type": ("issuetype", "issue type", "work type"),
    "summary": ("summary",),
    "status": ("status",),
    "category_changed": ("statuscategorychangedate", "status category changed"),
    "priority": ("priority",),
    "resolution": ("resolution",),
    "resolved": ("resolutiondate", "resolved", "resolution date"),
    "assignee": ("assignee",),
    "reporter": ("reporter",),
    "project": ("project",),
    "parent": ("parent",),
    "subtasks": ("subtasks", "sub-tasks"),
    "created": ("created",),
    "updated": ("updated",),
    "due": ("duedate", "due date"),
    "original_estimate": ("timeoriginalestimate", "original estimate"),
    "remaining": ("timeestimate", "remaining estimate"),
    "spent": ("timespent", "time spent"),
    "time_tracking": ("timetracking", "time tracking"),
    "fix_versions": ("fixversions", "fix versions", "fix version/s", "fix version"),
    "components": ("components", "component/s", "component"),
    "labels": ("labels",),
    "closed_sprints": ("closedsprints",),
    "epic": ("epic",),
    "links": ("issuelinks", "linked issues", "linked work items"),
}
_CUSTOM_NAMES = {
    "sprint": ("sprint", "sprints"),
    "epic_link": ("epic link",),
    "parent_link": ("parent link",),
    "flagged": ("flagged",),
    "team": ("team",),
}
_ROLES = {name: role for role, names in _CUSTOM_NAMES.items() for name in names}
_SYSTEM_ROLES = {name: role for role, names in _NAMES.items() for name in names}

_EVENTS = {
    "status": "status",
    "fix version": "fix_version",
    "fixversions": "fix_version",
    "timeestimate": "remaining",
    "timeoriginalestimate": "original_estimate",
    "timespent": "spent",
    "parent": "parent",
    "issueparentassociation": "parent",
    "assignee": "assignee",
    "issuetype": "issue_type",
    "resolution": "resolution",
    "key": "key",
    "project": "project",
    "labels": "labels",
    "component": "component",
    "components": "component",
    "priority": "priority",
    "link": "link",
}
_CUSTOM_EVENTS = {
    "sprint": "sprint",
    "epic link": "epic",
    "parent link": "parent",
    "flagged": "flagged",
}
_ESTIMATE = re.compile(r"story ?point|estimate|points|\bsize\b|effort")
_TOTAL = ("aggregate", "\N{GREEK SMALL LETTER SIGMA}")
_ISSUE_KEY = re.compile(r"[^\W\d_]\w*-\d+")
_STORY_POINT_ESTIMATE = "customfield_10016"
_EPIC_LINK = "customfield_10014"
_TEAM = "customfield_10001"


def is_issue_key(value: object) -> bool:
    """Say whether a value looks like the key of an issue.

    >>> is_issue_key("APP-12"), is_issue_key("APP"), is_issue_key(12)
    (True, False, False)
    """
    return isinstance(value, str) and bool(_ISSUE_KEY.fullmatch(value.strip()))


def is_estimate(name: str) -> bool:
    """Say whether a field of that name could hold estimates.

    >>> is_estimate("Story Points"), is_estimate("aggregatetimeestimate")
    (True, False)
    """
    name = plain(name)
    return bool(_ESTIMATE.search(name)) and not name.startswith(_TOTAL)


def event_field(item: Mapping[str, Any]) -> str:
    """Return our name of the field that an item of a change log is about."""
    name = item.get("field")
    key = plain(name) if isinstance(name, str) else ""
    identity = item.get("fieldId")
    if key in _CUSTOM_EVENTS:
        return _CUSTOM_EVENTS[key]
    if item.get("fieldtype") != "custom" and not str(identity).startswith(CUSTOM):
        return _EVENTS.get(str(identity).casefold(), _EVENTS.get(key, "other"))
    both = (item.get("fromString"), item.get("toString"))
    if is_estimate(key) and all(
        text in (None, "") or number_in(text) is not None for text in both
    ):
        return "number"
    return "other"


@dataclass(slots=True)
class SortedFields:
    """The filled fields of one issue by what they are.

    `values` holds, per role, all values found; `known` the roles whose field is
    there, also when it is empty; `numbers` are candidate estimates by name.
    """

    values: dict[str, list[Any]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    numbers: dict[str, Any] = field(default_factory=dict)

    def first(self, role: str) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Return the first filled value of a role."""
        return next(iter(self.values.get(role, ())), None)


class FieldNames:
    """What the custom fields of one document are called."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take names by id; a name that two fields share gets the id behind it."""
        self.names = names
        seen: Counter[str] = Counter()
        self.display: dict[str, str] = {}
        for key in sorted(names):
            name = names[key]
            self.display[key] = f"{name} ({key})" if seen[plain(name)] else name
            seen[plain(name)] += 1
        self.roles: dict[str, str] = {}

    def role(self, key: str) -> str:
        """Return what the field of that id or name is."""
        if key not in self.roles:
            self.roles[key] = self._role(key)
        return self.roles[key]

    def _role(self, key: str) -> str:
        if not key.startswith(CUSTOM):
            name = plain(key)
            role = _SYSTEM_ROLES.get(name) or _ROLES.get(name)
            return role or ("number" if is_estimate(key) else "")
        if key not in self.names:
            return "unnamed"
        role = _ROLES.get(plain(self.names[key]))
        return role or ("number" if is_estimate(self.names[key]) else "custom")

    def sort(self, fields: Mapping[str, Any]) -> SortedFields:
        """Sort the fields of one issue."""
        found = SortedFields()
        for key, value in fields.items():
            role = self.role(key)
            if not role:
                continue
            found.known.add(role)
            if value is None or value in ("", []):
                continue
            if role in ("unnamed", "custom"):
                role = role_by_shape(key, value, is_named=role == "custom")
            if role == "number":
                found.numbers[self.number_name(key)] = value
            elif role:
                found.values.setdefault(role, []).append(value)
        return found

    def number_name(self, key: str) -> str:
        """Return the name under which the numbers of a field are kept."""
        if key == _STORY_POINT_ESTIMATE and key not in self.names:
            return "Story point estimate"
        return self.display.get(key, key)

    def event_name(self, item: Mapping[str, Any], event: str) -> str | None:
        """Return the name of an item's field; for numbers the one used today."""
        name, identity = item.get("field"), item.get("fieldId")
        if event == "number" and isinstance(identity, str) and identity in self.display:
            return self.display[identity]
        return name.strip() or None if isinstance(name, str) else None


def role_by_shape(key: str, value: object, *, is_named: bool) -> str:
    """Return what a custom field must be, judged by its value."""
    if isinstance(value, list) and any(_is_sprint(element) for element in value):
        return "sprint"
    if is_named:
        return ""
    if isinstance(value, list) and any(_is_impediment(element) for element in value):
        return "flagged"
    if key == _EPIC_LINK and is_issue_key(value):
        return "epic_link"
    if (
        key == _TEAM
        and isinstance(value, dict)
        and ("name" in value or "title" in value)
    ):
        return "team"
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if is_number else ""


def _is_sprint(value: object) -> bool:
    if isinstance(value, str):
        return "greenhopper" in value and "[" in value
    return (
        isinstance(value, dict)
        and "state" in value
        and bool({"boardId", "originBoardId", "startDate", "goal"} & value.keys())
    )


def _is_impediment(value: object) -> bool:
    return isinstance(value, dict) and value.get("value") == "Impediment"


def field_names(
    names: Iterable[object],
    histories: Iterable[Mapping[str, Any]],
    shown: Iterable[str] = (),
) -> FieldNames:
    """Learn what fields are called.

    Args:
        names: The `names` maps of responses, where there are any.
        histories: All entries of the change logs: a field that was renamed has the
            name of its latest change.
        shown: The keys of fields. Where they are names, their spelling counts.
    """
    learned: dict[str, tuple[str, str]] = {}
    for history in histories:
        created = str(history.get("created"))
        for key, name in named_changes(history.get("items")):
            if (created, name) >= learned.get(key, ("", "")):
                learned[key] = (created, name)
    said = {
        key: name.strip()
        for mapping in names
        if isinstance(mapping, dict)
        for key, name in mapping.items()
        if key.startswith(CUSTOM) and isinstance(name, str) and name.strip()
    }
    spelled = {plain(key): key for key in shown}
    known: dict[str, str] = {key: name for key, (_, name) in learned.items()}
    known |= said
    return FieldNames(
        {key: spelled.get(plain(name), name) for key, name in known.items()}
    )


def named_changes(items: object) -> Iterator[tuple[str, str]]:
    """Yield what the items of an entry call custom fields: the id, the name."""
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        key, name = item.get("fieldId"), item.get("field")
        if (
            isinstance(key, str)
            and key.startswith(CUSTOM)
            and (isinstance(name, str) and name.strip())
        ):
            yield key, name.strip()
