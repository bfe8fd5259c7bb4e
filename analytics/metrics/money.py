"""Lines of money: which of them count, and sums that tie to the file to the cent.

Amounts are added as whole cents, so the order of lines never matters and the parts
always add up to the whole. Money of different currencies is never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

TIE_OUT = (
    *("table", "currency", "lines", "total"),
    *("used_lines", "used", "left_out_lines", "left_out"),
)
"""Columns of `Counted.tie_out`: total = used + left_out, per currency."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The lines of one table that count, and those that do not.

    Attributes:
        used: The lines that count, with `cents` as whole numbers.
        left_out: The other lines, as in `Basis.left_out`.
        tie_out: One row per currency of the file, columns `TIE_OUT`.
        without_currency: How many lines count although they name no currency.
    """

    used: pd.DataFrame
    left_out: pd.DataFrame
    tie_out: pd.DataFrame
    without_currency: int


def cents(amounts: pd.Series) -> pd.Series:
    """Return amounts as whole cents, missing ones as 0.

    >>> cents(pd.Series([0.1, 0.2, -19.99])).tolist()
    [10, 20, -1999]
    """
    return (amounts.fillna(0.0) * 100).round().astype("int64")


def after(as_of: date) -> pd.Timestamp:
    """Return the first instant after a status date, which ends with its day.

    >>> from datetime import date
    >>> after(date(2026, 3, 31))
    Timestamp('2026-04-01 00:00:00')
    """
    return pd.Timestamp(as_of) + pd.Timedelta(days=1)


def text(column: pd.Series) -> pd.Series:
    """Return texts with single spaces and without missing values.

    >>> text(pd.Series(["  Cloud   hosting ", None])).tolist()
    ['Cloud hosting', '']
    """
    words = (" ".join(v.split()) if isinstance(v, str) else "" for v in column)
    return pd.Series(list(words), column.index, dtype="str", name=column.name)


def key(column: pd.Series) -> pd.Series:
    """Return texts in the form in which two spellings of one name are equal.

    >>> key(pd.Series(["Cloud  Hosting", "cloud hosting"])).unique().tolist()
    ['cloud hosting']
    """
    return text(column).str.casefold()


def count(
    table: str,
    rows: pd.DataFrame,
    *,
    currency: str,
    subject: str,
    refused: Sequence[tuple[pd.Series, str]] = (),
) -> Counted:
    """Choose the lines that count and account for all of them.

    A line counts unless its amount is missing, it is in another currency than the
    project's, or a mask of `refused` holds. The first reason that holds is given.
    A line that names no currency is taken to be in the project's.

    Args:
        table: Name of the canonical table.
        rows: One line per row: version_id, amount, currency and `subject`.
        currency: The project's currency, an ISO code.
        subject: The column that names a line to the reader.
        refused: Masks over `rows` with the reason each stands for.
    """
    rows = rows.assign(cents=cents(rows["amount"]), subject=text(rows[subject]))
    iso = text(rows["currency"]).str.upper()
    foreign = ~iso.isin(["", currency.upper()])
    reason = _reasons(rows, iso, currency, [(foreign, ""), *refused])
    used = reason == ""
    return Counted(
        used=rows[used],
        left_out=_listed(table, rows, reason),
        tie_out=_tie_out(table, rows, iso.where(iso != "", currency.upper()), used),
        without_currency=int((used & (iso == "")).sum()),
    )


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts, one after the other."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def _reasons(
    rows: pd.DataFrame,
    iso: pd.Series,
    currency: str,
    refused: Sequence[tuple[pd.Series, str]],
) -> pd.Series:
    reason = pd.Series("", index=rows.index, dtype="object")
    for mask, why in reversed(refused):
        worded = why or "in " + iso + f", the project is in {currency}"
        reason = reason.mask(mask.astype("bool"), worded)
    return reason.mask(rows["amount"].isna(), "no amount")


def _listed(table: str, rows: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    parts = [
        left_out(table, rows[reason == why], "subject", why)
        for why in sorted(set(reason) - {""})
    ]
    return joined([nothing_left_out(), *parts])


def _tie_out(
    table: str, rows: pd.DataFrame, iso: pd.Series, used: pd.Series
) -> pd.DataFrame:
    summary = (
        pd.DataFrame(
            {
                "currency": iso,
                "lines": 1,
                "total": rows["cents"],
                "used_lines": used.astype("int64"),
                "used": rows["cents"].where(used, 0),
                "left_out_lines": (~used).astype("int64"),
                "left_out": rows["cents"].where(~used, 0),
            }
        )
        .groupby("currency", as_index=False, sort=True)
        .sum()
    )
    amounts = ["total", "used", "left_out"]
    summary[amounts] = summary[amounts] / 100
    summary.insert(0, "table", table)
    return summary[list(TIE_OUT)]


def share_to(periods: pd.DataFrame, days: pd.DatetimeIndex) -> np.ndarray:
    """Return the cents of each period that fall before each of `days`.

    Every day of a period carries the same share:
    cents x days of the period before the day / days of the period, half cents up.
    The whole amount is reached exactly at the end, whatever was rounded before.

    Returns:
        Whole numbers, one row per day and one column per period.

    >>> january = pd.DataFrame({"starts_on": [pd.Timestamp("2026-01-01")],
    ...     "ends_before": [pd.Timestamp("2026-02-01")], "cents": [31_00]})
    >>> share_to(january, pd.DatetimeIndex(["2026-01-11", "2026-02-01"])).tolist()
    [[1000], [3100]]
    """
    start = periods["starts_on"].to_numpy("datetime64[D]").astype("int64")
    end = periods["ends_before"].to_numpy("datetime64[D]").astype("int64")
    day = days.to_numpy("datetime64[D]").astype("int64")[:, np.newaxis]
    gone, length = np.clip(day - start, 0, end - start), end - start
    whole, rest = np.divmod(periods["cents"].to_numpy("int64"), length)
    return np.asarray(whole * gone + (2 * rest * gone + length) // (2 * length))
