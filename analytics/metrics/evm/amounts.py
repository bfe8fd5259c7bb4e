"""What a source of earned value says, whatever kind of file it comes from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import left_out, nothing_left_out
from analytics.metrics.evm.grid import Entries, ordinal, ordinals
from analytics.metrics.exchange import NO_RATE
from analytics.metrics.money import joined, key, no_rate, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints
    from analytics.metrics.exchange import Rates

STEPS = ("on", "what", "before", "after")
"""Columns of `Amounts.steps`: day, words, budget before and after in money."""
WHOLE = "Whole project"
CENTS = 100
UNNAMED = "No work package"
MICROSECONDS = 24 * 60 * 60 * 10**6
"""Of a day."""
LONG = 100_000
"""A column of more lines is read by two threads."""


def no_steps() -> pd.DataFrame:
    """Return an empty list of changes of the baseline."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in STEPS})


@dataclass(frozen=True)
class Amounts:
    """Planned, earned and actual amounts by control account and day, in cents.

    Attributes:
        source: What they come from, in words.
        accounts: Names of the control accounts.
        total: BAC of each account in cents; 0 where something is only booked.
        planned: PV; None where there is no plan in time, `why` says why.
        earned: EV; None where nothing tells progress.
        actual: AC; None where nothing tells cost.
        known: The day that progress speaks of: all three amounts are of this day.
        unit: A currency, or `hours` where the plan holds no money.
        level_of_effort: Accounts whose work only accompanies the rest.
        technique: How the others earn value, in words.
        own_techniques: How an account earns value that does not earn as the others.
        baseline: Which baseline it is, in words.
        steps: How the baseline changed, columns `STEPS`.
        to_go: ETC estimated anew, in cents; None where the source has none.
        tasks: For the p-factor: PV as `Entries` per task and EV of each; or None.
        notes: Sentences on what was assumed.
        why: Why planned, earned, actual or total is None.
        used: Version ids by table.
        left_out: As in `Basis.left_out`.
    """

    source: str
    accounts: tuple[str, ...]
    total: Floats
    planned: Entries | None
    earned: Entries | None
    actual: Entries | None
    known: date
    unit: str
    level_of_effort: frozenset[str] = frozenset()
    technique: str = ""
    own_techniques: Mapping[str, str] = field(default_factory=dict)
    baseline: str = ""
    steps: pd.DataFrame = field(default_factory=no_steps)
    to_go: float | None = None
    tasks: tuple[Entries, Floats] | None = None
    notes: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    used: Mapping[str, np.ndarray] = field(default_factory=dict)
    left_out: pd.DataFrame = field(default_factory=nothing_left_out)


@dataclass(frozen=True)
class Booked:
    """The ledger as actual cost: `entries` by position in `names`.

    `used` are version ids of ledger lines, `rates` those of the exchange rates used.
    """

    names: tuple[str, ...]
    entries: Entries
    used: np.ndarray
    rates: np.ndarray
    left_out: pd.DataFrame


def booked(costs: pd.DataFrame, *, as_of: date, rates: Rates) -> Booked:
    """Return the ledger lines up to a day in the project's currency, by work package.

    A line in another currency is converted, to the cent, at the rate stated for its
    posting date, as on the budget page. Lines without amount or posting date, booked
    later, or in a currency without such a rate, are left out and listed. A line that
    names no currency is in the project's.

    Args:
        costs: Table cost.
        as_of: Last day that counts.
        rates: The rates into the project's currency.
    """
    cents = costs["amount"].to_numpy("float64") * CENTS
    np.round(cents, out=cents)
    foreign = _foreign(costs["currency"], rates.currency)
    cents, rate_ids, unrated = _converted(costs, cents, foreign, rates)
    moments = costs["booked_on"].to_numpy("datetime64[us]")
    days = moments.view("int64") // MICROSECONDS  # three times faster than a cast
    masks = (
        (np.isnan(costs["amount"].to_numpy("float64")), "no amount"),
        *unrated,
        (np.isnat(moments), "no posting date"),
        (days > ordinal(as_of), "booked after the status date"),
    )
    rest = np.ones(len(costs), dtype=bool)
    parts = []
    for mask, why in masks:
        odd = rest & mask
        if odd.any():
            parts.append(left_out("cost", costs[odd], "document", why))
        rest &= ~mask
    account, names = _coded(costs["work_package"])
    chosen = slice(None) if rest.all() else rest
    return Booked(
        tuple(name or UNNAMED for name in names),
        Entries.on(
            account[chosen],
            days[chosen],
            cents[chosen],
        ),
        costs["version_id"].to_numpy()[chosen],
        np.setdiff1d(rate_ids[rest[foreign]], [NO_RATE]),
        joined([nothing_left_out(), *parts]),
    )


