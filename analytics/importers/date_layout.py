"""The pattern of one column as SQL: how its text becomes an instant or a day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analytics.importers.base import quoted
from analytics.importers.date_patterns import EXCEL_DAYS, SERIAL, Family

FIRST_YEAR = "1000-01-01"
"""A four-digit year before this is one that was cut off."""

WORDS = {
    "dmy": "day/month/year",
    "mdy": "month/day/year",
    "ymd": "year-month-day",
    "dMy": "day, name of the month, year",
    "Mdy": "name of the month, day, year",
    "yMd": "year, name of the month, day",
    SERIAL: "Excel day numbers",
}
CLOCKS = {12: " with a 12-hour clock", 24: " with a 24-hour clock", 0: ""}


@dataclass(frozen=True, slots=True)
class Layout:
    """The pattern of one column: a family and the formats seen in it.

    `order` is dmy or mdy, "" where the family leaves no choice.
    """

    family: Family
    formats: tuple[tuple[str, str], ...]
    swaps: tuple[tuple[str, str], ...]
    clock: int
    example: str
    order: str = ""

    def text(self, cell: str) -> str:
        """Return SQL of the cell as the formats expect it."""
        for old, new in self.swaps:
            cell = f"replace({cell}, {quoted(old)}, {quoted(new)})"
        if any("%n" in form for form, _ in self.formats):
            cell = f"regexp_replace({cell}, '([.,][0-9]{{6}})[0-9]+', '\\1')"
        return cell

    def instant(self, cell: str) -> str:
        """Return SQL of the cell as a TIMESTAMP, in UTC where it has an offset."""
        if self.family.order == SERIAL:
            return _serial(cell)
        text = self.text(cell)
        local = [form + zone for form, zone in self.formats if "%z" not in zone]
        offset = [form + zone for form, zone in self.formats if "%z" in zone]
        parts = []
        if local:
            parts.append(self._strptime(text, local))
        if offset:
            parts.append(f"make_timestamp(epoch_us({self._strptime(text, offset)}))")
        value = f"coalesce({', '.join(parts)})" if len(parts) > 1 else parts[0]
        if not any("%Y" in form for form, _ in self.formats):
            return value
        return f"case when {value} >= timestamp '{FIRST_YEAR}' then {value} end"

    def date(self, cell: str) -> str:
        """Return SQL of the cell as a DATE, the day that is written there."""
        if not self.family.zoned:
            return f"cast({self.instant(cell)} as date)"
        zone = " ?(Z|UTC|GMT|[+-][0-9][0-9](:?[0-9][0-9])?) *$"
        bare = tuple(dict.fromkeys((form, "") for form, _ in self.formats))
        layout = replace(self, family=replace(self.family, zoned=False), formats=bare)
        text = f"regexp_replace({self.text(cell)}, '{zone}', '')"
        return layout.date(text)

    def _strptime(self, text: str, formats: list[str]) -> str:
        if self.order == "mdy":
            formats = [_month_first(form) for form in formats]
        # "%n" would make a TIMESTAMP_NS, which ends in the year 2262.
        listed = ", ".join(quoted(form.replace("%n", "%f")) for form in formats)
        return f"try_strptime({text}, [{listed}])"


def describe(layout: Layout) -> str:
    """Return a pattern in words."""
    order = layout.order or layout.family.order
    return WORDS[order] + CLOCKS[layout.clock]


def other_order(layout: Layout) -> Layout:
    """Return the layout with day and month exchanged."""
    return replace(layout, order="mdy" if layout.order == "dmy" else "dmy")


def _month_first(form: str) -> str:
    """Exchange day and month in a format.

    >>> _month_first("%d/%m/%Y %H:%M")
    '%m/%d/%Y %H:%M'
    """
    return form.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def _serial(cell: str) -> str:
    """Return SQL of an Excel day number as a TIMESTAMP, to the second."""
    number = f"try_cast({cell} as double)"
    low, high = EXCEL_DAYS
    return (
        f"case when {number} between {low} and {high} then timestamp '1899-12-30' + "
        f"to_seconds(cast(round({number} * 86400) as bigint)) end"
    )
