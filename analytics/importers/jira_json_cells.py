"""Reads the cells of Jira's JSON, and notes those that cannot be read."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from analytics.errors import Problem
from analytics.importers.json_document import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

EXCERPT = 200
_SHORT = 60
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:?\d\d.*)?")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?")
_EARLIEST_MILLISECONDS = 100_000_000_000
"""Whole numbers below this (March 1973) are no instants of an issue tracker."""

_LABELS = ("displayName", "name", "value", "title", "key", "accountId", "id")


def excerpt(value: object, length: int = EXCERPT) -> str:
    """Return the start of a value as JSON, for messages."""
    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if key != PAGE}
    text = json.dumps(value, ensure_ascii=False, default=str)
    return (
        text if len(text) <= length else f"{text[: length - 1]}\N{HORIZONTAL ELLIPSIS}"
    )


def utc(moment: datetime) -> str:
    """Return an instant in UTC without offset.

    >>> utc(datetime.fromisoformat("2020-06-12T08:13:13.360+08:00"))
    '2020-06-12T00:13:13.360000'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat()


@dataclass(slots=True)
class Cells:
    """The cells of one record; `problems` collects what could not be read."""

    line: int
    problems: list[Problem]

    def refuse(self, column: str, message: str) -> None:
        """Note a problem of this record."""
        self.problems.append(Problem(self.line, column, message))

    def unreadable(self, value: object, column: str, what: str) -> None:
        """Note that a value is not what its column should hold."""
        self.refuse(column, f"{excerpt(value, _SHORT)} is not {what}")

    def text(self, value: object, column: str) -> str | None:
        """Read text; numbers, such as ids, are taken as they are written."""
        if isinstance(value, str):
            return value.strip() or None
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.unreadable(value, column, "text")
        return None

    def label(self, value: object, column: str) -> str | None:
        """Read what people call an object: a user, a status, an option."""
        if isinstance(value, dict):
            named = (value[key] for key in _LABELS if value.get(key) not in (None, ""))
            value = next(named, None)
        return self.text(value, column)

    def labels(self, value: object, column: str) -> list[str]:
        """Read a list of what people call objects."""
        if value is None or value == "":
            return []
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.unreadable(value, column, "a list")
            return []
        return [name for one in value if (name := self.label(one, column))]

    def mapping(self, value: object, column: str) -> Mapping[str, Any]:
        """Read an object; anything else counts as an empty one."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.unreadable(value, column, "an object")
        return {}

    def number(self, value: object, column: str) -> float | None:
        """Read a finite number."""
        if value is None or value == "":
            return None
        found = number_in(value)
        if found is None:
            self.unreadable(value, column, "a number")
        return found

    def flag(self, value: object, column: str) -> bool | None:
        """Read true or false."""
        if value is None or isinstance(value, bool):
            return value
        self.unreadable(value, column, "true or false")
        return None

    def instant(self, value: object, column: str) -> str | None:
        """Read an instant, with its offset applied.

        Whole numbers are milliseconds since 1970. A time without an offset is taken
        as UTC, and said to be.
        """
        if value is None or value == "":
            return None
        try:
            moment = _moment(value)
            text = utc(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError, OSError):
            self.unreadable(value, column, "a date and time")
            return None
        if not moment.tzinfo:
            self.refuse(column, f"{value} has no time zone and was taken as UTC")
        return text

    def day(self, value: object, column: str) -> str | None:
        """Read a date; of a date and time only the date as it is written."""
        if value is None or value == "":
            return None
        found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
        try:
            return date.fromisoformat(found[1] if found else "").isoformat()
        except ValueError:
            self.unreadable(value, column, "a date")
            return None


def number_in(value: object) -> float | None:
    """Return a finite number that is written as one, or as plain text.

    >>> number_in("13"), number_in(True), number_in("M"), number_in(float("inf"))
    (13.0, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _moment(value: object) -> datetime:
    if isinstance(value, int) and value >= _EARLIEST_MILLISECONDS:
        return datetime.fromtimestamp(value / 1000, UTC)
    text = value.strip() if isinstance(value, str) else ""
    if not _INSTANT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)
