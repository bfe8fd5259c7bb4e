"""The budget on one day: its lines, the approved changes, and what is kept apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import Counted, after, cents, converted, count, key, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.exchange import Rates

KINDS = ("budget", "contingency", "management_reserve", "forecast")
"""Kinds of budget lines; a line that names none is `budget`."""
BASELINE, *RESERVES = KINDS[:3]
"""The kind that is planned with; those that are no part of the baseline."""


@dataclass(frozen=True)
class Plan:
    """The budget lines and changes that count on a status date.

    Attributes:
        budget: Budget lines with `cents`, `kind` and `has_period`.
        changes: Approved changes in the form of budget lines.
        rates: The exchange rates stated.
    """

    budget: Counted
    changes: Counted
    rates: Rates

    @cached_property
    def baseline(self) -> pd.DataFrame:
        """The budget lines without contingency and reserve."""
        used = self.budget.used
        return used[used["kind"] == BASELINE]

    @cached_property
    def current(self) -> pd.DataFrame:
        """The lines of the current budget: the baseline and approved changes.

        Changes of a budget that no file gives are no budget.
        """
        if self.baseline.empty:
            return self.baseline
        return pd.concat([self.baseline, self.changes.used], ignore_index=True)

    @property
    def amount(self) -> float | None:
        """The current budget, to the end of the project; None without budget lines."""
        return _sum(self.current)

    def reserve(self, kind: str) -> float | None:
        """What is kept apart as one of `RESERVES`; None where no line is."""
        used = self.budget.used
        return _sum(used[used["kind"] == kind])


def _sum(lines: pd.DataFrame) -> float | None:
    return int(lines["cents"].sum()) / 100 if len(lines) else None


def rate_day(days: pd.Series, as_of: date) -> pd.Series:
    """Return the day whose rate counts: the line's own, at the latest the status day.

    A plan has no booking day: a rate of the future is not known, and without a day
    that of the status date is the only one there is.
    """
    today = pd.Timestamp(as_of)
    return days.where(days <= today, today)


def budget_counted(rows: pd.DataFrame, as_of: date, rates: Rates) -> Counted:
    """Choose the budget lines that count, and tell their kinds and periods."""
    kind = text(rows["budget_kind"]).replace("", BASELINE)
    rows = rows.assign(kind=kind, rate_on=rate_day(rows["starts_on"], as_of))
    refused = [(~kind.isin(KINDS), "kind of budget is not known")]
    counted = count(
        "budget_line", rows, rates=rates, subject=("category",), refused=refused
    )
    used = counted.used
    has_period = used["starts_on"] < used["ends_before"]
    return replace(
        counted,
        used=used.assign(
            has_period=has_period,
            spent=converted(used["actual_amount"], used["rate"]),
            ordered=converted(used["committed_amount"], used["rate"]),
        ),
    )


def no_changes(like: pd.DataFrame) -> pd.DataFrame:
    """Return an empty table of change requests, made of one of budget lines."""
    empty = like.head(0).assign(cost_amount=like["amount"].head(0))
    names = ("change_id", "title", "decision")
    texts = dict.fromkeys(names, empty["category"])
    return empty.assign(**texts, decided_on=empty["starts_on"])


def changes_counted(
    rows: pd.DataFrame, plan: pd.DataFrame, as_of: date, rates: Rates
) -> Counted:
    """Choose the approved changes of the cost, each in the form of a budget line.

    No file says when the money of a change is spent. It is spread evenly from the
    day of the decision to the end of the plan, or is due on that day where the plan
    has ended; without a plan in periods or a day it counts to the end only.
    """
    end = plan.loc[plan["has_period"] & (plan["kind"] == BASELINE), "ends_before"].max()
    decided = rows["decided_on"]
    next_day = decided + pd.Timedelta(days=1)
    until = next_day.where(next_day > end, end) if not pd.isna(end) else next_day
    has_period = decided.notna() & (not pd.isna(end))
    blank = pd.Series(index=rows.index, dtype="object")
    lines = rows.assign(
        amount=rows["cost_amount"],
        vendor=blank,
        cost_type=blank,
        kind=BASELINE,
        has_period=has_period,
        starts_on=decided,
        ends_before=until,
        rate_on=rate_day(decided, as_of),
    )
    decision = key(rows["decision"])
    costless = cents(rows["cost_amount"]) == 0
    refused = [
        (decision != "approved", "not approved"),
        (decided >= after(as_of), "decided after the as-of date"),
    ]
    return count(
        "change_request",
        lines[~costless],
        rates=rates,
        subject=("change_id", "title"),
        refused=[(mask[~costless], why) for mask, why in refused],
    )
