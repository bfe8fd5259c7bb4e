"""Columns of shares done and of working time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import let
from analytics.importers.headers import plain
from analytics.importers.number_shapes import blank, ways
from analytics.importers.numbers import column, read
from analytics.importers.units import either, unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from analytics.importers.base import RawTable

HOURS_PER_DAY, DAYS_PER_WEEK, DAYS_PER_MONTH = 8, 5, 20
"""What a day, a week and a month of work count where the file does not say it."""

MINUTE = ("M", "MIN", "MINS", "MINUTE", "MINUTES", "MINUTEN", "MINUTO", "MINUTOS")
HOUR = (
    *("H", "HR", "HRS", "HOUR", "HOURS", "STD", "STD.", "STUNDE", "STUNDEN"),
    *("HEURE", "HEURES", "HORA", "HORAS"),
)
DAY = (
    *("D", "DAY", "DAYS", "T", "TAG", "TAGE", "J", "JR", "JOUR", "JOURS", "DÍA"),
    *("DÍAS", "DIAS", "PT", "MD"),
)
WEEK = (
    *("W", "WK", "WKS", "WEEK", "WEEKS", "WOCHE", "WOCHEN", "SEM", "SEMAINE"),
    *("SEMAINES", "SEMANA", "SEMANAS"),
)
MONTH = ("MO", "MON", "MONS", "MONTH", "MONTHS", "MONAT", "MONATE", "MOIS", "MES")
FACTORS = {
    **dict.fromkeys(MINUTE, 1 / 60),
    **dict.fromkeys(HOUR, 1.0),
    **dict.fromkeys(DAY, float(HOURS_PER_DAY)),
    **dict.fromkeys(WEEK, float(HOURS_PER_DAY * DAYS_PER_WEEK)),
    **dict.fromkeys(MONTH, float(HOURS_PER_DAY * DAYS_PER_MONTH)),
}
"""Hours of one unit, by its name in capitals."""

PERCENT_NAMES = ("%", "percent", "pct", "prozent", "pourcent", "porcentaje")
AMOUNT = r"([0-9]+(?:[.,][0-9]+)?)"
CLOCK = r"([0-9]{1,3}):([0-5][0-9])(?::00)?"


@dataclass(frozen=True, slots=True)
class Share:
    """A share done between 0 and 1: "45%", 45 or 0.45.

    Bare numbers are percents where one of them is above 1, or where the header says
    so and none lies between 0 and 1.
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide from all cells whether bare numbers are percents."""
        reading = read(raw, positions)
        value = reading.fitted("double", "").expression
        has_signs = any("%" in way.form for way, _ in reading.readable)
        sign = f"contains({reading.cell}, '%')" if has_signs else "false"
        numbers = f"(select {value} as v from {raw.relation} where not {sign})"
        highest, broken = replace(raw, relation=numbers).fetch(
            "max(v), count(*) filter (where v > 0 and v < 1)"
        )[0]
        named = any(word in plain(reading.name) for word in PERCENT_NAMES)
        named = named or unit(reading.name).range == "100"
        percents = (highest or 0) > 1
        notes = list(reading.notes)
        if named and not percents and not broken and highest:
            notes.append(f"{reading.name}: 1 was read as all of it, not as 1 %.")
        share = f"case when {sign} then v else v / 100 end" if percents else "v"
        within = "case when s between 0 and 1 then s end"
        within = let("v", value, let("s", f"round({share}, 12)", within))
        return Fitted(
            within,
            f"not {reading.blank} and ({within}) is null",
            "is not a share between 0 and 100 %",
            {},
            tuple(notes),
        )


@dataclass(frozen=True, slots=True)
class Hours:
    """Working time in hours: "5 days", "40h", "2d 4h", "1:30", or bare numbers.

    A bare number is of `bare` units, what has a colon is hours and minutes.

    A unit in the header ("Duration (days)") counts before `bare`. The value is
    multiplied by `times`, such as 3600 where seconds are wanted.
    """

    aliases: tuple[str, ...]
    bare: str = "H"
    times: float = 1.0

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read number and unit of each cell."""
        cell, name, notes = column(raw, positions)
        usual = _named_unit(name) or self.bare
        found = ways(raw, cell)
        texts = [way.form.upper() for way in found]
        if _counts_days(texts, usual):
            notes.append(
                f"{name}: a day counts as {HOURS_PER_DAY} hours, a week as "
                f"{DAYS_PER_WEEK} days, a month as {DAYS_PER_MONTH} days."
            )
        value = _in_hours(f"upper({cell})", texts, usual, self.times)
        empty = blank(cell, (way.text for way in found))
        unreadable = f"not {empty} and ({value}) is null"
        why = "is not a time such as 12, 4h, 5 days or 2 weeks"
        return Fitted(value, unreadable, why, {}, tuple(notes))


