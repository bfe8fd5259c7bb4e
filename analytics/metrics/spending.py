"""Money over time: planned and spent by month, burn rate and runway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.money import after, share_to

if TYPE_CHECKING:
    from datetime import date

MONTHS = (
    *("month", "ends_before", "is_partial", "budget", "actual"),
    *("budget_cumulative", "actual_cumulative"),
)
"""Columns of the table by month."""


@dataclass(frozen=True, slots=True)
class BurnRate:
    """How fast money is spent, and how long the rest would last at that pace.

    Attributes:
        monthly_amount: Mean spent in the last whole months; None if there is none.
        months_used: How many whole months the mean is taken over.
        remaining_amount: Budget left, None without a budget.
        runway_months: remaining / monthly amount; None where it has no meaning.
        reason: Why something is None, empty otherwise.
    """

    monthly_amount: float | None
    months_used: int
    remaining_amount: float | None
    runway_months: float | None
    reason: str


def by_month(
    periods: pd.DataFrame, costs: pd.DataFrame, *, as_of: date, is_spent_known: bool
) -> pd.DataFrame:
    """Spread the budget over calendar months and add up what was booked in each.

    The budget of a period is spread evenly over its days; the sum over all months is
    the amount to the cent. A month that starts after `as_of` has no actual amount
    (not a number, rather than 0); the month that holds `as_of` is partial.

    Args:
        periods: Rows of starts_on, ends_before, cents.
        costs: Rows of booked_on, cents, none after `as_of`.
        as_of: Status date, its whole day included.
        is_spent_known: False where no ledger was given: then nothing is known.

    Returns:
        One row per month without gaps, columns `MONTHS`, amounts in the project's
        currency. Empty where there is neither a period nor a ledger line.
    """
    edges = _edges(periods, costs, after(as_of) if is_spent_known else None)
    planned = share_to(periods, edges).sum(axis=1)
    starts = edges[:-1]
    booked_on = costs["booked_on"]
    first = booked_on - pd.to_timedelta(booked_on.dt.day - 1, unit="D")
    booked = costs["cents"].groupby(first).sum()
    spent = booked.reindex(starts, fill_value=0).to_numpy("int64")
    known = (starts < after(as_of)) & is_spent_known
    return pd.DataFrame(
        {
            "month": starts,
            "ends_before": edges[1:],
            "is_partial": (starts < after(as_of)) & (edges[1:] > after(as_of)),
            "budget": np.diff(planned) / 100,
            "actual": np.where(known, spent / 100, np.nan),
            "budget_cumulative": planned[1:] / 100,
            "actual_cumulative": np.where(known, spent.cumsum() / 100, np.nan),
        },
        columns=list(MONTHS),
    )


def burn_rate(
    months: pd.DataFrame, *, remaining_amount: float | None, last: int = 3
) -> BurnRate:
    """Measure the spending pace over the last whole months.

        burn   = spent in the last n whole months before the status date / n
        runway = remaining budget / burn, in months

    The partial month of the status date is not used. It is a pace of spending, not
    of progress.

    Args:
        months: The table of `by_month`.
        remaining_amount: Budget not spent yet, or None where there is no budget.
        last: The greatest number of months to look back.

    Returns:
        The pace; None with a reason where no whole month has passed, where nothing
        was spent, or, for the runway, where the budget is unknown or used up.

    >>> months = pd.DataFrame({"actual": [90.0, 110.0, 5.0, float("nan")],
    ...     "is_partial": [False, False, True, False]})
    >>> burn = burn_rate(months, remaining_amount=250)
    >>> burn.monthly_amount, burn.months_used, burn.runway_months
    (100.0, 2, 2.5)
    """
    whole = months.loc[~months["is_partial"].astype("bool"), "actual"].dropna()
    used = whole.tail(last)
    if used.empty:
        reason = "no whole month has been booked yet"
        return BurnRate(None, 0, remaining_amount, None, reason)
    burn = float(used.sum() / len(used))
    reason = _no_runway(burn, remaining_amount)
    runway = None if reason or not remaining_amount else remaining_amount / burn
    return BurnRate(burn, len(used), remaining_amount, runway, reason)


def _no_runway(burn: float, remaining: float | None) -> str:
    if remaining is None:
        return "no budget to last"
    if remaining <= 0:
        return "the budget is used up"
    return "" if burn > 0 else "nothing was spent in these months"


def _edges(
    periods: pd.DataFrame, costs: pd.DataFrame, until: pd.Timestamp | None
) -> pd.DatetimeIndex:
    """Return the first days of all months touched, and of the month after."""
    first = [periods["starts_on"].min(), costs["booked_on"].min()]
    last = [periods["ends_before"].max(), costs["booked_on"].max()]
    firsts = [day for day in first if not pd.isna(day)]
    lasts = [day for day in last if not pd.isna(day)]
    if not firsts:
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    end = max([*lasts, *([until] if until is not None else [])])
    start = min(firsts).to_period("M").to_timestamp()
    # A day inside a month, or the first one of the next, ends at the next first.
    stop = (end + pd.offsets.MonthBegin(0)).normalize()
    beyond = stop if stop > start else stop + pd.offsets.MonthBegin(1)
    return pd.date_range(start, beyond, freq="MS", unit="us")
