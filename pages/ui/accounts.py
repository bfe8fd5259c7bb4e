"""The lists of the budget page: estimates, reserves, changes, and the files in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import theme
from pages.ui import measures
from pages.ui.cache import once
from pages.ui.layout import listed, say

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance
    from analytics.metrics.estimates import CostEstimates
    from analytics.metrics.price_volume import PriceVolume

RESERVES = {"kind": "Kind", "name": "Name", "budget": "Amount", "actual": "Spent"}
TIE_OUT = {
    "file": "File",
    "table": "Holds",
    "set_aside": "Lines set aside at reading",
    "currency": "Currency",
    "lines": "Lines in the file",
    "total": "Total of the file",
    "used_lines": "Lines used",
    "used": "Used",
    "left_out_lines": "Lines left out",
    "left_out": "Left out",
    "booked": "Used, in the project's currency",
}
ASIDE = {
    "file": "File",
    "table": "Holds",
    "currency": "Currency",
    "reason": "Why it does not count",
    "lines": "Lines",
    "amount": "Amount",
}
RATES = {
    "table": "Used for",
    "from_currency": "From",
    "to_currency": "To",
    "valid_on": "Valid from",
    "rate": "Rate",
    "lines": "Lines",
}
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
FILES = {
    "budget_line": "budget",
    "change_request": "approved changes",
    "cost": "ledger",
    "commitment": "purchase orders",
}


def show(
    result: BudgetVariance, facts: Facts, *, estimates: CostEstimates, by: str
) -> None:
    """Show every list of the budget page, each with its download."""
    for title, table, key, nothing in _lists(result, facts, estimates, by):
        listed(title, table, key=key, nothing=nothing)
    for sentence in (estimates_sentence(estimates), *tie_out_sentences(result, facts)):
        say(sentence)


def _lists(
    result: BudgetVariance, facts: Facts, estimates: CostEstimates, by: str
) -> tuple[tuple[str, pd.DataFrame, str, str], ...]:
    """Return title, table, key, and what is said of a table without rows."""
    return (
        (
            "What it will cost, each way of estimating",
            estimates_table(estimates),
            "estimates",
            "There is nothing to estimate from.",
        ),
        (
            "Price or quantity",
            split(measures.split_of(facts, by)),
            "split",
            "There is no budget to compare with.",
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
        (
            "Every line accounted for",
            tie_out(result, facts),
            "tie-out",
            "There are no lines.",
        ),
        (
            "What does not count, and why",
            aside(result, facts),
            "aside",
            "Every line of every file counts.",
        ),
        (
            "Exchange rates used",
            rates(result),
            "rates",
            "No line is in another currency with a rate for its day.",
        ),
    )


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
    """Return the variance to date by price and quantity."""
    return found.table[list(SPLIT)].rename(columns=SPLIT)


@once
def reserves(result: BudgetVariance) -> pd.DataFrame:
    """Return contingency and reserve, line by line."""
    table = result.reserves[list(RESERVES)].rename(columns=RESERVES)
    return table.assign(Kind=table["Kind"].astype("str").str.replace("_", " "))


def tie_out(result: BudgetVariance, facts: Facts) -> pd.DataFrame:
    """Return how the total of each file is accounted for."""
    files = measures.files_of(facts)
    aside = {number: one.rows_quarantined for number, one in files.items()}
    table = _filed(result.tie_out, facts)
    table = table.assign(set_aside=result.tie_out["import_id"].map(aside))
    return table[list(TIE_OUT)].rename(columns=TIE_OUT)


def aside(result: BudgetVariance, facts: Facts) -> pd.DataFrame:
    """Return what does not count of each file, by reason."""
    return _filed(result.aside, facts)[list(ASIDE)].rename(columns=ASIDE)


def _filed(table: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    names = {number: one.filename for number, one in measures.files_of(facts).items()}
    return table.assign(
        file=table["import_id"].map(names), table=table["table"].map(FILES)
    )


@once
def rates(result: BudgetVariance) -> pd.DataFrame:
    """Return the exchange rates that were used."""
    table = result.rates[list(RATES)].rename(columns=RATES)
    used_for = result.rates["table"].map(FILES)
    return table.assign(**{RATES["table"]: used_for})


@once
def changes(result: BudgetVariance) -> pd.DataFrame:
    """Return the approved changes of the budget."""
    return result.changes[list(CHANGES)].rename(columns=CHANGES)


def tie_out_sentences(result: BudgetVariance, facts: Facts) -> list[str]:
    """Say of each ledger file that what counts and what does not is the whole."""
    table = _filed(result.tie_out, facts)
    return [
        f"{row['file']}: the ledger holds {row['lines']:,} lines of "
        f"{theme.money_exact(row['total'], row['currency'])}: "
        f"{theme.money_exact(row['used'], row['currency'])} counts, "
        f"{theme.money_exact(row['left_out'], row['currency'])} is left out."
        for row in table[result.tie_out["table"] == "cost"].to_dict("records")
    ]
