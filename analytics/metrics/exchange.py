"""Exchange rates by day: what one unit of another currency is worth.

Only stated rates count. An inverse (EUR to USD from USD to EUR) or a cross rate is
never worked out: banks quote them with a margin, and the total has to be that of
the rates people agreed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

STATED = ("version_id", "from_currency", "valid_on", "rate")
"""Columns of `Rates.stated`."""
USED = ("from_currency", "to_currency", "valid_on", "rate", "lines")
"""Columns of the list of rates that were used."""
NO_RATE = -1
"""Stands for the id of a rate where none is needed or none is known."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates into the project's currency.

    Attributes:
        currency: The project's currency, an ISO code.
        stated: One row per currency and day, oldest first, columns `STATED`.
        left_out: Rates into that currency that cannot be used, as `Basis.left_out`.
    """

    currency: str
    stated: pd.DataFrame
    left_out: pd.DataFrame

    def on(self, currencies: pd.Series, days: pd.Series) -> pd.DataFrame:
        """Return `rate` and `rate_id` of each line.

        The rate is the newest one valid on or before the day; 1 for the project's
        own currency, whatever the day. Without such a rate, or without a day, it is
        not a number. `rate_id` is the stored row, `NO_RATE` where there is none.

        >>> table = pd.DataFrame({"version_id": [7, 8], "from_currency": "USD",
        ...     "to_currency": "EUR", "rate": [0.9, 0.8],
        ...     "valid_on": pd.to_datetime(["2026-01-01", "2026-02-01"])})
        >>> days = pd.Series(pd.to_datetime(["2026-01-31", "2026-02-01"]))
        >>> rates_into("EUR", table).on(pd.Series(["USD", "USD"]), days)
           rate  rate_id
        0   0.9        7
        1   0.8        8
        """
        own = currencies == self.currency
        rate = np.where(own, 1.0, np.nan)
        ids = np.full(len(currencies), NO_RATE, "int64")
        for name in sorted(set(currencies[~own]) & set(self.stated["from_currency"])):
            known = self.stated[self.stated["from_currency"] == name]
            place = np.flatnonzero(currencies == name)
            day = days.iloc[place].to_numpy("datetime64[us]")
            since = known["valid_on"].to_numpy("datetime64[us]")
            newest = np.searchsorted(since, day, side="right") - 1
            found = (newest >= 0) & ~np.isnat(day)
            place, newest = place[found], newest[found]
            rate[place] = known["rate"].to_numpy()[newest]
            ids[place] = known["version_id"].to_numpy("int64")[newest]
        return pd.DataFrame({"rate": rate, "rate_id": ids}, index=currencies.index)

    def used(self, ids: pd.Series) -> pd.DataFrame:
        """List the rates behind some lines: `USED`, and how many lines each has."""
        counts = ids[ids != NO_RATE].value_counts()
        rows = self.stated[self.stated["version_id"].isin(counts.index)]
        table = rows.assign(
            to_currency=self.currency,
            lines=rows["version_id"].map(counts).astype("int64"),
        )
        return table[["version_id", *USED]].reset_index(drop=True)


def rates_into(currency: str, table: pd.DataFrame | None = None) -> Rates:
    """Choose the rates into a currency.

    A rate without a day, or that is not above 0, is left out. Of two rates of one
    currency and day the later row, that of the newest file, counts.

    Args:
        currency: The project's currency.
        table: The canonical table `exchange_rate`; None or no row is no rate at all.
    """
    code = currency.upper()
    if table is None or table.empty:
        empty = pd.DataFrame({name: pd.Series(dtype="object") for name in STATED})
        return Rates(code, empty, nothing_left_out())
    into = table[_codes(table["to_currency"]) == code]
    into = into.assign(from_currency=_codes(into["from_currency"]))
    refused = list(_refused(into))
    out = pd.Series(data=False, index=into.index)
    for mask, _ in refused:
        out |= mask
    stated = into.loc[~out, list(STATED)]
    return Rates(
        code,
        stated.sort_values(["from_currency", "valid_on"], ignore_index=True),
        pd.concat(
            [
                nothing_left_out(),
                *(
                    left_out("exchange_rate", into[mask], "from_currency", why)
                    for mask, why in refused
                    if mask.any()
                ),
            ],
            ignore_index=True,
        ),
    )


def _refused(into: pd.DataFrame) -> Iterator[tuple[pd.Series, str]]:
    undated = into["valid_on"].isna()
    senseless = ~undated & ~(into["rate"] > 0)
    yield undated, "a rate without a day"
    yield senseless, "a rate that is not above 0"
    good = into[~undated & ~senseless]
    replaced = good.duplicated(["from_currency", "valid_on"], keep="last")
    yield (
        replaced.reindex(into.index, fill_value=False),
        "a later row states another rate for the day",
    )


def _codes(column: pd.Series) -> pd.Series:
    return column.fillna("").astype("str").str.strip().str.upper()
