"""Months, quarters and years, as budgets name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted, quoted
from analytics.importers.date_columns import MAX_SHAPES, first_filled, study_column
from analytics.importers.date_layout import describe
from analytics.importers.month_names import ENGLISH, english_month

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

QUARTER = "(^|[^A-Za-z])([QqTt] ?[1-4]|[1-4] ?[QqTt])([^A-Za-z]|$)"
YEAR = "^(19|20)[0-9][0-9]$"
NAME = r"(?P<w>[^\W\d_]{3,}\.?|[QqTt] ?[1-4](?!\d)|[1-4] ?[QqTt])"
FORMS = (
    (r"(?P<y>\d{4})(?P<s>[-/. ])\d{1,2}", "{y}{s}%m"),
    (r"\d{1,2}(?P<s>[-/. ])(?P<y>\d{4}|\d{2})", "%m{s}{y}"),
    (r"(?P<y>(?:19|20)\d\d)(?:0[1-9]|1[0-2])", "%Y%m"),
    (rf"{NAME}(?P<s> de |[-/'\u2019. ]?)(?P<y>\d{{4}}|\d{{2}})", "%b{s}{y}"),
    (rf"(?P<y>\d{{4}})(?P<s>[-/. ]?){NAME}", "{y}{s}%b"),
    (r"(?P<y>(?:19|20)\d\d)", "%Y"),
)
UNKNOWN = (
    "is not a period in a form we know, such as 2025-09, Sep 2025, Q3 2025 or a date"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or calendar year: [starts_on, ends_before).

    The column it is named for gets the first day; the first day after goes to the
    column `end`. A full date stands for its month.
    """

    aliases: tuple[str, ...]
    end: str = "ends_before"

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Decide how the periods of a column are written."""
        cell = first_filled(raw, positions)
        named = _named_periods(raw, cell)
        rest = f"case when {named} is null then {cell} end"
        study = study_column(raw, rest)
        dated, pattern = "cast(null as date)", ""
        if study.layout is not None:
            dated = f"date_trunc('month', {study.layout.date(rest)})"
            pattern = describe(study.layout)
        start = f"cast(coalesce({named}, {dated}) as date)"
        length = (
            f"case when {named} is null then interval 1 month "
            f"when regexp_matches({cell}, '{QUARTER}') then interval 3 month "
            f"when regexp_matches({cell}, '{YEAR}') then interval 12 month "
            "else interval 1 month end"
        )
        return Fitted(
            start,
            f"{cell} is not null and {start} is null",
            UNKNOWN,
            {self.end: f"cast({start} + {length} as date)"},
            _notes(raw, positions, (cell, named, start), pattern),
        )


def read_period(cell: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the format of a month, quarter or year, and what to replace before.

    >>> read_period("2025-09"), read_period("września 2025")
    (('%Y-%m', ()), ('%b %Y', (('września', 'Sep'),)))
    """
    for form, template in FORMS:
        if not (found := re.fullmatch(form, cell)):
            continue
        parts = found.groupdict()
        swaps: tuple[tuple[str, str], ...] = ()
        word = parts.get("w")
        if word and not (swaps := _swaps(word)):
            continue
        year = "%y" if len(parts["y"]) == len("25") else "%Y"
        return template.format(y=year, s=parts.get("s")), swaps
    return None


def _swaps(word: str) -> tuple[tuple[str, str], ...]:
    """Return what to replace so that a word, or any quarter, is a month.

    >>> _swaps("wrzesień"), _swaps("foo")
    ((('wrzesień', 'Sep'),), ())
    """
    if digit := re.search(r"\d", word):
        return tuple(
            (word.replace(digit[0], str(number)), ENGLISH[3 * number - 3])
            for number in range(1, 5)
        )
    month = english_month(word)
    return ((word, month),) if month else ()


def _named_periods(raw: RawTable, cell: str) -> str:
    """Return SQL of the first day of what is named, NULL for anything else."""
    shape = f"translate({cell}, '0123456789', '9999999999')"
    rows = raw.connection.execute(
        f"select min({cell}) from {raw.relation} where {cell} is not null "
        f"group by {shape} order by count(*) desc, 1 limit {MAX_SHAPES}"
    ).fetchall()
    read = [found for (example,) in rows if (found := read_period(example))]
    formats = sorted(
        dict.fromkeys(form for form, _ in read), key=lambda form: "%Y" in form
    )
    if not formats:
        return "cast(null as date)"
    text = cell
    swaps = sorted({swap for _, found in read for swap in found})
    for old, new in sorted(swaps, key=lambda swap: -len(swap[0])):
        text = f"replace({text}, {quoted(old)}, {quoted(new)})"
    value = f"try_strptime({text}, [{', '.join(map(quoted, formats))}])"
    return f"cast(case when {value} >= timestamp '1000-01-01' then {value} end as date)"


def _notes(
    raw: RawTable, positions: tuple[int, ...], sql: tuple[str, str, str], pattern: str
) -> tuple[str, ...]:
    """Say what kinds of periods there are."""
    cell, named, start = sql
    is_named = f"{named} is not null and"
    months, quarters, years, dates = raw.fetch(
        f"count({named}), "
        f"count(*) filter (where {is_named} regexp_matches({cell}, '{QUARTER}')), "
        f"count(*) filter (where {is_named} regexp_matches({cell}, '{YEAR}')), "
        f"count({start}) - count({named})"
    )[0]
    kinds = {
        "month": months - quarters - years,
        "quarter": quarters,
        "calendar year": years,
        f"date, read as {pattern} and taken for its month": dates,
    }
    found = [f"{count:,} x {kind}" for kind, count in kinds.items() if count]
    if not found:
        return ()
    return (f"{raw.header[positions[0]].strip()}: periods are {', '.join(found)}.",)
