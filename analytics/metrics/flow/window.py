"""The stretch of time that is looked at: whole weeks, counted back from the as-of day.

Weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WEEK = timedelta(days=7)
WEEKS = 26
"""Weeks that count unless told otherwise: about half a year."""


def monday(day: date) -> date:
    """Return the first day of the week.

    >>> from datetime import date
    >>> monday(date(2026, 1, 8)).isoformat()
    '2026-01-05'
    """
    return day - timedelta(days=day.weekday())


def since(as_of: date, weeks: int) -> date:
    """Return the Monday of the first of the last `weeks` complete weeks.

    >>> from datetime import date
    >>> since(date(2026, 1, 14), 1).isoformat()  # a Wednesday
    '2026-01-05'
    >>> since(date(2026, 1, 18), 1).isoformat()  # a Sunday: this week is complete
    '2026-01-12'
    """
    return monday(as_of + timedelta(days=1)) - weeks * WEEK