def _converted(
    costs: pd.DataFrame, cents: Floats, foreign: Ints, rates: Rates
) -> tuple[Floats, Ints, tuple[tuple[np.ndarray, str], ...]]:
    """Return cents in the project's currency, rates used, and what has no rate.

    Only the lines at the places `foreign`, those in another currency, are looked at,
    as a ledger may have a million: each has its rate, and those without one are told
    as masks with their reason.
    """
    if not len(foreign):
        return cents, foreign, ()
    lines = costs.iloc[foreign]
    codes = text(lines["currency"]).str.upper()
    found = rates.on(codes, lines["booked_on"])
    missing = found["rate"].isna() & lines["booked_on"].notna()
    why = no_rate(codes, rates).where(missing, "").to_numpy()
    cents[foreign] = np.round(cents[foreign] * found["rate"].to_numpy())
    unrated = []
    for reason in sorted(set(why) - {""}):
        mask = np.zeros(len(costs), dtype=bool)
        mask[foreign[why == reason]] = True
        unrated.append((mask, reason))
    return cents, found["rate_id"].to_numpy(), tuple(unrated)


def merged(own: Sequence[str], more: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """Return the names of both, and for each of `more` its place among them.

    Two spellings of one name are one account.

    >>> merged(("Build", "Test"), ("test ", "Travel"))[0]
    ('Build', 'Test', 'Travel')
    """
    places = {plain(name): number for number, name in enumerate(own)}
    names = list(own)
    for name in more:
        if plain(name) not in places:
            places[plain(name)] = len(names)
            names.append(name)
    return tuple(names), np.array([places[plain(n)] for n in more], dtype="int64")


def moved(entries: Entries, places: Ints) -> Entries:
    """Return entries whose accounts are numbered anew."""
    if not len(entries.account):
        return entries
    return Entries(places[entries.account], entries.first, entries.stop, entries.cents)


def by_day(account: np.ndarray, days: pd.Series, cents: np.ndarray) -> Entries:
    """Return amounts booked on single days."""
    return Entries.on(account, ordinals(days), np.asarray(cents, dtype="float64"))


def plain(name: str) -> str:
    """Return a name in the form in which two spellings of it are equal."""
    return " ".join(name.split()).casefold()


def _foreign(column: pd.Series, currency: str) -> Ints:
    """Return the places of the lines in another currency; those of none are in it."""
    own = {"", currency.casefold()}
    first = column.iloc[:1]
    if (column == first.squeeze()).all():  # a million lines often have one currency
        is_own = bool(set(key(first)) <= own)
        return np.arange(0 if is_own else len(column), dtype="int64")
    codes, names = _coded(column)
    is_foreign = np.array([name.casefold() not in own for name in names])
    return np.flatnonzero(is_foreign[codes])


def _coded(column: pd.Series) -> tuple[Ints, list[str]]:
    """Return each text as a number, and the texts with single spaces.

    Spaces are put right on the few different texts, not on each of a million lines;
    a long column is read in two halves at the same time.
    """
    if column.empty:
        return np.array([], dtype="int64"), []
    middle = len(column) // 2 if len(column) > LONG else len(column)
    halves = [
        part for part in (column.iloc[:middle], column.iloc[middle:]) if len(part)
    ]
    with ThreadPoolExecutor(len(halves)) as both:
        parts = list(both.map(_numbered, halves))
    names, places = np.unique(
        [w for _, words in parts for w in words], return_inverse=True
    )
    codes, before = [], 0
    for own, words in parts:
        codes.append(places[before:][own])
        before += len(words)
    return np.concatenate(codes), names.tolist()


def _numbered(column: pd.Series) -> tuple[Ints, list[str]]:
    codes, found = pd.factorize(column, use_na_sentinel=False)
    return codes, [" ".join(w.split()) if isinstance(w, str) else "" for w in found]
