"""Columns of numbers and of money.

How a column is written is decided from all its cells: one "1.234,50" tells that the
comma is the decimal point of every "1,234" beside it. Where no cell tells, the more
common meaning is taken and a note names the doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, plain, quoted
from analytics.importers.digits import (
    BODY,
    Style,
    absent,
    around,
    body,
    multiple,
    number,
    sign,
)
from analytics.importers.units import (
    CODES,
    DOUBTFUL,
    SYMBOLS,
    currency_of,
    unit,
)

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

SIMPLE = r"^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?$"
"""Numbers whose text can be cast as it stands."""

POWERS = {3: "thousands", 6: "millions", 9: "billions"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What the cells of a column have in common, as counts of cells.

    `point` and `comma` can be read with that decimal separator only; the cells in
    `doubt_point` ("1.234") and `doubt_comma` ("1,234") with either.
    """

    filled: int
    simple: int
    point: int
    comma: int
    doubt_point: int
    doubt_comma: int

    def decimal(self, *, money: bool, typed: bool) -> str:
        """Return the decimal separator.

        Three digits behind a single mark are thousands in an amount of money, which
        has no thousandths; in other numbers a point is a decimal point.

        >>> Shape(2, 0, 0, 1, 0, 1).decimal(money=True, typed=False)
        ','
        >>> Shape(1, 1, 0, 0, 1, 0).decimal(money=True, typed=False)
        ','
        >>> Shape(1, 1, 0, 0, 1, 0).decimal(money=False, typed=False)
        '.'
        """
        if self.point != self.comma:
            return "." if self.point > self.comma else ","
        open_points = self.doubt_point and not self.doubt_comma and not self.point
        return "," if open_points and money and not typed else "."


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


def shape(raw: RawTable, cell: str) -> Shape:
    """Count how the cells of a column are written."""
    digits = body(cell)
    point, comma = (f"regexp_full_match({digits}, {quoted(BODY[d])})" for d in ".,")
    both = f"{point} and {comma}"
    conditions = (
        f"not {absent(cell)}",
        f"regexp_matches({cell}, {quoted(SIMPLE)})",
        f"{point} and not {comma}",
        f"{comma} and not {point}",
        f"{both} and contains({digits}, '.')",
        f"{both} and contains({digits}, ',')",
    )
    counts = ", ".join(f"count(*) filter (where {test})" for test in conditions)
    return Shape(*raw.fetch(counts)[0])


@dataclass(frozen=True, slots=True)
class Reading:
    """A column of numbers, decided: SQL of the cell, its text as a number, notes."""

    cell: str
    name: str
    text: str
    simple: bool
    style: Style
    notes: tuple[str, ...]

    def fitted(
        self, kind: str, why: str, extra: dict[str, str] | None = None
    ) -> Fitted:
        """Return the column cast to an SQL type."""
        value = f"try_cast({self.text} as {kind})"
        if kind == "double":
            value = f"case when isfinite({value}) then {value} end"
        unreadable = f"not {absent(self.cell)} and ({value}) is null"
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
    found = shape(raw, cell)
    decimal = found.decimal(money=money, typed=raw.typed)
    style = Style(decimal, unit(name).exponent, units, percent=not money)
    simple = found.simple == found.filled and decimal == "." and not style.exponent
    text = cell if simple else number(cell, style)
    notes += _doubts(name, found, style, typed=raw.typed)
    if not simple:
        notes += _multiples(raw, cell, name, text, units)
    return Reading(cell, name, text, simple, style, tuple(notes))


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
    raw: RawTable, cell: str, name: str, text: str, units: tuple[str, ...]
) -> list[str]:
    word = multiple(around(cell))
    skipped = ", ".join(map(quoted, ("", *units)))
    test = f"{word} not in ({skipped}) and ({text}) is not null"
    (count, example) = raw.fetch(
        f"count(*) filter (where {test}), min({cell}) filter (where {test})"
    )[0]
    if not count:
        return []
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
        return amounts(raw, read(raw, positions, money=True))


def amounts(raw: RawTable, reading: Reading) -> Fitted:
    """Return a column read as money, its currency in `extra`."""
    fitted = reading.fitted("decimal(18,2)", "is not an amount")
    extra, notes = _currency(raw, reading, fitted.expression)
    return Fitted(
        fitted.expression,
        fitted.unreadable,
        fitted.why,
        extra,
        (*fitted.notes, *notes),
    )


def _currency(
    raw: RawTable, reading: Reading, value: str
) -> tuple[dict[str, str], list[str]]:
    """Return the currency of each amount, and what was assumed of it."""
    header = unit(reading.name).currency
    found: list[str] = []
    if not reading.simple:
        each = sign(reading.cell)
        (signs,) = raw.fetch(
            f"list(distinct {each}) filter (where {value} is not null)"
        )[0]
        found = sorted(signs or ())
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
    written = code(sign(reading.cell)) if codes else "NULL"
    filled = f"coalesce({written}, nullif({quoted(default)}, ''))"
    return {"currency": f"case when {value} is not null then {filled} end"}, notes


def code(text: str) -> str:
    """Return SQL for the ISO code of a code or sign in capitals, else NULL."""
    known = ", ".join(f"{quoted(s)}: {quoted(c)}" for s, c in SYMBOLS.items())
    codes = ", ".join(map(quoted, sorted(CODES)))
    return f"case when {text} in ({codes}) then {text} else map {{{known}}}[{text}] end"


@dataclass(frozen=True, slots=True)
class Currency:
    """A column of currencies: ISO codes or signs."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as ISO codes."""
        cell, name, notes = column(raw, positions)
        text = f"upper({cell})"
        doubtful = ", ".join(map(quoted, sorted(DOUBTFUL)))
        (signs,) = raw.fetch(
            f"list(distinct {text}) filter (where {text} in ({doubtful}))"
        )[0]
        notes += [
            f"{name}: {written!r} was taken as {currency_of(written)}."
            for written in sorted(signs or ())
        ]
        unreadable = f"not {absent(cell)} and {code(text)} is null"
        return Fitted(code(text), unreadable, "is not a currency", {}, tuple(notes))
