"""Earned value from a table that states planned, earned and actual amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.budget_plan import rate_day
from analytics.metrics.evm.amounts import CENTS, WHOLE, Amounts
from analytics.metrics.evm.grid import Entries, ordinals, to_date
from analytics.metrics.exchange import NO_RATE, rates_into
from analytics.metrics.money import after, joined, no_rate, text
from analytics.metrics.plan.rows import is_true

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints
    from analytics.metrics.exchange import Rates

COLUMNS = {
    "planned": "planned_amount",
    "earned": "earned_amount",
    "actual": "actual_amount",
}
UNSAID = "the file does not say whether amounts are per period or sums since the start"
FALLS = "a sum since the start that falls"
MIXED = "amounts per period and sums since the start in one account"
CURRENCIES = "sums since the start in several currencies in one account"
NOTES = {
    True: "The file states sums since the start.",
    False: "The file states amounts per period; they are added up here.",
}


def column_amounts(
    rows: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    rates: pd.DataFrame | None = None,
) -> Amounts | None:
    """Read planned, earned and actual amounts from a table that states them.

    The file says whether its amounts are sums since the start or those of each
    period; the two are never mixed, which would show an SPI above 10 somewhere. A sum
    counts from the end of its period; planned value is spread evenly over the days of
    a period, so that an as-of date inside one has its part. BAC is what the table
    states, else the last planned sum.

    Amounts in another currency are converted. Planned and earned value of an account
    have one rate, the newest stated on or before its first period, so that SPI is
    that of the file whatever the rates do; actual cost has that of the last day of
    each period, as if it were booked then. Days ahead have that of the status date.

    100 USD planned and 50 earned in January at 0.90 and 50 more earned in February at
    0.80 are 90 EUR planned and 90 earned; 60 USD spent in each cost 54 and 48 EUR.

    Left out and listed are lines without a rate for their day, without a period, of
    accounts that mix both kinds, say neither, or have sums in several currencies,
    sums that fall, and more earned than BAC. More may be earned than was planned so
    far where the table states BAC.

    Returns:
        The amounts; None where no line counts.

    Args:
        rows: Table earned_value.
        as_of: Status date; progress of periods that end after it is not known yet.
        currency: The project's currency.
        rates: Table exchange_rate.
    """
    into = rates_into(currency, rates)
    used, refused = _usable(_rated(rows, as_of, into), into)
    if used.empty:
        return None
    names = tuple(dict.fromkeys(used["account"]))
    place = {name: number for number, name in enumerate(names)}
    used = used.assign(place=[place[name] for name in used["account"]])
    kinds = {name: _entries(used, column) for name, column in COLUMNS.items()}
    day = _known_on(used, as_of)
    planned = kinds["planned"]
    counted = planned or Entries.none()
    total = np.bincount(counted.account, counted.cents, minlength=len(names))
    return Amounts(
        source="the table of planned, earned and actual amounts",
        accounts=names,
        total=_budgets(used, names, total.astype("float64")),
        planned=planned,
        earned=_upto(kinds["earned"], day),
        actual=_upto(kinds["actual"], day),
        known=day,
        unit=currency,
        technique="As the table states",
        baseline="the planned amounts of the table",
        notes=tuple(_notes(used, day, currency)),
        why=_reasons(kinds),
        used={
            "earned_value": used["version_id"].to_numpy(),
            "exchange_rate": np.setdiff1d(used[["plan_id", "cost_id"]], [NO_RATE]),
        },
        left_out=joined([refused, into.left_out]),
    )


def _known_on(used: pd.DataFrame, as_of: date) -> date:
    """Return the end of the last period with progress that is over by a day."""
    is_over = used["ends_before"] <= after(as_of)
    known = used.loc[used["earned_amount"].notna() & is_over, "ends_before"]
    return to_date(ordinals(known).max() - 1) if len(known) else as_of


def _rated(rows: pd.DataFrame, as_of: date, rates: Rates) -> pd.DataFrame:
    """Add account, `iso`, and the two rates of each line with their ids, in order."""
    said = text(rows["currency"]).str.upper()
    rows = rows.assign(
        account=text(rows["work_package"]).replace("", WHOLE),
        iso=said.where(said != "", rates.currency),
    ).sort_values("ends_before", kind="stable")
    last = rows["ends_before"] - pd.Timedelta(days=1)
    first = rows["starts_on"].fillna(last).groupby([rows["account"], rows["iso"]])
    plan = rates.on(rows["iso"], rate_day(first.transform("min"), as_of))
    cost = rates.on(rows["iso"], rate_day(last, as_of))
    return rows.assign(
        plan_rate=plan["rate"],
        plan_id=plan["rate_id"],
        cost_rate=cost["rate"].where(rows["actual_amount"].notna(), plan["rate"]),
        cost_id=cost["rate_id"].where(rows["actual_amount"].notna(), NO_RATE),
    )


def _usable(rows: pd.DataFrame, rates: Rates) -> tuple[pd.DataFrame, pd.DataFrame]:
    stated = rows["is_cumulative"]
    unrated = rows[["plan_rate", "cost_rate"]].isna().any(axis=1)
    unknown = no_rate(rows["iso"], rates)
    kinds, named = (
        column.groupby(rows["account"]).transform(lambda kind: kind.nunique())
        for column in (stated, rows["iso"].where(~unrated))
    )
    reasons = [
        (rows["ends_before"].isna(), "no period and no status date"),
        *((unrated & unknown.eq(why), why) for why in sorted(set(unknown[unrated]))),
        (stated.isna(), UNSAID),
        (kinds.gt(1), MIXED),
        (named.gt(1) & is_true(stated), CURRENCIES),
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
    rate = rows["plan_rate"]
    rows = rows.assign(
        pv=rows["planned_amount"] * rate,
        ev=rows["earned_amount"] * rate,
        bac=rows["budget_amount"] * rate,
    )
    grouped = rows.groupby("account")
    planned = grouped["pv"].transform("max").where(sums, grouped["pv"].transform("sum"))
    budget = grouped["bac"].transform("max")
    planned = planned.where(budget.isna() | (planned >= budget), budget)
    earned = rows["ev"].where(sums, grouped["ev"].cumsum())
    return (earned > planned + 0.005) & planned.gt(0)


def _budgets(rows: pd.DataFrame, names: tuple[str, ...], planned: Floats) -> Floats:
    """Return BAC of each account in cents: as stated last, else the planned sum."""
    stated = rows.dropna(subset=["budget_amount"])
    cents = (stated["budget_amount"] * stated["plan_rate"] * CENTS).round()
    last = cents.groupby(stated["account"]).last().reindex(list(names))
    return np.where(last.isna(), planned, last.to_numpy("float64"))


def _entries(rows: pd.DataFrame, column: str) -> Entries | None:
    """Book what each period adds: planned over its days, the others on its last."""
    rows = rows[rows[column].notna()]
    if rows.empty:
        return None
    sums = (rows[column] * CENTS).round()
    change = sums.groupby(rows["account"]).diff().fillna(sums)
    added = change.where(is_true(rows["is_cumulative"]), sums)
    rate = rows["cost_rate" if column == COLUMNS["actual"] else "plan_rate"]
    cents = np.round((added * rate).to_numpy("float64"))
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


def _notes(rows: pd.DataFrame, day: date, currency: str) -> Iterator[str]:
    for kind in (True, False):
        if rows["is_cumulative"].eq(kind).any():
            yield NOTES[kind]
    foreign = sorted(set(rows["iso"]) - {currency})
    if foreign:
        yield (
            f"Amounts in {', '.join(foreign)} are converted to {currency}: planned and"
            " earned value at the rate of the first period of the account, actual cost"
            " at that of the last day of each period."
        )
    yield f"The last progress stated is of {day.isoformat()}; all amounts are of it."
    if rows["budget_amount"].notna().any():
        yield "BAC is the budget at completion that the table states."
    elif (
        ordinals(rows["ends_before"]).max() - 1
        <= ordinals(pd.Series([pd.Timestamp(day)])).max()
    ):
        yield (
            "The plan of the table ends with its progress: BAC is the last planned sum."
        )
