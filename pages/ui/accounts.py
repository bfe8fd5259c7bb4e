"""The lists of the budget page: estimates, reserves, changes, and the files in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme, tie_out
from pages.ui import measures
from pages.ui.cache import measured, once
from pages.ui.layout import listed, say

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.estimates import CostEstimates
    from analytics.metrics.price_volume import PriceVolume

RESERVES = {"kind": "Kind", "name": "Name", "budget": "Amount", "actual": "Spent"}
ESTIMATES = {
    "rule": "How it is estimated",
    "to_complete": "Still to be spent",
    "at_completion": "In the end",
    "variance": "Under (+) or over budget",
    "reason": "Why it is missing",
}
SPLIT = {
    "name": "Name",
    "planned_quantity": "Quantity planned to date",
    "planned_price": "Planned price",
    "actual_quantity": "Quantity so far",
    "actual": "Spent",
    "price_variance": "By price (rate)",
    "quantity_variance": "By quantity (efficiency)",
    "variance": "Variance to date",
    "reason": "Why it is missing",
}
CHANGES = {
    "change_id": "Change",
    "title": "Title",
    "decided_on": "Decided on",
    "amount": "Amount",
}


def show(
    result: BudgetVariance, facts: Facts, *, estimates: CostEstimates, by: str
) -> None:
    """Show every list of the budget page, each with its download."""
    accounted, told = measured(
        "accounted", facts, lambda: _accounted(result, facts), by
    )
    shown = (*_lists(result, facts, estimates, by), *accounted)
    for title, table, key, nothing in shown:
        listed(title, table, key=key, nothing=nothing)
    say(estimates_sentence(estimates))
    for sentence in told:
        say(sentence)


def _lists(
    result: BudgetVariance, facts: Facts, estimates: CostEstimates, by: str
) -> tuple[tuple[str, pd.DataFrame, str, str], ...]:
    """Return title, table, key, and what is said of a table without rows."""
    found = measures.split_of(facts, by)
    return (
        (
            "What it will cost, each way of estimating",
            estimates_table(estimates),
            "estimates",
            "There is nothing to estimate from.",
        ),
        (
            "Price or quantity",
            split(found),
            "split",
            unsplit(found),
        ),
        (
            "Reserves",
            reserves(result),
            "reserves",
            "The budget file has no contingency and no management reserve.",
        ),
        (
            "Approved changes",
            changes(result),
            "changes",
            "No change request with an effect on cost is approved.",
        ),
    )


def _accounted(
    result: BudgetVariance, facts: Facts
) -> tuple[tuple[tuple[str, pd.DataFrame, str, str], ...], list[str]]:
    """Return the same for what is counted of the files, and it in sentences."""
    files = measures.files_of(facts)
    names = {number: one.filename for number, one in files.items()}
    set_aside = {number: one.rows_quarantined for number, one in files.items()}
    tables = (
        (
            "Every line accounted for",
            tie_out.table_tie_out(result, names, set_aside),
            "tie-out",
            "There are no lines.",
        ),
        (
            "What does not count, and why",
            tie_out.table_aside(result, names),
            "aside",
            "Every line of every file counts.",
        ),
        (
            "Exchange rates used",
            tie_out.table_rates(result),
            "rates",
            "No line is in another currency with a rate for its day.",
        ),
    )
    return tables, tie_out.read_tie_out(result, names)


@once
def estimates_table(found: CostEstimates) -> pd.DataFrame:
    """Return every estimate at completion beside the others."""
    return found.table[list(ESTIMATES)].rename(columns=ESTIMATES)


def estimates_sentence(found: CostEstimates) -> str:
    """Say between which amounts the estimates lie."""
    if found.low is None or found.high is None:
        return "Nothing can be estimated yet; the table says what is missing."
    low, high = (theme.money(one, found.currency) for one in (found.low, found.high))
    if low == high:
        return f"The estimates that the files allow agree on {low} in the end."
    return (
        f"By different ways of estimating it ends between {low} and {high}; what is"
        " only a lower bound is not counted."
    )


@once
def split(found: PriceVolume) -> pd.DataFrame:
    """Return the variance to date by price and quantity, where any can be split."""
    table = found.table[list(SPLIT)].rename(columns=SPLIT)
    return table if found.table["price_variance"].notna().any() else table.head(0)


def unsplit(found: PriceVolume) -> str:
    """Say why nothing can be split by price and quantity."""
    reasons = sorted(set(found.table["reason"]) - {""})
    if not reasons:
        return "There is no budget to compare with."
    return f"Nothing can be split by price and quantity: {', '.join(reasons)}."


@once
def reserves(result: BudgetVariance) -> pd.DataFrame:
    """Return contingency and reserve, line by line."""
    table = result.reserves[list(RESERVES)].rename(columns=RESERVES)
    return table.assign(Kind=table["Kind"].astype("str").str.replace("_", " "))


@once
def changes(result: BudgetVariance) -> pd.DataFrame:
    """Return the approved changes of the budget."""
    return result.changes[list(CHANGES)].rename(columns=CHANGES)
