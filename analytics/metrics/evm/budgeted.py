"""The budget as the plan that work is earned against, by control account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analytics.metrics.budget_plan import rate_day
from analytics.metrics.evm.amounts import (
    CENTS,
    STEPS,
    UNNAMED,
    WHOLE,
    merged,
    no_steps,
)
from analytics.metrics.evm.grid import Entries, ordinals
from analytics.metrics.exchange import NO_RATE
from analytics.metrics.money import after, count, joined, key, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.evm.grid import Floats, Ints
    from analytics.metrics.exchange import Rates

APPROVED = "approved"
NO_LEDGER = "There is no ledger."


class Money(NamedTuple):
    """The files of money: tables budget_line, cost, change_request, exchange_rate."""

    budget_lines: pd.DataFrame
    costs: pd.DataFrame
    changes: pd.DataFrame
    rates: pd.DataFrame | None = None


@dataclass(frozen=True)
class Budgeted:
    """The baseline of a budget with its approved changes.

    Attributes:
        accounts: Names of the control accounts.
        lines: The budget lines that count, with `cents` and `place`, the position of
            the account.
        changes: The approved changes that move the budget, the oldest first, alike.
        left_out: As in `Basis.left_out`.
    """

    accounts: tuple[str, ...]
    lines: pd.DataFrame
    changes: pd.DataFrame
    left_out: pd.DataFrame

    @property
    def opening(self) -> float:
        """The budget before any change, in cents."""
        return float(self.lines["cents"].sum())

    @property
    def total(self) -> Floats:
        """The budget of each account with its changes, in cents."""
        size = len(self.accounts)
        parts = (
            np.bincount(one["place"], one["cents"], minlength=size)
            for one in (self.lines, self.changes)
        )
        return np.asarray(sum(parts), dtype="float64")

    @property
    def has_periods(self) -> bool:
        """Whether each line says over which days it is spent."""
        return bool((self.lines["starts_on"] < self.lines["ends_before"]).all())

    def by_period(self) -> Entries:
        """Return each line even over the days of its period, with the changes."""
        lines = self.lines
        entries = spans(lines, lines["cents"].to_numpy("float64"), places(lines))
        return self.with_changes(entries)

    def with_changes(self, planned: Entries) -> Entries:
        """Add the cost of each change, even from its day to the end of the plan."""
        if self.changes.empty:
            return planned
        first = ordinals(self.changes["decided_on"])
        stop = np.maximum(planned.stop.max(), first + 1)
        cents = self.changes["cents"].to_numpy("float64")
        return planned + Entries(places(self.changes), first, stop, cents)

    @property
    def steps(self) -> pd.DataFrame:
        """Each change as a step of the baseline, columns `STEPS`."""
        rows, before = [], self.opening / CENTS
        changes = self.changes
        named = text(changes["change_id"]) + " " + text(changes["title"])
        moves = zip(changes["decided_on"], named, changes["cents"], strict=True)
        for day, words, added in moves:
            after_it = before + float(added) / CENTS
            rows.append((day, words.strip(), before, after_it))
            before = after_it
        return pd.DataFrame(rows, columns=list(STEPS)) if rows else no_steps()

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how many changes moved the baseline, where any did."""
        if self.changes.empty:
            return ()
        return (f"Approved changes that moved the baseline: {len(self.changes)}.",)

    def used(self, more: np.ndarray) -> dict[str, np.ndarray]:
        """Return the version ids by table; `more` are rates used by others."""
        ids = np.concatenate([self.lines["rate_id"], self.changes["rate_id"], more])
        return {
            "budget_line": self.lines["version_id"].to_numpy(),
            "change_request": self.changes["version_id"].to_numpy(),
            "exchange_rate": np.setdiff1d(ids, [NO_RATE]).astype("int64"),
        }


def budgeted(
    money: Money, *, as_of: date, rates: Rates, by_package: bool = False
) -> Budgeted | None:
    """Return the budget without contingency and reserve, and its approved changes.

    Amounts in another currency are converted at the newest rate stated on or before
    the first day of the line or the decision, the status date where these lie ahead;
    without such a rate they are left out and listed.

    Args:
        money: The files of money.
        as_of: Status date; what was approved later is left out.
        rates: The rates into the project's currency.
        by_package: Whether each work package is an account of its own.

    Returns:
        The budget; None where no line counts.
    """
    lines, apart = _lines(money.budget_lines, as_of, rates)
    if lines.empty or not lines["cents"].sum():
        return None
    changes, refused = _approved(money.changes, as_of, rates)
    names: tuple[str, ...] = (WHOLE,)
    own, moved = np.zeros(len(lines), "int64"), np.zeros(len(changes), "int64")
    if by_package:
        of_lines, of_changes = (
            text(one["work_package"]).replace("", UNNAMED) for one in (lines, changes)
        )
        names, place = merged((), [*of_lines, *of_changes])
        own, moved = place[: len(lines)], place[len(lines) :]
    return Budgeted(
        names,
        lines.assign(place=own),
        changes.assign(place=moved),
        joined([apart, refused, rates.left_out]),
    )


def places(rows: pd.DataFrame) -> Ints:
    """Return the positions of the accounts of some rows."""
    return rows["place"].to_numpy("int64")


def spans(rows: pd.DataFrame, cents: Floats, account: Ints) -> Entries:
    """Return amounts on the days from `starts_on` to before `ends_before`."""
    first, stop = ordinals(rows["starts_on"]), ordinals(rows["ends_before"])
    return Entries(account, first, stop, cents)


def _lines(
    rows: pd.DataFrame, as_of: date, rates: Rates
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the lines of the baseline with `cents`, and those left out."""
    kind = text(rows["budget_kind"]).replace("", "budget")
    dated = rows.assign(rate_on=rate_day(rows["starts_on"], as_of))
    counted = count(
        "budget_line", dated[kind == "budget"], rates=rates, subject=("category",)
    )
    return counted.used, counted.left_out


def _approved(
    rows: pd.DataFrame, as_of: date, rates: Rates
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the approved change requests that move the budget, oldest first."""
    said = rows[(key(rows["decision"]) == APPROVED) & rows["cost_amount"].notna()]
    refused = (
        (said["decided_on"].isna(), "approved on no known day"),
        (said["decided_on"] >= after(as_of), "approved after the as-of date"),
    )
    counted = count(
        "change_request",
        said.assign(
            amount=said["cost_amount"], rate_on=rate_day(said["decided_on"], as_of)
        ),
        rates=rates,
        subject=("change_id",),
        refused=refused,
    )
    used = counted.used.sort_values("decided_on", kind="stable")
    return used, counted.left_out
