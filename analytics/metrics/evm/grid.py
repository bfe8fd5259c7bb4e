"""Amounts by control account and day, added up.

Days are whole numbers since 1970-01-01 and ranges stop before their end. Everything
is booked with `np.bincount`, so that a million ledger lines take one pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from analytics.calendar import WorkingCalendar

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DUST = 4
"""Digits of a cent that are kept: sums of shares carry noise far below a cent."""


def ordinals(days: pd.Series) -> Ints:
    """Return days as whole numbers since 1970-01-01.

    >>> ordinals(pd.Series([pd.Timestamp("1970-01-02 17:00")])).tolist()
    [1]
    """
    return days.to_numpy("datetime64[D]").astype("int64")


def ordinal(day: date) -> int:
    """Return one day as a whole number since 1970-01-01."""
    return int(np.datetime64(day, "D").astype("int64"))


def to_date(day: float) -> date:
    """Return the day of a number; parts of a day count to the day they fall on."""
    found: date = np.datetime64(int(np.floor(day)), "D").astype(object)
    return found


@dataclass(frozen=True, slots=True)
class Entries:
    """Amounts of one kind in cents: each on the days [first, stop) of one account."""

    account: Ints
    first: Ints
    stop: Ints
    cents: Floats

    @classmethod
    def on(cls, account: Ints, day: Ints, cents: Floats) -> Entries:
        """Return amounts that are booked on one day each."""
        return cls(account, day, day + 1, cents)

    @classmethod
    def none(cls) -> Entries:
        """Return no amounts."""
        empty = np.array([], dtype="int64")
        return cls(empty, empty, empty, empty.astype("float64"))

    def __add__(self, other: Entries) -> Entries:
        """Return the amounts of both."""
        return Entries(
            np.concatenate([self.account, other.account]),
            np.concatenate([self.first, other.first]),
            np.concatenate([self.stop, other.stop]),
            np.concatenate([self.cents, other.cents]),
        )

    def before(self, day: int) -> Entries:
        """Return the amounts that begin before a day, whole."""
        return self.only(self.first < day)

    def only(self, mask: NDArray[np.bool_]) -> Entries:
        """Return some of the amounts."""
        return Entries(
            self.account[mask], self.first[mask], self.stop[mask], self.cents[mask]
        )


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a grid, [first, stop), and on which of them people work."""

    first: int
    stop: int
    working: NDArray[np.bool_]

    @classmethod
    def over(cls, parts: list[Entries], *days: int, calendar: WorkingCalendar) -> Span:
        """Return the days that hold all amounts and all `days`.

        The end is that of everything, progress and ledger included: a grid of the
        plan alone would silently drop what was earned after it.
        """
        firsts = [int(one.first.min()) for one in parts if len(one.first)]
        stops = [int(one.stop.max()) for one in parts if len(one.stop)]
        first, stop = min([*firsts, *days]), max([*stops, *(d + 1 for d in days)])
        index = pd.DatetimeIndex(
            np.arange(first, stop).astype("datetime64[D]").astype("datetime64[us]")
        )
        return cls(first, stop, calendar.working(index))

    def __len__(self) -> int:
        """How many days there are."""
        return self.stop - self.first


def added_up(entries: Entries, *, accounts: int, span: Span) -> Floats:
    """Add amounts up, account by account, at the end of each day.

    An amount of several days is spread evenly over their working days, or all booked
    on the last where none of them is one. Its whole is reached on its last day.

    Returns:
        Cents, one row per account and one column per day.

    >>> span = Span(0, 4, np.array([True, True, False, True]))
    >>> spread = Entries(*(np.array([n]) for n in (0, 0, 4)), np.array([300.0]))
    >>> added_up(spread, accounts=1, span=span).tolist()
    [[100.0, 200.0, 200.0, 300.0]]
    """
    width = len(span)
    first = entries.first - span.first
    single = entries.stop - entries.first <= 1
    if single.all():
        return _booked(entries.account, first, entries.cents, (accounts, width))
    stop = entries.stop - span.first
    worked = np.concatenate([[0], np.cumsum(span.working)])
    share = worked[stop] - worked[first]
    at_once = single | (share == 0)
    day = np.where(single, first, stop - 1)[at_once]
    total = _booked(
        entries.account[at_once], day, entries.cents[at_once], (accounts, width)
    )
    rest = ~at_once
    rate, account = entries.cents[rest] / share[rest], entries.account[rest]
    wide = (accounts, width + 1)
    rates = _booked(account, first[rest], rate, wide)
    rates -= _booked(account, stop[rest], rate, wide)
    return np.round(total + np.cumsum(rates[:, :-1] * span.working, axis=1), DUST)


def _booked(account: Ints, day: Ints, cents: Floats, shape: tuple[int, int]) -> Floats:
    cells = account * shape[1]
    cells += day
    size = shape[0] * shape[1]
    booked = np.bincount(cells, weights=cents, minlength=size).reshape(shape)
    return np.asarray(np.round(np.cumsum(booked, axis=1), DUST + 6))
