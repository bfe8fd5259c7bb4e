"""Walks JSON text record by record, and knows the place of everything it meets.

The elements of a list are decoded one by one at C speed, so that each record knows
its line and an error can be named by line and column.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import DamagedFileError
from analytics.importers.json_damage import MAX_DEPTH, Damage, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LIST_KEYS = (
    "issues",
    "values",
    "value",
    "worklogs",
    "issueChangeLogs",
    "histories",
    "sprints",
    "statuses",
    "results",
    "records",
    "data",
    "cards",
)
"""What the main list of an object may be called, best first."""

PAGE_KEYS = ("issues", "values", "value", "worklogs", "issueChangeLogs")
"""The lists by which the elements of a bare list are known to be saved pages."""

PAGE = "(page)"
"""Under this key a record carries the address that its page gives for itself."""

COUNT = "(count)"
"""Under this key a page has the number of its records."""

_BLANK = re.compile(r"[ \t\r\n]*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSTORABLE_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_WHOLE_DIGITS = 300


@dataclass(slots=True)
class Part:
    """One value of the top level: its records with their offsets."""

    records: list[tuple[int, Any]]
    is_container: bool = True
    list_key: str = ""
    envelope: dict[str, Any] = field(default_factory=dict)


def _main_list(
    members: Mapping[str, Any], keys: tuple[str, ...] = LIST_KEYS
) -> str | None:
    """Return the key of the main list, if there is one."""
    if members.keys().isdisjoint(keys):
        return None
    return next((key for key in keys if _is_list_of_records(members.get(key))), None)


def _is_list_of_records(value: object) -> bool:
    return isinstance(value, list) and (
        not value or any(isinstance(element, dict) for element in value)
    )


def _depth_exceeds(value: object, limit: int) -> bool:
    level = [value]
    while level and limit:
        limit -= 1
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, dict | list)
        ]
    return bool(level)


def _refuse_constant(name: str) -> object:
    raise _ConstantError(name)


def _whole(digits: str) -> float:
    """Read a whole number; one too long for an integer becomes a float."""
    return int(digits) if len(digits) <= _WHOLE_DIGITS else float(digits)


class _ConstantError(Exception):
    """NaN or Infinity, which JSON does not have."""


class Reader:
    """Walks JSON text; every position is an offset into it."""

    def __init__(self, text: str, filename: str) -> None:
        """Take the text; `removed` counts the characters taken out of it."""
        self.text, self.removed = _UNSTORABLE.subn("", text.removeprefix("\ufeff"))
        self.damage = Damage(self.text, filename)
        self.newline = "\n" if "\n" in text else "\r"
        # Raw line breaks and tabs inside a text do no harm, so `strict` is off.
        self.decode = json.JSONDecoder(
            strict=False, parse_constant=_refuse_constant
        ).raw_decode
        self.decode_long = json.JSONDecoder(
            strict=False, parse_constant=_refuse_constant, parse_int=_whole
        ).raw_decode
        self.must_clean = bool(_UNSTORABLE_ESCAPE.search(self.text))

    def parts(self) -> Iterator[Part]:
        """Read the values of the top level one after the other."""
        position = self.blank(0)
        if position == len(self.text):
            raise DamagedFileError(f"{self.damage.filename} is empty. Export it again.")
        if self.text.startswith("<", position):
            raise DamagedFileError(
                f"{self.damage.filename} is a web page or XML, not JSON; perhaps the "
                "page that asks to sign in was saved. Export it again."
            )
        is_lines = False
        while position < len(self.text):
            if self.text[position] == "[":
                parts, position = self.bare_list(position)
                yield from parts
            elif self.text[position] == "{" and not is_lines:
                part, position = self.bare_object(position, depth=1)
                is_lines = not part.list_key
                yield part
            else:
                part, position = self.line(position)
                yield part
            position = self.blank(position)

    def line(self, start: int) -> tuple[Part, int]:
        """Read a record in one go: fast where half a million follow each other."""
        value, end = self.value(start, depth=0)
        if isinstance(value, dict) and _main_list(value):
            return self.bare_object(start, depth=1)
        return Part([(start, value)], is_container=isinstance(value, dict)), end

    def bare_list(self, position: int) -> tuple[list[Part], int]:
        """Read a list of records, or a list of saved pages."""
        elements, end = self.elements(position, depth=1)
        if elements and all(
            isinstance(element, dict) and _main_list(element, PAGE_KEYS)
            for _, element in elements
        ):
            whole = [self.bare_object(start, depth=2)[0] for start, _ in elements]
            return whole, end
        return [Part(elements)], end

    def bare_object(self, start: int, *, depth: int) -> tuple[Part, int]:
        """Read an object: a page when it has a main list, else a record."""
        members: dict[str, Any] = {}
        lists: dict[str, list[tuple[int, Any]]] = {}
        position = self.blank(start + 1)
        while not self.text.startswith("}", position):
            key, position = self.key(position)
            if key in LIST_KEYS and self.text.startswith("[", position):
                lists[key], position = self.elements(position, depth=depth + 1)
                members[key] = [element for _, element in lists[key]]
            else:
                members[key], position = self.value(position, depth=depth)
            position = self.separator(position, "}")
        main = _main_list(members)
        if main is None:
            return Part([(start, members)]), position + 1
        del members[main]
        records = lists[main]
        members[COUNT] = len(records)
        self.carry_address(members, records)
        return Part(records, list_key=main, envelope=members), position + 1

    @staticmethod
    def carry_address(
        members: Mapping[str, Any], records: Iterable[tuple[int, Any]]
    ) -> None:
        """Tell each record where its page says it came from."""
        address = members.get("self")
        if isinstance(address, str):
            for _, record in records:
                if isinstance(record, dict):
                    record[PAGE] = address

    def key(self, position: int) -> tuple[str, int]:
        """Read the name of a member and go to its value."""
        if not self.text.startswith('"', position):
            raise self.damage.at(position, "the name of a value is expected")
        key, position = self.value(position, depth=0)
        position = self.blank(position)
        if not self.text.startswith(":", position):
            raise self.damage.at(position, "a colon is expected")
        return key, self.blank(position + 1)

    def elements(
        self, position: int, *, depth: int
    ) -> tuple[list[tuple[int, Any]], int]:
        """Read a list element by element."""
        found: list[tuple[int, Any]] = []
        position = self.blank(position + 1)
        while not self.text.startswith("]", position):
            value, end = self.value(position, depth=depth)
            found.append((position, value))
            position = self.separator(end, "]")
        return found, position + 1

    def separator(self, position: int, closing: str) -> int:
        """Step over a comma, or stay on the closing bracket."""
        position = self.blank(position)
        if self.text.startswith(closing, position):
            return position
        if not self.text.startswith(",", position):
            raise self.damage.at(position, "a comma is expected")
        after = self.blank(position + 1)
        if self.text.startswith(closing, after):
            raise self.damage.at(position, "a comma is followed by nothing")
        return after

    def value(self, position: int, *, depth: int) -> tuple[Any, int]:
        """Decode one value that lies `depth` brackets deep."""
        try:
            value, end = self.decoded(position)
        except RecursionError:
            raise self.damage.too_deep(position) from None
        except _ConstantError as error:
            raise self.damage.at(
                position, f"the record starting here holds {error}, which is no number"
            ) from None
        limit = MAX_DEPTH - depth
        opened = self.text.count("{", position, end)
        opened += self.text.count("[", position, end)
        if opened > limit and _depth_exceeds(value, limit):
            raise self.damage.too_deep(position)
        if self.must_clean and _UNSTORABLE_ESCAPE.search(self.text, position, end):
            value = self.cleaned(value)
        return value, end

    def decoded(self, position: int) -> tuple[Any, int]:
        """Decode, with a second try for whole numbers of thousands of digits."""
        try:
            return self.decode(self.text, position)
        except json.JSONDecodeError as error:
            raise self.damage.at(error.pos, in_words(error.msg)) from None
        except ValueError:
            return self.decode_long(self.text, position)

    def cleaned(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON can hold
        """Take out the characters that no database stores."""
        if isinstance(value, str):
            value, count = _UNSTORABLE.subn("", value)
            self.removed += count
            return value
        if isinstance(value, list):
            return [self.cleaned(element) for element in value]
        if isinstance(value, dict):
            return {self.cleaned(k): self.cleaned(v) for k, v in value.items()}
        return value

    def blank(self, position: int) -> int:
        """Step over white space."""
        found = _BLANK.match(self.text, position)
        return found.end() if found else position

    def numbered(self, parts: Iterable[Part]) -> Iterator[tuple[int, Any]]:
        """Turn offsets into physical lines, counting each line break once."""
        line, counted = 1, 0
        for part in parts:
            for position, record in part.records:
                line += self.text.count(self.newline, counted, position)
                counted = position
                yield line, record
