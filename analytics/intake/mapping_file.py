"""Column mappings as a file that people can read, keep and pass on.

The file names columns of ours and headers of a table; it holds no cell of any table,
no name of a file, sheet or project.

    {"what": "Steerco column mappings", "version": 1, "mappings": [
      {"reads": "cost", "header": ["Thing", "Sum"], "columns": {"amount": ["B: Sum"]}}
    ]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.errors import RequestError
from analytics.importers.registry import TABLE_IMPORTERS
from analytics.intake.report import ColumnMapping

if TYPE_CHECKING:
    from collections.abc import Iterable

WHAT, VERSION = "Steerco column mappings", 1
MAX_TEXT = 1_000_000
NOT_ONE = "This file is no column mapping that Steerco has saved."


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """The header of a table, and which of its columns is which."""

    header: tuple[str, ...]
    mapping: ColumnMapping

    def to_json(self) -> str:
        """Return a stable text; `ColumnMapping` and `from_json` both read it."""
        raw = json.loads(self.mapping.to_json())
        return json.dumps(raw | {"header": self.header}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> HeaderMapping | None:
        """Read what `to_json` wrote; None where no header was kept with it."""
        header = json.loads(text).get("header")
        if header is None:
            return None
        return cls(tuple(header), ColumnMapping.from_json(text))


def letters(position: int) -> str:
    """Return the letters of a column as a spreadsheet shows them.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        text = chr(65 + letter) + text
    return text


def to_file(mappings: Iterable[HeaderMapping]) -> str:
    """Return mappings as the text of a file."""
    told = [
        {
            "reads": one.mapping.importer,
            "header": one.header,
            "columns": {
                name: [_called(one.header, position) for position in where]
                for name, where in sorted(one.mapping.columns.items())
            },
        }
        for one in mappings
    ]
    file = {"what": WHAT, "version": VERSION, "mappings": told}
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def _called(header: tuple[str, ...], position: int) -> str:
    return f"{letters(position)}: {header[position]}"


def from_file(text: str) -> tuple[HeaderMapping, ...]:
    """Read the text of a file, and check every name in it.

    Raises:
        RequestError: It is no such file, or it names what is not there.
    """
    try:
        raw = json.loads(text[:MAX_TEXT])
        if raw["what"] != WHAT:
            raise RequestError(NOT_ONE)
        if raw["version"] > VERSION:
            message = "A newer version of Steerco has saved this file. Update Steerco."
            raise RequestError(message)
        return tuple(_read(one) for one in raw["mappings"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise RequestError(NOT_ONE) from error


def _read(raw: dict[str, Any]) -> HeaderMapping:
    header = tuple(str(name) for name in raw["header"])
    importer = next((one for one in TABLE_IMPORTERS if one.name == raw["reads"]), None)
    if importer is None:
        message = f"There is no table called {raw['reads']!r} that columns could fill."
        raise RequestError(message)
    there = {_called(header, position): position for position in range(len(header))}
    columns: dict[str, tuple[int, ...]] = {}
    for name, called in raw["columns"].items():
        if name not in importer.columns:
            message = f"{importer.title} has no column called {name!r}."
            raise RequestError(message)
        strange = [one for one in called if one not in there]
        if strange:
            message = f"The mapping names {strange[0]!r}, which is not in its header."
            raise RequestError(message)
        columns[name] = tuple(there[one] for one in called)
    return HeaderMapping(header, ColumnMapping(importer.name, "", 0, columns))
