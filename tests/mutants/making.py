"""Mutants: copies of an export with one thing broken, as mail and people break them.

A mutation takes a file's bytes and gives other bytes, or None where it makes no sense
for that file. `REMOVING` only take whole records away or put them in another order:
what is read of such a file is read of the whole one, too.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import openpyxl

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    Mutation = Callable[[bytes, random.Random], bytes | None]

ENCODINGS = ("cp1252", "utf-16", "utf-8-sig", "utf-32", "latin-1", "utf-16-le")
EVENT = re.compile(rb"BEGIN:VEVENT.*?END:VEVENT\r?\n", re.DOTALL)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def doubled_quote(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + b'"' + content[at:]


def lost_byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + 1 :]


def flipped_byte(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def strange_byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.choice([b"\xff", b"\x00", b"\r"]) + content[at:]


def doubled_part(content: bytes, chance: random.Random) -> bytes:
    """Paste a piece a second time."""
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:]


def another_encoding(content: bytes, chance: random.Random) -> bytes | None:
    try:
        return content.decode("utf-8-sig").encode(chance.choice(ENCODINGS), "replace")
    except UnicodeDecodeError:
        return None


def lost_text_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


# ---------------------------------------------------------------- tables


Rows = list[list[str]]


def _of_rows(change: Callable[[Rows, random.Random], Rows | None]) -> Mutation:
    """Turn a change of rows, header first, into a mutation of a CSV file.

    What stands above the header, the first of the fullest rows, stays as it is.
    """

    @functools.wraps(change)
    def mutate(content: bytes, chance: random.Random) -> bytes | None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
        head = text.partition("\n")[0]
        delimiter = max(",;\t", key=head.count)
        if text[:1] in "[{<" or delimiter not in head:
            return None
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        filled = [sum(map(bool, row)) for row in rows]
        header = filled.index(max(filled))
        changed = change(rows[header:], chance) if len(rows) > header + 1 else None
        if changed is None:
            return None
        changed = rows[:header] + changed
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
        writer.writerows(changed)
        return stream.getvalue().encode()

    return mutate


@_of_rows
def lost_records(rows: Rows, chance: random.Random) -> Rows | None:
    if len(rows) < 3:
        return None
    for _ in range(chance.randrange(1, max(2, len(rows) // 3))):
        del rows[chance.randrange(1, len(rows))]
    return rows


@_of_rows
def swapped_records(rows: Rows, chance: random.Random) -> Rows:
    below = rows[1:]
    chance.shuffle(below)
    return [rows[0], *below]


@_of_rows
def shifted_cells(rows: Rows, chance: random.Random) -> Rows:
    chance.choice(rows[1:])[0:0] = [""] * chance.randrange(1, 4)
    return rows


@_of_rows
def lost_column(rows: Rows, chance: random.Random) -> Rows:
    at = chance.randrange(len(rows[0]))
    return [row[:at] + row[at + 1 :] for row in rows]


@_of_rows
def swapped_columns(rows: Rows, chance: random.Random) -> Rows | None:
    order = list(range(len(rows[0])))
    chance.shuffle(order)
    if {len(row) for row in rows} != {len(order)}:
        return None
    return [[row[at] for at in order] for row in rows]


def as_workbook(content: bytes, chance: random.Random) -> bytes | None:
    """Save a table as XLSX, every cell a text."""
    kept: list[Rows] = []
    if _of_rows(lambda rows, _: kept.append(rows))(content, chance) or not kept:
        return None
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    for row in kept[0]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# ---------------------------------------------------------------- documents


def _records(found: Any) -> list[Any] | None:  # noqa: ANN401 - JSON
    """Return the first list of objects in a JSON value."""
    if isinstance(found, list):
        return found if any(isinstance(one, dict) for one in found) else None
    values = found.values() if isinstance(found, dict) else ()
    return next(filter(None, map(_records, values)), None)


def _json(content: bytes) -> tuple[Any, list[Any]] | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    records = _records(found)
    return (found, records) if records else None


def lost_elements(content: bytes, chance: random.Random) -> bytes | None:
    if (parsed := _json(content)) is None or len(parsed[1]) < 2:
        return None
    del parsed[1][chance.randrange(len(parsed[1]))]
    return json.dumps(parsed[0], ensure_ascii=False).encode()


def swapped_elements(content: bytes, chance: random.Random) -> bytes | None:
    if (parsed := _json(content)) is None:
        return None
    chance.shuffle(parsed[1])
    return json.dumps(parsed[0], ensure_ascii=False).encode()


def places(found: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - JSON
    """Return every container of a JSON value with each of its keys."""
    keys = (
        list(found)
        if isinstance(found, dict)
        else range(len(found))
        if isinstance(found, list)
        else ()
    )
    own = [(found, key) for key in keys]
    return own + [place for key in keys for place in places(found[key])]


def lost_field(content: bytes, chance: random.Random) -> bytes | None:
    if (parsed := _json(content)) is None:
        return None
    container, key = chance.choice(places(parsed[0]))
    del container[key]
    return json.dumps(parsed[0], ensure_ascii=False).encode()


def another_kind_of_value(content: bytes, chance: random.Random) -> bytes | None:
    if (parsed := _json(content)) is None:
        return None
    container, key = chance.choice(places(parsed[0]))
    container[key] = chance.choice([None, 7, "text", True, [], {}, -1e400, "\u202e"])
    return json.dumps(parsed[0]).encode()


def lost_branch(content: bytes, chance: random.Random) -> bytes | None:
    """Take one element out of an XML file, with all below it."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - our own file
    except (ET.ParseError, ValueError):
        return None
    parents = [one for one in root.iter() if len(one)]
    parent = chance.choice(parents)
    parent.remove(chance.choice(list(parent)))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def lost_event(content: bytes, chance: random.Random) -> bytes | None:
    """Take an event out; without one that moves another, the other would come back."""
    found = EVENT.finditer(content)
    events = [one for one in found if b"RECURRENCE-ID" not in one[0]]
    if len(events) < 2:
        return None
    start, end = chance.choice(events).span()
    return content[:start] + content[end:]


REMOVING: tuple[Mutation, ...] = (
    lost_records,
    swapped_records,
    lost_elements,
    swapped_elements,
    lost_event,
)
"""What is read then is read of the whole file, too."""
DAMAGING: tuple[Mutation, ...] = (
    cut,
    doubled_quote,
    lost_byte,
    flipped_byte,
    strange_byte,
    doubled_part,
    another_encoding,
    lost_text_line,
    shifted_cells,
    lost_column,
    swapped_columns,
    as_workbook,
    lost_field,
    another_kind_of_value,
    lost_branch,
)
MUTATIONS = (*REMOVING, *DAMAGING)
