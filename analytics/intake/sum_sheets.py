"""Sheets of a workbook that only repeat sums of another sheet.

Finance hands out workbooks with a sheet of lines and one of totals by category or by
month. Read as one more sheet of the same kind, the totals count every amount twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analytics.importers.base import Found, TableImporter
    from analytics.intake.table_file import TableFile

    Claims = list[tuple[TableImporter, Found]]
    Line = tuple[Decimal | None, Mapping[str, str]]

AMOUNT = "amount"
TEXTS = ("category", "work_package", "vendor", "cost_type", "description", "note")
DATES = ("starts_on", "booked_on", "ordered_on")
FEWEST = 2
"""Sums that prove it; one line may be like another sheet by chance."""

MONTH = re.compile(r"\d{4}-\d{2}(?=-\d{2}\b)")
TOTAL = re.compile(r"(?i)(?:grand |sub)?totals?|(?:gesamt)?summe|total general")


def without_sums(file: TableFile, claims: Claims, *, kept: str) -> tuple[Claims, str]:
    """Leave out the sheets of which it is proven that they sum up another one.

    Proven is: two lines or more, and each of them, by one column of texts or months,
    is the sum of all lines of the other sheet with that text, which has more lines.
    A line called total may sum up all. The sheet `kept` was asked for by name.

    Returns:
        The claims that stay, and the sentence that names the sheets left out.
    """
    sums: dict[str, str] = {}
    for importer, total in claims:
        for other, detail in claims:
            if other.name != importer.name or total.sheet in (detail.sheet, kept):
                continue
            if detail.sheet not in sums and _sums_up(file, total, detail):
                sums[total.sheet] = detail.sheet
    stay = [one for one in claims if one[1].sheet not in sums]
    return stay, " ".join(
        f"Sheet {name} was left out: its amounts are sums of the lines of {of}."
        for name, of in sums.items()
    )


def _sums_up(file: TableFile, total: Found, detail: Found) -> bool:
    """Say whether each line of one sheet is the sum of lines of the other."""
    lines = list(_lines(file, total))
    parts = [one for one in _lines(file, detail) if not _is_total(one[1])]
    if not FEWEST <= sum(not _is_total(texts) for _, texts in lines) < len(parts):
        return False
    if any(amount is None for amount, _ in (*lines, *parts)):
        return False
    whole = sum((amount for amount, _ in parts if amount), Decimal())
    groups = [_grouped(parts, name) for name in (*TEXTS, *DATES)]
    return any(
        _is_each(lines, name, group, whole)
        for name in (*TEXTS, *DATES)
        for group in groups
    )


def _is_each(
    lines: Sequence[Line],
    name: str,
    group: Mapping[str, Decimal],
    whole: Decimal,
) -> bool:
    """Say whether all lines are sums of a group, and at least two are not the whole."""
    proven = 0
    for amount, texts in lines:
        text = texts.get(name, "")
        if text in group and group[text] == amount:
            proven += 1
        elif amount != whole or not _is_total(texts):
            return False
    return proven >= FEWEST


def _is_total(texts: Mapping[str, str]) -> bool:
    return any(TOTAL.fullmatch(text) for text in texts.values())


def _grouped(parts: Sequence[Line], name: str) -> Mapping[str, Decimal]:
    """Add up the amounts of the lines with the same text."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for amount, texts in parts:
        if text := texts.get(name, ""):
            found[text] += amount or 0
    return found


def _lines(file: TableFile, found: Found) -> Iterator[Line]:
    """Return amount and texts of each line that has one; None if it is no number."""
    places = {name: where[0] for name, where in found.columns.items() if where}
    wanted = {name: places[name] for name in (*TEXTS, *DATES) if name in places}
    if AMOUNT not in places:
        return
    for _, cells in file.rows.get(found.sheet, [])[found.header_row + 1 :]:
        row = dict(enumerate(cells))
        amount = row.get(places[AMOUNT], "").strip()
        if amount:
            texts = {name: _text(row.get(place, "")) for name, place in wanted.items()}
            yield _number(amount), texts


def _text(cell: str) -> str:
    """Return a text as it is compared: small letters, of a day its month."""
    text = " ".join(cell.split()).casefold()
    month = MONTH.match(text)
    return month[0] if month else text


def _number(cell: str) -> Decimal | None:
    """Return an amount to the cent, as far as a number cell holds it."""
    try:
        return round(Decimal(cell), 2)
    except InvalidOperation:
        return None
