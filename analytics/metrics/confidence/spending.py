"""The pace of spending that the cost of the time to come is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.budget_rows import choose
from analytics.metrics.budget_table import open_orders
from analytics.metrics.estimates import DAYS_A_MONTH
from analytics.metrics.money import after, key, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.budget_rows import Records, Sources
    from analytics.metrics.exposure.shapes import Floats

LAST = 6
"""Whole months that are drawn from: half a year, as with the pace of the work."""
FEWEST = 3
"""With fewer there is no forecast of cost; the burn rate rests on as many."""
NO_LEDGER = "There is no ledger: what a month costs is not known."
TOO_FEW = (
    "A forecast of cost needs {fewest} whole months of spending; there are {found}."
)


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """What each past month cost, category by category, and what is ordered.

    Attributes:
        spent: Booked up to the as-of date.
        first: The first day of each month, the oldest first.
        months: One row per month and one column per category, in money. Damage of
            risks that struck is not in it: the register says what may strike yet.
        orders: What is ordered and not invoiced yet, by category.
        why: Why nothing can be drawn from it, empty where it can.
    """

    spent: float
    first: tuple[date, ...]
    months: Floats
    orders: Floats
    why: str = ""

    @property
    def monthly(self) -> float:
        """The mean of the months."""
        return float(self.months.sum(axis=1).mean()) if len(self.months) else 0.0

    @property
    def least(self) -> float:
        """What is spent and ordered, which is spent in any case."""
        return self.spent + float(self.orders.sum())

    def to_go(self, days: Floats, rng: np.random.Generator) -> Floats:
        """Draw what the rest of the project costs, for each number of days.

            to go = sum over categories of max(drawn months, open orders)

        A month to come costs what one past month did, drawn with replacement, all
        its categories together; the last one counts by the days it has. Orders are
        paid by the months to come; more than they cost is paid all the same.

        >>> rng = np.random.default_rng(1)
        >>> past = np.full((3, 1), 100.0)
        >>> known = Spending(0.0, (), past, np.array([250.0]))
        >>> known.to_go(np.array([0.5, 2.0, 4.0]) * DAYS_A_MONTH, rng).tolist()
        [250.0, 250.0, 400.0]
        """
        months = np.maximum(days, 0.0) / DAYS_A_MONTH
        shares = np.zeros((len(days), len(self.months)))
        rows = np.arange(len(days))
        for number in range(int(np.ceil(months.max(initial=0.0)))):
            place = rng.integers(0, len(self.months), len(days))
            shares[rows, place] += np.clip(months - number, 0.0, 1.0)
        total = np.zeros(len(days))
        for column, ordered in zip(self.months.T, self.orders, strict=True):
            total += np.maximum(shares @ column, ordered)
        return total


def spending(records: Records, *, as_of: date, currency: str) -> Spending:
    """Return the spending of the last whole months before a status date.

    Months without a booking cost nothing and count. Lines that pay for a risk that
    struck are spent but no pace. Where an order names no category, orders are
    compared with the spending in all, as its invoices would else count twice.

    >>> TOO_FEW.format(fewest=3, found=1)
    'A forecast of cost needs 3 whole months of spending; there are 1.'

    Args:
        records: What the files say about money.
        as_of: Status date.
        currency: The project's currency.
    """
    sources = choose(records, as_of=as_of, currency=currency)
    ledger = sources.costs.used
    if sources.spent_from != "ledger" or ledger.empty:
        return Spending(0.0, (), np.zeros((0, 0)), np.zeros(0), NO_LEDGER)
    spent = float(ledger["cents"].sum()) / 100
    table = _by_month(ledger, as_of)
    orders = open_orders(sources, sources.current, by="category") / 100
    if _has_unnamed(sources):
        table, orders = table.sum(axis=1).to_frame(""), pd.Series({"": orders.sum()})
    table = table.reindex(columns=table.columns.union(orders.index), fill_value=0.0)
    floors = orders.reindex(table.columns, fill_value=0.0)
    enough = len(table) >= FEWEST
    return Spending(
        spent,
        tuple(day.date() for day in table.index),
        table.to_numpy(dtype=np.float64),
        floors.to_numpy(dtype=np.float64),
        "" if enough else TOO_FEW.format(fewest=FEWEST, found=len(table)),
    )


def _by_month(ledger: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return money by month and category, the youngest whole months without gaps."""
    first = ledger["booked_on"].min().replace(day=1)
    starts = pd.date_range(first, after(as_of), freq="MS")
    whole = starts[starts + pd.offsets.MonthBegin(1) <= after(as_of)][-LAST:]
    pace = ledger[text(ledger["risk_id"]) == ""]
    day = pace["booked_on"]
    month = day - pd.to_timedelta(day.dt.day - 1, unit="D")
    table = pace.assign(month=month, name=key(pace["category"])).pivot_table(
        index="month", columns="name", values="cents", aggfunc="sum", fill_value=0
    )
    return table.reindex(whole, fill_value=0) / 100


def _has_unnamed(sources: Sources) -> bool:
    orders = sources.orders.used
    return bool(((text(orders["category"]) == "") & (orders["open"] > 0)).any())
