"""What may stand around the digits of a number: a sign, a currency, a multiplier.

The words of all currencies make an expression that takes longer to prepare than a
small file to read. So Python looks at what stands around the digits in a column, once
for each kind, and SQL knows only what was found there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.importers.base import quoted
from analytics.importers.digits import (
    BODY,
    CODE,
    MONEY,
    SCIENTIFIC,
    SIGN,
    let,
    mapped,
    parts,
)
from analytics.importers.units import EXPONENTS, currency_of, either

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.importers.number_shapes import Way

_TIMES = either({*EXPONENTS, "TSD.", "MIO.", "MRD."} - {"T"})
_BEFORE = re.compile(
    rf" ?[-+(]? ?(?:(?:{_TIMES}|T)?{MONEY})? ?[-+(]? ?",
)
_BEHIND = (
    r" ?-? ?"
    rf"(?:(?:(?:{_TIMES}|T) ?)?{MONEY}(?: ?{_TIMES})?|{_TIMES}|{{}})?"
    r" ?[-)]?"
)
_MULTIPLE = str.maketrans("", "", " .%()+-")


@dataclass(frozen=True, slots=True)
class Style:
    """How the numbers of one column are written.

    `decimal` is "." or ","; `exponent` the power of ten that the header adds;
    `units` are words in capitals that may follow, `percent` says whether "%" may.
    """

    decimal: str = "."
    exponent: int = 0
    units: tuple[str, ...] = ()
    percent: bool = False

    @property
    def behind(self) -> str:
        """What may stand behind the digits, as a regular expression."""
        words = (*self.units, *(("%",) if self.percent else ()))
        return _BEHIND.format(either(words) if words else "")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a number: its sign, the power of ten, the currency.

    `sign` is the code or sign of the currency in capitals, `multiple` the multiplier;
    both are empty where there is none.
    """

    minus: str = ""
    power: int = 0
    sign: str = ""
    multiple: str = ""


@lru_cache(maxsize=1 << 14)
def around(before: str, behind: str, style: Style) -> Around | None:
    """Return what the texts around a number say, None where they may not be there.

    >>> around("(€ ", " MIO.)", Style())
    Around(minus='-', power=6, sign='€', multiple='MIO')
    >>> around("(", "", Style()) is None
    True
    """
    both = f"{before} {behind}"
    if not _BEFORE.fullmatch(before) or not re.fullmatch(style.behind, behind):
        return None
    is_closed = ("(" in before) == (")" in behind)
    if not is_closed or sum(map(both.count, "-+(")) > 1:
        return None
    power, multiple = style.exponent, _multiple(both)
    if style.percent and "%" in behind:
        power = -2
    elif multiple not in ("", *style.units):
        if multiple not in EXPONENTS:
            return None
        power = EXPONENTS[multiple]
    sign = re.search(CODE, both) or re.search(SIGN, both)
    minus = "-" if "-" in both or "(" in both else ""
    return Around(minus, power, sign[0] if sign else "", multiple)


def _multiple(both: str) -> str:
    """Return the multiplier in what stands around a number, else ''."""
    return re.sub(rf"{CODE}|{SIGN}", "", both).translate(_MULTIPLE)


def read_way(way: Way, style: Style) -> Around | None:
    """Return what stands around the digits of a cell, None where it is no number."""
    if not style.exponent and re.fullmatch(SCIENTIFIC, way.form):
        return Around()
    if way.point or way.comma:
        return around(way.parts.before, way.parts.behind, style)
    return None


def number(cell: str, style: Style, readable: Sequence[tuple[Way, Around]]) -> str:
    """Return SQL for the plain text of a number, such as "-1234.50e0".

    Its cast is exact; NULL where a cell holds no number. `readable` are the ways in
    which the numbers of the column are written.
    """
    written = [(way, said) for way, said in readable if way.parts.body]
    scientific = f"nullif(regexp_extract({cell}, {quoted(SCIENTIFIC)}), '')"
    if not written:
        return scientific if readable else "cast(NULL as varchar)"
    minus = mapped({way.parts.around: said.minus for way, said in written})
    power = mapped({way.parts.around: f"e{said.power}" for way, said in written})
    key = "p.before || '0' || p.behind"
    text = f"{minus}[{key}] || {_plain(style.decimal, written)} || {power}[{key}]"
    read = let("p", parts(cell, [way.text for way, _ in written]), text)
    return read if len(written) == len(readable) else f"coalesce({read}, {scientific})"


def _plain(decimal: str, written: Sequence[tuple[Way, Around]]) -> str:
    """Return SQL for the digits of a body; the other mark only where one has it."""
    point = "regexp_replace(p.body, '[, '']', '', 'g')"
    comma = "replace(regexp_replace(p.body, '[. '']', '', 'g'), ',', '.')"
    reads = {
        ".": f"when regexp_full_match(p.body, {quoted(BODY['.'])}) then {point}",
        ",": f"when regexp_full_match(p.body, {quoted(BODY[','])}) then {comma}",
    }
    other = "," if decimal == "." else "."
    is_mixed = any(not way.reads(decimal) for way, _ in written)
    return f"case {reads[decimal]} {reads[other] if is_mixed else ''} end"


def currency(cell: str, readable: Sequence[tuple[Way, Around]]) -> str:
    """Return SQL for the ISO code of the currency that a cell names, else NULL."""
    codes = {
        way.parts.around: currency_of(said.sign) for way, said in readable if said.sign
    }
    key = "p.before || '0' || p.behind"
    texts = [way.text for way, _ in readable]
    return let("p", parts(cell, texts), f"{mapped(codes)}[{key}]")
