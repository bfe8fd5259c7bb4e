"""Earned value from points (or items, hours, weighted milestones) and money files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.metrics.basis import nothing_left_out
from analytics.metrics.budget_rows import rate_day
from analytics.metrics.evm.amounts import (
    CENTS,
    STEPS,
    WHOLE,
    Amounts,
    booked,
    no_steps,
)
from analytics.metrics.evm.grid import Entries, ordinals
from analytics.metrics.exchange import NO_RATE, rates_into
from analytics.metrics.money import after, count, joined, key, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from analytics.metrics.evm.amounts import Booked
    from analytics.metrics.evm.grid import Ints
    from analytics.metrics.exchange import Rates

NO_TIME = (
    "The budget has no periods and there are no sprints with dates: when work was"
    " planned to be done is not known."
)
APPROVED = "approved"


@dataclass(frozen=True)
class Progress:
    """How much is done of what is planned, day by day.

    Attributes:
        unit: What is counted, in words.
        days: Indexed by day; `done` and `scope` at its end.
        used: Version ids by table.
    """

    unit: str
    days: pd.DataFrame
    used: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Money:
    """The files of money: tables budget_line, cost, change_request, exchange_rate."""

    budget_lines: pd.DataFrame
    costs: pd.DataFrame
    changes: pd.DataFrame
    rates: pd.DataFrame | None = None


def point_amounts(
    progress: Progress,
    money: Money,
    *,
    sprints: pd.DataFrame,
    as_of: date,
    currency: str,
) -> Amounts | None:
    """Read planned, earned and actual amounts from points and money files.

        BAC  the budget without contingency and reserve, and from its day of decision
             on the cost of each approved change request: a step of the baseline
        PV   the budget lines, each even over the days of its period; without periods
             the same amount for each sprint; the cost of a change even from its day
             to the end of the plan
        EV   done points / planned points x BAC, both as they are at the end of a day
        AC   the ledger

    Scope that grows without an approved change lowers the share that is done, not
    the budget: both show. All is one account, as points belong to no work package.

    Amounts in another currency are converted as on the budget page: at the newest
    rate stated on or before the posting date, the first day of the budget line or the
    decision, the status date where these lie ahead. Without such a rate they are left
    out and listed.

    Source: Sulaiman, Barton and Blackburn, AgileEVM (2006).

    Args:
        progress: Done and planned.
        money: Budget, ledger and change requests.
        sprints: start_day and end_before of each sprint, for a budget without periods.
        as_of: Status date.
        currency: The project's currency.

    Returns:
        The amounts; None without a budget.
    """
    rates = rates_into(currency, money.rates)
    lines, apart = _budget(money.budget_lines, as_of, rates)
    if lines.empty or not lines["cents"].sum():
        return None
    changes, refused = _approved(money.changes, as_of, rates)
    planned, spread = _planned(lines, sprints)
    planned = _with_changes(planned, changes)
    total = float(lines["cents"].sum() + changes["cents"].sum())
    ledger = booked(money.costs, as_of=as_of, rates=rates)
    parts = [apart, refused, ledger.left_out, rates.left_out]
    ids = np.concatenate([lines["rate_id"], changes["rate_id"], ledger.rates])
    return Amounts(
        source=f"the budget, {progress.unit} done, and the ledger",
        accounts=(WHOLE,),
        total=np.array([total]),
        planned=planned,
        earned=_earned(progress.days, lines, changes, as_of),
        actual=_actual(ledger) if len(money.costs) else None,
        known=as_of,
        unit=currency,
        baseline="the budget with the approved changes",
        steps=_steps(float(lines["cents"].sum()), changes),
        notes=tuple(_notes(progress, spread, changes)),
        why=_reasons(planned, money.costs),
        used={
            "budget_line": lines["version_id"].to_numpy(),
            "cost": ledger.used,
            "change_request": changes["version_id"].to_numpy(),
            "exchange_rate": np.setdiff1d(ids, [NO_RATE]).astype("int64"),
            **progress.used,
        },
        left_out=joined([nothing_left_out(), *parts]),
    )


def _budget(
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


def _planned(lines: pd.DataFrame, sprints: pd.DataFrame) -> tuple[Entries | None, str]:
    has_period = lines["starts_on"] < lines["ends_before"]
    if has_period.all():
        return _spans(lines, lines["cents"].to_numpy("float64")), "by period"
    dated = sprints[sprints["start_day"] < sprints["end_before"]]
    if dated.empty:
        return None, ""
    each = np.full(len(dated), float(lines["cents"].sum()) / len(dated))
    dated = dated.rename(
        columns={"start_day": "starts_on", "end_before": "ends_before"}
    )
    return _spans(dated, each), "by sprint"


def _spans(rows: pd.DataFrame, cents: np.ndarray) -> Entries:
    first, stop = ordinals(rows["starts_on"]), ordinals(rows["ends_before"])
    return Entries(np.zeros(len(rows), dtype="int64"), first, stop, cents)


def _with_changes(planned: Entries | None, changes: pd.DataFrame) -> Entries | None:
    if planned is None or changes.empty:
        return planned
    first = ordinals(changes["decided_on"])
    stop = np.maximum(planned.stop.max(), first + 1)
    cents = changes["cents"].to_numpy("float64")
    return planned + Entries(np.zeros(len(first), dtype="int64"), first, stop, cents)


def _earned(
    days: pd.DataFrame, lines: pd.DataFrame, changes: pd.DataFrame, as_of: date
) -> Entries | None:
    """Book what the share done times the budget of the day changes from day to day."""
    known = days[(days.index < after(as_of)) & days["scope"].gt(0)]
    if known.empty:
        return None
    day = ordinals(known.index.to_series())
    added = np.concatenate([[0.0], np.cumsum(changes["cents"].to_numpy("float64"))])
    decided = ordinals(changes["decided_on"])
    budget = lines["cents"].sum() + added[np.searchsorted(decided, day, side="right")]
    share = (known["done"] / known["scope"]).fillna(0.0).to_numpy("float64")
    earned = np.diff(share * budget, prepend=0.0)
    keep = earned != 0
    if not keep.any():
        return Entries.none()
    place: Ints = np.zeros(int(keep.sum()), dtype="int64")
    return Entries.on(place, day[keep], earned[keep])


def _actual(ledger: Booked) -> Entries:
    entries = ledger.entries
    return Entries.on(np.zeros_like(entries.account), entries.first, entries.cents)


def _steps(opening: float, changes: pd.DataFrame) -> pd.DataFrame:
    rows, before = [], opening / CENTS
    named = text(changes["change_id"]) + " " + text(changes["title"])
    moves = zip(changes["decided_on"], named, changes["cents"], strict=True)
    for day, words, added in moves:
        after_it = before + float(added) / CENTS
        rows.append((day, words.strip(), before, after_it))
        before = after_it
    return pd.DataFrame(rows, columns=list(STEPS)) if rows else no_steps()


def _reasons(planned: Entries | None, costs: pd.DataFrame) -> dict[str, str]:
    return {
        **({"planned": NO_TIME} if planned is None else {}),
        **({} if len(costs) else {"actual": "There is no ledger."}),
    }


def _notes(progress: Progress, spread: str, changes: pd.DataFrame) -> Iterator[str]:
    yield (
        f"Earned value is the share of {progress.unit} done, of all planned on that"
        " day, times the budget: no work package is told apart."
    )
    if spread == "by sprint":
        yield "The budget has no periods: each sprint is planned to cost the same."
    if len(changes):
        yield f"Approved changes that moved the baseline: {len(changes)}."
