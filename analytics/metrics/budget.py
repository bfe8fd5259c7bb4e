"""Budget variance: what was planned, spent, committed and will probably be spent."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import pandas as pd

from analytics.errors import RequestError
from analytics.metrics.basis import Basis
from analytics.metrics.budget_plan import RESERVES
from analytics.metrics.budget_position import Position, position
from analytics.metrics.budget_rows import TABLES, choose
from analytics.metrics.budget_table import in_force
from analytics.metrics.budget_words import notes
from analytics.metrics.exchange import NO_RATE
from analytics.metrics.money import joined, text

if TYPE_CHECKING:
    from datetime import date

    from analytics.metrics.budget_rows import Records, Sources

GROUPS = ("category", "work_package", "vendor", "cost_type")
"""What a budget can be broken down by."""

FORMULA = (
    "Budget = baseline + approved changes. Variance to date = budget to date - actual"
    " cost; variance at completion = budget - estimate at completion. The estimate"
    " is, per line, the greater of what is spent and ordered already, and what is"
    " spent plus the plan for the time still to come. Positive is favourable."
    " Contingency and reserve are apart."
)


@dataclass(frozen=True, slots=True)
class BudgetVariance(Position):
    """Where a budget stands, with every line of its files accounted for.

    `months` has a column more than those of a position: `in_force`, the whole budget
    at the end of the month, a step for each approved change.

    Attributes:
        changes: The approved changes: change_id, title, decided_on, amount.
        reserves: Lines that are no baseline: kind, name, budget, and `actual` where
            the budget file itself states what was spent.
        contingency: Sum of the contingency lines, None where there are none.
        management_reserve: Sum of the reserve lines, None where there are none.
        accrued: What of the actual cost is accrued: received, not invoiced. None
            where no line of the ledger says whether it is.
        tie_out: Per file and currency: lines and sums read, used and left out.
        aside: What was left out of each file, by reason, columns `money.ASIDE`.
        rates: The exchange rates used: table and columns `exchange.USED`.
        notes: Sentences on what was assumed.
        basis: Rows used and left out.
    """

    changes: pd.DataFrame
    reserves: pd.DataFrame
    contingency: float | None
    management_reserve: float | None
    accrued: float | None
    tie_out: pd.DataFrame
    aside: pd.DataFrame
    rates: pd.DataFrame
    notes: tuple[str, ...]
    basis: Basis


def budget_variance(
    records: Records, *, as_of: date, currency: str, by: str = "category"
) -> BudgetVariance:
    """Compare the budget with what was spent and ordered up to a status date.

    For each name of `by` (one line), with amounts in the project's currency:

        baseline                sum of its budget lines, to the end of the project
        changes                 sum of its approved change requests
        budget                  baseline + changes
        budget to date          the same up to `as_of`: a period that holds the date
                                counts by days, its whole day included
        actual                  ledger lines booked on or before `as_of`, credits
                                negative
        committed               ordered - invoiced of its open orders, never below 0
        variance to date        budget to date - actual
        at least                actual + committed
        plan rest               actual + (budget - budget to date)
        estimate at completion  the greater of `at least` and `plan rest`
        variance at completion  budget - estimate at completion
        used                    actual / budget

    Positive variances are favourable. Lines of the kinds contingency and
    management_reserve are no part of the baseline and are listed apart; those of the
    kind forecast are an estimate, no budget. What is booked or ordered under a name
    without a budget is a line with budget 0.

    A change counts in full from the day of its decision on. When its money is spent
    no file says: it is spread evenly from that day to the end of the plan.

    Amounts in another currency are converted at the rate stated for their day, the
    newest one valid on or before it: the booking day of a ledger line, the first day
    of a budget line (`as_of` where that lies ahead), the decision of a change,
    `as_of` for an open order. Without such a rate the line is left out and listed.
    Lines that name no currency are taken to be in the project's, and counted.

    Where no ledger exists but the budget lines state what was spent, that is used,
    and likewise `committed_amount` (all that was ordered) less what was spent. A
    budget line without a usable period counts to the end; its name and the project
    then have no budget to date, and the estimate takes the budget to hold unless
    `at least` is above it.

    Args:
        records: What the files say.
        as_of: Status date.
        currency: The project's currency.
        by: One of `GROUPS`.

    Raises:
        RequestError: `by` is none of `GROUPS`.

    Source: PMI's terms; commitments leave `committed` when they are invoiced, so that
    nothing counts twice. Worked example: of a budget of 1,200 for the twelve months
    from 1 January, 350 is spent and 700 ordered by 31 March. To date the budget is
    1,200 x 90 / 365 = 295.89, the variance to date -54.11. At least 1,050 will be
    spent; spent and plan is 350 + 904.11 = 1,254.11, the estimate at completion.

    >>> from analytics.metrics.budget_table import compare
    >>> found = compare(budget=1200, budget_to_date=295.89, actual=350, committed=700)
    >>> found.estimate_at_completion, found.variance_at_completion
    (1254.11, -54.11)
    """
    if by not in GROUPS:
        raise RequestError(f"A budget is broken down by {', '.join(GROUPS)}, not {by}.")
    sources = choose(records, as_of=as_of, currency=currency)
    there = position(sources, as_of=as_of, currency=currency, by=by)
    known = {one.name: getattr(there, one.name) for one in fields(there)}
    ends = there.months["ends_before"]
    known["months"] = there.months.assign(in_force=in_force(sources, ends))
    return BudgetVariance(
        **known,
        changes=_changes(sources),
        reserves=_reserves(sources),
        contingency=sources.reserve("contingency"),
        management_reserve=sources.reserve("management_reserve"),
        accrued=_accrued(sources),
        tie_out=joined([part.tie_out for part in sources.counted]),
        aside=joined([part.aside for part in sources.counted]),
        rates=_rates(sources),
        notes=tuple(notes(sources, currency)),
        basis=_basis(sources),
    )


def _reserves(sources: Sources) -> pd.DataFrame:
    """List the lines that are no baseline, kind by kind."""
    used = sources.budget.used
    apart = used[used["kind"].isin(RESERVES)]
    name = text(apart["category"]).rename("name")
    stated = apart["spent"].where(apart["actual_amount"].notna())
    sums = apart.assign(actual=stated).groupby(["kind", name])
    table = sums[["cents", "actual"]].sum(min_count=1).reset_index()
    table[["cents", "actual"]] = table[["cents", "actual"]].astype("float64") / 100
    return table.rename(columns={"cents": "budget"})


def _accrued(sources: Sources) -> float | None:
    """Add up the booked lines that are accruals; their reversals are negative."""
    used = sources.costs.used
    told = used["is_accrual"].astype("boolean")
    if sources.spent_from != "ledger" or told.isna().all():
        return None
    return float(used.loc[told.fillna(value=False), "cents"].sum()) / 100


def _changes(sources: Sources) -> pd.DataFrame:
    """List the approved changes, the newest decision last."""
    used = sources.changes.used.sort_values("decided_on", kind="stable")
    named = used.assign(amount=used["cents"] / 100)
    columns = ["change_id", "title", "decided_on", "amount"]
    return named[columns].reset_index(drop=True)


def _rates(sources: Sources) -> pd.DataFrame:
    """List the rates used, with the table whose lines they were used for."""
    parts = [
        part.rates.assign(table=name)
        for name, part in zip(TABLES, sources.counted, strict=True)
    ]
    return joined(parts)


def _basis(sources: Sources) -> Basis:
    used = {
        name: part.used["version_id"].to_numpy()
        for name, part in zip(TABLES, sources.counted, strict=True)
    }
    ids = pd.concat([part.used["rate_id"] for part in sources.counted])
    used["exchange_rate"] = ids[ids != NO_RATE].unique()
    aside = [part.left_out for part in sources.counted]
    return Basis(
        formula=FORMULA,
        used={name: rows for name, rows in used.items() if len(rows)},
        left_out=joined([*aside, sources.rates.left_out]),
        rests_on=sources.spent_from,
    )
