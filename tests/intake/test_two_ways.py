"""The fast and the careful way of reading a CSV agree, and nothing is lost."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from analytics.errors import FileError
from tests.homes import HEADER, csv_text, issue_rows
from tests.intake.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REFERENCE = csv_text(issue_rows(60)).encode()
KNOWN = {(row[1], row[0]) for row in issue_rows(60)}


def test_the_fast_and_the_careful_way_agree(tmp_path: Path) -> None:
    columns = "* exclude (line)"
    fast = read(tmp_path, REFERENCE)
    title = b"Board" + b"," * (len(HEADER) - 1) + b"\n"
    broken = REFERENCE + b"APP-0,broken\n"
    for content in (REFERENCE.decode().encode("utf-16"), title + REFERENCE, broken):
        assert read(tmp_path, content).rows(columns) == fast.rows(columns)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def doubled_quote(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + b'"' + content[at:]


def lost_byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + content[at + 1 :]


def strange_byte(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + chance.choice([b"\xff", b"\x00", b"\r"]) + content[at:]


def shifted_cells(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(1, len(lines))
    lines[at] = b"," * chance.randrange(1, 4) + lines[at]
    return b"\n".join(lines)


def lost_line(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    del lines[chance.randrange(1, len(lines))]
    return b"\n".join(lines)


def lost_column(_: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(HEADER))
    rows = [row[:at] + row[at + 1 :] for row in issue_rows(60)]
    return csv_text(rows, HEADER[:at] + HEADER[at + 1 :]).encode()


def another_encoding(content: bytes, chance: random.Random) -> bytes:
    name = chance.choice(["cp1252", "utf-16", "utf-8-sig", "utf-32", "latin-1"])
    return content.decode().encode(name)


def another_order(_: bytes, chance: random.Random) -> bytes:
    order = list(range(len(HEADER)))
    chance.shuffle(order)
    rows = [[row[at] for at in order] for row in issue_rows(60)]
    return csv_text(rows, [HEADER[at] for at in order]).encode()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut,
    doubled_quote,
    lost_byte,
    strange_byte,
    shifted_cells,
    lost_line,
    lost_column,
    another_encoding,
    another_order,
)
INVENTING = {lost_byte, strange_byte, doubled_quote, cut, lost_column}
"""These change the text of at most one record (or of a whole column)."""


def hold(tmp_path: Path, number: int) -> str:
    """Read one mutant and check what holds for each; return why it was refused."""
    chance = random.Random(number)  # noqa: S311 - a test
    mutate = MUTATIONS[number % len(MUTATIONS)]
    try:
        found = read(tmp_path, mutate(REFERENCE, chance))
    except FileError as error:
        return str(error)
    rows = set(found.rows())
    if mutate is lost_column:
        keys = {key for key, _ in rows}
        assert keys <= {key for key, _ in KNOWN} | {None}
    else:
        assert len(rows - KNOWN) <= (1 if mutate in INVENTING else 0), rows - KNOWN
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_mutants_lose_nothing_and_invent_nothing(tmp_path: Path, part: int) -> None:
    said = [hold(tmp_path, number) for number in range(50 * part, 50 * (part + 1))]
    assert said.count("") > 20
    assert all(one.endswith((".", "?")) for one in said if one)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(4, 200))
def test_ten_thousand_mutants(tmp_path: Path, part: int) -> None:
    for number in range(50 * part, 50 * (part + 1)):
        hold(tmp_path, number)
