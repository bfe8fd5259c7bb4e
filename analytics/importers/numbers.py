"""Columns of numbers and of money.

How a column is written is decided from all its cells: one "1.234,50" tells that the
comma is the decimal point of every "1,234" beside it. Where no cell tells, the more
common meaning is taken and a note names the doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.around import (
    Around,
    Style,
    currency,
    number,
    read_way,
)
from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import in_capitals, let, mapped
from analytics.importers.headers import plain
from analytics.importers.number_shapes import Shape, Way, blank, shape, ways
from analytics.importers.texts import texts_of
from analytics.importers.units import (
    DOUBTFUL,
    currency_of,
    unit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.importers.base import RawTable

POWERS = {3: "thousands", 6: "millions", 9: "billions"}


def counted(cells: int) -> str:
    """Return a number of cells in words.

    >>> counted(1), counted(1200)
    ('1 cell', '1,200 cells')
    """
    return "1 cell" if cells == 1 else f"{cells:,} cells"


def column(raw: RawTable, positions: tuple[int, ...]) -> tuple[str, str, list[str]]:
    """Return the SQL of a cell, the name of the column and notes.

    Only columns of the best name count; of several the first filled one.
    """
    names = [" ".join(raw.header[position].split()) for position in positions]
    same = [p for p, name in zip(positions, names, strict=True) if _same(name, names)]
    cells = ", ".join(raw.cell(position) for position in same)
    if len(same) == 1:
        return cells, names[0], []
    note = f"{len(same)} columns are named {names[0]!r}: the first filled one counts."
    return f"coalesce({cells})", names[0], [note]


def _same(name: str, names: list[str]) -> bool:
    return plain(name) == plain(names[0])


@dataclass(frozen=True, slots=True)
class Reading:
    """A column of numbers, decided: SQL of the cell, its text as a number, notes.

    `blank` is SQL that is true where there is no value; `readable` are the ways in
    which the numbers are written, none where all are plain.
    """

    cell: str
    name: str
    text: str
    blank: str
    readable: tuple[tuple[Way, Around], ...]
    notes: tuple[str, ...]

    def fitted(
        self, kind: str, why: str, extra: dict[str, str] | None = None
    ) -> Fitted:
        """Return the column cast to an SQL type."""
        value = f"try_cast({self.text} as {kind})"
        if kind == "double":
            value = let("v", value, "case when isfinite(v) then v end")
        unreadable = f"not {self.blank} and ({value}) is null"
        return Fitted(value, unreadable, why, extra or {}, self.notes)


def read(
    raw: RawTable,
    positions: tuple[int, ...],
    *,
    money: bool = False,
    units: tuple[str, ...] = (),
) -> Reading:
    """Decide from all cells how a column of numbers is read."""
    cell, name, notes = column(raw, positions)
    forms = ways(raw, cell)
    found = shape(forms)
    decimal = found.decimal(money=money, typed=raw.typed)
    style = Style(decimal, unit(name).exponent, units, percent=not money)
    simple = found.simple == found.filled and decimal == "." and not style.exponent
    notes += _doubts(name, found, style, typed=raw.typed)
    empty = blank(cell, (way.text for way in forms))
    if simple:
        return Reading(cell, name, cell, empty, (), tuple(notes))
    said = [(way, read_way(way, style)) for way in forms]
    readable = tuple((way, one) for way, one in said if one is not None)
    notes += _multiples(name, readable, style)
    text = number(cell, style, readable)
    return Reading(cell, name, text, empty, readable, tuple(notes))


def _doubts(name: str, found: Shape, style: Style, *, typed: bool) -> list[str]:
    notes = []
    word = "point" if style.decimal == "." else "comma"
    if found.point and found.comma:
        notes.append(
            f"{name}: {counted(found.point)} with a decimal point and "
            f"{found.comma:,} with a decimal comma; where a cell could be either, the "
            f"decimal {word} was taken."
        )
    doubt = found.doubt_point + found.doubt_comma
    if doubt and not found.point and not found.comma and not typed:
        example = "'1.234'" if found.doubt_point else "'1,234'"
        taken = (found.doubt_point > 0) == (style.decimal == ".")
        meaning = "one and a fraction" if taken else "one thousand and more"
        notes.append(
            f"{name}: {counted(doubt)} such as {example} can be read two ways and no "
            f"cell tells which; read as {meaning}. Check one of them."
        )
    if style.exponent:
        notes.append(f"{name}: the header says {POWERS[style.exponent]}.")
    return notes


def _multiples(
    name: str, readable: Sequence[tuple[Way, Around]], style: Style
) -> list[str]:
    skipped = ("", *style.units)
    found = [way for way, said in readable if said.multiple not in skipped]
    if not found:
        return []
    count, example = sum(way.cells for way in found), min(way.example for way in found)
    return [f"{name}: {counted(count)}, such as {example!r}, multiplied out."]


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `units` are words in capitals that may follow it, such as "DAYS"."""

    aliases: tuple[str, ...]
    units: tuple[str, ...] = ()

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as numbers."""
        reading = read(raw, positions, units=self.units)
        return reading.fitted("double", "is not a number")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money, with the currency that its cells or its header name."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as amounts."""
        return amounts(read(raw, positions, money=True))


def amounts(reading: Reading) -> Fitted:
    """Return a column read as money, its currency in `extra`."""
    fitted = reading.fitted("decimal(18,2)", "is not an amount")
    extra, notes = _currency(reading, fitted.expression)
    return Fitted(
        fitted.expression,
        fitted.unreadable,
        fitted.why,
        extra,
        (*fitted.notes, *notes),
    )


def _currency(reading: Reading, value: str) -> tuple[dict[str, str], list[str]]:
    """Return the currency of each amount, and what was assumed of it."""
    header = unit(reading.name).currency
    found = sorted({said.sign for _, said in reading.readable})
    codes = sorted({currency_of(text) for text in found if text})
    if not codes and not header:
        return {}, []
    default = header or (codes[0] if len(codes) == 1 else "")
    notes = [
        f"{reading.name}: {text!r} was taken as {currency_of(text)}."
        for text in found
        if text in DOUBTFUL
    ]
    if "" in found and codes and default:
        notes.append(f"{reading.name}: amounts without a currency count as {default}.")
    filled = f"nullif({quoted(default)}, '')"
    if codes not in ([], [default]):
        filled = f"coalesce({currency(reading.cell, reading.readable)}, {filled})"
    return {"currency": f"case when {value} is not null then {filled} end"}, notes


@dataclass(frozen=True, slots=True)
class Currency:
    """A column of currencies: ISO codes or signs."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as ISO codes."""
        cell, name, notes = column(raw, positions)
        text = f"upper({cell})"
        texts = texts_of(raw, cell, text)
        found = {one: code for one in sorted(texts) if (code := currency_of(one))}
        notes += [
            f"{name}: {one!r} was taken as {found[one]}."
            for one in found
            if one in DOUBTFUL
        ]
        code = f"{mapped(found)}[{text}]" if found else "cast(NULL as varchar)"
        unreadable = f"not {blank(cell, map(in_capitals, texts))} and {code} is null"
        return Fitted(code, unreadable, "is not a currency", {}, tuple(notes))
