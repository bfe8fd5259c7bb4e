"""What a budget variance says of itself: why a figure is missing, what is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from analytics.metrics.budget_rows import Sources
    from analytics.metrics.budget_table import Comparison

APART = {
    "accrued": "No line of the ledger says whether it is accrued.",
    "contingency": "The budget has no contingency line.",
    "management_reserve": "The budget has no line of management reserve.",
}
"""Why what stands beside the budget is undefined, where it is."""


def reasons(sums: Comparison, sources: Sources, lines: pd.DataFrame) -> dict[str, str]:
    """Say for each figure that is None why it is."""
    budget = "" if len(sources.baseline) else "no budget lines"
    spent = "" if sources.spent_from else "no ledger lines"
    dated = "" if lines["budget_to_date"].notna().all() else "budget without periods"
    why = {
        "baseline": [budget],
        "changes": [budget],
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


def notes(sources: Sources, currency: str) -> Iterator[str]:
    """Say in sentences what was assumed."""
    blank = sum(part.without_currency for part in sources.counted)
    if blank:
        yield f"Lines without a currency, taken to be in {currency}: {blank}."
    yield from _about_rates(sources, currency)
    yield from _about_plan(sources)
    yield from _about_changes(sources)
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


def _about_rates(sources: Sources, currency: str) -> Iterator[str]:
    converted = sum(int(part.rates["lines"].sum()) for part in sources.counted)
    if converted:
        yield (
            f"Lines converted into {currency}: {converted}, each at the newest rate"
            " stated on or before its day."
        )
    # Every reason that begins like this is a missing rate.
    unrated = sum(
        int(part.aside.loc[_is_unrated(part.aside), "lines"].sum())
        for part in sources.counted
    )
    if unrated:
        yield (
            f"Lines in other currencies without a rate for their day: {unrated}. They"
            " are in no total; exchange rates can be uploaded."
        )


def _is_unrated(aside: pd.DataFrame) -> pd.Series:
    return aside["reason"].astype("str").str.match("in [A-Z]").astype("bool")


def _about_plan(sources: Sources) -> Iterator[str]:
    lines = sources.baseline
    undated = int((~lines["has_period"]).sum())
    if undated:
        yield (
            f"Budget lines without a usable period: {undated}. They count to the end"
            " and are not on the curve by month."
        )
    if len(lines) > undated:
        yield "The period that holds the as-of date counts by days, its day included."


def _about_changes(sources: Sources) -> Iterator[str]:
    changes = sources.changes.used
    if changes.empty:
        return
    if sources.baseline.empty:
        yield "Approved changes are not counted: there is no budget that they change."
        return
    yield (
        f"Approved changes: {len(changes)}. They are added to the amounts of the budget"
        " file, which is taken not to hold them, and spread from the decision to the"
        " end of the plan."
    )
    undated = int(changes["decided_on"].isna().sum())
    if undated:
        yield f"Approved changes without a day of decision: {undated}."