def _time(units: Iterable[str]) -> str:
    """Return what matches a number and perhaps one of the units."""
    return rf"{AMOUNT} ?({either(units)})?\??"


def _part(units: Iterable[str]) -> str:
    """Return what matches a number with one of the units."""
    return rf"{AMOUNT} ?({either(units)})"


TIME, PART = _time(FACTORS), _part(FACTORS)
PARTS = rf"(?:{PART} ?)+"


def _in_hours(text: str, texts: Sequence[str], usual: str, times: float) -> str:
    """Return SQL for times, NULL for any other text.

    `texts` has one of each kind in the column: only what they say is looked for.
    """
    single = [found[2] or "" for t in texts if (found := re.fullmatch(TIME, t))]
    several = [t for t in texts if re.fullmatch(PARTS, t)]
    units = {unit for t in several for _, unit in re.findall(PART, t)}
    cases = [
        *([_lone(text, {*single} - {""}, usual, times)] if single else ()),
        *([_in_parts(text, units, times)] if several else ()),
        *([_clock(text, times)] if any(":" in t for t in texts) else ()),
    ]
    return f"case {' '.join(cases)} end" if cases else "cast(NULL as double)"


def _lone(text: str, units: Collection[str], usual: str, times: float) -> str:
    """Return SQL for times such as "3", "2.5H" and "5 DAYS?"."""
    time = quoted(_time(units))
    amount = f"cast(replace(regexp_extract({text}, {time}, 1), ',', '.') as double)"
    known = _known({"": FACTORS[usual], **{one: FACTORS[one] for one in units}}, times)
    return (
        f"when regexp_full_match({text}, {time}) then "
        f"round({amount} * {known}[regexp_extract({text}, {time}, 2)], 6)"
    )


def _in_parts(text: str, units: Collection[str], times: float) -> str:
    """Return SQL for times such as "2D 4H"."""
    part = quoted(_part(units))
    amount = f"cast(replace(regexp_extract(x, {part}, 1), ',', '.') as double)"
    known = _known({one: FACTORS[one] for one in units}, times)
    return (
        f"when regexp_full_match({text}, {quoted(f'(?:{_part(units)} ?)+')}) then "
        f"round(list_sum(list_transform(regexp_extract_all({text}, {part}), "
        f"lambda x: {amount} * {known}[regexp_extract(x, {part}, 2)])), 6)"
    )


def _clock(text: str, times: float) -> str:
    """Return SQL for times such as "1:30"."""
    hours, minutes = (
        f"regexp_extract({text}, {quoted(CLOCK)}, {one})::double" for one in (1, 2)
    )
    return (
        f"when regexp_full_match({text}, {quoted(CLOCK)}) then "
        f"round(({hours} + {minutes} / 60) * {times!r}, 6)"
    )


def _known(factors: Mapping[str, float], times: float) -> str:
    pairs = (f"{quoted(k)}: {v * times!r}::double" for k, v in factors.items())
    return f"map {{{', '.join(pairs)}}}"


def _named_unit(name: str) -> str:
    """Return the unit that a header names, empty where it names none.

    >>> _named_unit("Duration (days)"), _named_unit("Arbeit in Std."), _named_unit("D")
    ('DAYS', 'STD.', '')
    """
    words = name.upper().replace("(", " ").replace(")", " ").split()
    return next((w for w in reversed(words[1:]) if w in FACTORS), "")


def _counts_days(texts: Iterable[str], usual: str) -> bool:
    """Say whether any cell is in days or longer units."""
    known = [t for t in texts if re.fullmatch(TIME, t) or re.fullmatch(PARTS, t)]
    words = {found[2] or "" for t in known if (found := re.search(TIME, t))}
    short = {*MINUTE, *HOUR} if FACTORS[usual] > 1 else {"", *MINUTE, *HOUR}
    return not words <= short
