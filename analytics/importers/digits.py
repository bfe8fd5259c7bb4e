"""How the text of a number is taken apart, as SQL.

A cell such as "(€ 1.234,50)" has three parts: what stands before the digits, the
body of digits and separators, and what stands behind. The parts are checked against
what may stand there; the body is checked against a decimal point and, where that
fails, against a decimal comma, or the other way round as the column decides. What
is left is put together as plain text ("-1234.50e0"), whose cast is exact. Nothing is
skipped: a cell with anything unexpected in it is unreadable, not partly read.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.importers.base import quoted
from analytics.importers.units import CODES, EXPONENTS, SYMBOLS, either

ABSENT = ("NA", "N/A", "N.A.", "#N/A", "ND", "N/D", "K.A.", "NONE", "NULL", "NIL", "-")
"""Ways to write that there is no value, in capitals."""

SCIENTIFIC = r"^[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}$"
"""The form in which spreadsheets write very large and very small numbers."""

PARTS = r"^((?:[^0-9]*[\pL]\.)|[^0-9]*?)([.,]?[0-9](?:[0-9 .,']*[0-9])?)([^0-9]*)$"

_CODE = either(CODES)
_SIGN = either(SYMBOLS)
_MONEY = rf"(?:{_CODE} ?{_SIGN}|{_CODE}|{_SIGN})"
_DASH_FOR_ZERO = rf"^({_MONEY}) ?-$|^- ?({_MONEY})$"
_TIMES = either({*EXPONENTS, "TSD.", "MIO.", "MRD."} - {"T"})
_BEFORE = rf" ?[-+(]? ?(?:(?:{_TIMES}|T)?{_MONEY})? ?[-+(]? ?"
_BEHIND = (
    r" ?-? ?"
    rf"(?:{_TIMES} ?{_MONEY}|T ?{_MONEY}|{_MONEY} ?{_TIMES}|{_MONEY}|{_TIMES}|{{}})?"
    r" ?[-)]?"
)


def _body(decimal: str, thousands: str) -> str:
    groups = "|".join(
        rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{{least},3}})*{mark}[0-9]{{3}}"
        for mark, least in ((rf"\{thousands}", 2), ("'", 3), (" ", 3))
    )
    part = rf"\{decimal}[0-9]+"
    return rf"(?:[0-9]+|{groups})(?:{part})?|{part}"


BODY = {".": _body(".", ","), ",": _body(",", ".")}
"""The body of a number by its decimal separator."""


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


def clean(cell: str) -> str:
    """Return SQL for a cell in capitals, with plain spaces, hyphens and apostrophes.

    A dash for the cents ("1200.-") and a dash beside a currency, which is how
    spreadsheets print a zero ("$ -"), become digits.
    """
    marks = "\u2212\u2013\u2014\u2012\u2019\u2018\u00b4`"
    upper = f"translate(upper({cell}), {quoted(marks)}, {quoted('----' + chr(39) * 4)})"
    spaces = quoted(r"[\s\p{Z}\x{200B}\x{FEFF}]+")
    text = f"trim(regexp_replace({upper}, {spaces}, ' ', 'g'))"
    text = f"regexp_replace({text}, '([0-9][.,])--?', '\\100')"
    return f"regexp_replace({text}, {quoted(_DASH_FOR_ZERO)}, '\\1\\2 0')"


def absent(cell: str) -> str:
    """Return SQL that is true where a cell says that there is no value."""
    texts = ", ".join(map(quoted, ("", "--", "---", *ABSENT)))
    return f"coalesce({clean(cell)} in ({texts}), true)"


def body(cell: str) -> str:
    """Return SQL for the digits and separators of a cell."""
    return f"regexp_extract({clean(cell)}, {quoted(PARTS)}, 2)"


def around(cell: str) -> str:
    """Return SQL for what stands before and behind the digits of a cell."""
    pattern = quoted(PARTS)
    text = clean(cell)
    return (
        f"regexp_extract({text}, {pattern}, 1) || ' ' || "
        f"regexp_extract({text}, {pattern}, 3)"
    )


def number(cell: str, style: Style) -> str:
    """Return SQL for the plain text of a number; NULL where a cell holds none."""
    parts = f"regexp_extract({clean(cell)}, {quoted(PARTS)}, ['pre', 'body', 'suf'])"
    read = (
        f"list_transform([{parts}], lambda p: case when {_allowed(style)} then "
        f"{_minus()} || {_plain(style.decimal)} || 'e' || {_exponent(style)} end)[1]"
    )
    if style.exponent:
        return read
    return f"coalesce({read}, nullif(regexp_extract({cell}, {quoted(SCIENTIFIC)}), ''))"


def sign(cell: str) -> str:
    """Return SQL for the currency code or sign of a cell in capitals, else ''."""
    text = around(cell)
    code = f"regexp_extract({text}, {quoted(_CODE)})"
    return f"coalesce(nullif({code}, ''), regexp_extract({text}, {quoted(_SIGN)}))"


def multiple(text: str) -> str:
    """Return SQL for the multiplier in what stands around a number, else ''."""
    money = quoted(rf"{_CODE}|{_SIGN}")
    without = f"regexp_replace({text}, {money}, '', 'g')"
    return f"regexp_replace({without}, '[^\\pL]', '', 'g')"


def _allowed(style: Style) -> str:
    before = f"regexp_full_match(p.pre, {quoted(_BEFORE)})"
    behind = f"regexp_full_match(p.suf, {quoted(style.behind)})"
    signs = "length(regexp_replace(p.pre || p.suf, '[^-+(]', '', 'g')) <= 1"
    closed = "contains(p.pre, '(') = contains(p.suf, ')')"
    return f"{before} and {behind} and {signs} and {closed}"


def _minus() -> str:
    return "case when regexp_matches(p.pre || p.suf, '[-(]') then '-' else '' end"


def _plain(decimal: str) -> str:
    point = "regexp_replace(p.body, '[, '']', '', 'g')"
    comma = "replace(regexp_replace(p.body, '[. '']', '', 'g'), ',', '.')"
    reads = {
        ".": f"when regexp_full_match(p.body, {quoted(BODY['.'])}) then {point}",
        ",": f"when regexp_full_match(p.body, {quoted(BODY[','])}) then {comma}",
    }
    other = "," if decimal == "." else "."
    return f"case {reads[decimal]} {reads[other]} end"


def _exponent(style: Style) -> str:
    """Return SQL for the power of ten: of the cell, else of the header."""
    word = multiple("p.pre || ' ' || p.suf")
    units = ", ".join(map(quoted, ("", *style.units)))
    known = ", ".join(f"{quoted(name)}: {power}" for name, power in EXPONENTS.items())
    percent = "when contains(p.suf, '%') then -2 " if style.percent else ""
    return (
        f"(case {percent}when {word} in ({units}) then {style.exponent} "
        f"else map {{{known}}}[{word}] end)::varchar"
    )
