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

PARTS = r"^((?:[^0-9]*[A-ZČŁ]\.)|[^0-9]*?)([.,]?[0-9](?:[0-9 .,']*[0-9])?)([^0-9]*)$"
"""What stands before a number, its body, what stands behind, in capitals.

A point belongs to what stands before where a letter of a currency or multiplier is
before it ("FR. 5"); these are all the letters at the end of one. Naming them takes a
tenth of the time that a class of all letters of the world takes.
"""

_HYPHENS = "\u2212\u2013\u2014\u2012"
_APOSTROPHES = "\u2019\u2018\u00b4`"
_SPACES = "\u00a0\u202f\u2007\u2009\u200a\u3000\t\n\r"
_UNSEEN = "\u200b\u200e\ufeff"
_ODD = _HYPHENS + _APOSTROPHES + _SPACES + _UNSEEN
_EVEN = "-" * len(_HYPHENS) + "'" * len(_APOSTROPHES) + " " * len(_SPACES)

_CODE = either(CODES)
_SIGN = either(SYMBOLS)
_MONEY = rf"(?:{_CODE}(?: ?{_SIGN})?|{_SIGN})"
_DASH_FOR_ZERO = rf"^(?:- ?)?({_MONEY})(?: ?-)?$"
_TIMES = either({*EXPONENTS, "TSD.", "MIO.", "MRD."} - {"T"})
_BEFORE = rf" ?[-+(]? ?(?:(?:{_TIMES}|T)?{_MONEY})? ?[-+(]? ?"
_BEHIND = (
    r" ?-? ?"
    rf"(?:(?:(?:{_TIMES}|T) ?)?{_MONEY}(?: ?{_TIMES})?|{_TIMES}|{{}})?"
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
    text = f"replace(replace({_capitals(cell)}, '  ', ' '), '  ', ' ')"
    cents = "regexp_replace(t, '([0-9][.,])--?', '\\100')"
    zero = f"regexp_replace({cents}, {quoted(_DASH_FOR_ZERO)}, '\\1 0')"
    return let("t", text, f"case when contains(t, '-') then {zero} else t end")


def _capitals(cell: str) -> str:
    text = f"translate(upper({cell}), {quoted(_ODD)}, {quoted(_EVEN)})"
    return f"trim({text})"


def absent(cell: str) -> str:
    """Return SQL that is true where a cell says that there is no value."""
    texts = ", ".join(map(quoted, ("", "--", "---", *ABSENT)))
    return f"coalesce({_capitals(cell)} in ({texts}), true)"


def body(cell: str) -> str:
    """Return SQL for the digits and separators of a cell."""
    return f"regexp_extract({clean(cell)}, {quoted(PARTS)}, 2)"


def _parts(cell: str) -> str:
    return f"regexp_extract({clean(cell)}, {quoted(PARTS)}, ['pre', 'body', 'suf'])"


def around(cell: str) -> str:
    """Return SQL for what stands before and behind the digits of a cell."""
    return let("p", _parts(cell), "p.pre || ' ' || p.suf")


def number(cell: str, style: Style) -> str:
    """Return SQL for the plain text of a number; NULL where a cell holds none."""
    text = f"{_minus()} || {_plain(style.decimal)} || 'e' || {_exponent(style)}"
    read = let("p", _parts(cell), f"case when {_allowed(style)} then {text} end")
    if style.exponent:
        return read
    return f"coalesce({read}, nullif(regexp_extract({cell}, {quoted(SCIENTIFIC)}), ''))"


def sign(cell: str) -> str:
    """Return SQL for the currency code or sign of a cell in capitals, else ''."""
    code = f"nullif(regexp_extract(a, {quoted(_CODE)}), '')"
    return let(
        "a", around(cell), f"coalesce({code}, regexp_extract(a, {quoted(_SIGN)}))"
    )


def multiple(text: str) -> str:
    """Return SQL for the multiplier in what may stand around a number, else ''."""
    money = quoted(rf"{_CODE}|{_SIGN}")
    without = f"regexp_replace({text}, {money}, '', 'g')"
    return f"translate({without}, ' .%()+-', '')"


def let(name: str, value: str, then: str) -> str:
    """Return SQL that gives a value a name, so that it is written only once.

    >>> let("x", "1 + 1", "x * x")
    'list_transform([1 + 1], lambda x: x * x)[1]'
    """
    return f"list_transform([{value}], lambda {name}: {then})[1]"


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
    power = (
        f"(case {percent}when w in ({units}) then {style.exponent} "
        f"else map {{{known}}}[w] end)::varchar"
    )
    return let("w", word, power)
