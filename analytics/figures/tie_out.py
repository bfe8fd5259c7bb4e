"""Every line of the files of money accounted for, and the exchange rates used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures.theme import money_exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from analytics.metrics.budget import BudgetVariance

HOLDS = {
    "budget_line": "budget",
    "change_request": "approved changes",
    "cost": "ledger",
    "commitment": "purchase orders",
}
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


def table_tie_out(
    result: BudgetVariance, files: Mapping[int, str], set_aside: Mapping[int, int]
) -> pd.DataFrame:
    """Return how the total of each file is accounted for.

    Args:
        result: The budget.
        files: Name of each import to the reader.
        set_aside: How many lines of each import could not be read.
    """
    table = _filed(result.tie_out, files)
    table = table.assign(set_aside=result.tie_out["import_id"].map(set_aside))
    return table[list(TIE_OUT)].rename(columns=TIE_OUT)


def read_tie_out(result: BudgetVariance, files: Mapping[int, str]) -> list[str]:
    """Say of each ledger file that what counts and what does not is the whole."""
    table = _filed(result.tie_out, files)
    return [
        f"{row['file']}: the ledger holds {_lines(row['lines'])} of "
        f"{money_exact(row['total'], row['currency'])}: "
        f"{money_exact(row['used'], row['currency'])} counts, "
        f"{money_exact(row['left_out'], row['currency'])} is left out."
        for row in table[result.tie_out["table"] == "cost"].to_dict("records")
    ]


def _lines(count: int) -> str:
    return f"{count:,} line{'s' * (count != 1)}"


def table_aside(result: BudgetVariance, files: Mapping[int, str]) -> pd.DataFrame:
    """Return what does not count of each file, by reason."""
    return _filed(result.aside, files)[list(ASIDE)].rename(columns=ASIDE)


def table_rates(result: BudgetVariance) -> pd.DataFrame:
    """Return the exchange rates that were used."""
    rates = result.rates
    table = rates.assign(table=rates["table"].map(HOLDS))
    return table[list(RATES)].rename(columns=RATES)


def _filed(table: pd.DataFrame, files: Mapping[int, str]) -> pd.DataFrame:
    return table.assign(
        file=table["import_id"].map(files), table=table["table"].map(HOLDS)
    )
