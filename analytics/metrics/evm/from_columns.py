"""Earned value from a table that states planned, earned and actual amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.evm.amounts import CENTS, WHOLE, Amounts
from analytics.metrics.evm.grid import Entries, ordinals, to_date
from analytics.metrics.money import after, joined, text
from analytics.metrics.plan.rows import is_true

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints

COLUMNS = {
    "planned": "planned_amount",
    "earned": "earned_amount",
    "actual": "actual_amount",
}
UNSAID = "the file does not say whether amounts are per period or sums since the start"
FALLS = "a sum since the start that falls"
MIXED = "amounts per period and sums since the start in one account"
NOTES = {
    True: "The file states sums since the start.",
    False: "The file states amounts per period; they are added up here.",
}


def column_amounts(rows: pd.DataFrame, *, as_of: date, currency: str) -> Amounts | None:
    """Read planned, earned and actual amounts from a table that states them.

    The file says whether its amounts are sums since the start or those of each
    period; the two are never mixed, which would show an SPI above 10 somewhere. A sum
    counts from the end of its period; planned value is spread evenly over the days of
    a period, so that an as-of date inside one has its part. BAC is the last planned
    sum.

    Left out and listed are lines in another currency, without a period, of accounts
    that mix both kinds or say neither, sums that fall, and more earned than BAC.

    Returns:
        The amounts; None where no line counts.

    Args:
        rows: Table earned_value.
        as_of: Status date; progress of periods that end after it is not known yet.
        currency: The project's currency.
    """
    used, refused = _usable(rows, currency)
    if used.empty:
        return None
    names = tuple(dict.fromkeys(used["account"]))
    place = {name: number for number, name in enumerate(names)}
    used = used.assign(place=[place[name] for name in used["account"]])
    kinds = {name: _entries(used, column) for name, column in COLUMNS.items()}
    end = after(as_of)
    known = used.loc[
        used["earned_amount"].notna() & (used["ends_before"] <= end), "ends_before"
    ]
    day = to_date(ordinals(known).max() - 1) if len(known) else as_of
    planned = kinds["planned"]
    counted = planned or Entries.none()
    total = np.bincount(counted.account, counted.cents, minlength=len(names))
    return Amounts(
        source="the table of planned, earned and actual amounts",
        accounts=names,
        total=total.astype("float64"),
        planned=planned,
        earned=_upto(kinds["earned"], day),
        actual=_upto(kinds["actual"], day),
        known=day,
        unit=currency,
        technique="As the table states",
        baseline="the planned amounts of the table",
        notes=tuple(_notes(used, day)),
        why=_reasons(kinds),
        used={"earned_value": used["version_id"].to_numpy()},
        left_out=refused,
    )


def _usable(rows: pd.DataFrame, currency: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    account = text(rows["work_package"]).replace("", WHOLE)
    rows = rows.assign(account=account).sort_values("ends_before", kind="stable")
    iso = text(rows["currency"]).str.upper()
    stated = rows["is_cumulative"]
    kinds = stated.groupby(rows["account"]).transform(lambda kind: kind.nunique())
    reasons = [
        (
            ~iso.isin(["", currency]),
            f"in another currency, the project is in {currency}",
        ),
        (stated.isna(), UNSAID),
        (kinds.gt(1), MIXED),
        (rows["ends_before"].isna(), "no period and no status date"),
        (_falls(rows), FALLS),
        (_too_much(rows), "more is earned than was ever planned"),
    ]
    rest = pd.Series(data=True, index=rows.index)
    parts = []
    for mask, why in reasons:
        odd = rest & mask.astype("bool")
        parts.append(left_out("earned_value", rows[odd], "account", why))
        rest &= ~mask.astype("bool")
    return rows[rest], joined([nothing_left_out(), *parts])


def _falls(rows: pd.DataFrame) -> pd.Series:
    """Say where a sum since the start is below one before it."""
    falls = pd.Series(data=False, index=rows.index)
    for column in COLUMNS.values():
        highest = rows.groupby("account")[column].cummax()
        falls |= rows[column] < highest
    return falls & is_true(rows["is_cumulative"])


def _too_much(rows: pd.DataFrame) -> pd.Series:
    """Say where more is earned than the plan of the account ever holds."""
    sums = is_true(rows["is_cumulative"])
    grouped = rows.groupby("account")
    planned = (
        grouped["planned_amount"]
        .transform("max")
        .where(sums, grouped["planned_amount"].transform("sum"))
    )
    earned = rows["earned_amount"].where(sums, grouped["earned_amount"].cumsum())
    return (earned > planned + 0.005) & planned.gt(0)


def _entries(rows: pd.DataFrame, column: str) -> Entries | None:
    """Book what each period adds: planned over its days, the others on its last."""
    rows = rows[rows[column].notna()]
    if rows.empty:
        return None
    sums = (rows[column] * CENTS).round()
    change = sums.groupby(rows["account"]).diff().fillna(sums)
    cents: Floats = change.where(is_true(rows["is_cumulative"]), sums).to_numpy(
        "float64"
    )
    place = rows["place"].to_numpy("int64")
    stop = ordinals(rows["ends_before"])
    if column != COLUMNS["planned"]:
        return Entries.on(place, stop - 1, cents)
    return Entries(place, _starts(rows, stop), stop, cents)


def _starts(rows: pd.DataFrame, stop: Ints) -> Ints:
    """Return first days; a period that names none begins where the last one ended."""
    before = pd.Series(stop, rows.index).groupby(rows["account"]).shift()
    first = before.fillna(pd.Series(stop - 1, rows.index)).to_numpy("int64")
    stated = rows["starts_on"].notna().to_numpy()
    first[stated] = ordinals(rows.loc[stated, "starts_on"])
    return np.asarray(np.minimum(first, stop - 1))


def _upto(entries: Entries | None, day: date) -> Entries | None:
    if entries is None:
        return None
    return entries.only(entries.first <= int(np.datetime64(day, "D").astype("int64")))


def _reasons(kinds: dict[str, Entries | None]) -> dict[str, str]:
    return {
        name: f"The table has no {name} amounts."
        for name, found in kinds.items()
        if found is None
    }


def _notes(rows: pd.DataFrame, day: date) -> Iterator[str]:
    for kind in (True, False):
        if rows["is_cumulative"].eq(kind).any():
            yield NOTES[kind]
    yield f"The last progress stated is of {day.isoformat()}; all amounts are of it."
    if (
        ordinals(rows["ends_before"]).max() - 1
        <= ordinals(pd.Series([pd.Timestamp(day)])).max()
    ):
        yield (
            "The plan of the table ends with its progress: BAC is the last planned sum."
        )
