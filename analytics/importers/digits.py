"""How the text of a number is taken apart.

A cell such as "(€ 1.234,50)" has three parts: what stands before the digits, the
body of digits and separators, and what stands behind. The parts are checked against
what may stand there, see `around`; the body is checked against a decimal point and,
where that fails, against a decimal comma, or the other way round as the column
decides. Nothing is skipped: a cell with anything unexpected in it is unreadable, not
partly read.

Python takes one cell of each kind apart, and SQL all cells by the same expressions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from analytics.importers.base import quoted
from analytics.importers.units import CODES, SYMBOLS, either

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

_PLAINLY = str.maketrans(_ODD[: len(_EVEN)], _EVEN, _UNSEEN)

CODE = either(CODES)
SIGN = either(SYMBOLS)
MONEY = rf"(?:{CODE}(?: ?{SIGN})?|{SIGN})"
CENTS = re.compile(r"([0-9][.,])--?")
ZERO = re.compile(rf"(?:- ?)?({MONEY})(?: ?-)?")
BLANK = frozenset(("", "--", "---", *ABSENT))


def _body(decimal: str, thousands: str) -> str:
    groups = "|".join(
        rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{{least},3}})*{mark}[0-9]{{3}}"
        for mark, least in ((rf"\{thousands}", 2), ("'", 3), (" ", 3))
    )
    part = rf"\{decimal}[0-9]+"
    return rf"(?:[0-9]+|{groups})(?:{part})?|{part}"


BODY = {".": _body(".", ","), ",": _body(",", ".")}
"""The body of a number by its decimal separator."""


class Parts(NamedTuple):
    """What stands before the digits of a number, its body, and what stands behind."""

    before: str = ""
    body: str = ""
    behind: str = ""

    @property
    def around(self) -> str:
        """What stands around the digits, which are a 0 here."""
        return f"{self.before}0{self.behind}"


def whole(text: str) -> str:
    """Return a text of `capitals` with digits for its dashes.

    A dash for the cents and a dash beside a currency, which is how spreadsheets print
    a zero, become digits.

    >>> whole("1200.-"), whole("$ -"), whole("$"), whole("5 - 6")
    ('1200.00', '$ 0', '$', '5 - 6')
    """
    text = CENTS.sub(r"\g<1>00", text, count=1)
    return _zero(text) or text


def _zero(text: str) -> str:
    """Return the currency and 0 where a text is that currency and a dash, else ''."""
    zero = ZERO.fullmatch(text) if "-" in text else None
    return f"{zero[1]} 0" if zero else ""


@lru_cache(maxsize=1 << 14)
def apart(text: str) -> Parts:
    """Return the parts of a number in capitals, empty where there is no number.

    >>> apart("(€ 1.234,50)").body, apart("(€ 1.234,50)").around
    ('1.234,50', '(€ 0)')
    """
    found = re.fullmatch(PARTS, whole(text))
    return Parts(*found.groups()) if found else Parts()


def capitals(cell: str) -> str:
    """Return SQL for a cell in capitals, with plain spaces, hyphens and apostrophes."""
    return f"replace(replace({_trimmed(cell)}, '  ', ' '), '  ', ' ')"


def in_capitals(text: str) -> str:
    """Return a text as `capitals` does.

    >>> in_capitals(" 12\u00a0Mio. \u2012  4 ")
    '12 MIO. - 4'
    """
    text = text.upper().translate(_PLAINLY).strip(" ")
    return text.replace("  ", " ").replace("  ", " ")


def clean(cell: str) -> str:
    """Return SQL for a cell in capitals, with digits for a dash in place of cents."""
    cents = f"regexp_replace(t, {quoted(CENTS.pattern)}, '\\100')"
    return let(
        "t", capitals(cell), f"case when contains(t, '-') then {cents} else t end"
    )


def _trimmed(cell: str) -> str:
    text = f"translate(upper({cell}), {quoted(_ODD)}, {quoted(_EVEN)})"
    return f"trim({text})"


def absent(cell: str) -> str:
    """Return SQL that is true where a cell says that there is no value."""
    texts = ", ".join(map(quoted, sorted(BLANK)))
    return f"coalesce({_trimmed(cell)} in ({texts}), true)"


def parts(cell: str, texts: Iterable[str]) -> str:
    """Return SQL for the parts of a cell, of a column that has these texts.

    Only what is there is looked for: most columns have no dashes for digits.
    """
    text = capitals(cell)
    if any(map(CENTS.search, texts)):
        text = clean(cell)
    if zeros := {one: zero for one in texts if (zero := _zero(one))}:
        text = let("z", text, f"coalesce({mapped(zeros)}[z], z)")
    return f"regexp_extract({text}, {quoted(PARTS)}, ['before', 'body', 'behind'])"


def mapped(values: Mapping[str, str]) -> str:
    """Return SQL of a map of texts.

    >>> mapped({"a": "b"})
    "map {'a': 'b'}"
    """
    pairs = ", ".join(f"{quoted(k)}: {quoted(v)}" for k, v in values.items())
    return f"map {{{pairs}}}"


def let(name: str, value: str, then: str) -> str:
    """Return SQL that gives a value a name, so that it is written only once.

    >>> let("x", "1 + 1", "x * x")
    'list_transform([1 + 1], lambda x: x * x)[1]'
    """
    return f"list_transform([{value}], lambda {name}: {then})[1]"
