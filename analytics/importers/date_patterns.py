"""How one cell writes a date: from a text to the pattern that reads it.

A pattern is a `strptime` format with what has to be replaced before it fits, such as
the name of a month in another language. Which of the first two numbers is the day is
not decided here: one cell cannot know, see `date_columns`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.month_names import english_month

if TYPE_CHECKING:
    from collections.abc import Mapping

SPACES = "\u00a0\u202f\u2009\t"
"""Blanks that mean a space; newer Java writes one of them before AM and PM."""

EXCEL_DAYS = (20000, 60000)
"""Day numbers of Excel from 1954 to 2064."""

MICROSECONDS = 6
"""Digits of a fraction that are kept."""

NUMERIC = "numeric"
SERIAL = "serial"

_NUMBER = r"\d{1,2}"
_YEAR = r"(?P<y>\d{4}|\d{2})"
_WORD = r"(?P<w>[^\W\d_]{3,}(?:\.(?!\d))?)"
_GAP = r"[-/.]|\.\ |\ de\ |,\ |\ |"
_FORMS = tuple(
    (order, re.compile(expression), template)
    for order, expression, template in (
        (
            "ymd",
            rf"(?P<y>\d{{4}})(?P<s>[-/.]){_NUMBER}(?P=s){_NUMBER}",
            "{y}{s}%m{s}%d",
        ),
        (
            NUMERIC,
            rf"{_NUMBER}(?P<s>[-/.]|\.\ |\ ){_NUMBER}(?P=s){_YEAR}",
            "%d{s}%m{s}{y}",
        ),
        (
            "dMy",
            rf"{_NUMBER}(?P<s>{_GAP}){_WORD}(?P<t>{_GAP}){_YEAR}",
            "%d{s}%b{t}{y}",
        ),
        (
            "Mdy",
            rf"{_WORD}(?P<s>[-/\ ]){_NUMBER}(?P<t>,\ ?|[-/\ ]){_YEAR}",
            "%b{s}%d{t}{y}",
        ),
        (
            "yMd",
            rf"(?P<y>\d{{4}})(?P<s>[-/.\ ]){_WORD}(?P<t>[-/.\ ]){_NUMBER}",
            "{y}{s}%b{t}%d",
        ),
        ("ymd", r"(?P<y>\d{4})\d{4}", "{y}%m%d"),
    )
)
_TIME = re.compile(
    r"(?P<gap>T|,?\ |\ -\ )\d{1,2}:\d\d"
    r"(?P<seconds>:\d\d(?:(?P<point>[.,])(?P<fraction>\d{1,9}))?)?"
    r"(?:(?P<space>\ ?)(?P<mark>[AaPp]\.?\ ?[Mm]\.?|(?:[Vv]or|[Nn]ach)m\.))?"
    r"(?P<blank>\ ?)(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?"
)
_DAYS = (
    *("mo", "di", "mi", "do", "fr", "sa", "so", "montag", "dienstag", "mittwoch"),
    *("donnerstag", "freitag", "samstag", "sonnabend", "sonntag"),
    *("lun", "mar", "mer", "jeu", "ven", "sam", "dim", "lundi", "mardi", "mercredi"),
    *("jeudi", "vendredi", "samedi", "dimanche", "mié", "mie", "jue", "vie", "sáb"),
    *("sab", "dom", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"),
    *("domingo", "gio", "ma", "wo", "vr", "za", "zo"),
)
"""Days of the week in the languages of planning tools, before a date in numbers."""
_WEEKDAY = re.compile(
    "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? "
    rf"|(?i:{'|'.join(_DAYS)})[.,]? (?=\d{{1,4}}[./-]\d{{1,2}}[./-]\d)"
)
_TAIL = re.compile(r" \([^()]*\)$")
_GREENWICH = re.compile(r"(?:GMT|UTC)(?=[+-]\d)")
"""What JavaScript writes around a date: `Tue May 14 2024 08:53:33 GMT+0000 (UTC)`."""
_PLAIN_MARK = re.compile("[AaPp][Mm]")


@dataclass(frozen=True, slots=True)
class Family:
    """What all cells of one column must share; the time may be finer or coarser."""

    order: str
    gaps: tuple[str, ...] = ()
    zoned: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """How one cell is written.

    `swaps` are texts to be replaced before `format` (and `zone`) can read it. A
    numeric date has its format with the day first. `clock` is 12, 24, or 0 without.
    """

    family: Family
    format: str = ""
    zone: str = ""
    clock: int = 0
    swaps: tuple[tuple[str, str], ...] = ()


def read_pattern(cell: str) -> Written | None:
    """Return how a cell is written, or None where it is no date.

    >>> read_pattern("17/Aug/23 10:48 AM").format
    '%d/%b/%y %I:%M %p'
    >>> read_pattern("2023-08-17T22:48:11.5+0200").zone
    '%z'
    >>> read_pattern("Tue May 14 2024 08:53:33 GMT+0000 (GMT)").format
    '%b %d %Y %H:%M:%S'
    >>> read_pattern("tomorrow")
    """
    text = cell.translate(dict.fromkeys(map(ord, SPACES), " ")).strip()
    blanks = tuple((blank, " ") for blank in SPACES if blank in cell)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        low, high = EXCEL_DAYS
        return Written(Family(SERIAL)) if low <= float(text) <= high else None
    text, spoken = _bared(text)
    blanks += spoken
    for order, form, template in _FORMS:
        found = form.match(text)
        if found and (rest := _TIME.fullmatch(text, found.end())):
            return _written(order, found, template, rest.groupdict(), blanks)
        if found := form.fullmatch(text):
            return _written(order, found, template, {}, blanks)
    return None


def _bared(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a date without weekday and name of its zone, and what was left out."""
    swaps = []
    for pattern in (_WEEKDAY, _TAIL, _GREENWICH):
        found = pattern.match(text) if pattern is _WEEKDAY else pattern.search(text)
        if found:
            swaps.append((found[0], ""))
            text = text[: found.start()] + text[found.end() :]
    return text, tuple(swaps)


