"""Lines of money: which of them count, and sums that tie to the file to the cent.

Amounts are added as whole cents, so the order of lines never matters and the parts
always add up to the whole. Money of different currencies is never added: it is
converted first, line by line, at a stated rate, or left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.metrics.exchange import Rates

TIE_OUT = (
    *("table", "import_id", "currency", "lines", "total"),
    *("used_lines", "used", "left_out_lines", "left_out", "booked"),
)
"""Columns of `Counted.tie_out`: total = used + left_out, per file and currency."""
ASIDE = ("table", "import_id", "currency", "reason", "lines", "amount")
"""Columns of `Counted.aside`: what was left out of each file, by reason."""


@dataclass(frozen=True)
class Counted:
    """The lines of one table that count, and those that do not.

    What accounts for the others is worked out when it is asked for: an estimate of a
    past month needs only the lines that counted then.

    Attributes:
        used: The lines that count, with `cents` as whole numbers in the project's
            currency, `rate` and `rate_id`; `own_cents` is in the line's currency.
        table: Name of the canonical table.
        rows: All lines.
        reason: Why each of them does not count, empty where it does.
        subject: The columns that name a line to the reader; the first filled does.
        stated: The rates into the project's currency.
    """

    used: pd.DataFrame
    table: str
    rows: pd.DataFrame
    reason: pd.Series
    subject: Sequence[str]
    stated: Rates

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """The other lines, as in `Basis.left_out`."""
        rest = self.reason != ""
        return _listed(self.table, self.rows[rest], self.reason[rest], self.subject)

    @cached_property
    def tie_out(self) -> pd.DataFrame:
        """One row per file and currency, columns `TIE_OUT`.

        Amounts are in that currency, but `booked`, which is `used` in the project's.
        """
        return _tie_out(self.table, self.rows, self.reason == "")

    @cached_property
    def aside(self) -> pd.DataFrame:
        """One row per file, currency and reason, columns `ASIDE`."""
        rest = self.reason != ""
        return _aside(self.table, self.rows[rest], self.reason[rest])

    @cached_property
    def rates(self) -> pd.DataFrame:
        """The exchange rates used, columns `exchange.USED`."""
        return self.stated.used(self.rows.loc[self.reason == "", "rate_id"])

    @property
    def is_in_own_currency(self) -> bool:
        """Whether no line needs a rate, whatever the day."""
        return bool((self.rows["iso"] == self.stated.currency).all())

    @property
    def without_currency(self) -> int:
        """How many lines count although they name no currency."""
        blank = text(self.rows["currency"]) == ""
        return int((blank & (self.reason == "")).sum())


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
    # A name stands on many lines; each spelling of it is put right once.
    codes, names = pd.factorize(column.astype("object"))
    words = [" ".join(v.split()) if isinstance(v, str) else "" for v in names]
    cells = np.array([*words, ""], "object")[codes]
    return pd.Series(cells, column.index, dtype="str", name=column.name)


def key(column: pd.Series) -> pd.Series:
    """Return texts in the form in which two spellings of one name are equal.

    >>> key(pd.Series(["Cloud  Hosting", "cloud hosting"])).unique().tolist()
    ['cloud hosting']
    """
    return text(column).str.casefold()


def converted(amounts: pd.Series, rate: pd.Series) -> pd.Series:
    """Return whole cents in the project's currency, each line rounded to the cent.

    >>> converted(pd.Series([100.01, None]), pd.Series([0.9, 1.0])).tolist()
    [9001, 0]
    """
    return in_project(cents(amounts), rate)


def in_project(own_cents: pd.Series, rate: pd.Series) -> pd.Series:
    """Return cents of another currency as whole cents in the project's."""
    return (own_cents * rate.fillna(0.0)).round().astype("int64")


