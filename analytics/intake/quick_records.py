"""What is taken out of each issue of a large file, and what is said of many.

Issues are checked as JSON but not understood: the values of the fields stay as they are
written. Most of them are like those of other issues, and each different one is
understood once.
"""

from __future__ import annotations

from typing import Any

import msgspec

from analytics.errors import Problem  # noqa: TC001 - msgspec asks what it is
from analytics.intake.json_pieces import DoubtError

Raw = msgspec.Raw
"""A value as it is written."""


class History(msgspec.Struct, gc=False):
    """An entry of a change log."""

    created: str
    items: Raw
    id: str | int | None = None
    author: Raw = Raw(b"null")


class Log(msgspec.Struct, gc=False):
    """A change log."""

    histories: list[History]
    total: int | None = None


class Issue(msgspec.Struct, gc=False):
    """An issue; `names` are what a response of that issue alone calls its fields."""

    key: str
    fields: dict[str, Raw]
    id: str | int | None = None
    changelog: Log | None = None
    names: dict[str, Raw] | None = None


class Answers(msgspec.Struct):
    """What was said of the names of fields while a guess was made of them.

    `roles` are by key; `numbers` are the names of numbers by key, `changed` those of
    the numbers in change logs by id; the values of the fields `telling` were taken for
    something because of the names.
    """

    roles: dict[str, str] = {}
    numbers: dict[str, str] = {}
    changed: dict[str, str | None] = {}
    telling: set[str] = set()


class Said(msgspec.Struct):
    """What is said of the issues of a stretch beside their rows.

    `sprints` and `statuses` are in the order in which they were met, so that another
    stretch's can be added behind them; `short` says of change logs that are not whole
    how many entries they hold and should have. `told` is the name of each field in its
    latest change, with the instant of that; `written` counts the rows of each table.
    """

    keys: list[str] = []
    is_logged: bool = False
    short: dict[str, tuple[int, int]] = {}
    sprints: list[dict[str, Any]] = []
    statuses: list[tuple[int, dict[str, Any]]] = []
    worklogs: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    without_hours: list[str] = []
    problems: list[Problem] = []
    answers: Answers = msgspec.field(default_factory=Answers)
    told: dict[str, tuple[str, str]] = {}
    written: dict[str, int] = {}


_DECODER = msgspec.json.Decoder(list[Issue])


def issues_in(text: bytes) -> list[Issue]:
    r"""Take the issues out of a list.

    >>> issues_in(b'[{"key": "APP-1", "fields": {"summary": "Pay"}}]')[0].key
    'APP-1'

    Raises:
        DoubtError: It is no JSON as the standard has it, or holds other things.
    """
    try:
        if not text.isascii():
            text.decode()
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DoubtError from error
