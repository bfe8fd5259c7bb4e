"""Checks of bookings: at the wrong time, twice, or belonging nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.metrics.money import cents, key
from analytics.metrics.quality.amounts import (
    counted,
    effect_on,
)
from analytics.metrics.quality.finding import (
    Check,
    Finding,
    blank,
    later_again,
    unchecked,
)
from analytics.metrics.quality.money_rows import cost_lines

if TYPE_CHECKING:
    from analytics.metrics.quality.material import Material

AREA = "Cost"
EXCEL = "Correct the column in the ledger and upload it again."


def cost_before_start(known: Material) -> Finding:
    """Find ledger lines booked before the first day of the budget."""
    start = known.table("budget_line")["starts_on"].min()
    costs = known.table("cost")
    if pd.isna(start):
        return unchecked("cost", "No budget says when the project starts.")
    wrong = costs["booked_on"] < start
    return cost_lines(
        costs, wrong, effect_on(known, "Spent", counted(known, costs, wrong))
    )


def cost_after_close(known: Material) -> Finding:
    """Find ledger lines booked after the last day of the budget."""
    end = known.table("budget_line")["ends_before"].max()
    costs = known.table("cost")
    if pd.isna(end):
        return unchecked("cost", "No budget says when the project ends.")
    wrong = costs["booked_on"] >= end
    return cost_lines(
        costs, wrong, effect_on(known, "Spent", counted(known, costs, wrong))
    )


def invoice_twice(known: Material) -> Finding:
    """Find ledger lines that repeat document, supplier, text and amount of another.

    Spent could fall by the sum of the later ones. Lines without a document are not
    looked at.
    """
    costs = known.table("cost")
    document = key(costs["document"])
    names = pd.DataFrame(
        {
            "document": document,
            "vendor": key(costs["vendor"]),
            "text": key(costs["description"]),
            "cents": cents(costs["amount"]),
        }
    )
    wrong = later_again(names, document.ne("") & costs["amount"].notna())
    return cost_lines(
        costs, wrong, effect_on(known, "Spent", counted(known, costs, wrong))
    )


def category_not_budgeted(known: Material) -> Finding:
    """Find ledger lines under a category that the budget does not have."""
    budget = key(known.table("budget_line")["category"])
    costs = known.table("cost")
    if not budget.ne("").any():
        return unchecked("cost", "No budget names categories to compare with.")
    return cost_lines(
        costs, ~blank(costs["category"]) & ~key(costs["category"]).isin(budget)
    )


def order_unknown(known: Material) -> Finding:
    """Find ledger lines that name a purchase order which no file holds.

    Their amount may be spent and committed at once: the order they belong to stays
    open. Without purchase orders nothing is checked.
    """
    orders = known.table("commitment")
    if orders.empty:
        return unchecked("cost", "There are no purchase orders to compare with.")
    costs = known.table("cost")
    number = key(costs["po_number"])
    return cost_lines(
        costs,
        number.ne("") & ~number.isin(key(orders["po_number"])),
        column="po_number",
    )


def risk_unknown(known: Material) -> Finding:
    """Find ledger lines that name a risk which the register does not have."""
    if known.risks.empty:
        return unchecked("cost", "There is no risk register to compare with.")
    costs = known.table("cost")
    name = key(costs["risk_id"])
    return cost_lines(
        costs, name.ne("") & ~name.isin(key(known.risks["risk_id"])), column="risk_id"
    )


CHECKS: tuple[Check, ...] = (
    Check(
        "cost_before_start",
        AREA,
        "Cost before the project started",
        "high",
        "It may belong to another project or year.",
        {"Ledger": "Move it to where it belongs.", "Excel": EXCEL},
        cost_before_start,
    ),
    Check(
        "cost_after_close",
        AREA,
        "Cost after the project's end",
        "high",
        "It may belong to operation, or the budget lacks its last period.",
        {
            "Ledger": "Move it to where it belongs, or close the account.",
            "Excel": "Add the missing period to the budget.",
        },
        cost_after_close,
    ),
    Check(
        "invoice_twice",
        AREA,
        "The same invoice twice",
        "high",
        "What is spent is too high if both are real bookings of one invoice.",
        {
            "Ledger": "Reverse one of them; a true second line gets a text of its own.",
            "Excel": "Delete one of the lines.",
        },
        invoice_twice,
    ),
    Check(
        "category_not_budgeted",
        AREA,
        "Category that the budget does not have",
        "medium",
        "The spending shows as a line without a budget.",
        {
            "Ledger": "Map the account to a category of the budget.",
            "Excel": "Spell the category as the budget does, or budget it.",
        },
        category_not_budgeted,
    ),
    Check(
        "order_unknown",
        AREA,
        "Cost on an order that is not in the files",
        "medium",
        "Money may be counted as spent and as still to be invoiced.",
        {"Ledger": "Export all purchase orders, closed ones too.", "Excel": EXCEL},
        order_unknown,
    ),
    Check(
        "risk_unknown",
        AREA,
        "Cost of a risk that the register does not have",
        "low",
        "What the risk has cost is shown nowhere.",
        {"Excel": "Use the number of the register, or add the risk to it."},
        risk_unknown,
    ),
)