def count(
    table: str,
    rows: pd.DataFrame,
    *,
    rates: Rates,
    subject: Sequence[str],
    refused: Sequence[tuple[pd.Series, str]] = (),
) -> Counted:
    """Choose the lines that count and account for all of them.

    A line counts unless its amount is missing, its currency has no rate into the
    project's on its day, or a mask of `refused` holds. The first reason that holds
    is given. A line that names no currency is taken to be in the project's.

    Args:
        table: Name of the canonical table.
        rows: One line per row: version_id, import_id, amount, currency, `rate_on`
            (the day whose rate counts) and `subject`.
        rates: The rates into the project's currency.
        subject: The columns that name a line to the reader; the first filled does.
        refused: Masks over `rows` with the reason each stands for.
    """
    said = text(rows["currency"]).str.upper()
    iso = said.where(said != "", rates.currency)
    rated = rates.on(iso, rows["rate_on"])
    own = cents(rows["amount"])
    rows = rows.assign(
        iso=iso,
        own_cents=own,
        rate=rated["rate"],
        rate_id=rated["rate_id"],
        cents=in_project(own, rated["rate"]),
    )
    reason = _reasons(rows, rates, refused)
    return Counted(rows[reason == ""], table, rows, reason, subject, rates)


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of all parts, one after the other."""
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else parts[0]


def no_rate(iso: pd.Series, rates: Rates) -> pd.Series:
    """Say of each currency why there is no rate into the project's."""
    is_rated = iso.isin(set(rates.stated["from_currency"]))
    unknown = "in " + iso + f", the project is in {rates.currency}"
    undated = "in " + iso + f", no rate to {rates.currency} is stated for its day"
    return undated.where(is_rated, unknown)


def _reasons(
    rows: pd.DataFrame, rates: Rates, refused: Sequence[tuple[pd.Series, str]]
) -> pd.Series:
    """Return why each line does not count, the first reason that holds."""
    reason = np.full(len(rows), "", dtype="object")
    for mask, why in reversed(refused):
        reason[mask.to_numpy("bool")] = why
    unrated = rows["rate"].isna().to_numpy()
    if unrated.any():
        reason[unrated] = no_rate(rows.loc[unrated, "iso"], rates).to_numpy()
    reason[rows["amount"].isna().to_numpy()] = "no amount"
    return pd.Series(reason, index=rows.index)


def _listed(
    table: str, rows: pd.DataFrame, reason: pd.Series, subject: Sequence[str]
) -> pd.DataFrame:
    named = text(rows[subject[0]])
    for column in subject[1:]:
        named = named.where(named != "", text(rows[column]))
    rows = rows.assign(subject=named)
    parts = [
        left_out(table, rows[reason == why], "subject", why)
        for why in sorted(set(reason))
    ]
    return joined([nothing_left_out(), *parts])


def _tie_out(table: str, rows: pd.DataFrame, used: pd.Series) -> pd.DataFrame:
    summary = (
        pd.DataFrame(
            {
                "import_id": rows["import_id"],
                "currency": rows["iso"],
                "lines": 1,
                "total": rows["own_cents"],
                "used_lines": used.astype("int64"),
                "used": rows["own_cents"].where(used, 0),
                "left_out_lines": (~used).astype("int64"),
                "left_out": rows["own_cents"].where(~used, 0),
                "booked": rows["cents"].where(used, 0),
            }
        )
        .groupby(["import_id", "currency"], as_index=False, sort=True)
        .sum()
    )
    amounts = ["total", "used", "left_out", "booked"]
    summary[amounts] = summary[amounts] / 100
    summary.insert(0, "table", table)
    return summary[list(TIE_OUT)]


def _aside(table: str, rows: pd.DataFrame, reason: pd.Series) -> pd.DataFrame:
    listed = rows.assign(table=table, currency=rows["iso"], reason=reason, lines=1)
    listed = listed.assign(amount=listed["own_cents"])[list(ASIDE)]
    summary = listed.groupby(list(ASIDE[:4]), as_index=False, sort=True).sum()
    return summary.assign(amount=summary["amount"] / 100)


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
