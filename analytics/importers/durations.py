"""Durations of tasks: working time, or elapsed time that counts every hour.

Microsoft Project writes elapsed time with a letter at its unit: "3 edays" in English,
"3 fTage" in German (fortlaufende Tage), "3 jé" in French (jours écoulés).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.amounts_of_work import AMOUNT, Hours
from analytics.importers.base import quoted
from analytics.importers.number_shapes import ways
from analytics.importers.numbers import column
from analytics.importers.units import either

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analytics.importers.base import Fitted, RawTable

ELAPSED_MONTH_DAYS = 30
_NAMES = (
    (
        1 / 60,
        ("M", "MIN", "MINS", "MINUTE", "MINUTES"),
        ("MIN", "MINUTE", "MINUTEN"),
        ("MIN", "MINS", "MINUTE", "MINUTES"),
        ("MINUTO", "MINUTOS"),
    ),
    (
        1.0,
        ("H", "HR", "HRS", "HOUR", "HOURS"),
        ("H", "STD", "STD.", "STUNDE", "STUNDEN"),
        ("H", "HR", "HEURE", "HEURES"),
        ("HORA", "HORAS"),
    ),
    (
        24.0,
        ("D", "DY", "DYS", "DAY", "DAYS"),
        ("T", "TAG", "TAGE"),
        ("J", "JR", "JOUR", "JOURS"),
        ("DÍA", "DÍAS", "DIAS"),
    ),
    (
        168.0,
        ("W", "WK", "WKS", "WEEK", "WEEKS"),
        ("W", "WO", "WOCHE", "WOCHEN"),
        ("S", "SEM", "SEM.", "SEMAINE", "SEMAINES"),
        ("SEMANA", "SEMANAS"),
    ),
    (
        24.0 * ELAPSED_MONTH_DAYS,
        ("MO", "MON", "MONS", "MONTH", "MONTHS"),
        ("MON", "MONAT", "MONATE"),
        ("MS", "MOIS"),
        ("MES", "MESES"),
    ),
)
"""Hours of a unit, and its names in English, German, French and Spanish."""


def _elapsed() -> Iterator[tuple[str, float]]:
    """Yield every way to write a unit of elapsed time, with its hours."""
    for hours, english, german, french, spanish in _NAMES:
        written = (
            *(f"E{name}" for name in english),
            *(f"ELAPSED {name}" for name in english),
            *(f"{name} ELAPSED" for name in english),
            *(f"F{name}" for name in german),
            *(f"FORTLAUFENDE {name}" for name in german),
            *(f"{name}É" for name in french),
            *(f"{name} ÉCOUL{end}" for name in french for end in _FRENCH),
            *(f"{name} TRANSCURRID{end}" for name in spanish for end in _SPANISH),
        )
        yield from ((name, hours) for name in written)


_FRENCH = ("É", "ÉE", "ÉS", "ÉES")
_SPANISH = ("O", "A", "OS", "AS")
ELAPSED = dict(_elapsed())
"""Hours of one unit of elapsed time, by its name in capitals."""


def _time(units: Iterable[str]) -> str:
    """Return what matches a number and one of the units, estimated or not."""
    return rf"{AMOUNT} ?({either(units)})\??"


TIME = _time(ELAPSED)


@dataclass(frozen=True, slots=True)
class Duration:
    """Working time in hours, or elapsed time: "5 days", "3 edays", "2 ew", "3 jé".

    An elapsed day has 24 hours, a week 7 days, a month 30 days, as in Microsoft
    Project. Where a column holds any, `flag` is the canonical column that says of
    each row whether it is.
    """

    aliases: tuple[str, ...]
    bare: str = "D"
    flag: str = ""

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read elapsed time where there is any, and the rest as working time."""
        worked = Hours(self.aliases, self.bare).fit(raw, positions)
        cell, name, _ = column(raw, positions)
        forms = (way.form.upper() for way in ways(raw, cell))
        units = {found[2] for one in forms if (found := re.fullmatch(TIME, one))}
        if not units:
            return worked
        text = f"upper({cell})"
        time = quoted(_time(units))
        amount = f"cast(replace(regexp_extract({text}, {time}, 1), ',', '.') as double)"
        hours = ", ".join(f"{quoted(one)}: {ELAPSED[one]!r}::double" for one in units)
        is_elapsed = f"coalesce(regexp_full_match({text}, {time}), false)"
        value = (
            f"case when {is_elapsed} then round({amount} * "
            f"map {{{hours}}}[regexp_extract({text}, {time}, 2)], 6) "
            f"else {worked.expression} end"
        )
        flag = f"case when ({value}) is not null then {is_elapsed} end"
        note = (
            f"{name}: elapsed time counts all hours of the day, a week 7 days, a month "
            f"{ELAPSED_MONTH_DAYS} days."
        )
        return replace(
            worked,
            expression=value,
            unreadable=f"not {is_elapsed} and ({worked.unreadable})",
            extra={self.flag: flag} if self.flag else {},
            notes=(*worked.notes, note),
        )
