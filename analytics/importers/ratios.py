"""Columns of probabilities: shares, percents, bands, bounds and words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import absent, clean, let
from analytics.importers.numbers import column, counted
from analytics.importers.scales import PROBABILITY, Scale
from analytics.importers.units import either, unit

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

_NUMBER = r"((?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:E-[0-9]{1,2})?)"
_JOIN = "(?:-|TO|BIS|AND|UND|À|A|Y|ET)"
_UNDER = ("UNDER", "BELOW", "LESS THAN", "UP TO", "UNTER", "BIS", "BIS ZU")
_UNDER_SIGNS = ("<", "<=", "≤", "MOINS DE", "MENOS DE")
_OVER = ("OVER", "ABOVE", "MORE THAN", "AT LEAST", "ÜBER", "MEHR ALS", "PLUS DE")
_OVER_SIGNS = (">", ">=", "≥", "MÁS DE")
_ABOUT = ("ABOUT", "APPROX", "BETWEEN", "CA", "CHANCE", "CIRCA", "DE", "ENTRE", "FROM")
_LESS = either((*_UNDER, *_UNDER_SIGNS))
_MORE = either((*_OVER, *_OVER_SIGNS))
PLAIN = rf"^{_NUMBER}$"
PERCENT = rf"(?:^|[^0-9.,-]){_NUMBER} ?%"
BAND = rf"(?:^|[^0-9.,-]){_NUMBER} ?%? ?{_JOIN} ?{_NUMBER} ?%"
BARE_BAND = rf"^{_NUMBER} ?{_JOIN} ?{_NUMBER}$"
BELOW = rf"(?:^|[ (]){_LESS} ?{_NUMBER} ?(?:%|$)"
ABOVE = rf"(?:^|[ (]){_MORE} ?{_NUMBER} ?(?:%|$)|(?:^|[^0-9.,-]){_NUMBER} ?%? ?\+ ?%?$"
OUT_OF = r"^([0-9]{1,2}) ?(?:/|OF|OUT OF|VON|SUR|DE) ?([0-9]{1,2})$"
UNTOLD = "?"
LEVEL = r"^[0-9] ?[-.:=)] ?|\(.*\)$"


@dataclass(frozen=True, slots=True)
class Plain:
    """What the bare numbers of a column look like, and how many "%" there are."""

    highest: float | None
    whole: bool
    least: float | None
    percents: int
    small: int

    def range(self, header: str) -> str:
        """Return the top of the scale of the bare numbers, "100" for percents.

        `header` is what the header or the whole register says of it.

        >>> Plain(0.9, False, 0.1, 0, 3).range(""), Plain(35, True, 2, 0, 0).range("")
        ('1', '100')
        >>> Plain(4, True, 1, 0, 1).range("")
        '5'
        """
        if header:
            return header
        if self.highest is None or self.highest <= 1:
            return "1"
        levels = self.whole and self.highest <= len("12345") and self.least
        return "5" if levels and not self.percents else "100"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A probability between 0 and 1; the cell as written goes to column `text`.

    `range` is what the other columns of the file say of its bare numbers, see
    `analytics.importers.scores`; with "?" they may be anything and are not read.
    """

    aliases: tuple[str, ...]
    text: str
    scale: Scale = PROBABILITY
    range: str = ""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the column as shares of one."""
        cell, name, notes = column(raw, positions)
        cells = replace(raw, relation=_distinct(raw, cell))
        numbers = _plain(cells)
        header = unit(name).range
        top = numbers.range(header or self.range)
        value = _value(cell, top, self.scale)
        notes += _range_notes(name, numbers, top, header, self.scale)
        notes += _form_notes(cells, name, _value("x", top, self.scale), self.scale)
        unreadable = f"not {absent(cell)} and ({value}) is null"
        if top == UNTOLD:
            bare = f"regexp_full_match({clean(cell)}, {quoted(PLAIN)})"
            unreadable = f"{unreadable} and not {bare}"
        why = "is not a probability between 0 and 1"
        return Fitted(value, unreadable, why, {self.text: cell}, tuple(notes))


def _double(text: str) -> str:
    return f"try_cast(replace(nullif({text}, ''), ',', '.') as double)"


def _distinct(raw: RawTable, cell: str) -> str:
    """Return a relation of the different cells `x` and how many there are of each."""
    return f"(select {cell} as x, count(*) as n from {raw.relation} group by {cell})"


def _plain(cells: RawTable) -> Plain:
    """Look at the bare numbers of a column; those above 100 are no probabilities."""
    number = _double(f"regexp_extract({clean('x')}, {quoted(PLAIN)}, 1)")
    numbers = f"(select x, n, {number} as number from {cells.relation})"
    sound = "filter (where number <= 100)"
    return Plain(
        *replace(cells, relation=numbers).fetch(
            f"max(number) {sound}, "
            f"coalesce(bool_and(number = floor(number)) {sound}, true), "
            f"min(number) {sound}, "
            "count(*) filter (where contains(x, '%')), "
            "coalesce(sum(n) filter (where number <= 1 and number > 0), 0)::bigint"
        )[0]
    )


def _value(cell: str, top: str, scale: Scale) -> str:
    """Return SQL for the share that a cell says, NULL where it says none."""

    def part(pattern: str, group: int = 1) -> str:
        return _double(f"regexp_extract(t, {quoted(pattern)}, {group})")

    def share(number: str) -> str:
        return let("n", number, "case when n <= 1 then n else n / 100 end")

    above = f"coalesce({part(ABOVE)}, {part(ABOVE, 2)})"
    percent = "contains(t, '%')"
    cases = {
        PLAIN: _bare(part(PLAIN), top),
        OUT_OF: _level(part(OUT_OF), part(OUT_OF, 2)),
        BAND: f"({part(BAND)} + {part(BAND, 2)}) / 200",
        BARE_BAND: (
            f"case when {part(BARE_BAND, 2)} <= 1 then 1 else 0.01 end * "
            f"({part(BARE_BAND)} + {part(BARE_BAND, 2)}) / 2"
        ),
        BELOW: f"case when {percent} then {part(BELOW)} / 100 "
        f"else {share(part(BELOW))} end / 2",
        ABOVE: f"(1 + case when {percent} then {above} / 100 "
        f"else {share(above)} end) / 2",
        PERCENT: f"{part(PERCENT)} / 100",
    }
    tests = " ".join(
        f"when regexp_matches(t, {quoted(pattern)}) then {then}"
        for pattern, then in cases.items()
    )
    value = f"case {tests} else {_label('t', scale)} end"
    value = f"case when {_only_known_words(scale)} then round({value}, 12) end"
    within = let("v", value, "case when v between 0 and 1 then v end")
    return let("t", clean(cell), within)


def _only_known_words(scale: Scale) -> str:
    """Return SQL that is false where a cell says more than a probability."""
    labels = {re.sub(r"\W+", " ", label).upper() for label in scale.values}
    joins = ("TO", "AND", "UND", "À", "A", "Y", "ET", "VON", "ZWISCHEN", "E")
    signs = ("MOINS DE", "MENOS DE", "MÁS DE", "OF")
    words = either({*labels, *joins, *signs, *_UNDER, *_OVER, *_ABOUT})
    rest = "trim(regexp_replace(t, '[^\\pL]+', ' ', 'g'))"
    return f"regexp_full_match({rest}, {quoted(f'(?:{words}(?: |$))*')})"


def _bare(number: str, top: str) -> str:
    shares = {"1": number, "100": f"{number} / 100", UNTOLD: "NULL"}
    return shares[top] if top in shares else _level(number, top)


def _level(number: str, top: str) -> str:
    """Return SQL for the chance of a score, see `scores.share`."""
    return (
        f"case when {number} between 1 and {top} "
        f"then (2 * {number} - 1) / (2 * {top}) end"
    )


def _label(text: str, scale: Scale) -> str:
    """Return SQL for the value of a word such as "High", "4 - Likely", "Likely (4)"."""
    word = f"regexp_replace({text}, {quoted(LEVEL)}, '', 'g')"
    word = f"regexp_replace({word}, '[^\\pL]+', ' ', 'g')"
    known = ", ".join(f"{quoted(k)}: {v!r}" for k, v in scale.values.items())
    return f"map {{{known}}}[trim(lower({word}))]"


def _range_notes(
    name: str, numbers: Plain, top: str, header: str, scale: Scale
) -> list[str]:
    if numbers.highest is None or header in {"1", "100"}:
        return []
    if top == "100":
        note = f"{name}: numbers without a percent sign were read as percents."
        if numbers.small:
            note += f" {counted(numbers.small)} of 1 or less: check them."
        return [note]
    if top == UNTOLD:
        return [f"{name}: numbers without a percent sign were not read."]
    if top != "1":
        return [_levels_note(name, int(top), scale)]
    if numbers.whole and numbers.highest == 1 and not numbers.percents:
        return [f"{name}: 1 was read as certain. Check that it is no level of a scale."]
    return []


def _levels_note(name: str, top: int, scale: Scale) -> str:
    said = f"{name}: 1 to {top} were read as levels"
    if top == len(scale.levels):
        return f"{said}: {scale.sentence}."
    return f"{said}: 1 counts as {50 / top:.3g} %, {top} as {100 - 50 / top:.3g} %."


def _form_notes(cells: RawTable, name: str, value: str, scale: Scale) -> list[str]:
    """Say how bands and words were read, where there are any."""
    cleaned = f"(select x, {clean('x')} as t from {cells.relation})"
    bands = " or ".join(
        f"regexp_matches(t, {quoted(pattern)})"
        for pattern in (BAND, BARE_BAND, BELOW, ABOVE)
    )
    word = f"not contains(x, '%') and {_label('t', scale)} is not null"
    words = replace(cells, relation=cleaned)
    is_banded, label = words.fetch(f"bool_or({bands}), min(x) filter (where {word})")[0]
    # The value is a long expression: preparing it takes longer than asking twice.
    readable = f"min(x) filter (where ({bands}) and {value} is not null)"
    (band,) = words.fetch(readable)[0] if is_banded else (None,)
    notes = []
    if band:
        notes.append(f"{name}: bands such as {band!r} were read as their middle.")
    if label:
        notes.append(f"{name}: words were read by the scale {scale.sentence}.")
    return notes
