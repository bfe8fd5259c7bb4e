"""Budget variance: what was planned, spent, committed and will probably be spent."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from analytics.errors import RequestError
from analytics.metrics.basis import Basis
from analytics.metrics.budget_rows import choose
from analytics.metrics.budget_table import (
    Comparison,
    baseline,
    by_name,
    periods,
    total,
)
from analytics.metrics.money import cents, joined, text
from analytics.metrics.spending import by_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pandas as pd

    from analytics.metrics.budget_rows import Sources
    from analytics.metrics.money import Counted

GROUPS = ("category", "work_package", "vendor", "cost_type")
"""What a budget can be broken down by."""

FORMULA = (
    "Variance to date = budget to date - actual cost; variance at completion = budget"
    " - estimate at completion. The estimate is, per line, the greater of what is"
    " spent and ordered already, and what is spent plus the plan for the time still"
    " to come. Positive is favourable. Contingency and reserve are apart."
)


@dataclass(frozen=True, slots=True)
class BudgetVariance:
    """Budget, actual cost and commitments of a project on a status date.

    Attributes:
        as_of: Status date; its whole day counts.
        currency: Currency of all amounts.
        by: What `lines` are grouped by.
        total: The sums of `lines`.
        reasons: For each figure of `total` that is None, why.
        lines: One row per name, columns `budget_table.LINES`; NaN is undefined.
        months: One row per month, columns `spending.MONTHS`.
        reserves: Lines that are no baseline: kind, name, budget, and `actual` where
            the budget file itself states what was spent.
        contingency: Sum of the contingency lines, None where there are none.
        management_reserve: Sum of the reserve lines, None where there are none.
        tie_out: Per table and currency: lines and sums read, used and left out.
        notes: Sentences on what was assumed.
        basis: Rows used and left out.
    """

    as_of: date
    currency: str
    by: str
    total: Comparison
    reasons: Mapping[str, str]
    lines: pd.DataFrame
    months: pd.DataFrame
    reserves: pd.DataFrame
    contingency: float | None
    management_reserve: float | None
    tie_out: pd.DataFrame
    notes: tuple[str, ...]
    basis: Basis


def budget_variance(
    budget_lines: pd.DataFrame,
    costs: pd.DataFrame,
    commitments: pd.DataFrame,
    *,
    as_of: date,
    currency: str,
    by: str = "category",
) -> BudgetVariance:
    """Compare the budget with what was spent and ordered up to a status date.

    For each name of `by` (one line), with amounts in the project's currency:

        budget                  sum of its budget lines, to the end of the project
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
    management_reserve are no part of the baseline and are listed apart. What is
    booked or ordered under a name without a budget is a line with budget 0.

    Where no ledger exists but the budget lines state what was spent, that is used,
    and likewise `committed_amount` (all that was ordered) less what was spent. A
    budget line without a usable period counts to the end; its name and the project
    then have no budget to date, and the estimate takes the budget to hold unless
    `at least` is above it.

    Args:
        budget_lines: One planned amount per row (table budget_line).
        costs: One ledger line per row (table cost).
        commitments: One purchase order line per row (table commitment).
        as_of: Status date.
        currency: The project's currency. Lines in another one are left out and
            listed; lines that name none are taken to be in it, and counted.
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
    sources = choose(budget_lines, costs, commitments, as_of=as_of, currency=currency)
    lines = by_name(sources, by=by, as_of=as_of)
    sums = total(lines)
    reserves = _reserves(sources)
    return BudgetVariance(
        as_of=as_of,
        currency=currency,
        by=by,
        total=sums,
        reasons=MappingProxyType(_reasons(sums, sources, lines)),
        lines=lines,
        months=by_month(
            periods(baseline(sources)),
            sources.costs.used,
            as_of=as_of,
            is_spent_known=sources.spent_from == "ledger",
        ),
        reserves=reserves,
        contingency=_reserve(reserves, "contingency"),
        management_reserve=_reserve(reserves, "management_reserve"),
        tie_out=joined([part.tie_out for part in _counted(sources)]),
        notes=tuple(_notes(sources, currency)),
        basis=_basis(sources),
    )


def _counted(sources: Sources) -> tuple[Counted, Counted, Counted]:
    return sources.budget, sources.costs, sources.orders


def _reserves(sources: Sources) -> pd.DataFrame:
    """List the lines that are no baseline, kind by kind."""
    used = sources.budget.used
    apart = used[used["kind"] != "budget"]
    name = text(apart["category"]).rename("name")
    stated = cents(apart["actual_amount"]).where(apart["actual_amount"].notna())
    sums = apart.assign(actual=stated).groupby(["kind", name])
    table = sums[["cents", "actual"]].sum(min_count=1).reset_index()
    table[["cents", "actual"]] = table[["cents", "actual"]].astype("float64") / 100
    return table.rename(columns={"cents": "budget"})


def _reserve(reserves: pd.DataFrame, kind: str) -> float | None:
    rows = reserves.loc[reserves["kind"] == kind, "budget"]
    return float(cents(rows).sum()) / 100 if len(rows) else None


def _reasons(sums: Comparison, sources: Sources, lines: pd.DataFrame) -> dict[str, str]:
    """Say for each figure that is None why it is."""
    budget = "" if len(baseline(sources)) else "no budget lines"
    spent = "" if sources.spent_from else "no ledger lines"
    dated = "" if lines["budget_to_date"].notna().all() else "budget without periods"
    why = {
        "budget": [budget],
        "budget_to_date": [budget, dated],
        "actual": [spent],
        "committed": ["no purchase orders"],
        "variance_to_date": [budget, spent, dated],
        "at_least": [spent],
        "plan_rest": [budget, spent, dated],
        "estimate_at_completion": [budget, spent],
        "variance_at_completion": [budget, spent],
        "used_ratio": [budget, spent, "the budget is 0"],
    }
    return {
        name: next(reason for reason in [*reasons, "no lines"] if reason)
        for name, reasons in why.items()
        if getattr(sums, name) is None
    }


def _notes(sources: Sources, currency: str) -> Iterator[str]:
    """Say in sentences what was assumed."""
    blank = sum(part.without_currency for part in _counted(sources))
    if blank:
        yield f"Lines without a currency, taken to be in {currency}: {blank}."
    lines = baseline(sources)
    undated = int((~lines["has_period"]).sum())
    if undated:
        yield (
            f"Budget lines without a usable period: {undated}. They count to the end"
            " and are not on the curve by month."
        )
    if len(lines) > undated:
        yield "The period that holds the as-of date counts by days, its day included."
    if sources.spent_from == "budget file":
        yield (
            "There is no ledger: spent amounts are those the budget file states,"
            " whatever the as-of date."
        )
    if sources.committed_from == "budget file":
        yield (
            "There are no purchase orders: committed is what the budget file states"
            " as committed, less what it states as spent."
        )
    undated_orders = int(sources.orders.used["ordered_on"].isna().sum())
    if undated_orders:
        yield f"Orders without an order date, counted all the same: {undated_orders}."


def _basis(sources: Sources) -> Basis:
    tables = ("budget_line", "cost", "commitment")
    return Basis(
        formula=FORMULA,
        used={
            name: part.used["version_id"].to_numpy()
            for name, part in zip(tables, _counted(sources), strict=True)
        },
        left_out=joined([part.left_out for part in _counted(sources)]),
        rests_on=sources.spent_from,
    )