def _written(
    order: str,
    date: re.Match[str],
    template: str,
    time: Mapping[str, str | None],
    blanks: tuple[tuple[str, str], ...],
) -> Written | None:
    """Put the pattern of the date and that of the time together."""
    parts = date.groupdict()
    swaps = list(blanks)
    if word := parts.get("w"):
        month = english_month(word)
        if month is None:
            return None
        if word.casefold() != month.casefold():
            swaps.append((word, month))
    year = "%Y" if len(parts["y"]) == len("2023") else "%y"
    written = template.format(s=parts.get("s"), t=parts.get("t"), y=year)
    gaps = tuple(parts[name] for name in ("s", "t") if name in parts)
    if not time:
        return Written(Family(order, gaps), written, swaps=tuple(swaps))
    mark = time["mark"] or ""
    if mark and not _PLAIN_MARK.fullmatch(mark):
        swaps.append((mark, "AM" if mark[0] in "AaVv" else "PM"))
    zone = time["zone"] or ""
    offset = "%z" if zone.startswith(("+", "-")) else zone
    return Written(
        Family(order, gaps, bool(zone)),
        written + _time_format(time),
        f"{time['blank']}{offset}" if zone else "",
        12 if mark else 24,
        tuple(swaps),
    )


def _time_format(time: Mapping[str, str | None]) -> str:
    """Return the format of a time of day.

    >>> _time_format({"gap": " ", "seconds": None, "point": None, "mark": None})
    ' %H:%M'
    """
    hour = "%I" if time["mark"] else "%H"
    second = ":%S" if time["seconds"] else ""
    fraction = time["point"] and time["point"] + (
        "%f" if len(time["fraction"] or "") <= MICROSECONDS else "%n"
    )
    mark = f"{time['space']}%p" if time["mark"] else ""
    return f"{time['gap']}{hour}:%M{second}{fraction or ''}{mark}"
