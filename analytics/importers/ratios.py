"""Columns of probabilities: shares, percents, bands, bounds and words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import clean, let
from analytics.importers.number_shapes import blank
from analytics.importers.numbers import column, counted
from analytics.importers.ratio_forms import (
    ABOVE,
    BAND,
    BANDS,
    BARE_BAND,
    BELOW,
    LEVEL,
    OUT_OF,
    PERCENT,
    PLAIN,
    WORD,
    Form,
    forms_of,
    letters,
)
from analytics.importers.scales import PROBABILITY, Scale
from analytics.importers.units import unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import RawTable

UNTOLD = "?"


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
        forms = forms_of(raw, cell, self.scale)
        numbers = _plain(cells)
        header = unit(name).range
        top = numbers.range(header or self.range)
        value = _value(cell, top, self.scale, forms)
        notes += _range_notes(name, numbers, top, header, self.scale)
        notes += _form_notes(
            cells, name, _value("x", top, self.scale, forms), forms, self.scale
        )
        empty = blank(cell, (form.text for form in forms))
        unreadable = f"not {empty} and ({value}) is null"
        if top == UNTOLD:
            bare = f"regexp_full_match({clean(cell)}, {quoted(PLAIN)})"
            unreadable = f"{unreadable} and not {bare}"
        why = "is not a probability between 0 and 1"
        if unit(name).top:
            why = f"is no level of 1 to {top}, as the header says, and no probability"
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


def _value(cell: str, top: str, scale: Scale, forms: Sequence[Form]) -> str:
    """Return SQL for the share that a cell says, NULL where it says none."""
    known = [form for form in forms if form.is_known and form.kind]
    if not known:
        return "cast(NULL as double)"

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
        if any(form.kind == pattern for form in known)
    )
    words = {form.word for form in known if form.kind == WORD}
    label = _label("t", {one: scale.values[one] for one in sorted(words)}, known)
    value = f"case {tests} else {label} end" if tests else label
    rests = ", ".join(map(quoted, sorted({form.letters for form in known})))
    value = f"case when {letters('t', known)} in ({rests}) then round({value}, 12) end"
    within = let("v", value, "case when v between 0 and 1 then v end")
    return let("t", clean(cell), within)


def _bare(number: str, top: str) -> str:
    shares = {"1": number, "100": f"{number} / 100", UNTOLD: "NULL"}
    return shares[top] if top in shares else _level(number, top)


def _level(number: str, top: str) -> str:
    """Return SQL for the chance of a score: the middle of its part of 0 to 1.

    (2 x score - 1) / (2 x top): 4 of 5 is 0.7, 7 of 10 is 0.65. With five levels these
    are the 0.1, 0.3, ... 0.9 of the PMBOK Guide. The model `fct_risk` says the same of
    a scale that people have set.
    """
    return (
        f"case when {number} between 1 and {top} "
        f"then (2 * {number} - 1) / (2 * {top}) end"
    )


def _label(text: str, values: Mapping[str, float], known: Sequence[Form]) -> str:
    """Return SQL for the value of a word such as "High", "4 - Likely", "Likely (4)"."""
    if not values:
        return "cast(NULL as double)"
    word = letters(f"regexp_replace({text}, {quoted(LEVEL)}, '', 'g')", known)
    pairs = ", ".join(f"{quoted(word)}: {value!r}" for word, value in values.items())
    return f"map {{{pairs}}}[lower({word})]"


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


def _form_notes(
    cells: RawTable, name: str, value: str, forms: Sequence[Form], scale: Scale
) -> list[str]:
    """Say how bands and words were read, where there are any."""
    bands = " or ".join(
        f"regexp_matches({clean('x')}, {quoted(pattern)})"
        for pattern in BANDS
        if any(pattern in form.patterns for form in forms)
    )
    readable = f"min(x) filter (where ({bands}) and {value} is not null)"
    (band,) = cells.fetch(readable)[0] if bands else (None,)
    notes = []
    if band:
        notes.append(f"{name}: bands such as {band!r} were read as their middle.")
    if any("%" not in form.text and form.word in scale.values for form in forms):
        notes.append(f"{name}: words were read by the scale {scale.sentence}.")
    return notes
