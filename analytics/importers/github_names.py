"""What GitHub's things are called: issues, repositories, people, states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analytics.importers.tracker_rows import inner

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
ADDRESS = re.compile(
    r"https?://[^/\s]+/(?:repos/|api/v3/repos/)?([^/\s]+/[^/\s]+)/(?:issues|pull)/(\d+)"
)
CATEGORIES = {"open": "todo", "closed": "done"}
"""What GitHub's own states mean."""


def state_of(record: Mapping[str, Any]) -> str:
    """Return whether an issue is open or closed; what is merged is closed.

    >>> state_of({"state": "MERGED"})
    'closed'
    """
    state = str(record.get("state", "")).lower()
    return "closed" if state == "merged" else state


def snake(record: Mapping[str, Any]) -> Row:
    """Return a record with the names of the REST interface.

    >>> snake({"closedAt": None, "number": 4})
    {'closed_at': None, 'number': 4}
    """
    return {_CAMEL.sub("_", key).lower(): value for key, value in record.items()}


def repository(record: Mapping[str, Any]) -> str | None:
    """Return the repository of an issue, from its addresses.

    >>> repository({"html_url": "https://github.com/shop/api/issues/7"})
    'shop/api'
    """
    name = inner(record, "repository", "nameWithOwner")
    if isinstance(name, str):
        return name
    for key in ("html_url", "url"):
        found = ADDRESS.match(str(record.get(key)))
        if found:
            return found[1]
    return None


def key_of(record: Mapping[str, Any]) -> str | None:
    """Return what people call an issue: its number after its repository."""
    number = record.get("number")
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return f"{repository(record) or ''}#{number}"


def login(person: object) -> str | None:
    """Return the name of a person."""
    name = inner(person, "login") if isinstance(person, dict) else None
    return name if isinstance(name, str) and name else None
