"""Money in words: tiles and charts of the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.figures import budget, budget_curve, theme
from pages.ui import lights, measures
from pages.ui.cache import once
from pages.ui.layout import Chart, Tile, tile

if TYPE_CHECKING:
    import pandas as pd

    from analytics.facts import Facts
    from analytics.metrics.budget import BudgetVariance

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
GROUPS = {
    "category": "Category",
    "work_package": "Work package",
    "vendor": "Vendor",
    "cost_type": "Cost type",
}


MISSING = (
    "There is no budget and no ledger yet.",
    (
        "Upload the budget (what was planned, by period and category) and the ledger "
        "(what was booked). Purchase orders add what is ordered but not invoiced."
    ),
)


def is_known(result: BudgetVariance) -> bool:
    """Say whether there is a budget or a ledger at all."""
    return result.total.budget is not None or result.total.actual is not None


@once
def budget_chart(result: BudgetVariance) -> Chart:
    """Return budget, spent, ordered and expected by name."""
    return Chart(
        lambda: budget.plot_budget(result),
        budget.read_budget(result),
        lambda: budget.table_budget(result),
        result.basis,
    )


@once
def curve_chart(result: BudgetVariance) -> Chart:
    """Return the S-curve."""
    return Chart(
        lambda: budget_curve.plot_budget_curve(result),
        budget_curve.read_budget_curve(result),
        lambda: budget_curve.table_budget_curve(result),
        result.basis,
    )


@once
def headline(result: BudgetVariance) -> list[Tile]:
    """Return the four figures of the overview."""
    total, currency = result.total, result.currency
    light = lights.of_budget(result)
    return [
        tile(
            "Budget",
            theme.money(total.budget, currency),
            f"{_to_date(result)} planned to date{_changed(result)}",
            why=result.reasons.get("budget"),
        ),
        tile(
            "Spent",
            theme.money(total.actual, currency),
            f"{theme.percent(total.used_ratio)} of the budget",
            why=result.reasons.get("actual"),
        ),
        tile(
            "Expected in the end",
            theme.money(total.estimate_at_completion, currency),
            "estimate at completion, if the rest costs what is planned",
            why=result.reasons.get("estimate_at_completion"),
        ),
        tile(
            "Under or over budget",
            theme.money_signed(total.variance_at_completion, currency),
            "variance at completion",
            light=light,
            why=result.reasons.get("variance_at_completion"),
        )._replace(help=lights.RULES["budget"]),
    ]


@once
def details(result: BudgetVariance) -> list[Tile]:
    """Return the further figures of the budget page."""
    total, currency = result.total, result.currency
    return [
        tile(
            "Ahead or behind plan",
            theme.money_signed(total.variance_to_date, currency),
            "variance to date; + is less spent than planned",
            why=result.reasons.get("variance_to_date"),
        ),
        tile(
            "Ordered, not invoiced",
            theme.money(total.committed, currency),
            "open commitments",
            why=result.reasons.get("committed"),
        ),
        tile(
            "Contingency",
            theme.money(result.contingency, currency),
            "reserve for known risks, apart from the budget",
            why="No contingency line in the budget file.",
        ),
        tile(
            "Management reserve",
            theme.money(result.management_reserve, currency),
            "reserve for the unknown, apart from the budget",
            why="No reserve line in the budget file.",
        ),
    ]


def _changed(result: BudgetVariance) -> str:
    """Say how far approved changes moved the budget, where there are any."""
    if result.changes.empty or not result.total.changes:
        return ""
    moved = theme.money_signed(result.total.changes, result.currency)
    return f"; {moved} by approved changes"


def _to_date(result: BudgetVariance) -> str:
    return theme.money(result.total.budget_to_date, result.currency)


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
