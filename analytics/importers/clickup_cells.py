"""Cells that only ClickUp writes: moments, days, durations, and what is closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.date_columns import first_filled
from analytics.importers.dates import Date, Instant
from analytics.importers.headers import plain
from analytics.importers.jira_numbers import Seconds

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

MILLISECONDS = "[0-9]{12,14}"
DAY_IN_WORDS = r"([A-Z][a-z]+) ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})"
HOUR = 3600
THOUSAND = 1000


def _split(
    raw: RawTable, positions: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns with values, and those that say the same in words."""
    words = tuple(p for p in positions if plain(raw.header[p]).endswith(" text"))
    return tuple(p for p in positions if p not in words), words


def _milliseconds(raw: RawTable, cell: str) -> bool:
    """Say whether a column counts milliseconds since 1970."""
    filled, counted = raw.fetch(
        f"count({cell}), "
        f"count(*) filter (where regexp_full_match({cell}, '{MILLISECONDS}'))"
    )[0]
    return bool(counted * 2 > filled)


def _since_1970(cell: str) -> str:
    number = f"case when regexp_full_match({cell}, '{MILLISECONDS}') then {cell} end"
    return f"epoch_ms(try_cast({number} as bigint))"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: an ISO text with its zone, or milliseconds since 1970."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide from all cells which of the two the file has."""
        cell = first_filled(raw, positions)
        if not _milliseconds(raw, cell):
            return Instant(self.aliases).fit(raw, positions)
        value = _since_1970(cell)
        label = raw.header[positions[0]].strip()
        return Fitted(
            value,
            f"{cell} is not null and {value} is null",
            "is not a number of milliseconds since 1970",
            notes=(f"{label}: read as milliseconds since 1970, in UTC.",),
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day; beside milliseconds, which depend on a zone, its words count."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the date as written, or the words beside a number."""
        values, words = _split(raw, positions)
        cell = first_filled(raw, values) if values else ""
        if values and not _milliseconds(raw, cell):
            return Date(self.aliases).fit(raw, values)
        if not words:
            moment = Moment(self.aliases).fit(raw, values)
            return replace(moment, expression=f"cast({moment.expression} as date)")
        text = first_filled(raw, words)
        parts = [f"regexp_extract({text}, '{DAY_IN_WORDS}', {n})" for n in (1, 2, 3)]
        value = f"cast(try_strptime(concat_ws(' ', {', '.join(parts)}), '%B %d %Y') "
        value += "as date)"
        return Fitted(
            value,
            f"{text} is not null and {value} is null",
            "is not a day such as Wednesday, March 1st 2023",
        )


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration: milliseconds, hours where the header says so, or words."""

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Read the columns with values, else the words."""
        values, words = _split(raw, positions)
        return self._read(raw, (values or words)[0])

    def _read(self, raw: RawTable, position: int) -> Fitted:
        if "hours" in plain(raw.header[position]):
            return Seconds(self.aliases, HOUR).fit(raw, (position,))
        fitted = Seconds(self.aliases).fit(raw, (position,))
        cell = raw.cell(position)
        number = f"regexp_full_match({cell}, '[0-9.]+')"
        value = fitted.expression
        return replace(
            fitted,
            expression=f"case when {number} then {value} / {THOUSAND} else {value} end",
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """Done where every task of that status has a date on which it was closed.

    One task with such a date in a status of open ones says nothing of the status:
    the status map of the project decides there. Headers of dates begin with "Date".
    """

    aliases: tuple[str, ...]

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Look at all tasks of a status together."""
        dates = tuple(p for p in positions if plain(raw.header[p]).startswith("date "))
        names = tuple(p for p in positions if p not in dates)
        if not dates or not names:
            return Fitted("cast(null as varchar)")
        closed = f"{first_filled(raw, dates)} is not null"
        status = first_filled(raw, names)
        always = f"bool_and({closed}) over (partition by lower({status}))"
        return Fitted(f"case when {always} then 'done' end")
