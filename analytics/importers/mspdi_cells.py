"""Reads the cells of Microsoft Project's XML, and notes those that cannot be read.

Microsoft Project Data Interchange (MSPDI, 2003 to 2019) writes money in hundredths of
the currency, slack and lag in tenths of a minute, durations as ISO 8601, shares as
whole percents and times without a zone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from analytics.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.importers.xml_document import Element

SHORT = 60
CENT = Decimal("0.01")
LARGEST = Decimal(10) ** 16
"""Beyond this the warehouse keeps no money, and nothing is counted."""
TENTHS_PER_HOUR = 600
FLAGS = {"1": True, "true": True, "0": False, "false": False}
DURATION = re.compile(
    r"(-)?P(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?"
)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


@dataclass(slots=True)
class Cells:
    """The filled texts of one element; `problems` collects what cannot be read.

    `label` is what messages call the element, where its name in the file says
    nothing to people.
    """

    line: int
    fields: Mapping[str, str]
    problems: list[Problem]

    @classmethod
    def of(cls, element: Element, problems: list[Problem]) -> Cells:
        """Take the texts of an element's children."""
        return cls(element.line, element.leaves(), problems)

    def refuse(self, name: str, message: str) -> None:
        """Note a problem of this element."""
        self.problems.append(Problem(self.line, name, message))

    def text(self, name: str) -> str | None:
        """Return a text, None where it is blank."""
        return self.fields.get(name)

    def identity(self, name: str) -> str | None:
        """Return a number that names something; negative ones name nothing.

        Project writes -1 for "no calendar" and -65535 for "no resource".
        """
        text = self.fields.get(name)
        return None if text is None or text.startswith("-") else text

    def whole(self, name: str) -> int | None:
        """Return a whole number."""
        number = self.decimal(name)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) >= LARGEST:
            self.refuse(name, f"{self._shown(name)} is not a whole number")
            return None
        return int(number)

    def number(self, name: str) -> float | None:
        """Return a number."""
        number = self.decimal(name)
        return None if number is None else float(number)

    def percent(self, name: str) -> float | None:
        """Return whole percents as a share: 30 is 0.3."""
        number = self.decimal(name)
        return None if number is None else float(number / 100)

    def money(self, name: str) -> str | None:
        """Return hundredths of the currency as an amount: 14950 is "149.50"."""
        number = self.decimal(name)
        return None if number is None else self._amount(name, number / 100)

    def price(self, name: str) -> str | None:
        """Return an amount that is written in full: rates are."""
        number = self.decimal(name)
        return None if number is None else self._amount(name, number)

    def _amount(self, name: str, amount: Decimal) -> str | None:
        if abs(amount) < LARGEST:
            return str(amount.quantize(CENT))
        self.refuse(name, f"{self._shown(name)} is too large to be money")
        return None

    def tenths(self, name: str) -> float | None:
        """Return tenths of a minute as hours: 4800 is 8.0."""
        number = self.decimal(name)
        return None if number is None else float(number / TENTHS_PER_HOUR)

    def hours(self, name: str) -> float | None:
        """Return a duration in hours: PT81H8M24S is 81.14."""
        text = self.fields.get(name)
        if text is None:
            return None
        found = duration_hours(text)
        if found is None:
            self.refuse(name, f"{self._shown(name)} is not a duration")
        return found

    def flag(self, name: str, *, default: bool | None = None) -> bool | None:
        """Return yes or no; what is not written is the default."""
        text = self.fields.get(name)
        if text is None:
            return default
        found = FLAGS.get(text.lower())
        if found is None:
            self.refuse(name, f"{self._shown(name)} is neither 0 nor 1")
        return default if found is None else found

    def instant(self, name: str) -> str | None:
        """Return a date and time as it is written: it is local."""
        text = self.fields.get(name)
        if text is None:
            return None
        if INSTANT.fullmatch(text):
            try:
                return datetime.fromisoformat(text).isoformat()
            except ValueError:
                pass
        return self._odd_instant(name, text)

    def _odd_instant(self, name: str, text: str) -> str | None:
        """Read what other programs write: days, fractions of seconds, zones."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.refuse(name, f"{self._shown(name)} is not a date and time")
            return None
        if moment.tzinfo is not None:
            self.refuse(name, f"the zone of {self._shown(name)} was not applied")
        return moment.replace(tzinfo=None).isoformat()

    def choice(self, name: str, choices: Sequence[str]) -> str | None:
        """Return the choice of that number, counted from 0."""
        number = self.whole(name)
        if number is None:
            return None
        if 0 <= number < len(choices):
            return choices[number]
        self.refuse(name, f"{self._shown(name)} is none of 0 to {len(choices) - 1}")
        return None

    def decimal(self, name: str) -> Decimal | None:
        """Return a finite number, exactly as it is written."""
        text = self.fields.get(name)
        if text is None:
            return None
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("nan")
        if number.is_finite() and abs(number.adjusted()) < SHORT:
            return number
        self.refuse(name, f"{self._shown(name)} is not a number")
        return None

    def _shown(self, name: str) -> str:
        text = " ".join(self.fields[name].split())
        return repr(text if len(text) <= SHORT else text[: SHORT - 1] + "…")


def duration_hours(text: str) -> float | None:
    """Return an ISO 8601 duration in hours, None where it is none.

    Years and months have no length of their own and are not read; a day has 24
    hours, as the standard says.

    >>> duration_hours("PT81H8M24S"), duration_hours("-PT30M"), duration_hours("P1M")
    (81.14, -0.5, None)
    """
    found = DURATION.fullmatch(text)
    if not found or text.endswith(("P", "T")):
        return None
    sign, days, hours, minutes, seconds = found.groups(default="0")
    whole = Decimal(days) * 86400 + Decimal(hours) * 3600 + Decimal(minutes) * 60
    value = float((whole + Decimal(seconds)) / 3600)
    return -value if sign == "-" else value
