"""Columns of shares done and of working time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.digits import absent
from analytics.importers.headers import plain
from analytics.importers.numbers import column, read
from analytics.importers.units import either, unit

if TYPE_CHECKING:
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
TIME = rf"([0-9]+(?:[.,][0-9]+)?) ?({either(FACTORS)})?\??"

PART = rf"([0-9]+(?:[.,][0-9]+)?) ?({either(FACTORS)})"
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
        sign = f"contains({reading.cell}, '%')"
        highest, broken = raw.fetch(
            f"max({value}) filter (where not {sign}), count(*) filter "
            f"(where not {sign} and {value} > 0 and {value} < 1)"
        )[0]
        named = any(word in plain(reading.name) for word in PERCENT_NAMES)
        named = named or unit(reading.name).range == "100"
        percents = (highest or 0) > 1
        notes = list(reading.notes)
        if named and not percents and not broken and highest:
            notes.append(f"{reading.name}: 1 was read as all of it, not as 1 %.")
        part = f"{value} / 100" if percents else value
        share = f"round(case when {sign} then {value} else {part} end, 12)"
        within = f"case when {share} between 0 and 1 then {share} end"
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
        text = f"upper({cell})"
        amount = f"regexp_extract({text}, {quoted(TIME)}, 1)"
        word = f"regexp_extract({text}, {quoted(TIME)}, 2)"
        factors = {"": FACTORS[usual], **FACTORS}
        known = ", ".join(
            f"{quoted(k)}: {v * self.times!r}::double" for k, v in factors.items()
        )
        value = (
            f"case when regexp_full_match({text}, {quoted(TIME)}) then "
            f"round(cast(replace({amount}, ',', '.') as double) "
            f"* map {{{known}}}[{word}], 6) else {_in_parts(text, self.times)} end"
        )
        if _counts_days(raw, cell, usual):
            notes.append(
                f"{name}: a day counts as {HOURS_PER_DAY} hours, a week as "
                f"{DAYS_PER_WEEK} days, a month as {DAYS_PER_MONTH} days."
            )
        unreadable = f"not {absent(cell)} and ({value}) is null"
        why = "is not a time such as 12, 4h, 5 days or 2 weeks"
        return Fitted(value, unreadable, why, {}, tuple(notes))


def _in_parts(text: str, times: float) -> str:
    """Return SQL for times such as "2D 4H" and "1:30", NULL for any other."""
    factors = ", ".join(
        f"{quoted(k)}: {v * times!r}::double" for k, v in FACTORS.items()
    )
    part = quoted(PART)
    amount = f"cast(replace(regexp_extract(x, {part}, 1), ',', '.') as double)"
    clock = [
        f"regexp_extract({text}, {quoted(CLOCK)}, {one})::double" for one in (1, 2)
    ]
    return (
        f"case when regexp_full_match({text}, {quoted(f'(?:{PART} ?)+')}) then "
        f"round(list_sum(list_transform(regexp_extract_all({text}, {part}), "
        f"lambda x: {amount} * map {{{factors}}}[regexp_extract(x, {part}, 2)])), 6) "
        f"when regexp_full_match({text}, {quoted(CLOCK)}) then "
        f"round(({clock[0]} + {clock[1]} / 60) * {times!r}, 6) end"
    )


def _named_unit(name: str) -> str:
    """Return the unit that a header names, empty where it names none.

    >>> _named_unit("Duration (days)"), _named_unit("Arbeit in Std."), _named_unit("D")
    ('DAYS', 'STD.', '')
    """
    words = name.upper().replace("(", " ").replace(")", " ").split()
    return next((w for w in reversed(words[1:]) if w in FACTORS), "")


def _counts_days(raw: RawTable, cell: str, usual: str) -> bool:
    """Say whether any cell is in days or longer units."""
    word = f"upper(regexp_extract(upper({cell}), {quoted(TIME)}, 2))"
    short = ", ".join(map(quoted, (*MINUTE, *HOUR)))
    bare = f"or {word} = ''" if FACTORS[usual] > 1 else ""
    (count,) = raw.fetch(
        f"count(*) filter (where {cell} is not null and "
        f"({word} not in ({short}, '') {bare}))"
    )[0]
    return bool(count)
