"""Lines of a table that sum up others and are no records of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.importers.base import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.base import RawTable, Rejects

TOTAL = (
    r"(?:(?:grand|sub|overall|running)[ -]?)?totals?(?: (?:budget|cost|costs|amount|sum"
    r"|planned|actual|actuals|exposure|general|général|eur|usd|gbp|chf|(?:19|20)[0-9]{2}))?"
    r"|(?:gesamt|zwischen|end)?summe(?: gesamt)?|gesamt(?:betrag|budget|kosten)?"
    r"|insgesamt|sum|total generale|sous-total|montant total|importe total"
    r"|suma(?: total)?|coste total|∑|\x{3c3}"
)
STEM = r"total|gesamt|summe\b|\bsuma?\b|∑|\x{3c3}"
"""What each form of it has in it: where no cell has, none is looked at closely."""
TOTAL_REASON = "a total line: it would count the amounts above it twice"
LONE_REASON = "an amount without a date, category or text: likely a total line"


def is_total(cell: str) -> str:
    """Return SQL that is true where a cell says "Total" in one of its forms."""
    text = f"regexp_replace(lower({cell}), '[\\s:=*]+$', '')"
    return f"coalesce(regexp_full_match({text}, {quoted(TOTAL)}), false)"


def says_total(raw: RawTable, cells: Sequence[str]) -> bool:
    """Say whether a total line is possible at all, by a look at all cells at once."""
    text = f"lower(concat_ws(' ', NULL, {', '.join(cells) or 'NULL'}))"
    found = f"coalesce(bool_or(regexp_matches({text}, {quoted(STEM)})), false)"
    return bool(raw.fetch(found)[0][0])


def total_lines(
    *, texts: Sequence[str], dates: Sequence[str], amounts: Sequence[str]
) -> Rejects:
    """Return what rejects total lines.

    A line is one where a text says "Total" and no date is given, or where an amount
    stands alone. The arguments are canonical columns.
    """

    def rejects(
        raw: RawTable, columns: Mapping[str, tuple[int, ...]]
    ) -> Sequence[tuple[str, str]]:
        def cells(names: Sequence[str]) -> list[str]:
            found = {p for name in names for p in columns.get(name, ())}
            return [raw.cell(position) for position in sorted(found & raw.positions)]

        words, days = cells((*texts, *dates)), cells(dates)
        filled = [f"{cell} is not null" for cell in cells(amounts)]
        if not words or not filled:
            return ()
        blank = [f"{cell} is null" for cell in words]
        lone = (" and ".join([*blank, f"({' or '.join(filled)})"]), LONE_REASON)
        if not says_total(raw, words):
            return (lone,)
        said = " or ".join(map(is_total, words))
        undated = [f"({c} is null or {is_total(c)})" for c in days]
        return ((" and ".join([f"({said})", *undated]), TOTAL_REASON), lone)

    return rejects
