"""Budgets with a column for each month: which column is which month.

Finance hands out tables such as "Category, Jan 2026, Feb 2026, ..., Total". Months,
quarters and years are told by the header alone, and need their year. A quarter or year
beside its own months is their sum, and so is a column that says "Total": these are left
out, as they would count the same money twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from analytics.importers import money_headers
from analytics.importers.base import HEADER_ROWS, Found
from analytics.importers.cautious import CautiousImporter
from analytics.importers.headers import KEPT as KEPT_ROWS
from analytics.importers.headers import places, plain
from analytics.importers.periods import QUARTER, YEAR, read_period
from analytics.importers.units import bare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import Grid, RawTable, Rejects

FIRST_OF_MONTH = re.compile(r"(\d{4}-\d{2})-01(?: 00:00:00)?")
NAMED_TOTAL = re.compile(
    r"(?:(?:grand|row|annual|overall) )?(?:total|sum)\b.*|fy ?'?\d{2,4}.*|.*\btotal"
    r"|(?:gesamt|jahres)?summe\b.*|gesamt\b.*|insgesamt|suma\b.*|ytd\b.*|full year\b.*"
)
TEXTS = ("category", "work_package", "vendor", "note")
KEPT = (*TEXTS, "cost_type", "budget_kind", "currency")
"""What is said of a whole record; any other amount beside the months is left out."""
FEWEST = 2
NO_AMOUNT = "no month has an amount"


@dataclass(frozen=True, slots=True)
class Span:
    """A period that a header names: its first month, counted, and its length."""

    first: int
    months: int

    @property
    def text(self) -> str:
        """The period as `Period` reads it."""
        year, month = divmod(self.first, 12)
        if self.months == 1:
            return f"{year:04}-{month + 1:02}"
        return f"{year:04}" if self.months > 3 else f"Q{month // 3 + 1} {year:04}"  # noqa: PLR2004 - of a quarter

    def holds(self, other: Span) -> bool:
        """Say whether another, shorter period lies inside this one."""
        end, its_end = self.first + self.months, other.first + other.months
        is_inside = self.first <= other.first and its_end <= end
        return is_inside and other.months < self.months


def span_of(header: str) -> Span | None:
    """Return the month, quarter or year that a header names.

    >>> span_of("Jan 2026").text, span_of("01/2026").text, span_of("Q1 2026 (EUR)").text
    ('2026-01', '2026-01', 'Q1 2026')
    >>> span_of("Category"), span_of("13/2026"), span_of("1-12")
    (None, None, None)
    """
    if not any(map(str.isdigit, header)):
        return None
    text = " ".join((bare(header) or header).split())
    if first := FIRST_OF_MONTH.fullmatch(text):
        text = first[1]
    found = read_period(text)
    if found is None or {"%m", "%y"} <= set(re.findall("%[a-zA-Z]", found[0])):
        return None
    pattern, swaps = found
    months = 12 if re.search(YEAR, text) else 3 if re.search(QUARTER, text) else 1
    for old, new in swaps:
        text = text.replace(old, new)
    try:
        day = datetime.strptime(text, pattern)  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None
    return Span(12 * day.year + day.month - 1, months)


@lru_cache(maxsize=KEPT_ROWS)
def spans_of(row: tuple[str, ...]) -> Mapping[int, Span]:
    """Return the positions of the headers that name a period, each with it."""
    return {p: span for p, name in enumerate(row) if (span := span_of(name))}


@dataclass(frozen=True, slots=True)
class Spread:
    """A table with periods as columns: what stands where, and what is left out."""

    periods: Mapping[int, str]
    columns: Mapping[str, tuple[int, ...]]
    unit: str
    notes: tuple[str, ...]


def spread_of(header: Sequence[str], columns: Mapping[str, tuple[int, ...]]) -> Spread:
    """Tell the columns of months from those that sum them up."""
    spans = spans_of(tuple(header))
    sums = {p for p, one in spans.items() if any(map(one.holds, spans.values()))} | {
        p for p, name in enumerate(header) if NAMED_TOTAL.fullmatch(plain(name))
    }
    periods = {p: one.text for p, one in spans.items() if p not in sums}
    kept = {
        name: where
        for name, found in columns.items()
        if name in KEPT and (where := tuple(p for p in found if p not in spans))
    }
    notes = [f"{len(periods)} columns are periods: each amount is a line of its own."]
    if sums:
        names = ", ".join(header[p].strip() for p in sorted(sums))
        notes.append(f"Columns that sum up others are left out: {names}.")
    first = next((header[p] for p in periods), "")
    unit = first.removeprefix(bare(first)) if bare(first) else ""
    return Spread(periods, kept, unit, tuple(notes))


@dataclass(frozen=True, slots=True)
class SpreadImporter(CautiousImporter):
    """An importer that takes a table with months as columns, too."""

    def find(self, grid: Grid) -> Found | None:
        """Return the header row of a spread table, else of an ordinary one."""
        forbidden = {plain(name) for name in self.forbids}
        planned = {plain(name) for name in money_headers.PLANNED_AMOUNT}
        for number, row in enumerate(grid.rows[:HEADER_ROWS]):
            if len(spans_of(row)) < FEWEST:
                continue
            names = places(row).keys()
            plans = {one for one in names & planned if not NAMED_TOTAL.fullmatch(one)}
            spread = spread_of(row, self.match(row))
            is_spread = len(spread.periods) >= FEWEST and set(TEXTS) & set(
                spread.columns
            )
            if is_spread and not plans and not forbidden & names:
                amounts = {"amount": tuple(spread.periods)}
                columns = {**spread.columns, **amounts}
                return Found(grid.sheet, number, tuple(row), columns)
        return CautiousImporter.find(self, grid)

    def spread(self, found: Found) -> Spread | None:
        """Return how the amounts are spread over columns, if they are."""
        spread = spread_of(found.header, found.columns)
        amounts = found.columns.get("amount", ())
        chosen = {p: spread.periods[p] for p in amounts if p in spread.periods}
        if len(chosen) < FEWEST or len(chosen) < len(amounts):
            return None
        return Spread(chosen, spread.columns, spread.unit, spread.notes)


def also_without_amounts(rejects: Rejects) -> Rejects:
    """Set records aside, too, that have no amount in any of several columns."""

    def rejecting(
        raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> Sequence[tuple[str, str]]:
        amounts = columns.get("amount", ())
        if sum(span_of(raw.header[p]) is not None for p in amounts) < FEWEST:
            return rejects(raw, columns)
        blank = " and ".join(f"{raw.cell(p)} is null" for p in amounts)
        return (*rejects(raw, columns), (blank, NO_AMOUNT))

    return rejecting
